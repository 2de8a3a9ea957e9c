"""公文规范性审核: the checklist, and what of it can be seen by looking at the draft (R018). No Django.

The points are those of 《党政机关公文处理工作条例》 and GB/T 9704—2012; the answer is always a person's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gongkai.law.numbers import judge_number

POINTS: dict[str, str] = {
    "genre": "文种",
    "title": "标题三要素",
    "number": "发文字号",
    "addressees": "主送机关",
    "levels": "结构层次序数",
    "date": "成文日期和落款",
    "annexes": "附件说明",
}
CHECKED_CATEGORIES = frozenset({"行政规范性文件", "规划计划"})
NO_ADDRESSEES = frozenset(
    {"公告", "通告", "令", "决定", "会议纪要", "公示", "办法", "规定", "细则", "规划", "清单", "预案", "指南"}
)
WITHOUT_ABOUT = frozenset({"办法", "规定", "细则", "令", "规划", "会议纪要", "预案", "指南", "清单", "方案"})
DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {"零": 0}
LEVELS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("一、", re.compile(r"([一二三四五六七八九十]{1,3})、")),
    ("（一）", re.compile(r"[（(]([一二三四五六七八九十]{1,3})[)）]")),
    ("1.", re.compile(r"(\d{1,2})[.．](?!\d)")),
    ("（1）", re.compile(r"[（(](\d{1,2})[)）]")),
)


@dataclass(frozen=True)
class Look:
    """What the machine sees of one point: `ok` True, False, or None where only a person can tell."""

    key: str
    ok: bool | None
    note: str

    @property
    def name(self) -> str:
        return POINTS[self.key]


def needs_norm_check(category: str) -> bool:
    return category in CHECKED_CATEGORIES


def look(facts: Mapping[str, Any]) -> list[Look]:
    """Return the automatic pre-check of every point. `facts` as `queries.facts` gives them, with `files` and `addressees`."""
    return [CHECKS[key](facts) for key in POINTS]


def _genre(facts: Mapping[str, Any]) -> Look:
    genre, title = str(facts.get("genre") or ""), str(facts.get("title") or "")
    if not genre:
        return Look("genre", False, "没有选择文种")
    if genre in title or genre == "其他":
        return Look("genre", True, f"“{genre}”与标题一致")
    return Look("genre", False, f"文种是“{genre}”，标题里没有")


def _title(facts: Mapping[str, Any]) -> Look:
    title, genre = str(facts.get("title") or ""), str(facts.get("genre") or "")
    issuers = [str(name) for name in facts.get("issuers") or []]
    lacking = []
    if genre not in WITHOUT_ABOUT and not re.search(r"关于.+的", title):
        lacking.append("事由（关于……的）")
    if not any(name in title for name in issuers):
        lacking.append("发文机关名称")
    if lacking == ["发文机关名称"]:
        return Look("title", None, "标题里没有发文机关名称，有版头的可以省略，请核对")
    return Look("title", False, f"标题缺少{'、'.join(lacking)}") if lacking else Look("title", True, "三要素齐全")


def _number(facts: Mapping[str, Any]) -> Look:
    number = str(facts.get("doc_number") or "")
    if not number:
        return Look("number", None, "印发时编号，请核对所用的机关代字")
    verdict = judge_number(number)
    return Look("number", verdict.valid, verdict.reason or f"“{number}”写法规范")


def _addressees(facts: Mapping[str, Any]) -> Look:
    if facts.get("addressees"):
        return Look("addressees", True, str(facts["addressees"])[:60])
    if facts.get("genre") in NO_ADDRESSEES:
        return Look("addressees", None, "这一文种一般不写主送机关")
    return Look("addressees", False, "没有填写主送机关")


def _ordinal(written: str) -> int:
    """Return 12 for 十二 and for 12. 0 for what is no number below a hundred."""
    if written.isdigit():
        return int(written)
    tens, ten, ones = written.partition("十")
    if not ten:
        return DIGITS.get(written, 0)
    return (DIGITS.get(tens, 0) if tens else 1) * 10 + (DIGITS.get(ones, 0) if ones else 0)


def _levels(facts: Mapping[str, Any]) -> Look:
    problems = broken_levels(str(facts.get("text") or "").splitlines())
    if not problems:
        return Look("levels", True, "序号连续")
    return Look("levels", False, "；".join(problems[:3]))


def broken_levels(lines: Sequence[str]) -> list[str]:
    """Return where the numbering of a level skips or repeats. A new heading above begins the levels below anew."""
    last = [0] * len(LEVELS)
    problems: list[str] = []
    for line in lines:
        found = next(((n, m) for n, (_, p) in enumerate(LEVELS) if (m := p.match(line.strip()))), None)
        if found is None:
            continue
        level, match = found
        ordinal = _ordinal(match.group(1))
        if ordinal not in {1, last[level] + 1}:
            problems.append(f"“{line.strip()[:12]}”之前没有第{ordinal - 1}项")
        last[level] = ordinal
        last[level + 1 :] = [0] * (len(LEVELS) - level - 1)
    return problems


def _date(facts: Mapping[str, Any]) -> Look:
    formed = facts.get("formed_on")
    if formed is None:
        return Look("date", None, "成文日期在印发时填写，请核对落款")
    words = f"{formed.year}年{formed.month}月{formed.day}日"
    dates = re.findall(r"^\s*(\d{4}年\d{1,2}月\d{1,2}日)\s*$", str(facts.get("text") or ""), re.MULTILINE)
    if dates and dates[-1] != words:
        return Look("date", False, f"落款日期{dates[-1]}与成文日期{words}不一致")
    return Look("date", True, words)


def _annexes(facts: Mapping[str, Any]) -> Look:
    text, files = str(facts.get("text") or ""), list(facts.get("attachments") or [])
    said = bool(re.search(r"^\s*附件\s*[：:\d]", text, re.MULTILINE))
    if said and not files and not re.search(r"^\s*附件\s*\d*\s*$", text, re.MULTILINE):
        return Look("annexes", None, "正文有附件说明，没有上传附件；附件印在正文之后的可以")
    if files and "附件" not in text:
        return Look("annexes", False, f"有{len(files)}个附件，正文没有附件说明")
    return Look("annexes", True, "附件说明与附件相符" if files or said else "没有附件")


CHECKS: dict[str, Callable[[Mapping[str, Any]], Look]] = {
    "genre": _genre,
    "title": _title,
    "number": _number,
    "addressees": _addressees,
    "levels": _levels,
    "date": _date,
    "annexes": _annexes,
}
