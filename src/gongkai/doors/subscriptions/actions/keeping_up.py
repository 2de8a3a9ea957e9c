"""Which subscriptions changed, written with the change; and the index in this process, brought up to date before each use."""

from __future__ import annotations

import datetime as dt
import threading
from array import array
from collections.abc import Iterable, Iterator

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from gongkai.doors.subscriptions.models import Change, Counter, Subscription
from gongkai.doors.subscriptions.rules import Criteria, CriteriaRefused, Document, Standing
from gongkai.doors.subscriptions.rules.matching import MatchingIndex

KEPT = dt.timedelta(days=3)  # a worker that slept longer reads everything anew
CHUNK = 500


@transaction.atomic
def note_changes(subscriptions: Iterable[int]) -> None:
    """Number the changes in the order of commits: the counter's row stays locked until the caller's transaction ends."""
    numbers = list(subscriptions)
    if not numbers:
        return
    Counter.objects.get_or_create(pk=1)
    Counter.objects.filter(pk=1).update(number=F("number") + len(numbers))
    last = Counter.objects.values_list("number", flat=True).get(pk=1)
    first = last - len(numbers) + 1
    Change.objects.bulk_create([Change(number=first + place, subscription=pk) for place, pk in enumerate(numbers)])


def forget_changes() -> int:
    return Change.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]


class _Live:
    """The index of this process and how far it has followed. Built at the first use, so after each start."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        self.index = MatchingIndex()
        self.number = -1

    def follow(self) -> None:
        last = Counter.objects.filter(pk=1).values_list("number", flat=True).first() or 0
        if self.number < 0 or last < self.number or not self._reaches():
            self.rebuild(last)
            return
        if last == self.number:
            return
        changed = Change.objects.filter(number__gt=self.number, number__lte=last).order_by("number")
        pks = list(dict.fromkeys(changed.values_list("subscription", flat=True)))
        for start in range(0, len(pks), CHUNK):
            self._refresh(pks[start : start + CHUNK])
        self.number = last

    def _reaches(self) -> bool:
        """Say whether the changes still kept go back to where this index stands."""
        oldest = Change.objects.order_by("number").values_list("number", flat=True).first()
        return oldest is None or oldest <= self.number + 1

    def rebuild(self, number: int) -> None:
        self.index = MatchingIndex()
        rows = wanted().order_by("pk").values_list("pk", "criteria").iterator(chunk_size=5000)
        self.index.add_all(_read(rows))
        self.number = number

    def _refresh(self, pks: list[int]) -> None:
        rows = dict(_read(wanted().filter(pk__in=pks).values_list("pk", "criteria")))
        for pk in pks:
            if pk in rows:
                self.index.add(pk, rows[pk])
            else:
                self.index.remove(pk)


def wanted() -> QuerySet[Subscription]:
    """Return the subscriptions that are matched at all."""
    return Subscription.objects.filter(active=True, subscriber__state=Standing.CONFIRMED)


def _read(rows: Iterable[tuple[int, dict[str, list[str]]]]) -> Iterator[tuple[int, Criteria]]:
    for pk, stored in rows:
        try:
            yield pk, Criteria.read(stored)
        except CriteriaRefused:
            continue  # written by an older version and empty today: it asks for nothing


_live = _Live()


def matching(document: Document) -> array[int]:
    """Return the numbers of the subscriptions that a document meets now."""
    with _live.lock:
        _live.follow()
        return _live.index.match(document)


def forget_index() -> None:
    """Let the next use build the index anew: after a restore, and between tests."""
    with _live.lock:
        _live.forget()
