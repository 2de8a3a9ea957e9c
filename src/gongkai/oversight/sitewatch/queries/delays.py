"""How long things take to the portal, whether other channels were first (R248), and how the blocks of a site compare (R249)."""

from __future__ import annotations

import datetime as dt
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.apps import apps
from django.utils import timezone

from gongkai.engine.duties.queries import calendar
from gongkai.engine.publishing import queries as publishing
from gongkai.law.clocks import CLOCKS
from gongkai.oversight.sitewatch.models import ChannelRelease
from gongkai.oversight.sitewatch.queries.columns import Shelf
from gongkai.oversight.sitewatch.rules.placing import BALANCE_DAYS, BLOCKS, block_of, unbalanced

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Site
    from gongkai.engine.publishing.models import Column, Release

ISSUE = CLOCKS["ISSUE"]
DAYS = 365


@dataclass(frozen=True, slots=True)
class AgencyDelay:
    """Working days from issue to portal of one agency. `late` took longer than the rule allows."""

    agency: str
    label: str
    code: str
    count: int
    median: float
    longest: int
    late: int

    @property
    def late_share(self) -> int:
        return round(100 * self.late / self.count)


@dataclass(frozen=True, slots=True)
class Order:
    """One thing on the portal and on another channel. `hours` > 0: the portal was later by so much."""

    release: Release
    channel: str
    at: dt.datetime
    hours: float

    @property
    def portal_later(self) -> bool:
        return self.hours > 0

    @property
    def words(self) -> str:
        """36小时 or 3天, without a sign."""
        hours = abs(self.hours)
        return f"{hours:.0f}小时" if hours < 48 else f"{hours / 24:.0f}天"


def delays(site: Site, today: dt.date) -> list[AgencyDelay]:
    """Return the agencies by the share of late releases within a year; what was taken over from old sites does not count."""
    rows = publishing.public_releases(site).filter(
        issued_on__isnull=False, first_published_at__date__gte=today - dt.timedelta(days=DAYS), item__origin="drafted"
    )
    book = calendar()
    taken: dict[tuple[str, str, str], list[int]] = {}
    for name, short, code, issued, at in rows.values_list(
        "agency__name", "agency__short_name", "agency__code", "issued_on", "first_published_at"
    ):
        if issued is None:
            continue
        day = timezone.localdate(at)
        taken.setdefault((name, short or name, code), []).append(
            book.working_days_after(issued, day) if day > issued else 0
        )
    found = [
        AgencyDelay(
            name, short, code, len(one), statistics.median(one), max(one), sum(1 for days in one if days > ISSUE.length)
        )
        for (name, short, code), one in taken.items()
    ]
    return sorted(found, key=lambda one: (-one.late / one.count, -one.median, one.agency))


def orders(site: Site) -> list[Order]:
    """Return what was recorded of other channels, the cases in which the portal came later first."""
    rows = ChannelRelease.objects.filter(item__in=publishing.public_releases(site).order_by().values("item"))
    releases = publishing.public_releases(site).in_bulk(list(rows.values_list("item_id", flat=True)))
    found = []
    for row in rows:
        release = releases[row.item_id]
        hours = (release.first_published_at - row.at).total_seconds() / 3600
        found.append(Order(release, row.channel, row.at, round(hours, 1)))
    return sorted(found, key=lambda one: -one.hours)


@dataclass(frozen=True, slots=True)
class BlockLine:
    name: str
    columns: int
    active: int
    share: int
    newest: dt.date | None
    wrong: str


def _block(column: Column) -> str:
    """Return the block that the column's keeper named, else the one that its type or name speaks for."""
    return column.block or block_of(column.column_type, column.name).key


def balance(site: Site, found: Sequence[Shelf]) -> list[BlockLine]:
    """Return each block with its columns and what was published in it lately, a thing once in each block."""
    since = timezone.now() - dt.timedelta(days=BALANCE_DAYS)
    blocks = {shelf.column.pk: _block(shelf.column) for shelf in found}
    lately = publishing.public_releases(site).filter(first_published_at__gte=since).order_by().values("item")
    placements = apps.get_model("publishing", "Placement").objects.filter(column__in=blocks, item__in=lately)
    items: dict[str, set[int]] = {}
    for column_id, item_id in placements.values_list("column_id", "item_id"):
        items.setdefault(blocks[column_id], set()).add(item_id)
    active = {key: len(some) for key, some in items.items()}
    columns = {block.key: sum(1 for key in blocks.values() if key == block.key) for block in BLOCKS}
    wrong, total = unbalanced(active, columns), sum(active.values())
    return [
        BlockLine(
            block.name, columns[block.key], active.get(block.key, 0),
            round(100 * active.get(block.key, 0) / total) if total else 0,
            max((one.newest_on for one in found if one.newest_on and blocks[one.column.pk] == block.key), default=None),
            wrong.get(block.key, ""),
        )
        for block in sorted(BLOCKS, key=lambda one: one.name)
    ]  # fmt: skip
