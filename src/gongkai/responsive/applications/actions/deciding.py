"""The answer: drafted with all it rests on, approved by somebody else, delivered; or an end without one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from gongkai.base.organisations.queries import the_system
from gongkai.engine.casework import actions as casework
from gongkai.engine.casework.queries import pending_step
from gongkai.law.replies import REPLY_KINDS
from gongkai.responsive.applications.actions.clocks import end, end_reply, stop_all
from gongkai.responsive.applications.actions.converting import look_at
from gongkai.responsive.applications.actions.letters import draft_reply, drop_reply, reply_of
from gongkai.responsive.applications.actions.shared import (
    done,
    follow_clock,
    locked,
    past,
    required,
)
from gongkai.responsive.applications.actions.telling import tell
from gongkai.responsive.applications.models import Application, Decision, Given
from gongkai.responsive.applications.permissions import Refused
from gongkai.responsive.applications.queries.drafts import draft_of
from gongkai.responsive.applications.rules import ONLY_THEN, Status
from gongkai.responsive.applications.rules.letters import APPROVAL
from gongkai.responsive.applications.rules.outcomes import ENDED, NEEDS_APPROVAL, defects
from gongkai.responsive.applications.rules.watch import (
    CONFIRM_DUTY,
    NOTICE_DUTY,
    PAYMENT_DUTY,
    REPLY_RULES,
    SUPPLEMENT_DUTY,
)

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.casework.models import Letter

FIELDS = (
    "reason", "bases", "where", "withheld", "withheld_grounds", "severable", "redirect", "redirect_contact",
    "redirect_unknown", "other_law", "override", "proactive", "proactive_reason",
)  # fmt: skip
NO_APPROVAL = "予以公开，无须审批"


@transaction.atomic
def decide(
    *, application: Application, code: str, by: Acting, given: Sequence[tuple[Any, str]] = (), seen: int | None = None,
    **facts: Any,
) -> Decision:  # fmt: skip
    """Choose one outcome with its reasons; letter, remedy, statistics row and approval follow from it.

    `given` are stored files with their names, `facts` the fields of Decision. Raises Refused with everything that is
    missing, one sentence a line; what only tells or gives needs no approval and waits for delivery at once.
    """
    application = locked(application, "decide", by, seen)
    only = ONLY_THEN.get(Status(application.status))
    if only and code not in only:
        names = "、".join(REPLY_KINDS[one].name for one in only)
        raise Refused(f"现在是“{application.get_status_display()}”，只能以“{names}”办结。")
    if application.inquiries.filter(ended_on__isnull=True).exists():
        raise Refused("还有征求意见没有收到答复，期满或者收到意见以后再作答复。")
    decision = _drafted(application, code, by, given, facts)
    if problems := defects(draft_of(application, decision, today=timezone.localdate())):
        raise Refused("\n".join(problems))
    kind = REPLY_KINDS[code]
    done(application, "decide", by, text=kind.name, facts={"答复种类": kind.code})
    end(application, NOTICE_DUTY, by, on=timezone.localdate())
    draft_reply(application, decision, by)
    if code not in NEEDS_APPROVAL:
        _approve(application, decision, by, NO_APPROVAL)
    return decision


def _drafted(
    application: Application, code: str, by: Acting, given: Sequence[tuple[Any, str]], facts: Mapping[str, Any]
) -> Decision:
    unknown = set(facts) - set(FIELDS)
    if unknown:
        raise TypeError(f"unknown facts of a decision: {sorted(unknown)}")
    if code not in REPLY_KINDS or code == ENDED:
        raise Refused("请选择答复种类。")
    decision = Decision.objects.create(application=application, code=code, drafted_by=by.person, **facts)
    Given.objects.bulk_create([Given(decision=decision, file=file, name=name[:200]) for file, name in given])
    return decision


def standing(application: Application) -> Decision:
    """Return the decision that is drafted or approved. Raises Refused where there is none."""
    found = application.decisions.exclude(approved=False).last()
    if found is None:
        raise Refused("这件申请还没有拟出答复。")
    return found


@transaction.atomic
def send_back(*, application: Application, opinion: str, by: Acting, seen: int | None = None) -> Application:
    """Return the drafted answer with what is to be changed."""
    application = locked(application, "send_back", by, seen)
    decision = standing(application)
    _settle(decision, approved=False, opinion=required(opinion, "请写明退回的理由，经办人会看到。"), by=by)
    drop_reply(application, "退回重拟", the_system("applications"))  # who approves need not write letters
    done(application, "send_back", by, text=opinion, back_to=_came_from(decision))
    return application


def _came_from(decision: Decision) -> Status | None:
    """Where a case goes on when its drafted end is not to be: it still waits for the correction, or the payment."""
    return next((status for status, codes in ONLY_THEN.items() if decision.code in codes), None)


@transaction.atomic
def approve(
    *, application: Application, by: Acting, opinion: str = "", seen: int | None = None, letter_seen: str = ""
) -> Application:
    """Approve somebody else's draft, letter and all. Raises Refused for one's own, or while counsel has not answered.

    `letter_seen` is the digest of the wording that was read; another wording by now is Stale.
    """
    application = locked(application, "approve", by, seen)
    decision = standing(application)
    if by.person is not None and by.person.pk == decision.drafted_by_id:
        raise Refused("答复不能由拟稿人自己批准，请另一位负责人办理。")
    if application.counsels.filter(answered_on__isnull=True).exists():
        raise Refused("已提请法律顾问审查，收到法律意见以后再批准。")
    letter = _letter(application)
    if letter.state == "draft":  # the drafter put it up by deciding; what the letter lacks is told here
        casework.submit(letter=letter, by=the_system("applications"))
    if pending_step(letter) is not None:  # it may have been signed on the letter's own page
        casework.countersign(letter=letter, step=APPROVAL.key, by=by, remark=opinion.strip(), seen=letter_seen)
    _approve(application, decision, by, opinion)
    return application


def _approve(application: Application, decision: Decision, by: Acting, opinion: str) -> None:
    _settle(decision, approved=True, opinion=opinion, by=by)
    look_at(application, decision, by)
    done(application, "approve", by, text=opinion, public="答复已经作出，正在送达")


def _settle(decision: Decision, *, approved: bool, opinion: str, by: Acting) -> None:
    decision.approved, decision.opinion = approved, opinion.strip()[:500]
    decision.decided_by, decision.decided_at = by.person, timezone.now()
    decision.save(update_fields=["approved", "opinion", "decided_by", "decided_at"])


def _letter(application: Application) -> Letter:
    found = reply_of(application)
    if found is None:
        raise Refused("答复书不见了，请退回重拟。")
    return found


@transaction.atomic
def recall(*, application: Application, by: Acting) -> Application:
    """The answer was voided before it left: its decision stands no more, another is drafted."""
    application = locked(application, "recall", by)
    decision = standing(application)
    _settle(decision, approved=False, opinion="答复书作废，重新拟出", by=by)
    application.decided_on = None
    done(application, "recall", by, changed=("decided_on",), back_to=_came_from(decision))
    return application


@transaction.atomic
def issue(*, application: Application, by: Acting, on: dt.date | None = None) -> Letter:
    """Number and freeze the approved answer; delivering it closes the case. Raises Refused before approval."""
    application = locked(application, "deliver", by)
    letter = _letter(application)
    if letter.state == "issued":
        return letter
    day = past(on or timezone.localdate(), "印发日期", after=application.received_on)
    application.decided_on = day
    application.save(update_fields=["decided_on"])
    return casework.issue(letter=letter, by=by, on=day)


@transaction.atomic
def delivered(*, application: Application, by: Acting, on: dt.date, how: str = "") -> Application:
    """The answer counts as given on this day (see `law.delivery`): the clock ends, the case closes with its one outcome."""
    application = locked(application, "deliver", by)
    decision = standing(application)
    day = past(on, "送达日期", after=application.received_on)
    _close(application, decision.code, day, by)
    done(
        application, "deliver", by, on=day, text=how, public="答复已经送达", changed=CLOSING,
        facts={"办理结果": decision.code, "逾期": bool(application.closed_late)},
    )  # fmt: skip
    tell(application)
    return application


CLOSING = ("outcome", "closed_on", "closed_late", "due_on", "at_once", "decided_on", "received_on", "number")


def _close(application: Application, code: str, on: dt.date, by: Acting) -> None:
    """Put down the outcome and end every clock of the case."""
    application.outcome, application.closed_on = code, on
    application.closed_late = end_reply(application, by, on=on)
    stop_all(
        application, f"申请已办结：{REPLY_KINDS[code].name}", by, CONFIRM_DUTY, NOTICE_DUTY, SUPPLEMENT_DUTY, PAYMENT_DUTY,
    )  # fmt: skip
    application.due_on = None


@transaction.atomic
def answer_at_once(
    *, application: Application, where: str, by: Acting, given: Sequence[tuple[Any, str]] = (), seen: int | None = None
) -> Application:
    """Give or tell it on the spot (条例第三十三条第一款, R228); the record is made in the same breath, a letter is not needed."""
    application = locked(application, "answer_at_once", by, seen)
    decision = _drafted(
        application, "R2", by, given, {"where": required(where, "请写明当场提供了什么，或者告知在哪里获取。")}
    )
    _settle(decision, approved=True, opinion="当场答复", by=by)
    look_at(application, decision, by)
    application.at_once, application.decided_on = True, timezone.localdate()
    _close(application, decision.code, timezone.localdate(), by)
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
        _settle(decision, approved=False, opinion=public, by=by)
    drop_reply(application, public, by)
    _close_inquiries(application, today)
    _stop(application, public, by)
    application.outcome, application.closed_on, application.closed_late = ENDED, today, False
    application.due_on = None
    done(application, verb, by, text=reason, public=public, changed=CLOSING, facts={"办理结果": ENDED})
    follow_clock(application)
    tell(application)
    return application


def _close_inquiries(application: Application, today: dt.date) -> None:
    for inquiry in application.inquiries.filter(ended_on__isnull=True):
        inquiry.answer, inquiry.ended_on, inquiry.reason = "silent", today, "申请已终结，不再等待"
        inquiry.save(update_fields=["answer", "ended_on", "reason"])


def _stop(application: Application, why: str, by: Acting) -> None:
    """Stop what still runs: the law asks for nothing more."""
    stop_all(application, why, by, *REPLY_RULES, CONFIRM_DUTY, NOTICE_DUTY, SUPPLEMENT_DUTY, PAYMENT_DUTY)
