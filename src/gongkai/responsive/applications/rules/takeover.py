"""A running case out of an older register: what is known of it, and what in it cannot be. No Django."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.law.clocks import CLOCKS
from gongkai.law.replies import REPLY_KINDS
from gongkai.responsive.applications.rules.forms import Party
from gongkai.responsive.applications.rules.inquiries import Answer
from gongkai.responsive.applications.rules.intake import Door
from gongkai.responsive.applications.rules.outcomes import ENDED, NOT_SUPPLEMENTED, UNCLEAR
from gongkai.responsive.applications.rules.road import STATUS_NAMES, Status

LONGEST_NUMBER = 60
LONGEST_EXTENSION = CLOCKS["C4"].length  # working days
# What stands between these is a letter or a payment that is under way elsewhere: it is finished there.
TAKEN = (Status.ARRIVED, Status.EXAMINING, Status.SUPPLEMENTING, Status.HANDLING, Status.CLOSED)


@dataclass(frozen=True)
class OldInquiry:
    """Somebody who was asked; days of what has not happened yet are None."""

    party: str
    name: str
    about: str
    sent_on: dt.date
    reached_on: dt.date | None = None
    answer: str = ""
    reason: str = ""
    answered_on: dt.date | None = None


@dataclass(frozen=True)
class OldCase:
    """One matter as the older register has it. `external_id` is its number there, `number` the one letters quote."""

    external_id: str
    number: str
    door: str
    form: str
    method: str
    arrived_on: dt.date
    status: str
    party: Party
    title: str
    description: str = ""
    confirmed_on: dt.date | None = None
    supplement_asked_on: dt.date | None = None
    supplement_due_on: dt.date | None = None
    supplement_wanted: str = ""
    supplement_on: dt.date | None = None
    inquiries: tuple[OldInquiry, ...] = ()
    extension_days: int = 0
    extension_on: dt.date | None = None
    extension_reason: str = ""
    outcome: str = ""
    closed_on: dt.date | None = None

    @property
    def received_on(self) -> dt.date | None:
        """The day that counts (条例第三十一条); None while the confirmation that its channel needs is missing."""
        return self.confirmed_on if Door(self.door).channel.needs_confirmation else self.arrived_on


@dataclass(frozen=True)
class Contradiction:
    """`field` is a field of OldCase; the sentence says what does not fit."""

    field: str
    sentence: str


def contradictions(case: OldCase, today: dt.date) -> list[Contradiction]:
    """Return everything that cannot be, [] for a case that can be taken over."""
    return [*_days(case, today), *_state(case), *_supplement(case), *_inquiries(case), *_extension(case), *_end(case)]


def _days(case: OldCase, today: dt.date) -> Iterator[Contradiction]:
    named = {
        "arrived_on": case.arrived_on, "confirmed_on": case.confirmed_on, "closed_on": case.closed_on,
        "supplement_asked_on": case.supplement_asked_on, "supplement_on": case.supplement_on,
        "extension_on": case.extension_on,
    }  # fmt: skip
    for field, day in named.items():
        if day is not None and day > today:
            yield Contradiction(field, f"不能晚于今天，现为{day}。")
    if case.confirmed_on is not None and case.confirmed_on < case.arrived_on:
        yield Contradiction("confirmed_on", f"早于到达日期（{case.arrived_on}），请核对。")
    received = case.received_on
    if received is None:
        if case.status != Status.ARRIVED:
            yield Contradiction(
                "confirmed_on", "网上、平常信函、传真提交的，双方确认之日才是收到之日（条例第三十一条），请填写。"
            )
        return
    for field in ("closed_on", "supplement_asked_on", "extension_on"):
        if (found := named[field]) is not None and found < received:
            yield Contradiction(field, f"早于收到日期（{received}），请核对。")


def _state(case: OldCase) -> Iterator[Contradiction]:
    if case.status not in TAKEN:
        names = "、".join(STATUS_NAMES[one] for one in TAKEN)
        yield Contradiction(
            "status",
            f"“{STATUS_NAMES.get(case.status, case.status)}”的不能导入，可以导入的有：{names}。"
            "正在审批、送达或者等待缴费的，请按“办理中”导入后在本平台继续，或者在原系统办结后再导入。",
        )
    busy = case.supplement_asked_on or case.inquiries or case.extension_on or case.closed_on
    if case.status in {Status.ARRIVED, Status.EXAMINING} and busy:
        yield Contradiction("status", f"“{STATUS_NAMES[case.status]}”的还不会有补正、征求意见、延长或者办结，请核对。")
    if case.status == Status.ARRIVED and case.received_on is not None:
        yield Contradiction("status", "已经收到的不会是“待确认收到”，请改为“待审查”或者“办理中”。")


def _supplement(case: OldCase) -> Iterator[Contradiction]:
    asked, due, came = case.supplement_asked_on, case.supplement_due_on, case.supplement_on
    if asked is None:
        if came or due:
            yield Contradiction("supplement_asked_on", "填写了补正期限或者收到补正日期，请同时填写告知补正日期。")
        if case.status == Status.SUPPLEMENTING:
            yield Contradiction("supplement_asked_on", "“待补正”的，请填写告知补正日期和补正期限。")
        return
    if due is None or due <= asked:
        yield Contradiction("supplement_due_on", "请填写补正期限，应晚于告知补正日期。")
    if came is not None and came < asked:
        yield Contradiction("supplement_on", f"早于告知补正日期（{asked}），请核对。")
    if case.status == Status.SUPPLEMENTING and came is not None:
        yield Contradiction("status", "已经收到补正的不会是“待补正”，请改为“办理中”。")
    if case.status == Status.HANDLING and came is None:
        yield Contradiction("status", "告知补正后还没有收到补正的，请改为“待补正”。")
    if came is None and (case.inquiries or case.extension_on):
        yield Contradiction("supplement_on", "还没有收到补正的，不会已经征求意见或者延长，请核对。")


def _inquiries(case: OldCase) -> Iterator[Contradiction]:
    begin = case.supplement_on or case.received_on
    for one in case.inquiries:
        if begin is not None and one.sent_on < begin:
            yield Contradiction("inquiries", f"征求意见的发出日期（{one.sent_on}）早于答复期限的起算日期（{begin}）。")
        if one.reached_on is not None and one.reached_on < one.sent_on:
            yield Contradiction("inquiries", f"对方收到日期（{one.reached_on}）早于发出日期（{one.sent_on}）。")
        if one.answered_on is not None and one.answered_on < one.sent_on:
            yield Contradiction("inquiries", f"收到意见日期（{one.answered_on}）早于发出日期（{one.sent_on}）。")
        if bool(one.answer) != bool(one.answered_on) and one.answer != Answer.SILENT:
            yield Contradiction("inquiries", "对方意见和收到意见日期应当一起填写。")
        if case.closed_on and not one.answer:
            yield Contradiction("inquiries", "已办结的，请写明对方意见；没有答复的写“逾期未答复”。")
        if case.closed_on and one.answered_on and one.answered_on > case.closed_on:
            yield Contradiction("closed_on", f"早于收到意见日期（{one.answered_on}），请核对。")


def _extension(case: OldCase) -> Iterator[Contradiction]:
    if bool(case.extension_days) != bool(case.extension_on):
        yield Contradiction("extension_on", "延长的工作日和批准延长日期应当一起填写。")
    if case.extension_days and not 0 < case.extension_days <= LONGEST_EXTENSION:
        yield Contradiction("extension_days", f"延长的期限应在{LONGEST_EXTENSION}个工作日以内。")


def _end(case: OldCase) -> Iterator[Contradiction]:
    closed = case.status == Status.CLOSED
    if closed and case.closed_on is None:
        yield Contradiction("closed_on", "“已办结”的，请填写办结日期。")
    if closed and not case.outcome:
        yield Contradiction("outcome", "“已办结”的，请填写办理结果。")
    if not closed and (case.closed_on or case.outcome):
        yield Contradiction("status", "填写了办结日期或者办理结果的，状态应是“已办结”。")
    if case.outcome and case.outcome not in REPLY_KINDS:
        yield Contradiction("outcome", "没有这种办理结果。")
    if case.outcome == NOT_SUPPLEMENTED and (case.supplement_asked_on is None or case.supplement_on is not None):
        yield Contradiction("outcome", "没有告知补正，或者已经收到补正的，不会以“逾期不补正”办结。")
    elif case.outcome == UNCLEAR and case.supplement_on is None:
        yield Contradiction("outcome", "没有收到补正的，不会以“补正后仍不明确”办结。")
    elif case.outcome not in {"", ENDED, NOT_SUPPLEMENTED} and case.supplement_asked_on and not case.supplement_on:
        yield Contradiction("supplement_on", "告知补正后没有收到补正的，只能以“逾期不补正”或者“其他终结”办结。")
    last = max((day for day in (case.supplement_on, case.supplement_asked_on, case.extension_on) if day), default=None)
    if case.closed_on and last and case.closed_on < last:
        yield Contradiction("closed_on", f"早于补正或者延长的日期（{last}），请核对。")
