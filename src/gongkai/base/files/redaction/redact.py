"""One door for all formats: strike the passages, then hand the result out only if the verifier finds nothing."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lxml import etree

from gongkai.base.files.extraction import Limits, extract, sniff
from gongkai.base.files.extraction.refusals import FileRefused

from .matching import folded
from .model import (
    LEFT_BEHIND,
    SHORTEST_EVERYWHERE,
    Found,
    PageBox,
    Passage,
    Place,
    Redacted,
    RedactionRefused,
    Survivor,
    refusal_for,
)
from .office.sheets import redact_workbook
from .office.word import redact_word
from .plain import redact_text
from .striking import Tally
from .verifying import verify
from .web_page import redact_markup

_BROKEN = (
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    AssertionError,
    etree.LxmlError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
)
_REFUSED = {
    "ofd": "OFD 文件不能直接删减。请用原来的软件另存为 PDF 或 docx，再删减。",
}
_PAGE = '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>删减版</title></head><body>\n{}\n</body></html>\n'


@dataclass(frozen=True)
class _Made:
    data: bytes
    kind: str


def redact(
    data: bytes, filename: str, passages: Sequence[Passage], *, limits: Limits | None = None, show_grounds: bool = True
) -> Redacted:
    """Return the file with the passages struck.

    Raises RedactionRefused when the list is empty or senseless, the kind cannot be redacted, or the verifier still finds
    a passage; FileRefused when the file itself is not taken (damaged, password …).
    """
    limits = limits or Limits()
    check(passages)
    kind = sniff(data, filename, limits).kind
    tally = Tally(passages, show_grounds=show_grounds)
    try:
        made = _made(data, kind, filename, tally, limits)
    except FileRefused:
        raise
    except RecursionError as error:
        raise RedactionRefused("文件的结构嵌套过深，无法删减。请另存一份后再试。") from error
    except _BROKEN as error:
        raise RedactionRefused("文件内容有错误，无法保证删减干净。请用原来的软件打开后另存一份，再试。") from error
    survivors = _survivors(made, tally, limits)
    if survivors and kind == "pdf":
        tally = Tally(passages, show_grounds=show_grounds)
        made = _again(data, tally, limits)
        survivors = _survivors(made, tally, limits)
    return _passed(made, tally, survivors, _only_inside(data, kind, tally, limits))


def _only_inside(data: bytes, kind: str, tally: Tally, limits: Limits) -> set[str]:
    """Return the missing passages that the original held in parts which do not come along (remarks, properties …)."""
    missing = [passage.text for passage in tally.missing() if passage.everywhere]
    return {survivor.secret for survivor in verify(data, kind, missing, limits=limits)} - {""} if missing else set()


def _again(data: bytes, tally: Tally, limits: Limits) -> _Made:
    from .pdf.redact import redact_pdf

    return _Made(redact_pdf(data, tally, limits, thorough=True), "pdf")


def redact_html(html: str, passages: Sequence[Passage], *, show_grounds: bool = True) -> Redacted:
    """Return clean HTML with the passages struck (`data` in UTF-8). Raises like `redact`."""
    check(passages)
    tally = Tally(passages, show_grounds=show_grounds)
    made = _Made(redact_markup(html, tally).encode(), "html")
    return _passed(made, tally, _survivors(made, tally, Limits()))


def cleaned_name(filename: str, passages: Iterable[Passage]) -> str:
    """Return a file name without the passages."""
    tally = Tally([Passage(passage.text) for passage in passages], show_grounds=False)
    return tally.cleaned(filename, "文件名")


def check(passages: Sequence[Passage]) -> None:
    """Raise RedactionRefused for a list that cannot be meant."""
    if not passages:
        raise RedactionRefused("没有要删减的内容。请先在正文中划出要删减的文字。")
    for passage in passages:
        size = len(folded(passage.text))
        if passage.place is None and size == 0:
            raise RedactionRefused("有一处删减没有文字。请重新划定，或删去这一条。")
        if passage.place is None and not passage.occurrences and size < SHORTEST_EVERYWHERE:
            raise RedactionRefused(f"“{passage.text}”太短，全文查找会误删别处。请在正文中划定具体位置。")
        if isinstance(passage.place, Place) and passage.place.start >= passage.place.end:
            raise RedactionRefused("有一处删减的起止位置不对。请重新划定。")
        if isinstance(passage.place, PageBox) and not _is_box(passage.place):
            raise RedactionRefused("有一处删减框没有面积。请重新框选。")
        if any(number < 1 for number in passage.occurrences):
            raise RedactionRefused("第几处从 1 数起。请重新选择要删减的位置。")


def _is_box(box: PageBox) -> bool:
    return box.page >= 1 and box.left < box.right and box.top < box.bottom


def _made(data: bytes, kind: str, filename: str, tally: Tally, limits: Limits) -> _Made:
    if kind in _REFUSED:
        raise RedactionRefused(_REFUSED[kind])
    if kind in {"doc", "wps", "rtf", "xls"}:
        from .converted import as_modern

        data, kind = as_modern(data, kind, limits)
        tally.note(f"原文件是旧格式，删减版改为 {kind} 格式，版式请对照原件核对。")
    if kind == "docx":
        return _Made(redact_word(data, tally, limits), kind)
    if kind == "xlsx":
        return _Made(redact_workbook(data, tally, limits), kind)
    if kind in {"txt", "csv"}:
        return _Made(redact_text(data, tally), kind)
    if kind == "html":
        return _Made(_PAGE.format(redact_markup(extract(data, filename, limits).html, tally)).encode(), kind)
    if kind == "pdf":
        # Loaded when needed: pdfium takes its time.
        from .pdf.redact import redact_pdf

        return _Made(redact_pdf(data, tally, limits), kind)
    from .pdf.picture import redact_picture

    return _Made(redact_picture(data, kind, tally), kind)


def _passed(made: _Made, tally: Tally, survivors: Sequence[Survivor], inside: Iterable[str] = ()) -> Redacted:
    if survivors:
        raise refusal_for(survivors)
    dropped = [passage for passage in tally.missing() if passage.text in set(inside)]
    return Redacted(
        data=made.data,
        kind=made.kind,
        extension=made.kind,
        found=(*tally.found(), *(Found(passage, 1, (LEFT_BEHIND,)) for passage in dropped)),
        missing=tuple(passage for passage in tally.missing() if passage not in dropped),
        notices=tuple(tally.notices),
    )


def _survivors(made: _Made, tally: Tally, limits: Limits) -> list[Survivor]:
    secrets = [passage.text for passage in tally.passages if passage.everywhere]
    return verify(made.data, made.kind, secrets, limits=limits)


def is_blank(text: str) -> bool:
    """Whether nothing but marks and punctuation is left."""
    return not re.sub(r"[■〔〕\W]|X\d", "", text)
