"""信息处理费: worked out by the tariff, told within the period, paid, waived or given up (国办函〔2020〕109号)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.engine.duties import actions as duties
from gongkai.engine.duties.queries import adopted_clock
from gongkai.law.fees import FeeRefused, Method, charge_items, charge_pages, check_notice_day
from gongkai.responsive.applications.actions.clocks import run_on, start, start_reply, stop_all
from gongkai.responsive.applications.actions.letters import notice
from gongkai.responsive.applications.actions.payments import check_sum, in_words, put_down
from gongkai.responsive.applications.actions.shared import (
    check_not_ordered,
    done,
    follow_clock,
    locked,
    past,
    reply_duty,
    required,
    subject_of,
)
from gongkai.responsive.applications.models import Application, Fee
from gongkai.responsive.applications.permissions import Refused
from gongkai.responsive.applications.queries.counting import already_this_month
from gongkai.responsive.applications.queries.payments import held, to_return
from gongkai.responsive.applications.rules.fees import FeeState
from gongkai.responsive.applications.rules.watch import PAYMENT_DUTY, REPLY_AGAIN_DUTY, REPLY_RULES

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.law.fees import Charge

AFTER_PAYMENT = "C8"


def reckon(application: Application, method: str, pages: int | None) -> Charge:
    """Return what this matter costs by either tariff. Raises Refused with the law's own sentence."""
    try:
        if method == Method.PAGES:
            return charge_pages(pages or 0)
        return charge_items(1, already=already_this_month(application))
    except FeeRefused as error:
        raise Refused(str(error)) from error


@transaction.atomic
def charge(
    *, application: Application, method: str, how_to_pay: str, by: Acting, pages: int | None = None,
    on: dt.date | None = None, text: str | None = None, seen: int | None = None,
) -> Fee:  # fmt: skip
    """Tell the applicant basis, tariff, sum and how to pay, within the period of the answer.

    Raises Refused for a matter within the free allowance, a second notice, or one after the answer was due.
    """
    application = locked(application, "charge", by, seen)
    if hasattr(application, "fee"):
        raise Refused("这件申请已经发过收费通知，按件、按量只能选择一种，不能再收。")
    check_not_ordered(application, "发出收费通知")
    found = reckon(application, method, pages)
    if not found.yuan:
        raise Refused("没有超出免费的件数或者页数，不收信息处理费。")
    day = past(on or timezone.localdate(), "发出收费通知的日期", after=application.received_on)
    duty = reply_duty(application)
    try:
        check_notice_day(day, duty.due_on if duty is not None else day)
    except FeeRefused as error:
        raise Refused(str(error)) from error
    made = Fee.objects.create(
        application=application, method=found.method.value, notified_on=day, state=FeeState.NOTIFIED.value,
        units=sum(tier.count for tier in found.tiers), yuan=found.yuan,
        already=already_this_month(application) if method == Method.ITEMS else 0,
        tiers=[[tier.first, tier.last, tier.unit_yuan, tier.yuan] for tier in found.tiers],
        how_to_pay=required(how_to_pay, "请写明怎样缴费。"),
    )  # fmt: skip
    done(
        application,
        "charge",
        by,
        on=day,
        text=f"{found.method.value}{found.yuan}元",
        public=f"收取信息处理费{found.yuan}元，等待缴费",
    )
    notice(application, "fee", by, on=day, text=text)
    _rest(application, by)
    return made


def _rest(application: Application, by: Acting) -> None:
    """Where the restart after payment was adopted, the clock ends with the notice; else it simply runs on."""
    if adopted_clock(AFTER_PAYMENT) is not None:
        stop_all(application, "已发出收费通知，缴费完成之日起重新计算答复期限", by, *REPLY_RULES)
        follow_clock(application)


@transaction.atomic
def fee_reached(*, application: Application, on: dt.date, by: Acting) -> Fee:
    """The applicant got the notice on this day: the period of payment runs from the day after."""
    application = locked(application, "pay", by)
    fee = application.fee
    if fee.reached_on is not None:
        raise Refused("申请人收到通知的日期已经登记。")
    fee.reached_on = past(on, "申请人收到通知的日期", after=fee.notified_on, after_name="发出通知")
    fee.due_on = start(application, PAYMENT_DUTY, on, by).due_on
    fee.save(update_fields=["reached_on", "due_on"])
    application.version += 1
    application.save(update_fields=["version"])
    return fee


@transaction.atomic
def pay(
    *,
    application: Application,
    yuan: int,
    by: Acting,
    on: dt.date | None = None,
    voucher: str = "",
    as_received: bool = False,
    seen: int | None = None,
) -> Fee:
    """Put the payment on record. Raises Refused for another sum, a second payment, or one after the period.

    With `as_received` it is put down as it came: the case goes on once the whole fee came in time, the rest goes back.
    """
    application = locked(application, "pay", by, seen)
    fee = application.fee
    day = past(on or timezone.localdate(), "缴费日期", after=fee.notified_on, after_name="发出通知")
    check_sum(fee, yuan, day, as_received=as_received)
    put_down(application, yuan, day, voucher, by)
    if held(fee) < fee.yuan:
        said = in_words(fee, yuan, day)
        done(application, "part_payment", by, on=day, text=said, public=said)
        return fee
    fee.state, fee.paid_on, fee.paid_yuan = FeeState.PAID.value, day, fee.yuan
    fee.voucher = voucher.strip()
    fee.save(update_fields=["state", "paid_on", "paid_yuan", "voucher"])
    more = to_return(application)
    said = f"已缴信息处理费{fee.yuan}元" + (f"，多缴的{more}元将退还" if more else "")
    done(application, "pay", by, on=day, text=f"{yuan}元", public=said)
    duties.discharge(rule=PAYMENT_DUTY, subject=subject_of(application), by=by, on=day)
    _again(application, day, by)
    return fee


@transaction.atomic
def waive(*, application: Application, reason: str, by: Acting, seen: int | None = None) -> Fee:
    """Ask for no fee after all; the handling goes on."""
    application = locked(application, "waive", by, seen)
    fee = application.fee
    fee.state, fee.waived_reason = FeeState.WAIVED.value, required(reason, "请写明免收的理由。")[:300]
    fee.save(update_fields=["state", "waived_reason"])
    done(application, "waive", by, text=reason, public="免收信息处理费")
    stop_all(application, "免收信息处理费", by, PAYMENT_DUTY)
    if reply_duty(application) is None and not run_on(application, "免收信息处理费，原来的答复期限继续", by):
        start_reply(application, application.clock_from or fee.notified_on, by)
    return fee


@transaction.atomic
def recall_fee(*, application: Application, by: Acting) -> None:
    """The notice was voided: nothing is owed, the handling goes on, and a right notice may follow. Raises Refused once paid.

    What the voided notice asked for stays in the notice and in the record of events.
    """
    application = locked(application, "recall_fee", by)
    fee = application.fee
    if fee.state != FeeState.NOTIFIED:
        raise Refused("信息处理费已经办结，收费通知不能作废；多收的请退还。")
    why = "收费通知作废"
    told = f"{why}：通知的{fee.yuan}元不必缴纳；已经缴纳的，由本机关退还"
    done(application, "recall_fee", by, text=f"{fee.method}{fee.yuan}元，{why}", public=told)
    stop_all(application, why, by, PAYMENT_DUTY)
    if reply_duty(application) is None and not run_on(application, f"{why}，原来的答复期限继续", by):
        start_reply(application, application.clock_from or fee.notified_on, by)
    fee.delete()


def _again(application: Application, on: dt.date, by: Acting) -> None:
    if adopted_clock(AFTER_PAYMENT) is not None and reply_duty(application) is None:
        start_reply(application, on, by, rule=REPLY_AGAIN_DUTY)
