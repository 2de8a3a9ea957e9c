"""Redacting plain text and csv."""

from __future__ import annotations

from gongkai.base.files.extraction.charset import decoded

from .model import RedactionRefused
from .striking import Block, Piece, Tally, strike


def redact_text(data: bytes, tally: Tally) -> bytes:
    """Return the text with the passages struck, in UTF-8; each line is a block."""
    content = decoded(data)
    if content.replaced:
        raise RedactionRefused("文本里有无法识别的字符，不能保证删减干净。请另存为 UTF-8 编码后再试。")
    lines = content.text.split("\n")

    def line(number: int) -> Block:
        def put(text: str) -> None:
            lines[number] = text

        return Block(f"第 {number + 1} 行", [Piece(lines[number], put)])

    strike([line(number) for number in range(len(lines))], tally)
    if content.encoding in {"utf-8", "utf-8-sig"}:
        return "\n".join(lines).encode(content.encoding)
    tally.note("文本已转为 UTF-8 编码。")
    # The mark tells spreadsheet programs that this is UTF-8.
    return "\n".join(lines).encode("utf-8-sig")
