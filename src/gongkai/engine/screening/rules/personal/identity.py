"""Citizens' identity numbers: 18 characters with check digit, 15 digits of the old kind (GB 11643)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from gongkai.engine.screening.rules.findings import Finding, Severity, check
from gongkai.engine.screening.rules.personal.contexts import AMOUNT_BEFORE, CODE_BEFORE, PERSON, UNIT_AFTER
from gongkai.engine.screening.rules.personal.people.private import LIFE
from gongkai.engine.screening.rules.personal.plain import around, before, plain
from gongkai.engine.screening.rules.personal.runs import MASKING, Number, runs
from gongkai.law.identifiers import judge_id_number

ID_WORDS = re.compile(
    r"身份证|证件|旧证|老证|一代证|新证|旧档|老档|旧号|身份号码|公民身份|身份证件|证件号|证号|户口|居民证|残疾人?证|社会保障号|身份代码|ID"
)
DISABILITY = re.compile(
    rf"(?<![0-9A-Za-z{MASKING}])([0-9]{{17}}[0-9Xx])[ \-]?[1-7][1-4](?:[Bb][0-9]?)?(?![0-9A-Za-z{MASKING}])"
)
NEARLY = re.compile(r"(?:身份证|公民身份|身份号码|证件号)[^0-9。；\n]{0,12}$")
OLD_LENGTH, NEW_LENGTH, DISABILITY_LENGTH = 15, 18, 20
CENTURIES = frozenset({"18", "19", "20"})
BIRTH = re.compile(r"[0-9]{6}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
ADVICE = "请删去；确需区分同名人员的，按全站统一的规则遮盖。"


@check("personal.id-number")
def id_numbers(text: str) -> Iterator[Finding]:
    yield from _found(text)


def spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return where identity numbers stand, for the checks of shorter numbers that could be pieces of them."""
    return tuple((finding.start, finding.end) for finding in _found(text))


@lru_cache(maxsize=8)
def _found(text: str) -> tuple[Finding, ...]:
    return tuple(_search(text))


def _search(text: str) -> Iterator[Finding]:
    half = plain(text)
    for run in runs(text):
        if len(run.digits) < OLD_LENGTH:
            continue
        reached = -1
        for number in run.numbers(OLD_LENGTH, DISABILITY_LENGTH):
            if number.start < reached:
                continue
            finding = _judged(number, half)
            if finding is not None:
                reached = finding.end
                yield finding
    for match in DISABILITY.finditer(half):
        if judge_id_number(match.group(1)).valid:
            yield _disability(*match.span())


def _judged(number: Number, half: str) -> Finding | None:
    length = len(number.digits)
    told = ID_WORDS.search(before(half, number.start)) is not None
    if length == DISABILITY_LENGTH:
        # 残疾人证号 is the ID number, one figure for the kind and one for the degree.
        if told and "/" not in half[number.start : number.end] and judge_id_number(number.digits[:NEW_LENGTH]).valid:
            return _disability(number.start, number.end)
        return None
    if length == NEW_LENGTH and number.digits[6:8] in CENTURIES and judge_id_number(number.digits).valid:
        return _whole(number, "这里有完整的居民身份证号码。", "身份证号码")
    if length == OLD_LENGTH:
        return _old(number, half, told=told)
    if told and NEARLY.search(before(half, number.start)) and _resembles(number.digits):
        message = "注明为证件号码，但校验不符；写错一位的号码仍可能指向本人。"
        return Finding(
            "personal.id-number", Severity.JUDGE, number.start, number.end, message, ADVICE, "疑似身份证号码"
        )
    return None


def _old(number: Number, half: str, *, told: bool) -> Finding | None:
    if not judge_id_number(number.digits).valid or number.crosses_line:
        return None
    if told:
        return _whole(number, "这里有完整的居民身份证号码（15位旧号码）。", "身份证号码")
    near = around(half, number.start, number.end)
    if CODE_BEFORE.search(before(half, number.start)) or AMOUNT_BEFORE.search(before(half, number.start)):
        return None
    if UNIT_AFTER.match(half, number.end) or not (PERSON.search(near) or LIFE.search(near)):
        return None
    return Finding(
        "personal.id-number", Severity.JUDGE, number.start, number.end, "像是15位的旧身份证号码，请判断。", ADVICE,
        "疑似旧身份证号码",
    )  # fmt: skip


def _disability(start: int, end: int) -> Finding:
    message = "这里有完整的残疾人证号，其中含居民身份证号码。"
    return Finding("personal.id-number", Severity.BLOCK, start, end, message, ADVICE, "残疾人证号")


def _resembles(digits: str) -> bool:
    """Return whether a number said to be an ID number could be one, its province mistyped or invented."""
    return BIRTH.match(digits) is not None


def _whole(number: Number, message: str, title: str) -> Finding:
    return Finding("personal.id-number", Severity.BLOCK, number.start, number.end, message, ADVICE, title)
