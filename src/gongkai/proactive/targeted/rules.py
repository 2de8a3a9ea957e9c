"""Disclosure to named recipients or places: states, the address line of a recipient, what a delivery must say. No Django."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from gongkai.base.events.rules import declare
from gongkai.base.organisations.rules import Permission
from gongkai.engine.duties.rules import DutyRule, register
from gongkai.engine.publishing.rules import Step
from gongkai.proactive.documents.rules import Status

declare(
    {
        "targeted:delivery:draft": "起草定向公开",
        "targeted:delivery:edit": "修改定向公开",
        "targeted:delivery:review": "审查定向公开",
        "targeted:delivery:deliver": "定向公开送达",
        "targeted:delivery:withdraw": "撤回定向公开",
        "targeted:recipient:revoke": "停用查阅链接",
        "targeted:recipient:reissue": "重新开具查阅链接",
        "targeted:recipient:readdress": "更正接收对象的邮箱",
        "targeted:delivery:widen": "提出转为主动公开",
        "targeted:delivery:keep": "不再转为主动公开",
        "targeted:delivery:public": "已转为主动公开",
        "targeted:recipient:post": "现场放置或者信函送出",
        "targeted:recipient:receipt": "签收",
        "targeted:recipient:mail": "用邮件发送查阅链接",
        "targeted:recipient:mailed": "查阅链接邮件已发出",
        "targeted:recipient:unmailed": "查阅链接邮件未发出",
    }
)

WIDENING_DUTY = register(
    DutyRule(
        key="publish-after-widening",
        name="由定向公开转为主动公开后发布",
        clock="C1",
        remind=Permission.PUBLISHING_RELEASE,
        remind_before=(5, 1, 0),
        source="平台配置：到期前5个、1个工作日和到期当日提醒，逾期后每7日提醒一次",
        escalate=Permission.DOCUMENTS_SIGN,
        opens=Permission.DOCUMENTS_READ,
    )
).key
KIND = "targeted"
# Why this kind can never be released: publishing asks for defects before anything becomes public.
NEVER_PUBLIC = "定点、定向公开的内容只向指定对象公开，不得进入公开渠道"
UNREAD_DAYS = 3
REMINDER_SOURCE = "平台配置：送达后3日未签收的提醒经办人，此后每3日提醒一次，到期为止"
LAST_CALL_DAYS = 3
LAST_CALL_SOURCE = "平台配置：到期前3日，用邮件提醒一次收到过链接而未签收的对象"
MAIL_JOB = "targeted.mail"
MOST_FAILURES = 5
PIN_DIGITS = 6
DEFAULT_DAYS = 30
MOST_RECIPIENTS = 500
MOST_CONTACT = 100  # characters of a contact


class State(StrEnum):
    PREPARING = "preparing"
    DELIVERED = "delivered"
    WITHDRAWN = "withdrawn"
    PUBLIC = "public"


STATE_NAMES: dict[str, str] = {
    State.PREPARING: "审查中",
    State.DELIVERED: "已送达",
    State.WITHDRAWN: "已撤回",
    State.PUBLIC: "已转为主动公开",
}
# A document has at most one delivery in these states.
STANDING = (State.PREPARING, State.DELIVERED)


class Outcome(StrEnum):
    """How a proposal to make a delivery public came out."""

    PUBLIC = "public"
    KEPT = "kept"


OUTCOME_NAMES: dict[str, str] = {Outcome.PUBLIC: "已向社会公开", Outcome.KEPT: "仍定向公开"}


class Channel(StrEnum):
    LINK = "link"
    PLACE = "place"


class Purpose(StrEnum):
    """Why a mail goes out."""

    LINK = "link"
    AGAIN = "again"
    LAST_CALL = "last-call"
    MENDED = "mended"


PURPOSE_NAMES: dict[str, str] = {
    Purpose.LINK: "发送链接",
    Purpose.AGAIN: "重发链接",
    Purpose.LAST_CALL: "到期提醒",
    Purpose.MENDED: "更正邮箱后发送",
}


class MailState(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"
    UNKNOWN = "unknown"


MAIL_NAMES: dict[str, str] = {
    MailState.QUEUED: "等待发送",
    MailState.SENDING: "正在发送",
    MailState.SENT: "邮件已发出",
    MailState.FAILED: "邮件未能发出",
    MailState.DROPPED: "邮件没有发送",
    MailState.UNKNOWN: "发送中断，是否送到不明",
}
UNDER_WAY = (MailState.QUEUED, MailState.SENDING)
# A mail that the officer sees as gone or going: “发送全部” leaves these recipients alone.
SETTLED = (*UNDER_WAY, MailState.SENT, MailState.UNKNOWN)
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


def was_given_up(status: str) -> bool:
    """Return whether a document on its way to the public ended elsewhere: by its drafter, as secret, by another attribute."""
    return status in {Status.ABANDONED, Status.SEALED, Status.FILED}


def mail_address(contact: str) -> str:
    """Return the mail address in what was typed as contact, "" where there is none or it is not certain."""
    found = ADDRESS.findall(contact)
    return found[0] if len(found) == 1 and contact.count("@") == 1 else ""


def typed_address(typed: str) -> str:
    """Return an address as it was meant: full-width letters and signs become plain ones, blanks at the ends go."""
    return unicodedata.normalize("NFKC", typed).strip()


def address_defect(address: str, old: str) -> str:
    """Return why an address cannot take the place of `old`, or ""."""
    if not address:
        return "请填写正确的邮箱。"
    if mail_address(address) != address or len(address) > MOST_CONTACT:
        return f"“{address[:60]}”不是完整的邮箱地址，请核对后重新填写，例如 name@example.com。"
    return "新邮箱与现在的相同，没有需要更正的。" if address.lower() == old.lower() else ""


def with_address(contact: str, old: str, new: str) -> str:
    """Return what was typed as contact with the address put right; a telephone number beside it stays."""
    kept = contact.replace(old, new) if old else new if "@" in contact else f"{contact} {new}".strip()
    return kept if len(kept) <= MOST_CONTACT and mail_address(kept) == new else new


@dataclass(frozen=True)
class Standing:
    """How far one recipient is, in words; `kind` is the look of the pill."""

    label: str
    kind: str
    note: str = ""


def standing(
    *, channel: str, revoked: bool, receipt: bool, visited: bool, posted: bool, mail: str, mail_note: str = ""
) -> Standing:
    """Return the furthest thing that happened to a recipient of what was delivered; `mail` is the last mail's state."""
    if receipt:
        return Standing("已签收", "ok")
    if revoked:
        return Standing("链接已停用", "bad")
    if visited:
        return Standing("已点开链接，未签收", "warn")
    if mail in {MailState.FAILED, MailState.DROPPED, MailState.UNKNOWN} and not posted:
        return Standing(MAIL_NAMES[mail], "bad", mail_note)
    if posted:
        return Standing("已放置，未签收" if channel == Channel.PLACE else "信函已送出，未签收", "info")
    if mail:
        return Standing(
            f"{MAIL_NAMES[mail]}，未签收" if mail == MailState.SENT else MAIL_NAMES[mail], "info", mail_note
        )
    return Standing("未登记放置" if channel == Channel.PLACE else "未发送", "warn")


CHANNEL_NAMES: dict[str, str] = {Channel.LINK: "专属链接", Channel.PLACE: "现场地点"}
SECRECY = Step("secrecy", "保密审查", ("state_secret", "work_secret", "sensitive"))
APPROVAL = Step("approval", "负责人批准")
STEPS: tuple[Step, ...] = (SECRECY, APPROVAL)
CHECK_NAMES: dict[str, str] = {"state_secret": "国家秘密", "work_secret": "工作秘密", "sensitive": "敏感信息"}


@dataclass(frozen=True)
class Line:
    """One recipient as typed: name, organisation, contact; or one place."""

    channel: str
    name: str
    organisation: str = ""
    contact: str = ""


def read_lines(text: str, channel: str) -> tuple[list[Line], list[str]]:
    """Read recipients, one a line, parts divided by commas of any width; return them and what is wrong, by line."""
    found: list[Line] = []
    problems: list[str] = []
    seen: set[tuple[str, ...]] = set()
    for number, raw in enumerate(text.splitlines(), start=1):
        parts = [part.strip() for part in raw.replace("，", ",").replace("\t", ",").split(",")]
        if not any(parts):
            continue
        if not parts[0] or len(parts) > 3:
            problems.append(f"第{number}行应写作“姓名，单位，联系方式”，后两项可以不填。")
            continue
        key = tuple(parts)
        if key in seen:
            problems.append(f"第{number}行与前面重复。")
            continue
        seen.add(key)
        filled = [*parts, "", ""][:3]
        found.append(Line(channel, filled[0][:60], filled[1][:100], filled[2][:100]))
    return found, problems


def delivery_defects(facts: Mapping[str, Any], missing_reviews: Sequence[str]) -> list[str]:
    """Return what keeps a delivery from going out."""
    found = [f"缺“{name}”" for name in missing_reviews]
    wanted = {"title": "标题", "text": "正文或者附件", "why": "定向公开的理由", "recipients": "接收对象或者地点"}
    found += [f"未填写{name}" for key, name in wanted.items() if not facts.get(key)]
    if facts.get("expired"):
        found.append("到期时间已过，请重新设定")
    return found


def mail_text(*, agency: str, phone: str, link: str, purpose: str, expires: dt.datetime) -> tuple[str, str]:
    """Return subject and text of the mail: who, how to open, until when. Nothing of the content, no name, no code."""
    end = f"{expires.year}年{expires.month}月{expires.day}日"
    late = purpose == Purpose.LAST_CALL
    subject = f"{agency}：有一份材料待您查阅" + (f"，{end}后不能再打开" if late else "")
    asked = f"如有疑问，请与{agency}联系{f'：{phone}' if phone else ''}。"
    lines = [
        "您好：",
        "",
        f"{agency}有一份材料只向您公开" + ("，您还没有签收。" if late else "。"),
        "",
        f"查阅链接：{link}",
        f"查阅截止：{end}",
        "",
        "打开链接后，请输入提取码并签收。提取码由经办人用电话、短信等其他方式告知，不在邮件里。",
        "链接只供您本人使用，请不要转发。",
        asked,
        "",
        "本邮件由系统自动发出，不含材料内容，请勿直接回复。",
    ]
    return subject, "\n".join(lines) + "\n"
