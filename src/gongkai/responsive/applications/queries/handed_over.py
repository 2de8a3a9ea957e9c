"""What a city platform may know of the forms that it handed over: what the applicant reads, and no more."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from gongkai.law.replies import REPLY_KINDS
from gongkai.responsive.applications.models import Step, Submission
from gongkai.responsive.applications.rules import PUBLIC_NAMES, Status

if TYPE_CHECKING:
    from gongkai.responsive.applications.models import Application

# Step → what it is announced as; the rest is told as text only.
EVENTS: dict[str, str] = {
    "submit": "arrived", "confirm": "registered", "ask_supplement": "supplement-asked", "approve_extension": "extended",
    "deliver": "replied", "answer_at_once": "replied", "end": "closed", "withdraw": "withdrawn",
}  # fmt: skip
MOST_EVENTS = 200
# Numbers are given before a transaction ends: what is younger may still stand behind one that is not visible yet.
SETTLED_AFTER = dt.timedelta(seconds=5)


def own_number(username: str, external_id: str) -> str:
    """Numbers of different platforms must not meet: the name of the account goes before."""
    return f"{username}:{external_id}"[:100]


def known_number(number: str) -> Submission | None:
    return Submission.objects.filter(external_id=number).select_related("agency").first()


def standing(form: Submission, external_id: str) -> dict[str, Any]:
    """Return how a form and its matters stand, without what was asked for and by whom."""
    matters = form.applications.order_by("position").prefetch_related("steps")
    return {
        "external_id": external_id, "receipt": form.receipt, "agency": form.agency.code, "arrived_on": form.arrived_on,
        "received_on": form.received_on, "matters": [_matter(one) for one in matters],
    }  # fmt: skip


def _matter(one: Application) -> dict[str, Any]:
    # That an answer is being approved is our own business: it is being handled.
    state = Status.HANDLING if one.status == Status.DECIDING else Status(one.status)
    return {
        "position": one.position, "number": one.number, "state": state.value, "state_name": PUBLIC_NAMES[state],
        "due_on": one.due_on, "outcome": one.outcome, "closed_on": one.closed_on,
        "outcome_name": REPLY_KINDS[one.outcome].name if one.outcome else "",
        "steps": [
            {"event": EVENTS.get(step.verb, ""), "on": step.on, "text": step.public}
            for step in one.steps.all() if step.public
        ],
    }  # fmt: skip


def happened_since(username: str, after: int, now: dt.datetime) -> tuple[list[dict[str, Any]], int]:
    """Return what was announced of a platform's forms behind a cursor, oldest first, and the next cursor."""
    rows = Step.objects.filter(
        pk__gt=after, verb__in=EVENTS, at__lt=now - SETTLED_AFTER,
        application__submission__external_id__startswith=f"{username}:",
    ).select_related("application__submission").order_by("pk")[:MOST_EVENTS]  # fmt: skip
    found: list[dict[str, Any]] = [
        {
            "event": EVENTS[step.verb], "on": step.on.isoformat(), "number": step.application.number,
            "external_id": step.application.submission.external_id.partition(":")[2],
            "position": step.application.position, "cursor": step.pk,
        }
        for step in rows
    ]  # fmt: skip
    return found, found[-1]["cursor"] if found else after
