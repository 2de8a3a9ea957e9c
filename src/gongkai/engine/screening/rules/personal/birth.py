"""Days of birth beside somebody's name: on lists and forms they are to be left out, in decisions they are customary.

A masked identity number hides the birthday so that nobody can fill it in again (see `masks`); a birthday beside it undoes that.
Courts keep the birthday when they publish their decisions (法释〔2016〕19号第十一条), so that running text only gets a hint.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.engine.screening.rules.findings import Finding, Severity, check
from gongkai.engine.screening.rules.personal.identity import spans
from gongkai.engine.screening.rules.personal.masks import MASKED
from gongkai.engine.screening.rules.personal.names import names
from gongkai.engine.screening.rules.personal.plain import plain

_DAY = r"((?:19|20)[0-9]{2}(?:年[ ]?[0-9]{1,2}月[ ]?[0-9]{1,2}日|(?P<sign>[\-./])[0-9]{1,2}(?P=sign)[0-9]{1,2}))"
DAY = re.compile(rf"(?<![0-9A-Za-z.\-/]){_DAY}(?![0-9])")
LABEL = re.compile(r"(?:出生(?:年月日?|日期|时间)|生日)[ ：:为是]{0,3}$")
SAID_BEFORE = re.compile(r"(?:出生于|生于|出生在)[ ：:]{0,2}$")
SAID_BEHIND = re.compile(r"[ ]?(?:日)?(?:出生|生(?![产效活于成]))")
# A birthday belongs to the person of the same line; a list has one on each.
ADVICE = "请删去，或只写到年份。"


@check("personal.birth")
def births(text: str) -> Iterator[Finding]:
    half = plain(text)
    lines: set[tuple[int, int]] | None = None
    for match in DAY.finditer(half):
        lead = half[max(0, match.start() - 12) : match.start()].rpartition("\n")[2]
        listed = LABEL.search(lead) is not None
        if not (listed or SAID_BEFORE.search(lead) or SAID_BEHIND.match(half, match.end())):
            continue
        lines = _lines_with_somebody(text, half) if lines is None else lines
        if not any(first <= match.start() < last for first, last in lines):
            continue
        severity = Severity.JUDGE if listed or half[match.end() - 1] != "日" else Severity.INFO
        message = "这里有出生日期，与姓名写在一起可以认出本人。"
        yield Finding("personal.birth", severity, match.start(1), match.end(1), message, ADVICE, "出生日期")


def _lines_with_somebody(text: str, half: str) -> set[tuple[int, int]]:
    places = [one.start for one in names(text)] + [start for start, _ in spans(text)]
    places += [match.start() for match in MASKED.finditer(half)]
    ends = {place: half.find("\n", place) for place in places}
    return {(half.rfind("\n", 0, place) + 1, end if end >= 0 else len(half)) for place, end in ends.items()}
