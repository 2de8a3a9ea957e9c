"""Telephones: a mobile number is somebody's; the landline of an office is meant to be public."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from gongkai.engine.screening.rules.findings import Finding, Severity, check
from gongkai.engine.screening.rules.personal.contexts import AMOUNT_BEFORE, CODE_BEFORE, PERSON, PHONE_TOLD, UNIT_AFTER
from gongkai.engine.screening.rules.personal.identity import spans
from gongkai.engine.screening.rules.personal.people.beside import named_beside
from gongkai.engine.screening.rules.personal.plain import after, as_figures, before, plain
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
OWN = re.compile(r"[ ]?[（(](?:申请人|本人|家属|个人|举报人|[\u4e00-\u9fa5]{0,4}(?:丈夫|妻子|儿子|女儿|父亲|母亲))")
# 沈霞（138…）: the number is of whom it follows in brackets, unless a telephone is spoken of.
TELEPHONE, IN_BRACKETS = re.compile(r"电话|手机|联系|热线(?=[：:（(])|值班"), 5
LISTED = re.compile(r"登记|名单|名册|台账|明细|补录|花名册")
JOINERS = frozenset("-‐‑–—_")
MOBILE_ADVICE = "请改为单位办公电话，或遮盖中间四位；确为对外服务电话的，可以保留。"
# 12,345,678: figures behind such a comma go on; behind a longer number the comma parts two cells.
THOUSANDS = re.compile(r"(?<![0-9])(?<![0-9] )[0-9]{1,3}(?:,[0-9]{3})*,$")
CODE_ITSELF = re.compile(
    r"(?:编号|(?<!号)码|单号|订单号|批号|序列号|流水号|案号|文号|证号|注准|准字|工号|货号|款号|型号|户号|卡号)[：:为是]?[ ]?$|(?:号|码)[：:为是]?[ ]?[A-Za-z]{1,6}[\-_/—]?$"
)
CERTIFICATE = re.compile(
    r"(?:执法|检查|工作|警|执业|资格|职业|记者|上岗|徽)(?:证|员证)?(?:件|书)?(?:号码?|编号)[^0-9，。；\n]{0,3}$"
)


# l3812341234, 15O12341234: a scanner took figures for letters.
MISREAD = re.compile(r"(?<![0-9A-Za-z])(?=[0-9]{0,10}[OoIl])[1lI][0-9OoIl]{10}(?![0-9A-Za-z])")


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
                yield _mobile(number.start, number.end, half)
    for match in MISREAD.finditer(half):
        if SEGMENT.match(as_figures(match.group())) and PHONE_TOLD.search(before(half, match.start())):
            yield _mobile(*match.span(), half)


def _is_mobile(number: Number, run: Run, half: str) -> bool:
    if not SEGMENT.match(number.digits) or number.groups not in USUAL | UNUSUAL:
        return False
    if number.crosses_line and not PHONE_TOLD.search(before(half, number.start)):
        return False
    lead, rest = before(half, number.start), after(half, number.end, 8)
    if (
        UNIT_AFTER.match(rest)
        or lead[-1:] in {"第", "$"}
        or THOUSANDS.search(lead)
        or CERTIFICATE.search(lead)
        or CODE_ITSELF.search(lead)
    ):
        return False
    if PHONE_TOLD.search(lead):
        return True
    if (
        number.is_decimal
        or re.match(r",[0-9]{3}(?![0-9])", rest)
        or CODE_BEFORE.search(lead)
        or AMOUNT_BEFORE.search(lead)
    ):
        return False
    return number.groups in USUAL and not _is_part_of_a_code(number, run)


def _is_part_of_a_code(number: Number, run: Run) -> bool:
    """Whether a hyphen ties it to more figures: 2026-13812341234-01."""
    ahead = run.text[run.start : number.start].strip(" -")
    joined = number.start > run.start and run.text[number.start - 1] in JOINERS and ahead not in {"86", "0086"}
    return joined or (number.end < run.end and run.text[number.end] in JOINERS)


def _mobile(start: int, end: int, half: str) -> Finding:
    lead = before(half, start, 30).rpartition("\n")[2]
    somebodys = PERSON.search(lead) or OWN.match(half, end)
    named = (
        lead.endswith(("（", "(")) and TELEPHONE.search(lead) is None and named_beside(half, start, end, IN_BRACKETS)
    )
    listed = LISTED.search(lead) is not None and named_beside(half, start, end)
    service = SERVICE_LINE.search(lead) is not None and not (somebodys or named or listed)
    severity = Severity.INFO if service else Severity.JUDGE
    message = "这里有手机号码，注明为对外服务电话。" if service else "这里有手机号码，多为个人信息。"
    return Finding("personal.phone", severity, start, end, message, MOBILE_ADVICE, "手机号码")
