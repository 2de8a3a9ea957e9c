"""Verbs: the index (what the outbox consumer and `gongkai reindex` call), its vocabulary, and the counts of searches."""

from gongkai.engine.search.actions.counting import count_asked, count_click, count_help, forget_old, keep_for
from gongkai.engine.search.actions.indexing import drop, index, rebuild
from gongkai.engine.search.actions.vocabulary import (
    Refused,
    ask_for_rebuild,
    save_promotion,
    save_synonyms,
    stop_promotion,
    stop_synonyms,
)
from gongkai.engine.search.index import SearchDocument, WriterBusyError

__all__ = [
    "Refused",
    "SearchDocument",
    "WriterBusyError",
    "ask_for_rebuild",
    "count_asked",
    "count_click",
    "count_help",
    "drop",
    "forget_old",
    "index",
    "keep_for",
    "rebuild",
    "save_promotion",
    "save_synonyms",
    "stop_promotion",
    "stop_synonyms",
]
