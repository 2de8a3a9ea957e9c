"""Columns and how fresh they are: what the indicators count, and what falls due next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Max
from django.utils import timezone

from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import KINDS
from gongkai.law.clocks import CLOCKS
from gongkai.law.periods import annual_due
from gongkai.oversight.sitewatch.rules.indicators import GROUP_NAMES, Group, Limit, group_of, home_limit, national_limit

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Site
    from gongkai.engine.publishing.models import Column, Release

YEARLY_REPORT = "C20"


@dataclass(frozen=True, slots=True)
class Shelf:
    """A column as it stands: how many things below it, the newest with its page, what must happen until when."""

    column: Column
    count: int
    newest_on: dt.date | None
    newest_title: str
    newest_url: str
    group: Group
    national: Limit | None
    own: Limit | None
    children: int = 0

    @property
    def url(self) -> str:
        return f"/columns/{self.column.slug}/"

    @property
    def group_name(self) -> str:
        return GROUP_NAMES[self.group]

    def idle_days(self, today: dt.date) -> int | None:
        return (today - self.newest_on).days if self.newest_on else None

    @property
    def is_empty(self) -> bool:
        return self.count == 0

    def breaks_national(self, today: dt.date) -> bool:
        """Nothing with a date in it counts as not updated; what is empty is counted as empty."""
        return self.national is not None and today > self.national.last_day

    def is_stale(self, today: dt.date) -> bool:
        return self.own is not None and today > self.own.last_day

    @property
    def next_limit(self) -> Limit | None:
        limits = [one for one in (self.national, self.own) if one is not None]
        return min(limits, key=lambda one: one.last_day, default=None)


@dataclass(frozen=True, slots=True)
class Due:
    """Something that must appear until a day: a column, the home page, a yearly report."""

    what: str
    url: str
    owner: str
    limit: Limit
    left: int
    column: Column | None = field(default=None)

    @property
    def word(self) -> str:
        if self.left < 0:
            return f"已超过{-self.left}天"
        return "今天到期" if self.left == 0 else f"还有{self.left}天"


def shelves(site: Site) -> list[Shelf]:
    """Return every visible column of a site with its newest thing: three queries and one for each column's newest."""
    columns = list(publishing.columns_of_site(site))
    shown = publishing.public_releases(site)
    counts = publishing.column_counts(columns, shown)
    children: dict[int, int] = {}
    for column in columns:
        if column.parent_id:
            children[column.parent_id] = children.get(column.parent_id, 0) + 1
    return [_shelf(column, counts[column.pk], children.get(column.pk, 0), site) for column in columns]


def _shelf(column: Column, count: int, children: int, site: Site) -> Shelf:
    newest = _newest(column, site) if count else None
    day = timezone.localdate(newest.first_published_at) if newest else None
    group = group_of(column.column_type, column.name)
    own = None
    if day and column.update_days:
        own = Limit(
            day + dt.timedelta(days=column.update_days),
            f"{column.update_duty or '栏目更新要求'}（间隔不超过{column.update_days}日）",
        )
    return Shelf(
        column, count, day, newest.title if newest else "", KINDS[newest.kind].path(newest.key) if newest else "", group,
        national_limit(group, column.parent_id is None, day) if day else None, own, children,
    )  # fmt: skip


def _newest(column: Column, site: Site) -> Release | None:
    """Return the thing that was new last: a correction of an old one makes no column new."""
    rows = publishing.releases_in_column(column).filter(pk__in=publishing.public_releases(site).order_by().values("pk"))
    return rows.order_by("-first_published_at").first()


def newest_on_home(site: Site) -> dt.date | None:
    at = publishing.public_releases(site).aggregate(at=Max("first_published_at"))["at"]
    return timezone.localdate(at) if at else None


def dues(site: Site, found: Iterable[Shelf], newest: dt.date | None, today: dt.date) -> list[Due]:
    """Return what falls due next, the most urgent first, overdue things included."""
    listed = []
    if newest:
        limit = home_limit(newest)
        listed.append(Due("首页", "/", site.agency.label, limit, (limit.last_day - today).days))
    for shelf in found:
        if (next_limit := shelf.next_limit) is not None:
            left = (next_limit.last_day - today).days
            listed.append(Due(shelf.column.name, shelf.url, shelf.column.agency.label, next_limit, left, shelf.column))
    clock = CLOCKS[YEARLY_REPORT]
    due = next(day for year in (today.year, today.year + 1) if (day := annual_due(clock, year)) >= today)
    words = Limit(due, f"{clock.what}（{clock.source.citation}）")
    listed.append(Due("政府网站工作年度报表", "/", site.agency.label, words, (due - today).days))
    return sorted(listed, key=lambda one: (one.limit.last_day, one.what))
