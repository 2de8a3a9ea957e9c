"""Words of office often taken for one another, by the table of `phrase_table`: each with where it is wrong and why."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from gongkai.engine.screening.rules.findings import Finding, check
from gongkai.engine.screening.rules.proofreading.phrase_table import RULES, Rule
from gongkai.engine.screening.rules.proofreading.places import titles

REACH = 24


@check("typo.phrase")
def phrases(text: str) -> Iterator[Finding]:
    """Titles in 《》 are quoted as they are; laws of another time wrote other words."""
    quoted = None
    for rule in RULES:
        place = text.find(rule.wrong)
        while place >= 0:
            end = place + len(rule.wrong)
            if _applies(rule, text, place, end):
                quoted = quoted or titles(text)
                if place not in quoted:
                    yield Finding(
                        "typo.phrase",
                        rule.severity,
                        place,
                        end,
                        rule.message,
                        rule.right,
                        "词语误用" if rule.why else "错别字",
                    )
            place = text.find(rule.wrong, end)


@functools.cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _applies(rule: Rule, text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - REACH) : start], text[end : end + REACH]
    if rule.before and not _compiled(f"(?:{rule.before})$").search(before):
        return False
    if rule.after and not _compiled(rule.after).match(after):
        return False
    if rule.not_before and _compiled(f"(?:{rule.not_before})$").search(before):
        return False
    return not (rule.not_after and _compiled(rule.not_after).match(after))
