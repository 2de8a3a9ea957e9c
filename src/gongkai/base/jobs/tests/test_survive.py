"""Real workers, real processes, a SQLite file: what happens when they are killed, stopped or many."""

from __future__ import annotations

import signal
import time

import pytest

pytestmark = pytest.mark.slow


def slow(installation, key, seconds):
    installation.run(f"actions.enqueue(kind='live:slow', key='{key}', payload={{'seconds': {seconds}}})")


def left(installation, kind="live:slow"):
    code = f"print(*(f'{{s}} {{n}}' for (k, s), n in queries.counts_by_kind().items() if k == '{kind}'))"
    return installation.run(code).strip()


def test_a_job_cut_short_by_kill_9_runs_again(installation):
    slow(installation, "a", 2)
    first = installation.start("worker")
    installation.wait_for("begin a 1")
    first.kill()
    first.wait()
    assert left(installation) == "running 1"
    second = installation.start("worker")
    installation.wait_for("end a 2")
    second.terminate()
    assert second.wait(timeout=20) == 0
    assert [line for line in installation.lines() if line != "tick"] == ["begin a 1", "begin a 2", "end a 2"]
    assert not left(installation)


def test_a_job_that_kills_its_worker_is_given_up_in_the_end(installation):
    installation.run("actions.enqueue(kind='live:killer', payload={})")
    for attempt in (1, 2):
        worker = installation.start("worker")
        assert worker.wait(timeout=30) == -signal.SIGKILL
        assert installation.lines().count("bang") == attempt
        time.sleep(0.4)
    installation.start("worker", "--once").wait(timeout=30)
    assert left(installation, "live:killer") == "dead 1"


def test_a_long_job_keeps_its_lease_while_another_worker_looks_on(installation):
    workers = [installation.start("worker") for _ in range(2)]
    slow(installation, "long", 5)  # the lease is two seconds
    installation.wait_for("end long 1")
    for worker in workers:
        worker.terminate()
        assert worker.wait(timeout=20) == 0
    assert installation.lines().count("begin long 1") == 1
    assert "begin long 2" not in installation.lines()


def test_sigterm_lets_the_job_at_hand_finish_and_begins_no_other(installation):
    slow(installation, "one", 1.5)
    slow(installation, "two", 0)
    worker = installation.start("worker")
    installation.wait_for("begin one 1")
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=20) == 0
    assert "end one 1" in installation.lines()
    assert "begin two 1" not in installation.lines()
    assert left(installation) == "queued 1"


def test_two_workers_share_the_work_and_run_each_job_and_schedule_once(installation):
    installation.run("[actions.enqueue(kind='live:count', key=str(n), payload={}) for n in range(400)]")
    workers = [installation.start("worker", "--once") for _ in range(2)]
    for worker in workers:
        worker.communicate(timeout=60)
    lines = installation.lines()
    assert sorted(line for line in lines if line != "tick") == sorted(map(str, range(400)))
    assert lines.count("tick") == 1
