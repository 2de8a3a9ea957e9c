"""What an item says, as plain facts: defaults, defects, words. The snapshot keeps exactly these facts."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from gongkai.proactive.policy.rules.amounts import figure_words
from gongkai.proactive.policy.rules.conditions import words
from gongkai.proactive.policy.rules.consistency import contradiction
from gongkai.proactive.policy.rules.extraction.fitting import in_words
from gongkai.proactive.policy.rules.extraction.money import Money
from gongkai.proactive.policy.rules.extraction.proposals import BENEFIT_KINDS, Proposal
from gongkai.proactive.policy.rules.facts import AUDIENCE_NAMES
from gongkai.proactive.policy.rules.periods import day_faults
from gongkai.proactive.policy.rules.tiers import tier
from gongkai.proactive.policy.rules.trees import ConditionRefused, from_json, to_json

FIGURE_NAMES = {"amounts": "金额（元）", "caps": "最高（元）", "floors": "最低（元）", "percents": "比例（%）"}
NOTHING_ASKED: dict[str, Any] = {"all": []}
EMPTY: dict[str, Any] = {
    "audiences": [], "benefit_kind": "subsidy", "who": "", "benefit": "", "figures": {name: [] for name in FIGURE_NAMES},
    "condition": NOTHING_ASKED, "unconditional": False, "apply": "", "apply_url": "", "materials": [], "department": "",
    "valid_from": "", "valid_until": "", "opens": "", "closes": "", "quote": "", "paragraph": 0, "tiers": [], "notes": [],
}  # fmt: skip
LONGEST_QUOTE = 1_500
FIELD_NAMES = {
    "audiences": "对象", "benefit_kind": "种类", "who": "谁可以享受", "benefit": "内容和标准", "figures": "数额", "condition": "条件",
    "unconditional": "没有限制条件", "apply": "怎样申请", "apply_url": "办理网址", "materials": "材料", "department": "责任部门",
    "valid_from": "施行日期", "valid_until": "有效期至", "opens": "申请开始", "closes": "申请截止", "quote": "依据原文", "paragraph": "依据段落",
    "tiers": "分档标准", "notes": "另有规定",
}  # fmt: skip


def plain(number: Decimal) -> float | int:
    return int(number) if number == int(number) else float(number)


def figures_json(money: Money) -> dict[str, list[float | int]]:
    return {name: [plain(one) for one in getattr(money, name)] for name in FIGURE_NAMES}


def facts_of_proposal(one: Proposal, source: str) -> dict[str, Any]:
    """Return the facts of an item as the machine read them. Days and offices of the whole text are taken over."""
    days, practical = one.days, one.practical
    condition = to_json(in_words(one.condition, one.audiences))
    return EMPTY | {
        "audiences": list(one.audiences), "benefit_kind": one.kind, "who": one.who[:300], "benefit": one.benefit[:600],
        "figures": figures_json(one.money), "condition": condition if "all" in condition else {"all": [condition]},
        "apply": practical.apply.value[:500] if practical.apply else "", "materials": list(practical.materials),
        "department": practical.department.value[:100] if practical.department else "",
        "valid_from": days.valid_from.isoformat() if days.valid_from else "",
        "valid_until": days.valid_until.isoformat() if days.valid_until else "",
        "opens": days.opens, "closes": days.closes, "quote": source[one.start : one.end].strip()[:LONGEST_QUOTE],
        "paragraph": one.paragraph, "tiers": tiers_json(one), "notes": one.notes,
    }  # fmt: skip


def tiers_json(one: Proposal) -> list[dict[str, Any]]:
    return [tier(step.who, figure_words(figures_json(step.money))) for step in one.steps]


def lacking(title: str, facts: Mapping[str, Any]) -> list[str]:
    """Return what must be mended before an item may be confirmed, as Chinese phrases."""
    found = [] if title.strip() else ["没有写名称"]
    needed = {
        "audiences": "没有选对象",
        "benefit": "没有写内容和标准",
        "apply": "没有写怎样申请",
        "department": "没有写责任部门",
        "quote": "没有依据原文",
    }
    found += [words for name, words in needed.items() if not facts[name]]
    if facts["benefit_kind"] not in BENEFIT_KINDS:
        found.append("没有选种类")
    if not set(facts["audiences"]) <= set(AUDIENCE_NAMES):
        found.append("对象只能是企业或者个人")
    return found + day_faults(facts) + _condition_faults(facts)


def _condition_faults(facts: Mapping[str, Any]) -> list[str]:
    try:
        node = from_json(facts["condition"])
    except ConditionRefused as refusal:
        return [str(refusal).rstrip("。")]
    if facts["condition"] == NOTHING_ASKED and not facts["unconditional"]:
        return ["没有填条件；确实没有条件的，请勾选“没有限制条件”"]
    fault = contradiction(node)
    return [fault.rstrip("。")] if fault else []


def said_of(value: Any) -> Any:
    """Return a value of an item as the event record takes it: without fractions."""
    match value:
        case float():
            return f"{value:g}"
        case Mapping():
            return {key: said_of(one) for key, one in value.items()}
        case list():
            return [said_of(one) for one in value]
    return value


def condition_words(facts: Mapping[str, Any]) -> str:
    return words(from_json(facts["condition"]))


def wording(title: str, facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what the public reads of an item, row by row; the edition's text and the search index are made of it."""
    rows = [
        ("名称", title), ("谁可以享受", facts["who"]), ("条件", condition_words(facts)), ("内容和标准", facts["benefit"]),
        ("分档标准", "；".join(f"{one['who']}：{one['gives']}" for one in facts.get("tiers", []))),
        ("另有规定", "".join(facts.get("notes", []))),
        ("怎样申请", facts["apply"]), ("材料", "、".join(facts["materials"])), ("责任部门", facts["department"]),
        ("依据", facts["quote"]),
    ]  # fmt: skip
    return [(name, value) for name, value in rows if value]


def paragraph_of(text: str, quote: str) -> int:
    """Return the number of the paragraph in which a quotation stands, -1 where it stands nowhere any more."""
    at = text.find(quote)
    return text[:at].count("\n") if at >= 0 and quote else -1
