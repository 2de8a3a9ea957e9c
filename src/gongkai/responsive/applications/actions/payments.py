"""Money as it really came: another sum, a second time, too late; what is not owed goes back, and the ledger shows it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.responsive.applications.actions.shared import done, locked, past, required
from gongkai.responsive.applications.models import Application, Payment
from gongkai.responsive.applications.permissions import Refused
from gongkai.responsive.applications.queries.payments import counts, held, to_return
from gongkai.responsive.applications.rules import Status

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.responsive.applications.models import Fee

AS_RECEIVED = "确实收到这笔钱的，请勾选“照实收登记”。"


def check_sum(fee: Fee, yuan: int, day: dt.date, *, as_received: bool) -> None:
    """Raises Refused for another sum than is still owed, or one that came too late, unless it was really received so."""
    if as_received:
        return
    owed = fee.yuan - held(fee)
    if fee.due_on is not None and day > fee.due_on:
        raise Refused(f"缴费期限到{fee.due_on}，逾期缴纳的不再受理；请退还款项，以“逾期未缴费”办结。{AS_RECEIVED}")
    if yuan != owed:
        more = "多缴的请退还后按应缴金额登记" if yuan > owed else "请申请人补足后再登记"
        raise Refused(f"应缴{owed}元，登记的是{yuan}元，{more}。{AS_RECEIVED}")


def put_down(application: Application, yuan: int, on: dt.date, voucher: str, by: Acting) -> Payment:
    return Payment.objects.create(
        application=application, yuan=yuan, on=on, voucher=voucher.strip()[:60],
        by_name=by.person.name if by.person else "系统",
    )  # fmt: skip


def in_words(fee: Fee, yuan: int, day: dt.date) -> str:
    """Say of a sum that does not settle the fee what is missing, or that it goes back."""
    if fee.due_on is not None and day > fee.due_on:
        return f"到账{yuan}元，已经超过缴费期限，将退还"
    return f"到账{yuan}元，还差{fee.yuan - held(fee)}元"


@transaction.atomic
def receive_money(
    *, application: Application, yuan: int, by: Acting, on: dt.date | None = None, voucher: str = "", seen: int | None = None
) -> Payment:  # fmt: skip
    """Put down money that came although nothing is to be paid any more: it goes back. Raises Refused while a fee waits."""
    application = locked(application, "receive_money", by, seen)
    if application.status == Status.PAYING:
        raise Refused("这件申请正等待缴费，请在“登记缴费”中登记。")
    if not hasattr(application, "fee") and not application.payments.exists():
        raise Refused("这件申请没有发过收费通知，请核对是哪一件的款项。")
    day = past(on or timezone.localdate(), "到账日期", after=application.received_on)
    made = put_down(application, yuan, day, voucher, by)
    done(application, "receive_money", by, on=day, text=f"{yuan}元", public=f"收到{yuan}元，不需要缴纳，将退还")
    return made


@transaction.atomic
def return_money(
    *, application: Application, yuan: int, how: str, by: Acting, on: dt.date | None = None, seen: int | None = None
) -> None:
    """Put down that money went back. Raises Refused for more than is to go back."""
    application = locked(application, "return_money", by, seen)
    owed = to_return(application)
    if not owed:
        raise Refused("没有应退还申请人的款项。")
    if not 0 < yuan <= owed:
        raise Refused(f"应退还{owed}元，登记的是{yuan}元，请核对。")
    way = required(how, "请写明怎样退还，例如原路退回、退款凭证号。")[:100]
    first = application.payments.order_by("on").first()
    day = past(on or timezone.localdate(), "退款日期", after=first.on if first else None, after_name="到账")
    left = yuan
    # What does not count for the fee goes back first, then the latest: what settled the fee came before it.
    fee: Fee | None = getattr(application, "fee", None)
    latest = application.payments.order_by("-on", "-pk")
    for one in sorted(latest, key=lambda row: fee is not None and counts(fee, row)):
        part = min(left, one.yuan - one.returned_yuan)
        if part:
            one.returned_yuan, one.returned_on, one.returned_how = one.returned_yuan + part, day, way
            one.save(update_fields=["returned_yuan", "returned_on", "returned_how"])
            left -= part
    done(application, "return_money", by, on=day, text=f"{yuan}元，{way}", public=f"已退还{yuan}元")
