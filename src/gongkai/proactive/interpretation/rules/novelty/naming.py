"""What a change is about, in the words of a guide: from the clause in which a figure stands, or the first of its paragraph."""

from __future__ import annotations

import re

from gongkai.proactive.interpretation.rules.novelty.figures import Figure, Kind, figures
from gongkai.proactive.interpretation.rules.novelty.matching import Part

_CLAUSE = re.compile(r"[，。；：！？\n]")
_SENTENCE = re.compile(r"[。；！？\n]")
_TAIL = re.compile(
    r"(?:的标准|标准)?(?:的?(?:分别)?(?:调整|提高|降低|增加|减少|缩短|延长|扩大|放宽)?(?:为|是|到|至|按照?|给予|不超过|达到?|发放|补助|补贴|奖励|予以|一次性|由|自|于|在|从|即|共|计)+)$"
)
_LEAD = re.compile(r"^(?:对|其中|并|且|同时|原则上|一般|最高|最低|应当|可以|按|由|自|将|其|在|但)+")
_NO_SUBJECT = frozenset("最长 最短 最多 最少 其中 每次 合计 总额 全部 原则".split())
_MOST_WHAT = 18
_NAMES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("有效期", re.compile(r"有效期")),
    ("施行日期", re.compile(r"施行|生效|起实施")),
    ("罚款", re.compile(r"罚款|处以|并处")),
    ("公示时间", re.compile(r"公示")),
    ("申请材料", re.compile(r"提交.*(?:证明|材料|合同|证|簿|表)|提供.*材料|申请材料|申报材料")),
    ("办理时限", re.compile(r"受理之日|办结|初审|审核|审批|答复|作出.*决定")),
    (
        "申请条件",
        re.compile(r"申请人.*(?:具有|应当|户籍|收入|符合|满)|申请条件|户籍.*(?:满|以上)|具备下列条件|符合下列条件"),
    ),
    ("发放方式", re.compile(r"发放|拨付")),
)
_FITTING = {Kind.DATE: {"有效期", "施行日期"}, Kind.PERIOD: {"有效期", "公示时间", "办理时限"}, Kind.AMOUNT: {"罚款"}}


def named(clause: str, kind: Kind | None = None) -> str:
    """Name what a clause is about in the words of a guide: 办理时限, 申请材料; empty when it is none of these."""
    return next(
        (name for name, pattern in _NAMES if (not kind or name in _FITTING.get(kind, ())) and pattern.search(clause)),
        "",
    )


def around(text: str, start: int, end: int) -> str:
    before = [match.end() for match in _CLAUSE.finditer(text, 0, start)]
    after = _CLAUSE.search(text, max(start, end - 1))
    return text[before[-1] if before else 0 : after.start() if after else len(text)].strip()


def subject(text: str, figure: Figure) -> str:
    """Return what a figure is the figure of: the words before it in its clause, else those of the clause before."""
    start = max((match.end() for match in _SENTENCE.finditer(text, 0, figure.start)), default=0)
    for clause in reversed(_CLAUSE.split(text[start : figure.start])):
        told = _LEAD.sub("", clause.strip())
        for _ in range(3):
            told = _TAIL.sub(lambda match: "标准" if match.group().startswith(("标准", "的标准")) else "", told)
        told = _figure_free(told).strip("、的（(　 ")
        if len(told) >= 2 and told not in _NO_SUBJECT:
            return told if len(told) <= _MOST_WHAT else ""
    return ""


def _figure_free(text: str) -> str:
    for figure in reversed(figures(text)):
        text = text[: figure.start] + text[figure.end :]
    return text


def topic(part: Part) -> str:
    """Name a paragraph by its heading words or its first clause."""
    first = _CLAUSE.split(part.text, maxsplit=1)[0].strip("“”（）()【】 ")
    known = named(part.text)
    if known:
        return known
    return first if 1 < len(first) <= _MOST_WHAT else (part.label or f"{first[:_MOST_WHAT]}…")
