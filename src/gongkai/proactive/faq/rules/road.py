"""The road of a list of questions: states, reviews, and what is missing before it goes on. No Django."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from gongkai.base.events.rules import declare
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing.rules import Step

KIND = "faq"

declare(
    {
        "faq:list:begin": "建立问题清单",
        "faq:list:save": "修改问题清单",
        "faq:list:import": "导入问题清单",
        "faq:list:submit": "问题清单送审",
        "faq:list:approve": "同意",
        "faq:list:return": "退回修改",
        "faq:list:reopen": "收回或者开始新的版本",
        "faq:list:discard": "放弃这一版",
        "faq:list:publish": "发布问题清单",
        "faq:list:withdraw": "撤下问题清单",
        "faq:list:recheck": "核对问题清单与新文本",
        "faq:proposal:adopt": "采纳问题",
        "faq:proposal:merge": "合并问题",
        "faq:proposal:decline": "不采纳问题",
    }
)


class Status(StrEnum):
    DRAFT = "draft"
    CHECK = "check"
    SECRECY = "secrecy"
    READY = "ready"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


STATUS_NAMES: dict[str, str] = {
    Status.DRAFT: "编辑中",
    Status.CHECK: "待审核",
    Status.SECRECY: "待保密审查",
    Status.READY: "待发布",
    Status.PUBLISHED: "已发布",
    Status.WITHDRAWN: "已撤下",
}
CHECK = Step("check", "审核")
SECRECY = Step("secrecy", "保密审查", ("state_secret", "work_secret", "sensitive"))
STEPS = (CHECK, SECRECY)


@dataclass(frozen=True)
class Turn:
    """Whose turn it is in a state that waits for a review: step, permission, the state after it."""

    step: Step
    permission: Permission
    to: Status


TURNS: dict[Status, Turn] = {
    Status.CHECK: Turn(CHECK, Permission.INTERPRETATION_REVIEW, Status.SECRECY),
    Status.SECRECY: Turn(SECRECY, Permission.DOCUMENTS_SECRECY_REVIEW, Status.READY),
}


def path_of(key: str) -> str:
    return f"/faq/{key}"


def lacking(entries: Sequence[dict[str, Any]]) -> list[str]:
    """Return what a list lacks before it may be handed on, as Chinese sentences."""
    if not entries:
        return ["清单里还没有问题"]
    found = [f"第{place}个问题没有写答复" for place, one in enumerate(entries, 1) if not str(one["answer"]).strip()]
    seen: dict[str, int] = {}
    for place, one in enumerate(entries, 1):
        same = seen.setdefault("".join(str(one["question"]).split()), place)
        if same != place:
            found.append(f"第{same}个和第{place}个问题相同，请合并")
    return found
