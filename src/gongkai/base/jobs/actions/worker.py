"""The worker: fetch, run, finish, again; until told to stop, or until nothing is left."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Sequence
from datetime import timedelta

from django.db import DatabaseError, close_old_connections, connection, transaction
from django.utils import timezone

from gongkai.base.jobs.actions import lease, schedules
from gongkai.base.jobs.actions.heartbeat import Heartbeat
from gongkai.base.jobs.actions.register import Handler, handler_of, kinds
from gongkai.base.jobs.models import Worker
from gongkai.base.jobs.rules import ClaimedJob

log = logging.getLogger(__name__)
HOUSEKEEPING = 1.0
"""Seconds between looks at the schedules and at jobs whose worker died in the last attempt."""
LONGEST_POLL = 0.5
AFTER_DATABASE_ERROR = 2.0
FORGOTTEN_AFTER = timedelta(days=1)


def run_worker(*, once: bool = False, stop: threading.Event | None = None, poll: float = 0.2) -> int:
    """Run jobs until `stop` is set (with `once`: until nothing is due any more) and return how many were done.

    A batch that has begun is finished before the worker ends. Idle polling slows down from `poll` to half a second.
    With `once` a failing job counts as dealt with: it waits for its next attempt. A database that is away for a while
    is waited for; with `once` that raises.
    """
    loop = _Loop(stop or threading.Event(), once=once)
    loop.start()
    try:
        return loop.run(poll)
    finally:
        loop.end()


class _Loop:
    def __init__(self, stop: threading.Event, *, once: bool) -> None:
        self.name = f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(3)}"
        self.stop = stop
        self.once = once
        self.done = 0
        self.heart = Heartbeat(self.name)
        self.kept_house = float("-inf")

    def start(self) -> None:
        now = timezone.now()
        Worker.objects.filter(seen_at__lt=now - FORGOTTEN_AFTER).delete()  # those that were killed
        Worker.objects.create(name=self.name, started_at=now, seen_at=now)
        self.heart.start()
        log.info("worker started", extra={"worker": self.name, "kinds": kinds()})

    def end(self) -> None:
        self.heart.stop()
        try:
            Worker.objects.filter(name=self.name).delete()
        except DatabaseError:
            log.warning("worker could not sign off", extra={"worker": self.name})
        log.info("worker stopped", extra={"worker": self.name, "done": self.done})

    def run(self, poll: float) -> int:
        pause = poll
        while not self.stop.is_set():
            try:
                worked = self.turn()
            except DatabaseError:
                if self.once:
                    raise
                log.exception("database error", extra={"worker": self.name})
                connection.close()
                self.stop.wait(AFTER_DATABASE_ERROR)
                continue
            if worked:
                pause = poll
                continue
            if self.once:
                break
            self.stop.wait(pause)
            pause = min(pause * 1.5, max(poll, LONGEST_POLL))
        return self.done

    def turn(self) -> bool:
        """Do one batch of the most urgent kind; return whether there was anything to do."""
        if time.monotonic() - self.kept_house >= HOUSEKEEPING:
            self.kept_house = time.monotonic()
            self.keep_house()
        now = timezone.now()
        kind = lease.next_kind(kinds(), now)
        if kind is None:
            return False
        handler = handler_of(kind)
        jobs = lease.claim(handler, worker=self.name, now=now)
        if jobs:
            self.heart.hold(jobs, handler.lease_seconds)
            try:
                self.work(handler, jobs)
            finally:
                self.heart.hold([], 0)
        return True

    def keep_house(self) -> None:
        if not connection.in_atomic_block:  # a test's transaction; a worker has none of its own here
            close_old_connections()
        now = timezone.now()
        recovered, given_up = lease.recover(now)
        if recovered or given_up:
            extra = {"worker": self.name, "recovered": recovered, "given_up": given_up}
            log.error("another worker fell silent", extra=extra)
        schedules.run_due(now)

    def work(self, handler: Handler, jobs: Sequence[ClaimedJob]) -> None:
        """Run a batch; if it fails, run its jobs one by one."""
        error = self.attempt(handler, jobs)
        if error is None:
            return
        if len(jobs) == 1:
            self.failed(jobs[0], error)
            return
        for place, job in enumerate(jobs):
            if self.stop.is_set():
                lease.release(jobs[place:], worker=self.name)
                return
            if single := self.attempt(handler, [job]):
                self.failed(job, single)

    def attempt(self, handler: Handler, jobs: Sequence[ClaimedJob]) -> Exception | None:
        started = time.monotonic()
        try:
            if handler.atomic:
                with transaction.atomic():
                    handler.work(list(jobs))
                    lease.finish(jobs, worker=self.name)
            else:
                handler.work(list(jobs))
        except Exception as error:  # noqa: BLE001 - whatever a handler raises is recorded with its job and tried again
            return error
        if not handler.atomic:
            lease.finish(jobs, worker=self.name)
        self.done += len(jobs)
        milliseconds = round((time.monotonic() - started) * 1000)
        log.debug("jobs done", extra={"kind": handler.kind, "jobs": len(jobs), "milliseconds": milliseconds})
        return None

    def failed(self, job: ClaimedJob, error: Exception) -> None:
        text = f"{type(error).__name__}: {error}"
        given_up = lease.fail(job, worker=self.name, error=text, now=timezone.now())
        log.log(
            logging.ERROR if given_up else logging.WARNING,
            "job given up" if given_up else "job failed",
            extra={"kind": job.kind, "job": job.id, "key": job.key, "attempt": job.attempt},
            exc_info=error,
        )
