"""The ledger of leaders: who has done how much of the duty in which period, live."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongkai.oversight.outreach.models import Appearance, Leader
from gongkai.oversight.outreach.permissions import agencies_read
from gongkai.oversight.outreach.rules import TIERS, Period, Tier, periods_of
from gongkai.oversight.outreach.rules.leaders import TIER_NAMES

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gongkai.base.organisations.queries import Acting

__all__ = ["TIER_NAMES", "Duty", "duties_of", "leaders"]


@dataclass(frozen=True)
class Duty:
    """One leader in one period: how often it should be, how often it was, whether time is left."""

    leader: Leader
    tier: Tier
    period: Period
    done: int
    today: dt.date

    @property
    def short(self) -> int:
        return max(0, self.tier.least - self.done)

    @property
    def left(self) -> int:
        """Calendar days to the end of the period, negative once it is over."""
        return (self.period.last - self.today).days

    @property
    def state(self) -> tuple[str, str]:
        if not self.short:
            return "已完成", "ok"
        if self.left < 0:
            return f"缺{self.short}次", "bad"
        return f"还差{self.short}次", "warn" if self.period.first <= self.today else "info"


def leaders(by: Acting) -> QuerySet[Leader]:
    return Leader.objects.select_related("agency", "recorded_by").filter(agency__in=agencies_read(by).values("pk"))


def duties_of(rows: Iterable[Leader], *, year: int, today: dt.date) -> list[Duty]:
    """Return the duties of these leaders in a year; a period in which somebody did not serve a single day is none."""
    rows = list(rows)
    done: dict[int, list[Appearance]] = defaultdict(list)
    for one in Appearance.objects.filter(leader__in=rows, on__year=year):
        done[one.leader_id].append(one)
    found = []
    for leader in rows:
        tier = TIERS[leader.tier]
        for period in periods_of(year, tier.span):
            if leader.starts_on > period.last or (leader.ends_on and leader.ends_on < period.first):
                continue
            found.append(Duty(leader, tier, period, _count(done[leader.pk], tier, period), today))
    return found


def _count(rows: Sequence[Appearance], tier: Tier, period: Period) -> int:
    return sum(one.kind in tier.kinds and period.first <= one.on <= period.last for one in rows)
