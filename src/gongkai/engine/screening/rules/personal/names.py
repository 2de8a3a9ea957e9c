"""Names of private persons: after a word that says who it is, or beside a number. 王某某, 张* and 李×× are masked already."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from gongkai.engine.screening.rules.findings import Finding, Severity, check
from gongkai.engine.screening.rules.personal.accounts import accounts, bank_cards
from gongkai.engine.screening.rules.personal.addresses import addresses
from gongkai.engine.screening.rules.personal.identity import spans
from gongkai.engine.screening.rules.personal.lines import told_at_home
from gongkai.engine.screening.rules.personal.online import mails, messengers
from gongkai.engine.screening.rules.personal.papers import papers
from gongkai.engine.screening.rules.personal.people.finding import BARRED, Candidate, weigh
from gongkai.engine.screening.rules.personal.people.judging import is_called, private_names, stands_in_office
from gongkai.engine.screening.rules.personal.phones import mobiles
from gongkai.engine.screening.rules.personal.plain import plain
from gongkai.engine.screening.rules.personal.plates import plates
from gongkai.engine.screening.rules.personal.surnames import COMPOUND, NO_NAMES, NOT_IN_NAMES, SURNAMES

_HAN = r"\u4e00-\u9fa5"
_GIVEN = rf"(?![某*×])[{_HAN}][ ]?(?:(?![某*×])[{_HAN}])?"
_COMPOUND = "|".join(COMPOUND)
_MINORITY = rf"[{_HAN}]{{2,8}}[·•・‧][{_HAN}]{{2,10}}"
NAME = rf"(?:{_MINORITY}|(?:{_COMPOUND})[ ]?[{_HAN}]{{1,2}}|[{SURNAMES}][ ]?{_GIVEN})"
LABELS = (
    "姓名|申请人|当事人|被处罚人|违法行为人|违法人|户主|患者|病人|受害人|被害人|死者|伤者|举报人|投诉人|信访人|反映人|来信人|来访人|监护人|"
    "家长姓名|学生姓名|学生|考生|应聘人员?|产权人|房主|(?<![企行产农工创就林])业主|租户|承租人|承租户|被征收人|被拆迁人|权利人|救助对象|保障对象|低保对象|受助人|受益人|"
    "收款人|户名|持卡人|持证人|被申请人|原告|被告|证人|嫌疑人|借款人|担保人|收件人|收货人|配偶|父亲|母亲|儿子|女儿(?!童)|村民|居民|职工|孕妇|产妇|"
    "老人|车主|驾驶人|驾驶员|司机|家庭成员|残疾人|退役军人|申报人|申领人|领取人|报名人|来电人|签收人|委托人|受托人|代理人|代办人|户籍人|"
    "本人|人员|干部|对象|近亲属|亲属|家长|女方|男方|儿童|幼儿|新生儿|罪犯|参保人|缴费人|纳税人|投保人|被保险人|持有人|房东|房客|乘客|旅客|消费者|买受人|"
    "出卖人|转让人|受让人|继承人|被继承人|遗属|烈属|教师|同学|户主为|学员|选手|会员|社员|农户|贫困户|脱贫户|五保户|保护人|求助人|咨询人|预约人|经办人"
)
_END = (
    r"(?=[ ]*(?:[，,、；;。：:（(）)\n/|]|$|先生|女士|同志|男|女|身份证|公民|居民|手机|电话|联系|住|出生|性别|名下|本人|一家|账户|账号|卡号|"
    r"[系因于的在向与和及诉称家患持驾承租来到作提经发死受反要拨投未自以从被将已现原户等为是不无把对]))"
)
# After such words even a rare surname is a surname.
STRONG_AFTER = re.compile(
    r"[ ]*[，,、（(：:；]?[ ]*(?:身份证|公民身份|居民身份|证件|电话|住宅电话|手机|银行卡|工资卡|存折|家住|现住|住址|联系电话|联系方式|男|女|护照|账号|卡号|1[3-9][0-9]|[1-6][0-9]{5})"
)
LABELLED = re.compile(
    rf"(?:{LABELS})(?:姓名|名称)?(?:[（(][^）)\n]{{1,8}}[)）])?[ ]*(?:[：:=]|为|是|叫)?[ ]*({NAME}){_END}"
)
# Whose name is asked for beside a number: delimited on both sides.
NEAR = re.compile(
    rf"(?:(?<![{_HAN}])|(?<=[系由找为是叫给向与和及的至人员民工生长师户者主到将对]))({NAME})"
    r"(?=[ ]*(?:[，,、：:；（( ]|先生|女士|同志|身份证|公民|居民|手机|电话|联系|男|女|银行|名下|卡号|账号|账户|[0-9]))"
)
# After 姓名： every short word is a name, even under a surname that no list holds.
NAMED = re.compile(rf"姓名[ ]*[：:][ ]*((?!某)[{_HAN}](?:[ ]?[{_HAN}]){{1,3}}){_END}")
CONJUNCTIONS = "和"  # a surname, and far oftener the word between two things
REACH = 36
COMPANY = "commercial.bank-account"
# The odds asked for what stands behind a label: after 姓名： nearly anything goes.
ANYTHING, DELIMITED, BETWEEN = -25.0, -6.0, 3.5
ADVICE = "请隐去姓名，或只写姓氏加“某”。"


@check("personal.name")
def names(text: str) -> Iterator[Finding]:
    yield from _names(text)


@lru_cache(maxsize=8)
def _names(text: str) -> tuple[Finding, ...]:
    return tuple(_search(text))


def _search(text: str) -> Iterator[Finding]:
    half = plain(text)
    numbers = _identifiers(text)
    found = private_names(half, numbers)
    reached = {place for start, end in found for place in range(start, end)}
    for start, end in found:
        yield _finding(start, end, "这里有个人姓名。")
    for start, end, message in (*_labelled(half), *_beside(half, numbers)):
        if reached.isdisjoint(range(start, end)) and not stands_in_office(half, start, end):
            reached.update(range(start, end))
            yield _finding(start, end, message)


def _labelled(half: str) -> Iterator[tuple[int, int, str]]:
    for match in LABELLED.finditer(half):
        start, end = match.span(1)
        parted = match.group()[: start - match.start()].rstrip()[-1:] in {"：", ":", "=", "为", "是", "叫"}
        if half[start] in CONJUNCTIONS and not parted:
            continue  # 姓名和联系方式
        told = parted or match.group().startswith("姓名")
        certain = told or STRONG_AFTER.match(half, end) is not None
        if _is_name(half, start, end, DELIMITED if certain else BETWEEN):
            yield start, end, "这里有个人姓名。"
    for match in NAMED.finditer(half):
        if _is_name(half, *match.span(1), ANYTHING):
            yield *match.span(1), "这里有个人姓名。"


def _beside(half: str, numbers: list[int]) -> Iterator[tuple[int, int, str]]:
    for number in numbers:
        first = max(0, half.rfind("\n", 0, number) + 1, number - REACH)
        for match in NEAR.finditer(half, first, number):
            certain = STRONG_AFTER.match(half, match.end(1)) is not None
            if _is_name(half, *match.span(1), DELIMITED if certain else BETWEEN):
                yield *match.span(1), "个人姓名与号码写在一起，可以指向本人。"


def _identifiers(text: str) -> list[int]:
    """Return where numbers begin that belong to one person."""
    places = [start for start, _ in spans(text)]
    for function in (mobiles, bank_cards, accounts, papers, plates, addresses, mails, messengers):
        places += [finding.start for finding in function(text) if finding.needs_decision and finding.check != COMPANY]
    places += [start for start, _ in told_at_home(plain(text))]
    return sorted(places)


def _is_name(half: str, start: int, end: int, least: float) -> bool:
    """Whether it reads like a name; without a colon before or a number after it, only what is no word of the language."""
    name = half[start:end].strip()
    bare = name.replace(" ", "")
    if "·" in name or "•" in name or "・" in name:
        return True
    if bare in NO_NAMES or "某" in bare or bare[-1] in NOT_IN_NAMES or not BARRED.isdisjoint(bare[1:]):
        return False
    if " " in name:
        return True
    odds = weigh(half, start, end)
    return odds >= least and not is_called(half, Candidate(start, end, odds))


def _finding(start: int, end: int, message: str) -> Finding:
    return Finding("personal.name", Severity.JUDGE, start, end, message, ADVICE, "个人姓名")
