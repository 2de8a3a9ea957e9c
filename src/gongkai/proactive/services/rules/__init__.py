"""办事事项: what one is, in which words it is told, how the reading of a policy leads to doing what it offers. No Django."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from gongkai.base.events.rules import declare

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

declare(
    {
        "services:item:register": "登记办事事项",
        "services:item:edit": "修改办事事项",
        "services:item:retire": "办事事项停办",
        "services:item:restore": "办事事项恢复办理",
        "services:item:link": "办理链接状态变化",
        "services:binding:open": "发现应绑定的办事事项",
        "services:binding:bind": "绑定办事事项",
        "services:binding:decline": "认定不绑定办事事项",
        "services:binding:gone": "正文不再提到办事事项",
    }
)

KIND = "service-item"
KIND_NAME = "办事事项"
MARK = "/FW-"
CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{3,30}")
SHORTEST_NAME = 4  # letters; a shorter name is found everywhere and means nothing


class Channel(StrEnum):
    ONLINE = "online"
    COUNTER = "counter"
    PHONE = "phone"


CHANNEL_NAMES: dict[str, str] = {Channel.ONLINE: "网上", Channel.COUNTER: "窗口", Channel.PHONE: "电话"}


class Audience(StrEnum):
    PERSON = "person"
    COMPANY = "company"
    BOTH = "both"


AUDIENCE_NAMES: dict[str, str] = {
    Audience.PERSON: "个人", Audience.COMPANY: "企业和单位", Audience.BOTH: "个人、企业和单位",
}  # fmt: skip


class State(StrEnum):
    ACTIVE = "active"
    RETIRED = "retired"


STATE_NAMES: dict[str, str] = {State.ACTIVE: "正在办理", State.RETIRED: "已停办"}


class Standing(StrEnum):
    """How the link of an item stands, as the patrol of the sites last saw it."""

    UNKNOWN = "unknown"
    GOOD = "good"
    BROKEN = "broken"


STANDING_NAMES: dict[str, str] = {Standing.UNKNOWN: "尚未核查", Standing.GOOD: "链接正常", Standing.BROKEN: "链接异常"}


class Bond(StrEnum):
    """What became of a mention: `GONE` is what a correction took out of the text before anybody decided."""

    OPEN = "open"
    BOUND = "bound"
    DECLINED = "declined"
    GONE = "gone"


BOND_NAMES: dict[str, str] = {
    Bond.OPEN: "待绑定", Bond.BOUND: "已绑定", Bond.DECLINED: "认定不绑定", Bond.GONE: "正文不再提到",
}  # fmt: skip


def item_key(agency: str, code: str) -> str:
    """Return the index number of an item: it ends in the code, so that its address needs no look-up."""
    return f"{agency}{MARK}{code}"


def code_of(key: str) -> str:
    return key.rpartition(MARK)[2]


def path_of(key: str) -> str:
    return f"/services/{code_of(key)}"


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the public is told of an item; its wording is made of this alone."""

    code: str
    name: str
    other_names: tuple[str, ...] = ()
    link: str = ""
    channels: tuple[str, ...] = ()
    one_stop: bool = False
    place: str = ""
    phone: str = ""
    audience: str = Audience.BOTH
    summary: str = ""


LONGEST_NAME = 100
LINES = 30  # of a list on one page, here and in the interface
LONGEST_QUERY = 60


def defects(facts: Facts) -> list[str]:
    """Return what is wrong or missing, as sentences for the form and for the line of an import."""
    return [*_misnamed(facts), *_misled(facts)]


def _misnamed(facts: Facts) -> list[str]:
    found = []
    if not CODE.fullmatch(facts.code):
        found.append("事项编码由4至31个字母、数字或者短横组成，请照一网通办平台上的编码填写。")
    for name in (facts.name, *facts.other_names):
        if not SHORTEST_NAME <= len("".join(name.split())) <= LONGEST_NAME:
            found.append(f"名称“{name}”应在{SHORTEST_NAME}至{LONGEST_NAME}字之间；太短的名称在正文里会误认。")
    if len(set(facts.other_names) | {facts.name}) <= len(facts.other_names):
        found.append("别名不能重复，也不能和名称相同。")
    if facts.audience not in AUDIENCE_NAMES:
        found.append("请选择服务对象。")
    return found


def _misled(facts: Facts) -> list[str]:
    found = []
    if not facts.channels or set(facts.channels) - set(CHANNEL_NAMES):
        found.append("请选择办理渠道：网上、窗口、电话。")
    if Channel.ONLINE in facts.channels and not facts.link:
        found.append("网上办理的事项要填写一网通办链接。")
    if facts.link and not is_address(facts.link):
        found.append("链接要以 https:// 或者 http:// 开头，中间没有空格。")
    if facts.one_stop and not facts.link:
        found.append("属于“一网通办”的事项要填写链接。")
    if Channel.COUNTER in facts.channels and not facts.place:
        found.append("窗口办理的事项要填写办理地点。")
    if Channel.PHONE in facts.channels and not facts.phone:
        found.append("电话办理的事项要填写电话。")
    return found


def is_address(text: str) -> bool:
    if any(letter.isspace() or letter in '"<>\\' for letter in text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and "." in (parts.hostname or "")


def split_names(text: str) -> tuple[str, ...]:
    """Return the names that stand in one field, divided by 、 or ； or line ends."""
    return tuple(dict.fromkeys(part.strip() for part in re.split(r"[、;；\n]", text) if part.strip()))


def rows_of(facts: Facts) -> list[tuple[str, str]]:
    """Return the particulars as label and value, those that an item has not left out."""
    rows = [
        ("事项编码", facts.code),
        ("又称", "、".join(facts.other_names)),
        ("服务对象", AUDIENCE_NAMES.get(facts.audience, "")),
        ("办理渠道", "、".join(CHANNEL_NAMES[one] for one in facts.channels if one in CHANNEL_NAMES)),
        ("办理地点", facts.place),
        ("咨询电话", facts.phone),
    ]
    return [(label, value) for label, value in rows if value]


def wording(facts: Facts) -> str:
    """Return the public wording. The link stands in it, so that the patrol of the sites looks at it like at any other."""
    parts = [f"<p>{escape(facts.summary)}</p>"] if facts.summary else []
    if facts.link:
        parts.append(f'<p><a href="{escape(facts.link)}">在线办理：{escape(facts.name)}</a></p>')
    parts += [f"<p>{label}：{escape(value)}</p>" for label, value in rows_of(facts)]
    return "".join(parts)


def plain(facts: Facts) -> str:
    lines = [facts.summary, *(f"{label}：{value}" for label, value in rows_of(facts))]
    return "\n".join(line for line in lines if line)


def facts_of(said: Mapping[str, Any]) -> Facts:
    """Return the facts that a snapshot or a form holds."""
    names: Sequence[str] = said.get("other_names") or ()
    return Facts(
        code=said["code"], name=said["name"], other_names=tuple(names), link=said.get("link") or "",
        channels=tuple(said.get("channels") or ()), one_stop=bool(said.get("one_stop")), place=said.get("place") or "",
        phone=said.get("phone") or "", audience=said.get("audience") or Audience.BOTH, summary=said.get("summary") or "",
    )  # fmt: skip
