"""What only title, text and date together can show."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from gongkai.engine.screening.rules.findings import Finding, Severity
from gongkai.engine.screening.rules.proofreading.numbering import STYLES
from gongkai.engine.screening.rules.proofreading.numerals import number_of
from gongkai.engine.screening.rules.proofreading.places import lines
from gongkai.engine.screening.rules.proofreading.years import stale_in, title_year

MEASURES = re.compile(
    r"([0-9]{1,3}|[一二三四五六七八九十]{1,3})(条|项)[^，。]{0,6}(?:措施|意见|举措|政策|规定|办法)|(?:措施|意见|举措|政策)[（(]([0-9]{1,3})(条|项)[）)]"
)
LATE, EARLY = 2, 1


def document_findings(*, title: str, text: str, date: dt.date | None = None) -> list[Finding]:
    """Return years and numbers of the title that the text or the date of signing does not bear out.

    Places are in `text`; where the title itself is in doubt the place is 0 to 0.
    """
    return [*_years(title, text, date), *_measures(title, text)]


def _years(title: str, text: str, date: dt.date | None) -> Iterator[Finding]:
    year = title_year(title)
    if year is None:
        return
    first = next(lines(text), None)
    # Where the text opens with its title, the check of the text alone has said it already.
    if first is None or title_year(first[1]) != year:
        yield from stale_in(text, year, title)
    if date is not None and not date.year - LATE <= year <= date.year + EARLY:
        yield Finding(
            "text.stale-year",
            Severity.JUDGE,
            0,
            0,
            f"标题写的是{year}年，成文日期是{date.year}年。",
            "请核对标题中的年份。",
            "年份陈旧",
            title,
        )


def _measures(title: str, text: str) -> Iterator[Finding]:
    """二十条措施 in the title: some level of the text must count that far."""
    match = MEASURES.search(title)
    said = number_of(match.group(1) or match.group(3)) if match else None
    if match is None or said is None or said < 2:
        return
    highest: dict[str, int] = {}
    for _, line in lines(text):
        for style in STYLES:
            found = style.pattern.match(line)
            number = number_of(found.group(1)) if found else None
            if number:
                highest[style.name] = max(number, highest.get(style.name, 0))
                break
    if highest and max(highest.values()) > 2 and said not in highest.values():
        yield Finding(
            "number.inconsistent", Severity.JUDGE, 0, 0,
            f"标题说有{match.group(1) or match.group(3)}{match.group(2) or match.group(4)}，正文最多数到{max(highest.values())}。",
            "请核对标题与正文的条数。", "标题与正文不符", title,
        )  # fmt: skip
