from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from gongkai.base.events import queries as events
from gongkai.base.jobs import actions, queries
from gongkai.base.jobs.actions import lease, register
from gongkai.base.jobs.models import Job, Worker
from gongkai.base.jobs.tests.conftest import OPERATOR

pytestmark = pytest.mark.django_db


def enqueue(kind="note", count=1, **more):
    return [actions.enqueue(kind=kind, payload={"n": number}, **more) for number in range(count)]


@pytest.fixture
def broken():
    """Register the kind "broken": it fails on payload n=1, at most twice."""
    seen = []

    @actions.handles("broken", batch=3, max_attempts=2)
    def work(jobs):
        seen.append([job.payload["n"] for job in jobs])
        if any(job.payload["n"] == 1 for job in jobs):
            raise RuntimeError("邮件服务器不通")

    return seen


def again():
    Job.objects.filter(state="queued").update(run_at=timezone.now())
    actions.run_worker(once=True)


def test_it_does_what_is_due_in_batches_and_leaves_nothing_behind(ran):
    enqueue(count=7)
    assert actions.run_worker(once=True) == 7
    assert ran == [[0, 1, 2], [3, 4, 5], [6]]
    assert not Job.objects.exists()
    assert not Worker.objects.exists()


def test_it_leaves_alone_what_is_not_due(ran):
    enqueue(run_at=timezone.now() + timedelta(minutes=1))
    assert actions.run_worker(once=True) == 0


def test_the_more_urgent_comes_first():
    ran = []
    actions.handles("single")(lambda jobs: ran.append(jobs[0].key))
    enqueue("single", key="slow")
    enqueue("single", key="fast", priority=9)
    actions.run_worker(once=True)
    assert ran == ["fast", "slow"]


def test_one_bad_job_does_not_harm_its_batch(broken):
    enqueue("broken", 3)
    assert actions.run_worker(once=True) == 2
    assert broken == [[0, 1, 2], [0], [1], [2]]
    job = Job.objects.get()
    assert (job.attempts, job.last_error) == (1, "RuntimeError: 邮件服务器不通")
    assert 4 < (job.run_at - timezone.now()).total_seconds() < 7


def test_after_the_last_attempt_a_job_is_kept_as_a_dead_letter(broken):
    enqueue("broken", 2)
    actions.run_worker(once=True)
    again()
    again()
    assert len(broken) == 4  # a batch, two single ones, the second attempt
    assert [job.payload for job in queries.dead_letters("broken")] == [{"n": 1}]
    assert queries.counts().dead == 1


def test_a_dead_letter_can_be_tried_again_or_given_up_and_both_are_recorded(broken):
    enqueue("broken", 2)
    actions.run_worker(once=True)
    again()
    dead = queries.dead_letters().get().id
    actions.retry(job_id=dead, by=OPERATOR)
    assert (queries.counts().queued, queries.counts().dead) == (1, 0)
    with pytest.raises(actions.NotDead, match="刷新"):
        actions.retry(job_id=dead, by=OPERATOR)
    again(), again()
    actions.discard(job_id=queries.dead_letters().get().id, by=OPERATOR, reason="收件人已注销")
    assert not Job.objects.exists()
    assert [event.words for event in events.events(tag="jobs")] == ["放弃失败的任务", "重新执行失败的任务"]
    assert events.verify() == []


def test_an_atomic_job_and_what_it_changed_stand_or_fall_together(ran):
    @actions.handles("atomic", atomic=True, max_attempts=1)
    def work(jobs):
        enqueue("note", key="from atomic")
        if jobs[0].payload["n"]:
            raise RuntimeError

    enqueue("atomic", 2)
    actions.run_worker(once=True)
    assert ran == [["from atomic"]]
    assert queries.counts().dead == 1


def test_a_job_whose_worker_fell_silent_runs_again(ran):
    long_ago = timezone.now() - timedelta(minutes=5)
    enqueue(key="a", run_at=long_ago)
    assert len(lease.claim(register.handler_of("note"), worker="killed", now=long_ago)) == 1
    assert actions.run_worker(once=True) == 1
    assert ran == [["a"]]


def test_a_job_that_kills_its_workers_is_given_up(ran):
    enqueue()
    Job.objects.update(state="running", attempts=8, lease_until=timezone.now() - timedelta(seconds=1))
    assert actions.run_worker(once=True) == 0
    assert "失去联系" in queries.dead_letters().get().last_error


def test_a_worker_that_lost_its_lease_ends_nothing(ran):
    enqueue()
    handler, long_ago = register.handler_of("note"), timezone.now() - timedelta(minutes=5)
    Job.objects.update(run_at=long_ago)
    slow = lease.claim(handler, worker="slow", now=long_ago)
    assert lease.recover(timezone.now()) == (1, 0)
    other = lease.claim(handler, worker="other", now=timezone.now())
    assert [job.attempt for job in slow + other] == [1, 2]
    lease.finish(slow, worker="slow")
    assert lease.lengthen(slow, worker="slow", seconds=60, now=timezone.now()) == 0
    assert not lease.fail(slow[0], worker="slow", error="x", now=timezone.now())
    assert Job.objects.get().worker == "other"
    lease.finish(other, worker="other")
    assert not Job.objects.exists()


def test_a_failed_job_gives_way_to_the_same_work_that_waits_already():
    @actions.handles("twin")
    def work(jobs):
        actions.enqueue(kind="twin", key="a", payload={"newer": True}, run_at=timezone.now() + timedelta(hours=1))
        raise RuntimeError

    enqueue("twin", key="a")
    actions.run_worker(once=True)
    assert Job.objects.get().payload == {"newer": True}


def test_it_does_not_begin_when_told_to_stop(ran):
    enqueue()
    stop = threading.Event()
    stop.set()
    assert actions.run_worker(stop=stop) == 0
    assert queries.counts().queued == 1


def test_a_stop_in_the_middle_of_a_broken_batch_gives_the_rest_back():
    stop = threading.Event()

    @actions.handles("batch", batch=3)
    def work(jobs):
        stop.set()
        raise RuntimeError

    enqueue("batch", 3)
    actions.run_worker(stop=stop)
    assert set(Job.objects.values_list("state", "attempts", "worker")) == {("queued", 0, "")}


def test_the_command_empties_the_queues_and_says_so(ran, capsys):
    enqueue(count=2)
    call_command("worker", "--once")
    assert "完成 2 项任务" in capsys.readouterr().err


def test_the_command_ends_with_1_when_something_was_given_up(broken):
    enqueue("broken", 2)
    actions.run_worker(once=True)
    Job.objects.update(run_at=timezone.now())
    with pytest.raises(SystemExit) as end:
        call_command("worker", "--once")
    assert end.value.code == 1


def test_one_kind_has_one_handler(ran):
    with pytest.raises(ValueError, match="已由"):

        @actions.handles("note")
        def another(jobs):
            raise AssertionError
