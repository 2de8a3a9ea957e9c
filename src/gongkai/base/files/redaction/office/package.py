"""A package rebuilt from its root: only parts of known kinds that something still refers to come along."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import unquote

from lxml import etree

from gongkai.base.files.extraction.archive import Archive, parse_xml
from gongkai.base.files.redaction.model import RedactionRefused

RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_STAMP = (1980, 1, 1, 0, 0, 0)  # no times of the original
# The last word of a relationship's type: what is carried over. Whatever is not here stays behind.
_KEPT = {
    "officeDocument", "styles", "numbering", "settings", "fontTable", "theme", "header", "footer", "footnotes", "endnotes",
    "image", "hyperlink", "chart", "chartUserShapes", "diagramData", "diagramLayout", "diagramQuickStyle", "diagramColors",
    "diagramDrawing", "worksheet", "chartsheet", "sharedStrings", "drawing",
}  # fmt: skip
_TOLD = {
    "comments": "批注", "commentsExtended": "批注", "threadedComment": "批注", "person": "批注", "customXml": "自定义数据",
    "custom-properties": "自定义属性", "core-properties": "文件属性", "extended-properties": "文件属性", "thumbnail": "缩略图",
    "oleObject": "嵌入对象", "package": "嵌入文件", "vbaProject": "宏", "glossaryDocument": "文档部件库", "pivotTable": "数据透视表",
    "pivotCacheDefinition": "数据透视表", "externalLink": "外部链接", "externalLinkPath": "外部链接", "control": "控件",
    "printerSettings": "打印机设置", "table": "“表格”样式（内容保留）", "connections": "数据连接", "queryTable": "数据连接",
    "font": "嵌入字体", "attachedTemplate": "模板", "video": "视频", "audio": "音频", "media": "影音",
}  # fmt: skip


def kind_of(relationship: str) -> str:
    return relationship.rsplit("/", 1)[-1]


@dataclass
class Part:
    """`links` maps the ids of relationships to (kind, type, target, external); target is a part name or an address."""

    name: str
    kind: str
    data: bytes = b""
    root: etree._Element | None = None
    links: dict[str, tuple[str, str, str, bool]] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)

    def bytes(self) -> bytes:
        if self.root is None:
            return self.data
        return etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", standalone=True)


class Package:
    """The parts that come along, by name."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.parts: dict[str, Part] = {}
        self.left_behind: dict[str, None] = {}
        self.types, self.defaults = _content_types(archive)
        self.root_links = self._links_of("")
        for kind, _type, target, external in list(self.root_links.values()):
            if kind == "officeDocument" and not external:
                self._take(target, kind)

    def of_kind(self, *kinds: str) -> Iterator[Part]:
        return (part for part in self.parts.values() if part.kind in kinds)

    @property
    def main(self) -> Part:
        for part in self.of_kind("officeDocument"):
            return part
        raise RedactionRefused("文件不完整，找不到正文。请用原来的软件另存一份后再试。")

    def _links_of(self, name: str) -> dict[str, tuple[str, str, str, bool]]:
        folder, base = posixpath.split(name)
        where = posixpath.join(folder, "_rels", base + ".rels")
        tree = self.archive.optional_xml(where)
        links: dict[str, tuple[str, str, str, bool]] = {}
        for link in [] if tree is None else tree.iter("{*}Relationship"):
            full, target = str(link.get("Type")), str(link.get("Target"))
            external = link.get("TargetMode") == "External"
            kind = kind_of(full)
            if kind not in _KEPT or (external and kind != "hyperlink"):
                self._tell(kind)
                continue
            if not external:
                target = self._resolved(folder, target)
            links[str(link.get("Id"))] = (kind, full, target, external)
        return links

    def _resolved(self, folder: str, target: str) -> str:
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        return path if path in self.archive else unquote(path)

    def _tell(self, kind: str) -> None:
        if told := _TOLD.get(kind):
            self.left_behind[told] = None

    def _take(self, name: str, kind: str) -> None:
        if name in self.parts or name not in self.archive:
            return
        part = self.parts[name] = Part(name, kind)
        data = self.archive.read(name)
        if kind == "image":
            part.data = data
        else:
            part.root = parse_xml(data, name)
        known = self._ids_in(name)
        part.links = self._links_of(name)
        part.gone = known - part.links.keys()
        for link_kind, _type, target, external in part.links.values():
            if not external:
                self._take(target, link_kind)

    def _ids_in(self, name: str) -> set[str]:
        folder, base = posixpath.split(name)
        tree = self.archive.optional_xml(posixpath.join(folder, "_rels", base + ".rels"))
        return set() if tree is None else {str(link.get("Id")) for link in tree.iter("{*}Relationship")}

    def written(self, renamed: dict[str, str]) -> bytes:
        """Return the new package; parts in `renamed` get other names."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:

            def put(name: str, data: bytes) -> None:
                entry = zipfile.ZipInfo(name, _STAMP)
                entry.compress_type = zipfile.ZIP_DEFLATED
                package.writestr(entry, data)

            put("[Content_Types].xml", self._types_part(renamed))
            root = {key: link for key, link in self.root_links.items() if link[2] in self.parts}
            put("_rels/.rels", _links_part(root, "", renamed))
            for part in self.parts.values():
                name = renamed.get(part.name, part.name)
                put(name, part.bytes())
                links = {key: link for key, link in part.links.items() if link[3] or link[2] in self.parts}
                if links:
                    folder, base = posixpath.split(name)
                    put(posixpath.join(folder, "_rels", base + ".rels"), _links_part(links, folder, renamed))
        return buffer.getvalue()

    def _types_part(self, renamed: dict[str, str]) -> bytes:
        root = etree.Element(f"{{{CONTENT_TYPES}}}Types", nsmap=cast("dict[str, str]", {None: CONTENT_TYPES}))
        used = {posixpath.splitext(name)[1].lstrip(".").lower() for name in self.parts} | {"rels", "xml"}
        for extension, kind in self.defaults.items():
            if extension in used:
                etree.SubElement(root, f"{{{CONTENT_TYPES}}}Default", Extension=extension, ContentType=kind)
        for name in self.parts:
            if name in self.types:
                # A document with macros loses them, and with them its special type.
                kind = self.types[name].replace("ms-word.document.macroEnabled", _PLAIN_WORD)
                kind = kind.replace("ms-excel.sheet.macroEnabled", _PLAIN_EXCEL)
                etree.SubElement(
                    root, f"{{{CONTENT_TYPES}}}Override", PartName="/" + renamed.get(name, name), ContentType=kind
                )
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


_PLAIN_WORD = "openxmlformats-officedocument.wordprocessingml.document"
_PLAIN_EXCEL = "openxmlformats-officedocument.spreadsheetml.sheet"


def _content_types(archive: Archive) -> tuple[dict[str, str], dict[str, str]]:
    tree = archive.xml("[Content_Types].xml")
    types = {str(item.get("PartName")).lstrip("/"): str(item.get("ContentType")) for item in tree.iter("{*}Override")}
    defaults = {str(item.get("Extension")).lower(): str(item.get("ContentType")) for item in tree.iter("{*}Default")}
    return types, defaults


def _links_part(links: dict[str, tuple[str, str, str, bool]], folder: str, renamed: dict[str, str]) -> bytes:
    root = etree.Element(f"{{{RELATIONSHIPS}}}Relationships", nsmap=cast("dict[str, str]", {None: RELATIONSHIPS}))
    for key, (_kind, full, target, external) in links.items():
        link = etree.SubElement(root, f"{{{RELATIONSHIPS}}}Relationship", Id=key, Type=full)
        if external:
            link.set("TargetMode", "External")
            link.set("Target", target)
        else:
            link.set("Target", posixpath.relpath(renamed.get(target, target), folder or "."))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def drop_lost_links(part: Part) -> None:
    """Remove the elements that refer to what was left behind."""
    if part.root is None or not part.gone:
        return
    for element in list(part.root.iter()):
        lost = [
            name
            for name, value in element.attrib.items()
            if str(name).startswith(f"{{{OFFICE_RELATIONSHIPS}}}") and value in part.gone
        ]
        parent = element.getparent()
        if lost and parent is not None:
            remove(element)


def remove(element: etree._Element) -> None:
    """Take an element out and keep the text after it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)
