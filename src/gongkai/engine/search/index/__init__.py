"""The index itself: pure Python over tantivy, without Django, so that it can also run as a process of its own."""

from gongkai.engine.search.index.documents import SearchDocument
from gongkai.engine.search.index.highlight import Segment, marked
from gongkai.engine.search.index.leaning import Leaning
from gongkai.engine.search.index.reader import DEEPEST, Searcher
from gongkai.engine.search.index.results import (
    Alternative,
    FacetValue,
    Filters,
    Hit,
    SearchRequest,
    SearchResult,
    Suggestion,
)
from gongkai.engine.search.index.storage import IndexOutdatedError, WriterBusyError
from gongkai.engine.search.index.writer import IndexWriter, rebuild

__all__ = [
    "DEEPEST",
    "Alternative",
    "FacetValue",
    "Filters",
    "Hit",
    "IndexOutdatedError",
    "IndexWriter",
    "Leaning",
    "SearchDocument",
    "SearchRequest",
    "SearchResult",
    "Searcher",
    "Segment",
    "Suggestion",
    "WriterBusyError",
    "marked",
    "rebuild",
]
