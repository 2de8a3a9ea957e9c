"""What is left open when a case ends: questions to divisions and counsel, letters, extensions; nobody is to be reminded of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from gongkai.engine.duties import actions as duties
from gongkai.responsive.applications.actions.asking import RULES, inquiry_subject
from gongkai.responsive.applications.actions.working import opinion_subject
from gongkai.responsive.applications.rules.fees import FeeState
from gongkai.responsive.applications.rules.inquiries import Answer, Party
from gongkai.responsive.applications.rules.outcomes import NOT_PAID
from gongkai.responsive.applications.rules.watch import OPINION_DUTY

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.responsive.applications.models import Application

NO_MORE = "申请已办结，不再需要"


def settle_parts(application: Application, by: Acting) -> None:
    """End every part that still waits, and its clock."""
    today = timezone.localdate()
    for inquiry in application.inquiries.filter(ended_on__isnull=True):
        inquiry.answer, inquiry.ended_on, inquiry.reason = Answer.STOPPED, today, NO_MORE
        inquiry.save(update_fields=["answer", "ended_on", "reason"])
        if (rule := RULES.get(Party(inquiry.party))) is not None:
            duties.cancel(rule=rule, subject=inquiry_subject(inquiry), reason=NO_MORE, by=by)
    for opinion in application.opinions.filter(answered_on__isnull=True):
        opinion.answer, opinion.answered_on = NO_MORE, today
        opinion.save(update_fields=["answer", "answered_on"])
        duties.cancel(rule=OPINION_DUTY, subject=opinion_subject(opinion), reason=NO_MORE, by=by)
    application.counsels.filter(answered_on__isnull=True).update(answer=NO_MORE, answered_on=today)
    settle_extensions(application)


def settle_extensions(application: Application) -> None:
    """End an extension that was asked for and not decided."""
    today = timezone.localdate()
    application.extensions.filter(decided_on__isnull=True).update(granted=False, decided_on=today, remark=NO_MORE)


def settle_fee(application: Application, code: str) -> None:
    """Say what became of a fee that nobody paid: given up with the outcome for that, else asked for no more."""
    if hasattr(application, "fee") and application.fee.state == FeeState.NOTIFIED:
        application.fee.state = FeeState.ABANDONED if code == NOT_PAID else FeeState.DROPPED
        application.fee.save(update_fields=["state"])
