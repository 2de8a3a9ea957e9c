"""Outreach: how far policies reach, who speaks for them, who made the material, how it is rated. Pure Python."""

from gongkai.oversight.outreach.rules.contests import CRITERIA, KIND, STEPS, Stage, criteria_wrong, ranked, weighted
from gongkai.oversight.outreach.rules.leaders import EVENT_KINDS, TIERS, Period, Tier, period_of, periods_of
from gongkai.oversight.outreach.rules.ratings import QUESTIONS, STARS, WORST_SHARE
from gongkai.oversight.outreach.rules.spread import (
    CHANNEL_GRACE,
    GUEST_KINDS,
    SPREAD_GRACE,
    SPREAD_KINDS,
    WATCH_EVERY,
    WATCH_FOR,
    watch_due,
)

__all__ = [
    "CHANNEL_GRACE",
    "CRITERIA",
    "EVENT_KINDS",
    "GUEST_KINDS",
    "KIND",
    "QUESTIONS",
    "SPREAD_GRACE",
    "SPREAD_KINDS",
    "STARS",
    "STEPS",
    "TIERS",
    "WATCH_EVERY",
    "WATCH_FOR",
    "WORST_SHARE",
    "Period",
    "Stage",
    "Tier",
    "criteria_wrong",
    "period_of",
    "periods_of",
    "ranked",
    "watch_due",
    "weighted",
]
