"""Opinions that came on paper, and those that are not waited for any more: a case never hangs on a post nobody holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.engine.duties import actions as duties
from gongkai.responsive.applications.actions.next_person import tell_approvers
from gongkai.responsive.applications.actions.shared import done, locked, required
from gongkai.responsive.applications.actions.working import opinion_subject
from gongkai.responsive.applications.models import Counsel, Opinion
from gongkai.responsive.applications.permissions import Refused
from gongkai.responsive.applications.rules.on_paper import Came, Counselled, entered
from gongkai.responsive.applications.rules.watch import OPINION_DUTY

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting

NO_WORDS = "请写明收到的意见；不再等待的，写明理由。"
NOBODY = "请写明是谁反馈的（科室和姓名），以便核对。"


@transaction.atomic
def enter_opinion(*, opinion: Opinion, how: str, words: str, giver: str, by: Acting) -> Opinion:
    """Enter what a division said on paper or by word of mouth, or stop waiting for it, with the reason. Raises Refused."""
    opinion = Opinion.objects.select_for_update(of=("self",)).select_related("application__agency", "division").get(
        pk=opinion.pk
    )  # fmt: skip
    application = locked(opinion.application, "enter_opinion", by)
    if not opinion.is_open:
        raise Refused("这份意见已经收到，请刷新页面查看。")
    came = how == Came.ANSWERED
    said = required(words, NO_WORDS)
    opinion.answer = entered(said, required(giver, NOBODY), _who(by)) if came else f"不再等待：{said}"
    opinion.answered_on = timezone.localdate()
    opinion.save(update_fields=["answer", "answered_on"])
    done(application, "enter_opinion", by, text=f"{opinion.division.name}：{opinion.answer}")
    if came:
        duties.discharge(rule=OPINION_DUTY, subject=opinion_subject(opinion), by=by)
    else:
        duties.cancel(rule=OPINION_DUTY, subject=opinion_subject(opinion), reason=f"不再等待：{said}"[:200], by=by)
    return opinion


@transaction.atomic
def enter_counsel(*, counsel: Counsel, how: str, words: str, giver: str, by: Acting) -> Counsel:
    """Enter a written legal opinion, or take the question back; what waited for it may then be approved. Raises Refused."""
    counsel = Counsel.objects.select_for_update(of=("self",)).select_related("application__agency").get(pk=counsel.pk)
    application = locked(counsel.application, "enter_counsel", by)
    if not counsel.is_open:
        raise Refused("这份法律意见已经出具，请刷新页面查看。")
    said = required(words, NO_WORDS)
    if how == Counselled.DROPPED:
        counsel.answer = f"不再等待：{said}"
    else:
        counsel.agrees = how == Counselled.AGREES
        counsel.answer = entered(said, required(giver, NOBODY), _who(by))
    counsel.answered_on = timezone.localdate()
    counsel.save(update_fields=["answer", "agrees", "answered_on"])
    done(application, "enter_counsel", by, text=counsel.answer)
    waiting = application.decisions.filter(approved__isnull=True).last()
    if waiting is not None:  # it could not be approved before
        tell_approvers(application, waiting)
    return counsel


def _who(by: Acting) -> str:
    return by.person.name if by.person else "系统"
