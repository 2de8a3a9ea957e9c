"""The figures of an item in a few words, each with what it is paid for: «每亩118元», «50%，每户最高1万元»."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

TEN_THOUSAND = 10_000
_UNIT = (
    "平方米|立方米|平方公里|公里|千瓦时|千瓦|床位|学时|课时|学期|学年|季度|岗位|项目|孩子|人|户|家|亩|套|辆|台|个|名|张|位|次"
    "|吨|项|件|头|只|株|瓶|月|年|天|日|批"
)
_PER = rf"(?:每(?:一)?(?:{_UNIT}))+"
_BETWEEN = r"[^，。；、：（）\d每]{0,10}"


def money_words(yuan: float) -> str:
    if yuan >= TEN_THOUSAND and yuan % (TEN_THOUSAND / 100) == 0:
        return f"{yuan / TEN_THOUSAND:g}万元"
    return f"{yuan:g}元" if yuan < TEN_THOUSAND else f"{yuan:,.0f}元"


def amount_words(facts: Mapping[str, Any]) -> str:
    """Return the figures of an item; what each is paid for is read from the words of the benefit, where they say so."""
    return figure_words(facts["figures"], facts.get("benefit", ""))


def figure_words(figures: Mapping[str, Any], said: str = "") -> str:
    """Return the figures in a few words: «30%，最高200万元». `said` are the words they were taken from."""
    parts = []
    if figures.get("percents"):
        parts.append("、".join(f"{one:g}%" for one in figures["percents"]))
    for name, before in (("amounts", ""), ("floors", "最低"), ("caps", "最高")):
        if figures.get(name):
            parts.append(_listed(figures[name], before, said))
    return "，".join(parts)


def _listed(several: Iterable[float], before: str, said: str) -> str:
    found = [(*_paid_for(one, said), money_words(one)) for one in several]
    if len({(per, after) for per, after, _ in found}) == 1:
        per = found[0][0]
        return per + before + "、".join(word + after for _, after, word in found)
    return before + "、".join(per + word + after for per, after, word in found)


def _paid_for(yuan: float, said: str) -> tuple[str, str]:
    """Return what stands before («每亩») and behind («/平方米») this amount in the words; both empty where nothing does."""
    written = "|".join(re.escape(one) for one in _spellings(yuan))
    number = rf"(?<![\d.,])(?:{written})元"
    if match := re.search(rf"({_PER}){_BETWEEN}{number}", said):
        return match[1], ""
    if match := re.search(rf"{number}((?:/|每)(?:{_UNIT}))", said):
        return "", match[1]
    return "", ""


def _spellings(yuan: float) -> list[str]:
    plain = [f"{yuan:g}" if yuan < 1e6 else f"{yuan:.0f}", f"{yuan:,.0f}", f"{yuan / TEN_THOUSAND:g}万"]
    return [spelling for one in plain for spelling in (one, f"{one} ")]
