"""Small pieces of HTML that all readers write the same way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape


@dataclass
class Cell:
    """One cell: `html` is inline HTML or blocks."""

    html: str
    colspan: int = 1
    rowspan: int = 1


def block(tag: str, html: str, css: str = "") -> str:
    """Return a block of already escaped HTML."""
    return f'<{tag} class="{css}">{html}</{tag}>' if css else f"<{tag}>{html}</{tag}>"


def render_table(rows: Sequence[Sequence[Cell]], *, header_rows: int, caption: str = "") -> str:
    """Return a table whose first `header_rows` rows are column headings."""
    if not any(cell.html for row in rows for cell in row):
        return ""
    parts = ["<table>", f"<caption>{escape(caption)}</caption>" if caption else ""]
    if header_rows:
        parts += ["<thead>", *(_row(row, "th") for row in rows[:header_rows]), "</thead>"]
    parts += ["<tbody>", *(_row(row, "td") for row in rows[header_rows:]), "</tbody></table>"]
    return "".join(parts)


def _row(cells: Sequence[Cell], tag: str) -> str:
    parts = ["<tr>"]
    for cell in cells:
        spans = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
        spans += f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
        scope = ' scope="colgroup"' if tag == "th" and cell.colspan > 1 else ' scope="col"' if tag == "th" else ""
        parts.append(f"<{tag}{scope}{spans}>{cell.html}</{tag}>")
    return "".join([*parts, "</tr>"])


def likely_header_rows(rows: Sequence[Sequence[str]], heights: Sequence[int]) -> int:
    """Guess how many rows are headings: the first row if every cell is a short word, with the rows its merged cells reach."""
    if len(rows) < 2 or not rows[0]:
        return 0
    first = [text.strip() for text in rows[0]]
    if any(not text or len(text) > 30 or _figure(text) for text in first) or len(first) < 2:
        return 0
    return min(max(heights, default=1), len(rows) - 1)


def _figure(text: str) -> bool:
    return text.replace(".", "").replace(",", "").replace("%", "").replace("-", "").isdigit()


def footnotes_section(notes: Sequence[tuple[str, str]]) -> str:
    """Return the section of notes; each is (key, inline HTML), the key as used by `footnote_mark`."""
    if not notes:
        return ""
    items = "".join(f'<li id="fn-{key}">{html} <a href="#fnref-{key}">↩</a></li>' for key, html in notes)
    return f'<section class="footnotes"><ol>{items}</ol></section>'


def footnote_mark(key: str, number: int) -> str:
    return f'<sup id="fnref-{key}"><a href="#fn-{key}">[{number}]</a></sup>'
