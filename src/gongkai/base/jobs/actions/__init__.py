"""Enqueue work, say who does it and how often, run it, and deal with what was given up.

At least once: a job whose worker dies runs again when its lease ends, so handlers must bear being run twice. Three
ways to make that easy, from strongest to weakest:

- `handles(…, atomic=True)`: the handler's changes and the end of the job are one transaction. For work that only
  touches the database this is exactly once.
- `only_once(effect=…, key=…)`: says yes a single time, ever. Ask right before an effect in the outside world (a mail):
  it happens at most once, and is lost if the process dies in that very moment.
- `enqueue(…, once=True)`: a job of that kind and key is accepted a single time, ever, also after it was done.
"""

from gongkai.base.jobs.actions.dead import NotDead, discard, retry
from gongkai.base.jobs.actions.enqueue import enqueue, only_once
from gongkai.base.jobs.actions.register import Handler, UnknownKind, every, handles
from gongkai.base.jobs.actions.worker import run_worker

__all__ = [
    "Handler",
    "NotDead",
    "UnknownKind",
    "discard",
    "enqueue",
    "every",
    "handles",
    "only_once",
    "retry",
    "run_worker",
]
