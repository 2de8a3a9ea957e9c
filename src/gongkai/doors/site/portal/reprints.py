"""One line for a text and its print in the gazette, where a page of results has found both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from gongkai.doors.site.queries.showing import address
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import KINDS

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Release

Shown = TypeVar("Shown")


def folded(
    shown: Sequence[tuple[Shown, Release]],
) -> tuple[list[tuple[Shown, Release]], dict[str, list[dict[str, str]]]]:
    """Return the results without what is printed again of another of them, and by key of that other the links to it.

    What is printed again of a text that this page does not show keeps its own line. One query, none where there is no
    such thing.
    """
    printed = [release.pk for _, release in shown if KINDS[release.kind].reprints]
    if not printed:
        return list(shown), {}
    found = {release.key for _, release in shown}
    again: dict[str, tuple[str, dict[str, str]]] = {}
    for release in publishing.public_releases().filter(pk__in=printed).select_related("edition"):
        facts = release.edition.snapshot
        original = facts.get(KINDS[release.kind].reprints, "")
        if original in found:
            label = f"{KINDS[release.kind].name}：{facts.get('issue_title') or release.title}"
            again[release.key] = (original, {"label": label, "url": address(release)})
    links: dict[str, list[dict[str, str]]] = {}
    for original, link in again.values():
        links.setdefault(original, []).append(link)
    return [(one, release) for one, release in shown if release.key not in again], links
