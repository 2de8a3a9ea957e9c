"""What is not on the pages: properties, attachments, scripts, forms, bookmarks, structure. Little of it comes along."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from gongkai.base.files.redaction.striking import Tally

from .file import PdfFile
from .syntax import Name, Ref, Stream

_CATALOG = {
    "Type",
    "Pages",
    "Outlines",
    "PageLabels",
    "Lang",
    "StructTreeRoot",
    "MarkInfo",
    "OCProperties",
    "PageMode",
    "Dests",
    "Names",
}
_PAGE = {
    "Type", "Parent", "Resources", "MediaBox", "CropBox", "Rotate", "Contents", "Annots", "StructParents", "Tabs", "Group", "UserUnit",
}  # fmt: skip
# Carried by any object; they say what stood on the page, who made it and with what.
_ANYWHERE = {
    "Metadata",
    "PieceInfo",
    "LastModified",
    "Thumb",
    "AA",
    "ActualText",
    "AF",
    "JS",
    "EF",
    "RF",
    "OPI",
    "Alternates",
}
_LINK = {"Type", "Subtype", "Rect", "Border", "C", "F", "H", "A", "Dest", "QuadPoints", "StructParent", "BS"}
_ACTIONS = {"GoTo", "URI"}


def clean(file: PdfFile, tally: Tally) -> None:
    """Reduce the file to pages, links, bookmarks and structure, and strike the passages from all their strings."""
    lost = (
        file.catalog.keys() - _CATALOG - {"Version", "ViewerPreferences", "Metadata", "OpenAction", "Extensions", "AA"}
    )
    if lost & {"AcroForm"}:
        tally.note("表单域已变成页面上的普通内容。")
    names = file.dictionary(file.catalog.get("Names"))
    if names.keys() - {"Dests"}:
        tally.note("PDF 里的附件、脚本等内嵌内容不进入删减版。")
    for key in file.catalog.keys() - _CATALOG:
        del file.catalog[key]
    if "Names" in file.catalog:
        file.catalog["Names"] = {"Dests": names["Dests"]} if "Dests" in names else {}
    for page in file.pages:
        for key in page.keys() - _PAGE:
            del page[key]
        page["Annots"] = list(_links(file, page, tally))
        if not page["Annots"]:
            del page["Annots"]
        _prune(file, page)
    for value in file.objects.values():
        _clean_value(value, tally)


def _links(file: PdfFile, page: dict[str, Any], tally: Tally) -> Iterator[Ref]:
    for entry in file.get(page.get("Annots")) or []:
        note = file.get(entry)
        if not isinstance(note, dict) or file.get(note.get("Subtype")) != "Link":
            continue
        action = file.dictionary(note.get("A"))
        address = file.get(action.get("URI"))
        if action and file.get(action.get("S")) not in _ACTIONS:
            continue
        if isinstance(address, bytes) and tally.needles.touches(unquote(_read(address))):
            tally.cleaned(unquote(_read(address)), "链接地址")
            continue
        yield file.add({key: value for key, value in note.items() if key in _LINK})


def _prune(file: PdfFile, page: dict[str, Any]) -> None:
    """Leave out forms and images that the page does not draw (files often share one list between all pages)."""
    resources = file.dictionary(page.get("Resources"))
    drawable = file.dictionary(resources.get("XObject"))
    if not drawable:
        return
    for item in drawable.values():
        form = file.get(item)
        if isinstance(form, Stream) and form.dictionary.get("Subtype") == "Form" and "Resources" not in form.dictionary:
            return
    content = file.content_of(page)
    used = {
        name: item for name, item in drawable.items() if b"/" + name.encode("latin-1") in content or not name.isalnum()
    }
    page["Resources"] = {**resources, "XObject": used}


def _clean_value(value: Any, tally: Tally) -> None:
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, Stream):
            stack.append(item.dictionary)
        elif isinstance(item, dict):
            for key in item.keys() & _ANYWHERE:
                del item[key]
            for key, inner in item.items():
                if isinstance(inner, bytes):
                    item[key] = _struck(inner, tally)
                elif isinstance(inner, Name):
                    continue
                else:
                    stack.append(inner)
        elif isinstance(item, list):
            for place, inner in enumerate(item):
                if isinstance(inner, bytes):
                    item[place] = _struck(inner, tally)
                else:
                    stack.append(inner)


def _struck(data: bytes, tally: Tally) -> bytes:
    text = _read(data)
    if not tally.needles.touches(text):
        return data
    return b"\xfe\xff" + tally.cleaned(text, "书签、替代文字等").encode("utf-16-be")


def _read(data: bytes) -> str:
    if data.startswith(b"\xfe\xff"):
        return data[2:].decode("utf-16-be", errors="replace")
    if data.startswith(b"\xff\xfe"):
        return data[2:].decode("utf-16-le", errors="replace")
    try:
        return data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")
