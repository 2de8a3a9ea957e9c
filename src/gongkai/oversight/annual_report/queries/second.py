"""Table 二 of a report: counted, set otherwise with a reason, handed in by those below; and what does not add up."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Max, QuerySet

from gongkai.base.organisations.queries import agency_model
from gongkai.law import annual_tables as law
from gongkai.oversight.annual_report.models import Cell, Correction, Reminder, Report
from gongkai.oversight.annual_report.permissions import agencies_managed, agencies_read
from gongkai.oversight.annual_report.queries import holdings
from gongkai.oversight.annual_report.rules.reports import Source, State
from gongkai.oversight.annual_report.rules.second import (
    COLUMNS,
    DECISION_TITLES,
    ENTERED_ROWS,
    ORDERS,
    Balance,
    Settled,
    Spot,
    balance_of,
    far_off,
)
from gongkai.responsive.applications.queries.fees import fees_collected

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency
    from gongkai.base.organisations.queries import Acting

Row = tuple[Decimal | None, ...]


def is_counted(year: int) -> bool:
    """Return whether this year's form has the three columns that can be counted; that of 2019 asked for others."""
    return law.form_of(year) is law.Form.Y2021


def counted(report: Report) -> dict[Spot, int]:
    """Return what the texts held say by now, for every place that is counted."""
    if not is_counted(report.year):
        return {}
    rows = holdings.table2(report.agency, *law.period_of(report.year))
    return {
        (row, column): number for row, cells in rows.items() for column, number in zip(COLUMNS[row], cells, strict=True)
    }


def cells_of(report: Report) -> dict[Spot, Cell]:
    return {(cell.row, cell.column): cell for cell in report.cells.filter(table="2")}


def figures(report: Report, numbers: Mapping[tuple[str, str, str], Decimal]) -> dict[str, Row]:
    """Return table 二: of a draft what was set or entered, else what is counted; of a frozen one what stands."""
    now = counted(report) if report.is_draft else {}
    return {
        row: tuple(_first(numbers.get(("2", row, column)), now.get((row, column))) for column in columns)
        for row, columns in COLUMNS.items()
    }


def _first(set_to: Decimal | None, number: int | None) -> Decimal | None:
    if set_to is not None:
        return set_to
    return None if number is None else Decimal(number)


def settled(report: Report, now: Mapping[Spot, int]) -> list[Settled]:
    """Return the counted numbers that somebody set otherwise; `now` is what is counted by now, for a draft."""
    found = []
    for (row, column), cell in cells_of(report).items():
        if row not in law.STOCK_ROWS or cell.source != Source.ENTERED or not is_counted(report.year):
            continue
        count = now.get((row, column)) if report.is_draft else cell.counted
        if count is None:  # frozen before anything was counted: there is nothing to stand beside it
            continue
        found.append(Settled(row, column, int(count), cell.value, cell.reason, cell.person_name, cell.at))
    return found


def lacking(report: Report) -> list[str]:
    """Return the rows that nobody has entered yet."""
    there = set(report.cells.filter(table="2").values_list("row", flat=True))
    wanted = ENTERED_ROWS if is_counted(report.year) else tuple(COLUMNS)
    return [row for row in wanted if row not in there]


def balances(agency: Agency, start: dt.date, end: dt.date, *, subtree: bool = True) -> list[Balance]:
    """Return both rows with the reasons of their difference, and last year's reported number where one stands."""
    last = _last_report(agency, start) if subtree and (start.month, start.day) == (1, 1) else None
    reported = spots(last) if last else {}
    set_to = {one.row: one.value - one.counted for one in settled(last, {}) if one.column == law.VALID} if last else {}
    known_at = last.frozen_at if last else None
    return [
        balance_of(
            row, holdings.counts(agency, row, start, end, subtree=subtree, known_at=known_at),
            reported.get((row, law.VALID)), set_to.get(row),
        )
        for row in law.STOCK_ROWS
    ]  # fmt: skip


def _last_report(agency: Agency, start: dt.date) -> Report | None:
    if not is_counted(start.year - 1):
        return None
    return Report.objects.filter(agency=agency, year=start.year - 1).exclude(state=State.DRAFT).first()


def spots(report: Report) -> dict[Spot, Decimal]:
    """Return table 二 as it stands in a report, corrections included."""
    return _standing([report.pk]).get(report.pk, {})


def _standing(reports: Iterable[int]) -> dict[int, dict[Spot, Decimal]]:
    """Return table 二 of several reports in two queries."""
    wanted = list(reports)
    found: dict[int, dict[Spot, Decimal]] = defaultdict(dict)
    cells = Cell.objects.filter(report__in=wanted, table="2")
    for report, row, column, value in cells.values_list("report", "row", "column", "value"):
        found[report][row, column] = value
    later = Correction.objects.filter(report__in=wanted, cell__table="2").order_by("pk")
    for report, row, column, value in later.values_list("report", "cell__row", "cell__column", "new"):
        found[report][row, column] = value
    return found


@dataclass(frozen=True)
class Hints:
    """What else is known: it changes no number, a person looks at it."""

    orders: int = 0
    unregistered: int = 0
    decisions: Mapping[str, int] = field(default_factory=dict)
    fee_yuan: Decimal = Decimal()


def hints(agency: Agency, start: dt.date, end: dt.date) -> Hints:
    return Hints(
        orders=holdings.behind(agency, law.REGULATIONS, ORDERS, start, end).count(),
        unregistered=holdings.unregistered(agency),
        decisions={row: holdings.decisions(agency, row, start, end).count() for row in DECISION_TITLES},
        fee_yuan=Decimal(fees_collected(agency, start, end).yuan),
    )


def of_those_below(report: Report) -> tuple[dict[Spot, Decimal], list[Agency]]:
    """Return what the agencies right below have entered, added up, and those that have not entered everything."""
    children = agency_model().objects.filter(parent=report.agency_id, abolished_on__isnull=True)
    reports = dict(Report.objects.filter(agency__in=children, year=report.year).values_list("agency_id", "pk"))
    standing = _standing(reports.values())
    total: dict[Spot, Decimal] = defaultdict(Decimal)
    waiting = []
    for child in children:
        numbers = standing.get(reports.get(child.pk, 0), {})
        for (row, column), value in numbers.items():
            if row in ENTERED_ROWS:
                total[row, column] += value
        if _not_entered(numbers):
            waiting.append(child)
    return dict(total), waiting


def _not_entered(numbers: Mapping[Spot, Decimal]) -> list[str]:
    return [row for row in ENTERED_ROWS if (row, COLUMNS[row][0]) not in numbers]


@dataclass(frozen=True)
class Handed:
    """One agency of a year: its four entered numbers beside last year's, what is lacking, when it was last reminded."""

    agency: Agency
    report: Report | None
    numbers: Mapping[str, Decimal]
    last: Mapping[str, Decimal]
    lacks: list[str]
    far: frozenset[str]
    entered_at: dt.datetime | None
    entered_by: str
    reminded_at: dt.datetime | None
    may_remind: bool


def collection(by: Acting, year: int) -> list[Handed]:
    """Return every agency in sight with what it has handed in, in a number of queries that does not grow."""
    agencies = list(agencies_read(by).filter(abolished_on__isnull=True).order_by("lineage"))
    pks = [one.pk for one in agencies]
    reports = {one.agency_id: one for one in Report.objects.filter(year=year, agency__in=pks)}
    before = dict(
        Report.objects.filter(year=year - 1, agency__in=pks).exclude(state=State.DRAFT).values_list("agency_id", "pk")
    )
    numbers = _standing([*(one.pk for one in reports.values()), *before.values()])
    entered = _entered([one.pk for one in reports.values()])
    reminded = dict(
        Reminder.objects.filter(year=year, agency__in=pks).order_by().values("agency").annotate(last=Max("at"))
        .values_list("agency", "last")
    )  # fmt: skip
    managed = set(agencies_managed(by).values_list("pk", flat=True))
    found = []
    for agency in agencies:
        report = reports.get(agency.pk)
        mine = numbers.get(report.pk, {}) if report else {}
        now, then = _by_row(mine), _by_row(numbers.get(before.get(agency.pk, 0), {}))
        at, who = entered.get(report.pk if report else 0, (None, ""))
        open_yet = report is None or report.is_draft
        found.append(
            Handed(
                agency=agency, report=report, numbers=now, last=then, lacks=_not_entered(mine) if open_yet else [],
                far=frozenset(row for row in now if far_off(now[row], then.get(row))), entered_at=at, entered_by=who,
                reminded_at=reminded.get(agency.pk), may_remind=agency.pk in managed and open_yet,
            )
        )  # fmt: skip
    return found


def _by_row(numbers: Mapping[Spot, Decimal]) -> dict[str, Decimal]:
    return {row: numbers[row, COLUMNS[row][0]] for row in ENTERED_ROWS if (row, COLUMNS[row][0]) in numbers}


def _entered(reports: list[int]) -> dict[int, tuple[dt.datetime | None, str]]:
    found: dict[int, tuple[dt.datetime | None, str]] = {}
    cells = Cell.objects.filter(report__in=reports, table="2", row__in=ENTERED_ROWS, at__isnull=False).order_by("at")
    for report, at, who in cells.values_list("report", "at", "person_name"):
        found[report] = (at, who)
    return found


def entered_cells(by: Acting) -> QuerySet[Any]:
    """Return every number of table 二 that was handed in, of the agencies in sight."""
    cells = Cell.objects.filter(table="2", row__in=ENTERED_ROWS, report__agency__in=agencies_read(by).values("pk"))
    return cells.select_related("report__agency")


def cell_model() -> type[Cell]:
    return Cell
