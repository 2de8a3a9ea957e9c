"""Disclosure to named recipients or places: states, the address line of a recipient, what a delivery must say. No Django."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from gongkai.base.events.rules import declare
from gongkai.engine.publishing.rules import Step

declare(
    {
        "targeted:delivery:draft": "起草定向公开",
        "targeted:delivery:edit": "修改定向公开",
        "targeted:delivery:review": "审查定向公开",
        "targeted:delivery:deliver": "定向公开送达",
        "targeted:delivery:withdraw": "撤回定向公开",
        "targeted:recipient:revoke": "停用查阅链接",
        "targeted:recipient:reissue": "重新开具查阅链接",
        "targeted:recipient:post": "现场张贴或者放置",
        "targeted:recipient:receipt": "签收",
    }
)

KIND = "targeted"
# Why this kind can never be released: publishing asks for defects before anything becomes public.
NEVER_PUBLIC = "定点、定向公开的内容只向指定对象公开，不得进入公开渠道"
UNREAD_DAYS = 3
REMINDER_SOURCE = "平台配置：送达后3日未签收的提醒经办人，此后每3日提醒一次，到期为止"
MOST_FAILURES = 5
PIN_DIGITS = 6
DEFAULT_DAYS = 30
MOST_RECIPIENTS = 500


class State(StrEnum):
    PREPARING = "preparing"
    DELIVERED = "delivered"
    WITHDRAWN = "withdrawn"


STATE_NAMES: dict[str, str] = {
    State.PREPARING: "审查中",
    State.DELIVERED: "已送达",
    State.WITHDRAWN: "已撤回",
}


class Channel(StrEnum):
    LINK = "link"
    PLACE = "place"


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
