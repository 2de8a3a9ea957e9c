"""Table 二: what is entered or brought by a file, and counted numbers set otherwise, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from gongkai.base.notify import actions as notify
from gongkai.base.organisations.queries import agency_model, holders, people_of
from gongkai.oversight.annual_report import queries
from gongkai.oversight.annual_report.actions.reporting import locked, note, open_report
from gongkai.oversight.annual_report.models import Cell, Reminder, Report
from gongkai.oversight.annual_report.permissions import MANAGE, Refused, check_manage
from gongkai.oversight.annual_report.queries import second
from gongkai.oversight.annual_report.rules.reports import Source, State
from gongkai.oversight.annual_report.rules.second import COLUMNS, ENTERED_ROWS, Spot, far_off

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency
    from gongkai.base.organisations.queries import Acting

MOST_REASON = 300


def _name(by: Acting) -> str:
    return by.person.name if by.person else "系统"


@transaction.atomic
def enter(
    *,
    report: Report,
    numbers: Mapping[Spot, Decimal],
    by: Acting,
    reasons: Mapping[Spot, str] | None = None,
    seen: int | None = None,
) -> Report:
    """Keep table 二, by row and column; what is not given is 0, and stands as counted where it is counted.

    Raises Refused for a number below zero, and for one that differs from the counted one without a reason.
    """
    report = locked(report, by, seen, State.DRAFT)
    if any(value < 0 for value in numbers.values()):
        raise Refused("表二的数不能小于0，请核对。")
    counted, there = second.counted(report), second.cells_of(report)
    said: dict[str, str] = {}
    for row, columns in COLUMNS.items():
        for column in columns:
            spot = (row, column)
            if spot in counted:
                word = _set(report, spot, numbers.get(spot), counted[spot], (reasons or {}).get(spot, ""), there, by)
            else:
                word = _keep(report, spot, numbers.get(spot, Decimal()), Source.ENTERED, there, by)
            if word:
                said[f"{row} {column}"] = word
    report.save(update_fields=["version"])
    note("enter", report, by, 表二=said)
    return report


def _set(
    report: Report, spot: Spot, value: Decimal | None, counted: int, reason: str, there: Mapping[Spot, Cell], by: Acting
) -> str:
    """Set a counted number otherwise, or let it stand as counted again; return what changed."""
    standing = there.get(spot)
    if value is None or value == counted:
        if standing is None:
            return ""
        standing.delete()
        return f"按台账{counted}"
    reason = reason.strip()[:MOST_REASON]
    if not reason:
        raise Refused(
            f"{spot[0]}{spot[1]}按台账是{counted}，填的是{value:f}，请写明不同的理由，例如司法行政部门核定的情况。"
        )
    if standing is not None and (standing.value, standing.reason, standing.counted) == (
        value,
        reason,
        Decimal(counted),
    ):
        return ""
    Cell.objects.update_or_create(
        report=report, table="2", row=spot[0], column=spot[1],
        defaults={"value": value, "source": Source.ENTERED.value, "counted": counted, "reason": reason,
                  "person_name": _name(by), "at": timezone.now()},
    )  # fmt: skip
    return f"台账{counted}，核定{value:f}：{reason}"


def _keep(report: Report, spot: Spot, value: Decimal, source: Source, there: Mapping[Spot, Cell], by: Acting) -> str:
    """Keep an entered number; one that did not change keeps who entered it. Return the number, "" where unchanged."""
    standing = there.get(spot)
    if standing is not None and standing.value == value:
        return ""
    Cell.objects.update_or_create(
        report=report, table="2", row=spot[0], column=spot[1],
        defaults={"value": value, "source": source.value, "person_name": _name(by), "at": timezone.now()},
    )  # fmt: skip
    return f"{value:f}"


@dataclass(frozen=True)
class Brought:
    """What became of one line: the number that stood there before, last year's, and whether to look twice."""

    old: Decimal | None
    last: Decimal | None
    far: bool


@transaction.atomic
def bring(*, agency: Agency, year: int, row: str, column: str, value: Decimal, by: Acting) -> Brought:
    """Take one number of an agency from a file; begins the report where there is none. Raises Refused."""
    if row not in ENTERED_ROWS:
        raise Refused(f"“{row}”按台账计数，不能导入；与司法行政部门核定的不同时，请在“填报表二”中填写核定数和理由。")
    if column not in COLUMNS[row]:
        raise Refused(f"“{row}”没有“{column}”这一列，应为“{'、'.join(COLUMNS[row])}”。")
    if value < 0:
        raise Refused("数不能小于0，请核对。")
    report = locked(open_report(agency=agency, year=year, by=by), by, None, State.DRAFT)
    there = second.cells_of(report)
    standing = there.get((row, column))
    changed = _keep(report, (row, column), value, Source.IMPORTED, there, by)
    before = queries.before(report)
    last = second.spots(before).get((row, column)) if before else None
    if changed:
        report.save(update_fields=["version"])
        note("bring", report, by, 表二={f"{row} {column}": changed})
    return Brought(standing.value if standing else None, last, far_off(value, last))


@transaction.atomic
def remind(*, agencies: Iterable[Agency], year: int, by: Acting) -> tuple[list[Agency], list[Agency]]:
    """Ask agencies to hand in what they lack; return those that were told, and those where nobody is to be told.

    Whoever has entered everything is left in peace; nobody is told twice on one day.
    """
    told: list[Agency] = []
    nobody: list[Agency] = []
    today = timezone.localdate()
    for agency in agencies:
        check_manage(by, agency)
        report = open_report(agency=agency, year=year, by=by)
        lacks = second.lacking(report) if report.is_draft else []
        if not lacks:
            continue
        own = set(people_of(agency_model().objects.filter(pk=agency.pk)).values_list("pk", flat=True))
        people = [one for one in holders(MANAGE, agency) if one.pk in own and one != by.person]
        if not people:
            nobody.append(agency)
            continue
        notify.tell(
            people=people, title=f"请填报{year}年年度报告表二：{'、'.join(lacks)}",
            key=f"annual-report-second:{year}:{agency.pk}:{today.isoformat()}",
            body=f"由{_name(by)}提醒。填本年全部处理决定的数量，包括依法不公开的；没有的填0。",
            url=reverse("annual_report:second", args=[year, agency.code]), kind="annual-report",
            about=f"annual-report:{report.pk}",
        )  # fmt: skip
        Reminder.objects.create(agency=agency, year=year, person_name=_name(by))
        note("remind", report, by, 提醒=[one.name for one in people])
        told.append(agency)
    return told, nobody
