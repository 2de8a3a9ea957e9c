"""A round of judgement on existing documents: kinds, conclusions, states, and what a proposal must say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from gongkai.law.grounds import Attribute, Mode, attribute_problems


class Kind(StrEnum):
    INVENTORY = "inventory"
    REEXAMINATION = "reexamination"
    CLEANUP = "cleanup"


KIND_NAMES: dict[str, str] = {
    Kind.INVENTORY: "公开属性梳理",
    Kind.REEXAMINATION: "不予公开信息定期复审",
    Kind.CLEANUP: "行政规范性文件清理",
}


class Verdict(StrEnum):
    KEEP = "keep"
    CHANGE = "change"
    WITHHOLD = "withhold"
    QUALIFIES = "qualifies"
    VALID = "valid"
    AMEND = "amend"
    REPEAL = "repeal"
    EXPIRED = "expired"


VERDICT_NAMES: dict[str, str] = {
    Verdict.KEEP: "维持原属性",
    Verdict.CHANGE: "调整属性",
    Verdict.WITHHOLD: "继续不公开",
    Verdict.QUALIFIES: "已符合公开条件",
    Verdict.VALID: "继续有效",
    Verdict.AMEND: "修改",
    Verdict.REPEAL: "废止",
    Verdict.EXPIRED: "宣布失效",
}
VERDICTS: dict[str, tuple[Verdict, ...]] = {
    Kind.INVENTORY: (Verdict.KEEP, Verdict.CHANGE),
    Kind.REEXAMINATION: (Verdict.WITHHOLD, Verdict.QUALIFIES),
    Kind.CLEANUP: (Verdict.VALID, Verdict.AMEND, Verdict.REPEAL, Verdict.EXPIRED),
}


class State(StrEnum):
    """Where one entry stands. CHECKED exists in clean-ups only: drafting unit, legal check, approval."""

    OPEN = "open"
    PROPOSED = "proposed"
    CHECKED = "checked"
    DONE = "done"


STATE_NAMES: dict[str, str] = {
    State.OPEN: "待判断",
    State.PROPOSED: "已提出",
    State.CHECKED: "合法性审核通过",
    State.DONE: "已批准",
}
TRANSITIONS: dict[State, frozenset[State]] = {
    State.OPEN: frozenset({State.PROPOSED}),
    State.PROPOSED: frozenset({State.CHECKED, State.DONE, State.OPEN}),
    State.CHECKED: frozenset({State.DONE, State.OPEN}),
    State.DONE: frozenset(),
}
# What keeps a round from being finished.
BLOCKING = (State.OPEN, State.PROPOSED, State.CHECKED)


def state_after_proposal(kind: str) -> State:
    """Return the state in which an entry of this kind may be approved."""
    return State.CHECKED if kind == Kind.CLEANUP else State.PROPOSED


def proposal_defects(kind: str, facts: Mapping[str, Any], *, today: dt.date) -> list[str]:
    """Return what a proposal lacks, as Chinese sentences.

    `facts`: verdict, to_attribute, ground, reason, next_review_on, was_attribute, was_mode.
    """
    verdict = str(facts.get("verdict") or "")
    if verdict not in VERDICTS[kind]:
        return [f"请选择结论：{'、'.join(VERDICT_NAMES[one] for one in VERDICTS[kind])}。"]
    found: list[str] = []
    if not str(facts.get("reason") or "").strip():
        found.append("请写明作出这一判断的理由。")
    if verdict == Verdict.CHANGE:
        found += _change_defects(facts)
    if verdict == Verdict.WITHHOLD:
        found += _withhold_defects(facts, today)
    return found


def _change_defects(facts: Mapping[str, Any]) -> list[str]:
    wanted = str(facts.get("to_attribute") or "")
    if wanted not in {one.value for one in Attribute}:
        return ["请选择调整后的公开属性。"]
    if wanted == facts.get("was_attribute"):
        return ["调整后的公开属性与现在相同，请选择“维持原属性”，或者另选属性。"]
    return list(
        attribute_problems(
            Attribute(wanted),
            reason=str(facts.get("reason") or ""),
            category=str(facts.get("ground") or ""),
        )
    )


def _withhold_defects(facts: Mapping[str, Any], today: dt.date) -> list[str]:
    attribute = Attribute(str(facts.get("was_attribute") or Attribute.NOT_DISCLOSED.value))
    mode = Mode.REDACTED if attribute is Attribute.PROACTIVE else Mode.FULL_TEXT
    found = list(
        attribute_problems(
            attribute, mode=mode, reason=str(facts.get("reason") or ""), category=str(facts.get("ground") or "")
        )
    )
    on = facts.get("next_review_on")
    if not isinstance(on, dt.date):
        found.append("请填写下次复核日期。")
    elif on <= today:
        found.append("下次复核日期应在今天之后。")
    return [one for one in found if "请写明理由" not in one]
