"""The mail that a letter is there: queued with the dispatch, sent by the worker at most once, what came of it kept."""

from __future__ import annotations

import re

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from gongkai.base.jobs import actions as jobs
from gongkai.base.notify import actions as notify
from gongkai.base.notify.rules import header_line
from gongkai.base.organisations.queries import default_site, holders, the_system
from gongkai.base.organisations.rules import Permission
from gongkai.engine.casework import queries
from gongkai.engine.casework.actions.shared import happen, note
from gongkai.engine.casework.models import Dispatch
from gongkai.engine.casework.rules import MAIL_JOB, DispatchState, MailState, Refused, State, mail_text
from gongkai.engine.casework.rules.mails import is_final, mark_of, reason_of

ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
WHY = "用邮件送达申请人"


def may_attach() -> bool:
    """Return whether this installation lets letters travel by mail at all; without it a mail holds the link only."""
    return bool(getattr(settings, "LETTERS_BY_MAIL", False))


def check_mail(address: str, *, attach: bool, link: str) -> None:
    if not ADDRESS.fullmatch(address):
        raise Refused(f"“{address[:60]}”不是完整的邮箱地址，请核对，例如 name@example.com。")
    if attach and not may_attach():
        raise Refused("本平台设置为不用邮件传送文书。请改为只发查看网址。")
    if not attach and not link:
        raise Refused("邮件里没有可以查看文书的网址，请改用其他方式送达。")


def queue(made: Dispatch) -> None:
    """Write the job in the caller's transaction."""
    made.mail_state = MailState.QUEUED
    made.save(update_fields=["mail_state"])
    jobs.enqueue(kind=MAIL_JOB, payload={"dispatch": made.pk}, key=str(made.pk), once=True)


def send_mail(dispatch_pk: int, *, last: bool = False) -> None:
    """Send one queued mail. Raises what the server answered while another try may help; a killed send is never repeated."""
    one = _take(dispatch_pk)
    if one is None:
        return
    try:
        _message(one).send()
    except Exception as error:
        final = last or is_final(error)
        _failed(one, reason_of(error), final=final)
        if not final:
            raise
    else:
        _sent(one)


@transaction.atomic
def _take(pk: int) -> Dispatch | None:
    """Mark the mail as leaving; only one worker finds it queued. One that was leaving already was cut off: nobody knows."""
    one = Dispatch.objects.select_for_update(of=("self",)).select_related("letter__agency").get(pk=pk)
    if one.mail_state == MailState.SENDING:
        _close(one, MailState.UNKNOWN, "发送时中断。请先向对方核实，再决定是否重发")
        return None
    if one.mail_state != MailState.QUEUED:
        return None
    if one.letter.state != State.ISSUED:
        _close(one, MailState.FAILED, "文书已作废，邮件没有发送")
        return None
    one.mail_state = MailState.SENDING
    one.save(update_fields=["mail_state"])
    return one


def _message(one: Dispatch) -> EmailMessage:
    agency, site = one.letter.agency, default_site()
    subject, body = mail_text(agency=agency.name, phone=agency.phone, link=one.link, attached=one.attach)
    # The same mail always bears the same id, so that a mailbox drops a second copy should one ever get out.
    digest = mark_of("casework", one.pk, one.letter_id)
    host = site.host.partition(":")[0] if site else "gongkai.invalid"
    headers = {"Message-ID": f"<{digest}@{host}>", "Auto-Submitted": "auto-generated"}
    made = EmailMessage(header_line(subject), body, None, [one.address], headers=headers)
    if one.attach:
        content = queries.pdf_of(one.letter, the_system("casework"), WHY)
        made.attach("文书.pdf", content, "application/pdf")
    return made


@transaction.atomic
def _sent(one: Dispatch) -> None:
    today, system = timezone.localdate(), the_system("casework")
    one.mail_state, one.mail_note, one.mailed_at = MailState.SENT, "", timezone.now()
    # Accepted by the server of the other side; see rules.ELECTRONIC_SOURCE.
    one.state, one.posted_on, one.counted_on = DispatchState.SENT, today, today
    one.save()
    note("mailed", one.letter, system)
    happen("sent", one.letter, system, day=today, dispatch=one)
    happen("counted", one.letter, system, day=today, dispatch=one)


@transaction.atomic
def _failed(one: Dispatch, reason: str, *, final: bool) -> None:
    if not final:
        one.mail_state, one.mail_note = MailState.QUEUED, f"{reason}，稍后自动再试"[:200]
        one.save(update_fields=["mail_state", "mail_note"])
        return
    _close(one, MailState.FAILED, reason)


def _close(one: Dispatch, state: MailState, reason: str) -> None:
    one.mail_state, one.mail_note = state, reason[:200]
    one.save(update_fields=["mail_state", "mail_note"])
    system = the_system("casework")
    note("unmailed", one.letter, system, remark=one.mail_note)
    notify.tell(
        people=holders(Permission.CASEWORK_DISPATCH, one.letter.agency), title=f"{one.letter}的邮件没有发出",
        key=f"letter-unmailed:{one.pk}", url=f"/desk/letters/{one.letter_id}/", kind="letter",
        about=f"letter:{one.letter_id}",
    )  # fmt: skip
    happen("unmailed", one.letter, system, dispatch=one)
