"""Where a text may name somebody, whoever it is: candidates by likelihood alone, before anything is asked of the context."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import rjieba

from gongkai.engine.screening.rules.personal.people.given import COST, GIVEN
from gongkai.engine.screening.rules.personal.people.language import everyday
from gongkai.engine.screening.rules.personal.people.odds import Reading, surname_cost
from gongkai.engine.screening.rules.personal.surnames import COMPOUND, FREQUENT, NO_NAMES, NOT_IN_NAMES, SURNAMES
from gongkai.engine.screening.rules.proofreading.model.packed import Model, logarithms, model

LEAST = 3.0  # logarithm of the odds below which nothing is a candidate, whatever stands around it
_COMPOUND = "|".join(COMPOUND)
START = re.compile(rf"(?=({_COMPOUND}|[{SURNAMES}])[{GIVEN}])")
HAN = re.compile(r"[\u4e00-\u9fa5]")
# Characters that foreign and minority names are written with; a name of several parts has a dot between them.
_SOUNDS = (
    "阿艾安奥巴白拜班保贝本比边宾波博勃布才参苍曹查昌次措达大丹当道得德登迪地丁顿多娥额恩尔法凡菲费芬丰夫弗福盖甘岗高戈哥格葛工古桂果哈海汗罕豪合赫黑亨胡华怀霍基吉及济加嘉"
    "贾江杰捷金晋京久居卡开凯坎康考科可克肯孔库夸拉来莱兰朗浪劳勒雷蕾礼里力立丽利莉莲列林琳玲灵龙隆卢鲁路伦罗洛马玛买麦满曼毛梅蒙孟米密敏明摩莫默姆木穆那纳娜乃南尼念聂宁"
    "努诺欧帕潘培佩彭皮珀普其奇齐恰强乔切钦琴青穷曲群热仁日容如茹瑞若萨塞赛桑色沙莎山尚绍舍什生圣胜师诗石史士斯苏素孙索塔太泰坦汤唐特腾提田铁廷通图吐托脱瓦万旺威维卫温文翁沃"
    "乌吾伍西希锡夏先祥香肖谢辛欣星许雪亚延彦扬尧耶叶伊依以义因英尤于余俞雨玉约云赞泽扎詹珍芝朱卓兹宗祖佐仓巴措旦嘎姆央卓杰尖罗桑措热孜孜古再努尔比亚买提江别克别热拜汗逊孜阔布琼堆次仁格桑旦增嘉措拉姆热依扎买苏普合曼吐肉克木江依明阿不都力提甫帕"
)
DOTTED = re.compile(rf"[{_SOUNDS}]{{2,8}}(?:[·•・‧][{_SOUNDS}]{{2,10}}){{1,3}}")
DOTTED_ODDS = 30.0
# Two common characters of a word (黄金, 孙子) begin a name only before a third that is common in names.
BARRED = NOT_IN_NAMES - frozenset("可若如能之以为")  # 若曦, 可欣
LIKELY_PAIR, COMMON_LAST = 0.25, 6.2
UNSEEN = -2.0
CROSSED, A_WORD, A_START = 5.0, 7.0, 2.0
AROUND = 10
NAME_TAGS = frozenset({"nr", "x"})
_LOG = logarithms()


@dataclass(frozen=True, slots=True)
class Candidate:
    """`odds` is the logarithm of the odds that it is a name; `text[start:end]` is surname and given name."""

    start: int
    end: int
    odds: float


@lru_cache(maxsize=8)
def candidates(text: str) -> tuple[Candidate, ...]:
    """Return what may be a name in a text of half-width figures, in reading order, none overlapping another."""
    found = [Candidate(*match.span(), DOTTED_ODDS) for match in DOTTED.finditer(text)] if "·" in text else []
    reading: Reading | None = None
    for match in START.finditer(text):
        surname = match.group(1)
        start, given = match.start(), match.start() + len(surname)
        if len(surname) == 1 and pair_odds(surname, text[given]) < LIKELY_PAIR and not _unheard(text, start):
            continue
        reading = reading or Reading(text)
        best = _best(reading, start, given)
        if best is not None:
            found.append(best)
    return tuple(_apart(found))


def weigh(text: str, start: int, end: int) -> float:
    """Return the odds for a stretch that something else took for a name."""
    bare = text[start:end]
    surname = 2 if bare[:2] in COMPOUND and len(bare) > 2 else 1
    given = min(max(len(bare) - surname, 1), 2)
    return _weighed(
        text, Candidate(start, end, Reading(text[max(0, start - 12) : end + 12]).odds(min(start, 12), surname, given))
    ).odds


def _best(reading: Reading, start: int, given: int) -> Candidate | None:
    text, best = reading.text, None
    for length in (1, 2):
        end = given + length
        last = text[end - 1 : end]
        if not HAN.match(last):
            break
        if last in BARRED or (length == 1 and last in NOT_IN_NAMES) or text[start:end] in NO_NAMES:
            continue
        odds = reading.odds(start, given - start, length)
        if odds < LEAST:
            continue
        one = _weighed(text, Candidate(start, end, odds))
        if best is None or one.odds > best.odds:
            best = one
    return best


def _unheard(text: str, start: int) -> bool:
    """Whether a third character common in names follows a pair, and the three were never read together."""
    if text[start] not in FREQUENT or COST.get(text[start + 2 : start + 3], 99.0) > COMMON_LAST:
        return False
    key = ord(text[start]) << 32 | ord(text[start + 1]) << 16 | ord(text[start + 2])
    return not any(each.level(key) for each, _ in _models())


def _apart(found: list[Candidate]) -> Iterator[Candidate]:
    """Yield the likelier of two that overlap."""
    kept: list[Candidate] = []
    for one in sorted(found, key=lambda each: -each.odds):
        if one.odds >= LEAST and not any(one.start < other.end and other.start < one.end for other in kept[-64:]):
            kept.append(one)
    yield from sorted(kept, key=lambda each: each.start)


@cache
def _models() -> tuple[tuple[Model, float], ...]:
    return tuple((one, math.log(one.total)) for one in (model(), everyday()))


@lru_cache(maxsize=4096)
def pair_odds(surname: str, first: str) -> float:
    """Return roughly how much likelier a pair is as the beginning of a name than anywhere in ordinary text."""
    key = ord(surname) << 16 | ord(first)
    plain = -math.inf
    for each, total in _models():
        level = each.level(key)
        plain = max(plain, (_LOG[level] if level else UNSEEN) - total)
    return -plain - surname_cost(surname) - COST.get(first, 99.0)


def _weighed(text: str, one: Candidate) -> Candidate:
    """Return the candidate with the dictionary's word taken into account: is it one, begins it with one, or does it cut one?"""
    first = max(text.rfind("\n", 0, one.start) + 1, one.start - AROUND)
    line_end = text.find("\n", one.end, one.end + AROUND)
    odds, place = one.odds, first
    for word in rjieba.cut(text[first : line_end if line_end >= 0 else one.end + AROUND], hmm=False):
        start, end = place, place + len(word)
        place = end
        if end <= one.start or len(word) == 1:
            continue
        if start >= one.end:
            break
        if start <= one.start and one.end <= end:
            odds -= 0.0 if len(word) == one.end - one.start and _is_a_name(word) else A_WORD
        elif start < one.start or end > one.end:
            odds -= CROSSED
        elif start == one.start and not _is_a_name(word):
            odds -= A_START
    return Candidate(one.start, one.end, odds)


@lru_cache(maxsize=1024)
def _is_a_name(word: str) -> bool:
    return any(tag in NAME_TAGS for _, tag in rjieba.tag(word))
