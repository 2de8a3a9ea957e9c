"""What an applicant reads of a form: steps that are public, stages, clock in plain words, letters, what was given, the ways on."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from gongkai.base.ui.text import cn_date
from gongkai.engine.casework import rules as casework
from gongkai.engine.casework.queries import letters_of
from gongkai.engine.duties import queries as duties
from gongkai.law.clocks import CLOCKS
from gongkai.law.periods import Period, reckon
from gongkai.law.replies import REPLY_KINDS, advise
from gongkai.responsive.applications import actions, queries, rules
from gongkai.responsive.applications.models import Application, Submission
from gongkai.responsive.applications.queries.orders import set_aside
from gongkai.responsive.applications.queries.service import served_on
from gongkai.responsive.applications.rules.fees import STATE_NAMES
from gongkai.responsive.applications.rules.outcomes import ENDED
from gongkai.responsive.applications.rules.watch import REPLY_RULES

if TYPE_CHECKING:
    from gongkai.engine.casework.models import Letter
    from gongkai.engine.duties.models import Duty
    from gongkai.responsive.applications.models import Decision

REPLY = "application.reply."
APPLICANT = "applicant"
NOT_SENT = ("prepared",)  # a letter that lies ready has not left the house


def submission_of(submission: Submission) -> dict[str, Any]:
    matters = list(submission.applications.select_related("agency").order_by("position"))
    for one in matters:
        one.submission = submission
    return {
        "submission": submission,
        "agency": submission.agency,
        "form_name": rules.FORM_NAMES[submission.form],
        "method_name": rules.METHOD_NAMES[submission.method],
        "door_name": rules.DOOR_NAMES[submission.door],
        "waiting": any(one.status == rules.Status.ARRIVED for one in matters),
        "pending": any(one.is_pending for one in matters),
        "matters": [matter_of(one, several=len(matters) > 1) for one in matters],
        "materials": list(submission.materials.select_related("file").order_by("pk")),
    }


def matter_of(application: Application, *, several: bool = False) -> dict[str, Any]:
    duty = clock_duty(application)
    return {
        "application": application,
        "several": several,
        "state": rules.PUBLIC_NAMES[application.status],
        "outcome": outcome_of(application),
        "stages": stages_of(application),
        "timeline": timeline_of(application),
        "clock": duties.clock(duty) if duty is not None else None,
        "due": due_sentence(application, duty),
        "letters": letters_for(application),
        "set_aside": {one.letter_id: one for one in application.orders.select_related("challenge") if one.letter_id},
        "given": given_of(application),
        "fee": fee_of(application),
        "supplement": supplement_of(application),
        "reasons": reasons_of(application),
        "may_withdraw": application.status in rules.WITHDRAWABLE,
        "remedy": remedy_of(application),
    }


def outcome_of(application: Application) -> str:
    if not application.outcome:
        return ""
    return "已终结" if application.outcome == ENDED else REPLY_KINDS[application.outcome].name


def clock_duty(application: Application) -> Duty | None:
    """Return the clock of the answer: the one that runs, else the last that ran to its end."""
    rows = duties.of_subject(actions.subject_of(application)).filter(rule__in=REPLY_RULES)
    rows = rows.select_related("agency").prefetch_related("pauses")
    running = rows.filter(status__in=["open", "paused"]).last()
    return running or (rows.filter(status="done").last() if application.status == rules.Status.CLOSED else None)


def due_sentence(application: Application, duty: Duty | None) -> str:
    """Return in plain words until when what happens."""
    if application.status == rules.Status.ARRIVED:
        return "双方确认收到以后，答复期限才开始计算。"
    if application.status == rules.Status.CLOSED:
        return ""
    if application.status == rules.Status.SUPPLEMENTING:
        return f"等待您在{cn_date(application.supplement.due_on)}前补正；收到补正以后，答复期限重新计算。"
    if duty is None:
        return "答复期限暂不计算。" if application.status == rules.Status.PAYING else ""
    if duty.status == "paused":
        return "正在征求其他方的意见，这段时间不计入答复期限；收到意见以后继续计算。"
    if duty.due_on < timezone.localdate():
        return f"答复应在{cn_date(duty.due_on)}前作出，现已超过期限。您可以申请行政复议，也可以提起行政诉讼。"
    tentative = "（放假安排公布以后可能变动）" if duty.provisional else ""
    return f"应在{cn_date(duty.due_on)}前答复您{tentative}。"


def stages_of(application: Application) -> list[dict[str, str]]:
    """Return the five stages with how far it has come. Closed means that all are behind."""
    order = list(rules.STAGE_NAMES)
    reached = {
        rules.Status.ARRIVED: 0, rules.Status.EXAMINING: 1, rules.Status.SUPPLEMENTING: 1, rules.Status.HANDLING: 2,
        rules.Status.PAYING: 2, rules.Status.DECIDING: 3, rules.Status.REPLYING: 4, rules.Status.CLOSED: len(order),
    }  # fmt: skip
    now = reached[rules.Status(application.status)]
    if application.status == rules.Status.HANDLING and application.steps.filter(stage="investigate").exists():
        now = order.index("investigate")
    return [
        {"label": rules.STAGE_NAMES[key], "state": "done" if place < now else "now" if place == now else "next"}
        for place, key in enumerate(order)
    ]


def timeline_of(application: Application) -> list[dict[str, Any]]:
    """Return the steps that the applicant reads, by the day on which they count; never who thought what inside."""
    return [
        {"at": step.at, "title": step.public, "who": rules.STAGE_NAMES[step.stage], "text": _counts(step.on, step.at)}
        for step in application.steps.exclude(public="").order_by("at", "pk")
    ]


def _counts(on: dt.date, at: dt.datetime) -> str:
    return f"按{cn_date(on)}计算" if on != timezone.localdate(at) else ""


def letters_for(application: Application) -> list[Letter]:
    """Return the issued letters addressed to the applicant, oldest first; an answer only after it left the house."""
    rows = (
        letters_of(actions.subject_of(application)).filter(state="issued").prefetch_related("dispatches").order_by("pk")
    )
    return [one for one in rows if may_see(one)]


def may_see(letter: Letter) -> bool:
    if letter.kind not in casework.KINDS or letter.kind_data.addressee != APPLICANT or letter.state != "issued":
        return False
    if not letter.kind.startswith(REPLY):
        return True
    return any(one.state not in NOT_SENT for one in letter.dispatches.all())


def _answered(application: Application) -> Decision | None:
    """Return the decision when its answer has been given."""
    old = set_aside(application)
    left = [one for one in letters_for(application) if one.kind.startswith(REPLY) and one.pk not in old]
    if application.status != rules.Status.CLOSED and not left:
        return None
    return application.decisions.given().last()


def given_of(application: Application) -> list[Any]:
    """Return what was given: with the answer that stands, and before it with one that was set aside."""
    decision = _answered(application)
    decisions = [*application.decisions.filter(set_aside=True), *([decision] if decision is not None else [])]
    return [file for one in decisions for file in one.given.at_hand().order_by("pk")]


def fee_of(application: Application) -> dict[str, Any] | None:
    fee = getattr(application, "fee", None)
    if fee is None:
        return None
    return {"fee": fee, "state": STATE_NAMES[fee.state], "tiers": fee.lines, "waiting": fee.state == "notified"}


def supplement_of(application: Application) -> dict[str, Any] | None:
    asked = getattr(application, "supplement", None)
    if asked is None:
        return None
    waiting = application.status == rules.Status.SUPPLEMENTING
    return {"asked": asked, "waiting": waiting, "late": waiting and timezone.localdate() > asked.due_on}


def reasons_of(application: Application) -> dict[str, Any] | None:
    asked = getattr(application, "reason_request", None)
    if asked is None:
        return None
    return {"asked": asked, "waiting": asked.answered_on is None and application.is_pending}


def remedy_of(application: Application) -> dict[str, Any] | None:
    """Return what can be done against the answer and until when, counted from the day on which it was served."""
    if application.status != rules.Status.CLOSED or application.outcome == ENDED or application.closed_on is None:
        return None
    authority = queries.review_authority_of(application.agency)
    told = advise(REPLY_KINDS[application.outcome], queries.agency_kind(application.agency), authority_name=authority)
    if not told.sentence:
        return None
    since = served_on(application)  # what came back has not reached anybody: no day runs yet
    days = [("申请行政复议", _until("C11", since))] if told.review_days and since else []
    if told.lawsuit_months and since:
        days.append(("提起行政诉讼", _until("C12", since)))
    return {"sentence": told.sentence, "days": days, "from": since}


def _until(clock: str, since: dt.date) -> dt.date:
    return reckon(Period(CLOCKS[clock], since), duties.current_book().calendar).due
