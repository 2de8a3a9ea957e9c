"""Sending: what is prepared, posted, signed for, comes back; which day counts is told by the law or by configuration."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.base.notify import actions as notify
from gongkai.base.organisations.queries import OutOfSight, holders
from gongkai.base.organisations.rules import Permission
from gongkai.engine.casework.actions.mailing import check_mail, queue
from gongkai.engine.casework.actions.shared import happen, locked, note, person_of, reason_of
from gongkai.engine.casework.models import Dispatch, Letter
from gongkai.engine.casework.permissions import check_dispatch
from gongkai.engine.casework.rules import (
    BY_PAPER,
    MOST_ROWS,
    POSTED,
    RECIPIENTS,
    ROUTE_NAMES,
    DispatchState,
    MailState,
    Recipient,
    Refused,
    Route,
    State,
)
from gongkai.law import delivery as law

if TYPE_CHECKING:
    import datetime as dt

    from gongkai.base.organisations.models import Agency
    from gongkai.base.organisations.queries import Acting
    from gongkai.base.vault.queries import SealedFile

TRACKING = re.compile(r"[A-Za-z0-9-]{4,40}")


class BulkRefused(Refused):
    """Nothing was recorded; `lines` says of each line what is wrong."""

    def __init__(self, lines: Sequence[tuple[int, str]]) -> None:
        super().__init__("没有登记任何一件，请改正后再提交：" + "；".join(f"第{n}行：{said}" for n, said in lines))
        self.lines = list(lines)


@transaction.atomic
def dispatch(
    *, letter: Letter, route: str, by: Acting, address: str = "", link: str = "", attach: bool = False,
    on: dt.date | None = None,
) -> Dispatch:  # fmt: skip
    """Prepare the sending of an issued letter. What is put on the page of the applicant (SITE) counts at once.

    `link` is where the letter can be seen, for a mail; `attach` sends the PDF instead, where the installation allows it.
    A letter that came back before is thereby dealt with. Raises Refused.
    """
    check_dispatch(letter, by)
    found = locked(letter, State.ISSUED)
    if route not in ROUTE_NAMES:
        raise Refused("没有这种发送方式。")
    place = " ".join(address.split())[:300]
    prepared = found.dispatches.filter(route=route, state=DispatchState.PREPARED).exclude(mail_state=MailState.FAILED)
    if any(not place or one.address == place for one in prepared):
        raise Refused(f"已经安排了“{ROUTE_NAMES[route]}”，请先登记寄出。")
    if route in POSTED and not place:
        raise Refused("请填写邮寄地址和收件人。")
    if route == Route.MAIL:
        check_mail(place, attach=attach, link=link)
    _settle_earlier(found, by)
    made = Dispatch.objects.create(
        letter=found, route=route, address=place, link=link[:500], attach=attach, created_by=person_of(by)
    )
    note("dispatch", found, by, new={"方式": ROUTE_NAMES[route]}, sealed={"地址": place} if place else None)
    if route == Route.MAIL:
        queue(made)
    elif route == Route.SITE:
        _send(made, on or timezone.localdate(), "", by)
    return made


@transaction.atomic
def dispatch_each(*, letter: Letter, route: str, by: Acting) -> list[str]:
    """Prepare one sending for each of several readers to whom the letter has not left; return who has no such address.

    Raises Refused where there is one reader, or nobody waits.
    """
    check_dispatch(letter, by)
    people = readers_of(letter)
    waiting = [one for one in people if one.waits]
    if not waiting or route not in ROUTE_NAMES:
        raise Refused("没有还没寄给的收件人。")
    prepared = {one.address for one in letter.dispatches.filter(route=route, state=DispatchState.PREPARED)}
    for one in waiting:
        place = " ".join(one.ways.get(route, "").split())[:300]
        if place and place not in prepared:
            dispatch(letter=letter, route=route, address=place, by=by)
            prepared.add(place)
    return [one.name for one in waiting if not one.ways.get(route)]


def readers_of(letter: Letter) -> list[Recipient]:
    """Return those to whom it is written, [] where nobody says."""
    told = RECIPIENTS.get(letter.subject_type)
    return told(letter.subject_id, letter.kind_data.addressee, letter.pk) if told is not None else []


def _settle_earlier(letter: Letter, by: Acting) -> None:
    """What came back before is dealt with; of several readers only who is written to knows which envelope that was."""
    if len(readers_of(letter)) > 1:
        return
    for one in letter.dispatches.filter(state=DispatchState.RETURNED):
        _settle(one, "已重新发送", by)


def _settle(one: Dispatch, remark: str, by: Acting) -> None:
    one.state, one.settled_remark = DispatchState.SETTLED, remark[:200]
    one.save(update_fields=["state", "settled_remark"])
    note("settled", one.letter, by, new={"方式": one.get_route_display()})


def locked_dispatch(one: Dispatch, by: Acting, *wanted: str) -> Dispatch:
    check_dispatch(one.letter, by)
    rows = Dispatch.objects.select_for_update(of=("self",)).select_related("letter__agency")
    found = rows.get(pk=one.pk)
    if found.state not in wanted:
        raise Refused(f"这一件现在是“{found.get_state_display()}”，不能这样登记，请刷新页面。")
    return found


@transaction.atomic
def record_posted(*, dispatch: Dispatch, on: dt.date, by: Acting, tracking: str = "") -> Dispatch:
    """Record the day of posting (of sending, for a fax). It counts as the law says. Raises Refused."""
    found = locked_dispatch(dispatch, by, DispatchState.PREPARED)
    wrong = posting_defect(found, on, tracking)
    if wrong:
        raise Refused(wrong)
    _send(found, on, tracking.strip(), by)
    return found


def posting_defect(one: Dispatch, on: dt.date, tracking: str) -> str:
    """Return why this cannot be recorded as posted, "" when it can."""
    number, issued = tracking.strip(), one.letter.issued_on
    if one.state != DispatchState.PREPARED:
        return f"{one.letter}现在是“{one.get_state_display()}”，不能再登记寄出。"
    if one.letter.state != State.ISSUED or issued is None:
        return f"{one.letter}{one.letter.get_state_display()}，不能寄出。"
    if one.route not in {*POSTED, Route.FAX}:
        return f"“{one.get_route_display()}”不登记寄出。"
    if on > timezone.localdate() or on < issued:
        return "寄出日期不能晚于今天，也不能早于签发之日。"
    if number and not TRACKING.fullmatch(number):
        return f"邮件号码“{number[:40]}”只能是4至40位字母、数字和连字符。"
    if one.route in POSTED and not number:
        return "请填写邮件号码。"
    if number and Dispatch.objects.filter(tracking=number).exclude(pk=one.pk).exists():
        return f"邮件号码“{number}”已经登记在另一件上。"
    return ""


def _send(one: Dispatch, on: dt.date, tracking: str, by: Acting) -> None:
    one.state, one.posted_on, one.tracking = DispatchState.SENT, on, tracking
    if one.route in BY_PAPER:
        counted = law.deliver(law.Route(one.route), posted=on)
        one.counted_on, one.warning = counted.day, counted.warning
    else:
        one.counted_on = on  # rules.ELECTRONIC_SOURCE
    one.save()
    new = {"方式": one.get_route_display(), "日期": on.isoformat(), "计算期限": one.counted_on.isoformat()}
    note("posted", one.letter, by, new=new, sealed={"邮件号码": tracking} if tracking else None)
    happen("sent", one.letter, by, day=on, dispatch=one)
    happen("counted", one.letter, by, day=one.counted_on, dispatch=one)


@transaction.atomic
def post_many(*, rows: Sequence[tuple[int, str]], on: dt.date, by: Acting, agency: Agency) -> int:
    """Record many as posted on one day, each with its number: all of them, or none with every line that is wrong."""
    if not rows or len(rows) > MOST_ROWS:
        raise BulkRefused([(0, f"请选择1至{MOST_ROWS}件。")])
    if not by.may(Permission.CASEWORK_DISPATCH, agency):
        raise OutOfSight
    wanted = {pk for pk, _ in rows}
    locked_rows = Dispatch.objects.select_for_update(of=("self",)).select_related("letter__agency")
    found = {one.pk: one for one in locked_rows.filter(pk__in=wanted, letter__agency=agency).order_by("pk")}
    wrong = _bulk_defects(rows, found, on)
    if wrong:
        raise BulkRefused(wrong)
    for pk, tracking in rows:
        _send(found[pk], on, tracking.strip(), by)
    return len(rows)


def _bulk_defects(rows: Sequence[tuple[int, str]], found: dict[int, Dispatch], on: dt.date) -> list[tuple[int, str]]:
    wrong: list[tuple[int, str]] = []
    seen_rows: set[int] = set()
    seen_numbers: dict[str, int] = {}
    for line, (pk, tracking) in enumerate(rows, start=1):
        number = tracking.strip()
        if pk not in found:
            wrong.append((line, "本机关没有这一件，请刷新页面。"))
        elif pk in seen_rows:
            wrong.append((line, "这一件在前面已经列过。"))
        elif number and number in seen_numbers:
            wrong.append((line, f"邮件号码“{number}”与第{seen_numbers[number]}行相同。"))
        elif said := posting_defect(found[pk], on, number):
            wrong.append((line, said))
        seen_rows.add(pk)
        if number:
            seen_numbers.setdefault(number, line)
    return wrong


@transaction.atomic
def record_signed(
    *, dispatch: Dispatch, on: dt.date, signed_by: str, by: Acting, proof: SealedFile | None = None
) -> Dispatch:
    """Record who signed for it and when; what is handed over counts on that day. Raises Refused."""
    found = locked_dispatch(dispatch, by, DispatchState.PREPARED, DispatchState.SENT)
    if found.state == DispatchState.PREPARED and found.route != Route.HAND:
        raise Refused("请先登记寄出，再登记签收。")
    issued = found.letter.issued_on
    earliest = max(day for day in (issued, found.posted_on) if day) if issued else None
    if found.letter.state != State.ISSUED or earliest is None or on > timezone.localdate() or on < earliest:
        raise Refused("签收日期不能晚于今天，也不能早于签发、寄出之日。")
    name = reason_of(signed_by, "请填写签收人。")[:60]
    found.state, found.signed_on, found.signed_by, found.proof = DispatchState.SIGNED, on, name, proof
    counts = found.route == Route.HAND
    if counts:
        counted = law.deliver(law.Route.HAND, signed=on)
        found.counted_on, found.warning = counted.day, counted.warning
    found.save()
    note(
        "signed",
        found.letter,
        by,
        new={"方式": found.get_route_display(), "日期": on.isoformat()},
        sealed={"签收人": name},
    )
    happen("signed", found.letter, by, day=on, dispatch=found)
    if counts:
        happen("counted", found.letter, by, day=on, dispatch=found)
    return found


@transaction.atomic
def record_returned(*, dispatch: Dispatch, on: dt.date, reason: str, by: Acting) -> Dispatch:
    """Record that it came back, or that a mail bounced: an open thing until it is sent again or settled.

    The day that counted stays: what follows from a return is for the case to decide.
    """
    found = locked_dispatch(dispatch, by, DispatchState.SENT)
    if on > timezone.localdate() or (found.posted_on and on < found.posted_on):
        raise Refused("退回日期不能晚于今天，也不能早于寄出之日。")
    why = reason_of(reason, "请填写退回的原因，例如“查无此人”“地址不详”。")[:200]
    found.state, found.returned_on, found.returned_reason = DispatchState.RETURNED, on, why
    found.save(update_fields=["state", "returned_on", "returned_reason"])
    note(
        "returned",
        found.letter,
        by,
        new={"方式": found.get_route_display(), "日期": on.isoformat()},
        sealed={"原因": why},
    )
    notify.tell(
        people=holders(Permission.CASEWORK_DISPATCH, found.letter.agency), kind="letter",
        title=f"{found.letter}被退回，需要重新送达", key=f"letter-returned:{found.pk}",
        url=f"/desk/letters/{found.letter_id}/", about=f"letter:{found.letter_id}",
    )  # fmt: skip
    happen("returned", found.letter, by, day=on, dispatch=found)
    return found


@transaction.atomic
def settle_returned(*, dispatch: Dispatch, by: Acting, remark: str) -> Dispatch:
    """Close what came back without sending it again, saying what was done."""
    found = locked_dispatch(dispatch, by, DispatchState.RETURNED, DispatchState.PREPARED)
    if found.state == DispatchState.PREPARED and found.mail_state not in {MailState.FAILED, MailState.UNKNOWN}:
        raise Refused("这一件没有被退回。")
    _settle(found, reason_of(remark, "请写明怎样处理的。"), by)
    return found
