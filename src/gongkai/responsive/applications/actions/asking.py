"""Asking others before an answer: the reply clock stands still while we wait, and silence means what the law says."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from gongkai.base.events.rules import Subject
from gongkai.base.organisations.queries import the_system
from gongkai.engine.duties import actions as duties
from gongkai.engine.duties.queries import of_subject, overdue_subjects
from gongkai.responsive.applications.actions.clocks import go_on, hold, start
from gongkai.responsive.applications.actions.letters import ask
from gongkai.responsive.applications.actions.next_person import tell_heard
from gongkai.responsive.applications.actions.shared import done, follow_clock, locked, past, reply_duty, required
from gongkai.responsive.applications.models import Application, Inquiry
from gongkai.responsive.applications.permissions import Refused
from gongkai.responsive.applications.rules.inquiries import (
    ANSWER_NAMES,
    FOUND_BY_AGENCY,
    PARTY_NAMES,
    Answer,
    Party,
    meaning,
)
from gongkai.responsive.applications.rules.watch import INQUIRY, JOINT_DUTY, THIRD_DUTY

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting

RULES = {Party.THIRD_PARTY: THIRD_DUTY, Party.JOINT_MAKER: JOINT_DUTY}


def inquiry_subject(inquiry: Inquiry) -> Subject:
    return Subject(INQUIRY, str(inquiry.pk), str(inquiry.application))


def _of(inquiry: Inquiry, verb: str, by: Acting, *, after_silence: bool = False) -> Inquiry:
    found = Inquiry.objects.select_for_update(of=("self",)).select_related("application").get(pk=inquiry.pk)
    found.application = locked(found.application, verb, by)
    if not found.is_open and not (after_silence and found.answer == Answer.SILENT):
        raise Refused("这份征求意见已经办结，请刷新页面。")
    return found


@transaction.atomic
def inquire(
    *, application: Application, party: str, name: str, about: str, by: Acting, address: str = "",
    on: dt.date | None = None, seen: int | None = None, text: str | None = None,
) -> Inquiry:  # fmt: skip
    """Send a letter that asks somebody; the reply clock stands still from the day after (条例第三十三条第三款).

    After the reply was due it stands still no more: the letter goes out all the same, and the step says so.
    """
    application = locked(application, "inquire", by, seen)
    day = past(on or timezone.localdate(), "发出日期", after=application.clock_from)
    made = Inquiry.objects.create(
        application=application, party=party, name=required(name, "请写明征求谁的意见。"), address=address.strip(),
        about=required(about, "请写明征求意见的信息内容。"), sent_on=day,
    )  # fmt: skip
    others = application.inquiries.filter(ended_on__isnull=True).exclude(pk=made.pk).exists()
    held = hold(application, day, f"征求{PARTY_NAMES[party]}意见", by)
    late = "" if held or others else "；答复期限已经届满或者已告知延迟答复的日期，不再暂停计算"
    public = f"正在征求{PARTY_NAMES[party]}的意见，所需时间不计算在答复期限内" if held or others else ""
    done(application, "inquire", by, on=day, text=f"{PARTY_NAMES[party]}{late}", public=public)
    ask(application, made, by, on=day, text=text)
    return made


@transaction.atomic
def receive_letter(*, inquiry: Inquiry, on: dt.date, by: Acting) -> Inquiry:
    """They got the letter on this day: their period runs from the day after."""
    inquiry = _of(inquiry, "receive_letter", by)
    if inquiry.reached_on is not None:
        raise Refused("对方收到的日期已经登记。")
    inquiry.reached_on = past(on, "对方收到日期", after=inquiry.sent_on, after_name="发出")
    rule = RULES.get(Party(inquiry.party))
    if rule is not None:
        duty = start(
            inquiry.application, rule, on, by, subject=inquiry_subject(inquiry),
            name=f"等待{PARTY_NAMES[inquiry.party]}意见：{inquiry.application}",
        )  # fmt: skip
        inquiry.due_on = duty.due_on
    inquiry.save(update_fields=["reached_on", "due_on"])
    done(inquiry.application, "receive_letter", by, on=on)
    return inquiry


@transaction.atomic
def answer_inquiry(*, inquiry: Inquiry, answer: str, reason: str, by: Acting, on: dt.date | None = None) -> Inquiry:
    """Their opinion came in. After their period too: it then counts as told late, the law leaves it to the agency.

    What came in within the period is theirs though the night has taken it for silence: it takes the place of that.
    """
    inquiry = _of(inquiry, "answer_inquiry", by, after_silence=True)
    if answer not in ANSWER_NAMES or answer in FOUND_BY_AGENCY:
        raise Refused("请选择对方的意见。")
    if answer in {Answer.REFUSED, Answer.PARTLY} and not reason.strip():
        raise Refused("对方不同意公开的，请写明理由；没有说明理由的，写“未说明理由”。")
    day = past(on or timezone.localdate(), "收到意见日期", after=inquiry.sent_on, after_name="发出")
    if inquiry.ended_on is not None and day > inquiry.ended_on:
        raise Refused(f"对方的意见期限到{inquiry.ended_on}，已按逾期未答复办理；期满以后收到的意见，请登记为沟通记录。")
    if inquiry.application.decisions.standing().exists():
        raise Refused("答复已经拟定，请先退回修改，再登记意见。")
    return _ended(inquiry, "answer_inquiry", answer, reason, day, by)


@transaction.atomic
def close_inquiry(*, inquiry: Inquiry, by: Acting, reason: str = "") -> Inquiry:
    """Their period passed without a word; the reply clock goes on from the day after its last day.

    Where no period runs (another agency, a letter that cannot be delivered) a reason ends the waiting, from today on.
    """
    inquiry = _of(inquiry, "close_inquiry", by)
    due = _due(inquiry)
    if due is None:
        why = required(
            reason,
            "对方的意见期限没有开始计算：收到函件的，请先登记收到日期；无法送达或者其他机关一直没有答复的，请写明不再等待的理由。",
        )
        return _ended(inquiry, "close_inquiry", Answer.STOPPED, why, timezone.localdate(), by)
    if timezone.localdate() <= due:
        raise Refused(f"对方的意见期限到{due}，期满以后才能按逾期未答复办理。")
    return _ended(inquiry, "close_inquiry", Answer.SILENT, "", due, by)


def _due(inquiry: Inquiry) -> dt.date | None:
    """The last day of their period as its clock says now: a holiday notice loaded late may have moved it."""
    duty = of_subject(inquiry_subject(inquiry)).last()
    return duty.due_on if duty is not None else None


def _ended(inquiry: Inquiry, verb: str, answer: str, reason: str, on: dt.date, by: Acting) -> Inquiry:
    was = inquiry.ended_on
    inquiry.answer, inquiry.reason, inquiry.ended_on = answer, reason.strip(), on
    inquiry.save(update_fields=["answer", "reason", "ended_on"])
    application = inquiry.application
    said = "；".join(
        part for part in (ANSWER_NAMES[answer], reason.strip().rstrip("。；"), meaning(inquiry.party, answer)) if part
    )
    done(application, verb, by, on=on, text=said)
    rule = RULES.get(Party(inquiry.party))
    if rule is not None:
        duties.discharge(rule=rule, subject=inquiry_subject(inquiry), by=by, on=on)
    if not application.inquiries.filter(ended_on__isnull=True).exists():
        last = application.inquiries.aggregate(last=Max("ended_on"))["last"]
        go_on(application, last, by)
        if was is not None and (duty := reply_duty(application)) is not None:
            duties.arrived_earlier(duty=duty, arrived_on=last, by=by)
            follow_clock(application)
    tell_heard(inquiry, by)
    return inquiry


def close_silent(today: dt.date) -> int:
    """Every night: end inquiries whose period has passed. A holiday notice loaded late has moved the days before."""
    system = the_system("applications")
    late = overdue_subjects(rules=tuple(RULES.values()), today=today)
    waiting = Inquiry.objects.filter(ended_on__isnull=True, pk__in=[int(one) for one in late]).order_by("pk")
    return sum(1 for inquiry in list(waiting) if _closed_in_silence(inquiry, system))


def _closed_in_silence(inquiry: Inquiry, system: Acting) -> bool:
    try:
        close_inquiry(inquiry=inquiry, by=system)
    except Refused:  # somebody put the answer down meanwhile
        return False
    return True
