"""What is asked and what is answered."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Literal

from gongkai.engine.search.index.highlight import Segment
from gongkai.engine.search.index.leaning import Leaning
from gongkai.engine.search.index.synonyms import Vocabulary

Sort = Literal["relevance", "date"]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Values within one dimension are alternatives; the dimensions must all hold. Days and years are inclusive; `years` are
    single ones, each as chosen.

    With `agency_subtree`, an agency also stands for everything below it; a `region` (the code of its government) always does.
    """

    agency: tuple[str, ...] = ()
    agency_subtree: bool = False
    kind: tuple[str, ...] = ()
    genre: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    column: tuple[str, ...] = ()
    validity: tuple[str, ...] = ()
    site: tuple[str, ...] = ()
    issuer: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    date_from: dt.date | None = None
    date_to: dt.date | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """`text` as typed; empty text with filters lists everything that passes them, newest first.

    `words` are the synonyms (those built in unless given), `leanings` is what a classifier made of the words, `article`
    the article whose paragraph is to be shown first. Without `rescue`, nothing found is the answer: no spelling is tried
    and no part left out. A `question` is looked for by what it is made of when it does not occur as it stands.
    `merge_titles` shows of several passages of one text, indexed each by itself under the same title, only the best; it
    needs a question, and leaves the counts alone. With `by_words_too`, few literal results are followed by what holds all
    the words otherwise.
    """

    text: str = ""
    filters: Filters = Filters()
    sort: Sort = "relevance"
    page: int = 1
    page_size: int = 10
    facets: tuple[str, ...] = ("agency", "kind", "theme", "column", "year", "validity")
    highlight: bool = True
    passages: int = 2
    leanings: tuple[Leaning, ...] = ()
    article: str = ""
    rescue: bool = True
    words: Vocabulary | None = None
    question: bool = False
    merge_titles: bool = False
    by_words_too: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class FacetValue:
    value: str
    count: int
    label: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One result, with all a result line shows. `title_marks` and `passages` are segments; `marked` makes HTML of them.

    `anchors` stand beside `passages`: the place on the page of each, empty where the index was not told.
    """

    key: str
    score: float
    external_id: str
    kind: str
    title: str
    doc_number: str
    agency: str
    agency_name: str
    issuers: tuple[str, ...]
    themes: tuple[str, ...]
    columns: tuple[str, ...]
    site: str
    year: int | None
    date: dt.date | None
    published_at: dt.datetime | None
    validity: str
    url: str
    aside: bool = False
    title_marks: tuple[Segment, ...] = ()
    passages: tuple[tuple[Segment, ...], ...] = ()
    anchors: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Alternative:
    """Another query that finds something: `reason` is 'drop', 'number' or 'spelling'; `removed` the part left out."""

    text: str
    total: int
    reason: Literal["drop", "number", "spelling"]
    removed: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """`relaxed` says that nothing held the query literally, so its words were searched instead.

    `hints` are Chinese sentences for the page; `corrections` are filled when nothing (or nothing literal) was found.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    page: int = 1
    page_size: int = 10
    facets: dict[str, tuple[FacetValue, ...]] = dataclasses.field(default_factory=dict)
    took_ms: float = 0.0
    corrections: tuple[Alternative, ...] = ()
    hints: tuple[str, ...] = ()
    relaxed: bool = False

    @property
    def pages(self) -> int:
        return -(-self.total // self.page_size)


@dataclasses.dataclass(frozen=True, slots=True)
class Suggestion:
    """`kind` is 'number', 'title', 'agency' or 'word'; `key` and `url` are set for one document, `value` for an agency."""

    kind: Literal["number", "title", "agency", "word"]
    text: str
    value: str = ""
    key: str = ""
    url: str = ""
