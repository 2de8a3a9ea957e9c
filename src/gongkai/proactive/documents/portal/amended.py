"""Which articles of a text later decisions changed: told above the text, each with the words that changed it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from lxml import html as lxml_html

from gongkai.base.files.rules import anchored
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import KINDS, paragraph_path
from gongkai.proactive.documents.rules.amending import amends_several, changes_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gongkai.base.organisations.models import Site
    from gongkai.engine.publishing.models import Edition, Release
    from gongkai.proactive.documents.portal.parting import Reading

MOST = 5  # decisions that are read for one page


def amended(
    edition: Edition, reading: Reading, pointing: Sequence[Mapping[str, Any]], site: Site
) -> list[dict[str, Any]]:
    """Return for each public decision that amends this wording, latest first, the articles that it names.

    `reading` leads to the articles here; `pointing` is the second half of `publishing.queries.related`. `updated` says
    whether this wording came out with the decision or after it: then it is the changed text, else the one before. A
    decision that changes several texts is left out, its articles might be another's.
    """
    places = {entry.text: reading.place(entry.anchor) for entry in reading.outline}
    deciding = [one for one in pointing if one["verb"] == "amends" and not amends_several(one["title"])]
    found: list[dict[str, Any]] = []
    if not places or not deciding:
        return found
    latest = sorted(deciding, key=_day, reverse=True)[:MOST]
    rows = publishing.public_releases(site).filter(key__in=[one["key"] for one in latest]).select_related("edition")
    decisions = {release.key: release for release in rows}
    for one in latest:
        decision = decisions.get(one["key"])
        lines = list(_changes(decision, places)) if decision is not None else []
        if decision is not None and lines:
            updated = edition.published_at is not None and edition.published_at >= decision.first_published_at
            found.append(
                {
                    "name": one["doc_number"] or one["title"], "url": KINDS[one["kind"]].path(one["key"]),
                    "begins": one["effective_on"], "changes": lines, "updated": updated,
                    "title": f"本文有{len(lines)}处条款被修改",
                }
            )  # fmt: skip
    return found


def _day(one: Mapping[str, Any]) -> dt.date:
    day: dt.date = one["effective_on"] or one["issued_on"] or one["first_published_at"].date()
    return day


def _changes(decision: Release, places: Mapping[str, str]) -> Iterator[dict[str, str]]:
    path = KINDS[decision.kind].path(decision.key)
    told: set[str] = set()
    for anchor, line in _lines(decision.edition.html):
        for change in changes_in(line):
            if change.article not in told:
                told.add(change.article)
                yield {
                    "article": change.article, "how": change.how, "url": paragraph_path(path, anchor),
                    "here": places.get(change.article, ""),
                }  # fmt: skip


def _lines(html: str) -> Iterator[tuple[str, str]]:
    """Yield the blocks of a text with their lasting anchors."""
    text, _ = anchored(html)
    if not text:
        return
    for element in lxml_html.fragment_fromstring(text, create_parent="div").iter("p", "li", "h2", "h3", "h4"):
        if anchor := element.get("id"):
            yield anchor, " ".join("".join(str(part) for part in element.itertext()).split())
