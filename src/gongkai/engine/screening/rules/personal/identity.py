"""Citizens' identity numbers: 18 characters with check digit, 15 digits of the old kind (GB 11643)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from gongkai.engine.screening.rules.findings import Finding, Severity, check
from gongkai.engine.screening.rules.personal.contexts import AMOUNT_BEFORE, CODE_TOLD, UNIT_AFTER
from gongkai.engine.screening.rules.personal.plain import as_figures, before, plain
from gongkai.engine.screening.rules.personal.runs import MASKING, Number, runs
from gongkai.law.identifiers import judge_id_number

ID_WORDS = re.compile(
    r"身份证|证件|旧证|老证|一代证|新证|旧档|老档|旧号|身份号码|公民身份|身份证件|证件号|证号|户口|居民证|残疾人?证|社会保障号|身份代码|ID"
)
DISABILITY = re.compile(
    rf"(?<![0-9A-Za-z{MASKING}])([0-9]{{17}}[0-9Xx])[ \-]?[1-7][1-4](?:[Bb][0-9]?)?(?![0-9A-Za-z{MASKING}])"
)
MISREAD = re.compile(r"(?<![0-9A-Za-z])(?=[0-9]{0,17}[OoIl])[0-9OoIl]{17}[0-9OoIlXx](?![0-9A-Za-z])")
NEARLY = re.compile(r"(?:身份证|公民身份|身份号码|证件号)[^0-9。；\n]{0,12}$")
# Years of birth below 10 are hardly anybody's any more; 81 and more came later than these numbers; towns end at 90.
EARLIEST_OLD, LAST_PROVINCE, LAST_TOWN = "10", "65", "90"
OLD_GROUPS = {(15,), (6, 6, 3), (6, 9), (6, 2, 2, 2, 3), (3, 3, 6, 3), (4, 4, 4, 3), (1,) * 15}
ACCOUNT_TOLD = re.compile(r"(?:账号|帐号|账户|帐户)(?:号码)?[ ：:为是]{0,3}$")
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
    for match in MISREAD.finditer(half):
        if judge_id_number(as_figures(match.group())).valid:
            message = "这里有完整的居民身份证号码，有的数字像是识别成了字母。"
            yield Finding("personal.id-number", Severity.BLOCK, *match.span(), message, ADVICE, "身份证号码")
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
    if told and not CODE_TOLD.search(before(half, number.start)):
        return _whole(number, "这里有完整的居民身份证号码（15位旧号码）。", "身份证号码")
    if number.groups not in OLD_GROUPS or ACCOUNT_TOLD.search(before(half, number.start)):
        return None
    # One number in three hundred passes by chance: it is enough that nothing speaks against it.
    lead = before(half, number.start)
    if CODE_TOLD.search(lead) or AMOUNT_BEFORE.search(lead) or UNIT_AFTER.match(half, number.end):
        return None
    if number.digits[6:8] < EARLIEST_OLD or number.digits[:2] > LAST_PROVINCE or number.digits[2:4] > LAST_TOWN:
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
