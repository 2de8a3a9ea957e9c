"""政府信息公开指南: what it must hold besides (条例第十二条): a part on fees, their tariff and how they are asked for (R239)."""

from __future__ import annotations

import re

GUIDE = re.compile(r"政府信息公开(?:工作)?指南")
_PART = re.compile(r"<(h[1-6]|p)[^>]*>(.*?)</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_NUMBERED = re.compile(r"^(?:第[一二三四五六七八九十]+[章节条]|[（(]?[一二三四五六七八九十]+[）)、.]|\d+[、.．])")
_FEE = re.compile(r"收费|信息处理费")
MISSING = "政府信息公开指南须载明收费要求和标准：请增加“收费”一节，写明信息处理费的计收办法（国办函〔2020〕109号）"


def guide_defects(title: str, html: str) -> list[str]:
    """Return what a guide lacks; [] for every other document. A heading must name fees, and what follows their standard."""
    if not GUIDE.search(title):
        return []
    parts = [(tag, _TAG.sub("", text).strip()) for tag, text in _PART.findall(html)]
    for place, (tag, text) in enumerate(parts):
        heads = tag != "p" or bool(_NUMBERED.match(text))
        if heads and _FEE.search(text):
            below = "".join(words for _, words in parts[place : place + 8])
            return [] if "标准" in below or "按件" in below or "按量" in below or "免费" in below else [MISSING]
    return [MISSING]
