"""Tables on their way into charts: typed lines, CSV, what stands in a text or a file. No Django."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from typing import Any

from gongkai.proactive.documents.rules.exhibits import LONGEST_WORDS, TOTALS, value_of

SEPARATORS = re.compile(r"[\t|｜]")
LEAST_FIGURES = 0.6  # of the cells of a column that is drawn


def grid_of(text: str) -> list[list[str]]:
    """Return typed lines as cells: divided by tabs or ｜, else read as CSV. Blank lines do not count."""
    lines = [line for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()]
    if any(SEPARATORS.search(line) for line in lines):
        rows = [SEPARATORS.split(line) for line in lines]
        rows = [row[1:-1] if len(row) > 2 and not row[0].strip() and not row[-1].strip() else row for row in rows]
    else:
        try:
            rows = list(csv.reader(io.StringIO("\n".join(line.replace("，", ",") for line in lines))))
        except csv.Error:  # one cell of a hundred thousand characters is no table
            return []
    return [
        [cell.strip()[:LONGEST_WORDS] for cell in row]
        for row in rows
        if not all(set(cell.strip()) <= set("-: ") for cell in row)
    ]


def lines_of(rows: Sequence[Sequence[str]]) -> str:
    """Return a grid as people type it, one row a line."""
    return "\n".join("｜".join(" ".join(cell.replace("｜", " ").split()) for cell in row) for row in rows)


def figures_in(rows: Sequence[Sequence[str]]) -> list[int]:
    """Return the places of the columns that hold figures, the first column never; the head row does not count."""
    width = max((len(row) for row in rows), default=0)
    found = []
    for place in range(1, width):
        cells = [row[place] for row in rows[1:] if place < len(row) and row[place].strip()]
        if cells and sum(value_of(cell) is not None for cell in cells) >= LEAST_FIGURES * len(cells):
            found.append(place)
    return found


def columns_of(typed: str) -> list[int]:
    """Return column numbers as people count them (from 1) as places; what is no number is left out."""
    return [int(one) - 1 for one in re.findall(r"\d{1,2}", typed) if int(one) > 1]


def chart_of(
    rows: Sequence[Sequence[str]], *, form: str, unit: str, columns: Sequence[int] = (), totals: bool = False
) -> dict[str, Any]:
    """Return the data of a chart: first column names, head row series. Rows of sums are left out unless `totals`.

    Without `columns` every column of figures is drawn.
    """
    wanted = [place for place in (columns or figures_in(rows)) if place > 0]
    head = list(rows[0]) if rows else []
    body = [row for row in rows[1:] if row and row[0].strip() and (totals or _bare(row[0]) not in TOTALS)]
    values = [
        [row[0].strip(), *(value_of(row[place]) if place < len(row) else None for place in wanted)] for row in body
    ]
    return {
        "form": form,
        "unit": unit.strip(),
        "label": head[0] if head else "",
        "names": [head[place] if place < len(head) else f"第{place + 1}列" for place in wanted],
        "rows": [row for row in values if any(value is not None for value in row[1:])],
    }


def _bare(text: str) -> str:
    return "".join(text.split())


def typed_again(data: dict[str, Any]) -> str:
    """Return the data of a chart as it was typed, to be changed."""
    rows = [[str(cell) if cell is not None else "—" for cell in row] for row in data["rows"]]
    return lines_of([[data["label"] or "项目", *data["names"]], *rows])
