"""More time: the extension that somebody else grants, and the later day after too many applications (条例第三十三条、第三十五条)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.engine.duties import actions as duties
from gongkai.engine.duties.queries import current_book
from gongkai.law.clocks import CLOCKS
from gongkai.responsive.applications.actions.clocks import start, stop_all
from gongkai.responsive.applications.actions.letters import notice
from gongkai.responsive.applications.actions.next_person import tell_deciders, tell_extended
from gongkai.responsive.applications.actions.shared import (
    check_not_ordered,
    done,
    follow_clock,
    locked,
    past,
    reply_duty,
    required,
)
from gongkai.responsive.applications.models import Application, Extension, ReasonRequest
from gongkai.responsive.applications.permissions import Refused
from gongkai.responsive.applications.queries.drafts import reasons_until
from gongkai.responsive.applications.queries.orders import cn
from gongkai.responsive.applications.rules.watch import DELAYED_DUTY, REPLY_RULES

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting

LONGEST = CLOCKS["C4"].length  # working days


@transaction.atomic
def propose_extension(*, application: Application, days: int, reason: str, by: Acting) -> Extension:
    """Ask for up to the working days of 条例第三十三条第二款 more; who approves is somebody else. Once."""
    application = locked(application, "propose_extension", by)
    if not 0 < days <= LONGEST:
        raise Refused(f"延长的期限应在{LONGEST}个工作日以内。")
    check_not_ordered(application, "延长")
    running = reply_duty(application)
    if running is not None and running.status == "open" and running.due_on < timezone.localdate():
        raise Refused(f"答复期限已于{cn(running.due_on)}届满，期满以后不能再延长。请尽快作出答复。")
    if running is not None and running.rule == DELAYED_DUTY:
        raise Refused(f"已经告知延迟到{running.due_on}答复，按告知的日期办理，不能再延长。")
    if application.extensions.filter(granted=True).exists():
        raise Refused("这件申请已经延长过，只能延长一次。")
    try:
        with transaction.atomic():
            made = Extension.objects.create(
                application=application, days=days, proposed_by=by.person, proposed_on=timezone.localdate(),
                reason=required(reason, "请写明延长的理由，告知书里会写。")[:500],
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused("延长已经提请，等待批准。") from error
    done(application, "propose_extension", by, text=f"{days}个工作日：{reason.strip()}")
    tell_deciders(made)
    return made


def _pending(extension: Extension, verb: str, by: Acting) -> Extension:
    found = Extension.objects.select_for_update(of=("self",)).select_related("application").get(pk=extension.pk)
    found.application = locked(found.application, verb, by)
    if found.decided_on is not None:
        raise Refused("这次延长已经有决定，请刷新页面。")
    if by.person is not None and by.person.pk == found.proposed_by_id:
        raise Refused("延长不能由提请人自己批准，请另一位负责人办理。")
    return found


@transaction.atomic
def approve_extension(
    *, extension: Extension, by: Acting, remark: str = "", on: dt.date | None = None, text: str | None = None
) -> Extension:
    """Grant it before the basic period ends, and tell the applicant in the same moment. A day late is refused by the law."""
    extension = _pending(extension, "approve_extension", by)
    application = extension.application
    duty = reply_duty(application)
    if duty is None:
        raise Refused("这件申请没有正在计算的答复期限，不能延长。")
    day = past(on or timezone.localdate(), "批准日期", after=application.clock_from)
    extension.due_before = duty.due_on
    duties.extend(duty=duty, days=extension.days, reason=extension.reason, by=by, on=day)
    extension.granted, extension.decided_by, extension.decided_on = True, by.person, day
    extension.remark = remark.strip()[:300]
    extension.save(update_fields=["granted", "decided_by", "decided_on", "remark", "due_before"])
    follow_clock(application)
    done(
        application, "approve_extension", by, on=day, text=remark,
        public=f"延长{extension.days}个工作日答复：{extension.reason}",
    )  # fmt: skip
    notice(application, "extension", by, on=day, text=text)
    tell_extended(extension, by)
    return extension


@transaction.atomic
def refuse_extension(*, extension: Extension, by: Acting, remark: str) -> Extension:
    extension = _pending(extension, "refuse_extension", by)
    extension.granted, extension.decided_by, extension.decided_on = False, by.person, timezone.localdate()
    extension.remark = required(remark, "请写明不批准的理由。")[:300]
    extension.save(update_fields=["granted", "decided_by", "decided_on", "remark"])
    done(extension.application, "refuse_extension", by, text=remark)
    tell_extended(extension, by)
    return extension


@transaction.atomic
def ask_reasons(
    *, application: Application, facts: str, by: Acting, on: dt.date | None = None, text: str | None = None
) -> ReasonRequest:
    """Ask for reasons with the facts of number and frequency (条例第三十五条): dates and numbers, no judgement of a person."""
    application = locked(application, "ask_reasons", by)
    if hasattr(application, "reason_request"):
        raise Refused("已经要求说明理由，不必重复。")
    day = past(on or timezone.localdate(), "告知日期", after=application.received_on)
    made = ReasonRequest.objects.create(
        application=application, facts=required(facts, "请写明数量、频次的事实：何时提出过哪些申请。"), asked_on=day
    )
    done(
        application,
        "ask_reasons",
        by,
        on=day,
        text=facts,
        public=f"请在{cn(reasons_until(day))}前（含当日）说明申请的理由",
    )
    notice(application, "reasons", by, on=day, text=text)
    return made


@transaction.atomic
def give_reasons(*, application: Application, answer: str, by: Acting, on: dt.date | None = None) -> ReasonRequest:
    """Take in what the applicant answers."""
    application = locked(application, "give_reasons", by)
    request = _asked(application)
    if request.answered_on is not None:
        raise Refused("理由已经收到。补充的内容请登记为沟通记录。")
    day = past(on or timezone.localdate(), "收到说明日期", after=request.asked_on, after_name="告知")
    request.answer, request.answered_on = required(answer, "请写明理由。"), day
    request.save(update_fields=["answer", "answered_on"])
    done(application, "give_reasons", by, on=day, public="已收到您说明的理由")
    return request


@transaction.atomic
def delay(
    *,
    application: Application,
    to: dt.date,
    finding: str,
    by: Acting,
    on: dt.date | None = None,
    text: str | None = None,
) -> Application:
    """The reasons are good but the period cannot be kept: set a later day, told to the applicant. The clock then runs to it."""
    application = locked(application, "delay", by)
    check_not_ordered(application, "延迟")
    request = _asked(application)
    if request.answered_on is None:
        raise Refused("还没有收到申请人说明的理由，不能确定延迟答复的期限。")
    if request.delayed_to is not None:
        raise Refused(f"已经告知延迟到{request.delayed_to}答复。")
    day = past(on or timezone.localdate(), "告知日期", after=request.answered_on, after_name="收到说明")
    duty = reply_duty(application)
    if duty is None or to <= duty.due_on:
        raise Refused("确定的日期应晚于现在的答复期限。")
    if not current_book().calendar.is_working_day(to):
        raise Refused(f"{to}不是工作日，请改为工作日。")
    request.finding, request.delayed_to = required(finding, "请写明理由合理、但不能按期答复的情况。"), to
    request.save(update_fields=["finding", "delayed_to"])
    stop_all(application, "理由合理，已告知延迟答复的合理期限（条例第三十五条）", by, *REPLY_RULES)
    done(
        application, "delay", by, on=day, text=finding, public=f"延迟答复，将在{to.year}年{to.month}月{to.day}日前答复"
    )
    start(application, DELAYED_DUTY, to, by)
    follow_clock(application)
    notice(application, "delay", by, on=day, text=text)
    return application


def _asked(application: Application) -> ReasonRequest:
    if not hasattr(application, "reason_request"):
        raise Refused("请先要求申请人说明理由。")
    return application.reason_request
