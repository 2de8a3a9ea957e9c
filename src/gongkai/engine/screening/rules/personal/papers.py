"""Passports, permits for Hong Kong, Macau and Taiwan, and papers of the armed forces: all known by the word beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.engine.screening.rules.findings import Finding, Severity, check
from gongkai.engine.screening.rules.personal.contexts import CODE_BEFORE, UNIT_AFTER
from gongkai.engine.screening.rules.personal.identity import spans
from gongkai.engine.screening.rules.personal.people.beside import named_beside
from gongkai.engine.screening.rules.personal.people.private import INTIMATE, LIFE
from gongkai.engine.screening.rules.personal.plain import around, before, plain, remembered
from gongkai.engine.screening.rules.personal.runs import MASKING

_END = rf"(?![0-9A-Za-z{MASKING}])"
_START = r"(?<![0-9A-Za-z])"
_LEAD = r"[^。；;\n0-9]{0,14}?"
PASSPORT = re.compile(
    rf"(?:护照|[Pp]assport|PASSPORT){_LEAD}{_START}([A-Za-z]{{1,2}}[ \-]?[0-9](?:[ \-]?[0-9]){{6,7}}|[0-9]{{8,9}}){_END}"
)
PERMIT = re.compile(
    r"(?:港澳(?:居民)?(?:来往内地)?通行证|往来港澳通行证|往来港澳(?:证件)?|回乡证|台胞证|台湾居民来往大陆通行证|往来台湾通行证|居留许可证?|"
    r"永久居留(?:身份)?证|香港(?:永久性?)?居民身份证|香港身份证|澳门(?:永久性?)?居民身份证|澳门身份证|(?<!车辆)(?<!货车)(?<!电子)通行证(?:号码?|编号)|"
    rf"居住证(?:号码?|编号)){_LEAD}{_START}"
    rf"([A-Za-z]{{0,3}}[ ]?[0-9](?:[ ]?[0-9]){{5,14}}(?:[（(][0-9A-Za-z][)）])?){_END}"
)
MILITARY_WORDS = r"军官证|士兵证|军人证|文职(?:干部|人员)?证|警官证|士官证|军士证|义务兵证|学员证|人民警察证|军人身份证|军人保障卡|军人保障号|武警证|退休证|离休证|退伍(?:军人)?证|复员(?:军人)?证|转业(?:军人)?证|退役(?:军人)?证|军属证|文职证"
MILITARY = re.compile(
    rf"(?:{MILITARY_WORDS}){_LEAD}([\u4e00-\u9fa5]{{1,3}}字第?[ ]?[0-9]{{4,10}}[ ]?号?|{_START}[0-9]{{6,10}}{_END})"
)
MILITARY_ALONE = re.compile(r"(?<![\u4e00-\u9fa5])((?:军|政|参|后|装|海|空|武|士|兵|文)字第[ ]?[0-9]{6,8}[ ]?号)")


# What by its look can be such a number stands some way from the word, in a list, before its word, or in a row with a name.
PASSPORT_LIKE = re.compile(rf"{_START}(?:E[A-HJ-NP-Z]?[0-9]{{7,8}}|[GDSP][0-9]{{8}}|1[45][0-9]{{7}}){_END}")
PASSPORT_NEAR = re.compile(
    r"护照|签证|出入境|出境|入境|登机|检票|航班|班机|旅客|外籍|回国|境外|离境|使馆|领馆|劳务派遣|偷渡|持有人|持证人|扣押|收缴|边检|边防|[Pp]assport|PASSPORT"
)
PERMIT_LIKE = re.compile(rf"{_START}(?:[HM][0-9]{{8}}(?:[0-9]{{2}})?|C[A-Z0-9][0-9]{{7}}|[0-9]{{8}}){_END}")
PERMIT_NEAR = re.compile(
    r"通行证|港澳|回乡证|台胞|台湾|台籍|香港|澳门|签注|出入境|[往来]{2}内地|入境|过关|通关|口岸|珠海|罗湖|居住证|旅行证|居留|港籍|澳籍|[港澳台][属生青胞眷]|[港澳台]商|[港澳台]资|赴[港澳台]|[港澳台]人|返乡祭祖|旅居|海外|华侨|侨胞|侨眷|归侨|出境|离境|境外|祭祖|探亲|奔丧"
)
HELD = re.compile(
    r"(?:出示|持有?|凭|所持|使用|拿出|提供|证号|证件|号码?|(?<!车辆)(?<!货车)(?<!电子)通行证|台胞证|回乡证)(?:了|的是|为|是|：|:)?[^0-9A-Za-z。；，\n]{0,6}$"
)
HELD_BEHIND = re.compile(r"[ ]?(?:号(?:的)?)?[ ]?(?:持证人|持有人|持证者|通行证|台胞证|回乡证|[（(]本人)")
MILITARY_LIKE = re.compile(
    r"(?<![证房权用执罚审登许准国府政办发令民刑行])([军政参后装海空武士兵文火战联陆南北东西中沈兰成广济警]字第?[ ]?[0-9]{5,9}[ ]?号?)(?![0-9])"
)
MILITARY_NEAR = re.compile(
    rf"{MILITARY_WORDS}|军|兵|役|退伍|复员|转业|武警|部队|优抚|证件|优待|士官|班长|排长|连长|探亲假|休假|功臣|烈属|烈士|荣军|残疾|津贴|补助金"
)
MILITARY_BEFORE = re.compile(rf"{_START}([0-9]{{6,10}})[ ]?号?[ ]?的?(?:{MILITARY_WORDS})")
REACH = 50
LIKE = {"personal.passport": PASSPORT_LIKE, "personal.permit": PERMIT_LIKE, "personal.military-id": MILITARY_LIKE}
NEXT = re.compile(r"[ ]?(?:、|，|,|/|和|及|与)[ ]?")


@check("personal.passport", "personal.permit", "personal.military-id")
@remembered
def papers(text: str) -> Iterator[Finding]:
    half, taken = plain(text), spans(text)
    kinds = (
        ("personal.passport", _passports(half), "护照号码"),
        ("personal.permit", _permits(half), "通行证件号码"),
        ("personal.military-id", _military(half), "军警证件号码"),
    )
    seen: set[int] = set()
    for name, places, title in kinds:
        for start, end in _with_neighbours(half, list(places), LIKE[name]):
            if start not in seen and not any(a < end and start < b for a, b in taken):
                seen.add(start)
                yield Finding(name, Severity.BLOCK, start, end, f"这里有{title}。", "请删去。", title)


def _with_neighbours(half: str, places: list[tuple[int, int]], like: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Yield the places, and what is listed directly behind one and looks the same: E1…，E2…"""
    for start, end in places:
        yield start, end
        between = NEXT.match(half, end)
        while between is not None:
            following = like.match(half, between.end())
            if following is None:
                break
            yield following.span()
            between = NEXT.match(half, following.end())


def _passports(half: str) -> Iterator[tuple[int, int]]:
    for match in PASSPORT.finditer(half):
        if not UNIT_AFTER.match(half, match.end()):
            yield match.span(1)
    for match in PASSPORT_LIKE.finditer(half):
        if CODE_BEFORE.search(_lead(half, match)):
            continue
        near = around(half, *match.span(), REACH)
        lettered = match.group()[0].isalpha()
        if PASSPORT_NEAR.search(near) or (
            lettered and (HELD.search(_lead(half, match)) or _somebodys(half, match, near))
        ):
            yield match.span()


def _permits(half: str) -> Iterator[tuple[int, int]]:
    for match in PERMIT.finditer(half):
        if not UNIT_AFTER.match(half, match.end()):
            yield match.span(1)
    for match in PERMIT_LIKE.finditer(half):
        lead = _lead(half, match)
        near = PERMIT_NEAR.search(around(half, *match.span(), REACH)) is not None
        held = HELD.search(lead) is not None or HELD_BEHIND.match(half, match.end()) is not None
        lettered = match.group()[0].isalpha()
        line = around(half, *match.span(), REACH)
        person = lettered and (_somebodys(half, match, line) or (held and LIFE.search(line) is not None))
        if ((near and (lettered or held or named_beside(half, *match.span()))) or person) and not CODE_BEFORE.search(
            lead
        ):
            yield match.span()


def _military(half: str) -> Iterator[tuple[int, int]]:
    for pattern in (MILITARY, MILITARY_ALONE, MILITARY_BEFORE):
        for match in pattern.finditer(half):
            yield match.span(1)
    for match in MILITARY_LIKE.finditer(half):
        near = around(half, match.start(), match.end(), REACH).replace(match.group(), "")
        if MILITARY_NEAR.search(near) or _somebodys(half, match, near) or LIFE.search(near):
            yield match.span(1)


def _somebodys(half: str, match: re.Match[str], near: str) -> bool:
    """Whether somebody is named beside it, or the line speaks of a family or of oneself."""
    return named_beside(half, *match.span()) or INTIMATE.search(near) is not None


def _lead(half: str, match: re.Match[str]) -> str:
    return before(half, match.start(), 24).rpartition("\n")[2]
