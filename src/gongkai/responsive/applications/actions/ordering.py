"""A review or judgement orders the agency to answer, or to answer again: the case comes back to work with the day that was set (R243)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.organisations.queries import check, the_system
from gongkai.engine.duties.queries import current_book
from gongkai.responsive.applications.actions.clocks import CLOSING, start, stop_all
from gongkai.responsive.applications.actions.letters import reply_of
from gongkai.responsive.applications.actions.next_person import tell_handlers
from gongkai.responsive.applications.actions.parting import settle_extensions
from gongkai.responsive.applications.actions.shared import done, follow_clock, locked, reply_duty, required, subject_of
from gongkai.responsive.applications.actions.telling import tell
from gongkai.responsive.applications.models import AnswerOrder, Application, Challenge
from gongkai.responsive.applications.permissions import HANDLE, MANAGE_CHALLENGES, Refused, check_read
from gongkai.responsive.applications.queries.facts import days_of
from gongkai.responsive.applications.queries.orders import cn
from gongkai.responsive.applications.rules import ORDERED_FROM, Status
from gongkai.responsive.applications.rules.challenges import Result
from gongkai.responsive.applications.rules.watch import (
    NOTICE_DUTY,
    ORDERED_DUTY,
    PAYMENT_DUTY,
    REPLY_RULES,
    SERVE_DUTY,
    SUPPLEMENT_DUTY,
)

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting

WAITS = (NOTICE_DUTY, SUPPLEMENT_DUTY, PAYMENT_DUTY)
BACK_TO_WORK = (Status.EXAMINING, Status.SUPPLEMENTING)


@transaction.atomic
def order_answer(
    *, challenge: Challenge, due_on: dt.date, terms: str, by: Acting, application: Application | None = None
) -> AnswerOrder:
    """Put down what the decision orders: the day comes from it alone (`terms` is its own sentence), no law names one.

    A closed case is opened again and its answer stands no more; one that was never answered goes on with this day.
    `application` is needed where the challenge names none. Raises Refused, NotAllowed, OutOfSight.
    """
    challenge = Challenge.objects.select_for_update(of=("self",)).select_related("agency").get(pk=challenge.pk)
    check(by, MANAGE_CHALLENGES, challenge.agency)
    said = required(terms, "请抄录裁判文书中责令答复的那一句，例如“责令被申请人在规定期限内重新答复”。")[:300]
    if challenge.result != Result.CORRECTED:
        raise Refused("只有结果纠正的，才登记责令重新答复；维持、撤回的不用再答复。")
    if AnswerOrder.objects.filter(challenge=challenge).exists():
        raise Refused("这个案件已经登记过责令重新答复。")
    _check_day(challenge, due_on)
    about = _about(challenge, application, by)
    again = about.status == Status.CLOSED
    writer = by if by.may(HANDLE, about.agency) else the_system("applications")
    about = locked(about, "answer_again" if again else "answer_by_order", writer)
    made = _stood(about, challenge, due_on, said)
    (_reopen if again else _hurry)(about, made, writer)
    start(about, ORDERED_DUTY, due_on, writer, name=f"依裁判答复 {about}：{made.source}"[:300])
    follow_clock(about)
    tell(about)
    events.record(
        tag="applications:challenge:order", by=by.actor(MANAGE_CHALLENGES, challenge.agency), subject=subject_of(about),
        new={"依据": made.source, "答复期限": due_on.isoformat(), "原办理结果": made.outcome or "没有答复"},
    )  # fmt: skip
    tell_handlers(about, f"{made.source}责令{'重新' if again else ''}答复，请办理", f"order:{made.pk}")
    return made


def _check_day(challenge: Challenge, due_on: dt.date) -> None:
    if challenge.result_on is not None and due_on < challenge.result_on:
        raise Refused(f"答复期限不能早于结案日期（{challenge.result_on}），请核对。")
    if not current_book().calendar.is_working_day(due_on):
        raise Refused(f"{due_on}不是工作日。期限的最后一日是节假日的，顺延到节假日后的第一个工作日，请改填。")


def _about(challenge: Challenge, application: Application | None, by: Acting) -> Application:
    """Return the case that is to be answered. Raises Refused where there is none, or none that can be."""
    found = challenge.application or application
    if found is None:
        raise Refused("请填写所涉申请的登记编号：责令重新答复要落到那一件申请上。")
    check_read(found, by)
    if found.agency_id != challenge.agency_id:
        raise Refused("所选申请不是这个机关办理的，请核对。")
    if found.merged_into is not None:
        raise Refused(f"这一件已经并入{found.merged_into.number}，请把责令重新答复登记到那一件。")
    if found.submission.erased_at is not None:
        raise Refused("申请人信息已到期清除，平台不能再制作答复书，请线下办理。")
    if found.status not in (*ORDERED_FROM, Status.CLOSED):
        raise Refused(f"这件申请现在是“{found.get_status_display()}”，请先办完这一步，再登记责令答复。")
    if challenge.application_id is None:
        challenge.application = found
        challenge.save(update_fields=["application"])
    return found


def _stood(about: Application, challenge: Challenge, due_on: dt.date, terms: str) -> AnswerOrder:
    """Keep how the case stood, for those who count and for those who read it later."""
    running, today = reply_duty(about), timezone.localdate()
    overdue = running is not None and running.status == "open" and running.due_on < today
    again = about.status == Status.CLOSED
    return AnswerOrder.objects.create(
        challenge=challenge, application=about, due_on=due_on, terms=terms, made_on=today,
        letter=reply_of(about) if again else None, outcome=about.outcome, decided_on=about.decided_on if again else None,
        closed_on=about.closed_on, days=days_of(about) if again else None, late=bool(about.closed_late) or overdue,
    )  # fmt: skip


def _reopen(about: Application, made: AnswerOrder, by: Acting) -> None:
    """The answer that was given stays as it left, and stands no more."""
    stop_all(about, f"答复已被{made.source}撤销", by, SERVE_DUTY)
    about.decisions.filter(approved=True).update(set_aside=True)
    about.outcome, about.decided_on, about.at_once = "", None, False
    about.closed_on = about.closed_late = None
    done(
        about, "answer_again", by, text=f"{made.source}：{made.terms}", changed=CLOSING,
        public=f"依照{made.source}，本机关将在{cn(made.due_on)}前重新答复", facts={"依据": made.source},
    )  # fmt: skip


def _hurry(about: Application, made: AnswerOrder, by: Acting) -> None:
    """It was never answered: what the law gave is over, only the day of the decision counts."""
    settle_extensions(about)
    stop_all(about, f"依{made.source}另定期限", by, *REPLY_RULES, *WAITS)
    done(
        about, "answer_by_order", by, text=f"{made.source}：{made.terms}", facts={"依据": made.source},
        public=f"依照{made.source}，本机关将在{cn(made.due_on)}前答复",
        back_to=Status.HANDLING if about.status in BACK_TO_WORK else None,
    )  # fmt: skip
