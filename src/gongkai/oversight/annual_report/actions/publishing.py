"""A report that was published: its address and day; and reports from before the platform."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.engine.duties import actions as duties
from gongkai.law import annual_tables as law
from gongkai.oversight.annual_report.actions.reporting import (
    keep_cells,
    locked,
    note,
    open_report,
    report_subject,
)
from gongkai.oversight.annual_report.models import Report
from gongkai.oversight.annual_report.permissions import Refused
from gongkai.oversight.annual_report.queries.reports import NAMES2
from gongkai.oversight.annual_report.rules import Figures
from gongkai.oversight.annual_report.rules.reports import Source, State, duty_of

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency
    from gongkai.base.organisations.queries import Acting


@transaction.atomic
def publish(*, report: Report, on: dt.date, url: str, by: Acting, seen: int | None = None) -> Report:
    """Put down where and when it was published; its clock ends there. Raises Refused before it is frozen."""
    report = locked(report, by, seen, State.FROZEN)
    if on > timezone.localdate():
        raise Refused("公布日期还没有到，请在公布以后登记。")
    if on <= law.period_of(report.year)[1]:
        raise Refused("公布日期在统计期结束以前，请核对。")
    report.state, report.published_on, report.published_url = State.PUBLISHED.value, on, url.strip()
    report.save(update_fields=["state", "published_on", "published_url", "version"])
    note("publish", report, by, url.strip(), 公布日期=on.isoformat())
    duties.discharge(rule=duty_of(report.agency.kind), subject=report_subject(report), by=by, on=on)
    return report


@transaction.atomic
def take_over(*, agency: Agency, figures: Figures, published_on: dt.date, url: str, by: Acting) -> Report:
    """Take in a report from before the platform, so that the years connect. Raises Refused."""
    if not figures.year or not {"new", "carried_in", "total", "carried_out"} <= figures.table3.keys():
        raise Refused("没有读到统计年度或者完整的表三，不能载入。")
    report = open_report(agency=agency, year=figures.year, by=by)
    report = locked(report, by, None, State.DRAFT)
    keep_cells(report, "3", figures.table3, [column.key for column in law.ALL_COLUMNS], Source.IMPORTED)
    keep_cells(report, "4", figures.table4, [column.key for column in law.TABLE4_COLUMNS], Source.IMPORTED)
    report.cells.filter(table="2").delete()
    for row, names in NAMES2.items():
        amounts = figures.table2.get(row, ())
        if len(amounts) == len(names):
            keep_cells(report, "2", {row: amounts}, list(names), Source.IMPORTED)
    report.state, report.frozen_at = State.PUBLISHED.value, timezone.now()
    report.published_on, report.published_url = published_on, url.strip()
    report.save()
    note("take-over", report, by, url.strip(), 统计年度=figures.year)
    duties.discharge(rule=duty_of(agency.kind), subject=report_subject(report), by=by, on=published_on)
    return report
