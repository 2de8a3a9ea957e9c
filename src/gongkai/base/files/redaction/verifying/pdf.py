"""A PDF by two roads: every object and stream in the file, and the text as pdfium reads it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pypdfium2

from . import markup
from .pdf_reader import IMAGE_FILTERS, Objects, Unreadable, tokens, value_at
from .report import Report

_BF = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
_OPERATORS = {b"Tj", b"TJ", b"'", b'"'}
_DEEPEST = 12


Inside = Callable[[bytes, str, Report, int], None]


def look_through(data: bytes, where: str, report: Report, inside: Inside) -> None:
    """Look through a PDF; `inside` looks at the files and pictures in it."""
    report.data(data, where)
    objects = Objects(data)
    if re.search(rb"/Encrypt\b", b"".join(objects.outside)):
        report.unreadable(where, "加密")
        return
    if data.count(b"%%EOF") > 1:
        report.unreadable(where, "带有修改历史")
    for problem in objects.problems:
        report.unreadable(f"{where}的{problem}", "损坏")
    _strings_of(objects, report)
    _streams(objects, report, inside)
    _Pages(objects, report).all()
    _as_read(data, report)


def _strings_of(objects: Objects, report: Report) -> None:
    for part in objects.outside:
        for kind, text, _ in tokens(part):
            if kind == "string":
                _string(text, "PDF 尾部", report)
    for _number, value, _raw in objects.all:
        stack = [value]
        while stack:
            item = stack.pop()
            if isinstance(item, bytes):
                _string(item, "PDF 的属性、书签或批注", report)
            elif isinstance(item, dict):
                stack += item.values()
                for name in item:
                    _string(name.encode("latin-1"), "PDF 的名称", report)
            elif isinstance(item, list):
                stack += item


def _string(text: bytes, where: str, report: Report) -> None:
    if len(text) < 2:
        return
    for reading in _readings(text):
        report.text(reading, where, "字符串", remains=False)


def _readings(text: bytes) -> set[str]:
    """Return what a string of bytes may mean."""
    found = {text.decode("latin-1")}
    if text[:2] == b"\xff\xfe":
        found.add(text[2:].decode("utf-16-le", "replace"))
    for codec in ("utf-16-be", "utf-8", "gb18030"):
        try:
            found.add(text.decode(codec))
        except UnicodeDecodeError:
            continue
    return found


def _streams(objects: Objects, report: Report, inside: Inside) -> None:
    for number, value, raw in objects.all:
        if raw is None:
            continue
        try:
            content = objects.unpacked(value, raw)
        except Unreadable as error:
            report.unreadable(f"PDF 对象 {number}", str(error))
            continue
        if not report.spend(len(content), f"PDF 对象 {number}"):
            return
        report.data(content, f"PDF 对象 {number}")
        filters = objects.get(value.get("Filter"))
        last = objects.get(filters[-1]) if isinstance(filters, list) and filters else filters
        if last in {"DCTDecode", "DCT"}:
            inside(content, f"PDF 图像 {number}", report, 1)
        elif (
            last not in IMAGE_FILTERS
            and value.get("Subtype") != "Image"
            and content[:5] in {b"<?xpa", b"<?xml", b"<x:xm"}
        ):
            markup.look_through(content, f"PDF 对象 {number}", report)
        elif content[:4] in {b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0"}:
            inside(content, f"PDF 附件 {number}", report, 1)


class _Pages:
    """The drawing instructions of pages and forms, decoded with the fonts they name."""

    def __init__(self, objects: Objects, report: Report) -> None:
        self.objects = objects
        self.report = report
        self.maps: dict[int, dict[int, str]] = {}

    def all(self) -> None:
        """Take every page object and every form in the file, whether or not something refers to it."""
        for number, value, raw in self.objects.all:
            if not isinstance(value, dict):
                continue
            if value.get("Type") == "Page":
                self._content(self._page_content(value), self._inherited(value), f"PDF 页面对象 {number}")
            elif raw is not None and (
                value.get("Subtype") == "Form" or value.get("PatternType") or "Resources" in value
            ):
                self._content(self._unpacked(value, raw), value.get("Resources"), f"PDF 图形 {number}")

    def _inherited(self, page: dict[str, Any]) -> Any:
        for _ in range(60):
            if "Resources" in page:
                return page["Resources"]
            above = self.objects.get(page.get("Parent"))
            if not isinstance(above, dict):
                break
            page = above
        return None

    def _page_content(self, page: dict[str, Any]) -> bytes:
        contents = page.get("Contents")
        found = self.objects.get(contents)
        parts = found if isinstance(found, list) else [contents]
        streams = [self.objects.stream_of(part) for part in parts]
        return b"\n".join(self._unpacked(*stream) for stream in streams if stream)

    def _unpacked(self, value: dict[str, Any], raw: bytes) -> bytes:
        try:
            return self.objects.unpacked(value, raw)
        except Unreadable:
            return b""  # reported by _streams

    def _content(self, content: bytes, resources: Any, where: str) -> None:
        listed = self.objects.get(resources)
        fonts = self.objects.get(listed.get("Font")) if isinstance(listed, dict) else None
        raw: list[bytes] = []
        decoded: list[str] = []
        font: dict[int, str] = {}
        name, wide = "", False
        for kind, text, _end in tokens(content):
            if kind == "name":
                name = text.decode("latin-1")
            elif kind == "string":
                raw.append(text)
                decoded.append(_mapped(text, font, wide=wide))
            elif kind == "word" and text == b"Tf":
                font, wide = self._font(fonts, name)
        whole = b"".join(raw)
        for reading in _readings(whole):
            self.report.text(reading, where, "页面字符串", remains=False)
        self.report.text("".join(decoded), where, "按字体对照表译出", remains=False)

    def _font(self, fonts: Any, name: str) -> tuple[dict[int, str], bool]:
        font = self.objects.get(fonts.get(name)) if isinstance(fonts, dict) else None
        if not isinstance(font, dict):
            return {}, False
        reference = font.get("ToUnicode")
        key = reference[1] if isinstance(reference, tuple) else id(font)
        if key not in self.maps:
            stream = self.objects.stream_of(reference)
            self.maps[key] = _to_unicode(self._unpacked(*stream)) if stream else {}
        return self.maps[key], font.get("Subtype") == "Type0"


def _mapped(text: bytes, font: dict[int, str], *, wide: bool) -> str:
    if not font:
        return text.decode("utf-16-be" if wide else "latin-1", "replace")
    step = 2 if wide else 1
    return "".join(font.get(int.from_bytes(text[at : at + step], "big"), "") for at in range(0, len(text), step))


def _to_unicode(cmap: bytes) -> dict[int, str]:
    found: dict[int, str] = {}
    for kind, body in _BF.findall(cmap):
        values, _ = value_at(b"[" + body + b"]", 0)
        items = values or []
        step = 2 if kind == b"bfchar" else 3
        for at in range(0, len(items) - step + 1, step):
            entry = items[at : at + step]
            if not isinstance(entry[0], bytes):
                continue
            first = int.from_bytes(entry[0], "big")
            if step == 2:
                found[first] = _utf16(entry[1])
            else:
                _range(found, first, int.from_bytes(entry[1], "big"), entry[2])
    return found


def _range(found: dict[int, str], first: int, last: int, target: Any) -> None:
    for place in range(min(last - first, 0xFFFF) + 1):
        if isinstance(target, list):
            if place < len(target):
                found[first + place] = _utf16(target[place])
        elif isinstance(target, bytes):
            number = int.from_bytes(target, "big") + place
            found[first + place] = _utf16(number.to_bytes(max(len(target), 1), "big", signed=False))


def _utf16(data: Any) -> str:
    return data.decode("utf-16-be", "replace") if isinstance(data, bytes) else ""


def _as_read(data: bytes, report: Report) -> None:
    opened: Any = pypdfium2.PdfDocument  # untyped
    try:
        document = opened(data)
    except pypdfium2.PdfiumError:
        report.unreadable("PDF", "不能打开")
        return
    try:
        pages = []
        for number, page in enumerate(document, start=1):
            text_page = page.get_textpage()
            pages.append(text_page.get_text_range())
            report.text(pages[-1], f"第 {number} 页")
            report.text(text_page.get_text_bounded(), f"第 {number} 页")
            text_page.close()
            page.close()
        report.text("".join(pages), "全文", "跨页文字", remains=False)
        for key, value in document.get_metadata_dict().items():
            report.text(value, f"文件属性 {key}")
        for bookmark in document.get_toc(max_depth=_DEEPEST):
            report.text(bookmark.get_title(), "书签")
        if document.count_attachments():
            report.unreadable("PDF", "带有附件")
    except pypdfium2.PdfiumError:
        report.unreadable("PDF", "页面不能读取")
    finally:
        document.close()
