"""Traditional characters in a text that is stored in simplified ones: the other script is made from it (R272)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from gongkai.engine.screening.rules.findings import Finding, Severity, check
from gongkai.engine.search.rules import simplify

FROM, TO = 0x3400, 0xFB00
THROUGHOUT, SHARE, FEWEST = 20, 0.3, 4
HAN = re.compile(r"[\u3400-\u9fff]")


@check("text.script", as_written=True)
def traditional(text: str) -> Iterator[Finding]:
    found = list(_only_traditional().finditer(text))
    count = sum(len(match.group()) for match in found)
    if count > THROUGHOUT or (count >= FEWEST and count > SHARE * len(HAN.findall(text))):
        yield _finding(
            found[0], f"全文是繁体字，共{count}字，从这里开始。", "请先转换成简体再录入，繁体页面由平台自动生成。"
        )
        return
    times = Counter(match.group() for match in found)
    for match in found:
        if again := times.pop(match.group(), 0):  # a name may be written so, and often: told once
            all_in_all = f"，共{again}处" if again > 1 else ""
            yield _finding(match, f"夹有繁体字“{match.group()}”{all_in_all}。", simplify(match.group()))


@cache
def _only_traditional() -> re.Pattern[str]:
    """Return what is written in traditional texts only: 乾, 著 and 於 are simplified characters too, in names and old words."""
    found = [one for one in map(chr, range(FROM, TO)) if simplify(one) != one and not _in_gb2312(one)]
    return re.compile(f"[{''.join(found)}]+")


def _in_gb2312(one: str) -> bool:
    try:
        one.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _finding(match: re.Match[str], message: str, suggestion: str) -> Finding:
    return Finding("text.script", Severity.WARN, match.start(), match.end(), message, suggestion, "繁体字")
