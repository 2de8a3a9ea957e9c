"""Redacting a PDF: locate, take out, check against what should be left, turn doubtful pages into images, write anew."""

from __future__ import annotations

import io
from collections import Counter
from typing import Any

from pypdfium2 import PdfiumError

from gongkai.base.files.extraction.limits import Clock, Limits
from gongkai.base.files.extraction.pdf import _TURN, _open
from gongkai.base.files.extraction.pdfium import open_document, raw
from gongkai.base.files.extraction.refusals import MalformedFile, TooLarge
from gongkai.base.files.redaction.striking import Tally

from .clean import clean
from .content import Editor
from .file import PdfFile, packed
from .geometry import Box
from .locate import Bar, PageText, by_instructions, locate, read_page
from .raster import bar_font, caption, rastered
from .struck import Struck, Unsure
from .syntax import BadSyntax, number_bytes

_PADDING = 0.5  # points


def redact_pdf(data: bytes, tally: Tally, limits: Limits, *, thorough: bool = False) -> bytes:
    """Return a new PDF without the passages; `tally` gets the notices. Raises MalformedFile, EncryptedFile or TooLarge.

    `thorough` also reads the drawing instructions of every page ourselves: slower, and seldom needed.
    """
    clock = Clock(limits.seconds)
    with _TURN:
        try:
            tidy = _tidied(data, limits)
            document = open_document(tidy)
            try:
                work = _Work(tidy, document, tally, clock)
                if thorough:
                    work.read_instructions()
                return work.done()
            finally:
                document.close()
        except (PdfiumError, BadSyntax) as error:
            raise MalformedFile("PDF 文件已损坏，无法删减。请重新导出后再试。") from error


def _tidied(data: bytes, limits: Limits) -> bytes:
    """Let pdfium repair, unlock and flatten the file: remarks and form fields become part of the page."""
    document = _open(data)
    try:
        if len(document) > limits.pages:
            raise TooLarge(f"PDF 有 {len(document)} 页，超过 {limits.pages} 页。请拆分后再试。")
        for page in document:
            if any(note != raw.FPDF_ANNOT_LINK for note in _notes(page)):
                raw.FPDFPage_Flatten(page.raw, 0)
            page.close()
        buffer = io.BytesIO()
        document.save(buffer, version=None, flags=raw.FPDF_NO_INCREMENTAL | raw.FPDF_REMOVE_SECURITY)
        return buffer.getvalue()
    finally:
        document.close()


def _notes(page: Any) -> list[int]:
    kinds = []
    for place in range(raw.FPDFPage_GetAnnotCount(page.raw)):
        note = raw.FPDFPage_GetAnnot(page.raw, place)
        if note:
            kinds.append(raw.FPDFAnnot_GetSubtype(note))
            raw.FPDFPage_CloseAnnot(note)
    return kinds


class _Work:
    def __init__(self, tidy: bytes, document: Any, tally: Tally, clock: Clock) -> None:
        self.tidy = tidy
        self.document = document
        self.tally = tally
        self.clock = clock
        self.pages = locate(document, tally, clock)
        self.images: dict[int, str] = {}

    def read_instructions(self) -> None:
        file = PdfFile(self.tidy)
        for text, page in zip(self.pages, file.pages, strict=False):
            self.clock.check()
            reader = Editor(file, file.dictionary(page.get("Resources")), Struck([], [], reading=True))
            try:
                reader.edited(file.content_of(page))
            except (Unsure, BadSyntax):
                # Nobody knows what else is on it.
                self.images[text.number] = "字体或编码特殊"
            by_instructions(text, reader.read, self.tally)

    def done(self) -> bytes:
        """Write, look what the pages say now, and write again with those as images that say something else."""
        for _attempt in range(2):
            data = self._written()
            wrong = self._wrong(data)
            if not wrong:
                break
            self.images.update(dict.fromkeys(wrong, "改写后的文字与应保留的不一致"))
        for number, why in sorted(self.images.items()):
            self.tally.note(f"第 {number} 页不能逐字删除（{why}），已整页转为图像并涂黑，保留的文字仍可检索。")
        return data

    def _written(self) -> bytes:
        self.file = PdfFile(self.tidy)
        if len(self.file.pages) != len(self.pages):
            raise BadSyntax("page tree differs")
        for text, page in zip(self.pages, self.file.pages, strict=True):
            if text.affected or text.number in self.images:
                self.clock.check()
                self._page(text, page)
        clean(self.file, self.tally)
        return self.file.write()

    def _page(self, text: PageText, page: dict[str, Any]) -> None:
        if any(bar.drawn for bar in text.bars):
            self.images.setdefault(text.number, "框选处可能有图形")
        if text.number not in self.images:
            try:
                self._edit(text, page)
                return
            except (Unsure, BadSyntax) as error:
                self.images[text.number] = str(error) if isinstance(error, Unsure) else "字体或编码特殊"
        made = rastered(self.file, self.document, text, self._label)
        parent = page.get("Parent")
        page.clear()
        page.update(made)
        page["Parent"] = parent

    def _edit(self, text: PageText, page: dict[str, Any]) -> None:
        origins = [glyph.origin for glyph in (*text.glyphs, *text.unseen) if glyph.struck]
        editor = Editor(
            self.file, self.file.dictionary(page.get("Resources")), Struck(origins, [bar.box for bar in text.bars])
        )
        content = editor.edited(self.file.content_of(page))
        resources = editor.changed_resources()
        fonts = {**self.file.dictionary(resources.get("Font")), "GkB": bar_font(self.file)}
        page["Resources"] = {**resources, "Font": fonts}
        bars = b"".join(_drawn(bar.box) + caption(bar.box, self._label(bar)) for bar in text.bars)
        page["Contents"] = self.file.add(packed(b"q\n" + content + b"Q " * (1 + len(editor.stack)) + b"\n" + bars))

    def _label(self, bar: Bar) -> str:
        if not self.tally.show_grounds:
            return ""
        return "/".join(
            dict.fromkeys(
                self.tally.passages[index].ground for index in bar.needles if self.tally.passages[index].ground
            )
        )

    def _wrong(self, data: bytes) -> list[int]:
        """Return the pages whose characters are not those that should be left, plus the grounds on the bars."""
        document = open_document(data)
        wrong = []
        try:
            for text in self.pages:
                if not text.affected or text.number in self.images:
                    continue
                labels = "".join(self._label(bar) for bar in text.bars if caption(bar.box, self._label(bar)))
                kept = Counter(text.kept)
                now = Counter(glyph.char for glyph in read_page(document, text.number - 1).glyphs)
                # Pdfium passes over some codes on bars that lie one on another.
                if kept - now or now - kept - Counter(labels):
                    wrong.append(text.number)
        finally:
            document.close()
        return wrong


def _drawn(box: Box) -> bytes:
    left, bottom, right, top = box
    numbers = (left - _PADDING, bottom, right - left + 2 * _PADDING, top - bottom)
    return b"q 0 g " + b" ".join(number_bytes(float(number)) for number in numbers) + b" re f Q\n"
