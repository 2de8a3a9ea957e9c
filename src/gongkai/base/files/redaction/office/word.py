"""Redacting a Word document."""

from __future__ import annotations

from lxml import etree

from gongkai.base.files.extraction.archive import open_archive
from gongkai.base.files.extraction.limits import Limits
from gongkai.base.files.redaction.model import RedactionRefused
from gongkai.base.files.redaction.striking import Tally, strike

from . import finish
from .package import Package, Part, drop_lost_links, remove
from .scrub import local, paragraphs, scrub_attributes, scrub_links, scrub_loose

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NAMES = {"header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注"}
_REMOVED = {
    "del", "moveFrom", "commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef", "moveFromRangeStart",
    "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "customXmlInsRangeStart", "customXmlInsRangeEnd",
    "customXmlDelRangeStart", "customXmlDelRangeEnd", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblGridChange",
    "tcPrChange", "trPrChange", "tblPrExChange", "numberingChange", "cellIns", "cellMerge", "dataBinding", "proofErr",
    "delText", "delInstrText", "rsids", "docVars", "attachedTemplate", "mailMerge", "permStart", "permEnd", "documentProtection",
    "writeProtection", "OLEObject", "control",
}  # fmt: skip
_UNWRAPPED = {"ins", "moveTo", "smartTag", "customXml"}
_TEXTS = {"t", "instrText"}


def redact_word(data: bytes, tally: Tally, limits: Limits) -> bytes:
    with open_archive(data, limits) as archive:
        package = Package(archive)
        for part in package.parts.values():
            if part.root is not None:
                _prepare(part, tally)
        _strike_text(package, tally)
        return finish.finished(package, tally, drawn=("chart", "chartUserShapes", *finish.DIAGRAMS))


def _prepare(part: Part, tally: Tally) -> None:
    """Settle what a reader does not see: changes are accepted, hidden text, remarks and traces of editing go."""
    root = part.root
    assert root is not None
    if next(root.iter(W + "altChunk"), None) is not None:
        raise RedactionRefused("文档里插入了另一份文件的内容，无法逐字核对。请在 Word 或 WPS 中另存一份 docx 后再试。")
    changed = False
    for element in list(root.iter(W + "del", W + "ins", W + "moveFrom", W + "moveTo")):
        changed = changed or local(element) in {"del", "moveFrom", "ins", "moveTo"}
    if changed:
        tally.note("修订已全部接受：插入的保留，删除的已清除。")
    _drop_rows(root)
    for element in list(root.iter()):
        name = local(element)
        parent = element.getparent()
        if parent is None or not name:
            continue
        if name == "object" and element.tag == W + "object":
            _replace_object(element, tally)
        elif name in _REMOVED and str(element.tag).startswith((W, "{urn:schemas-microsoft-com:office:office}")):
            remove(element)
        elif name in _UNWRAPPED and str(element.tag).startswith(W):
            _unwrap(element)
        elif element.tag == W + "vanish" and element.get(W + "val") not in {"0", "false", "off"}:
            _drop_hidden_run(element, tally)
    for element in root.iter():
        for trace in [
            str(key) for key in element.attrib if "rsid" in str(key) or str(key).endswith(("}paraId", "}textId"))
        ]:
            del element.attrib[trace]
    drop_lost_links(part)


def _drop_rows(root: etree._Element) -> None:
    for mark in list(root.iter(W + "del")):
        parent = mark.getparent()
        row = parent.getparent() if parent is not None and parent.tag == W + "trPr" else None
        if row is not None:
            remove(row)
    for mark in list(root.iter(W + "cellDel")):
        cell = next(mark.iterancestors(W + "tc"), None)
        for text in [] if cell is None else cell.iter(W + "t"):
            text.text = ""


def _unwrap(element: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None
    place = parent.index(element)
    for child in list(element):
        if local(child) in {"smartTagPr", "customXmlPr"}:
            continue
        parent.insert(place, child)
        place += 1
    remove(element)


def _replace_object(element: etree._Element, tally: Tally) -> None:
    """An embedded object and its preview both show what cannot be checked."""
    tally.note("嵌入对象（如 Excel 表、公式对象）连同预览图已删去，位置上注明。")
    text = etree.Element(W + "t")
    text.text = "［嵌入对象已删去］"
    parent = element.getparent()
    assert parent is not None
    parent.replace(element, text)


def _drop_hidden_run(mark: etree._Element, tally: Tally) -> None:
    properties = mark.getparent()
    run = properties.getparent() if properties is not None else None
    if run is not None and run.tag == W + "r" and any(text.text for text in run.iter(W + "t")):
        tally.note("设为隐藏的文字已删去。")
        for text in run.iter(W + "t", W + "instrText"):
            text.text = ""


def _strike_text(package: Package, tally: Tally) -> None:
    """The body first, then headers, footers and notes: occurrences are counted in this order."""
    parts = [
        package.main,
        *package.of_kind("header"),
        *package.of_kind("footer"),
        *package.of_kind("footnotes", "endnotes"),
    ]
    for part in parts:
        assert part.root is not None
        where = _NAMES.get(part.kind)

        def name(number: int, element: etree._Element, where: str | None = where) -> str:
            if where:
                return where
            if next(element.iterancestors("{*}tc"), None) is not None:
                return f"正文第 {number} 段（表格内）"
            if next(element.iterancestors("{*}txbxContent"), None) is not None:
                return f"正文第 {number} 段（文本框内）"
            return f"正文第 {number} 段"

        strike(paragraphs(part.root, name, counted=True), tally)
    for part in package.parts.values():
        if part.root is not None and part.kind not in {"chart", "chartUserShapes", *finish.DIAGRAMS}:
            where = _NAMES.get(part.kind, "正文" if part.kind == "officeDocument" else "样式与设置")
            scrub_loose(part.root, tally, f"{where}（其他文字）", _TEXTS)
    for part in package.parts.values():
        if part.root is not None:
            scrub_attributes(part.root, tally, "替代文字、书签等属性")
        scrub_links(part, tally)
