from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone

from gongkai.base.jobs import actions
from gongkai.base.jobs.actions import lease, register
from gongkai.base.jobs.models import Job

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="并行事务的用例需要 PostgreSQL"),
]


def in_threads(work, count):
    """Run work(number) in threads with connections of their own and return the results; errors come through."""
    results, errors = [], []

    def run(number):
        try:
            results.append(work(number))
        except Exception as error:  # noqa: BLE001
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    return results


def test_no_two_workers_get_the_same_job(ran):
    for number in range(60):
        actions.enqueue(kind="note", payload={"n": number})
    handler = register.handler_of("note")

    def drain(number):
        mine = []
        while batch := lease.claim(handler, worker=f"w{number}", now=timezone.now()):
            mine += [job.id for job in batch]
        return mine

    claimed = [id_ for mine in in_threads(drain, 4) for id_ in mine]
    assert len(claimed) == len(set(claimed)) == 60


def test_the_same_key_from_many_transactions_is_one_job(ran):
    def enqueue(number):
        with transaction.atomic():
            return actions.enqueue(kind="note", key="same", payload={"n": number})

    assert len(set(in_threads(enqueue, 6))) == 1
    assert Job.objects.count() == 1


def test_a_job_joined_by_an_open_transaction_is_not_fetched_before_it_ends(ran):
    """Else the worker would read the data as they were before, and the news would never be worked on."""
    actions.enqueue(kind="note", key="doc", payload={"n": 1})
    handler = register.handler_of("note")
    with transaction.atomic():
        actions.enqueue(kind="note", key="doc", payload={"n": 2})
        assert in_threads(lambda _: lease.claim(handler, worker="w", now=timezone.now()), 1) == [[]]
    assert [job.payload for job in lease.claim(handler, worker="w", now=timezone.now())] == [{"n": 2}]
