"""Keeping “cited by” true to what is public and to the library: told by the outbox, by imports, and each night by the date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from gongkai.base.jobs import actions as jobs
from gongkai.engine.publishing.rules import consumes
from gongkai.engine.regulations import actions
from gongkai.engine.regulations.models import Law
from gongkai.engine.regulations.rules import LOOK_BACK_DAYS

if TYPE_CHECKING:
    from gongkai.base.jobs.rules import ClaimedJob
    from gongkai.engine.publishing.models import OutboxEntry


@consumes("regulations")
def read_releases(entries: Sequence[OutboxEntry]) -> None:
    """Read the pages as they are public now, whatever the entries told then: so twice does no harm, and order none."""
    actions.read_pages(item_ids={entry.item_id for entry in entries})


@jobs.handles("regulations.review", batch=200, lease_seconds=600)
def review(claimed: Sequence[ClaimedJob]) -> None:
    """Laws were imported: look at the pages that speak of them. A grown import leaves many jobs, and one look does for all."""
    laws = {pk for job in claimed for pk in job.payload["laws"]}
    actions.review_laws(law_ids=sorted(laws))


@jobs.handles("regulations.calendar", lease_seconds=600)
def follow_the_calendar(claimed: Sequence[ClaimedJob]) -> None:
    """Look at the pages that speak of what came into force or ended lately: that is no event, it is the date."""
    del claimed
    today = timezone.localdate()
    lately = (today - dt.timedelta(days=LOOK_BACK_DAYS), today)
    begun = Q(versions__effective_on__range=lately) | Q(repealed_on__range=lately)
    actions.review_laws(law_ids=list(Law.objects.filter(begun).values_list("pk", flat=True).distinct()))


@jobs.handles("regulations.remind", lease_seconds=600)
def remind(claimed: Sequence[ClaimedJob]) -> None:
    """Tell who is in charge what falls due and what is late; a message goes out once, however often this runs."""
    del claimed
    actions.remind_tasks()


jobs.every("regulations.remind", daily_at="06:10")
jobs.every("regulations.calendar", daily_at="00:20")
