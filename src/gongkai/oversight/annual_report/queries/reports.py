"""Reports a person may see, their numbers, and what is found in them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils import timezone

from gongkai.base.organisations.queries import OutOfSight, agency_model, subtree
from gongkai.law import annual_tables as law
from gongkai.oversight.annual_report.models import Correction, Report
from gongkai.oversight.annual_report.permissions import agencies_read
from gongkai.oversight.annual_report.queries import second
from gongkai.oversight.annual_report.queries.fees import ledger_of, told_of_fees, with_fees
from gongkai.oversight.annual_report.queries.tables import live
from gongkai.oversight.annual_report.rules import Figures, Finding, Rule, judge, roll_up
from gongkai.oversight.annual_report.rules.layout import show
from gongkai.oversight.annual_report.rules.narrative import read_text
from gongkai.oversight.annual_report.rules.reports import Source, State
from gongkai.oversight.annual_report.rules.second import COLUMNS

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency
    from gongkai.base.organisations.queries import Acting

Place = tuple[str, str, str]  # table, row, column
NAMES2 = COLUMNS


def reports(by: Acting, *, year: int | None = None) -> QuerySet[Report]:
    rows = Report.objects.filter(agency__in=agencies_read(by)).select_related("agency")
    return rows.filter(year=year) if year else rows


def years(by: Acting) -> list[int]:
    return list(reports(by).order_by("-year").values_list("year", flat=True).distinct())


def report_of(by: Acting, year: int, code: str) -> Report:
    """Raises OutOfSight for strangers, and where no report was begun."""
    found = reports(by, year=year).filter(agency__code=code).first()
    if found is None:
        raise OutOfSight
    return found


def agency_read(by: Acting, code: str) -> Agency:
    found = agencies_read(by).filter(code=code).first()
    if found is None:
        raise OutOfSight
    return found


def agencies_beyond(by: Acting, top: Agency) -> list[int]:
    """Return the agencies at or below `top` whose cases this person may not see."""
    return list(subtree(top).exclude(pk__in=agencies_read(by).values("pk")).values_list("pk", flat=True))


def live_figures(report: Report) -> Figures:
    return live(report.agency, *law.period_of(report.year))


def standing(report: Report) -> dict[Place, Decimal]:
    """Return the numbers of a report as they stand: frozen ones with their corrections."""
    numbers = {(cell.table, cell.row, cell.column): cell.value for cell in report.cells.all()}
    corrections = report.corrections.select_related("cell").order_by("pk")
    return numbers | {(one.cell.table, one.cell.row, one.cell.column): one.new for one in corrections}


def figures_of(report: Report) -> Figures:
    """Return a report as figures: from the facts while it is a draft, from its cells once it is frozen."""
    return figures_with(report, standing(report))


def figures_with(report: Report, numbers: dict[Place, Decimal]) -> Figures:
    """Return a report as figures with other numbers than those that stand, as if it had been corrected."""
    said = read_text(narrative(report))
    found = Figures(
        year=report.year, issuer=report.agency.name, said=with_fees(said.numbers, report), handled=said.handled, sums=said.sums,
        part_six=report.part_six or None, table2=second.figures(report, numbers),
        fee_notices=told_of_fees(report), fee_ledger=ledger_of(report),
    )  # fmt: skip
    if report.is_draft:
        counted = live_figures(report)
        return replace(found, table3=counted.table3, table4=counted.table4)
    rows = law.TABLE3.get(law.Form(report.format), law.TABLE3[law.Form.Y2021])
    return replace(
        found,
        table3=_lines("3", [row.key for row in rows], [column.key for column in law.ALL_COLUMNS], numbers),
        table4=_lines("4", law.TABLE4, [column.key for column in law.TABLE4_COLUMNS], numbers),
    )


def _lines(table: str, rows: Any, columns: list[str], numbers: dict[Place, Decimal]) -> dict[str, tuple[int, ...]]:
    return {row: tuple(int(numbers.get((table, row, column), 0)) for column in columns) for row in rows}


def narrative(report: Report) -> str:
    """Return the text as it stands in the report, headings included, for reading its numbers."""
    parts = (("1", report.part_one), ("5", report.part_five), ("6", report.part_six))
    return "\n".join(f"{law.PARTS[number]}\n{text}" for number, text in parts if text)


def before(report: Report) -> Report | None:
    return Report.objects.filter(agency=report.agency_id, year=report.year - 1).exclude(state=State.DRAFT).first()


def findings(report: Report) -> list[Finding]:
    """Return what does not fit: in the report, with the year before, with the reports below it."""
    own, last = figures_of(report), before(report)
    found = judge(own, figures_of(last) if last else None) + _less_than_below(report, own)
    return found + (list(_with_those_below(report, own)) if not report.is_draft else [])


def _less_than_below(report: Report, own: Figures) -> list[Finding]:
    """Rule 8 for what is handed in: own numbers are not known apart, so only less than those below is surely wrong."""
    below, _ = second.of_those_below(report)
    found = []
    for (row, column), total in below.items():
        value = own.table2[row][0]
        if value is not None and value < total:
            text = f"{row}：所属机关已报之和是{show(total)}，本报告写的是{show(value)}，汇总数不应少于所属机关之和，请核对。"
            found.append(Finding(Rule.ROLL_UP, row, column, total, value, text, hard=False))
    return found


def _with_those_below(report: Report, own: Figures) -> list[Finding]:
    """Rule 8, as far as everybody below has frozen: parent = own + Σ children."""
    children = agency_model().objects.filter(parent=report.agency_id, abolished_on__isnull=True)
    theirs = Report.objects.filter(agency__in=children, year=report.year).exclude(state=State.DRAFT)
    theirs = theirs.select_related("agency")
    if not children or len(theirs) < len(children):
        return []
    start, end = law.period_of(report.year)
    alone = live(report.agency, start, end, subtree=False)
    return list(roll_up(own, [alone, *(figures_of(one) for one in theirs)]))


def moved(report: Report) -> dict[Place, tuple[int, int]]:
    """Return where the facts differ from a frozen report by now: what it says, and what would be counted."""
    if report.is_draft or not report.cells.filter(table="3", source="live").exists():
        return {}
    own, now = figures_of(report), live_figures(report)
    found = {}
    for table, mine, theirs, columns in (
        ("3", own.table3, now.table3, law.ALL_COLUMNS), ("4", own.table4, now.table4, law.TABLE4_COLUMNS),
    ):  # fmt: skip
        for row, cells in mine.items():
            for column, old, new in zip(columns, cells, theirs.get(row, cells), strict=True):
                if old != new:
                    found[table, row, column.key] = (old or 0, new or 0)
    return found | _moved_texts(report)


def _moved_texts(report: Report) -> dict[Place, tuple[int, int]]:
    """Return the same for the counted numbers of table 二; what somebody set otherwise stays as it was set."""
    frozen = {(cell.row, cell.column) for cell in second.cells_of(report).values() if cell.source == Source.LIVE}
    if not frozen:
        return {}
    stands = second.spots(report)
    return {
        ("2", *spot): (int(stands[spot]), number)
        for spot, number in second.counted(report).items()
        if spot in frozen and stands[spot] != number
    }


def corrections(report: Report) -> QuerySet[Correction]:
    return report.corrections.select_related("cell").order_by("-pk")


def corrected(report: Report) -> dict[Place, list[Correction]]:
    found: dict[Place, list[Correction]] = defaultdict(list)
    for one in report.corrections.select_related("cell"):
        found[one.cell.table, one.cell.row, one.cell.column].append(one)
    return dict(found)


def missing(report: Report) -> list[str]:
    """Return what stands in the way of freezing."""
    _, end = law.period_of(report.year)
    found = []
    if timezone.localdate() <= end:
        found.append(f"统计期还没有结束，{end.year + 1}年1月1日起可以冻结")
    if lacking := second.lacking(report):
        found.append(f"表二还没有填报：{'、'.join(lacking)}，没有的填0")
    for number, text in (("1", report.part_one), ("5", report.part_five), ("6", report.part_six)):
        if not text.strip():
            found.append(f"“{law.PARTS[number]}”还没有写")
    return found


def known_before(issuer: str, year: int) -> Figures | None:
    """Return last year's report of a body by its name, where the platform has it frozen."""
    found = Report.objects.filter(agency__name=issuer, year=year - 1).exclude(state=State.DRAFT).first()
    return figures_of(found) if found else None


def is_nil(figures: Figures) -> bool:
    """R247: nothing came in and nothing came over."""
    return not any(figures.table3.get(key, (0,))[-1] for key in ("new", "carried_in"))
