"""Everything that leaves with a publication, as one thing to be screened; and HTML as text with its tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree
from lxml import html as lxml_html

from gongkai.base.files.rules import Hidden

INLINE = frozenset({"a", "b", "em", "i", "strong", "sub", "sup", "u", "span", "mark", "ruby", "rt", "rp"})


@dataclass(frozen=True, slots=True)
class SubjectFile:
    """A file as a reader of it would see it. `html` and `text` None: nobody could read what is in it."""

    name: str
    html: str | None = None
    text: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    hidden: tuple[Hidden, ...] = ()

    @property
    def is_readable(self) -> bool:
        return bool((self.html or "").strip() or (self.text or "").strip())


@dataclass(frozen=True, slots=True)
class Subject:
    """What is about to become public: title, wording (clean HTML) and files. `agency` is the code of whose it is."""

    title: str
    html: str
    files: tuple[SubjectFile, ...] = ()
    agency: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: table, row and column count from 1, `start` is where its text begins."""

    table: int
    row: int
    column: int
    start: int
    text: str


class Wording:
    """The text nodes of an HTML fragment as one text, block by block on its own line, and the way back to the nodes."""

    def __init__(self, html: str) -> None:
        self.root = lxml_html.fragment_fromstring(html or "<p></p>", create_parent="div")
        self.parts: list[str] = []
        self.length = 0
        # (element, "text" or "tail", where its first character stands)
        self.nodes: list[tuple[etree._Element, str, int]] = []
        self.tables: list[tuple[int, int]] = []
        # (table, row, column, start, end) of each cell
        self._cells: list[tuple[int, int, int, int, int]] = []
        self._open: list[tuple[int, int, int]] = []
        self._row, self._column = 0, 0
        self._walk(self.root)
        self.text = "".join(self.parts)
        self.cells = [Cell(table, row, column, a, self.text[a:b]) for table, row, column, a, b in self._cells]

    def _add(self, part: str) -> None:
        self.parts.append(part)
        self.length += len(part)

    def _break(self) -> None:
        if self.parts and not self.parts[-1].endswith("\n"):
            self._add("\n")

    def _walk(self, root: etree._Element) -> None:
        depth = 0
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if not isinstance(element.tag, str):
                continue
            if element.tag not in INLINE:
                self._break()
            if event == "start":
                depth += element.tag == "table"
                self._enter(element.tag, depth)
            where, value = ("text", element.text) if event == "start" else ("tail", element.tail)
            if event == "end":
                self._leave(element.tag, depth)
                depth -= element.tag == "table"
            if value and (event == "start" or element is not root):
                self.nodes.append((element, where, self.length))
                self._add(value)

    def _enter(self, tag: str, depth: int) -> None:
        """Keep the place of outermost tables and of their rows and cells; a table in a cell is part of the cell."""
        if depth != 1:
            return
        if tag == "table":
            self.tables.append((self.length, self.length))
            self._row = 0
        elif tag == "tr":
            self._row, self._column = self._row + 1, 0
        elif tag in {"td", "th"}:
            self._column += 1
            self._open.append((self._row, self._column, self.length))

    def _leave(self, tag: str, depth: int) -> None:
        if depth != 1:
            return
        if tag in {"td", "th"} and self._open:
            row, column, start = self._open.pop()
            self._cells.append((len(self.tables), row, column, start, self.length))
        elif tag == "table" and self.tables:
            self.tables[-1] = (self.tables[-1][0], self.length)

    def place_of(self, element: etree._Element) -> tuple[int, int]:
        """Return where the first words of an element stand; (0, 0) for one without any, such as a picture."""
        for owner, where, start in self.nodes:
            value = str(getattr(owner, where))
            inside = owner is not element or where == "text"
            if inside and value.strip() and (owner is element or element in owner.iterancestors()):
                return start, start + len(value)
        return 0, 0

    def in_table(self, place: int) -> bool:
        return any(start <= place < end for start, end in self.tables)

    def without_tables(self) -> str:
        """Return the text with every table blanked out: places stay what they are."""
        text = self.text
        for start, end in self.tables:
            text = f"{text[:start]}{chr(10) * (end - start)}{text[end:]}"
        return text
