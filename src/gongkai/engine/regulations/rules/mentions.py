"""Every mention of a law or document in a text, with the short names and back references resolved by what was said before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from gongkai.engine.regulations.rules.scanning import (
    ArticleRef,
    Behind,
    Marked,
    article_refs,
    behind,
    marked_titles,
    numbers_in,
)
from gongkai.engine.regulations.rules.titles import SHORT_NAME, folded, is_lawlike, title_key

GENRE_WORDS = "法|条例|实施细则|细则|规定|办法|规则|规程|决定|意见|通知|解释|方案|规划|纲要|目录|指南|标准"
BACK = re.compile(rf"(?P<which>该|上述|前述|此)(?P<genre>{GENRE_WORDS})(?![律定院制度规人])")
OWN = re.compile(r"本(?P<genre>法|条例|实施细则|细则|规定|办法|规则|规程|决定|意见|通知|解释)(?![律定院制度规人])")
NAMED = re.compile(r"[\u4e00-\u9fff（）]{2,30}(?:法典|法|条例|细则|规定|办法|规则|解释)$")
BETWEEN = re.compile(r"[\s的中之]{0,3}$")
NEWLY_BEFORE = re.compile(r"(?:(?:新|新近)?(?:修订|修改|修正)后?的|现(?:将)?公布)$")
NEWLY_BEHIND = re.compile(r"已(?:经|于)[^。；]{0,60}(?:通过|批准)")
BEFORE_ARTICLE = 32


class Kind(StrEnum):
    """How a mention is written: in book marks, as a number alone, by a short name, by 该办法, bare before an article, 本办法."""

    TITLE = "title"
    NUMBER = "number"
    ALIAS = "alias"
    BACK = "back"
    BARE = "bare"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Mention:
    """`title` is what is meant: for a short name the full title that it stands for, for BARE the words before the article.

    `inside` tells that it stands in another title (《关于修改〈…〉的决定》). `said` is what was in brackets behind it;
    `newly` tells that the text promulgates it, so that the version just decided is meant, in force or not.
    """

    start: int
    end: int
    kind: Kind
    title: str
    numbers: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    reach: int = 0
    inside: bool = False
    said: str = ""
    newly: bool = False


@dataclass(slots=True)
class _Context:
    """What was said so far: short names and full titles, the latest last."""

    aliases: dict[str, Mention]
    full: list[Mention]

    def by_ending(self, genre: str) -> Mention | None:
        return next((one for one in reversed(self.full) if _ends(one.title, genre)), None)


def _ends(title: str, genre: str) -> bool:
    return re.sub(r"（[^（）]*）$", "", title_key(title)).endswith(genre)


def find_mentions(text: str) -> list[Mention]:
    """Return every mention in order of place. Never raises; spans lie inside the text and mark what is written."""
    titles = list(marked_titles(text))
    context = _Context({}, [])
    found: list[Mention] = []
    definitions: list[tuple[int, int]] = []
    for one in titles:
        if any(begin <= one.start < end for begin, end in definitions):
            continue
        tail = behind(text, one.end) if one.depth == 0 else Behind(one.end)
        newly = bool(NEWLY_BEFORE.search(text[max(0, one.start - 8) : one.start]) or NEWLY_BEHIND.match(text, one.end))
        found += _titled(one, tail, context, newly=newly)
        if tail.end > one.end:
            definitions.append((one.end, tail.end))
            _define(tail, found[-1:], context)
    covered = [(one.start, one.end) for one in titles] + definitions
    found += _in_words(text, context, covered)
    found = _without_overlaps(found)
    found += _lone_numbers(text, found)
    return _with_articles(text, sorted(found, key=lambda one: (one.start, -one.end)))


def _titled(one: Marked, tail: Behind, context: _Context, *, newly: bool) -> Iterator[Mention]:
    """Turn a title in book marks into a mention; a short name becomes what it stands for."""
    meant = context.aliases.get(folded(one.title))
    if meant is None and SHORT_NAME.match(one.title) and len(one.title) <= 4:
        meant = context.by_ending(one.title)
    if meant is not None and meant.start < one.start:
        yield Mention(
            one.start, one.end, Kind.ALIAS, meant.title, tail.numbers or meant.numbers, (), tail.end, said=tail.inside
        )
        return
    mention = Mention(
        one.start, one.end, Kind.TITLE, one.title, tail.numbers, reach=tail.end, inside=one.depth > 0, said=tail.inside,
        newly=newly,
    )  # fmt: skip
    context.full.append(mention)
    yield mention


def _define(tail: Behind, last: Sequence[Mention], context: _Context) -> None:
    if len(tail.alias) >= 2 and last:
        context.aliases.setdefault(folded(tail.alias), last[0])


def _in_words(text: str, context: _Context, covered: Sequence[tuple[int, int]]) -> Iterator[Mention]:
    """Yield short names without book marks, 该办法 and 本办法, outside of titles and brackets that define."""
    inside = _Spans(covered)
    names = [name for name in context.aliases if len(name) >= 3 and is_lawlike(name)]
    if names:
        pattern = re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)))
        for match in pattern.finditer(text):
            meant = context.aliases[match.group()]
            # 个人所得税法实施条例 is not the law whose short name it begins with.
            if meant.start < match.start() and match.start() not in inside and not _goes_on(text, match.end()):
                yield replace(
                    meant,
                    start=match.start(),
                    end=match.end(),
                    kind=Kind.ALIAS,
                    reach=match.end(),
                    inside=False,
                    said="",
                )
    for match in BACK.finditer(text):
        if match.start() not in inside and (said := _said_before(context, match["genre"], match.start())):
            yield replace(
                said, start=match.start(), end=match.end(), kind=Kind.BACK, reach=match.end(), inside=False, said=""
            )
    for match in OWN.finditer(text):
        if match.start() not in inside:
            yield Mention(match.start(), match.end(), Kind.OWN, "", reach=match.end())


def _goes_on(text: str, place: int) -> bool:
    return bool(re.match(r"实施|律|解释|修正|典|院|规|施行", text[place : place + 3]))


def _said_before(context: _Context, genre: str, place: int) -> Mention | None:
    before = [one for one in context.full if one.end <= place and _ends(one.title, genre)]
    return before[-1] if before else None


class _Spans:
    """Whether a place lies in one of some spans."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self._inside: set[int] = set()
        for begin, end in spans:
            self._inside.update(range(begin, end))

    def __contains__(self, place: int) -> bool:
        return place in self._inside


def _without_overlaps(found: Sequence[Mention]) -> list[Mention]:
    """Keep titles as they nest; of words that overlap another mention, keep the first."""
    kept: list[Mention] = []
    reach = -1
    for one in sorted(found, key=lambda m: (m.start, -m.end)):
        if one.start < reach and not one.inside:
            continue
        kept.append(one)
        reach = max(reach, one.end)
    return kept


def _lone_numbers(text: str, found: Sequence[Mention]) -> Iterator[Mention]:
    """Yield numbers that stand by themselves, not in the brackets behind a title."""
    taken = _Spans([(one.start, max(one.reach, one.end)) for one in found])
    for number in numbers_in(text):
        if number.start not in taken and number.end - 1 not in taken:
            yield Mention(number.start, number.end, Kind.NUMBER, "", (number.number,), (), number.end)


def _with_articles(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Hang each 第X条 on the mention right before it; where there is none, on the words before it."""
    found = list(mentions)
    by_reach = {max(one.reach, one.end): place for place, one in enumerate(found)}
    bare: list[Mention] = []
    ends: dict[int, int] = {}
    for ref in article_refs(text):
        place = _holder(text, ref, by_reach, ends)
        if place is not None:
            one = found[place]
            found[place] = replace(one, articles=tuple(dict.fromkeys((*one.articles, *ref.anchors))))
            ends[ref.end] = place
        elif named := _named(text, ref):
            bare.append(named)
    return sorted([*found, *bare], key=lambda one: (one.start, -one.end))


def _holder(text: str, ref: ArticleRef, by_reach: dict[int, int], ends: dict[int, int]) -> int | None:
    for back in range(4):
        place = ref.start - back
        if place in by_reach and BETWEEN.fullmatch(text[place : ref.start]):
            return by_reach[place]
        if place in ends and re.fullmatch(r"[、，,和及或与\s]{1,3}", text[place : ref.start]):
            return ends[place]
    return None


def _named(text: str, ref: ArticleRef) -> Mention | None:
    """Take the words before an article for a title without book marks; the library tells how many of them it is."""
    before = text[max(0, ref.start - BEFORE_ARTICLE) : ref.start]
    words = NAMED.search(before.rstrip(" \u3000的"))
    if words is None or re.search(r"(?:本|该|此|上述)(?:法|条例|规定|办法|细则|规则|解释)$", words.group()):
        return None
    start = max(0, ref.start - BEFORE_ARTICLE) + words.start()
    return Mention(start, start + len(words.group()), Kind.BARE, words.group(), (), ref.anchors, ref.end)
