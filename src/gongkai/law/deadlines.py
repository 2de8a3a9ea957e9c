"""The deadlines of daily work, each one call."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from gongkai.law.calendar import Calendar, builtin_calendar
from gongkai.law.clocks import CLOCKS
from gongkai.law.periods import Extension, Pause, Period, Reckoning, reckon
from gongkai.law.receipt import ARTICLE, Channel


def deadline(clock_id: str, base: date, *, calendar: Calendar | None = None, today: date | None = None) -> Reckoning:
    """Any clock of the table, without pauses or extension. `calendar` defaults to the shipped notices."""
    return reckon(Period(CLOCKS[clock_id], base), calendar or builtin_calendar(), today=today)


def reply_due(
    received: date,
    *,
    channel: Channel | None = None,
    extension: Extension | None = None,
    pauses: tuple[Pause, ...] = (),
    calendar: Calendar | None = None,
    today: date | None = None,
) -> Reckoning:
    """When an application, or its corrected version, must be answered (条例第三十三条).

    `received` is the day that counts for its channel, see `receipt.receive`. Raises PeriodRefused, ClockRefused.
    """
    period = Period(
        CLOCKS["C3"],
        received,
        pauses=pauses,
        extension=extension,
        base_text=channel.receipt_text if channel else "",
        base_article=ARTICLE.brief if channel else "",
    )
    return reckon(period, calendar or builtin_calendar(), today=today)


def publish_due(issued: date, *, calendar: Calendar | None = None, today: date | None = None) -> Reckoning:
    """When a document for proactive disclosure must be online: 10 working days from its issue (沪委办发〔2017〕14号)."""
    return deadline("ISSUE", issued, calendar=calendar, today=today)


def disclosure_due(formed: date, *, calendar: Calendar | None = None, today: date | None = None) -> Reckoning:
    """When information must be public: 20 working days from being formed or changed (条例第二十六条)."""
    return deadline("C1", formed, calendar=calendar, today=today)


def supplement_notice_due(received: date, *, calendar: Calendar | None = None, today: date | None = None) -> Reckoning:
    """The last day to ask, once, for a correction (条例第三十条)."""
    return deadline("C2", received, calendar=calendar, today=today)


class Opinion(StrEnum):
    """Whose opinion is asked, and what silence means after 15 working days."""

    THIRD_PARTY = "C5"
    JOINT_AGENCY = "C6"

    @property
    def silence(self) -> str:
        if self is Opinion.THIRD_PARTY:
            return "逾期未提出意见的，由行政机关依照条例的规定决定是否公开，不视为同意"
        return "逾期未提出意见的，视为同意公开"

    @property
    def silence_is_consent(self) -> bool:
        return self is Opinion.JOINT_AGENCY


def opinion_due(
    asked: Opinion, letter_received: date, *, calendar: Calendar | None = None, today: date | None = None
) -> Reckoning:
    """When the other side must have answered (条例第三十二条, 第三十四条)."""
    return deadline(asked.value, letter_received, calendar=calendar, today=today)


def payment_due(notice_received: date, *, calendar: Calendar | None = None, today: date | None = None) -> Reckoning:
    """The last day to pay the fee; unpaid after it, the application counts as given up (国办函〔2020〕109号)."""
    return deadline("C7", notice_received, calendar=calendar, today=today)


def consultation_is_long_enough(opens: date, closes: date) -> bool:
    """Whether 30 days lie between, the opening day not counted (国令713 art 15)."""
    return closes >= deadline("C16", opens).due
