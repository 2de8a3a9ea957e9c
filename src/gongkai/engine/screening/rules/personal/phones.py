"""Telephones: a mobile number is somebody's; the landline of an office is meant to be public."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from gongkai.engine.screening.rules.findings import Finding, Severity, check
from gongkai.engine.screening.rules.personal.contexts import AMOUNT_BEFORE, CODE_BEFORE, PERSON, PHONE_TOLD, UNIT_AFTER
from gongkai.engine.screening.rules.personal.identity import spans
from gongkai.engine.screening.rules.personal.plain import after, before, plain
from gongkai.engine.screening.rules.personal.runs import Number, Run, runs

MOBILE_LENGTH = 11
# Number segments in use (工业和信息化部 码号分配): data cards 14x of machines are left out.
SEGMENT = re.compile(r"13[0-9]|14[5-9]|15[0-35-9]|16[2567]|17[0-8]|18[0-9]|19[0-35-9]")
# Divided so by habit; divided otherwise it must be called a telephone.
USUAL = {(11,), (3, 4, 4), (3, 8), (7, 4)}
UNUSUAL = {(3, 3, 5), (4, 3, 4), (5, 6), (4, 4, 3), (3, 2, 2, 2, 2), (3, 5, 3), (1,) * 11}
SERVICE_LINE = re.compile(
    r"(?:值班|服务|举报|监督|咨询|热线|办公|应急|报修|窗口|客服|投诉|受理|报名|业务|防汛|公开)[^，。；\n]{0,12}$"
)
LANDLINE = re.compile(
    r"(?<![0-9A-Za-z.\-—–*])[（(]?0(?:10|2[0-57-9]|[3-9][0-9]{2})[)）]?[ \-—–]{0,3}[2-8](?:[ \-]?[0-9]){6,7}(?![0-9])"
    r"(?:(?:[ ]?转|[\-—])[0-9]{1,5})?(?![0-9*%])"
)
AT_HOME = re.compile(
    r"(?:家庭电话|住宅电话|宅电|家里电话|家中电话|家庭座机|家电话)[^0-9。\n]{0,4}([2-8][0-9]{6,7})(?![0-9])"
)
JOINERS = frozenset("-‐‑–—_")
MOBILE_ADVICE = "请改为单位办公电话，或遮盖中间四位；确为对外服务电话的，可以保留。"
OFFICE_ADVICE = "确为办公电话的，不用处理。"


@check("personal.phone")
def mobiles(text: str) -> Iterator[Finding]:
    yield from _mobiles(text)


@lru_cache(maxsize=8)
def _mobiles(text: str) -> tuple[Finding, ...]:
    return tuple(_search(text))


def _search(text: str) -> Iterator[Finding]:
    half, taken = plain(text), spans(text)
    for run in runs(text):
        for number in run.numbers(MOBILE_LENGTH, MOBILE_LENGTH):
            if not _is_mobile(number, run, half):
                continue
            if not any(start <= number.start and number.end <= end for start, end in taken):
                yield _mobile(number, half)


def _is_mobile(number: Number, run: Run, half: str) -> bool:
    if not SEGMENT.match(number.digits) or number.groups not in USUAL | UNUSUAL or number.crosses_line:
        return False
    lead, rest = before(half, number.start), after(half, number.end, 4)
    if UNIT_AFTER.match(rest) or lead[-1:] == "第" or (lead[-1:] in {",", "$"} and lead[-2:-1].isdigit()):
        return False
    if PHONE_TOLD.search(lead):
        return True
    if number.is_decimal or re.match(r",[0-9]", rest) or CODE_BEFORE.search(lead) or AMOUNT_BEFORE.search(lead):
        return False
    return number.groups in USUAL and not _is_part_of_a_code(number, run)


def _is_part_of_a_code(number: Number, run: Run) -> bool:
    """Whether a hyphen ties it to more figures: 2026-13812341234-01."""
    ahead = run.text[run.start : number.start].strip(" -")
    joined = number.start > run.start and run.text[number.start - 1] in JOINERS and ahead not in {"86", "0086"}
    return joined or (number.end < run.end and run.text[number.end] in JOINERS)


def _mobile(number: Number, half: str) -> Finding:
    lead = before(half, number.start, 30).rpartition("\n")[2]
    service = SERVICE_LINE.search(lead) is not None and not PERSON.search(lead)
    severity = Severity.INFO if service else Severity.JUDGE
    message = "这里有手机号码，注明为对外服务电话。" if service else "这里有手机号码，多为个人信息。"
    return Finding("personal.phone", severity, number.start, number.end, message, MOBILE_ADVICE, "手机号码")


@check("personal.landline")
def landlines(text: str) -> Iterator[Finding]:
    half = plain(text)
    for match in AT_HOME.finditer(half):
        yield _landline(match.start(1), match.end(1), private=True)
    for match in LANDLINE.finditer(half):
        lead = before(half, match.start(), 30).rpartition("\n")[2]
        told = re.search(r"电话|座机|固话|传真|[Tt][Ee][Ll]|联系|☎", lead + after(half, match.end(), 6))
        if not told and (CODE_BEFORE.search(lead) or AMOUNT_BEFORE.search(lead) or match.group().isdigit()):
            continue
        private = re.search(r"家庭|住宅|宅电|家里|家中", lead) or (PERSON.search(lead) and not _of_an_office(lead))
        yield _landline(match.start(), match.end(), private=bool(private))


def _of_an_office(lead: str) -> bool:
    return re.search(r"办公|单位|值班|咨询|监督|举报|投诉电|窗口|服务|[局委办院所站科处]", lead[-16:]) is not None


def _landline(start: int, end: int, *, private: bool) -> Finding:
    if private:
        return Finding(
            "personal.landline",
            Severity.JUDGE,
            start,
            end,
            "这里的固定电话像是个人或家庭的。",
            "请删去，或改为办公电话。",
            "个人固定电话",
        )
    return Finding("personal.landline", Severity.INFO, start, end, "这里有固定电话。", OFFICE_ADVICE, "固定电话")
