"""The road of an interpretation: states, reviews, verbs, and what is missing before it goes on. No Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from gongkai.base.events.rules import declare
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing.rules import Step
from gongkai.proactive.interpretation.rules.kinds import FORMS, ROLE_NAMES, Sort, Stage
from gongkai.proactive.interpretation.rules.substance import (
    Material,
    form_lacking,
    parts_lacking,
    shown_parts,
    size_of,
    too_short,
)

KIND = "interpretation"

declare(
    {
        "interpretation:plan:save": "填写解读方案",
        "interpretation:plan:approve": "审定解读方案",
        "interpretation:plan:assign": "改由其他单位解读",
        "interpretation:interpretation:draft": "起草解读",
        "interpretation:interpretation:save": "修改解读",
        "interpretation:interpretation:submit": "解读送审",
        "interpretation:interpretation:approve": "同意",
        "interpretation:interpretation:return": "退回修改",
        "interpretation:interpretation:reopen": "收回修改",
        "interpretation:interpretation:abandon": "终止解读",
        "interpretation:interpretation:publish": "发布解读",
        "interpretation:interpretation:withdraw": "撤下解读",
        "interpretation:interpretation:recheck": "核对解读与新文本",
        "interpretation:consultation:none": "登记没有公开征询",
        "interpretation:consultation:held": "撤销没有公开征询的登记",
        "interpretation:doubt:raise": "登记疑问",
        "interpretation:doubt:answer": "答复疑问",
    }
)


class Status(StrEnum):
    DRAFT = "draft"
    HEAD = "head"
    SECRECY = "secrecy"
    SIGNING = "signing"
    READY = "ready"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    ABANDONED = "abandoned"


STATUS_NAMES: dict[str, str] = {
    Status.DRAFT: "起草中",
    Status.HEAD: "待科室审定",
    Status.SECRECY: "待保密审查",
    Status.SIGNING: "待签发",
    Status.READY: "待发布",
    Status.PUBLISHED: "已发布",
    Status.WITHDRAWN: "已撤下",
    Status.ABANDONED: "已终止",
}
HEAD = Step("head", "科室审定")
SECRECY = Step("secrecy", "保密审查", ("state_secret", "work_secret", "sensitive"))
SIGN = Step("sign", "签发")
STEPS = (HEAD, SECRECY, SIGN)


@dataclass(frozen=True)
class Turn:
    """Whose turn it is in a state that waits for a review: step, permission, the state after it."""

    step: Step
    permission: Permission
    to: Status


TURNS: dict[Status, Turn] = {
    Status.HEAD: Turn(HEAD, Permission.INTERPRETATION_REVIEW, Status.SECRECY),
    Status.SECRECY: Turn(SECRECY, Permission.DOCUMENTS_SECRECY_REVIEW, Status.SIGNING),
    Status.SIGNING: Turn(SIGN, Permission.DOCUMENTS_SIGN, Status.READY),
}
# Under way towards the public, and so counted when the document itself is signed or released.
UNDER_WAY = frozenset({Status.DRAFT, *TURNS, Status.READY})
OVER = frozenset({Status.PUBLISHED, Status.WITHDRAWN, Status.ABANDONED})


def goes_with_document(*, stage: str, sort: str) -> bool:
    """Return whether it goes out together with its document: the first one of the stage of release (R164)."""
    return stage == Stage.RELEASE and sort == Sort.FIRST


def plan_lacking(plan: Mapping[str, Any]) -> list[str]:
    """Return what a plan still lacks before it can be approved (R165, R174)."""
    wanted = {"forms": "解读形式", "channels": "发布渠道", "outline": "解读提纲", "timing": "解读时间"}
    found = [f"没有填写{name}" for key, name in wanted.items() if not plan.get(key)]
    if plan.get("misreading") and not str(plan.get("media_plan") or "").strip():
        found.append("标记为容易造成误解误读，没有填写媒体沟通和舆情跟踪安排")
    return found


def lacking(facts: Mapping[str, Any]) -> list[str]:
    """Return what an interpretation lacks before it may be handed on.

    `facts`: title, material (`substance.Material`), layout, elements {part: {"state": "present"|"absent", "reason",
    "where"}}, policy (its text), doubts (questions from the drafting without an answer), copying (a sentence, or ""),
    supplied (an outside product without its review).
    """
    material: Material = facts["material"]
    form = FORMS[material.form]
    found = [] if str(facts["title"]).strip() else ["没有标题"]
    if not size_of(material.html):
        found.append("没有正文，请填写文字内容或者文字说明")
    found += [f"缺少{ROLE_NAMES[role]}文件" for role in form.needs if role not in material.roles]
    found += form_lacking(material)
    told = material.whole
    if short := too_short(told, facts["policy"]):
        found.append(short)
    found += parts_lacking(shown_parts(facts["layout"], facts["elements"], told))
    found += [f"起草中收集的疑问还没有答复：{one}" for one in facts["doubts"]]
    return found + [one for one in (facts.get("copying"), facts.get("supplied")) if one]
