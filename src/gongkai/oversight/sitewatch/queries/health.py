"""本站健康: everything of one site on one page, and the same by day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from gongkai.base.organisations.queries import OutOfSight
from gongkai.oversight.sitewatch.models import Finding, HealthDay, Look, Patrol
from gongkai.oversight.sitewatch.permissions import findings_for, reads_whole, sites_for
from gongkai.oversight.sitewatch.queries.columns import Due, Shelf, dues, shelves
from gongkai.oversight.sitewatch.queries.duty import missing
from gongkai.oversight.sitewatch.queries.judging import Judgement, judgement
from gongkai.oversight.sitewatch.rules import WAITING, Kind

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Site
    from gongkai.base.organisations.queries import Acting

TREND_DAYS = 30
SOON_DAYS = 14  # what falls due within two weeks stands on the page; configuration


@dataclass(frozen=True, slots=True)
class Counts:
    open: int
    overdue: int
    links: int
    stale: int
    empty: int
    misplaced: int
    missing_log: int


@dataclass(frozen=True, slots=True)
class Health:
    site: Site
    judgement: Judgement
    shelves: tuple[Shelf, ...]
    dues: tuple[Due, ...]
    counts: Counts
    patrol: Patrol | None
    trend: tuple[HealthDay, ...]

    @property
    def soon(self) -> list[Due]:
        return [one for one in self.dues if 0 <= one.left <= SOON_DAYS]

    @property
    def overdue(self) -> list[Due]:
        return [one for one in self.dues if one.left < 0]


def site_of(pk: int, by: Acting) -> Site:
    """Raises OutOfSight for a site this person has nothing to do with."""
    site = sites_for(by).filter(pk=pk).first()
    if site is None:
        raise OutOfSight
    return site


def health(site: Site, today: dt.date) -> Health:
    found = shelves(site)
    judged = judgement(site, found, today)
    return Health(
        site, judged, tuple(found), tuple(dues(site, found, judged.newest, today)), counts(site, found, today),
        Patrol.objects.filter(site=site, finished_at__isnull=False).first(), trend(site, today),
    )  # fmt: skip


def counts(site: Site, found: list[Shelf], today: dt.date) -> Counts:
    waiting = list(Finding.objects.filter(site=site, state__in=WAITING).values_list("kind", "due_on"))
    kinds = [kind for kind, _ in waiting]
    return Counts(
        open=len(waiting), overdue=sum(1 for _, due in waiting if due < today), links=kinds.count(Kind.LINK),
        stale=sum(1 for one in found if one.is_stale(today) or one.breaks_national(today)),
        empty=sum(1 for one in found if one.is_empty), misplaced=kinds.count(Kind.MISPLACED),
        missing_log=len(missing(site, today)),
    )  # fmt: skip


def trend(site: Site, today: dt.date) -> tuple[HealthDay, ...]:
    return tuple(HealthDay.objects.filter(site=site, day__gt=today - dt.timedelta(days=TREND_DAYS), day__lte=today))


def findings(
    by: Acting, site: Site, *, kind: str = "", state: str = "waiting", overdue_on: dt.date | None = None
) -> QuerySet[Finding]:
    """Return what was found on a site as far as this person may read it, the most urgent first."""
    rows = Finding.objects.filter(findings_for(by, site)).select_related("agency", "column", "link", "site__agency")
    if state == "waiting":
        rows = rows.filter(state__in=WAITING)
    elif state:
        rows = rows.filter(state=state)
    if kind:
        rows = rows.filter(kind=kind)
    if overdue_on is not None:
        rows = rows.filter(due_on__lt=overdue_on)
    return rows.order_by("due_on", "pk") if state == "waiting" else rows.order_by("-found_on", "-pk")


def finding_of(pk: int, by: Acting) -> Finding:
    """Raises OutOfSight, the sister of `findings`."""
    row = Finding.objects.select_related("site__agency", "agency", "column", "link", "item").filter(pk=pk).first()
    if row is None or not sites_for(by).filter(pk=row.site_id).exists():
        raise OutOfSight
    if not reads_whole(by, row.site) and not Finding.objects.filter(Q(pk=pk) & findings_for(by, row.site)).exists():
        raise OutOfSight
    return row


def looks_of(finding: Finding) -> QuerySet[Look]:
    return Look.objects.filter(link=finding.link_id) if finding.link_id else Look.objects.none()
