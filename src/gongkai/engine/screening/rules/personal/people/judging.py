"""Which of the names of a text are private persons': what is known of them from the line they stand in, then from each other."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from gongkai.engine.screening.rules.personal.people.finding import Candidate, candidates
from gongkai.engine.screening.rules.personal.people.office import DEALING, KNOWN, in_office, is_contact, is_worker
from gongkai.engine.screening.rules.personal.people.private import acts, family, life, role
from gongkai.engine.screening.rules.personal.surnames import COMPOUND, FREQUENT

# Logarithm of the odds asked for a name, by what stands around it.
WITH_ROLE, WITH_NUMBER, WITH_LIFE = 3.5, 4.0, 5.5
RARE = 3.0  # so much more is asked of a surname that is oftener a word: 后, 时, 向
# By how much of private life is spoken of: nothing, in the line only, one word in the sentence, two, three and more.
BY_LIFE = (math.inf, 10.5, 7.5, WITH_LIFE, 4.5)
# Of whom a sentence tells what he does or has, as of nobody in office.
ACTING = 12.0
# 消防员…, 讲解员…: so much is told of the life of whom the sentence does not show at work.
WORKING = 3
# Somebody may bear a famous name; then more is told of him than of the famous one.
SURELY_PRIVATE = 4
NUMBER_REACH = 120
# 科老李口述: what follows 老 or 小 is a surname alone, unless the name is a very likely one.
NICKNAME, SURELY = re.compile(r"(?<![年养长敬古衰大从幼弱])[老小]$"), 9.0
# 伍万陆仟: a sum in words.
SUM = re.compile(r"[零壹贰叁肆伍陆柒捌玖拾佰仟万亿整元圆一二三四五六七八九十百千]{2,}")
# 其孙代填: a surname that is a word for kin as well.
KIN_TOO, GRANDCHILD = frozenset("孙"), re.compile(r"[其之外曾重儿]$|[祖子]$")
GRANDCHILDREN = frozenset({"孙子", "孙女", "孙儿"})
OPENING = re.compile(r"[ ]*(?:先生|女士|同志)?(?:[：:][^\n]{0,60}?|[，, ]{1,2})[你您]")
# Whom specimens of forms are filled in for, and what may follow their names.
AFTER_A_SPECIMEN = re.compile(r"[^ 诉与和及家户向起系]")
SPECIMEN = frozenset({"张三", "李四", "王五", "赵六", "钱七", "孙八"})
LIST = re.compile(r"[ ]*(?:[（(][^）)\n]{0,40}[）)])?[ ]*(?:、|和|与|及|以及|，|,|/)[ ]*")
# 王女士, 张先生: the given name is left out already.
HONORIFIC = re.compile(
    r"[科处局股队站所院校组部社园馆司镇乡村市县区厅行]长|主任|书记|主席|经理|总监|会计|干事|女士|先生|小姐|同志|老师|同学|师傅|大爷|大妈|大姐|大哥|大叔|大娘|大伯|阿姨|奶奶|爷爷|老人|老汉|婆婆|妈妈|爸爸|叔叔|律师|医生|警官|法官|[某*×xX＊○]|"
    r"总(?![\u4e00-\u9fa5])|姓(?![\u4e00-\u9fa5]?[，。])|氏|记(?![\u4e00-\u9fa5]?[，。的])|家(?:人|里|中|属|长|庭)"
)


class Standing(IntEnum):
    """What is known of a name. LIVES: the sentence speaks of private life; KNOWN: a number or a role says whose it is."""

    OFFICE = 0
    NOTHING = 1
    LIVES = 2
    KNOWN = 3


@dataclass(slots=True)
class Person:
    start: int
    end: int
    odds: float
    standing: Standing


def private_names(text: str, numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Return where private persons are named in a text of half-width figures; `numbers` is where personal numbers begin, sorted."""
    people = [_person(text, one, numbers) for one in candidates(text) if not is_called(text, one)]
    for chain in _chains(text, people):
        _agree(chain)
    found = {(one.start, one.end) for one in people if one.standing >= Standing.LIVES}
    return sorted(found | set(_again(text, people)))


def is_called(text: str, one: Candidate) -> bool:
    """Whether it is a surname with a title, 老李 or 小王 with the word behind it, a relation or a sum in words."""
    if HONORIFIC.match(text, one.start + 1):
        return True
    if text[one.start : one.start + 2] in SPECIMEN and not AFTER_A_SPECIMEN.match(text, one.start + 2, one.end):
        return True
    if SUM.fullmatch(text, one.start, one.end):
        return True
    if one.odds < SURELY and text[one.start : one.start + 2] in GRANDCHILDREN:
        return True
    if one.odds < SURELY and text[one.start] in KIN_TOO and GRANDCHILD.search(text, max(0, one.start - 2), one.start):
        return True
    return one.odds < SURELY and NICKNAME.search(text, max(0, one.start - 2), one.start) is not None


def stands_in_office(text: str, start: int, end: int) -> bool:
    line, first = _line(text, start, end)
    return in_office(line, start - first, end - first)


def _line(text: str, start: int, end: int) -> tuple[str, int]:
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    return text[first : last if last >= 0 else len(text)], first


def _person(text: str, one: Candidate, numbers: Sequence[int]) -> Person:
    line, first = _line(text, one.start, one.end)
    start, end = one.start - first, one.end - first
    return Person(one.start, one.end, one.odds, _standing(line, start, end, one, first, numbers))


def _standing(line: str, start: int, end: int, one: Candidate, first: int, numbers: Sequence[int]) -> Standing:
    numbered = _number_near(first, first + len(line), one, numbers)
    contact = is_contact(line, start)
    if contact or in_office(line, start, end):
        return Standing.KNOWN if contact and numbered and one.odds >= WITH_NUMBER else Standing.OFFICE
    often = line[start] in FREQUENT or line[start : start + 2] in COMPOUND or "·" in line[start:end]
    odds = one.odds if often else one.odds - RARE
    if odds >= WITH_ROLE and ((role(line, start) and not _at_work(line, start, end)) or family(line, end)):
        return Standing.KNOWN
    if odds >= WITH_ROLE and line[start - 1 : start] in {"", "：", ":"} and OPENING.match(line, end):
        return Standing.KNOWN
    if odds >= WITH_NUMBER and numbered:
        return Standing.KNOWN
    if one.odds < BY_LIFE[-1] or DEALING.search(line):
        return Standing.NOTHING
    told = min(life(line, start, end), len(BY_LIFE) - 1)
    if line[start:end] in KNOWN and told < SURELY_PRIVATE:
        return Standing.OFFICE
    if _at_work(line, start, end):
        return Standing.OFFICE
    asked = min(BY_LIFE[told], ACTING if acts(line, end) else math.inf)
    return Standing.LIVES if odds >= asked else Standing.NOTHING


def _at_work(line: str, start: int, end: int) -> bool:
    """Whether somebody is named in his occupation and little is told of his life."""
    return is_worker(line, start) and life(line, start, end) < WORKING


def _number_near(first: int, last: int, one: Candidate, numbers: Sequence[int]) -> bool:
    place = bisect_left(numbers, max(first, one.start - NUMBER_REACH))
    return place < len(numbers) and numbers[place] < min(last, one.end + NUMBER_REACH)


def _chains(text: str, people: Sequence[Person]) -> Iterator[list[Person]]:
    """Yield the names that are listed side by side."""
    chain: list[Person] = []
    for one in people:
        if chain and not LIST.fullmatch(text, chain[-1].end, one.start):
            yield chain
            chain = []
        chain.append(one)
    yield chain


def _agree(chain: Sequence[Person]) -> None:
    """Let the names of a list stand or fall together; a role or number of one's own counts for more than an office."""
    if any(one.standing is Standing.OFFICE for one in chain):
        for one in chain:
            if one.standing < Standing.KNOWN:
                one.standing = Standing.OFFICE
    elif any(one.standing >= Standing.LIVES for one in chain):
        for one in chain:
            one.standing = max(one.standing, Standing.LIVES)


def _again(text: str, people: Sequence[Person]) -> Iterator[tuple[int, int]]:
    """Yield where a name that was found stands again; in office nowhere."""
    public = {text[one.start : one.end] for one in people if one.standing is Standing.OFFICE}
    names = {text[one.start : one.end] for one in people if one.standing >= Standing.LIVES and one.odds >= WITH_LIFE}
    for name in names - public:
        if len(name) < 3:
            wanted = {one.start for one in people if text[one.start : one.start + len(name)] == name}
            yield from ((start, start + len(name)) for start in wanted)
            continue
        place = text.find(name)
        while place >= 0:
            yield place, place + len(name)
            place = text.find(name, place + len(name))
