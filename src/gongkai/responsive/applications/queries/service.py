"""Whether an answer reached who it was for: what came back after it had counted, and when it was served again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from gongkai.base.events.rules import Subject
from gongkai.engine.casework.queries import letters_of
from gongkai.engine.casework.rules import DispatchState
from gongkai.responsive.applications.queries.reaching import unreached
from gongkai.responsive.applications.rules.watch import SUBJECT

if TYPE_CHECKING:
    import datetime as dt

    from gongkai.engine.casework.models import Dispatch, Letter
    from gongkai.responsive.applications.models import Application

REPLY = "application.reply."
ARRIVED = (DispatchState.SENT, DispatchState.SIGNED)


def returned_letter(letters: Iterable[Letter]) -> Dispatch | None:
    """Return the sending that keeps one of these letters from being served: it came back, or its second try has not left.

    None where the letter arrived by any way, or somebody put down how the return was dealt with.
    """
    for letter in letters:
        if letter.state != "issued":
            continue
        rows = sorted(letter.dispatches.all(), key=lambda one: one.pk)
        if not rows or any(one.state in ARRIVED for one in rows):
            continue
        back = [one for one in rows if one.returned_on is not None]
        if back and rows[-1].state in {DispatchState.RETURNED, DispatchState.PREPARED}:
            return rows[-1] if rows[-1].returned_on else back[-1]
    return None


def open_return(application: Application) -> Dispatch | None:
    """Return the sending of the answer that came back while no other arrived."""
    rows = letters_of(Subject(SUBJECT, str(application.pk))).filter(kind__startswith=REPLY).order_by("pk")
    rows = rows.exclude(pk__in=application.orders.exclude(letter=None).values("letter"))
    letters = list(rows.prefetch_related("dispatches"))
    return returned_letter(letters) or _of_several(application, letters)


def _of_several(application: Application, letters: list[Letter]) -> Dispatch | None:
    """Return the envelope of one of several applicants that came back while theirs has not left again."""
    subject = Subject(SUBJECT, str(application.pk))
    for letter in letters:
        back = [one for one in letter.dispatches.all() if one.state == DispatchState.RETURNED]
        if letter.state == "issued" and back and unreached(application, letter.pk, subject):
            return max(back, key=lambda one: one.pk)
    return None


def served_on(application: Application) -> dt.date | None:
    """Return the day on which the applicant had the answer of a closed case, None while it lies here again.

    The day that closes the case and counts in the statistics is another and stays.
    """
    if open_return(application) is not None:
        return None
    again = application.steps.filter(verb__in=["serve_again", "answer_again"]).order_by("pk").last()
    return again.on if again is not None and again.verb == "serve_again" else application.closed_on
