"""What a query was understood to say."""

from __future__ import annotations

import dataclasses
from typing import Literal

from gongkai.engine.search.index.leaning import Leaning

MeaningKind = Literal["number", "title", "agency", "place", "date", "article", "question", "service", "ended"]
KINDS: dict[str, str] = {
    "number": "文号",
    "title": "文件名",
    "agency": "机关",
    "place": "地区",
    "date": "时间",
    "article": "条款",
    "question": "问题",
    "service": "办事",
    "ended": "效力",
}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """One thing understood: `text` as typed, `label` as shown to the reader, `leanings` what it does to the search."""

    kind: MeaningKind
    text: str
    label: str
    value: str = ""
    leanings: tuple[Leaning, ...] = ()

    @property
    def narrows(self) -> bool:
        return any(one.required for one in self.leanings)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """`typed` is what stood in the box, `rest` what must still occur literally, `article` the article asked for (第十三条)."""

    typed: str = ""
    rest: str = ""
    meanings: tuple[Meaning, ...] = ()
    article: str = ""

    @property
    def leanings(self) -> tuple[Leaning, ...]:
        return tuple(one for meaning in self.meanings for one in meaning.leanings)

    @property
    def narrows(self) -> bool:
        return any(meaning.narrows for meaning in self.meanings)

    @property
    def question(self) -> bool:
        return self.has("question")

    def has(self, kind: str) -> bool:
        return any(meaning.kind == kind for meaning in self.meanings)
