"""What a look at the columns and their contents finds: misplaced, empty, behind, without a date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.queries.columns import standing_of
from gongkai.engine.publishing.rules import KINDS, misfit
from gongkai.oversight.sitewatch.models import Watch
from gongkai.oversight.sitewatch.queries.columns import Shelf
from gongkai.oversight.sitewatch.rules import Kind

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency, Site
    from gongkai.engine.publishing.models import Column

LONGEST_PRINT = 120


@dataclass(frozen=True, slots=True)
class Problem:
    """What is to be on record as a finding; `fingerprint` is the same as long as the thing is."""

    kind: Kind
    fingerprint: str
    title: str
    detail: str
    url: str
    agency: Agency
    column: Column | None = None
    item_id: int | None = None
    link_id: int | None = None


def watch_of(site: Site) -> Watch:
    """Return how a site is watched; an unsaved row with the defaults while nobody changed anything."""
    return Watch.objects.filter(site=site).first() or Watch(site=site)


def asks_outside(site: Site) -> bool:
    """Return whether other hosts are asked about links: switched on for the whole platform, or for this site."""
    return bool(getattr(settings, "CHECK_OUTSIDE_LINKS", False)) or watch_of(site).ask_outside


def column_problems(found: Sequence[Shelf], today: dt.date) -> Iterator[Problem]:
    for shelf in found:
        column = shelf.column
        mark, word = f"{column.pk}", f"栏目“{column.name}”"
        if shelf.is_empty:
            words = "栏目没有任何内容。请补充内容，或者在栏目设置中停用。"
            yield Problem(Kind.EMPTY, f"empty:{mark}", f"{word}空白", words, shelf.url, column.agency, column)
        elif shelf.is_stale(today) or shelf.breaks_national(today):
            limit = shelf.next_limit
            words = (
                f"最近更新于{shelf.newest_on:%Y-%m-%d}，应在{limit.last_day:%Y-%m-%d}前更新：{limit.rule}。"
                if limit
                else ""
            )
            yield Problem(Kind.STALE, f"stale:{mark}", f"{word}未按时更新", words, shelf.url, column.agency, column)


def misplaced(site: Site) -> Iterator[Problem]:
    """Yield what stands in a column against its rule, with the columns where it may belong (R259)."""
    columns = list(publishing.columns_of_site(site))
    shown = set(publishing.public_releases(site).order_by().values_list("pk", flat=True))
    for one in publishing.misplaced(columns):
        if one.release.pk in shown:
            yield _misplaced(one, _better(one, columns))


def _better(one: publishing.Misplaced, columns: Sequence[Column]) -> list[str]:
    """Return the columns with a rule that the thing keeps."""
    found = []
    for column in columns:
        rule, standing = publishing.rule_of(column), standing_of(one.release, column)
        if column.pk != one.column.pk and not rule.is_open and not misfit(rule, standing):
            found.append(column.name)
    return found


def _misplaced(one: publishing.Misplaced, better: Sequence[str]) -> Problem:
    release, column = one.release, one.column
    title = f"“{release.title[:200]}”不应放在“{column.name}”"
    advice = f"可能属于：{'、'.join(better[:3])}。" if better else ""
    return Problem(
        Kind.MISPLACED, f"misplaced:{column.pk}:{release.pk}", title, f"{one.why}{advice}",
        KINDS[release.kind].path(release.key), release.agency, column, release.pk,
    )  # fmt: skip


def undated(site: Site) -> Iterator[Problem]:
    """Yield documents on whose page neither the day of writing nor that of issue stands."""
    rows = publishing.public_releases(site).filter(kind="document", formed_on=None, issued_on=None)
    for release in rows:
        words = "页面上没有成文日期，也没有印发日期；检查时按未更新处理。请更正补充日期。"
        yield Problem(
            Kind.UNDATED, f"undated:{release.item_id}", f"“{release.title[:200]}”没有日期", words,
            KINDS[release.kind].path(release.key), release.agency, item_id=release.item_id,
        )  # fmt: skip
