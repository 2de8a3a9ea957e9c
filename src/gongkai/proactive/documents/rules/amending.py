"""Which articles of another text a decision changes, read from its own words. No Django.

What is put into quotation marks is the new wording and names no article that is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NUMBER = r"第[一二三四五六七八九十百千零〇\d]+条(?:之[一二三四五六七八九十\d]+)?"
_ARTICLE = re.compile(_NUMBER)
_QUOTED = re.compile(r"“[^“”]*(?:“[^“”]*”[^“”]*)*”?|《[^《》]*》|（[^（）]*）")
_ADDED = re.compile(rf"(?:增加|增设|新增)[^。；]{{0,30}}?条[，,、]?\s*(?:分别)?作为((?:{_NUMBER}[、和至]?)+)")
_DELETED = re.compile(
    rf"(?:删去|删除|废止)((?:{_NUMBER}[、和]?)+)(?![第中])|((?:{_NUMBER}[、和]?)+)(?:予以)?(?:删去|删除)(?![“「])"
)
_CHANGES = re.compile(r"修改|改为|增加|增设|删去|删除|调整|替换|合并")
_CUT_OUT = re.compile(r"删去|删除")
_SEVERAL = re.compile(r"等[一二三四五六七八九十\d]+(?:[部件项个]|份)|、《")
_ENTRY = re.compile(r"^\s*(?:[（(]?[一二三四五六七八九十\d]+[)）、.．]\s*)?")

ADDED, CHANGED, DELETED = "新增", "修改", "删去"


@dataclass(frozen=True)
class Change:
    """`article` as the act calls it: 第二十条, 第六条之一."""

    article: str
    how: str


def amends_several(title: str) -> bool:
    """Whether a decision changes more texts than one: whose article is meant then, its lines alone do not tell."""
    return _SEVERAL.search(title) is not None


def changes_in(line: str) -> list[Change]:
    """Return what one line of a decision changes, each article once, in the order of its words; [] for every other line."""
    bare = _QUOTED.sub("", _ENTRY.sub("", line, count=1))
    found: dict[str, Change] = {}
    for sentence in re.split(r"[。；]", bare):
        for one in _of_sentence(sentence):
            found.setdefault(one.article, one)
    return list(found.values())


def _of_sentence(sentence: str) -> Iterator[Change]:
    if added := _ADDED.search(sentence):
        yield from (Change(article, ADDED) for article in _ARTICLE.findall(added[1]))
        return
    if deleted := _DELETED.search(sentence):
        yield from (Change(article, DELETED) for article in _ARTICLE.findall(deleted[1] or deleted[2]))
        return
    named = _ARTICLE.search(sentence)
    if named and (_CHANGES.search(sentence, named.end()) or _CUT_OUT.search(sentence, 0, named.start())):
        yield Change(named[0], CHANGED)
