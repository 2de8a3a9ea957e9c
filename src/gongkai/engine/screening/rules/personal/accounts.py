"""Bank cards, accounts and other numbers under which somebody is kept: insurance, household, patient, pupil."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from gongkai.engine.screening.rules.findings import Finding, Severity, check
from gongkai.engine.screening.rules.personal.contexts import CODE_BEFORE, FIRM, PERSON, TREASURY
from gongkai.engine.screening.rules.personal.identity import spans
from gongkai.engine.screening.rules.personal.plain import around, before, plain
from gongkai.engine.screening.rules.personal.runs import MASKING, Number, runs
from gongkai.law.identifiers import looks_like_bank_card

CARD_WORDS = re.compile(
    r"银行|卡号|账号|帐号|账户|帐户|开户|存折|汇款|转账|打款|银联|借记卡|信用卡|储蓄|工资卡|社保卡|一卡通|惠农卡|[农工建中交邮]行|信用社"
)
CARD_GROUPS = {(4, 4, 4, 4), (4, 4, 4, 4, 1), (4, 4, 4, 4, 2), (4, 4, 4, 4, 3), (6, 13), (6, 4, 4, 5), (6, 10)}
REACH = 40
SHORTEST_CARD, LONGEST_CARD = 15, 19
UNIONPAY = "62"
_VALUE = rf"(?<![0-9A-Za-z])([A-Za-z]{{0,3}}[0-9](?:[ \-]{{0,2}}[0-9A-Za-z]){{5,24}})(?![0-9A-Za-z{MASKING}])"
ACCOUNT = re.compile(
    rf"(?:账号|帐号|账户|帐户|存折|卡号)(?:号码|号)?(?:[（(][^）)\n]{{0,12}}[）)])?[^0-9A-Za-z。；\n]{{0,8}}{_VALUE}"
)
KEPT_UNDER = re.compile(
    r"(社会保障(?:号码?|卡号)|社保(?:编号|号码?|卡号|账号)|医保(?:编号|卡号|号码?)|医疗证号|公积金(?:个人)?(?:账号|帐号|编号)|"
    r"(?:用户|户|户口簿?|家庭|农户|水费|电费|燃气|供水|供电)(?:编号|户号|号)|户号|学籍号|学号|准考证号码?|考生号|考号|病历号|病案号|住院号|门诊号|就诊卡号|"
    r"残疾人?证(?:号码?|编号)|低保证(?:号码?|编号)|特困(?:供养)?证(?:号码?|编号)|优待证(?:号码?|编号)|优抚证(?:号码?|编号)|"
    r"驾驶证档案编号|(?:驾驶证|驾照)(?:号码?|编号)|结婚证(?:号码?|字号)|离婚证(?:号码?|字号)|出生医学证明编号|宅基地使用证号|个人编号|养老金编号)"
    rf"[^0-9A-Za-z。；\n]{{0,8}}{_VALUE}"
)
SHORTEST_ACCOUNT = 8
CARD_ADVICE = "请删去，或只保留开户银行名称。"


@check("personal.bank-card")
def bank_cards(text: str) -> Iterator[Finding]:
    yield from _cards(text)


@lru_cache(maxsize=8)
def _cards(text: str) -> tuple[Finding, ...]:
    return tuple(_search(text))


def _search(text: str) -> Iterator[Finding]:
    half, taken = plain(text), spans(text)
    for run in runs(text):
        if len(run.digits) < SHORTEST_CARD:
            continue
        for number in run.numbers(SHORTEST_CARD, LONGEST_CARD):
            if number.crosses_line or any(start < number.end and number.start < end for start, end in taken):
                continue
            has_id = any(0 <= number.start - end <= REACH for _, end in taken)
            if _is_card(number, half, has_id=has_id) and looks_like_bank_card(number.digits):
                yield Finding(
                    "personal.bank-card",
                    Severity.BLOCK,
                    number.start,
                    number.end,
                    "这里有完整的银行卡号。",
                    CARD_ADVICE,
                    "银行卡号",
                )


def _is_card(number: Number, half: str, *, has_id: bool) -> bool:
    lead = before(half, number.start)
    if CARD_WORDS.search(lead):
        if not number.digits.startswith(UNIONPAY) and TREASURY.search(lead) and not PERSON.search(lead):
            return False
        return not CODE_BEFORE.search(lead) and not _of_a_firm(around(half, number.start, number.end, 60))
    if not number.digits.startswith(UNIONPAY) or CODE_BEFORE.search(lead):
        return False
    line = lead.rpartition("\n")[2]
    return number.groups in CARD_GROUPS or PERSON.search(line) is not None or has_id


def _of_a_firm(near: str) -> bool:
    holder = re.search(r"(?:户名|账户名称|开户名称?|收款(?:单位|人)|单位名称)[：:为 ]*([^，。；、\s]{2,30})", near)
    return holder is not None and (FIRM.search(holder.group(1)) or TREASURY.search(holder.group(1))) is not None


@check("personal.account", "commercial.bank-account")
def accounts(text: str) -> Iterator[Finding]:
    half, taken = plain(text), spans(text)
    cards = [(finding.start, finding.end) for finding in bank_cards(text)]
    for match in ACCOUNT.finditer(half):
        start, end = match.span(1)
        figures = sum(c.isdigit() for c in match.group(1))
        if figures >= SHORTEST_ACCOUNT and not any(a < end and start < b for a, b in (*cards, *taken)):
            yield _account(start, end, around(half, start, end, 60))
    for match in KEPT_UNDER.finditer(half):
        start, end = match.span(2)
        if any(a < end and start < b for a, b in taken) or sum(c.isdigit() for c in match.group(2)) < 6:
            continue
        message, advice = f"这里有{match.group(1)}，可以查到某个人。", "请删去或遮盖。"
        yield Finding("personal.account", Severity.JUDGE, start, end, message, advice, "个人编号")


def _account(start: int, end: int, near: str) -> Finding:
    if TREASURY.search(near) and not re.search(r"姓名|身份证|本人|户主|农户|村民", near):
        message, advice = "这里有收款账户，像是单位的收款专户。", "确为对外收款账户的，不用处理。"
        return Finding("commercial.bank-account", Severity.INFO, start, end, message, advice, "单位账户")
    if FIRM.search(near) and not re.search(r"姓名|身份证|本人|户主|农户|村民", near):
        message, advice = "这里有企业的银行账号。", "与公开目的无关的请删去；企业同意公开的可以保留。"
        return Finding("commercial.bank-account", Severity.JUDGE, start, end, message, advice, "企业账号")
    return Finding("personal.account", Severity.JUDGE, start, end, "这里有银行账号。", CARD_ADVICE, "银行账号")
