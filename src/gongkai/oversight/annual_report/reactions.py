"""What happens by itself: applications are counted as they move, and on 1 January last year's reports are begun."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils import timezone

from gongkai.base.jobs import actions as jobs
from gongkai.base.organisations.queries import the_system
from gongkai.oversight.annual_report import actions
from gongkai.responsive.applications.rules import facts as applications

if TYPE_CHECKING:
    from gongkai.base.jobs.rules import ClaimedJob


def count(fact: applications.Fact) -> None:
    """Count a matter in the transaction of the verb that moved it; what is decided but not yet given is still open."""
    actions.place(fact=fact if fact.closed_on else replace(fact, row="", days=None))


def forget(kind: str, subject_type: str, subject_id: str) -> None:
    actions.remove(kind=kind, subject_type=subject_type, subject_id=subject_id)


applications.FACT_LISTENERS.append(count)
applications.GONE_LISTENERS.append(forget)


@jobs.handles("annual_report.open-year", lease_seconds=300)
def run_open_year(claimed: Sequence[ClaimedJob]) -> None:
    del claimed
    actions.open_year(today=timezone.localdate(), by=the_system("annual_report"))


jobs.every("annual_report.open-year", daily_at="00:10")
