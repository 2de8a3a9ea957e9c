"""The clock of the story: while it runs, `django.utils.timezone.now()` gives the moment that the story tells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from django.utils import timezone


class StoryClock:
    """Goes only forward: an event that would stand before the one before it is a mistake of the story's author."""

    def __init__(self, start: dt.datetime) -> None:
        self.moment = start

    def go_to(self, moment: dt.datetime) -> None:
        self.moment = max(self.moment + dt.timedelta(seconds=1), moment)

    def tick(self) -> dt.datetime:
        """Return the moment and let a trifle pass: two calls never give the same."""
        self.moment += dt.timedelta(microseconds=997)
        return self.moment


@contextmanager
def story_time(start: dt.datetime) -> Iterator[StoryClock]:
    """Run the platform on the story's time.

    What is replaced is the `datetime` that `timezone.now` reads, not `timezone.now` itself: model fields hold that
    function as their default and would not notice.
    """
    clock = StoryClock(start)

    class StoryDatetime(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> StoryDatetime:
            moment = clock.tick()
            told = moment.astimezone(tz)
            return told if tz else told.replace(tzinfo=None)  # type: ignore[return-value]  # a plain datetime serves

    with mock.patch.object(timezone, "datetime", StoryDatetime):
        yield clock
