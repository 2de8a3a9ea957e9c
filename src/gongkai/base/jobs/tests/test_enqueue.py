from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from gongkai.base.jobs import actions, queries
from gongkai.base.jobs.models import Job

pytestmark = pytest.mark.django_db


def note(**changes):
    return actions.enqueue(**{"kind": "note", "payload": {"n": 1}} | changes)


def test_it_stands_or_falls_with_the_business_transaction(ran):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        note(run_at=note() / 0)
    assert queries.counts().queued == 0


def test_a_kind_that_nobody_handles_is_an_error(ran):
    with pytest.raises(actions.UnknownKind, match="没有处理 'nte' 任务的程序"):
        note(kind="nte")


def test_the_same_key_waiting_is_not_doubled_and_the_newest_payload_counts(ran):
    later = timezone.now() + timedelta(hours=1)
    first = note(key="doc-1", run_at=later)
    assert note(key="doc-1", payload={"n": 2}, priority=5) == first
    job = Job.objects.get()
    assert (job.payload, job.priority, job.run_at < later) == ({"n": 2}, 5, True)


def test_another_key_or_none_is_another_job(ran):
    assert len({note(key="a"), note(key="b"), note(), note()}) == 4


def test_the_same_key_running_gets_a_second_job_behind_it(ran):
    first = note(key="doc-1")
    Job.objects.update(state="running", lease_until=timezone.now() + timedelta(minutes=1))
    assert note(key="doc-1") != first


def test_a_job_for_once_is_accepted_once_ever(ran):
    assert note(key="mail-1-2", once=True)
    assert note(key="mail-1-2", once=True) is None
    actions.run_worker(once=True)
    assert queries.was_done("note", "mail-1-2")
    assert note(key="mail-1-2", once=True) is None
    actions.run_worker(once=True)
    assert ran == [["mail-1-2"]]


def test_a_job_for_once_needs_a_key(ran):
    with pytest.raises(ValueError, match="去重键"):
        note(once=True)


def test_only_once_says_yes_a_single_time():
    assert [actions.only_once(effect="mail", key=key) for key in ("a", "a", "b", "a")] == [True, False, True, False]


def test_it_costs_one_query_or_two_with_a_key(ran, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        note()
    with django_assert_max_num_queries(4):  # two of them are savepoints on PostgreSQL
        note(key="a")


def test_counts_tell_what_waits_and_how_long(ran):
    note(run_at=timezone.now() - timedelta(seconds=90), key="a")
    note(run_at=timezone.now() + timedelta(hours=1), key="b")
    counts = queries.counts()
    assert (counts.queued, counts.due, counts.running, counts.dead) == (2, 1, 0, 0)
    assert 89 < counts.waited_seconds < 120
    assert queries.counts_by_kind() == {("note", "queued"): 2}
    assert queries.pending("note", "a")
    assert not queries.pending("note", "c")
