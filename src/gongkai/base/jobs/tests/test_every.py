from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from gongkai.base.jobs import actions, queries, rules
from gongkai.base.jobs.actions import schedules
from gongkai.base.jobs.models import Job, Schedule

SHANGHAI = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2026, 3, 2, 5, 0, tzinfo=SHANGHAI)


@pytest.mark.django_db
class TestASchedule:
    def test_an_interval_runs_at_once_and_then_in_its_time(self, ran):
        actions.every("note", seconds=60)
        now = timezone.now()
        assert [schedules.run_due(now + timedelta(seconds=s)) for s in (0, 1, 59, 60, 61, 120)] == [1, 0, 0, 1, 0, 1]
        assert queries.schedules().get().last_run == now + timedelta(seconds=120)

    def test_a_time_of_day_waits_for_its_hour(self, ran):
        actions.every("note", daily_at="06:00")
        hours = [schedules.run_due(MORNING + timedelta(hours=hour)) for hour in (0, 0.99, 1, 2, 24, 25)]
        assert hours == [0, 0, 1, 0, 0, 1]

    def test_missed_runs_are_made_up_once(self, ran):
        actions.every("note", daily_at="06:00")
        schedules.run_due(MORNING)
        assert [schedules.run_due(MORNING + timedelta(days=9, hours=h)) for h in (3, 4)] == [1, 0]
        next_run = timezone.localtime(Schedule.objects.get().next_run)
        assert next_run == MORNING + timedelta(days=10, hours=1)

    def test_a_run_that_still_waits_is_not_doubled(self, ran):
        actions.every("note", seconds=1)
        now = timezone.now()
        for second in range(5):
            schedules.run_due(now + timedelta(seconds=second))
        assert Job.objects.count() == 1

    def test_only_one_of_two_workers_takes_a_run(self, ran):
        actions.every("note", seconds=60)
        now = timezone.now()
        row = schedules._declare("note", rules.rhythm(seconds=60), now)
        assert [schedules._take(row, rules.rhythm(seconds=60), now) for _ in range(2)] == [True, False]

    def test_another_rhythm_counts_from_now_on(self, ran):
        actions.every("note", daily_at="06:00")
        schedules.run_due(MORNING)
        actions.every("note", daily_at="05:30")
        schedules.run_due(MORNING)
        assert timezone.localtime(Schedule.objects.get().next_run) == MORNING + timedelta(minutes=30)

    def test_the_worker_runs_what_is_due_by_the_clock(self, ran):
        actions.every("note", seconds=60)
        assert actions.run_worker(once=True) == 1
        assert ran == [["schedule"]]

    def test_nothing_due_costs_one_query(self, ran, django_assert_num_queries):
        actions.every("note", seconds=60)
        schedules.run_due(timezone.now())
        with django_assert_num_queries(1):
            schedules.run_due(timezone.now())


@pytest.mark.parametrize("wrong", [{}, {"seconds": 1, "daily_at": "06:00"}, {"seconds": 0}, {"daily_at": "six"}])
def test_a_rhythm_says_how_often_in_one_way(wrong):
    with pytest.raises(ValueError, match="定时任务"):
        rules.rhythm(**wrong)


@given(st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(SHANGHAI)), st.times())
def test_the_next_time_of_day_is_ahead_by_a_day_at_most(now, at):
    ahead = rules.Rhythm(daily_at=at).next(now) - now
    assert timedelta(0) < ahead <= timedelta(days=1)


@given(st.integers(1, 100), st.integers(0, 10**9))
def test_delays_grow_and_stay_within_bounds(attempt, seed):
    delay = rules.retry_delay(attempt, seed=seed)
    assert timedelta(seconds=5) <= delay <= timedelta(seconds=3600 * 1.2)
    assert rules.retry_delay(attempt + 1, seed=seed) >= delay
