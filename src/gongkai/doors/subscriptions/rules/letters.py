"""What a letter says and how it is written for the wire: short, with links, never the content itself. No Django."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from email.header import Header
from email.utils import format_datetime
from functools import lru_cache

LONGEST_TITLE = 120
REMINDED = 3  # titles in one reminder of a browser
SEVERAL = 50  # titles listed in a digest; the rest is counted
UNSURE = "可能与您有关的政策"
LEADS = {"released": "新公开", "corrected": "已更正", "withdrawn": "已撤下", "chosen": "与您有关的政策"}


@dataclass(frozen=True)
class News:
    """One thing told. Of something withdrawn only its index number and address are known here."""

    topic: str
    key: str
    url: str
    title: str = ""
    agency: str = ""
    day: str = ""
    why: str = ""
    unsure: bool = False  # it may concern the reader; `why` says on what it depends

    @property
    def lead(self) -> str:
        return UNSURE if self.unsure and self.topic == "chosen" else LEADS.get(self.topic, "新公开")


@dataclass(frozen=True)
class Mail:
    """A mail ready to go; `headers` besides the usual ones. Nothing here holds a line break that would start a header."""

    to: str
    subject: str
    text: str
    message_id: str
    headers: Mapping[str, str] = field(default_factory=dict)


def one_line(text: str) -> str:
    return " ".join(text.split())


def told(news: News) -> str:
    """Return the lines of one thing."""
    if news.topic == "withdrawn":
        return f"【已撤下】此前通知您的信息（索引号 {news.key}）已由发布机关撤下，请以原地址的说明为准：\n{news.url}"
    head = f"【{news.lead}】{one_line(news.title)[:LONGEST_TITLE]}"
    facts = "　".join(filter(None, (news.agency, news.day)))
    return "\n".join(filter(None, (head, facts, news.why, news.url)))


def subject_of(several: Sequence[News], site: str) -> str:
    if len(several) == 1:
        one = several[0]
        if one.topic == "withdrawn":
            return f"已撤下：索引号 {one.key}"
        return f"{one.lead}：{one_line(one.title)[:60]}"
    if all(one.topic == "chosen" for one in several):
        return f"{site}：{len(several)}项可能与您有关的政策"
    return f"{site}：{len(several)}件您订阅的内容"


def text_of(several: Sequence[News], *, site: str, manage: str, stop: str) -> str:
    shown = [told(one) for one in several[:SEVERAL]]
    rest = len(several) - len(shown)
    more = [f"还有{rest}件，请到“{site}”查看。"] if rest > 0 else []
    foot = (
        f"您订阅了“{site}”的通知。\n修改、暂停、导出或者删除：{manage}\n退订：{stop}\n本邮件由系统自动发出，请勿回复。"
    )
    return "\n\n".join([*shown, *more, "—" * 12 + "\n" + foot]) + "\n"


def reminder_of(several: Sequence[News], *, site: str, origin: str, subject: str) -> dict[str, object]:
    """Return what a browser shows: a line, a second line, an address of this site, and a code under which it replaces itself.

    Short enough for one record whatever the titles are. Only the path of the address goes: the browser adds its own origin.
    """
    one = several[0]
    if len(several) > 1:
        body = "\n".join(one_line(news.title or f"已撤下：索引号 {news.key}")[:60] for news in several[:REMINDED])
        return {
            "title": f"{site}：{len(several)}件您订阅的内容"[:LONGEST_TITLE],
            "body": body,
            "url": "/",
            "tag": subject,
        }
    body = "　".join(filter(None, (one.agency, one.day))) or site
    return {
        "title": subject_of(several, site)[:LONGEST_TITLE], "body": body[:LONGEST_TITLE],
        "url": one.url.removeprefix(origin), "tag": subject, "again": one.topic != "released",
    }  # fmt: skip


def confirmation(*, site: str, chosen: str, link: str, hours: int, address: str) -> tuple[str, str]:
    """Return subject and text of the one mail before somebody agreed: only words of this platform stand in it."""
    text = (
        f"有人用这个邮箱（{address}）在“{site}”申请订阅公开信息（{chosen}）。\n\n如果是您本人，请在{hours}小时内打开下面的网址确认：\n{link}\n\n"
        "如果不是您，请不必理会：不确认就不会再收到通知，这个邮箱也不会被保存。\n"
    )
    return one_line(f"请确认在“{site}”的订阅"), text


@lru_cache(maxsize=512)
def _encoded(text: str) -> str:
    plain = one_line(text)
    return plain if plain.isascii() else Header(plain, "utf-8").encode()


def raw(mail: Mail, *, sender: str, date: dt.datetime) -> bytes:
    """Return the message as it goes over the wire: quick, since a hundred thousand of them differ in a few lines only."""
    lines = [
        f"From: {sender}",
        f"To: {one_line(mail.to)}",
        f"Subject: {_encoded(mail.subject)}",
        f"Date: {_date(date)}",
        f"Message-ID: <{mail.message_id}>",
        *(f"{name}: {one_line(value)}" for name, value in mail.headers.items()),
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: base64",
    ]
    body = base64.encodebytes(mail.text.encode()).replace(b"\n", b"\r\n")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@lru_cache(maxsize=64)
def _date(date: dt.datetime) -> str:
    return format_datetime(date)


def stop_headers(stop: str) -> dict[str, str]:
    """Return what lets a mail program show its own unsubscribe button (RFC 2369, RFC 8058)."""
    return {
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "Precedence": "bulk",
    }
