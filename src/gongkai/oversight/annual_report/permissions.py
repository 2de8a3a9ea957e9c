"""Who reads the figures of an agency, who makes its report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.base.organisations.queries import Acting, OutOfSight, agencies_where, check
from gongkai.base.organisations.rules import Permission
from gongkai.oversight.annual_report.rules.reports import STATE_NAMES, State

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gongkai.base.organisations.models import Agency
    from gongkai.oversight.annual_report.models import Report

MANAGE, READ = Permission.REPORTS_MANAGE, Permission.DUTIES_READ


class Refused(Exception):
    """It cannot happen now; the sentence says why and what to do."""


class Stale(Refused):
    """Somebody else changed it since the page was opened."""


def may_read(by: Acting) -> bool:
    return by.may_anywhere(READ) or by.may_anywhere(MANAGE)


def agencies_read(by: Acting) -> QuerySet[Agency]:
    return (agencies_where(by, READ) | agencies_where(by, MANAGE)).distinct()


def agencies_managed(by: Acting) -> QuerySet[Agency]:
    return agencies_where(by, MANAGE)


def check_read(by: Acting, agency: Agency) -> None:
    """Raises OutOfSight: what another agency counts is not there for strangers."""
    if not (by.may(READ, agency) or by.may(MANAGE, agency)):
        raise OutOfSight


def manages(by: Acting, agency: Agency) -> bool:
    return by.may(MANAGE, agency)


def check_manage(by: Acting, agency: Agency) -> None:
    check(by, MANAGE, agency)


def check_seen(report: Report, seen: int | None) -> None:
    """Raises Stale when the page was opened before the newest change; None for whoever has no page."""
    if seen is not None and seen != report.version:
        raise Stale("您打开页面以后，别人已经改动过。您填写的内容还在，请看过最新情况再提交。")


def check_state(report: Report, *wanted: State) -> None:
    if report.state not in wanted:
        raise Refused(f"这份报告现在是“{STATE_NAMES[report.state]}”，不能这样办理。请刷新页面，按最新情况办理。")
