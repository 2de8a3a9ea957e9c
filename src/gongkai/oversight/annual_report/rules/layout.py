"""The three tables as they stand on the form: cells with their merges, for page, Word, spreadsheet and HTML. No Django."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from gongkai.law import annual_tables as law
from gongkai.oversight.annual_report.rules.figures import Figures

Place = tuple[str, str, str]  # table, row, column
RESULTS = "三、本年度办理结果"
CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
LABELS = 3  # columns before the numbers of table 三
WIDE = 3  # columns of numbers in table 二


@dataclass(frozen=True, slots=True)
class Box:
    """One cell; `place` where it holds a number of the report."""

    text: str
    across: int = 1
    down: int = 1
    place: Place | None = None

    @property
    def is_head(self) -> bool:
        return self.place is None


Grid = list[list[Box]]


def show(value: Decimal | int | None) -> str:
    """Return a number as the form wants it: 0 is written, nothing is left blank."""
    number = Decimal(value or 0)
    return f"{number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize():f}"


def numbers_of(figures: Figures) -> dict[Place, str]:
    """Return every number of a report by its place, nil ones included."""
    found: dict[Place, str] = {}
    for row, _, columns in second_rows(figures.form):
        amounts = figures.table2.get(row, ())
        for at, column in enumerate(columns):
            found["2", row, column] = show(amounts[at] if at < len(amounts) else None)
    for line in law.TABLE3.get(figures.form, law.TABLE3[law.Form.Y2021]):
        found |= _line("3", line.key, [one.key for one in law.ALL_COLUMNS], figures.table3.get(line.key, ()))
    for name in law.TABLE4:
        found |= _line("4", name, [one.key for one in law.TABLE4_COLUMNS], figures.table4.get(name, ()))
    return found


def _line(table: str, row: str, columns: Sequence[str], values: Sequence[int | None]) -> dict[Place, str]:
    return {(table, row, key): show(values[at] if at < len(values) else None) for at, key in enumerate(columns)}


def second_rows(form: law.Form) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield row, unit and columns of table 二."""
    for block in law.TABLE2.get(form, law.TABLE2[law.Form.Y2021]):
        for row in block.rows:
            yield row, block.unit, block.columns


def grids(figures: Figures, numbers: Mapping[Place, str]) -> dict[str, Grid]:
    return {"2": second(figures.form, numbers), "3": third(figures.form, numbers), "4": fourth(numbers)}


def second(form: law.Form, numbers: Mapping[Place, str]) -> Grid:
    grid: Grid = []
    for block in law.TABLE2.get(form, law.TABLE2[law.Form.Y2021]):
        span = WIDE // len(block.columns) if WIDE % len(block.columns) == 0 else 1
        widths = [span] * (len(block.columns) - 1)
        widths.append(WIDE - sum(widths))
        names = [
            f"{name}（{block.unit}）" if block.unit and name == block.columns[-1] else name for name in block.columns
        ]
        grid.append([Box(block.title, across=WIDE + 1)])
        grid.append([Box("信息内容"), *(Box(name, across=wide) for name, wide in zip(names, widths, strict=True))])
        for row in block.rows:
            places = [("2", row, column) for column in block.columns]
            cells = [Box(numbers[place], wide, 1, place) for place, wide in zip(places, widths, strict=True)]
            grid.append([Box(row), *cells])
    return grid


def texts_block(numbers: Mapping[Place, str]) -> Grid:
    """Return the part of table 二 that can be counted for any period: its title, its heads, two rows."""
    return second(law.Form.Y2021, numbers)[: 2 + len(law.STOCK_ROWS)]


def third(form: law.Form, numbers: Mapping[Place, str]) -> Grid:
    rows = law.TABLE3.get(form, law.TABLE3[law.Form.Y2021])
    organisations = [column for column in law.COLUMNS if column.group]
    grid: Grid = [
        [Box(CORNER, LABELS, 3), Box("申请人情况", len(law.ALL_COLUMNS))],
        [Box(law.NATURAL.name, 1, 2), Box(law.ORGANISATIONS, len(organisations)), Box(law.SUM.name, 1, 2)],
        [Box(column.name) for column in organisations],
    ]
    outer = {law.NEW.key, law.CARRIED_IN.key, law.CARRIED_OUT.key}
    inner = [row for row in rows if row.key not in outer]
    for row in rows[:2]:
        grid.append([Box(row.name, LABELS), *_cells("3", row.key, numbers)])
    first = True
    for group, lines in groupby(inner, key=lambda row: row.group or row.key):
        members = list(lines)
        for at, row in enumerate(members):
            labels = [Box(RESULTS, 1, len(inner))] if first else []
            first = False
            if row.group:
                labels += [Box(group, 1, len(members))] if at == 0 else []
                labels.append(Box(row.name))
            else:
                labels.append(Box(row.name, LABELS - 1))
            grid.append([*labels, *_cells("3", row.key, numbers)])
    grid.append([Box(law.CARRIED_OUT.name, LABELS), *_cells("3", law.CARRIED_OUT.key, numbers)])
    return grid


def _cells(table: str, row: str, numbers: Mapping[Place, str]) -> list[Box]:
    columns = law.ALL_COLUMNS if table == "3" else law.TABLE4_COLUMNS
    places = [(table, row, column.key) for column in columns]
    return [Box(numbers[place], place=place) for place in places]


def fourth(numbers: Mapping[Place, str]) -> Grid:
    names = [column.name for column in law.TABLE4_COLUMNS]
    wide = len(names)
    return [
        [Box(law.REVIEW, wide), Box(law.LAWSUITS, 2 * wide)],
        [*(Box(name, 1, 2) for name in names), Box(law.DIRECT, wide), Box(law.AFTER_REVIEW, wide)],
        [*(Box(name) for name in names), *(Box(name) for name in names)],
        [box for name in law.TABLE4 for box in _cells("4", name, numbers)],
    ]


def as_json(figures: Figures) -> dict[str, object]:
    """Return the tables as `report check` reads them."""
    return {
        "year": figures.year, "format": figures.form.value, "issuer": figures.issuer,
        "columns": [column.name for column in law.ALL_COLUMNS],
        "row_labels": {row.key: row.label for row in law.TABLE3.get(figures.form, law.TABLE3[law.Form.Y2021])},
        "table2": {row: _plain(values) for row, values in figures.table2.items()},
        "table3": {key: list(values) for key, values in figures.table3.items()},
        "table4": {key: list(values) for key, values in figures.table4.items()},
    }  # fmt: skip


def _plain(values: Sequence[Decimal | None]) -> list[int | float]:
    amounts = [Decimal(value or 0) for value in values]
    return [int(one) if one == one.to_integral_value() else float(one) for one in amounts]
