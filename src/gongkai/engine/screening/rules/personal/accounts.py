"""Bank cards, accounts and other numbers under which somebody is kept: insurance, household, patient, pupil."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from gongkai.engine.screening.rules.findings import Finding, Severity, check
from gongkai.engine.screening.rules.personal.contexts import (
    AMOUNT_BEFORE,
    CODE_BEFORE,
    CODE_TOLD,
    FIRM,
    PERSON,
    PHONE_TOLD,
    TREASURY,
    UNIT_AFTER,
)
from gongkai.engine.screening.rules.personal.identity import spans
from gongkai.engine.screening.rules.personal.people.beside import named_beside
from gongkai.engine.screening.rules.personal.people.finding import candidates
from gongkai.engine.screening.rules.personal.people.life import BODY, CASE, DAYS, HELP, HOME, KIN, SELF, WRONG
from gongkai.engine.screening.rules.personal.people.office import in_office
from gongkai.engine.screening.rules.personal.people.private import INTIMATE, LIFE
from gongkai.engine.screening.rules.personal.plain import after, around, before, plain, remembered
from gongkai.engine.screening.rules.personal.runs import MASKING, Number, runs
from gongkai.law.identifiers import looks_like_bank_card

CARD_WORDS = re.compile(
    r"银行|卡号|账号|帐号|账户|帐户|开户|存折|汇款|转账|打款|卡(?=[号为是：: ]{0,3}$)|银联|借记卡|信用卡|储蓄|退款|打款|这张卡|卡里|卡上|工资卡|社保卡|一卡通|惠农卡|[农工建中交邮]行|信用社"
)
CARD_GROUPS = {(4, 4, 4, 4), (4, 4, 4, 4, 1), (4, 4, 4, 4, 2), (4, 4, 4, 4, 3), (6, 13), (6, 4, 4, 5), (6, 10)}
REACH, CARD_REACH = 40, 32
SHORTEST_CARD, LONGEST_CARD = 15, 19
UNIONPAY = "62"
MOBILE = re.compile(r"1[3-9][0-9]{9}")
_VALUE = rf"(?<![0-9A-Za-z])([A-Za-z]{{0,3}}[0-9](?:[ \-]{{0,2}}[0-9A-Za-z]){{5,24}})(?![0-9A-Za-z{MASKING}]|[ ]?[—~～至][ ]?[0-9])"
ACCOUNT = re.compile(
    rf"(?:账号|帐号|账户|帐户|存折|一[折卡本]通|惠农(?:补贴)?[卡折]|(?<![证行作禁交通])卡号)(?:号码|号)?(?:[（(][^）)\n]{{0,12}}[）)])?[^0-9A-Za-z。；\n]{{0,8}}{_VALUE}"
)
KEPT_UNDER = re.compile(
    r"(社会保障(?:号码?|卡号)|参保号|保险号|[水电气]?表号|[水电气]表编号|公民编号|报名序?号|健康卡号?|体检号|挂号序号|会员(?:卡)?号|救助证(?:号码?|编号)|户口[本簿]|低保证|准考证|学生证|优待证|残疾证|购房证|社保(?:编号|号码?|卡号|账号)|医保(?:编号|卡号|号码?)|医疗证号|公积金(?:个人)?(?:账号|帐号|编号)|"
    r"(?<![商账])(?:用户|户|户别|户籍|户口簿?|家庭|农户|水费|电费|燃气|供水|供电)(?:编号|编码|代码|户号|号)|(?<!商)(?<!账)户号|学籍号|学号|准考证号码?|考生号|考号(?!段)|病历号|病案号|住院号|门诊号|就诊卡号|"
    r"残疾人?证(?:号码?|编号)|低保证(?:号码?|编号)|特困(?:供养)?证(?:号码?|编号)|优待证(?:号码?|编号)|优抚证(?:号码?|编号)|"
    r"驾驶证档案编号|(?:驾驶证|驾照)(?:号码?|编号)|结婚证(?:号码?|字号)|离婚证(?:号码?|字号)|出生医学证明编号|宅基地使用证号|个人编号|养老金编号)"
    rf"(?!段)[^0-9A-Za-z。；\n]{{0,8}}{_VALUE}"
)
SHORTEST_ACCOUNT = 8
# A number that money goes to without the word account beside it: 退到0088…, 用0059…转来.
PAID = re.compile(
    r"账|帐|户头|存折|折子|退款|退到|退至|退回|打到|打入|打进|打给|汇到|汇入|汇至|汇给|汇(?![总编报])|转到|转入|转至|转给|转来|转走|转出|存入|存到|发到|发至|发放到|付到|付至|付给|支付到|划到|划入|拨到|拨入|到账|入账|收款|流水|卡上|卡里|银行|存在|存进|存着|进了|折号|折子|养老折|存单|密码|活期|定期|应付款|应收款|开户|所开|取空|取走|名下|赔至|赔到|赔入|元[至到]|冻结|扣划|扣款|挂失|户名|存款"
)
LOOSE = re.compile(
    rf"(?<![0-9A-Za-z.\-/{MASKING}])(?<![0-9A-Za-z]—)(?<![0-9]/)([0-9]{{2,4}}-[0-9]{{8,18}}|[0-9]{{11,21}})(?![0-9A-Za-z.\-{MASKING}])"
)
SLASHED = re.compile(rf"(?<=/)([0-9]{{2,4}}-[0-9]{{8,18}}|[0-9]{{11,21}})(?![0-9A-Za-z.\-{MASKING}])")
# Who pays out says nothing of whose account it is: 保险公司赔付…至.
PAYER = re.compile(r"[\u4e00-\u9fa5]{0,6}(?:公司|单位|财政|工会)(?=[^，。；]{0,16}(?:赔|退|支付|拨付|发放|打款|转账))")
# In a row of a list no word stands beside an account; its look and somebody named before it tell.
IN_A_CELL = re.compile(r"(?<=[\t |,，、：:])([0-9]{2}-[0-9]{15}|0[0-9]{11,18})(?=[ ]?(?:[\t |,，、]|\n|$))")
ROW_REACH = 60
# Meters of water, power and gas, and whom they are read for: somebody must be spoken of.
OF_AN_EMPLOYER = re.compile(r"(?:单位|企业|公司|机构)(?:的|缴存)?$")
METERED = re.compile(r"[水电气]|表|^(?:用户|户)")
OF_AN_OFFICE = re.compile(
    r"政府|机关|单位|路灯|公厕|专变|泵站|绿化|食堂|办公|大厅|管理处|环卫|[医学法][院校]|[局所厂站委]|公司|小学|中学|街道办|村委|居委"
)
PAID_BEFORE, PAID_AFTER, LIFE_NEAR = 48, 16, 60
OF_THE_STATE = re.compile(
    r"预算|零余额|基本存款|一般存款|专用存款|专项|托管|监管账户|共管|税务|保证金|工会|党费|单位|财政|国库|非税|对公|专户|公司|单位账户|缴款|罚没|收据|票据|执收|法院专户|法院案款|代收代付|缴入|出让|准备金|人民银行|清算组|管理人账户|破产|基本户|一般户|单位结算|通行卡|物联网卡|加油卡"
)
BUDGET = re.compile(
    r"预算|零余额|缴入|缴费账[号户]|维修资金|监管账|土地出让|单位账[号户]|专项|托管|监管账户|共管|国库|非税|清算组|基本户|一般户|单位结算|通行卡|物联网卡|加油卡"
)
SOMEBODYS = re.compile(rf"开户人|个人(?:的)?(?:银行|结算)?账[号户]|涉案账户|姓名|身份证|本人|户主|农户|村民|{KIN}")
PRIVATELY = re.compile(f"卡|存折|{SELF}|{BODY}|{HELP}|{WRONG}|{CASE}|{HOME}|{DAYS}")
CLEARLY = 6.0  # logarithm of the odds that somebody is named
CARD_LENGTHS = {16, 19}
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
    if not number.digits.startswith(UNIONPAY) and OF_THE_STATE.search(after(half, number.end)):
        return False
    if CARD_WORDS.search(lead):
        if not number.digits.startswith(UNIONPAY) and TREASURY.search(lead) and not PERSON.search(lead):
            return False
        if OF_THE_STATE.search(lead) and not (PERSON.search(lead) or INTIMATE.search(lead)):
            return False
        return not CODE_BEFORE.search(lead) and not _of_a_firm(around(half, number.start, number.end, 60))
    if not number.digits.startswith(UNIONPAY) or CODE_BEFORE.search(lead):
        return False
    line = lead.rpartition("\n")[2]
    if number.groups in CARD_GROUPS or PERSON.search(line) is not None or has_id:
        return True
    if len(number.digits) not in CARD_LENGTHS:
        return False
    near = around(half, number.start, number.end, LIFE_NEAR)
    return (PAID.search(near) or LIFE.search(near)) is not None or named_beside(
        half, number.start, number.end, CARD_REACH
    )


def _of_a_firm(near: str) -> bool:
    holder = re.search(r"(?:户名|账户名称|开户名称?|收款(?:单位|人)|单位名称)[：:为 ]*([^，。；、\s]{2,30})", near)
    return holder is not None and (FIRM.search(holder.group(1)) or TREASURY.search(holder.group(1))) is not None


@check("personal.account", "commercial.bank-account")
@remembered
def accounts(text: str) -> Iterator[Finding]:
    half, taken = plain(text), spans(text)
    cards = [(finding.start, finding.end) for finding in bank_cards(text)]
    for match in ACCOUNT.finditer(half):
        start, end = match.span(1)
        figures = sum(c.isdigit() for c in match.group(1))
        if figures >= SHORTEST_ACCOUNT and not any(a < end and start < b for a, b in (*cards, *taken)):
            yield _account(start, end, around(half, start, end, 60))
            cards.append((start, end))
    for start, end in (*_paid_to(half), *_in_rows(half)):
        if not any(a < end and start < b for a, b in (*cards, *taken)):
            yield _account(start, end, around(half, start, end, 60))
    for match in KEPT_UNDER.finditer(half):
        start, end = match.span(2)
        if any(a < end and start < b for a, b in taken) or sum(c.isdigit() for c in match.group(2)) < 6:
            continue
        if OF_AN_EMPLOYER.search(before(half, match.start(), 6)):
            continue
        if METERED.search(match.group(1)) and not _is_read_for_somebody(half, match.start(), end):
            continue
        message, advice = f"这里有{match.group(1)}，可以查到某个人。", "请删去或遮盖。"
        yield Finding("personal.account", Severity.JUDGE, start, end, message, advice, "个人编号")


def _is_read_for_somebody(half: str, start: int, end: int) -> bool:
    near = around(half, start, end, LIFE_NEAR)
    if PERSON.search(near) or SOMEBODYS.search(near) or named_beside(half, start, end, LIFE_NEAR):
        return True
    return LIFE.search(near) is not None and OF_AN_OFFICE.search(near) is None


def _in_rows(half: str) -> Iterator[tuple[int, int]]:
    for match in IN_A_CELL.finditer(half):
        near = before(half, match.start(), ROW_REACH).rpartition("\n")[2]
        if OF_THE_STATE.search(near) or CODE_TOLD.search(near) or FIRM.search(near):
            continue
        if named_beside(half, *match.span(1), ROW_REACH):
            yield match.span(1)


def _paid_to(half: str) -> Iterator[tuple[int, int]]:
    """Yield numbers that somebody's money goes to or comes from, by the words of the sentence."""
    for match in (*LOOSE.finditer(half), *SLASHED.finditer(half)):
        lead = before(half, match.start(), PAID_BEFORE).rpartition("\n")[2]
        rest = after(half, match.end(), PAID_AFTER).partition("\n")[0]
        near = PAYER.sub("", around(half, match.start(), match.end(), LIFE_NEAR))
        if not PAID.search(f"{lead}|{rest}") or CODE_BEFORE.search(lead):
            continue
        if match.group(1)[0] != "0" and AMOUNT_BEFORE.search(lead):
            continue
        if UNIT_AFTER.match(rest) or OF_THE_STATE.search(near) or PHONE_TOLD.search(lead):
            continue
        if not (match.group(1).isdigit() and MOBILE.fullmatch(match.group(1))) and (
            LIFE.search(near) or PERSON.search(near) or named_beside(half, *match.span(1))
        ):
            yield match.span(1)


def _names_somebody(near: str) -> bool:
    return any(one.odds >= CLEARLY and not in_office(near, one.start, one.end) for one in candidates(near))


def _account(start: int, end: int, near: str) -> Finding:
    if (TREASURY.search(near) or BUDGET.search(near)) and not SOMEBODYS.search(near):
        message, advice = "这里有收款账户，像是单位的收款专户。", "确为对外收款账户的，不用处理。"
        return Finding("commercial.bank-account", Severity.INFO, start, end, message, advice, "单位账户")
    if FIRM.search(near) and not (SOMEBODYS.search(near) or _names_somebody(near)):
        message, advice = "这里有企业的银行账号。", "与公开目的无关的请删去；企业同意公开的可以保留。"
        return Finding("commercial.bank-account", Severity.JUDGE, start, end, message, advice, "企业账号")
    if not (SOMEBODYS.search(near) or PERSON.search(near) or PRIVATELY.search(near) or _names_somebody(near)):
        message, advice = "这里有银行账号，看不出是谁的。", "属于个人的请删去；确为单位收款账户的，不用处理。"
        return Finding("commercial.bank-account", Severity.JUDGE, start, end, message, advice, "银行账号")
    return Finding("personal.account", Severity.JUDGE, start, end, "这里有银行账号。", CARD_ADVICE, "银行账号")
