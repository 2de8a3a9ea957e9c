"""What screening does by itself: ask other hosts about links, where that is switched on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gongkai.base.jobs import actions as jobs
from gongkai.engine.screening import actions

if TYPE_CHECKING:
    from gongkai.base.jobs.rules import ClaimedJob


@jobs.handles("screening.links", lease_seconds=600)
def ask_links(claimed: Sequence[ClaimedJob]) -> None:
    """Ask for what stands in texts in work; the answers show as findings when a text is looked at next."""
    del claimed
    actions.ask_links()


jobs.every("screening.links", seconds=600)
