"""Counting searches. No person, no address and no cookie comes in here; words are masked before they are kept."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.core.cache import cache
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.organisations.queries import Acting
from gongkai.base.organisations.rules import Permission
from gongkai.engine.search.models import AskedTerm, LogPolicy
from gongkai.engine.search.permissions import check_manage
from gongkai.engine.search.queries.terms import keep_days
from gongkai.engine.search.rules.keeping import DEEPEST_PLACE, LEAST_DAYS, MOST_DAYS, kept_words

SAME_READER_SECONDS = 30 * 60  # a page looked at again, or leafed through, is one search
MOST_TERMS_A_DAY = 20_000  # of one site: beyond it somebody is playing


def _row(site: str, words: str) -> AskedTerm | None:
    kept = kept_words(words)
    if not kept:
        return None
    today = timezone.localdate()
    row = AskedTerm.objects.filter(on=today, site=site, words=kept).first()
    if row is None:
        if AskedTerm.objects.filter(on=today, site=site).count() >= MOST_TERMS_A_DAY:
            return None
        row, _ = AskedTerm.objects.get_or_create(on=today, site=site, words=kept)
    return row


def _first_time(mark: str, what: str, words: str) -> bool:
    """Return whether this reader did not do the same a moment ago. The mark says nothing about who it is."""
    if not mark:
        return True
    key = "searched:" + hashlib.sha256(f"{mark}\n{what}\n{kept_words(words)}".encode()).hexdigest()
    return bool(cache.add(key, 1, SAME_READER_SECONDS))


def count_asked(*, site: str, words: str, found: int, mark: str = "") -> bool:
    """Count one search and how much it found; `mark` tells reloads apart and is kept for half an hour, in memory only."""
    if not _first_time(mark, "asked", words):
        return False
    row = _row(site, words)
    if row is None:
        return False
    AskedTerm.objects.filter(pk=row.pk).update(asked=F("asked") + 1, found=max(found, 0))
    return True


def count_click(*, site: str, words: str, place: int, mark: str = "") -> bool:
    """Count that the result at this place (1 is the first) was opened."""
    if not 1 <= place <= DEEPEST_PLACE or not _first_time(mark, f"click{place}", words):
        return False
    row = _row(site, words)
    if row is None:
        return False
    first = 1 if place == 1 else 0
    AskedTerm.objects.filter(pk=row.pk).update(
        clicks=F("clicks") + 1, places=F("places") + place, first_clicks=F("first_clicks") + first
    )
    return True


def count_help(*, site: str, words: str, helped: bool, mark: str = "") -> bool:
    """Count one answer to "did this help"."""
    if not _first_time(mark, "help", words):
        return False
    row = _row(site, words)
    if row is None:
        return False
    name = "helped" if helped else "not_helped"
    AskedTerm.objects.filter(pk=row.pk).update(**{name: F(name) + 1})
    return True


@transaction.atomic
def keep_for(*, days: int, by: Acting) -> LogPolicy:
    """Set for how many days the counts are kept. Raises NotAllowed, ValueError with a sentence."""
    check_manage(by)
    if not LEAST_DAYS <= days <= MOST_DAYS:
        raise ValueError(f"保存期应在{LEAST_DAYS}天到{MOST_DAYS}天之间。")
    policy = LogPolicy.objects.first() or LogPolicy()
    old, policy.keep_days = policy.keep_days, days
    policy.save()
    events.record(
        tag="search:log:keep", by=by.actor(Permission.SEARCH_MANAGE), subject=Subject("search-log", str(policy.pk)), old={"保存天数": old},
        new={"保存天数": days},
    )  # fmt: skip
    return policy


def forget_old(*, today: dt.date | None = None) -> int:
    """Delete what is older than the term set; return how many counts went."""
    oldest = (today or timezone.localdate()) - dt.timedelta(days=keep_days())
    return AskedTerm.objects.filter(on__lt=oldest).delete()[0]
