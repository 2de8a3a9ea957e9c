"""Time limits that a person put in force after checking their source."""

from __future__ import annotations

from gongkai.engine.duties.models import Adoption
from gongkai.law.clocks import CLOCKS, Clock


def adoptions() -> dict[str, Adoption]:
    """Return what is adopted now, by clock."""
    return {row.clock: row for row in Adoption.objects.filter(ended_at__isnull=True)}


def adopted_clock(clock_id: str) -> Clock | None:
    """Return the clock if it may set a deadline: by the law itself, or because somebody adopted it; else None."""
    clock = CLOCKS[clock_id]
    if clock.drives:
        return clock
    row = Adoption.objects.filter(clock=clock_id, ended_at__isnull=True).first()
    return clock.adopt(row.by_name) if row is not None else None


def unverified() -> list[Clock]:
    """Return the clocks of the table that nothing drives until somebody adopts them."""
    return [clock for clock in CLOCKS.values() if not clock.drives]
