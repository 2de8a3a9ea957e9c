"""The few marks that the city's texts use, as clean HTML: headings, paragraphs, pipe tables, lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

HEADING = re.compile(r"(#{1,4})\s+(.*)")
NUMBERED = re.compile(r"\d{1,2}\.\s+(.*)")
BULLET = re.compile(r"[-*]\s+(.*)")
RULE = re.compile(r"\|?[\s:|-]+\|?")
NUMBER_CELL = re.compile(r"[-+]?[\d,.]+%?")


def to_html(text: str) -> str:
    """Return HTML with an outline without gaps: the highest heading of the text becomes h2, and so on."""
    blocks = [block.strip("\n") for block in re.split(r"\n\s*\n", text.strip())]
    depths = sorted({len(found[1]) for block in blocks if (found := HEADING.match(block))})
    level = {depth: min(2 + place, 4) for place, depth in enumerate(depths)}
    return "".join(part for block in blocks for part in _block(block, level))


def to_lines(text: str) -> list[str]:
    """Return the paragraphs of a text without marks, one a line; for files that know nothing but paragraphs."""
    lines = []
    for line in text.splitlines():
        plain = HEADING.sub(r"\2", line.strip()).strip()
        if plain and not RULE.fullmatch(plain):
            lines.append(plain.strip("|").strip().replace(" | ", "　"))
    return lines


def _block(block: str, level: dict[int, int]) -> Iterator[str]:
    lines = [line.strip() for line in block.splitlines() if line.strip()]
    if lines and (found := HEADING.match(lines[0])):
        depth = level[len(found[1])]
        yield f"<h{depth}>{escape(found[2].strip(), quote=False)}</h{depth}>"
        lines = lines[1:]
    if not lines:
        return
    if len(lines) > 1 and lines[0].startswith("|") and RULE.fullmatch(lines[1]):
        yield _table(lines)
    elif all(BULLET.match(line) for line in lines):
        yield _listing("ul", [found[1] for line in lines if (found := BULLET.match(line))])
    elif all(NUMBERED.match(line) for line in lines):
        yield _listing("ol", [found[1] for line in lines if (found := NUMBERED.match(line))])
    else:
        yield from (f"<p>{escape(line, quote=False)}</p>" for line in lines)


def _listing(tag: str, items: list[str]) -> str:
    inner = "".join(f"<li>{escape(item, quote=False)}</li>" for item in items)
    return f"<{tag}>{inner}</{tag}>"


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _table(lines: list[str]) -> str:
    head = "".join(f'<th scope="col">{escape(cell, quote=False)}</th>' for cell in _cells(lines[0]))
    rows = [_cells(line) for line in lines[2:]]
    # A first column of names heads its rows; one of figures is data like the rest.
    named = all(row and not NUMBER_CELL.fullmatch(row[0]) for row in rows)
    body = "".join(f"<tr>{_row(row, named=named)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _row(row: list[str], *, named: bool) -> str:
    cells = [escape(cell, quote=False) for cell in row]
    first = f'<th scope="row">{cells[0]}</th>' if named else f"<td>{cells[0]}</td>"
    return first + "".join(f"<td>{cell}</td>" for cell in cells[1:])
