"""How much a public thing looks as if it belonged to a theme, and why: tags, words, and likeness to what the theme says."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gongkai.proactive.themes.rules import Scope

# Points of a hundred. Configuration, settled on the texts in tests/labelled.py: either a tag and one word, or a word in the
# title, or a link from something that belongs makes a candidate; a word in passing does not.
CANDIDATE = 40
FOR_TAG, FOR_TAGS_AT_MOST = 30, 40
FOR_TITLE, FOR_TITLES_AT_MOST = 40, 55
FOR_KEYWORD = 15
FOR_PLACE, FOR_PLACES_AT_MOST = 4, 24
FOR_LIKENESS = 45
FOR_LINK = 60
LEAST_LIKENESS = 0.12
BEGINNING = 800  # letters of a text that are compared
WHOLE = 100

_HAN = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]{2,}")
# What every official letter says of everything.
_COMMON = frozenset(
    "关于 通知 工作 做好 进一 一步 加强 实施 管理 办法 印发 规定 意见 有关 相关 单位 部门 各区 人民 民政 政府 云川 川市 市人 贯彻 落实 "
    "组织 认真 执行 结合 实际 要求 现将 如下 事项 应当 根据 按照 符合 条件 可以 以及 或者 进行 开展 推进".split()
)


@dataclass(frozen=True)
class Thing:
    """A released thing as far as it is judged. `links` say how it hangs together with what belongs already."""

    title: str
    summary: str = ""
    text: str = ""
    tags: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


@dataclass
class Judgement:
    score: int = 0
    why: list[str] = field(default_factory=list)

    @property
    def is_candidate(self) -> bool:
        return self.score >= CANDIDATE

    def add(self, points: float, why: str) -> None:
        self.score = min(WHOLE, self.score + round(points))
        self.why.append(why)


def judge(scope: Scope, thing: Thing) -> Judgement:
    """Return points and reasons. A word that the theme shuts out leaves nothing, whatever else fits."""
    found = Judgement()
    title, text = _plain(thing.title), _plain(thing.text)
    shut = [word for word in scope.without if _plain(word) in title]
    if shut:
        found.why.append(f"标题含不收录的词“{'、'.join(shut)}”")
        return found
    for link in thing.links:
        found.add(FOR_LINK, link)
    _tags(found, scope, thing)
    _words(found, scope, thing, title, text)
    likeness = similarity(
        f"{scope.statement}{''.join(scope.words)}", f"{thing.title}{thing.summary}{thing.text[:BEGINNING]}"
    )
    if likeness >= LEAST_LIKENESS:
        found.add(FOR_LIKENESS * likeness, f"内容与收录范围相近（{likeness:.0%}）")
    return found


def _tags(found: Judgement, scope: Scope, thing: Thing) -> None:
    shared = [tag for tag in scope.tags if tag in thing.tags]
    if shared:
        found.add(min(FOR_TAGS_AT_MOST, FOR_TAG * len(shared)), f"主题标签相同：{'、'.join(shared)}")


def _words(found: Judgement, scope: Scope, thing: Thing, title: str, text: str) -> None:
    named = [word for word in scope.words if _plain(word) in title]
    if named:
        found.add(min(FOR_TITLES_AT_MOST, FOR_TITLE * len(named)), f"标题含“{'、'.join(named)}”")
    keyed = [word for word in scope.words if word in thing.keywords and word not in named]
    if keyed:
        found.add(FOR_KEYWORD, f"关键词含“{'、'.join(keyed)}”")
    counted = {word: text.count(_plain(word)) for word in scope.words}
    places = sum(counted.values())
    if places:
        said = "、".join(f"{word}{number}处" for word, number in counted.items() if number)
        found.add(min(FOR_PLACES_AT_MOST, FOR_PLACE * places), f"正文出现{said}")


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def similarity(one: str, other: str) -> float:
    """Return how like two texts are by pairs of letters, 0 to 1; what every official letter says counts nothing."""
    left, right = _pairs(one), _pairs(other)
    shared = sum(number * right.get(pair, 0) for pair, number in left.items())
    if not shared:
        return 0.0
    return shared / math.sqrt(_length(left.values()) * _length(right.values()))


def _length(numbers: Iterable[int]) -> int:
    return sum(number * number for number in numbers)


@lru_cache(maxsize=512)
def _pairs(text: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for run in _HAN.findall(_plain(text)):
        found.update([run] if run.isascii() else [run[at : at + 2] for at in range(len(run) - 1)])
    for pair in _COMMON:
        found.pop(pair, None)
    return found
