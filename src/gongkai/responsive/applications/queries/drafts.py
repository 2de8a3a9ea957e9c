"""What a drafted outcome rests on, gathered for the rules that judge it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from gongkai.engine.duties import queries as duties
from gongkai.engine.regulations.queries import law_by_title
from gongkai.engine.regulations.rules import RANKS
from gongkai.responsive.applications.rules.inquiries import Answer, Party
from gongkai.responsive.applications.rules.outcomes import Basis, Draft
from gongkai.responsive.applications.rules.watch import REASON_DAYS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet

    from gongkai.responsive.applications.models import Application, Decision, Inquiry, ReasonRequest


def draft_of(application: Application, decision: Decision, *, today: dt.date) -> Draft:
    """Return the decision and what the case holds, as `rules.outcomes.defects` wants it."""
    asked = getattr(application, "supplement", None)
    fee = getattr(application, "fee", None)
    reasons = getattr(application, "reason_request", None)
    third = application.inquiries.filter(party=Party.THIRD_PARTY).exclude(answer="")
    return Draft(
        code=decision.code, reason=decision.reason, where=decision.where, withheld=decision.withheld,
        bases=[_basis(one) for one in decision.bases],
        given=list(decision.given.values_list("name", flat=True)), withheld_grounds=decision.withheld_grounds,
        severable=decision.severable, searches=application.searches.count(), redirect=decision.redirect,
        redirect_contact=decision.redirect_contact, redirect_unknown=decision.redirect_unknown,
        other_law=decision.other_law, repeats=application.repeats.number if application.repeats else "",
        reasons_asked=reasons is not None,
        reasons_due=_reasons_due(reasons), supplemented=asked is not None and asked.answered_on is not None,
        supplemented_late=asked is not None and asked.is_late,
        supplement_due=asked.due_on if asked is not None else None,
        payment_due=fee.due_on if fee is not None else None,
        third_parties=list(third.values_list("answer", flat=True)), override=decision.override, today=today,
    )  # fmt: skip


def _basis(told: Mapping[str, str]) -> Basis:
    law = law_by_title(told["name"])
    known = RANKS.get(law.rank, "") if law is not None else ""
    return Basis(told["name"], told.get("article", ""), told.get("rank", ""), known)


def _reasons_due(asked: ReasonRequest | None) -> dt.date | None:
    """Return until when reasons are waited for; None where none were asked for, or they came."""
    if asked is None or asked.answered_on is not None:
        return None
    return reasons_until(asked.asked_on)


def reasons_until(asked_on: dt.date) -> dt.date:
    """Return the last day for reasons that are asked for on this day (`rules.watch.REASON_SOURCE`)."""
    return duties.calendar().add_working_days(asked_on, REASON_DAYS).due


def objecting(application: Application) -> QuerySet[Inquiry]:
    """Return what third parties wrote that do not want it opened, in whole or in part."""
    refused = [Answer.REFUSED.value, Answer.PARTLY.value]
    return application.inquiries.filter(party=Party.THIRD_PARTY, answer__in=refused)
