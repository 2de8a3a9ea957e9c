"""The searcher of this process."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from gongkai.engine.search.index import Searcher


@cache
def _searcher(directory: Path) -> Searcher:
    return Searcher(directory)


def searcher() -> Searcher:
    """Return the one searcher of this process; its threads share it."""
    return _searcher(Path(settings.SEARCH_DIR))
