"""What was put down wrongly about a sending is put right; what a mailbox reports as not arrived comes back as an open thing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.base.notify import actions as notify
from gongkai.engine.casework.actions.dispatching import locked_dispatch, record_returned
from gongkai.engine.casework.actions.shared import happen, note, reason_of
from gongkai.engine.casework.models import Dispatch, Letter
from gongkai.engine.casework.permissions import check_dispatch
from gongkai.engine.casework.rules import BY_PAPER, POSTED, REMINDERS, DispatchState, Refused, Route
from gongkai.engine.casework.rules.mails import BOUNCE_DAYS, MOST_BOUNCE, Bounce, bounce_in, mark_of
from gongkai.law import delivery as law

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting


@transaction.atomic
def redate(*, dispatch: Dispatch, on: dt.date, reason: str, by: Acting) -> Dispatch:
    """Put a mistyped day of posting, or of handing over, right; the day that counts follows from it, and the case is told.

    The day before stays in the record. Raises Refused for a day to come, before the letter, or after it was signed for.
    """
    found = locked_dispatch(dispatch, by, DispatchState.SENT, DispatchState.SIGNED, DispatchState.RETURNED)
    why = reason_of(reason, "请写明为什么更正，例如“寄出日期录入错误，以邮局收据为准”。")
    handed = found.route == Route.HAND
    old = found.signed_on if handed else found.posted_on
    if problem := _wrong_day(found, on, old):
        raise Refused(problem)
    before = found.counted_on
    if handed:
        found.signed_on = on
    else:
        found.posted_on = on
    if found.route in BY_PAPER:
        counted = law.deliver(law.Route(found.route), **({"signed": on} if handed else {"posted": on}))
        found.counted_on, found.warning = counted.day, counted.warning
    else:
        found.counted_on = on
    found.save(update_fields=["posted_on", "signed_on", "counted_on", "warning"])
    note(
        "redated", found.letter, by, remark=why,
        old={"日期": old.isoformat() if old else "", "计算期限": before.isoformat() if before else ""},
        new={"日期": on.isoformat(), "计算期限": found.counted_on.isoformat() if found.counted_on else ""},
    )  # fmt: skip
    if before is not None and found.counted_on != before:
        happen("recounted", found.letter, by, day=found.counted_on, dispatch=found, before=before, reason=why)
    return found


def _wrong_day(one: Dispatch, on: dt.date, old: dt.date | None) -> str:
    issued = one.letter.issued_on
    if one.route not in {*POSTED, Route.HAND, Route.FAX}:
        return f"“{one.get_route_display()}”的日期由系统记录，不能更正。"
    if old is None or on == old:
        return "请填写与原来不同的日期。"
    if on > timezone.localdate() or issued is None or on < issued:
        return "日期不能晚于今天，也不能早于签发之日。"
    ends = [day for day in (one.returned_on, None if one.route == Route.HAND else one.signed_on) if day]
    if ends and on > min(ends):
        return "寄出日期不能晚于签收、退回的日期，请先核对那个日期。"
    return ""


@dataclass(frozen=True)
class CameBack:
    """Which letter a mail that came back had to do with, and what is to be done now."""

    letter_id: int | None  # None: it was no letter but a reminder to an officer
    said: str


@transaction.atomic
def take_bounce(*, data: bytes, by: Acting) -> CameBack:
    """Record a mail as come back by the report in the sender's mailbox; whoever sends letters is told and sends anew.

    A mail that only reminded of a letter delivers nothing and sets no day: its handler is told to find another way.

    Raises Refused for what is no such report, one that only says that delivery is late, and a mail that is not known.
    """
    if len(data) > MOST_BOUNCE:
        raise Refused("文件太大，不是退信通知。请从发件邮箱把退信通知原样另存为eml文件。")
    found = bounce_in(data)
    if found is None:
        raise Refused("没有读出是哪一封邮件的退信通知。请从发件邮箱把退信通知原样另存为eml文件，不要转发或者截图。")
    if not found.lasts:
        raise Refused(f"这份通知只说明投递延迟（{found.status or '没有代码'}），邮件系统会继续投递，暂不作退信处理。")
    if (reminded := _reminded(found, by)) is not None:
        return reminded
    if notify.take_back_mail(mark=found.mark, reason=found.reason):
        return CameBack(None, "这是发给工作人员的提醒邮件，已告知本人和人员管理员。")
    one = record_returned(dispatch=_mail_of(found.mark, by), on=timezone.localdate(), reason=found.reason, by=by)
    return CameBack(one.letter_id, f"{one.letter}的邮件已登记退回，请改用其他方式送达。")


def _reminded(bounce: Bounce, by: Acting) -> CameBack | None:
    for known in REMINDERS.values():
        if (hit := known(bounce.mark)) is not None:
            letter_id, returned = hit
            check_dispatch(Letter.objects.select_related("agency").get(pk=letter_id), by)
            return CameBack(letter_id, returned(bounce.reason, by))
    return None


def _mail_of(mark: str, by: Acting) -> Dispatch:
    """Raises Refused where no mail of the agencies of this person bears the mark."""
    since = timezone.now() - dt.timedelta(days=BOUNCE_DAYS)
    sent = Dispatch.objects.filter(route=Route.MAIL, mailed_at__gte=since).select_related("letter__agency")
    for one in sent.defer("address").iterator():
        if mark_of("casework", one.pk, one.letter_id) == mark:
            check_dispatch(one.letter, by)
            return one
    raise Refused(f"近{BOUNCE_DAYS}天发出的文书邮件中没有这一封，请在登记簿中查找后手工登记退回。")
