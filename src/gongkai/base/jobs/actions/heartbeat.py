"""A thread beside the worker that says: I am alive, and still at these jobs."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from datetime import datetime

from django.db import DatabaseError, connection
from django.utils import timezone

from gongkai.base.jobs.actions import lease
from gongkai.base.jobs.models import Worker
from gongkai.base.jobs.rules import ClaimedJob

log = logging.getLogger(__name__)
SIGN_OF_LIFE = 15.0
SHORTEST = 0.05


class Heartbeat:
    """Lengthens the leases of the jobs at hand, three times within each lease."""

    def __init__(self, worker: str) -> None:
        self._worker = worker
        self._jobs: tuple[ClaimedJob, ...] = ()
        self._lease = 0.0
        self._next_beat = float("inf")
        self._changed = threading.Condition()
        self._ended = False
        self._thread = threading.Thread(target=self._run, name=f"heartbeat-{worker}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        with self._changed:
            self._ended = True
            self._changed.notify()
        self._thread.join()

    def hold(self, jobs: Sequence[ClaimedJob], lease_seconds: float) -> None:
        """Keep these jobs ours from now on; an empty list lets go."""
        with self._changed:
            self._jobs, self._lease = tuple(jobs), lease_seconds
            if time.monotonic() + self._pause() < self._next_beat:
                self._changed.notify()  # otherwise the thread is up early enough by itself

    def _pause(self) -> float:
        return min(max(self._lease / 3, SHORTEST), SIGN_OF_LIFE) if self._jobs else SIGN_OF_LIFE

    def _run(self) -> None:
        try:
            while True:
                with self._changed:
                    self._next_beat = time.monotonic() + self._pause()
                    woken = self._changed.wait(timeout=self._next_beat - time.monotonic())
                    jobs, seconds = self._jobs, self._lease
                    if self._ended:
                        return
                if not woken:
                    self._beat(jobs, seconds)
        finally:
            connection.close()

    def _beat(self, jobs: Sequence[ClaimedJob], seconds: float) -> None:
        now: datetime = timezone.now()
        try:
            lease.lengthen(jobs, worker=self._worker, seconds=seconds, now=now)
            Worker.objects.filter(name=self._worker).update(seen_at=now)
        except DatabaseError as error:  # the next beat tries again; without any, the lease ends as it should
            log.warning("heartbeat missed", extra={"worker": self._worker, "error": str(error)})
            connection.close()
