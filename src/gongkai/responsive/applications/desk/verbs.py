"""What may be done with a case now, by whom, and doing it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.urls import reverse

from gongkai.responsive.applications.actions.shared import locked
from gongkai.responsive.applications.desk import verb_forms as f
from gongkai.responsive.applications.desk.verb_table import OFFERS
from gongkai.responsive.applications.permissions import APPROVE, HANDLE, permission_of
from gongkai.responsive.applications.rules import VERBS, Status

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.responsive.applications.models import Application
    from gongkai.responsive.applications.queries.parts import Parts

__all__ = [
    "OFFERS",
    "heading_of",
    "may",
    "may_approve",
    "may_decide",
    "next_step",
    "offers",
    "run",
    "verb_of",
]


def verb_of(key: str) -> str:
    return OFFERS[key].verb or key


def heading_of(key: str) -> str:
    return OFFERS[key].heading or VERBS[verb_of(key)].name


def may(key: str, application: Application, parts: Parts, by: Acting) -> bool:
    """Whether this person may do it now: post, state, and what the case holds."""
    verb = verb_of(key)
    return (
        application.status in VERBS[verb].before
        and by.may(permission_of(verb), application.agency)
        and OFFERS[key].fits(application, parts)
    )


@transaction.atomic
def run(
    key: str, application: Application, form: f.VerbForm, by: Acting, seen: int | None, text: str | None = None
) -> object:
    """Do it, in one transaction with the check that nobody else worked on the case since the page was opened.

    `text` is the wording of the notice where the officer changed it.
    """
    offer = OFFERS[key]
    found = locked(application, verb_of(key), by, None if offer.note else seen)
    return offer.run(found, form, by) if text is None else offer.run(found, form, by, text=text)


def offers(
    application: Application, parts: Parts, by: Acting, *, first: str, verb: str = "", form: f.VerbForm | None = None,
    typed: Mapping[str, Mapping[str, Any]] | None = None,
) -> list[dict[str, Any]]:  # fmt: skip
    """Return the forms of what may be done now; the one that was refused stands open, as typed, whatever the state."""
    keys = [key for key in OFFERS if may(key, application, parts, by)]
    if verb and verb not in keys:
        keys.insert(0, verb)
    keys.sort(key=lambda key: key != first)
    return [_offer(key, application, parts, first, form if key == verb else None, typed or {}) for key in keys]


def _offer(
    key: str,
    application: Application,
    parts: Parts,
    first: str,
    form: f.VerbForm | None,
    typed: Mapping[str, Mapping[str, Any]],
) -> dict[str, Any]:
    offer = OFFERS[key]
    initial = {**offer.initial(application, parts), **typed.get(key, {})}
    shown = form or offer.form(prefix=key, application=application, initial=initial)
    opened = form is not None or key in typed
    return {
        "verb": key, "heading": heading_of(key), "button": offer.button, "hint": offer.hint, "form": shown,
        "primary": key == first, "open": opened, "errors": form is not None, "file": offer.file,
        "notice": offer.notice, "url": reverse("applications:do", args=[application.pk, key]),
    }  # fmt: skip


def next_step(application: Application, parts: Parts, by: Acting) -> str:
    """Return the verb that brings the case on; "decide" and "approve" have pages of their own; "" where others are on."""
    wanted: dict[str, tuple[str, ...]] = {
        Status.ARRIVED: ("confirm",),
        Status.EXAMINING: ("accept",),
        Status.SUPPLEMENTING: ("supplement",),
        Status.HANDLING: ("answer_counsel", "approve_extension", "receive_letter", "answer_inquiry", "decide"),
        Status.PAYING: ("fee_reached", "pay"),
        Status.DECIDING: ("answer_counsel", "approve_extension", "approve"),
        Status.REPLYING: ("issue",),
    }
    for key in wanted.get(application.status, ()):
        if key == "decide":
            return key if may_decide(application, by) else ""
        if key == "approve":
            return key if may_approve(application, parts, by) else ""
        if may(key, application, parts, by):
            return key
    return ""


def may_decide(application: Application, by: Acting) -> bool:
    return application.status in VERBS["decide"].before and by.may(HANDLE, application.agency)


def may_approve(application: Application, parts: Parts, by: Acting) -> bool:
    """Whether this person may approve: never what they drafted themselves."""
    decision = parts.decision
    own = decision is not None and by.person is not None and decision.drafted_by_id == by.person.pk
    return application.status == Status.DECIDING and by.may(APPROVE, application.agency) and not own
