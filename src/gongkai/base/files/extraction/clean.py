"""The one allow-list for HTML on this platform, anchors for paragraphs, and HTML as plain text and tables."""

from __future__ import annotations

import re
from dataclasses import dataclass

import nh3
from lxml import etree

from .numbering import ARTICLE
from .result import Table
from .tidy import NOTES_CLASS, fragment, inner_html, tidied

HEADINGS = {"h2": 1, "h3": 2, "h4": 3}
TAGS = {
    "h2", "h3", "h4", "p", "ol", "ul", "li", "table", "caption", "thead", "tbody", "tr", "th", "td", "blockquote", "section",
    "sup", "sub", "strong", "em", "u", "br", "a", "hr",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "id"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start"},
    "li": {"id"},
    "sup": {"id"},
}
CLASSES = {"p": {"doc-title", "align-center", "align-right"}, "section": {NOTES_CLASS}}
MOST_PASSES = 4  # the second confirms the first; broken markup may need more
_NOTE_ID = re.compile(r"fn(ref)?-[a-z]?\d{1,5}")
_SPAN = re.compile(r"[1-9]\d{0,3}")
_LINK = re.compile(r"(https?://|mailto:|tel:|/(?!/)|#)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_WANTED = {
    "id": _NOTE_ID.fullmatch,
    "colspan": _SPAN.fullmatch,
    "rowspan": _SPAN.fullmatch,
    "start": re.compile(r"\d{1,6}").fullmatch,
    "scope": re.compile(r"row|col|rowgroup|colgroup").fullmatch,
    "href": _LINK.match,
}


def _attribute(_tag: str, name: str, value: str) -> str | None:
    wanted = _WANTED.get(name)
    return value if wanted is None or wanted(value.strip()) else None


_CLEANER = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags={"script", "style", "template", "noscript", "iframe", "object"},
    attributes=ATTRIBUTES,
    attribute_filter=_attribute,
    allowed_classes=CLASSES,
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel="noopener noreferrer nofollow",
)


def clean_html(html: str) -> str:
    """Return the HTML reduced to the allow-list, with headings h2–h4, loose text in paragraphs and empty blocks gone.

    Never raises on bad HTML: what cannot be read is dropped. Cleaning twice changes nothing.
    """
    text = _CONTROL.sub("", html)
    for _ in range(MOST_PASSES):
        cleaned = _cleaned_once(text)
        if cleaned == text:
            break
        text = cleaned
    return text


def _cleaned_once(text: str) -> str:
    if not text.strip():
        return ""
    # The allow-list has the last word: whatever tidying makes of hostile input passes through it.
    return _CLEANER.clean(tidied(text)).replace(' class=""', "").strip()


@dataclass(frozen=True)
class OutlineEntry:
    """`level` begins at 1; an article (第X条) stands one below the heading over it."""

    level: int
    text: str
    anchor: str

    @property
    def is_article(self) -> bool:
        return ARTICLE.fullmatch(self.text) is not None


def anchored(html: str) -> tuple[str, tuple[OutlineEntry, ...]]:
    """Give the blocks of clean HTML the ids p1, p2 … in reading order and return the outline of headings and articles.

    The same content always gets the same ids. Cells and footnotes are not numbered.
    """
    if not html.strip():
        return "", ()
    root = fragment(html)
    outline: list[OutlineEntry] = []
    number, level = 0, 0
    for element in root.iter("p", "h2", "h3", "h4", "li", "table", "blockquote"):
        if _inside(element, "table", "section") or (element.tag == "blockquote" and len(element)):
            continue
        number += 1
        anchor = f"p{number}"
        element.set("id", anchor)
        text = line_of(element)
        if element.tag in HEADINGS:
            level = HEADINGS[element.tag]
            outline.append(OutlineEntry(level, text, anchor))
        elif element.tag in {"p", "li"} and (article := ARTICLE.match(text)):
            outline.append(OutlineEntry(level + 1, article.group(0), anchor))
    return inner_html(root), tuple(outline)


def _inside(element: etree._Element, *tags: str) -> bool:
    return any(ancestor.tag in tags for ancestor in element.iterancestors())


def line_of(element: etree._Element) -> str:
    """Return the text of one block on one line."""
    return " ".join("".join(str(part) for part in element.itertext()).split())


def to_text(html: str) -> str:
    """Return clean HTML as plain text: a line per block, cells separated by tabs, ordered items with their number."""
    if not html.strip():
        return ""
    lines: list[str] = []
    _collect(fragment(html), lines)
    return "\n".join(lines)


def _collect(parent: etree._Element, lines: list[str]) -> None:
    number = int(parent.get("start") or 1) - 1
    for child in parent:
        if child.tag == "table":
            table = _table(child)
            lines += [table.caption] if table.caption else []
            lines += ["\t".join(row).rstrip("\t") for row in table.rows]
        elif child.tag in {"ol", "ul", "section", "blockquote"} and len(child):
            _collect(child, lines)
        elif child.tag == "li":
            number += 1
            _collect_item(child, lines, f"{number}. " if parent.tag == "ol" else "")
        else:
            lines += [line for line in _broken_lines(child) if line]


def _collect_item(item: etree._Element, lines: list[str], label: str) -> None:
    nested = [child for child in item if child.tag in {"ol", "ul", "table", "p", "blockquote"}]
    if not nested:
        lines.append(label + line_of(item))
        return
    first = len(lines)
    if item.text and item.text.strip():
        lines.append(item.text.strip())
    _collect(item, lines)
    if len(lines) > first:
        lines[first] = label + lines[first]


def _broken_lines(element: etree._Element) -> list[str]:
    """Split the text of a block at its line breaks."""
    parts = [""]
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if event == "start" and node.tag == "br":
            parts.append("")
        elif event == "start":
            parts[-1] += node.text or ""
        elif node is not element:
            parts[-1] += node.tail or ""
    return [" ".join(part.split()) for part in parts]


def to_tables(html: str) -> tuple[Table, ...]:
    """Return the tables of clean HTML as grids of plain text, merged cells spread out."""
    if "<table" not in html:
        return ()
    return tuple(_table(element) for element in fragment(html).iter("table") if not _inside(element, "table"))


def _table(element: etree._Element) -> Table:
    taken: dict[tuple[int, int], str] = {}
    caption = element.find("caption")
    rows = [row for row in element.iter("tr") if next(row.iterancestors("table")) is element]
    for place, row in enumerate(rows):
        column = 0
        for cell in row:
            while (place, column) in taken:
                column += 1
            width, height = int(cell.get("colspan") or 1), int(cell.get("rowspan") or 1)
            for down in range(min(height, len(rows) - place)):
                for right in range(min(width, 1000)):
                    taken[place + down, column + right] = ""
            taken[place, column] = line_of(cell)
            column += width
    width = max((column for _, column in taken), default=-1) + 1
    grid = tuple(tuple(taken.get((row, column), "") for column in range(width)) for row in range(len(rows)))
    return Table(grid, "" if caption is None else line_of(caption))
