"""The life of a text on one line: made, published, in force, changed by what, ended by what, and where today stands."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from gongkai.engine.publishing.rules import KINDS, VALIDITY_NAMES, Validity
from gongkai.proactive.documents.rules.life import TELLERS, LifeEvent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gongkai.engine.publishing.models import Edition, Release

CHANGING = {
    "amends": "修改", "repeals": "废止", "replaces": "被新文件替代", "lapses": "宣布失效",
}  # fmt: skip
ENDING = frozenset({"repeals", "replaces", "lapses"})
PARTLY = "部分条款废止"


def lifeline(
    release: Release,
    edition: Edition,
    state: Validity,
    today: dt.date,
    *,
    editions: Sequence[Mapping[str, Any]],
    pointing: Sequence[Mapping[str, Any]],
) -> list[dict[str, Any]]:
    """Return the events for ui/figures/life in the order of their days, with today in its place.

    `editions` are the public wordings, newest first, as the page lists them; `pointing` is the second half of `publishing.queries.related`.
    """
    events = [*_own(release, edition, editions), *_by_others(release, pointing)]
    for tell in TELLERS:
        events += tell(release.key)
    lines = [
        {
            "date": one.on, "label": one.label, "note": one.note, "kind": "end" if one.ends else "",
            "links": [{"label": words, "url": url} for words, url in one.links],
            "state": "past" if one.on <= today else "next",
        }
        for one in dict.fromkeys(events)
    ]  # fmt: skip
    lines.append({"date": today, "label": f"今天，{VALIDITY_NAMES[state]}", "state": "now"})
    # Today stands behind what happened earlier today: nobody reads «today» before the publication of this morning.
    return sorted(lines, key=lambda line: (line["date"], line["state"] == "now"))


def _day(facts: Mapping[str, Any], name: str) -> dt.date | None:
    return dt.date.fromisoformat(facts[name]) if facts.get(name) else None


def _own(release: Release, edition: Edition, editions: Sequence[Mapping[str, Any]]) -> Iterator[LifeEvent]:
    """Tell what the text says of itself, and its own wordings."""
    facts = edition.snapshot
    if made := _day(facts, "formed_on"):
        meeting = str(facts.get("approving_meeting") or "")
        yield LifeEvent(made, "成文", meeting)
    if issued := _day(facts, "issued_on"):
        yield LifeEvent(issued, "印发", str(facts.get("doc_number") or ""))
    yield LifeEvent(timezone.localdate(release.first_published_at), "公布")
    for one in editions:
        if one["compare_url"] and one["number"] <= edition.number:
            day = timezone.localdate(one["at"])
            yield LifeEvent(day, f"更正为第{one['number']}版", one["note"], (("看改动", one["compare_url"]),))
    if begins := _day(facts, "effective_on"):
        yield LifeEvent(begins, "施行")
    lapsed, expires = release.item.lapsed_on, _day(facts, "expires_on")
    ended = min((day for day in (lapsed, release.repealed_on) if day), default=None)
    if expires and (ended is None or expires < ended):
        yield LifeEvent(expires, "有效期届满", ends=True)


def _by_others(release: Release, pointing: Sequence[Mapping[str, Any]]) -> Iterator[LifeEvent]:
    """Tell what other public texts did to this one; an end without a public text behind it is told without a link."""
    item = release.item
    told: set[str] = set()
    for one in pointing:
        verb, number, title = one["verb"], one["doc_number"], one["title"]
        if verb not in CHANGING:
            continue
        day = one["effective_on"] or one["issued_on"] or timezone.localdate(one["first_published_at"])
        standing = {"repeals": item.repealed_on, "replaces": item.repealed_on, "lapses": item.lapsed_on}.get(verb)
        # An amending decision that repeals single provisions says so in its title; the relation itself only says «amends».
        label = PARTLY if verb == "amends" and "废止" in title else CHANGING[verb]
        link = ((number or title, KINDS[one["kind"]].path(one["key"])),)
        yield LifeEvent(standing or day, label, title if number else "", link, ends=verb in ENDING)
        told.add(verb)
    if item.repealed_on and not told & {"repeals", "replaces"}:
        yield LifeEvent(item.repealed_on, "废止", ends=True)
    if item.lapsed_on and "lapses" not in told:
        yield LifeEvent(item.lapsed_on, "宣布失效", ends=True)
    if item.amended_on and "amends" not in told:
        yield LifeEvent(item.amended_on, "修改")
