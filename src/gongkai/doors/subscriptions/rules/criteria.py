"""What somebody wants to hear of, and what "it fits" means. This file is the definition; `matching` is only quicker.

A subscription is a conjunction: every word occurs, no excluded word occurs, and of each facet named at least one value is
the document's. «5年» is not found inside «15年»: a word that begins or ends with a letter or figure ends there in the text too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from gongkai.engine.search.rules import fold

FACETS: dict[str, str] = {
    "theme": "主题", "agency": "机关", "column": "栏目", "audience": "服务对象", "kind": "内容种类", "region": "地区",
    "genre": "文种", "category": "公开类别",
}  # fmt: skip
# Configuration of our own: what one subscription may hold.
MOST_WORDS = 10
MOST_VALUES = 20
LONGEST_WORD = 40
EXPANDED = "全部词语都出现才通知"
Term = tuple[str, str]


class CriteriaRefused(ValueError):
    """The sentence says what to change."""


@dataclass(frozen=True)
class Document:
    """A public text as it is matched: `text` folded, `facets` with every superior of the agency and of the columns."""

    text: str
    facets: frozenset[Term] = frozenset()

    @classmethod
    def of(cls, *texts: str, facets: Iterable[Term] = ()) -> Document:
        return cls(fold("\n".join(texts)), frozenset(facets))


@dataclass(frozen=True)
class Criteria:
    """Words are folded; `any_of` is sorted by facet, each with its sorted values."""

    words: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    any_of: tuple[tuple[str, tuple[str, ...]], ...] = field(default=())

    @classmethod
    def of(
        cls, words: Iterable[str] = (), without: Iterable[str] = (), facets: Mapping[str, Iterable[str]] | None = None
    ) -> Criteria:
        """Bring what was chosen into its one form. Raises CriteriaRefused with a sentence for the form."""
        kept = tuple(sorted({word for one in words if (word := " ".join(fold(one).split()))}))
        left = tuple(sorted({word for one in without if (word := " ".join(fold(one).split()))}))
        chosen: list[tuple[str, tuple[str, ...]]] = []
        for name, values in sorted((facets or {}).items()):
            if name not in FACETS:
                raise CriteriaRefused(f"不能按“{name}”订阅，请重新选择。")
            several = tuple(sorted({str(value) for value in values if value}))
            if len(several) > MOST_VALUES:
                raise CriteriaRefused(f"“{FACETS[name]}”最多选{MOST_VALUES}项，请减少一些，或者分成几个订阅。")
            if several:
                chosen.append((name, several))
        return cls(kept, left, tuple(chosen)).checked()

    def checked(self) -> Criteria:
        if not self.words and not self.any_of:
            raise CriteriaRefused("请至少选一项，或者写一个词。")
        if len(self.words) + len(self.without) > MOST_WORDS:
            raise CriteriaRefused(f"词语最多写{MOST_WORDS}个，请减少一些。")
        if any(len(word) > LONGEST_WORD for word in (*self.words, *self.without)):
            raise CriteriaRefused(f"每个词最多{LONGEST_WORD}个字，请写短一些。")
        return self

    def stored(self) -> dict[str, object]:
        """Return the JSON that is kept; `read` takes it back."""
        kept: dict[str, object] = {"words": list(self.words), "without": list(self.without)}
        return kept | {name: list(values) for name, values in self.any_of}

    @classmethod
    def read(cls, stored: Mapping[str, Sequence[str]]) -> Criteria:
        facets = {name: stored[name] for name in FACETS if stored.get(name)}
        return cls.of(stored.get("words", ()), stored.get("without", ()), facets)


def _joined(left: str, right: str) -> bool:
    return left.isascii() and left.isalnum() and right.isascii() and right.isalnum()


def stands_at(text: str, place: int, word: str) -> bool:
    """Return whether a word found at this place is not the middle of a longer number or Latin word."""
    end = place + len(word)
    before = place > 0 and _joined(text[place - 1], word[0])
    after = end < len(text) and _joined(word[-1], text[end])
    return not (before or after)


def occurs(word: str, text: str) -> bool:
    place = text.find(word)
    while place >= 0:
        if stands_at(text, place, word):
            return True
        place = text.find(word, place + 1)
    return False


def meets(criteria: Criteria, document: Document) -> bool:
    """Return whether the document is what was asked for: the definition, one subscription at a time."""
    return (
        all(any((name, value) in document.facets for value in values) for name, values in criteria.any_of)
        and all(occurs(word, document.text) for word in criteria.words)
        and not any(occurs(word, document.text) for word in criteria.without)
    )


def typed_words(text: str) -> tuple[list[str], list[str]]:
    """Read a search as it was typed: «住房 补贴 -公告» gives what must occur and what must not."""
    parts = text.replace("　", " ").replace("“", '"').replace("”", '"').replace("、", " ").replace("，", " ").split()
    wanted, unwanted = [], []
    for part in parts:
        word = part.strip('"')
        if part.startswith("-") and len(part) > 1:
            unwanted.append(part[1:].strip('"'))
        elif word:
            wanted.append(word)
    return wanted, unwanted
