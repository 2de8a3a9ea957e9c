"""Days that a policy names: in force from and until, and when applications are taken."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from gongkai.proactive.policy.rules.extraction.text import CELL

_DAY = r"(?:(\d{4})年)?(\d{1,2})月(?:(\d{1,2})日)?"
DAY = re.compile(_DAY)
_FROM = re.compile(
    rf"自{_DAY}(?:首班车)?起(?:施行|实施|执行|生效)?|(?:从|自){_DAY}(?:起|开始)|自{_DAY}(?:实施|施行|执行)|{_DAY}起(?:施行|实施|执行|生效|(?=，[^。；]{{0,20}}(?:执行|实行|实施)))"
)
_STARTS_ON = re.compile(rf"(?:施行|实施|生效|执行)(?:日期|时间)(?:为|是|[：:])?\s*{_DAY}")
_TERM = re.compile(rf"{_DAY}\s*(?:起)?(?:至|到|[-—~～－]+)\s*{_DAY}(?:期间)?(?:执行|施行|实施|有效|试行)")
_TERM_IS = re.compile(rf"(?:执行|有效|实施|政策|试行)期限?(?:为|自|是)?{_DAY}\s*(?:起)?(?:至|到|[-—~～－]+)\s*{_DAY}")
_BETWEEN = re.compile(rf"{_DAY}\s*(?:起)?(?:至|到|[-—~～－]+)\s*{_DAY}")
_UNTIL = re.compile(rf"(?:(?:有效|执行|试行|实施|施行)(?:期|期限)?(?:为|截)?(?:到|至)|止于|年，到){_DAY}")
_UNTIL_STOP = re.compile(rf"至{_DAY}(?:止|终止|废止|失效)")
_STARTS = re.compile(r"起(?:施行|实施|执行|试行|生效)")
_VALID_YEARS = re.compile(r"(?:(?:有效|试行|执行|实施)期(?:为|限为|限)?|试行)\s*([\d一二三四五六七八九十两]+)年")
_APPLYING = re.compile(
    r"申请|申报|申领|受理|报名|(?:领取|办理|兑付|登记|补贴|活动)时间|缴费期|登记期|登录|填报|报送材料|兑现|系统关闭|批从|开放系统|提交材料|征集|活动时间|领取资格|批次|第[一二三四]批"
)
_CLOSING = re.compile(
    rf"(?:截止(?:时间|日期)?(?:为|至|到|是)?|截[止至]|(?:即日|公布之日|发布之日|印发之日)起至|应当?(?:于|在)){_DAY}(前)?|{_DAY}(?:\d{{1,2}}(?:时|点|[:：]\d\d))?(?:以?前|截止|[^，。；]{{0,4}}(?:关闭|结束|截止))"
)
_YEARLY = re.compile(rf"每年(?:的)?{_DAY}\s*(?:至|到|[-—~～－]+)\s*{_DAY}")
_QUESTION_UNTIL = re.compile(r"执行到什么时候|截止到什么时候|有效期到|什么时候截止")
# Days of what somebody else did or has to do: an inspection, a project, purchases.
_DONE_BEFORE = re.compile(
    r"日(?:以)?前(?:已经?)?(?:建成|竣工|出生|登记|注册|取得|购买|退休|参加|入伍|办理|签订|缴纳|交付|投产|开工|成立|认定)"
)
_OTHER_PERIOD = re.compile(r"检查|审计|安排的|实施完毕|完成付款|统计|评价期|考核期|建设期")
_UNDER = re.compile(r"^[^，。；：]{0,30}?(\d{4})年(\d{1,2})月(\d{1,2})日(?:印发|发布)?\s*$")
_SPELLED = str.maketrans("〇零一二三四五六七八九", "00123456789")
_YEARLY_SAID = re.compile(r"每年(?:的)?\d{1,2}月|每年[^，。；]{0,8}(?:前|底)")
_TITLED = re.compile(r"(20\d\d)年")
HEAD, SIGNED_WITHIN = 3, 4  # lines
_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
FIRST_YEAR, LAST_YEAR = 1949, 2100


@dataclass
class Days:
    """`opens` and `closes` may lack the year (each year anew): then they read "MM-DD"."""

    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    opens: str = ""
    closes: str = ""


def _date(year: str | None, month: str, day: str | None, *, end: bool = False) -> dt.date | None:
    if not year or not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return None
    try:
        if day:
            return dt.date(int(year), int(month), int(day))
        first = dt.date(int(year), int(month), 1)
    except ValueError:
        return None
    return _month_end(first) if end else first


def _month_end(day: dt.date) -> dt.date:
    following = dt.date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return following - dt.timedelta(days=1)


def _said(year: str | None, month: str, day: str | None, *, end: bool = False) -> str:
    """Return an ISO day, or "MM-DD" where no year stands; nothing for a day that does not exist."""
    found = _date(year, month, day, end=end)
    if found is not None:
        return found.isoformat()
    try:  # 2024 has a 29th of February
        probe = dt.date(2024, int(month), int(day or 1))
    except ValueError:
        return ""
    if not day and end:
        probe = _month_end(probe)
    return "" if year else f"{probe:%m-%d}"


def years_later(day: dt.date, years: int) -> dt.date:
    """Return the last day of a term of so many years: from 2026-05-01 three years last to 2029-04-30."""
    try:
        anniversary = day.replace(year=day.year + years)
    except ValueError:  # 29 February
        anniversary = dt.date(day.year + years, 3, 1)
    return anniversary - dt.timedelta(days=1)


def days_of(source: str) -> Days:
    """Return the days that a text names; a span in which deeds count is its validity only where nothing else says that."""
    found = Days()
    for line in re.split(r"[。\n]", source):
        _read_term(found, line)
    previous = ""
    for line in re.split(r"[。\n]", source):
        if not (found.valid_from or found.valid_until):
            _read_span(found, line)
        _read_window(found, line, previous)
        if _QUESTION_UNTIL.search(previous) and found.valid_until is None and (match := DAY.search(line)):
            found.valid_until = _date(*match.groups(), end=True)
        previous = line if line.strip() else previous
    signed = _signed(source)
    _complete_years(found, source, signed)
    years = _VALID_YEARS.search(source)
    if found.valid_from and found.valid_until is None and years:
        said = years.group(1)
        found.valid_until = years_later(found.valid_from, int(said) if said.isdigit() else _DIGITS.get(said, 0))
    return found


def _signed(source: str) -> dt.date | None:
    """Return the day under a text: «2026年3月9日», «二〇二六年一月二十八日印发»."""
    for line in reversed([one for one in source.split("\n") if one.strip()][-SIGNED_WITHIN:]):
        match = _UNDER.match(line.translate(_SPELLED))
        if match:
            return _date(*match.groups())
    return None


def _complete_years(found: Days, source: str, signed: dt.date | None) -> None:
    """Say the year of days that name none: that of the title or of the day under the text; those of each year stay as they are."""
    if not re.fullmatch(r"\d\d-\d\d", found.closes or found.opens) or _YEARLY_SAID.search(source):
        return
    titled = _TITLED.search("\n".join(source.split("\n")[:HEAD]))
    year = signed.year if signed else int(titled.group(1)) if titled else 0
    if not year:
        return
    if signed and found.closes and found.closes < f"{signed:%m-%d}":
        year += 1
    found.opens, found.closes = (f"{year}-{one}" if one else "" for one in (found.opens, found.closes))


def _read_span(found: Days, line: str) -> None:
    """Read «2026年7月1日至2026年12月31日期间，购买…的» where the days are those of the measure."""
    between = _BETWEEN.search(line)
    other = _APPLYING.search(line) or _OTHER_PERIOD.search(line)
    if between and not other and re.search(r"自[^，]*起至|期间，|止，", line):
        found.valid_from = _date(*between.groups()[:3])
        found.valid_until = _date(*_second(between), end=True)


def _read_term(found: Days, line: str) -> None:
    term = _TERM.search(line) or _TERM_IS.search(line)
    if term and not _OTHER_PERIOD.search(line):
        found.valid_from = found.valid_from or _date(*term.groups()[:3])
        found.valid_until = found.valid_until or _date(*_second(term), end=True)
    if found.valid_from is None and (named := _STARTS_ON.search(line)) and not _BETWEEN.search(line):
        found.valid_from = _date(*named.groups())
    start = _FROM.search(line)
    if start and found.valid_from is None and not _BETWEEN.search(line) and not _opens_applying(line):
        found.valid_from = _date(*_start(start))
    stops = (start or _STARTS.search(line)) and not (_APPLYING.search(line) or _BETWEEN.search(line))
    until = _UNTIL.search(line) or (_UNTIL_STOP.search(line) if stops else None)
    if until and found.valid_until is None:
        found.valid_until = _date(*until.groups(), end=True)


def _start(match: re.Match[str]) -> tuple[str | None, str, str | None]:
    """Return the day of whichever way of saying it was found."""
    groups = match.groups()
    at = next(number for number in (0, 3, 6, 9) if groups[number + 1])
    return groups[at], groups[at + 1], groups[at + 2]


def _opens_applying(line: str) -> bool:
    return bool(_APPLYING.search(line)) and not re.search(r"施行|实施|执行|生效", line)


def _second(between: re.Match[str]) -> tuple[str | None, str, str | None]:
    """Return the latter day of «2026年3月1日至4月30日»; its year is that of the former where it says none."""
    year, month, day = between.groups()[3:]
    return (year or between.group(1), month, day)


def _read_window(found: Days, line: str, previous: str) -> None:
    if CELL in line:
        return  # a row of a table is of one benefit
    applying = bool(_APPLYING.search(line) or re.search(r"(?:申报|申请|申领|领取|受理|办理|活动)时间", previous[-14:]))
    if not applying or found.opens or _TERM.search(line) or _TERM_IS.search(line):
        return
    between = _YEARLY.search(line) or _BETWEEN.search(line)
    if between and len(_BETWEEN.findall(line)) > 1:
        return  # several rounds: a person must say which one is meant
    if between:
        found.opens, found.closes = _said(*between.groups()[:3]), _said(*_second(between), end=True)
        return
    opening = _FROM.search(line) if _opens_applying(line) else None
    if opening:
        found.opens = _said(*_start(opening))
    closing = None if _DONE_BEFORE.search(line) else _CLOSING.search(line)
    if closing and not found.closes:
        groups = closing.groups()
        found.closes = _said(*(groups[:3] if groups[1] else groups[4:]), end=True)
