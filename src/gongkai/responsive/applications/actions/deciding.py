"""The answer: drafted with all it rests on, approved by somebody else, issued."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from gongkai.base.organisations.queries import the_system
from gongkai.engine.casework import actions as casework
from gongkai.engine.casework.queries import pending_step
from gongkai.law.replies import REPLY_KINDS
from gongkai.responsive.applications.actions.clocks import end
from gongkai.responsive.applications.actions.converting import look_at
from gongkai.responsive.applications.actions.letters import draft_reply, drop_reply, reply_of, tell_objectors, untell
from gongkai.responsive.applications.actions.next_person import tell_approved, tell_approvers, tell_sent_back
from gongkai.responsive.applications.actions.shared import done, is_ordered, locked, past, required
from gongkai.responsive.applications.models import Application, Decision, Given
from gongkai.responsive.applications.permissions import Refused
from gongkai.responsive.applications.queries.drafts import draft_of, objecting
from gongkai.responsive.applications.rules import ONLY_THEN, Status
from gongkai.responsive.applications.rules.letters import APPROVAL
from gongkai.responsive.applications.rules.outcomes import ENDED, GIVES, defects, needs_approval
from gongkai.responsive.applications.rules.watch import NOTICE_DUTY

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
    *, application: Application, code: str, by: Acting, given: Sequence[tuple[Any, ...]] = (), seen: int | None = None,
    **facts: Any,
) -> Decision:  # fmt: skip
    """Choose one outcome with its reasons; letter, remedy, statistics row and approval follow from it.

    `given` are stored files with their names and what was decided about findings in them, `facts` the fields of Decision. Raises Refused with everything that is
    missing, one sentence a line; what only tells or gives needs no approval and waits for delivery at once.
    """
    application = locked(application, "decide", by, seen)
    only = ONLY_THEN.get(Status(application.status))
    if only and code not in only:
        names = "、".join(REPLY_KINDS[one].name for one in only)
        raise Refused(f"现在是“{application.get_status_display()}”，只能以“{names}”办结。")
    if application.inquiries.filter(ended_on__isnull=True).exists():
        raise Refused("还有征求意见没有收到答复，期满或者收到意见以后再作答复。")
    decision = drafted(application, code, by, given, facts)
    if problems := defects(draft_of(application, decision, today=timezone.localdate())):
        raise Refused("\n".join(problems))
    kind = REPLY_KINDS[code]
    done(application, "decide", by, text=kind.name, facts={"答复种类": kind.code})
    end(application, NOTICE_DUTY, by, on=timezone.localdate())
    draft_reply(application, decision, by)
    if not needs_approval(code, objected=overrides(application, decision)) and not advised_against(application):
        _approve(application, decision, by, NO_APPROVAL)
    else:
        tell_approvers(application, decision)
    return decision


def advised_against(application: Application) -> bool:
    """Whether the last legal opinion was not in favour, or is not there yet: somebody else must look at the answer."""
    last = application.counsels.order_by("pk").last()
    return last is not None and (last.answered_on is None or last.agrees is False)


def overrides(application: Application, decision: Decision) -> bool:
    """Whether it gives out what a third party objected to."""
    return decision.code in GIVES and bool(decision.override.strip()) and objecting(application).exists()


def drafted(
    application: Application, code: str, by: Acting, given: Sequence[tuple[Any, ...]], facts: Mapping[str, Any]
) -> Decision:
    unknown = set(facts) - set(FIELDS)
    if unknown:
        raise TypeError(f"unknown facts of a decision: {sorted(unknown)}")
    if code not in REPLY_KINDS or code == ENDED:
        raise Refused("请选择答复种类。")
    decision = Decision.objects.create(application=application, code=code, drafted_by=by.person, **facts)
    Given.objects.bulk_create([_given(decision, *one) for one in given])
    return decision


def _given(decision: Decision, file: Any, name: str, findings: Sequence[Mapping[str, str]] = ()) -> Given:
    """Raises Refused for a finding in the file that nobody decided about."""
    if any(not one.get("decision", "").strip() for one in findings):
        raise Refused(f"“{name}”中有疑似不应提供的内容还没有逐处核对，请逐处写明可以提供的理由，或者删去后重新上传。")
    kept = json.dumps([dict(one) for one in findings], ensure_ascii=False) if findings else ""
    return Given(decision=decision, file=file, name=name[:200], findings_json=kept)


def standing(application: Application) -> Decision:
    """Return the decision that is drafted or approved. Raises Refused where there is none."""
    found = application.decisions.standing().last()
    if found is None:
        raise Refused("这件申请还没有拟出答复。")
    return found


@transaction.atomic
def send_back(*, application: Application, opinion: str, by: Acting, seen: int | None = None) -> Application:
    """Return the drafted answer with what is to be changed."""
    application = locked(application, "send_back", by, seen)
    decision = standing(application)
    settle_draft(decision, approved=False, opinion=required(opinion, "请写明退回的理由，经办人会看到。"), by=by)
    drop_reply(application, "退回重拟", the_system("applications"))  # who approves need not write letters
    done(application, "send_back", by, text=opinion, back_to=_came_from(application, decision))
    tell_sent_back(application, decision, by)
    return application


def _came_from(application: Application, decision: Decision) -> Status | None:
    """Where a case goes on when its drafted end is not to be: it still waits for the correction, or the payment.

    Not where a judgement set the day meanwhile: then it is worked on.
    """
    if is_ordered(application):
        return None
    return next((status for status, codes in ONLY_THEN.items() if decision.code in codes), None)


@transaction.atomic
def approve(
    *, application: Application, by: Acting, opinion: str = "", seen: int | None = None, letter_seen: str = "",
    told: str | None = None,
) -> Application:  # fmt: skip
    """Approve somebody else's draft, letter and all. Raises Refused for one's own, or while counsel has not answered.

    `letter_seen` is the digest of the wording that was read; another wording by now is Stale. `told` is the wording of
    what third parties that objected are told, where the approver changed it.
    """
    application = locked(application, "approve", by, seen)
    decision = standing(application)
    if by.person is not None and by.person.pk == decision.drafted_by_id:
        raise Refused("答复不能由拟稿人自己批准，请另一位负责人办理。")
    if application.counsels.filter(answered_on__isnull=True).exists():
        raise Refused("已提请法律顾问审查，收到法律意见以后再批准。")
    letter = _letter(application)
    if (
        letter.kind_data.steps and letter.state == "draft"
    ):  # the drafter put it up by deciding; what the letter lacks is told here
        casework.submit(letter=letter, by=the_system("applications"))
    if pending_step(letter) is not None:  # it may have been signed on the letter's own page
        casework.countersign(letter=letter, step=APPROVAL.key, by=by, remark=opinion.strip(), seen=letter_seen)
    _approve(application, decision, by, opinion, told)
    tell_approved(application, decision, by)
    return application


def _approve(application: Application, decision: Decision, by: Acting, opinion: str, told: str | None = None) -> None:
    settle_draft(decision, approved=True, opinion=opinion, by=by)
    look_at(application, decision, by)
    application.extensions.filter(decided_on=None).update(
        granted=False, decided_on=timezone.localdate(), remark="答复已经作出，不再需要延长"
    )
    done(application, "approve", by, text=opinion, public="答复已经作出，正在送达")
    if overrides(application, decision):
        tell_objectors(application, decision, by, told)


def settle_draft(decision: Decision, *, approved: bool, opinion: str, by: Acting) -> None:
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
    settle_draft(decision, approved=False, opinion="答复书作废，重新拟出", by=by)
    untell(application, "答复书作废，重新拟出", by)
    application.decided_on = None
    done(application, "recall", by, changed=("decided_on",), back_to=_came_from(application, decision))
    return application


@transaction.atomic
def issue(*, application: Application, by: Acting, on: dt.date | None = None) -> Letter:
    """Number and freeze the approved answer; delivering it closes the case. Raises Refused before approval."""
    application = locked(application, "deliver", by)
    letter = _letter(application)
    if letter.state == "issued":
        return letter
    day = past(on or timezone.localdate(), "印发日期", after=application.received_on)
    application.decided_on, application.back = day, ""
    application.save(update_fields=["decided_on", "back"])
    return casework.issue(letter=letter, by=by, on=day)
