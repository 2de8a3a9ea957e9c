"""无障碍检查 as pages ask for it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet, Sum

from gongkai.base.organisations.queries import OutOfSight, agencies_where
from gongkai.base.organisations.rules import Permission
from gongkai.oversight.sitewatch.models import PageReport
from gongkai.oversight.sitewatch.permissions import reads_whole, sites_for

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Site
    from gongkai.base.organisations.queries import Acting


@dataclass(frozen=True, slots=True)
class AccessFigures:
    """How a site stands: pages looked at, pages with something in the way, how much of which kind."""

    looked: int
    pages: int
    barriers: int
    by_check: tuple[tuple[str, int], ...]


def reports(by: Acting, site: Site, *, check: str = "", path: str = "") -> QuerySet[PageReport]:
    """Return the reports on a site this person may read: all of it, or the pages of one's own agencies."""
    rows = PageReport.objects.filter(site=site).select_related("agency", "site")
    if not reads_whole(by, site):
        rows = rows.filter(agency__in=agencies_where(by, Permission.SITEWATCH_MANAGE))
    if check:
        rows = rows.filter(kinds__contains=f" {check} ")
    if path:
        rows = rows.filter(Q(path__icontains=path) | Q(title__icontains=path))
    return rows


def access_figures(by: Acting, site: Site) -> AccessFigures:
    rows = reports(by, site)
    counts: Counter[str] = Counter()
    for barriers in rows.filter(count__gt=0).values_list("barriers", flat=True):
        counts.update(one["check"] for one in barriers)
    total = rows.aggregate(n=Sum("count"))["n"] or 0
    return AccessFigures(rows.count(), rows.filter(count__gt=0).count(), total, tuple(counts.most_common()))


def report_of(pk: int, by: Acting) -> PageReport:
    """Return one report. Raises OutOfSight."""
    row = PageReport.objects.select_related("site__agency", "agency", "item").filter(pk=pk).first()
    if row is None or not sites_for(by).filter(pk=row.site_id).exists():
        raise OutOfSight
    if not reports(by, row.site).filter(pk=pk).exists():
        raise OutOfSight
    return row
