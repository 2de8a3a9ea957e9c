"""Tables cell by cell: a number is read with the head of its column or the label beside it, a row as one record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from gongkai.engine.screening.rules.findings import TABLE, Finding, screen
from gongkai.engine.screening.rules.subjects import Cell, Wording

# Families that ask what a number is; all others look at the wording alone.
DATA = ("personal", "commercial")
LONGEST_HEAD = 20


def table_findings(wording: Wording) -> Iterator[Finding]:
    for table, cells in groupby(sorted(wording.cells, key=lambda c: (c.table, c.row, c.column)), key=lambda c: c.table):
        rows = [list(row) for _, row in groupby(cells, key=lambda cell: cell.row)]
        heads = _heads(rows)
        for row in rows:
            yield from _row_findings(row, heads, table)


def _heads(rows: Sequence[Sequence[Cell]]) -> dict[int, str]:
    """Return column → head, from the first row with at least two cells that are all short words without figures."""
    for row in rows[:4]:
        texts = [cell.text.strip() for cell in row]
        if len(texts) >= 2 and all(_is_head(text) for text in texts):
            return {cell.column: text for cell, text in zip(row, texts, strict=True)}
    return {}


def _is_head(text: str) -> bool:
    return len(text) <= LONGEST_HEAD and not any(character.isdigit() for character in text)


def _row_findings(row: Sequence[Cell], heads: dict[int, str], table: int) -> Iterator[Finding]:
    """Screen a row as one line, “姓名：…；身份证号：…”, and bring the places back to the cells."""
    line, spans = "", []
    for cell in row:
        text = cell.text.replace("\n", " ").rstrip()
        label = heads.get(cell.column, "").replace("\n", "")
        line += f"{label}：" if label and label != text else ""
        spans.append((len(line), len(line) + len(text), cell))
        line += text + ("：" if not heads and _is_head(text) and text.strip() else "；")
    for finding in screen(line, only=DATA):
        place = _cell_of(finding, spans)
        if place is not None:
            start, cell = place
            boxed = len(finding.hit) > len(cell.text)
            end = cell.start + len(cell.text.rstrip()) if boxed else finding.end + cell.start - start
            yield replace(
                finding, start=cell.start if boxed else finding.start + cell.start - start, end=end, place=TABLE,
                where=f"第{table}张表第{cell.row}行", excerpt=finding.hit.replace("；", "") if boxed else finding.hit,
            )  # fmt: skip


def _cell_of(finding: Finding, spans: Sequence[tuple[int, int, Cell]]) -> tuple[int, Cell] | None:
    """Return the cell that a finding lies in; of a number with one figure in each cell the first one."""
    touched = [(start, end, cell) for start, end, cell in spans if start < finding.end and finding.start < end]
    if len(touched) == 1:
        start, end, cell = touched[0]
        return (start, cell) if start <= finding.start and finding.end <= end else None
    if touched and all(end - start <= 1 for start, end, _ in touched):
        return touched[0][0], touched[0][2]
    return None
