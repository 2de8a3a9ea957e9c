"""Redacting an Excel workbook: every cell becomes a plain value, and nothing else than values, looks and drawings remains."""

from __future__ import annotations

from lxml import etree

from gongkai.base.files.extraction.archive import open_archive
from gongkai.base.files.extraction.limits import Limits
from gongkai.base.files.redaction.striking import Block, Piece, Tally, strike

from . import finish
from .package import Package, Part, drop_lost_links, remove
from .scrub import XML_SPACE, local, scrub_attributes, scrub_links, scrub_loose, text_piece
from .values import Numbers, shown

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_DROPPED = {
    "legacyDrawing", "legacyDrawingHF", "tableParts", "pivotCaches", "externalReferences", "oleObjects", "controls", "customSheetViews",
    "smartTags", "webPublishItems", "fileSharing", "fileRecoveryPr", "customWorkbookViews", "sheetProtection", "workbookProtection",
    "phoneticPr", "rPh", "extLst", "protectedRanges", "scenarios", "dataConsolidate", "cellWatches", "functionGroups", "oleSize",
    "picture", "webPublishing", "drawingHF",
}  # fmt: skip
_CELL_TEXTS = {"t", "v", "f"}


def redact_workbook(data: bytes, tally: Tally, limits: Limits) -> bytes:
    with open_archive(data, limits) as archive:
        package = Package(archive)
        for part in package.parts.values():
            if part.root is not None:
                drop_lost_links(part)
                for element in list(part.root.iter(*(S + name for name in _DROPPED))):
                    remove(element)
        _Workbook(package, tally).strike()
        return finish.finished(package, tally, drawn=("drawing", "chart", "chartUserShapes", *finish.DIAGRAMS))


class _Workbook:
    def __init__(self, package: Package, tally: Tally) -> None:
        self.package = package
        self.tally = tally
        texts = [passage.text if passage.place is None else "" for passage in tally.passages]
        self.numbers = Numbers(texts)
        shared = next(package.of_kind("sharedStrings"), None)
        root = shared.root if shared is not None else None
        self.shared = [] if root is None else [item for item in root if local(item) == "si"]
        self.struck_shared: set[int] = set()

    def strike(self) -> None:
        for part, name in self._sheets():
            self._strike_sheet(part, name)
        # What the sheets did not reach (strings no cell uses any more) is cleaned as well.
        strike([Block("共享字符串", self._runs(item), counted=False) for item in self.shared], self.tally)
        main = self.package.main
        assert main.root is not None
        self._drop_names(main.root)
        self._rename_sheets(main.root)
        for part in list(self.package.parts.values()):
            if part.root is not None and part.kind in {
                "officeDocument",
                "worksheet",
                "chartsheet",
                "styles",
                "sharedStrings",
            }:
                scrub_loose(
                    part.root,
                    self.tally,
                    "页眉页脚、数据有效性等",
                    {"t"} if part.kind == "sharedStrings" else _CELL_TEXTS,
                )
                scrub_attributes(part.root, self.tally, "工作簿属性")
                scrub_links(part, self.tally)

    def _sheets(self) -> list[tuple[Part, str]]:
        main = self.package.main
        assert main.root is not None
        found = []
        for sheet in main.root.iter(S + "sheet"):
            key = next((str(value) for name, value in sheet.attrib.items() if str(name).endswith("}id")), "")
            target = main.links.get(key, ("", "", "", False))[2]
            part = self.package.parts.get(target)
            if part is None:
                continue
            name = str(sheet.get("name"))
            if sheet.get("state") in {"hidden", "veryHidden"}:
                self.tally.note(
                    f"工作表“{self._safe(name)}”是隐藏的，已同样删减，但仍在文件里；不应公开的请先删去整表。"
                )
            found.append((part, name))
        return found

    def _safe(self, name: str) -> str:
        return "■■" if self.tally.needles.touches(name) else name

    def _strike_sheet(self, part: Part, name: str) -> None:
        assert part.root is not None
        if any(row.get("hidden") in {"1", "true"} for row in part.root.iter(S + "row", S + "col")):
            self.tally.note(f"工作表“{self._safe(name)}”有隐藏的行或列，已同样删减，但仍在文件里。")
        blocks = []
        for cell in part.root.iter(S + "c"):
            block = self._cell(cell, f"工作表“{self._safe(name)}”{cell.get('r') or ''}")
            if block is not None:
                blocks.append(block)
        strike(blocks, self.tally)

    def _cell(self, cell: etree._Element, where: str) -> Block | None:
        """Return the cell's text as a block after the formula is gone and struck numbers are texts."""
        formula = cell.find(S + "f")
        if formula is not None:
            cell.remove(formula)
            self.tally.note("公式已换成计算结果。")
        kind, value = cell.get("t") or "n", cell.find(S + "v")
        if kind == "inlineStr":
            return Block(where, [text_piece(text) for text in cell.iter(S + "t")])
        if value is None or not value.text:
            return None
        if kind == "s":
            return self._shared_cell(cell, value.text, where)
        if kind in {"str", "n", "d"}:
            meant = None if kind == "str" else self.numbers.meant_by(value.text)
            if meant is not None:
                return Block(where, [self._inline(cell, self.tally.passages[meant].text)])
            text = value.text if kind == "str" else shown(value.text)
            return Block(where, [Piece(text, lambda new: self._put_inline(cell, new))])
        return None

    def _shared_cell(self, cell: etree._Element, number: str, where: str) -> Block | None:
        try:
            item = self.shared[int(number)]
        except (ValueError, IndexError):
            return None
        text = "".join(piece.text for piece in self._runs(item))
        # A cell of its own: struck here, the string may stay elsewhere where only this occurrence was chosen.
        return Block(where, [Piece(text, lambda new: self._put_inline(cell, new))])

    @staticmethod
    def _runs(item: etree._Element) -> list[Piece]:
        return [text_piece(text) for text in item.iter(S + "t")]

    def _inline(self, cell: etree._Element, text: str) -> Piece:
        return Piece(text, lambda new: self._put_inline(cell, new))

    @staticmethod
    def _put_inline(cell: etree._Element, text: str) -> None:
        for child in list(cell):
            cell.remove(child)
        for name in ("vm", "cm"):
            if name in cell.attrib:
                del cell.attrib[name]
        cell.set("t", "inlineStr")
        element = etree.SubElement(etree.SubElement(cell, S + "is"), S + "t")
        element.text = text
        element.set(XML_SPACE, "preserve")

    def _drop_names(self, root: etree._Element) -> None:
        for names in list(root.iter(S + "definedNames")):
            for name in list(names):
                if not str(name.get("name")).startswith("_xlnm.Print") or self.tally.needles.touches(name.text or ""):
                    names.remove(name)
                    self.tally.note("自定义名称已删去。")
            if not len(names):
                remove(names)

    def _rename_sheets(self, root: etree._Element) -> None:
        """A sheet's name must stay unique and free of the mark's brackets."""
        for number, sheet in enumerate(root.iter(S + "sheet"), start=1):
            name = str(sheet.get("name"))
            if self.tally.needles.touches(name):
                for span in self.tally.needles.within(name):
                    self.tally.add(span.needle, "工作表名称")
                sheet.set("name", f"■■{number}")
