"""Which of the names of a text are private persons': what is known of them from the line they stand in, then from each other."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from gongkai.engine.screening.rules.personal.people.finding import Candidate, candidates
from gongkai.engine.screening.rules.personal.people.office import DEALING, KNOWN, in_office, is_contact
from gongkai.engine.screening.rules.personal.people.private import family, life, role

# Logarithm of the odds asked for a name, by what stands around it.
WITH_ROLE, WITH_NUMBER, WITH_LIFE = 3.5, 4.0, 5.5
# By how much of private life is spoken of: nothing, in the line only, one word in the sentence, two, three and more.
BY_LIFE = (math.inf, 10.5, 7.5, WITH_LIFE, 4.5)
# Somebody may bear a famous name; then more is told of him than of the famous one.
SURELY_PRIVATE = 4
NUMBER_REACH = 120
OPENING = re.compile(r"[ ]*(?:先生|女士|同志)?(?:[：:][^\n]{0,60}?|[，, ]{1,2})[你您]")
LIST = re.compile(r"[ ]*(?:[（(][^）)\n]{0,40}[）)])?[ ]*(?:、|和|与|及|以及|，|,|/)[ ]*")
# 王女士, 张先生: the given name is left out already.
HONORIFIC = re.compile(
    r"女士|先生|小姐|同志|老师|同学|师傅|大爷|大妈|大姐|大哥|大叔|大娘|大伯|阿姨|奶奶|爷爷|老人|老汉|婆婆|妈妈|爸爸|叔叔|律师|医生|警官|法官|[某*×xX＊○]|"
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
    people = [_person(text, one, numbers) for one in candidates(text) if not HONORIFIC.match(text, one.start + 1)]
    for chain in _chains(text, people):
        _agree(chain)
    found = {(one.start, one.end) for one in people if one.standing >= Standing.LIVES}
    return sorted(found | set(_again(text, people)))


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
    if one.odds >= WITH_ROLE and (role(line, start) or family(line, end)):
        return Standing.KNOWN
    if one.odds >= WITH_ROLE and start == 0 and OPENING.match(line, end):
        return Standing.KNOWN
    if one.odds >= WITH_NUMBER and numbered:
        return Standing.KNOWN
    if one.odds < BY_LIFE[-1] or DEALING.search(line):
        return Standing.NOTHING
    told = min(life(line, start, end), len(BY_LIFE) - 1)
    if line[start:end] in KNOWN and told < SURELY_PRIVATE:
        return Standing.OFFICE
    return Standing.LIVES if one.odds >= BY_LIFE[told] else Standing.NOTHING


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
