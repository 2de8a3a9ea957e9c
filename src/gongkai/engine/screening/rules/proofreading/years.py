"""Years that do not go with the year in the title: what was left over from last year's text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.engine.screening.rules.findings import Finding, Severity, check
from gongkai.engine.screening.rules.proofreading.places import lines

YEARLY = re.compile(r"(20[0-9]{2})年度?[^，。；]{0,40}(?:报告|总结|要点|计划|方案|预算|决算|报表|安排|通报|公报)")
REQUIRED = re.compile(
    r"(?:根据|按照|对照|围绕|落实|贯彻|依据|结合)[^。；，,;《]{0,12}?(20[0-9]{2})年度?[^。；，,;《》〔]{0,24}?(?:要求|要点|部署|任务|安排)"
)
OPENING = re.compile(r"(20[0-9]{2})年(?:度)?[，,](?:我|本|全|区|市|县|省)")
LONGEST_TITLE = 80
# A plan may open with what was done the year before.
LOOKS_BACK = re.compile(r"报告|总结|通报|公报|决算|报表")


def title_year(title: str) -> int | None:
    """Return the year that a yearly report, plan or budget is about."""
    found = YEARLY.search(title)
    return int(found.group(1)) if found else None


@check("text.stale-year")
def stale_years(text: str) -> Iterator[Finding]:
    """The first line is taken for the title."""
    first = next(lines(text), None)
    if first is None or len(first[1]) > LONGEST_TITLE or "。" in first[1]:
        return
    year = title_year(first[1])
    if year is not None:
        yield from stale_in(text, year, first[1], after=first[0] + len(first[1]))


def stale_in(text: str, year: int, title: str, *, after: int = 0) -> Iterator[Finding]:
    """Find years in `text` from the place `after` on that do not go with a document about `year`."""
    for match in REQUIRED.finditer(text, after):
        if int(match.group(1)) < year:
            yield _finding(match, year, "请核对是否沿用了往年的文字。")
    if not LOOKS_BACK.search(title):
        return
    for start, line in lines(text[after:]):
        opening = OPENING.match(line)
        if opening:
            if int(opening.group(1)) < year:
                place = after + start
                yield Finding(
                    "text.stale-year", Severity.JUDGE, place, place + 5,
                    f"标题写的是{year}年，正文开头写的是{opening.group(1)}年。", f"{year}年", "年份陈旧",
                )  # fmt: skip
            return


def _finding(match: re.Match[str], year: int, suggestion: str) -> Finding:
    return Finding(
        "text.stale-year", Severity.JUDGE, match.start(1), match.end(1) + 1,
        f"标题是{year}年的，这里引用{match.group(1)}年的要求。", suggestion, "年份陈旧",
    )  # fmt: skip
