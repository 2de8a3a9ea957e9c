"""The road of a report: begun by night, written, frozen, corrected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.organisations.queries import agency_model
from gongkai.engine.duties import actions as duties
from gongkai.engine.duties.rules import rule_of
from gongkai.law import annual_tables as law
from gongkai.law.periods import annual_due
from gongkai.oversight.annual_report import queries
from gongkai.oversight.annual_report.models import Cell, Correction, Report
from gongkai.oversight.annual_report.permissions import (
    MANAGE,
    Refused,
    check_manage,
    check_seen,
    check_state,
)
from gongkai.oversight.annual_report.queries import second
from gongkai.oversight.annual_report.queries.reports import Place, standing
from gongkai.oversight.annual_report.rules.checks import within
from gongkai.oversight.annual_report.rules.reports import Source, State, duty_of
from gongkai.oversight.annual_report.rules.sums import followed, is_sum

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency
    from gongkai.base.organisations.queries import Acting


def report_subject(report: Report) -> Subject:
    return Subject("annual_report.report", str(report.pk), str(report)[:200])


def note(tag: str, report: Report, by: Acting, remark: str = "", **facts: object) -> None:
    events.record(
        tag=f"annual_report:report:{tag}", by=by.actor(MANAGE, report.agency), subject=report_subject(report),
        remark=remark, new=facts,
    )  # fmt: skip


def locked(report: Report, by: Acting, seen: int | None, *states: State) -> Report:
    """Return the row held for change. Raises OutOfSight, NotAllowed, Stale, Refused."""
    check_manage(by, report.agency)
    found = Report.objects.select_for_update(of=("self",)).select_related("agency").get(pk=report.pk)
    check_seen(found, seen)
    check_state(found, *states)
    found.version += 1
    return found


@transaction.atomic
def open_report(*, agency: Agency, year: int, by: Acting) -> Report:
    """Begin the report of a year, or return the one that is there."""
    check_manage(by, agency)
    form = law.form_of(year)
    if form not in law.TABLE3:
        raise Refused("2019年以前的年度报告没有统一的申请统计表，不能在这里编制。")
    if year > timezone.localdate().year:
        raise Refused("还没有到这一年，不能编制年度报告。")
    report, new = Report.objects.get_or_create(agency=agency, year=year, defaults={"format": form.value})
    if new:
        note("open", report, by, 统计年度=year)
    return report


def open_year(*, today: dt.date, by: Acting) -> int:
    """Begin last year's reports and their clocks, from 1 January until the day they are due; return how many.

    A platform installed in autumn opens nothing that is long past. Running it again changes nothing.
    """
    year, opened = today.year - 1, 0
    there = set(Report.objects.filter(year=year).values_list("agency", flat=True))
    for agency in agency_model().objects.filter(abolished_on__isnull=True):
        rule = duty_of(agency.kind)
        if agency.pk in there or today > annual_due(rule_of(rule).law, today.year):
            continue
        _begin(agency, year, rule, by)
        opened += 1
    return opened


@transaction.atomic
def _begin(agency: Agency, year: int, rule: str, by: Acting) -> None:
    report = open_report(agency=agency, year=year, by=by)
    duties.open_duty(
        rule=rule, subject=report_subject(report), agency=agency, title=f"公布{year}年政府信息公开工作年度报告",
        opened_on=law.period_of(year)[1] + dt.timedelta(days=1), by=by,
        url=reverse("annual_report:report", args=[year, agency.code]),
    )  # fmt: skip


@transaction.atomic
def write(
    *, report: Report, part_one: str, part_five: str, part_six: str, by: Acting, seen: int | None = None
) -> Report:
    """Keep the text. Raises Refused once frozen."""
    report = locked(report, by, seen, State.DRAFT)
    report.part_one, report.part_five, report.part_six = part_one.strip(), part_five.strip(), part_six.strip()
    report.save(update_fields=["part_one", "part_five", "part_six", "version"])
    note("write", report, by)
    return report


@transaction.atomic
def freeze(*, report: Report, by: Acting, seen: int | None = None) -> Report:
    """Fix the numbers. Raises Refused while something is missing or a hard finding stands."""
    report = locked(report, by, seen, State.DRAFT)
    if lacking := queries.missing(report):
        raise Refused(f"还不能冻结：{'；'.join(lacking)}。")
    if hard := [one for one in queries.findings(report) if one.hard]:
        raise Refused(f"还不能冻结，有{len(hard)}处不符：{hard[0].message}")
    figures = queries.live_figures(report)
    for table, rows, columns in (
        ("3", figures.table3, law.ALL_COLUMNS), ("4", figures.table4, law.TABLE4_COLUMNS),
    ):  # fmt: skip
        keep_cells(report, table, rows, [column.key for column in columns], Source.LIVE)
    _keep_counted(report)
    report.state, report.frozen_at = State.FROZEN.value, timezone.now()
    report.save(update_fields=["state", "frozen_at", "version"])
    note("freeze", report, by, 新收=figures.table3["new"][-1], 办结=figures.table3["total"][-1])
    return report


def _keep_counted(report: Report) -> None:
    """Fix the counted numbers of table 二; where somebody set another, what was counted stands beside it."""
    there = second.cells_of(report)
    for (row, column), number in second.counted(report).items():
        cell = there.get((row, column))
        if cell is None:
            cell = Cell(report=report, table="2", row=row, column=column, value=number, source=Source.LIVE.value)
        cell.counted = Decimal(number)
        cell.save()


def keep_cells(
    report: Report, table: str, rows: Mapping[str, tuple[int | Decimal | None, ...]], columns: list[str], source: Source
) -> None:
    Cell.objects.bulk_create(
        Cell(report=report, table=table, row=row, column=column, value=value or 0, source=source.value)
        for row, cells in rows.items()
        for column, value in zip(columns, cells, strict=True)
    )


@transaction.atomic
def correct(
    *, report: Report, changes: Mapping[Place, Decimal], reason: str, by: Acting, seen: int | None = None
) -> list[Correction]:
    """Put right numbers of a frozen report with the sums that follow from them; what stood there stays beside.

    Raises Refused without a reason, for a sum that its parts do not make, and where the tables would not balance any more:
    what belongs together is corrected at once.
    """
    report = locked(report, by, seen, State.FROZEN, State.PUBLISHED)
    if not reason.strip():
        raise Refused("请写明更正的原因，例如复核发现一件申请重复登记。")
    numbers = standing(report)
    given = {place: value for place, value in changes.items() if place in numbers and numbers[place] != value}
    if not given:
        raise Refused("没有要更正的数：所填与现有数据相同。")
    if any(value < 0 for value in given.values()):
        raise Refused("更正后的数不能小于0，请核对。")
    wanted = _balanced(report, numbers, given)
    cells = {(cell.table, cell.row, cell.column): cell for cell in report.cells.all()}
    name = by.person.name if by.person else "系统"
    made = [
        Correction(
            report=report, cell=cells[place], old=numbers[place], new=value, reason=reason.strip()[:300],
            person_name=name,
        )
        for place, value in wanted.items()
    ]  # fmt: skip
    Correction.objects.bulk_create(made)
    report.save(update_fields=["version"])
    note(
        "correct", report, by, reason.strip()[:300],
        更正={" ".join(place): f"{numbers[place].normalize():f}→{value.normalize():f}" for place, value in wanted.items()},
    )  # fmt: skip
    return made


def _balanced(report: Report, numbers: dict[Place, Decimal], given: dict[Place, Decimal]) -> dict[Place, Decimal]:
    """Return the changes with their sums. Raises Refused where something does not fit that did fit before."""
    parts = {place: value for place, value in given.items() if not is_sum(place)}
    wanted = followed(numbers, parts, law.Form(report.format))
    if any(wanted.get(place, numbers[place]) != value for place, value in given.items()):
        raise Refused("总计由各分项相加得出，不能单独更正。请更正有误的分项，总计随之更正。")
    before = {one.message for one in within(queries.figures_of(report))}
    after = [one for one in within(queries.figures_with(report, numbers | wanted)) if one.message not in before]
    if after:
        raise Refused(
            f"这样更正以后有{len(after)}处不符，请把相关的数一并更正（例如多收一件，同时增加一件办理结果或者结转）：{after[0].message}"
        )
    return wanted


def take_again(*, report: Report, reason: str, by: Acting, seen: int | None = None) -> list[Correction]:
    """Correct every number that the facts count otherwise by now, at once, so that the tables stay in balance."""
    changes = {place: Decimal(new) for place, (_, new) in queries.moved(report).items()}
    return correct(report=report, changes=changes, reason=reason, by=by, seen=seen)
