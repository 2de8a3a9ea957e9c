"""The library in memory: read once for each state of it, by whoever asks first in a process."""

from __future__ import annotations

from collections import defaultdict

from gongkai.engine.regulations.models import Law, LibraryState, Version
from gongkai.engine.regulations.rules import LawEntry, Library, VersionEntry

_kept: tuple[str, Library] | None = None


def stamp() -> str:
    """Return what changes with every change of the library; empty before the first import. One query."""
    return LibraryState.objects.filter(pk=1).values_list("stamp", flat=True).first() or ""


def library() -> Library:
    """Return the library as it is now. One small query; three when it has changed."""
    global _kept  # noqa: PLW0603 - one library a process, replaced as a whole
    now = stamp()
    if not now:
        return Library.of(())
    kept = _kept
    if kept is None or kept[0] != now:
        kept = (now, Library.of(_entries()))
        _kept = kept
    return kept[1]


def _entries() -> list[LawEntry]:
    versions: dict[int, list[VersionEntry]] = defaultdict(list)
    rows = Version.objects.order_by("effective_on").values_list(
        "law_id", "pk", "decided_on", "effective_on", "number", "articles", "exact"
    )
    for law_id, pk, decided_on, effective_on, number, articles, exact in rows:
        versions[law_id].append(VersionEntry(pk, decided_on, effective_on, number, articles, exact))
    laws = Law.objects.order_by("pk").values_list("pk", "title", "repealed_on", "repealed_by", "numbers", "names")
    return [
        LawEntry(pk, title, tuple(versions[pk]), repealed_on, repealed_by, frozenset(numbers), tuple(names))
        for pk, title, repealed_on, repealed_by, numbers, names in laws
    ]
