"""How often things were read; what is hot on a site; how many came by the hot block."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Sum
from django.utils import timezone

from gongkai.base.prepared.queries import prepared
from gongkai.doors.site.models import DailyVisit, HiddenTerm, ViewCount
from gongkai.doors.site.rules import SOURCES, TALLY
from gongkai.doors.site.rules.hot import FEWEST_READINGS, HALF_LIFE_DAYS, SHOWN, WINDOW_DAYS, Reading, hot_terms, ranked
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.search import queries as search

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gongkai.base.organisations.models import Agency, Site
    from gongkai.engine.publishing.models import Release


@prepared("")
def _written(key: str) -> QuerySet[ViewCount, int]:
    return ViewCount.objects.filter(key=key).values_list("count", flat=True)


def view_count(key: str) -> int:
    """Return how often an item was read, those readings included that wait in this process."""
    return sum(_written(key)) + TALLY.pending(key)


def view_counts(keys: Iterable[str]) -> dict[str, int]:
    """Return the same for many in one query; every key asked for is in the answer."""
    wanted = list(keys)
    written = dict(ViewCount.objects.filter(key__in=wanted).values_list("key", "count"))
    return {key: written.get(key, 0) + TALLY.pending(key) for key in wanted}


CANDIDATES = 100
RANKED_SECONDS = 600.0
MOST_RANKINGS = 1_000


def _since() -> dt.date:
    return timezone.localdate() - dt.timedelta(days=WINDOW_DAYS)


_ranking: dict[tuple[str, int, int], tuple[float, list[str]]] = {}
_words: dict[tuple[str, int], tuple[float, list[tuple[str, str]]]] = {}


def forget_rankings() -> None:
    """Rank anew at the next page; for tests."""
    _ranking.clear()
    _words.clear()


def _hot_keys(site: Site, agency: Agency | None) -> list[str]:
    """Return index numbers by weighted readings, hottest first. Ranked at most every ten minutes in each process.

    Index numbers only: what may be shown of them is asked anew each time.
    """
    name = (str(settings.DATA_DIR), site.pk, agency.pk if agency else 0)
    kept = _ranking.get(name)
    if kept is not None and time.monotonic() - kept[0] < RANKED_SECONDS:
        return kept[1]
    rows = DailyVisit.objects.filter(site=site, day__gte=_since()).order_by()
    if agency is not None:
        rows = rows.filter(key__in=publishing.public_releases(site).filter(agency=agency).values("key"))
    read = rows.values("key").annotate(n=Sum("count")).filter(n__gte=FEWEST_READINGS).order_by("-n")
    most = list(read.values_list("key", flat=True)[:CANDIDATES])
    counted = rows.filter(key__in=most).values_list("day", "key").annotate(n=Sum("count"))
    found = ranked((Reading(day, key, n) for day, key, n in counted), timezone.localdate())
    if len(_ranking) >= MOST_RANKINGS:
        _ranking.clear()
    _ranking[name] = (time.monotonic(), found)
    return found


def hot_releases(site: Site, *, agency: Agency | None = None, most: int = SHOWN) -> list[Release]:
    """Return what was read most on this site lately, hottest first; only what it may show now (R264).

    What this site may not show is never asked for by name: the ranking is looked up among its own releases.
    """
    order = _hot_keys(site, agency)[: 4 * most]
    found = publishing.public_releases(site).filter(key__in=order) if order else []
    by_key = {release.key: release for release in found if agency is None or release.agency_id == agency.pk}
    return [by_key[key] for key in order if key in by_key][:most]


def _asked(site: Site) -> list[Reading]:
    """Return how often each query was asked: the last week, and the weeks before it."""
    today = timezone.localdate()
    week = today - dt.timedelta(days=HALF_LIFE_DAYS - 1)
    recent = search.terms(since=week, until=today, site=site.host, most=CANDIDATES)
    before = search.terms(since=_since(), until=week - dt.timedelta(days=1), site=site.host, most=CANDIDATES)
    older = week - dt.timedelta(days=HALF_LIFE_DAYS)
    found = [(today, one) for one in recent] + [(older, one) for one in before]
    return [Reading(day, one.words, one.asked) for day, one in found if one.found]


def _confirmed(site: Site, term: str) -> str:
    """Return the index number of something public on this site whose title says the term, "" when there is none."""
    filters = search.Filters(agency=(site.agency.code,), agency_subtree=site.whole_tree)
    asked = search.SearchRequest(text=f'"{term}"', filters=filters, page_size=10, highlight=False)
    try:
        hits = search.search(asked).hits
    except search.IndexOutdatedError:
        return ""
    keys = [hit.key.removeprefix(f"{hit.kind}:") for hit in hits]
    found = publishing.public_releases(site).filter(key__in=keys, title__icontains=term).values_list("key", flat=True)
    return found.first() or ""


def _hot_words(site: Site) -> list[tuple[str, str]]:
    """Return hot searches with what confirms each, as `_hot_keys` keeps its ranking."""
    name = (str(settings.DATA_DIR), site.pk)
    kept = _words.get(name)
    if kept is not None and time.monotonic() - kept[0] < RANKED_SECONDS:
        return kept[1]
    found = [(term, _confirmed(site, term)) for term in hot_terms(_asked(site), timezone.localdate())]
    if len(_words) >= MOST_RANKINGS:
        _words.clear()
    _words[name] = (time.monotonic(), [(term, key) for term, key in found if key])
    return _words[name][1]


def hot_searches(site: Site) -> list[str]:
    """Return the searches to show on this site: asked often, and in words of a title that is public here now.

    The title is looked up each time: with its withdrawal the word goes too.
    """
    words = _hot_words(site)
    if not words:
        return []
    hidden = set(HiddenTerm.objects.filter(site=site).values_list("term", flat=True))
    public = publishing.public_releases(site).filter(key__in=[key for _, key in words])
    titles = dict(public.values_list("key", "title"))
    said = [term for term, key in words if term not in hidden and term.lower() in titles.get(key, "").lower()]
    return said[:SHOWN]


def visits_by_source(site: Site, *, since: dt.date) -> dict[str, int]:
    """Return readings since a day by the block they came from; "" is everybody else. Every block is in the answer."""
    rows = DailyVisit.objects.filter(site=site, day__gte=since).order_by().values("source").annotate(n=Sum("count"))
    return dict.fromkeys(("", *SOURCES), 0) | dict(rows.values_list("source", "n"))


def hidden_terms(site: Site) -> list[HiddenTerm]:
    return list(HiddenTerm.objects.filter(site=site).order_by("term"))
