"""How far each interpreted policy has come since its release: spread, misreadings, channels, ratings."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from gongkai.base.organisations.queries import OutOfSight
from gongkai.engine.publishing.queries import public_releases
from gongkai.engine.publishing.rules import KINDS
from gongkai.oversight.outreach.models import ChannelUse, Spread, Watch
from gongkai.oversight.outreach.permissions import agencies_read
from gongkai.oversight.outreach.rules import CHANNEL_GRACE, SPREAD_GRACE, watch_due
from gongkai.proactive.interpretation.rules import CHANNELS
from gongkai.proactive.interpretation.rules.scope import ALWAYS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from gongkai.base.organisations.models import Agency
    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Release

FLAGS: dict[str, str] = {
    "spread": "没有传播记录",
    "channels": "渠道情况没有登记",
    "watch": "舆情跟踪逾期",
    "misread": "误读还没有回应",
}


@dataclass(frozen=True)
class Line:
    """One public policy with its plan. `missing` are planned channels of which nothing is on record."""

    release: Release
    plan: Any
    important: bool
    spreads: int
    reach: int
    missing: tuple[str, ...]
    next_look: dt.date | None
    open_misreadings: int
    today: dt.date

    @property
    def published(self) -> dt.date:
        return timezone.localdate(self.release.first_published_at)

    @property
    def url(self) -> str:
        return KINDS[self.release.kind].path(self.release.key)

    @property
    def flags(self) -> list[str]:
        found = []
        if self.important and not self.spreads and self.published + SPREAD_GRACE < self.today:
            found.append("spread")
        if self.missing and self.published + CHANNEL_GRACE < self.today:
            found.append("channels")
        if self.next_look is not None and self.next_look < self.today:
            found.append("watch")
        if self.open_misreadings:
            found.append("misread")
        return found

    @property
    def flag_words(self) -> list[str]:
        return [FLAGS[one] for one in self.flags]

    @property
    def missing_words(self) -> str:
        return "、".join(CHANNELS[one] for one in self.missing)


def _rows(agencies: QuerySet[Agency]) -> QuerySet[Release]:
    rows = public_releases().filter(agency__in=agencies.values("pk"), item__interpretation_plan__isnull=False)
    return rows.select_related("agency", "item__interpretation_plan")


def policy_lines(
    *, agencies: QuerySet[Agency], today: dt.date, since: dt.date | None = None, until: dt.date | None = None
) -> list[Line]:
    """Return the policies of these agencies that have an interpretation plan, first published in these days, newest first."""
    rows = _rows(agencies).order_by("-first_published_at")
    if since is not None:
        rows = rows.filter(first_published_at__date__gte=since)
    if until is not None:
        rows = rows.filter(first_published_at__date__lte=until)
    return _lines(rows, today)


def _lines(releases: Iterable[Release], today: dt.date) -> list[Line]:
    releases = list(releases)
    items = [one.item_id for one in releases]
    spreads: dict[int, list[int]] = defaultdict(list)
    for policy, reach in Spread.objects.filter(policy__in=items).values_list("policy", "reach"):
        spreads[policy].append(reach or 0)
    uses: dict[int, set[str]] = defaultdict(set)
    for policy, channel in ChannelUse.objects.filter(policy__in=items).values_list("policy", "channel"):
        uses[policy].add(channel)
    looks: dict[int, list[Watch]] = defaultdict(list)
    for look in Watch.objects.filter(policy__in=items):
        looks[look.policy_id].append(look)
    return [_line(one, spreads[one.item_id], uses[one.item_id], looks[one.item_id], today) for one in releases]


def _line(release: Release, spreads: list[int], uses: set[str], looks: list[Watch], today: dt.date) -> Line:
    plan = release.item.interpretation_plan
    last = max((look.looked_on for look in looks), default=None)
    day = timezone.localdate(release.first_published_at)
    planned = list(CHANNELS) if plan.attention else list(plan.channels)
    explained = set(plan.unused)  # given with the plan already
    return Line(
        release=release,
        plan=plan,
        important=plan.important or plan.attention or release.category in ALWAYS,
        spreads=len(spreads),
        reach=sum(spreads),
        missing=tuple(one for one in planned if one not in uses and one not in explained),
        next_look=watch_due(day, last) if plan.misreading else None,
        open_misreadings=sum(look.state == "待回应" for look in looks),
        today=today,
    )


def find_policy(pk: int, by: Acting, today: dt.date) -> Line:
    """Return one policy in this person's sight. Raises OutOfSight (404)."""
    found = _lines(_rows(agencies_read(by)).filter(pk=pk), today)
    if not found:
        raise OutOfSight
    return found[0]
