"""The link by mail: queued in the officer's transaction, sent by the worker, at most once, what came of it kept.

The mail says who has something, how and until when it opens. It holds no title, no content, no name and no code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.base.jobs import actions as jobs
from gongkai.base.notify import actions as notify
from gongkai.base.notify.rules import header_line
from gongkai.base.organisations.queries import default_site, holders, the_system
from gongkai.engine.casework.rules.mails import is_final, mark_of, reason_of
from gongkai.engine.publishing.actions import Refused
from gongkai.proactive.targeted import queries
from gongkai.proactive.targeted.actions.shared import PERMISSION, locked, note, settle_document
from gongkai.proactive.targeted.models import Delivery, Mailing, Recipient
from gongkai.proactive.targeted.permissions import Closed, check_manage, check_open
from gongkai.proactive.targeted.rules import KIND, MAIL_JOB, MailState, Purpose, State, mail_text

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting

NO_SITE = "还没有设置网站地址，邮件里的链接无法生成。请管理员先设置站点。"


@transaction.atomic
def send_links(*, delivery: Delivery, by: Acting) -> int:
    """Queue a mail to every recipient with an address who has none of the present link yet; return how many.

    Asked twice, the second time finds nobody. Raises Refused when there is nobody to write to at all.
    """
    check_manage(delivery, by)
    delivery = locked(delivery, State.DELIVERED)
    check_site()
    waiting = queries.to_be_mailed(delivery)
    if not waiting and not any(one.email for one in delivery.recipients.all()):
        raise Refused("接收对象都没有填写邮箱。请打印信函，或者当面告知链接。")
    return sum(queue(one, Purpose.LINK, name_of(by), by) for one in waiting)


@transaction.atomic
def send_again(*, recipient: Recipient, by: Acting) -> Mailing:
    """Queue one more mail with the present link. Raises Refused while one is on its way, or the link opens nothing."""
    check_manage(recipient.delivery, by)
    locked(recipient.delivery, State.DELIVERED)
    check_site()
    if not recipient.email:
        raise Refused("这个对象没有填写邮箱。请打印信函，或者当面告知链接。")
    if recipient.revoked_at is not None:
        raise Refused("链接已停用。请先重新开具，再发送邮件。")
    if recipient.receipt_at is not None:
        raise Refused("这个对象已经签收，不必再发邮件。")
    last = queries.last_mailing(recipient)
    if not queue(recipient, Purpose.AGAIN if last else Purpose.LINK, name_of(by), by):
        raise Refused("给这个对象的邮件正在发送，请稍后刷新页面查看结果。")
    made = queries.last_mailing(recipient)
    assert made is not None  # queued just now
    return made


def check_site() -> None:
    if default_site() is None:
        raise Refused(NO_SITE)


def name_of(by: Acting) -> str:
    return by.person.name if by.person else "系统"


def queue(recipient: Recipient, purpose: Purpose, name: str, by: Acting | None = None) -> bool:
    """Write the mail and its job in the caller's transaction; False when one is under way already."""
    try:
        with transaction.atomic():
            mailing = Mailing.objects.create(
                recipient=recipient, purpose=purpose, link_version=recipient.link_version, address=recipient.email,
                queued_by=name[:40],
            )  # fmt: skip
            jobs.enqueue(kind=MAIL_JOB, payload={"mailing": mailing.pk}, key=str(mailing.pk), once=True)
    except IntegrityError:
        return False
    note(
        "recipient:mail", recipient.delivery, by or the_system("targeted"), new={"事由": mailing.get_purpose_display()},
        sealed={"对象": recipient.name, "邮箱": mailing.address},
    )  # fmt: skip
    return True


def send_mail(mailing_pk: int, *, last: bool = False) -> None:
    """Send one queued mail. Raises what the server answered while another try may help; a killed send is never repeated."""
    mailing = _take(mailing_pk)
    if mailing is None:
        return
    try:
        _letter(mailing).send()
    except Exception as error:
        final = last or is_final(error)
        _failed(mailing, reason_of(error), final=final)
        if not final:
            raise
    else:
        _sent(mailing)


@transaction.atomic
def _take(pk: int) -> Mailing | None:
    """Mark the mail as leaving; only one worker finds it queued. One that was leaving already was cut off: nobody knows."""
    rows = Mailing.objects.select_for_update(of=("self",)).select_related("recipient__delivery__item__agency")
    mailing = rows.get(pk=pk)
    if mailing.state == MailState.SENDING:
        _close(mailing, MailState.UNKNOWN, "发送时中断。请先向对方核实，再决定是否重发")
        return None
    if mailing.state != MailState.QUEUED:
        return None
    try:
        check_open(mailing.recipient, mailing.link_version, public=queries.public_path(mailing.recipient.delivery))
    except Closed as closed:
        _close(mailing, MailState.DROPPED, str(closed))
        return None
    if mailing.purpose == Purpose.LAST_CALL and mailing.recipient.receipt_at is not None:
        _close(mailing, MailState.DROPPED, "对象已经签收，不必提醒")
        return None
    mailing.state, mailing.tries = MailState.SENDING, mailing.tries + 1
    mailing.save(update_fields=["state", "tries"])
    return mailing


def _close(mailing: Mailing, state: MailState, reason: str) -> None:
    mailing.state, mailing.reason = state, reason[:200]
    mailing.save(update_fields=["state", "reason"])
    note(
        "recipient:unmailed", mailing.recipient.delivery, the_system("targeted"), remark=mailing.reason,
        sealed={"对象": mailing.recipient.name},
    )  # fmt: skip


def recall(recipient: Recipient, reason: str) -> None:
    """Drop what waits to be sent to this recipient; a mail that is leaving just now bears a link that opens nothing."""
    for mailing in recipient.mailings.select_for_update(of=("self",)).filter(state=MailState.QUEUED):
        _close(mailing, MailState.DROPPED, reason)


def _letter(mailing: Mailing) -> EmailMessage:
    recipient = mailing.recipient
    agency, site = recipient.delivery.item.agency, default_site()
    subject, body = mail_text(
        agency=agency.name, phone=agency.phone, link=queries.link_of(recipient), purpose=mailing.purpose,
        expires=timezone.localtime(recipient.delivery.expires_at),
    )  # fmt: skip
    # The same mail always bears the same id, so that a mailbox drops a second copy should one ever get out.
    digest = mark_of("targeted", mailing.pk, recipient.public_id.hex)
    host = site.host.partition(":")[0] if site else "gongkai.invalid"
    headers = {"Message-ID": f"<{digest}@{host}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(header_line(subject), body, None, [mailing.address], headers=headers)


@transaction.atomic
def _sent(mailing: Mailing) -> None:
    mailing.state, mailing.sent_at, mailing.reason = MailState.SENT, timezone.now(), ""
    mailing.save(update_fields=["state", "sent_at", "reason"])
    delivery = mailing.recipient.delivery
    note("recipient:mailed", delivery, the_system("targeted"), sealed={"对象": mailing.recipient.name})
    settle_document(delivery)


@transaction.atomic
def _failed(mailing: Mailing, reason: str, *, final: bool) -> None:
    if not final:
        mailing.state, mailing.reason = MailState.QUEUED, f"{reason}，稍后自动再试"[:200]
        mailing.save(update_fields=["state", "reason"])
        return
    _close(mailing, MailState.FAILED, reason)
    delivery = mailing.recipient.delivery
    notify.tell(
        people=holders(PERMISSION, delivery.item.agency), title="定向公开有一封链接邮件未能发出",
        key=f"targeted-unmailed:{mailing.pk}", url=f"/desk/targeted/{delivery.pk}/", kind=KIND,
        about=f"{KIND}:{delivery.pk}",
    )  # fmt: skip
