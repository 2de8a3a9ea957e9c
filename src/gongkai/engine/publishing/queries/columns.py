"""Columns as they are kept: what stands in the wrong one, what is empty or late, how busy the blocks are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Max
from django.utils import timezone

from gongkai.engine.publishing.models import Column, Placement, Release
from gongkai.engine.publishing.rules import BLOCK_NAMES, KINDS, ColumnRule, Standing, misfit, words_of

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Site


@dataclass(frozen=True)
class Misplaced:
    """A public item in a column whose rule it does not keep to."""

    release: Release
    column: Column
    why: str


@dataclass(frozen=True)
class Activity:
    """How one block of a site (政务公开、政务服务、政民互动) was kept in a period."""

    key: str
    name: str
    columns: int
    published: int
    newest: dt.datetime | None


def rule_of(column: Column) -> ColumnRule:
    return ColumnRule.of(column.takes)


def rule_words(column: Column) -> str:
    """Return what the column takes, in the words readers see: what its keeper wrote, else the rule itself."""
    return column.scope or words_of(rule_of(column), {key: kind.name for key, kind in KINDS.items()})


def standing_of(release: Release, column: Column) -> Standing:
    kind = KINDS.get(release.kind)
    return Standing(
        kind=release.kind,
        kind_name=kind.name if kind else "",
        genre=release.genre,
        category=release.category,
        same_agency=release.agency_id == column.agency_id,
    )


def misplaced(columns: Iterable[Column]) -> list[Misplaced]:
    """Return what stands in a column against its rule, newest first; only columns with a rule are read (R259)."""
    found: list[Misplaced] = []
    for column in columns:
        rule = rule_of(column)
        if rule.is_open:
            continue
        placed = Release.objects.filter(item__placements__column=column).select_related("agency")
        for release in placed.order_by("-published_at"):
            if why := misfit(rule, standing_of(release, column)):
                found.append(Misplaced(release, column, why))
    return found


def last_updates(columns: Iterable[Column]) -> dict[int, dt.datetime]:
    """Return column → when the newest thing in itself was published; columns without anything are absent. One query."""
    rows = Placement.objects.filter(column__in=[one.pk for one in columns], item__release__isnull=False)
    found = rows.order_by().values("column").annotate(newest=Max("item__release__published_at"))
    return dict(found.values_list("column", "newest"))


def activity(site: Site, *, since: dt.date) -> list[Activity]:
    """Return how busy each block of a site was since a day, by its visible columns (R249)."""
    start = timezone.make_aware(dt.datetime.combine(since, dt.time.min))
    columns = list(Column.objects.filter(site=site, visible=True).exclude(block=""))
    newest = last_updates(columns)
    counted: Mapping[int, int] = dict(
        Placement.objects.filter(column__in=columns, item__release__published_at__gte=start)
        .order_by()
        .values("column")
        .annotate(n=Count("item", distinct=True))
        .values_list("column", "n")
    )
    shown = []
    for key, name in BLOCK_NAMES.items():
        own = [column for column in columns if column.block == key]
        moments = [newest[column.pk] for column in own if column.pk in newest]
        shown.append(
            Activity(key, name, len(own), sum(counted.get(column.pk, 0) for column in own), max(moments, default=None))
        )
    return shown
