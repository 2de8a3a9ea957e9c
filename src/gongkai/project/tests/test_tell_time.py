"""The story's clock and its calendar."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from gongkai.engine.publishing.models import Review
from gongkai.project.demo import days
from gongkai.project.demo.clock import story_time

START = dt.datetime(2024, 1, 2, 1, tzinfo=dt.UTC)


def test_everybody_reads_the_clock_of_the_story_while_it_runs() -> None:
    with story_time(START):
        assert timezone.localdate() == dt.date(2024, 1, 2)
        assert Review().at.year == 2024  # a default of a model field
    assert timezone.now().year > 2024


def test_the_clock_never_goes_back() -> None:
    with story_time(START) as clock:
        clock.go_to(START + dt.timedelta(days=3))
        clock.go_to(START)
        assert timezone.now() > START + dt.timedelta(days=3)


def test_the_clock_is_put_right_again_after_a_failure() -> None:
    with pytest.raises(ZeroDivisionError), story_time(START):
        raise ZeroDivisionError
    assert timezone.now().year > 2024


def test_a_city_built_later_lets_its_unfinished_business_happen_later() -> None:
    assert days.delay(days.STORY_DAY + dt.timedelta(days=1)) == 0
    assert days.delay(dt.date(2026, 11, 24)) == 1  # Monday 23 November is the last day before
    assert days.last_day(dt.date(2025, 5, 5)) == days.STORY_DAY


def test_nothing_happens_at_noon_or_at_night() -> None:
    hours = {days.at(dt.date(2026, 3, 9), str(key)).hour for key in range(300)}
    assert hours <= set(range(9, 17)) - {12}
