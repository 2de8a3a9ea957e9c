"""Numbers that no word explains, beside somebody's name or another number of somebody's: in lists, in rows, in brackets."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence

from gongkai.engine.screening.rules.findings import Finding, Severity, check
from gongkai.engine.screening.rules.personal.accounts import accounts, bank_cards
from gongkai.engine.screening.rules.personal.contexts import AMOUNT_BEFORE, CODE_TOLD, UNIT_AFTER
from gongkai.engine.screening.rules.personal.homes import landlines
from gongkai.engine.screening.rules.personal.identity import spans
from gongkai.engine.screening.rules.personal.names import names
from gongkai.engine.screening.rules.personal.online import mails, messengers
from gongkai.engine.screening.rules.personal.papers import papers
from gongkai.engine.screening.rules.personal.people.private import INTIMATE, LIFE
from gongkai.engine.screening.rules.personal.phones import mobiles
from gongkai.engine.screening.rules.personal.plain import after, around, before, plain
from gongkai.engine.screening.rules.personal.runs import MASKING

BARE = re.compile(
    rf"(?<![0-9A-Za-z]—)(?<![0-9A-Za-z.\-/〔\[{MASKING}])(?<![0-9]:)(?<![0-9]，)([A-Z]{{0,2}}[0-9]{{7,20}}|[0-9]{{2,4}}-[0-9]{{8,16}})"
    rf"(?![0-9A-Za-z.\-/%〕{MASKING}])(?!,[0-9]{{3}}(?![0-9]))"
)
# A name of a messenger in a cell behind a mailbox or a telephone.
SIGNS = re.compile(
    r"(?<=[，,、\t |;；])((?=[A-Za-z_\-]{1,19}[0-9])[A-Za-z][A-Za-z0-9_\-]{5,19})(?=[ ]?(?:[，,、。；;\t |]|\n|$))"
)
DAY = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:[0-9]{4,6})?")
# 编号 by itself, or somebody's; behind other words it is a thing's.
OWN_CODE = re.compile(
    r"(?:^|[，,；;。、（(|\t ：:])(?:用户|客户|家庭|住户|户|参保|会员|公民|应征公民|个人|人员|考生|学生|学员|服役|持证|证件|证书|残疾证|报名|登记|档案|学籍|考籍|病历)?"
    r"(?:编号|证号|登记号|档案号)[ ：:为是]{0,3}$"
)
TOLD = re.compile(r"(?:证件|证号|号码|[号码]是|[号码]为|编号|账号|卡号|表号|户号)[ ：:]{0,3}$")
OF_AN_OFFICE = re.compile(
    r"门禁|通行卡|工作卡|第$|电话|传真|邮编|邮政编码|执法|警号|工号|执业|注册|资格|鉴定|文号|备案|建造师|职称"
)
DOCUMENT = re.compile(r"[ ]?号(?:令|文|公告|提案|建议|决定|通知|判决|裁定|案|楼|地块)")
BETWEEN = re.compile(r"[。；\n]|[0-9]{4}")
PARTED = re.compile(r"[ 　\t,，;；|、/]{1,4}")
NEAR, BEHIND, LINE_REACH = 16, 4, 60
CLEAR = 2  # so many different words of private life
LEAD = 24


@check("personal.number")
def unlabelled(text: str) -> Iterator[Finding]:
    half = plain(text)
    bare = {match.span(1) for match in BARE.finditer(half)}
    places = sorted(bare | {match.span(1) for match in SIGNS.finditer(half)})
    if not places:
        return
    taken = _taken(text)
    people = [(one.start, one.end) for one in names(text)]
    for start, end in places:
        if _overlaps(taken, start, end) or not _may_be_somebodys(half, start, end):
            continue
        beside = (start, end) in bare and (_beside(people, half, start, end) or _told(half, start))
        if beside or _follows(taken, half, start):
            insort(taken, (start, end))
            message = "这里的号码与个人写在一起，像是某个人的编号或账号。"
            yield Finding("personal.number", Severity.JUDGE, start, end, message, "请删去或遮盖。", "个人编号")


def _taken(text: str) -> list[tuple[int, int]]:
    """Return where other checks found a number, in reading order."""
    found = set(spans(text))
    for function in (mobiles, bank_cards, accounts, papers, messengers, landlines):
        found |= {(one.start, one.end) for one in function(text)}
    found |= {(one.start, one.end) for one in mails(text) if one.needs_decision}
    return sorted(found)


def _overlaps(taken: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    place = bisect_left(taken, (start, start))
    return any(first < end and start < last for first, last in taken[max(0, place - 1) : place + 1])


def _may_be_somebodys(half: str, start: int, end: int) -> bool:
    """Whether nothing says that it is a day, an amount, or the number of a thing or document."""
    lead, rest = before(half, start, LEAD).rpartition("\n")[2], after(half, end, 8)
    if DAY.fullmatch(half, start, end) or UNIT_AFTER.match(rest) or DOCUMENT.match(rest):
        return False
    if (half[start] != "0" and AMOUNT_BEFORE.search(lead)) or OF_AN_OFFICE.search(lead[-10:]):
        return False
    return CODE_TOLD.search(lead) is None or OWN_CODE.search(lead) is not None


def _beside(people: Sequence[tuple[int, int]], half: str, start: int, end: int) -> bool:
    """Whether a private person is named closely before or behind, with no sentence's end and no other number between."""
    for first, last in people:
        between = half[last:start] if last <= start else half[end:first]
        reach = NEAR if last <= start else BEHIND
        if (last <= start or end <= first) and len(between) <= reach and not BETWEEN.search(between):
            return True
    return False


def _follows(taken: Sequence[tuple[int, int]], half: str, start: int) -> bool:
    """Whether it is the next cell behind another number of somebody's."""
    place = bisect_left(taken, (start, start)) - 1
    return place >= 0 and PARTED.fullmatch(half, taken[place][1], start) is not None


def _told(half: str, start: int) -> bool:
    """Whether it is called somebody's number by a sentence of private life."""
    lead = before(half, start, LEAD).rpartition("\n")[2]
    if TOLD.search(lead) is None:
        return False
    near = around(half, start, start, LINE_REACH)
    return INTIMATE.search(near) is not None and len(set(LIFE.findall(near))) >= CLEAR
