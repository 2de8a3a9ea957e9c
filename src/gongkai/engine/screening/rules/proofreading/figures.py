"""Document numbers and dates in wrong form (GB/T 9704-2012, 7.2.5 and 7.3.5.4)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from gongkai.engine.screening.rules.findings import Finding, Severity, check
from gongkai.law.numbers import find_numbers, judge_document_date, judge_number

SHORT_YEAR = re.compile(r"[\u4e00-\u9fa5]{2,8}〔[0-9]{2}〕[0-9]{1,5}号")
WRITTEN_DATE = re.compile(r"(?<![0-9])(?:([0-9]{4})[ ]?年[ ]?)?([0-9]{1,2})[ ]?月[ ]?([0-9]{1,2})[ ]?日")
WRITTEN_MONTH = re.compile(r"(?<![0-9])([0-9]{4})年([0-9]{1,2})月(?![0-9])")
DASHED_DATE = re.compile(r"(?<![0-9./\-])((?:19|20)[0-9]{2})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?![0-9./\-])")
DATE_LINE = re.compile(
    r"^[ \t\u3000]*((?:[0-9０-９]{4}|[〇零○一二三四五六七八九]{4})[ ]?年[ ]?[0-9０-９一二三四五六七八九十]{1,3}[ ]?月"
    r"[ ]?[0-9０-９一二三四五六七八九十]{1,3}[ ]?日)[ \t\u3000]*$",
    re.MULTILINE,
)
SHORT_DATE = re.compile(r"(?<![0-9〇一二三四五六七八九.第])['’]?([0-9]{2})年([0-9]{1,2})月([0-9]{1,2})日")
# ○ is a circle, 0 and O are not Chinese numerals: 二〇二六年.
ODD_ZERO = re.compile(
    r"(?=[二一][○O０0零ＯoО〇一二三四五六七八九]{3}年)(?=[^年]{0,3}[○O０0零ＯoО])[二一][○O０0零ＯoО〇一二三四五六七八九]{3}(?=年)"
)
ZEROS = str.maketrans(dict.fromkeys("○O０0零ＯoО", "〇"))
DAY_RANGE = re.compile(
    r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日(?:起)?(?:至|到|—|－|~|～)(?:([0-9]{4})年)?(?:([0-9]{1,2})月)?([0-9]{1,2})日"
)
LEAP_YEAR = 2024
ARABIC_SINCE = "2013"  # the standard is in force since 2012-07-01; what was signed before keeps its Chinese numerals


@check("number.document")
def document_numbers(text: str) -> Iterator[Finding]:
    places = [(found.start, found.end) for found in find_numbers(text)]
    places += [match.span() for match in SHORT_YEAR.finditer(text)]
    for start, end in places:
        verdict = judge_number(text[start:end])
        if verdict.valid or "关于" in text[start:end]:  # a title ran into the number: the place is not sure
            continue
        yield Finding(
            "number.document", Severity.WARN, start, end, f"文号写法不规范：{verdict.reason}", verdict.normalised or "",
            "文号写法",
        )  # fmt: skip


@check("number.date")
def dates(text: str) -> Iterator[Finding]:
    for match in WRITTEN_DATE.finditer(text):
        year = int(match.group(1)) if match.group(1) else LEAP_YEAR
        if not _exists(year, int(match.group(2)), int(match.group(3))):
            yield _impossible(match)
    for match in WRITTEN_MONTH.finditer(text):
        if not 1 <= int(match.group(2)) <= 12:
            yield _impossible(match)
    for match in DASHED_DATE.finditer(text):
        if not _exists(int(match.group(1)), int(match.group(3)), int(match.group(4))):
            yield _impossible(match)
    for match in SHORT_DATE.finditer(text):
        if 1 <= int(match.group(2)) <= 12 and 1 <= int(match.group(3)) <= 31:
            proper = f"20{match.group().lstrip('’' + chr(39))}"
            yield _form(match.start(), match.end(), "年份应写全四位。", proper, "年份不全")
    for match in ODD_ZERO.finditer(text):
        proper = match.group().translate(ZEROS)
        yield _form(match.start(), match.end(), "汉字年份中的零应写作“〇”。", proper, "年份写法")
    for match in DAY_RANGE.finditer(text):
        yield from _backwards(match)
    yield from _signing_dates(text)


def _form(start: int, end: int, message: str, proper: str, title: str) -> Finding:
    return Finding("number.date", Severity.WARN, start, end, message, proper, title)


def _backwards(match: re.Match[str]) -> Iterator[Finding]:
    year, month, day = (int(match.group(place)) for place in (1, 2, 3))
    to_year, to_month = int(match.group(4) or year), int(match.group(5) or month)
    if (to_year, to_month, int(match.group(6))) < (year, month, day):
        yield _form(match.start(), match.end(), "终止日期早于起始日期。", "请核对起止日期。", "日期颠倒")


def _signing_dates(text: str) -> Iterator[Finding]:
    """A date alone on its line is the date of signing (成文日期)."""
    for match in DATE_LINE.finditer(text):
        written = match.group(1)
        verdict = judge_document_date(written)
        if verdict.valid or verdict.normalised is None or verdict.normalised[:4] < ARABIC_SINCE:
            continue
        yield Finding(
            "number.date", Severity.WARN, match.start(1), match.end(1), str(verdict.reason), verdict.normalised,
            "成文日期写法",
        )  # fmt: skip


def _exists(year: int, month: int, day: int) -> bool:
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True


def _impossible(match: re.Match[str]) -> Finding:
    return Finding(
        "number.date", Severity.WARN, match.start(), match.end(), f"“{match.group()}”这一天不存在。",
        "请核对后改正。", "日期不存在",
    )  # fmt: skip
