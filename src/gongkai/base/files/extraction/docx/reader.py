"""The body of a Word document as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from lxml import etree

from gongkai.base.files.extraction.archive import Archive, open_archive
from gongkai.base.files.extraction.limits import Clock, Limits
from gongkai.base.files.extraction.markup import footnotes_section
from gongkai.base.files.extraction.numbering import Ranker
from gongkai.base.files.extraction.properties import office_properties
from gongkai.base.files.extraction.refusals import MalformedFile
from gongkai.base.files.extraction.result import Hidden, Reading
from gongkai.base.files.extraction.sniff import FileType
from gongkai.base.files.extraction.source import Source
from gongkai.base.files.extraction.titles import Candidate, find_title, usable

from .blocks import Block, rendered
from .findings import Findings, author_of, comments, package_findings
from .names import RELS, W, local, number, value
from .numbering import Numbering
from .runs import Inline, Notes
from .styles import Style, Styles
from .tables import table_html

_TAGS = re.compile(r"<[^>]+>")
_LABEL_STANDS_ALONE = re.compile(r"[、．.。）)：:】〕]$")
_NOTE_PARTS = {"footnote": "word/footnotes.xml", "endnote": "word/endnotes.xml"}


def read(data: Source, _file_type: FileType, limits: Limits, clock: Clock) -> Reading:
    with open_archive(data, limits) as archive:
        return DocxReader(archive, clock).reading()


class DocxReader:
    def __init__(self, archive: Archive, clock: Clock) -> None:
        self.archive, self.clock = archive, clock
        root = archive.xml("word/document.xml")
        body = root.find(W + "body")
        if body is None:
            raise MalformedFile("Word 文档没有正文部分，文件可能已损坏。请用 Word 或 WPS 重新保存后再上传。")
        self.body = body
        self.styles = Styles(archive.optional_xml("word/styles.xml"))
        self.numbering = Numbering(archive.optional_xml("word/numbering.xml"))
        self.findings = Findings()
        self.notes = Notes()
        self.inline = Inline(self.findings, _links(archive), self.notes)
        self.ranker = Ranker()

    def reading(self) -> Reading:
        blocks = list(self.blocks(self.body))
        notes = self._notes()
        self.findings.flush()
        metadata = office_properties(self.archive)
        title = _mark_title(blocks)
        hidden: tuple[Hidden, ...] = (
            *self.findings.items, *comments(self.archive), *package_findings(self.archive),
        )  # fmt: skip
        notices = (f"文中有 {self.inline.images} 幅图片，没有提取；请对照原件。",) if self.inline.images else ()
        own = metadata.get("title", "")
        return Reading(
            rendered(blocks) + notes, title or (own if usable(own) else ""), metadata, notices=notices, hidden=hidden
        )

    def blocks(self, parent: etree._Element, where: str = "正文", *, plain: bool = False) -> Iterator[Block]:
        """Yield the blocks of the body, a cell, a note or a text box; `plain` means that there are no headings in it."""
        for child in parent:
            name = local(child)
            if name == "p":
                yield from self._paragraph(child, where, plain=plain)
            elif name == "tbl":
                self.clock.check()
                yield Block("table", table_html(self, child))
            elif name == "sdt":
                content = child.find(W + "sdtContent")
                if content is not None:
                    yield from self.blocks(content, where, plain=plain)
            elif name in {"customXml", "smartTag", "ins", "moveTo"}:
                yield from self.blocks(child, where, plain=plain)
            elif name in {"del", "moveFrom"}:
                text = "".join(node.text or "" for node in child.iter(W + "delText", W + "t"))
                self.findings.piece("tracked-deletion", where, text, author_of(child))

    def _paragraph(self, element: etree._Element, where: str, *, plain: bool) -> Iterator[Block]:
        properties = element.find(W + "pPr")
        style = self.styles.get(value(properties, "pStyle"))
        self.inline.start(where=where, hidden=style.hidden)
        html = self.inline.html(element).strip()
        size, boxes = self.inline.size or style.size, self.inline.boxes
        text = _TAGS.sub("", html).strip()
        if text:
            yield self._block(html, properties, style, size, plain=plain)
        for box in boxes:
            yield from self.blocks(box, "文本框", plain=plain)

    def _block(self, html: str, properties: etree._Element | None, style: Style, size: float, *, plain: bool) -> Block:
        label, bullet = self._label(properties, style)
        if label:
            html = escape(label) + ("" if _LABEL_STANDS_ALONE.search(label) else " ") + html
        text = " ".join(_TAGS.sub("", html).split())
        alignment = value(properties, "jc")
        centred = alignment == "center" if alignment else bool(style.centred)
        right = alignment in {"right", "end"} if alignment else style.right
        css = "align-center" if centred else "align-right" if right else ""
        if bullet:
            return Block("li", html, text)
        tag = "p" if plain else self._tag(text, properties, style)
        if tag != "p":
            html = html.replace("<strong>", "").replace("</strong>", "")
        return Block(tag, html, text, css if tag == "p" else "", size, style.title and style.level is None)

    def _label(self, properties: etree._Element | None, style: Style) -> tuple[str, bool]:
        own = properties.find(W + "numPr") if properties is not None else None
        num_id = value(own, "numId") if own is not None else None
        num_id = style.num_id if num_id is None else num_id
        if not num_id or num_id == "0":
            return "", False
        level = number(value(own, "ilvl"), style.num_level)
        return self.numbering.label(num_id, level)

    def _tag(self, text: str, properties: etree._Element | None, style: Style) -> str:
        ranked = self.ranker.tag(text)
        outline = value(properties, "outlineLvl")
        level = number(outline, 9) + 1 if outline is not None else style.level
        if level is None or level > 9 or style.title:
            return ranked
        self.ranker.headings += 1
        return ("h2", "h3", "h4")[min(level, 3) - 1]

    def _notes(self) -> str:
        """Return the notes that the text calls; a note may call no others."""
        parts: dict[str, dict[str, etree._Element]] = {}
        for kind, name in _NOTE_PARTS.items():
            root = self.archive.optional_xml(name)
            found = root.iterfind(W + kind) if root is not None else iter(())
            parts[kind] = {note.get(W + "id", ""): note for note in found}
        items = []
        for place, (kind, identity) in enumerate(list(self.notes.order), start=1):
            note = parts[kind].get(identity)
            where = "脚注" if kind == "footnote" else "尾注"
            html = (
                ""
                if note is None
                else "<br>".join(item.html for item in self.blocks(note, where, plain=True) if item.html)
            )
            items.append((str(place), html))
        return footnotes_section(items)


def _mark_title(blocks: list[Block]) -> str:
    """Join the lines of the title into one block and return its text."""
    places = [place for place, item in enumerate(blocks[:24]) if item.tag == "p"]
    chosen = find_title([Candidate(blocks[place].text, blocks[place].css == "align-center", blocks[place].size, blocks[place].titled) for place in places])  # fmt: skip
    if not chosen:
        return ""
    lines = [blocks[places[place]] for place in chosen]
    title = "".join(line.text for line in lines)
    lines[0].html, lines[0].css = escape(title, quote=False) + _marks(lines), "doc-title"
    for line in lines[1:]:
        blocks.remove(line)
    return re.sub(r"\[\d+\]$", "", title)


def _marks(lines: list[Block]) -> str:
    """Keep footnote marks of a title: its other dress goes."""
    marks = re.findall(r"<sup id=.*?</sup>", "".join(line.html for line in lines))
    return "".join(marks)


def _links(archive: Archive) -> dict[str, str]:
    root = archive.optional_xml("word/_rels/document.xml.rels")
    if root is None:
        return {}
    return {relation.get("Id", ""): relation.get("Target", "") for relation in root.iterfind(RELS + "Relationship")}
