"""Personal numbers in the open: identity cards, mobile phones, bank cards (rules 11.2, 11.3). Masked forms pass."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.engine.screening.rules.findings import Finding, Severity, check
from gongkai.law.identifiers import FULL_WIDTH, judge_id_number, looks_like_bank_card

_BETWEEN = r"[ \u00a0\u3000\-‐‑–—·]{0,2}"
# A run of digit groups that may be one number written with blanks or hyphens.
RUN = re.compile(rf"(?<![0-9A-Za-z*.])[0-9](?:{_BETWEEN}[0-9]){{13,}}(?:{_BETWEEN}[Xx])?(?![A-Za-z*])")
MOBILE = re.compile(
    rf"(?<![0-9A-Za-z.,*\-—第])(?:\+?86{_BETWEEN})?1[3-9][0-9]{_BETWEEN}[0-9]{{4}}{_BETWEEN}[0-9]{{4}}"
    r"(?![0-9A-Za-z*]|[.,][0-9]|[ ]?(?:元|万|亿|吨|人|件|份|户|亩|公里|千瓦|度电|平方|立方|股|％|%))"
)
# Numbers that only look like phones or cards stand behind such words.
SERIAL_BEFORE = re.compile(r"(?:订单|流水|编码|代码|批号|票号|单号|档案号|文号|项目编号|证书编号)[号为是：:\s]{0,3}$")
ID_WORDS = re.compile(r"身份证|身份号码|公民身份|证件号|户口")
CARD_WORDS = re.compile(r"银行|卡号|账号|帐号|账户|帐户|开户|存折|汇款|转账|银联|借记卡|信用卡|储蓄")
CONTEXT = 40
OLD_LENGTH, NEW_LENGTH = 15, 18


@dataclass(frozen=True)
class _Digits:
    """The digits of one run, each with its place in the text; `edges` are digits that begin a group."""

    text: str
    places: tuple[int, ...]
    edges: frozenset[int]


def _half_width(text: str) -> str:
    """One character for one character, so that places stay what they are."""
    return text.translate(FULL_WIDTH)


def _digits(match: re.Match[str]) -> _Digits:
    places = tuple(match.start() + place for place, c in enumerate(match.group()) if c.isalnum())
    characters = "".join(match.string[place] for place in places)
    edges = {0, len(places)} | {n for n in range(1, len(places)) if places[n] != places[n - 1] + 1}
    return _Digits(characters, places, frozenset(edges))


def _numbers(digits: _Digits, lengths: range) -> Iterator[tuple[str, int, int]]:
    """Yield the parts of a run that begin and end where a group does and have one of the lengths."""
    for first in sorted(digits.edges):
        for length in lengths:
            last = first + length
            if last in digits.edges:
                yield digits.text[first:last], digits.places[first], digits.places[last - 1] + 1


def _before(text: str, place: int) -> str:
    return text[max(0, place - CONTEXT) : place]


@check("personal.id-number")
def id_numbers(text: str) -> Iterator[Finding]:
    plain = _half_width(text)
    for match in RUN.finditer(plain):
        for number, start, end in _numbers(_digits(match), range(OLD_LENGTH, NEW_LENGTH + 1)):
            if len(number) not in {OLD_LENGTH, NEW_LENGTH}:
                continue
            told = ID_WORDS.search(_before(plain, start)) is not None
            finding = _judge_id(number, start, end, told=told)
            if finding is not None:
                yield finding


def _judge_id(number: str, start: int, end: int, *, told: bool) -> Finding | None:
    suggestion = "请删去；确需区分同名人员的，按全站统一的规则遮盖。"
    valid = judge_id_number(number).valid
    if valid and (told or len(number) == NEW_LENGTH):
        message = "这里有完整的居民身份证号码。"
        return Finding("personal.id-number", Severity.BLOCK, start, end, message, suggestion, "身份证号码")
    if valid:
        message = "像是15位的旧身份证号码，请判断。"
        return Finding("personal.id-number", Severity.JUDGE, start, end, message, suggestion, "疑似旧身份证号码")
    if told and len(number) == NEW_LENGTH:
        message = "注明为证件号码，但校验不符；写错一位的号码仍可能指向本人。"
        return Finding("personal.id-number", Severity.JUDGE, start, end, message, suggestion, "疑似身份证号码")
    return None


@check("personal.phone")
def phones(text: str) -> Iterator[Finding]:
    """Mobile numbers only: the landline of an office is meant to be public."""
    plain = _half_width(text)
    for match in MOBILE.finditer(plain):
        if SERIAL_BEFORE.search(_before(plain, match.start())):
            continue
        yield Finding(
            "personal.phone", Severity.JUDGE, match.start(), match.end(), "这里有手机号码，多为个人信息。",
            "请改为单位办公电话，或遮盖中间四位；确为对外服务电话的，可以保留。", "手机号码",
        )  # fmt: skip


@check("personal.bank-card")
def bank_cards(text: str) -> Iterator[Finding]:
    plain = _half_width(text)
    for match in RUN.finditer(plain):
        for number, start, end in _numbers(_digits(match), range(15, 20)):
            if not looks_like_bank_card(number) or not CARD_WORDS.search(_before(plain, start)):
                continue
            if SERIAL_BEFORE.search(_before(plain, start)) or judge_id_number(number).valid:
                continue
            yield Finding(
                "personal.bank-card", Severity.BLOCK, start, end, "这里有完整的银行卡号。",
                "请删去，或只保留开户银行名称。", "银行卡号",
            )  # fmt: skip
