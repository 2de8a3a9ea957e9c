"""On which day an application counts as received (条例第三十一条)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.law.sources import Source

ARTICLE = Source("《中华人民共和国政府信息公开条例》", "第三十一条", "条例")


class Channel(StrEnum):
    """How an application comes in. A fax to the working body is treated like the internet."""

    COUNTER = "counter"
    REGISTERED_MAIL = "registered-mail"
    ORDINARY_MAIL = "ordinary-mail"
    ONLINE = "online"
    FAX = "fax"

    @property
    def word(self) -> str:
        return _WORDS[self]

    @property
    def receipt_text(self) -> str:
        """What happened on the day that counts, as the ledger says it."""
        return _RECEIPTS[self]

    @property
    def needs_confirmation(self) -> bool:
        """Whether the applicant must confirm before the clock starts."""
        return self in {Channel.ORDINARY_MAIL, Channel.ONLINE, Channel.FAX}


_WORDS = {
    Channel.COUNTER: "当面提交",
    Channel.REGISTERED_MAIL: "需签收的邮寄",
    Channel.ORDINARY_MAIL: "平常信函等无需签收的邮寄",
    Channel.ONLINE: "互联网",
    Channel.FAX: "传真",
}
_RECEIPTS = {
    Channel.COUNTER: "当面提交，当日收到",
    Channel.REGISTERED_MAIL: "签收邮件",
    Channel.ORDINARY_MAIL: "收到平常信函并与申请人确认",
    Channel.ONLINE: "网上申请，双方确认收到",
    Channel.FAX: "传真申请，双方确认收到",
}


class NotReceived(ValueError):
    """The clock has not started; the message says what to do, in Chinese."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The day that counts. `warning` is set when ordinary mail was not confirmed on the day it came."""

    day: date
    channel: Channel
    warning: str = ""

    @property
    def text(self) -> str:
        return self.channel.receipt_text

    @property
    def article(self) -> str:
        return ARTICLE.brief


def receive(channel: Channel, *, arrived: date, confirmed: date | None = None) -> Receipt:
    """Fix the day of receipt.

    Handed in or signed for: the day it arrived. Ordinary mail, internet, fax: the day both sides confirmed. Raises
    NotReceived while that confirmation is missing, or when it precedes the arrival.
    """
    if not channel.needs_confirmation:
        return Receipt(arrived, channel)
    if confirmed is None:
        raise NotReceived(f"{channel.word}提交的申请须与申请人确认，确认之日才是收到之日。请联系申请人确认。")
    if confirmed < arrived:
        raise NotReceived(f"确认之日（{confirmed}）早于到达之日（{arrived}），请核对。")
    if channel is Channel.ORDINARY_MAIL and confirmed != arrived:
        return Receipt(confirmed, channel, "平常信函应在收到当日与申请人确认，本件未在当日确认。")
    return Receipt(confirmed, channel)
