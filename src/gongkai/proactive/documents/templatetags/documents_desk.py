"""Words for codes on the document desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from gongkai.base.events.rules import label
from gongkai.base.ui.text import plain
from gongkai.law.grounds import REASON_CATEGORIES
from gongkai.law.replies import REPLY_KINDS
from gongkai.proactive.documents import rules

if TYPE_CHECKING:
    from collections.abc import Mapping

register = template.Library()
STEP_NAMES = {
    step.key: step.name
    for step in (rules.HEAD, rules.OFFICE, rules.SECRECY, rules.AUTHORITY, rules.SIGN, rules.TAKEOVER)
}
REPLIES = ("答复种类", "办理结果", "原办理结果")
FIELD_NAMES = {
    "status": "状态", "attribute": "公开属性", "mode": "公开方式", "title": "标题", "length": "正文字数", "step": "环节",
    "result": "结论", "edition": "版次", "doc_number": "发文字号", "issued_on": "印发日期", "columns": "栏目", "cause": "原因",
    "reason": "理由", "ground": "理由种类", "agency": "机关", "origin": "形成方式", "round": "轮次", "attached": "附件",
    "interpretation_plan": "解读方案", "summary": "摘要", "genre": "文种", "category": "公开类别", "themes": "主题分类", "audiences": "服务对象",
    "keywords": "关键词", "addressees": "主送", "copied_to": "抄送", "effective_on": "施行日期", "expires_on": "有效期至",
    "formed_on": "成文日期", "five": "五公开", "release_at": "定时发布", "verb": "关联", "target": "对象", "at": "时间",
    "release_channel": "发布渠道", "release_audience": "发布对象", "kind": "类型", "source": "来源", "was": "原属性",
    "wanted_columns": "拟归入栏目", "next_review_on": "下次复核", "note": "附注", "approving_meeting": "审议会议",
    "timing_assessment": "时度效评估", "sensitive": "敏感事项", "joint_issuers": "联合发文", "signer": "签发人",
    "passages": "删减位置", "verdict": "如何公开", "points": "不符合的项目", "disclosure": "公开意见", "release": "发布要求",
    "interpretation": "解读安排", "parts": "材料", "held": "暂停原因", "approver": "决定人", "recipients": "送达对象数",
    "due_on": "反馈期限",
}  # fmt: skip
ORIGIN_NAMES = {"drafted": "本机关制作", "oa": "办公系统送入", "import": "导入接管", "received": "获取"}
# Digests and save counters are for machines; the record keeps them, the page leaves them out.
LEFT_OUT = {"sha256", "version", "checks", "from", "register_number", "release_wanted_on"}


@register.filter
def step_name(key: str) -> str:
    return STEP_NAMES.get(key, key)


@register.filter
def mode_name(key: str) -> str:
    return rules.MODE_NAMES.get(key, "未定公开方式")


@register.filter
def at_key(mapping: Mapping[Any, Any], key: Any) -> Any:
    return mapping.get(key, "")


@register.filter
def ground_name(code: str) -> str:
    found = REASON_CATEGORIES.get(code)
    return f"{found.name}（{found.source.brief}）" if found else ""


def _attribute_words(attribute: str, mode: str) -> str:
    name = rules.ATTRIBUTE_NAMES.get(attribute, "")
    return f"{name}，{rules.MODE_NAMES[mode]}" if attribute == "proactive" and mode in rules.MODE_NAMES else name


@register.filter
def attribute_was(change: Any) -> str:
    return _attribute_words(change.was_attribute, change.was_mode)


@register.filter
def attribute_now(change: Any) -> str:
    return _attribute_words(change.attribute, change.mode)


@register.filter
def event_name(tag: str) -> str:
    return label(tag)


@register.filter
def check_words(checks: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the answers of a review as (question, answer) in words."""
    words = []
    for key, value in checks.items():
        if key in rules.SECRECY_CHECKS:
            words.append((rules.SECRECY_CHECKS[key], {"none": "未发现", "found": "发现"}.get(value, value)))
        elif key == "mode":
            words.append(("公开方式", rules.MODE_NAMES.get(value, value)))
        elif key == "mode_grounds":
            words.append(("选择依据", value))
    return words


def _words(key: str, value: Any) -> str:
    if key == "attribute":
        return rules.ATTRIBUTE_NAMES.get(str(value), str(value))
    if key == "mode":
        return mode_name(str(value))
    if key == "step":
        return step_name(str(value))
    if key == "origin":
        return ORIGIN_NAMES.get(str(value), str(value))
    return REPLY_KINDS[value].name if key in REPLIES and value in REPLY_KINDS else plain(value)


def _by_name(said: Any) -> dict[str, Any]:
    """Return what an event says of values by name; lists, as some verbs write them, count by their places."""
    if isinstance(said, dict):
        return said
    return {f"第{place}项": one for place, one in enumerate(said, 1)} if isinstance(said, list) else {}


@register.filter
def event_changes(event: Any) -> list[dict[str, str]]:
    """Return old and new values of an event, by Chinese name."""
    old, new = _by_name(event.old), _by_name(event.new)
    keys = [key for key in {**old, **new} if key not in LEFT_OUT]
    return [
        {"label": FIELD_NAMES.get(key, key), "old": _words(key, old.get(key)), "new": _words(key, new.get(key))}
        for key in keys
    ]
