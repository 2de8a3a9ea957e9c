"""What reading a file gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

EXCERPT_LENGTH = 120


@dataclass(frozen=True)
class Hidden:
    """Something in the file that a reader of the page would not see.

    kind: tracked-insertion, tracked-deletion, comment, hidden-text, covered-text, hidden-sheet, hidden-row, hidden-column,
    metadata, embedded-object, macro, external-link, annotation, formula, defined-name, attachment.
    """

    kind: str
    where: str
    excerpt: str
    explanation: str


@dataclass(frozen=True)
class Table:
    """The cells as plain text; a merged cell stands in its first place, the others are empty."""

    rows: tuple[tuple[str, ...], ...]
    caption: str = ""


@dataclass(frozen=True)
class Extracted:
    """The readable content of one file.

    `html` and `text` hold what a reader sees; `hidden` what they do not. `pages` is None where the format has no pages.
    """

    kind: str
    html: str
    text: str
    title: str
    metadata: Mapping[str, str] = field(default_factory=dict)
    tables: tuple[Table, ...] = ()
    pages: int | None = None
    notices: tuple[str, ...] = ()
    hidden: tuple[Hidden, ...] = ()


@dataclass(frozen=True)
class Reading:
    """What a reader of one format hands back, before cleaning (see `extract`)."""

    html: str
    title: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)
    pages: int | None = None
    notices: tuple[str, ...] = ()
    hidden: tuple[Hidden, ...] = ()


def excerpt(text: str) -> str:
    """Return the text on one line, cut to EXCERPT_LENGTH characters."""
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT_LENGTH else line[: EXCERPT_LENGTH - 1] + "…"


METADATA_NAMES = {
    "author": "作者",
    "last_modified_by": "最后修改者",
    "company": "单位",
    "manager": "主管",
    "comments": "备注",
    "keywords": "关键词",
    "template": "模板",
    "gps": "拍摄位置",
}


def metadata_hidden(metadata: Mapping[str, str]) -> list[Hidden]:
    """Report those properties of a file that name people, units or software."""
    return [
        Hidden(
            "metadata", "文件属性", excerpt(f"{name}：{metadata[key]}"), f"文件属性中记有{name}，公开前应确认或清除。"
        )
        for key, name in METADATA_NAMES.items()
        if metadata.get(key)
    ]
