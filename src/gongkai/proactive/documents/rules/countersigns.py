"""会签 between agencies: how long, and what is said when it can no longer be done. No Django."""

from __future__ import annotations

from collections.abc import Collection

from gongkai.proactive.documents.rules import STATUS_NAMES, Status

# No rule of law: the platform's configuration, in working days, said wherever the day is shown.
COUNTERSIGN_DAYS = 3
COUNTERSIGN_SOURCE = f"平台配置：收到送签后{COUNTERSIGN_DAYS}个工作日内反馈会签意见，逾期每日提醒"
BEFORE_SIGNATURE = frozenset({Status.OFFICE_REVIEW, Status.SECRECY_REVIEW, Status.AUTHORITY_REVIEW, Status.SIGNING})
NEEDS_WORDS: dict[str, str] = {
    "reservation": "有保留意见的，请写明保留什么意见。",
    "refused": "退回修改的，请写明怎样修改。",
}


def closed_words(outcome: str, note: str) -> str:
    """Return what somebody reads who comes too late to a request."""
    if outcome == "recalled":
        return f"送签机关已撤回会签{f'：{note}' if note else ''}。您不需要再办理。"
    said = "已经会签" if outcome == "signed" else "已经退回修改"
    return f"本机关{said}，不能重复办理。请刷新页面查看结果。"


def status_words(status: str) -> str:
    """Return why a draft cannot be countersigned in this status, "" when it can."""
    if status in BEFORE_SIGNATURE:
        return ""
    name = STATUS_NAMES[Status(status)]
    if status in {Status.DRAFT, Status.RETURNED, Status.HEAD_REVIEW}:
        return f"这份公文已退回起草单位（现在是“{name}”），暂时不能会签。修改后会再到您这里，不必现在办理。"
    return f"这份公文现在是“{name}”，会签已经结束。"


def opinion_problem(result: str, opinion: str, known: Collection[str]) -> str:
    """Return what is wrong with a countersigning as filled in, "" for nothing."""
    if result not in known:
        return "请选择会签意见。"
    return "" if opinion.strip() else NEEDS_WORDS.get(result, "")
