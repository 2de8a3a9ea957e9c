"""The end of a case: its answer counts as given, the applicant takes it back, or it ends for another cause."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from gongkai.engine.duties.queries import of_subject
from gongkai.law.replies import REPLY_KINDS
from gongkai.responsive.applications.actions.clocks import CLOSING, end_reply, stop_all, stop_clocks
from gongkai.responsive.applications.actions.converting import look_at
from gongkai.responsive.applications.actions.deciding import drafted, settle_draft, standing
from gongkai.responsive.applications.actions.letters import drop_reply
from gongkai.responsive.applications.actions.merging import release_merged
from gongkai.responsive.applications.actions.parting import settle_fee, settle_parts
from gongkai.responsive.applications.actions.shared import (
    done,
    follow_clock,
    locked,
    past,
    required,
    subject_of,
)
from gongkai.responsive.applications.actions.telling import tell
from gongkai.responsive.applications.models import Application
from gongkai.responsive.applications.rules.outcomes import ENDED
from gongkai.responsive.applications.rules.watch import (
    CONFIRM_DUTY,
    NOTICE_DUTY,
    PAYMENT_DUTY,
    REPLY_RULES,
    SUPPLEMENT_DUTY,
)

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting


def answer_issued(*, application: Application, on: dt.date) -> None:
    """The answer was made on this day; it is given later, when it reaches the applicant. Nothing waits for its handler."""
    Application.objects.filter(pk=application.pk).update(decided_on=on, back="")


@transaction.atomic
def delivered(*, application: Application, by: Acting, on: dt.date, how: str = "") -> Application:
    """The answer counts as given on this day (see `law.delivery`): the clock ends, the case closes with its one outcome."""
    application = locked(application, "deliver", by)
    decision = standing(application)
    day = past(on, "送达日期", after=application.received_on)
    close(application, decision.code, day, by)
    done(
        application, "deliver", by, on=day, text=how, public="答复已经送达", changed=CLOSING,
        facts={"办理结果": decision.code, "逾期": bool(application.closed_late)},
    )  # fmt: skip
    tell(application)
    return application


@transaction.atomic
def redelivered(*, application: Application, before: dt.date, on: dt.date, reason: str, by: Acting) -> Application:
    """The day on which the answer counts was put down wrongly: the case closes on the right one, and may be late by it.

    Does nothing where the case was closed by another sending.
    """
    application = locked(application, "redeliver", by)
    if application.closed_on != before or application.outcome == ENDED:
        return application
    day = past(on, "送达日期", after=application.received_on)
    duty = of_subject(subject_of(application)).filter(rule__in=REPLY_RULES).last()
    application.closed_on = day
    application.closed_late = (duty is not None and day > duty.due_on) or was_late(application)
    done(
        application, "redeliver", by, on=day, text=reason, public=f"答复送达日期更正为{day:%Y年%-m月%-d日}",
        changed=("closed_on", "closed_late"),
        facts={"原送达日期": before.isoformat(), "送达日期": day.isoformat(), "逾期": application.closed_late},
    )  # fmt: skip
    tell(application)
    return application


def was_late(application: Application) -> bool:
    """Whether the period of the law had passed before a judgement set another day: late once is late."""
    return application.orders.filter(late=True).exists()


def close(application: Application, code: str, on: dt.date, by: Acting) -> None:
    """Put down the outcome and end every clock of the case."""
    application.outcome, application.closed_on = code, on
    application.closed_late = end_reply(application, by, on=on) or was_late(application)
    settle_parts(application, by)
    settle_fee(application, code)
    stop_all(
        application, f"申请已办结：{REPLY_KINDS[code].name}", by, CONFIRM_DUTY, NOTICE_DUTY, SUPPLEMENT_DUTY, PAYMENT_DUTY,
    )  # fmt: skip
    application.due_on = None


@transaction.atomic
def answer_at_once(
    *, application: Application, where: str, by: Acting, given: Sequence[tuple[Any, ...]] = (), seen: int | None = None
) -> Application:
    """Give or tell it on the spot (条例第三十三条第一款, R228); the record is made in the same breath, a letter is not needed."""
    application = locked(application, "answer_at_once", by, seen)
    decision = drafted(
        application, "R2", by, given, {"where": required(where, "请写明当场提供了什么，或者告知在哪里获取。")}
    )
    settle_draft(decision, approved=True, opinion="当场答复", by=by)
    look_at(application, decision, by)
    application.at_once, application.decided_on = True, timezone.localdate()
    close(application, decision.code, timezone.localdate(), by)
    done(application, "answer_at_once", by, text=where, public="已当场答复", changed=CLOSING, facts={"办理结果": "R2"})
    tell(application)
    return application


@transaction.atomic
def withdraw(*, application: Application, reason: str, by: Acting, seen: int | None = None) -> Application:
    """The applicant takes the application back before an answer was given. It needs no reason; one is kept where told."""
    return _ended(application, "withdraw", reason, "申请人已撤回申请", by, seen)


@transaction.atomic
def end_otherwise(*, application: Application, reason: str, by: Acting, seen: int | None = None) -> Application:
    """End it for another cause, for example because the applicant died and nobody takes it on."""
    required(reason, "请写明终结的原因，例如申请人死亡、没有人承受。")
    return _ended(application, "end", reason, "申请已终结", by, seen)


def _ended(application: Application, verb: str, reason: str, public: str, by: Acting, seen: int | None) -> Application:
    application = locked(application, verb, by, seen)
    today = timezone.localdate()
    if application.received_on is None:  # taken back before anybody confirmed it: it was received and ended at once
        from gongkai.responsive.applications.actions.intake import number  # late: intake knows the closing verbs

        number(application, today, by)
    for decision in application.decisions.filter(approved__isnull=True):
        settle_draft(decision, approved=False, opinion=public, by=by)
    drop_reply(application, public, by)
    settle_parts(application, by)
    settle_fee(application, ENDED)
    stop_clocks(application, public, by)
    application.outcome, application.closed_on, application.closed_late = ENDED, today, False
    application.due_on = None
    done(application, verb, by, text=reason, public=public, changed=CLOSING, facts={"办理结果": ENDED})
    follow_clock(application)
    tell(application)
    release_merged(application)
    return application
