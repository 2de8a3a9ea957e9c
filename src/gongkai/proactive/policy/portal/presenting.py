"""Items and answers as pages show them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from gongkai.base.ui.text import cn_date
from gongkai.proactive.policy.portal.shared import PILLS, source_link
from gongkai.proactive.policy.rules.amounts import amount_words
from gongkai.proactive.policy.rules.conditions import (
    ANSWER_NAMES,
    Answer,
    AtLeast,
    Either,
    Every,
    Free,
    Node,
    Not,
    Profile,
    Test,
    Verdict,
    words,
)
from gongkai.proactive.policy.rules.extraction.proposals import BENEFIT_KINDS
from gongkai.proactive.policy.rules.facts import AUDIENCE_NAMES, AUDIENCE_SHORT
from gongkai.proactive.policy.rules.periods import told_period
from gongkai.proactive.policy.rules.tiers import applying

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.proactive.policy.queries import Found, Shown

SIGNS = {Answer.YES: "✓", Answer.DEPENDS: "？", Answer.NO: "✗"}
LEVELS = {Answer.YES: "ok", Answer.DEPENDS: "warn", Answer.NO: "bad"}


def card(shown: Shown) -> dict[str, Any]:
    """Return one item for a list."""
    facts = shown.facts
    return {
        "title": shown.title, "url": shown.url, "who": facts["who"], "figures": amount_words(facts),
        "benefit": facts["benefit"], "kind": BENEFIT_KINDS[facts["benefit_kind"]],
        "audiences": [AUDIENCE_SHORT[one] for one in facts["audiences"]], "agency": shown.agency.label,
        "department": facts["department"], "pill": {"label": shown.standing.name, "kind": PILLS[shown.standing.key]},
        "period": told_period(facts, shown.standing), "until": shown.standing.until, "why": shown.standing.why,
        "apply": facts["apply"], "apply_url": facts["apply_url"], "source_url": source_link(shown),
        "source_title": shown.source.title if shown.source else "", "rechecking": shown.rechecking,
    }  # fmt: skip


def rows(shown: Shown) -> list[dict[str, Any]]:
    facts = shown.facts
    until = f"（{shown.standing.why}）" if shown.standing.why else ""
    said = [
        ("对象", "、".join(AUDIENCE_NAMES[one] for one in facts["audiences"])),
        ("种类", BENEFIT_KINDS[facts["benefit_kind"]]),
        ("数额", amount_words(facts)),
        ("申请时间", told_period(facts, shown.standing) + until),
        ("有效期", _validity(facts)),
        ("怎样申请", facts["apply"]),
        ("责任部门", facts["department"]),
        ("发布机关", shown.agency.name),
    ]
    return [{"label": label, "value": value} for label, value in said if value]


def _validity(facts: dict[str, Any]) -> str:
    begin, end = (dt.date.fromisoformat(facts[name]) if facts[name] else None for name in ("valid_from", "valid_until"))
    first = f"{cn_date(begin)}起施行" if begin else ""
    last = f"有效期至{cn_date(end)}" if end else ""
    return "，".join(part for part in (first, last) if part)


def tree(node: Node) -> dict[str, Any]:
    """Return conditions for a nested list, without an answer."""
    match node:
        case Test() | Free():
            return {"words": words(node), "office": isinstance(node, Free)}
        case Not(part=part):
            return {"label": "不属于下面的情形：", "parts": [tree(part)]}
    return {"label": _group(node), "parts": [tree(one) for one in node.parts]}


def _group(node: Every | Either | AtLeast) -> str:
    match node:
        case Either():
            return "符合下面任意一项："
        case AtLeast(count=count):
            return f"符合下面至少{count}项："
    return "同时符合："


def judged(verdict: Verdict) -> dict[str, Any]:
    """Return conditions with the answer to each."""
    answer = verdict.answer
    shown: dict[str, Any] = {"sign": SIGNS[answer], "answer": ANSWER_NAMES[answer], "level": LEVELS[answer]}
    match verdict.node:
        case Test() | Free():
            return shown | {"words": words(verdict.node), "why": verdict.why}
        case Not():
            return shown | {"label": "不属于下面的情形：", "parts": [_plain(judged(one)) for one in verdict.parts]}
    return shown | {"label": _group(verdict.node), "parts": [judged(one) for one in verdict.parts]}


def _plain(said: dict[str, Any]) -> dict[str, Any]:
    """Below a «not» a tick would read as good news: leave the signs out, the words and reasons stay."""
    kept = {key: value for key, value in said.items() if key not in {"sign", "level", "answer"}}
    return kept | ({"parts": [_plain(one) for one in said["parts"]]} if "parts" in said else {})


def steps(facts: dict[str, Any], profile: Profile) -> list[dict[str, Any]]:
    """Return the steps of a benefit, with the one that is for this profile where that is decided."""
    said = facts.get("tiers", [])
    mine = applying(said, profile)
    return [{"who": one["who"], "gives": one["gives"], "yours": one is mine} for one in said]


def answers(found: Sequence[Found], profile: Profile) -> list[dict[str, Any]]:
    """Return the three lists: what fits, what depends, what does not fit."""
    titles = {
        Answer.YES: ("符合条件", "按您填写的情况，这些事项的条件都符合。是否给予，以办理部门审核为准。"),
        Answer.DEPENDS: ("视情况", "有的条件还不知道，有的要由办理部门认定。标“？”的就是。"),
        Answer.NO: ("不符合", "至少有一个条件不符合。标“✗”的就是。"),
    }
    return [
        {
            "key": str(answer.name).lower(), "title": title, "note": note, "folded": answer is Answer.NO,
            "items": [_answered(one, profile) for one in found if one.answer is answer],
        }
        for answer, (title, note) in titles.items()
    ]  # fmt: skip


def _answered(one: Found, profile: Profile) -> dict[str, Any]:
    facts = one.item.facts
    told = {"tree": judged(one.verdict), "level": LEVELS[one.answer], "notes": facts.get("notes", [])}
    # Who gets nothing has no step, whatever one of the steps asks.
    return card(one.item) | told | {"tiers": steps(facts, {} if one.answer is Answer.NO else profile)}
