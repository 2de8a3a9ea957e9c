"""OFD (GB/T 33190): our own reader. Lengths in the file are millimetres; here points."""

from __future__ import annotations

import itertools
import posixpath
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from .archive import Archive, open_archive, refuse_entities
from .grid import Rule
from .layout import Page, blocks_of, render
from .limits import Clock, Limits
from .ofd_text import POINTS, glyphs_of, numbers
from .refusals import BombFile, MalformedFile, TooLarge
from .result import Hidden, Reading, excerpt
from .sniff import FileType
from .source import Source

A4 = (210.0, 297.0)
DEEPEST = 12
_METADATA = {
    "Title": "title", "Author": "author", "Subject": "subject", "Abstract": "comments", "CreationDate": "created", "ModDate": "modified",
    "Creator": "software", "CreatorVersion": "software_version",
}  # fmt: skip


def read(data: Source, _file_type: FileType, limits: Limits, clock: Clock) -> Reading:
    """Read an OFD file. Raises MalformedFile, BombFile or TooLarge."""
    with open_archive(data, limits) as archive:
        return _Reader(archive, limits, clock).reading()


class _Reader:
    def __init__(self, archive: Archive, limits: Limits, clock: Clock) -> None:
        self.archive, self.limits, self.clock = archive, limits, clock
        self.hidden: list[Hidden] = []
        self.images = 0
        self.notices: list[str] = []

    def xml(self, name: str) -> Element:
        content = self.archive.read(name)
        refuse_entities(content, name)
        try:
            return fromstring(content, forbid_dtd=True)
        except DefusedXmlException as error:
            raise BombFile(f"OFD 文件中的“{name}”含有实体声明，可能是攻击文件，已拒绝。请与提供者核对。") from error
        except (ParseError, ValueError, LookupError) as error:
            raise MalformedFile(f"OFD 文件中的“{name}”不是有效的 XML，文件已损坏。请重新生成后再上传。") from error

    @staticmethod
    def beside(base: str, location: str) -> str:
        """Return the part that a location names, relative to the part it stands in or, with a leading slash, to the root."""
        location = location.strip()
        path = location if location.startswith("/") else posixpath.join(posixpath.dirname(base), location)
        return posixpath.normpath(path).lstrip("/")

    def reading(self) -> Reading:
        root = self.xml("OFD.xml")
        bodies = root.findall("{*}DocBody")
        if not bodies:
            raise MalformedFile("OFD 文件里没有文档，文件已损坏。请重新生成后再上传。")
        metadata: dict[str, str] = {}
        pages: list[Page] = []
        for body in bodies:
            for info in body.findall("{*}DocInfo/*"):
                key = _METADATA.get(info.tag.rpartition("}")[2])
                if key and info.text:
                    metadata.setdefault(key, info.text.strip())
            pages += self._document(body, len(pages))
            if body.find("{*}Signatures") is not None:
                self.notices.append("文件带有电子签章；提取出的文字不受签章保护，以原件为准。")
        self._note_scans(pages)
        html, title = render(blocks_of(pages))
        return Reading(
            html, title or metadata.get("title", ""), metadata, len(pages), tuple(self.notices), tuple(self.hidden)
        )

    def _document(self, body: Element, before: int) -> Iterator[Page]:
        place = body.findtext("{*}DocRoot") or ""
        base = self.beside("OFD.xml", place)
        document = self.xml(base)
        common = document.find("{*}CommonData")
        box = self._box(common.find("{*}PageArea") if common is not None else None)
        templates = {
            item.get("ID", ""): self.beside(base, item.get("BaseLoc", ""))
            for item in (common.findall("{*}TemplatePage") if common is not None else [])
        }
        entries = document.findall("{*}Pages/{*}Page")
        if before + len(entries) > self.limits.pages:
            raise TooLarge(f"OFD 超过 {self.limits.pages} 页。请拆分后再上传。")
        for number, entry in enumerate(entries, start=before + 1):
            yield self._page(self.beside(base, entry.get("BaseLoc", "")), number, box, templates)
        self._annotations(document, base)
        self._attachments(document, base)

    def _box(self, area: Element | None, default: tuple[float, float] = A4) -> tuple[float, float]:
        if area is None:
            return default
        for name in ("{*}PhysicalBox", "{*}ApplicationBox"):
            values = numbers(area.findtext(name))
            if len(values) == 4:
                return (values[2], values[3])
        return default

    def _page(self, name: str, number: int, box: tuple[float, float], templates: dict[str, str]) -> Page:
        self.clock.check()
        root = self.xml(name)
        width, height = self._box(root.find("{*}Area"), box)
        page = Page(number, width * POINTS, height * POINTS)
        for template in root.findall("{*}Template"):
            used = templates.get(template.get("TemplateID", ""))
            if used and used in self.archive:
                self._content(self.xml(used), page)
        self._content(root, page)
        return page

    def _content(self, root: Element, page: Page) -> None:
        for layer in root.findall("{*}Content/{*}Layer"):
            self._objects(layer, page, (0.0, 0.0), 0)

    def _objects(self, parent: Element, page: Page, origin: tuple[float, float], depth: int) -> None:
        if depth > DEEPEST:
            raise MalformedFile("OFD 文件的结构嵌套过深，文件可能已损坏。请重新生成后再上传。")
        for item in parent:
            kind = item.tag.rpartition("}")[2]
            if kind == "TextObject":
                self._text(item, page, origin)
            elif kind == "PathObject":
                self._path(item, page, origin)
            elif kind == "ImageObject":
                self.images += 1
            elif kind in {"PageBlock", "CompositeObject"}:
                self._objects(item, page, origin, depth + 1)

    def _text(self, item: Element, page: Page, origin: tuple[float, float]) -> None:
        glyphs = list(glyphs_of(item, origin))
        if item.get("Visible", "true").lower() in {"false", "0"} or item.get("Alpha") == "0":
            content = "".join(glyph.char for glyph in glyphs)
            self.hidden.append(
                Hidden(
                    "hidden-text",
                    f"第 {page.number} 页",
                    excerpt(content),
                    "文字设为不可见，但仍在文件里；公开前请删除。",
                )
            )
            return
        page.glyphs += glyphs

    def _path(self, item: Element, page: Page, origin: tuple[float, float]) -> None:
        """Keep straight lines (tables); report text under filled rectangles."""
        boundary = (numbers(item.get("Boundary")) + [0.0] * 4)[:4]
        left, top = origin[0] + boundary[0], origin[1] + boundary[1]
        points = _path_points(item.findtext("{*}AbbreviatedData") or "")
        if item.get("Stroke", "true").lower() != "false":
            for (x1, y1), (x2, y2) in itertools.pairwise(points):
                if abs(y1 - y2) < 0.2 and abs(x1 - x2) > 3:
                    page.rules.append(_rule(True, top + y1, left + x1, left + x2))
                elif abs(x1 - x2) < 0.2 and abs(y1 - y2) > 2:
                    page.rules.append(_rule(False, left + x1, top + y1, top + y2))
        opaque = item.get("Alpha", "255") == "255" and min(boundary[2:]) > 1
        if item.get("Fill", "false").lower() == "true" and opaque and len(set(points)) == 4:
            xs, ys = [x for x, _ in points], [y for _, y in points]
            self._cover(page, (left + min(xs), top + min(ys), left + max(xs), top + max(ys)))

    def _cover(self, page: Page, box: tuple[float, float, float, float]) -> None:
        x1, y1, x2, y2 = (value * POINTS for value in box)
        under = [glyph for glyph in page.glyphs if x1 <= glyph.x <= x2 and y1 <= glyph.y <= y2]
        if not under:
            return
        content = "".join(glyph.char for glyph in under)
        self.hidden.append(
            Hidden(
                "covered-text",
                f"第 {page.number} 页",
                excerpt(content),
                "文字被色块遮住，但仍在文件里；公开前必须真正删除。",
            )
        )
        gone = set(map(id, under))
        page.glyphs = [glyph for glyph in page.glyphs if id(glyph) not in gone]

    def _annotations(self, document: Element, base: str) -> None:
        place = document.findtext("{*}Annotations")
        name = self.beside(base, place) if place else ""
        if not name or name not in self.archive:
            return
        for entry in self.xml(name).findall("{*}Page"):
            part = self.beside(name, entry.findtext("{*}FileLoc") or "")
            if part not in self.archive:
                continue
            for item in self.xml(part).findall("{*}Annot"):
                words = " ".join(text.strip() for text in item.itertext() if text.strip())
                who = item.get("Creator", "")
                self.hidden.append(
                    Hidden(
                        "annotation",
                        f"批注（{who}）" if who else "批注",
                        excerpt(words),
                        "页面上有批注，公开前请确认或删除。",
                    )
                )

    def _attachments(self, document: Element, base: str) -> None:
        place = document.findtext("{*}Attachments")
        name = self.beside(base, place) if place else ""
        if name and name in self.archive:
            for item in self.xml(name).findall("{*}Attachment"):
                self.hidden.append(
                    Hidden(
                        "attachment",
                        "文件附件",
                        excerpt(item.get("Name", "")),
                        "OFD 里夹带了另一个文件，公开前请确认或删除。",
                    )
                )

    def _note_scans(self, pages: list[Page]) -> None:
        empty = [str(page.number) for page in pages if not page.glyphs]
        if not empty:
            return
        if self.images and len(empty) == len(pages):
            self.notices.append(
                "整份 OFD 都是扫描图像，没有可提取的文字。请上传由文字处理软件导出的文件，或在正文中录入文字。"
            )
        else:
            self.notices.append(
                f"第 {'、'.join(empty)} 页没有可提取的文字{'（可能是扫描图像）' if self.images else ''}。"
            )


def _rule(across: bool, at: float, start: float, end: float) -> Rule:
    low, high = sorted((start, end))
    return Rule(across, at * POINTS, low * POINTS, high * POINTS)


def _path_points(data: str) -> list[tuple[float, float]]:
    """Return the points of a path of straight lines; curves give none."""
    points: list[tuple[float, float]] = []
    parts = data.replace(",", " ").split()
    place = 0
    while place < len(parts):
        sign = parts[place]
        if sign in {"M", "L", "S"} and place + 2 < len(parts):
            x, y = numbers(f"{parts[place + 1]} {parts[place + 2]}")
            points.append((x, y))
            place += 3
        elif sign == "C" and points:
            points.append(points[0])
            place += 1
        elif sign in {"Q", "B", "A"}:
            return []
        else:
            place += 1
    return points
