"""Particulars that old pages carry in words: 文号, 成文日期, 发布日期, 来源; days in figures and in Chinese numerals."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence

from gongkai.law.numbers import find_numbers, normalise_number

LABELS = {
    "number": r"文\s*号|发文字号|文件编号|发文文号",
    "formed": r"成文日期|成文时间|生成日期|发文日期",
    "published": r"发布日期|发布时间|公开日期|发布于|信息时间|更新时间|时\s*间|日\s*期",
    "source": r"信息来源|文章来源|来\s*源|发布机构|发布单位|发文机关|作\s*者",
    "title": r"名\s*称|标\s*题",
    "stated": r"发布日期|发布时间|公开日期|成文日期",  # labels that nothing but a day stands behind
}
_LABEL = {name: re.compile(rf"(?:^|[\s　|【\[])(?:{words})\s*[】\]]?\s*[:：]\s*(.*)") for name, words in LABELS.items()}
_CELL = {name: re.compile(rf"[【\[]?(?:{words})[】\]]?\s*[:：]?") for name, words in LABELS.items()}
ANY_LABEL = re.compile(
    rf"^[【\[]?(?:{'|'.join(LABELS.values())}|索\s*引\s*号|主题分类|主题词|公开方式|公开属性|有效性|体裁)[】\]]?\s*[:：]?"
)
_STOP = re.compile(r"[\s　|]{2,}|\s(?=[\u4e00-\u9fa5]{2,6}[:：])|　|[】\]]$")
DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T　]*(\d{1,2}):(\d{2})(?::(\d{2}))?)?")
CHINESE_DAY = re.compile(
    r"([二一][〇○◯ＯO0０零一二三四五六七八九]{3})年([元正一二三四五六七八九十]{1,3})月([廿卅一二三四五六七八九十]{1,3})日"
)
COMPACT_DAY = re.compile(
    r"(?<!\d)((?:19|20)\d{2})(0[1-9]|1[0-2])([0-2]\d|3[01])(?:[ T]*(\d{2}):?(\d{2})(?::?(\d{2}))?)?(?!\d)"
)
_MONTHS = {name: place for place, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)}
ENGLISH_DAY = re.compile(
    rf"\b({'|'.join(_MONTHS)})[a-z]*\.?\s+(\d{{1,2}})\b(?:[,\s]+(\d{{2}}):(\d{{2}})(?::(\d{{2}}))?)?.{{0,12}}?\b((?:19|20)\d{{2}})\b",
    re.IGNORECASE,
)
WHOLE_DAY = re.compile(r"(?:\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|\d{4}-\d{1,2}-\d{1,2})")
IN_ADDRESS = re.compile(r"/(19[89]\d|20\d\d)[/_-]?(\d{1,2})[/_-]?(\d{1,2})?/")
EARLIEST = dt.date(1980, 1, 2)  # before that it is the epoch of a broken system, not a page
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | dict.fromkeys("〇○◯ＯO0０", 0) | {"元": 1, "正": 1}
_TENS = {"廿": "二十", "卅": "三十"}


def value_of(name: str, lines: Sequence[str]) -> str:
    """Return what stands behind a label, on its line or in the next one (the next cell)."""
    for place, line in enumerate(lines):
        found = _LABEL[name].search(line)
        if found and (value := _STOP.split(found.group(1).strip(), maxsplit=1)[0].strip()):
            return value
        if (_CELL[name].fullmatch(line) or (found and not found.group(1).strip())) and place + 1 < len(lines):
            following = lines[place + 1].strip()
            return "" if ANY_LABEL.match(following) else following
    return ""


def _chinese(written: str) -> int:
    for short, whole in _TENS.items():
        written = written.replace(short, whole)
    if "十" not in written:
        return int("".join(str(_DIGITS[c]) for c in written))
    tens, _, ones = written.partition("十")
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def moment_in(text: str, today: dt.date) -> dt.datetime | None:
    """Return the first day (with its time, when written) that can be true: not of a broken clock, not to come."""
    moments = (_possible(parts, today) for parts in _written_days(text))
    return next((moment for moment in moments if moment is not None), None)


def _written_days(text: str) -> Iterator[Sequence[int]]:
    """Yield year, month, day, hour, minute, second as written, in figures, in Chinese, as Java prints them."""
    for pattern in (DAY, COMPACT_DAY):
        for found in pattern.finditer(text):
            yield [int(part) if part else 0 for part in found.groups()]
    for found in CHINESE_DAY.finditer(text):
        yield [_chinese(part) for part in found.groups()] + [0, 0, 0]
    for found in ENGLISH_DAY.finditer(text):
        month, day, hour, minute, second, year = found.groups()
        yield [int(year), _MONTHS[month.lower()[:3]], *(int(part or 0) for part in (day, hour, minute, second))]


def _possible(parts: Sequence[int], today: dt.date) -> dt.datetime | None:
    try:
        moment = dt.datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001 - local time of the old site, made aware by the caller
    except ValueError:
        return None
    return moment if EARLIEST <= moment.date() <= today else None


def day_in(text: str, today: dt.date) -> dt.date | None:
    moment = moment_in(text, today)
    return moment.date() if moment else None


def signed_day(lines: Sequence[str], today: dt.date) -> dt.date | None:
    """Return the day under the signature: a line at the end that is nothing but a day."""
    for line in reversed(lines[-8:]):
        plain = line.replace(" ", "").replace("　", "")
        if WHOLE_DAY.fullmatch(plain) or CHINESE_DAY.fullmatch(plain):
            return day_in(plain, today)
    return None


def day_of_address(address: str, today: dt.date) -> dt.date | None:
    found = IN_ADDRESS.search(address)
    if found is None:
        return None
    year, month, day = (int(part) if part else 1 for part in found.groups())
    try:
        moment = dt.date(year, month, day)
    except ValueError:
        return None
    return moment if EARLIEST <= moment <= today else None


def number_in(lines: Iterable[str]) -> str:
    """Return the number that stands alone on one of the first lines, as under a letterhead; a cited one is not its own."""
    for line in lines:
        plain = line.strip()
        found = next(iter(find_numbers(plain)), None)
        if found is not None and found.end - found.start >= len(plain) - 2:
            return found.number.text
    return ""


def labelled_number(lines: Sequence[str]) -> str:
    return normalise_number(value_of("number", lines)) or ""
