"""Searching in the English window: English words find translations, Chinese words and document numbers find Chinese texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from gongkai.base.ui.linked import json_ld, trail
from gongkai.base.ui.public import public_page, site_of
from gongkai.doors.site.portal.agencies import agencies_of
from gongkai.doors.site.portal.english.lines import line
from gongkai.doors.site.portal.english.pages import HOME, english_page
from gongkai.doors.site.portal.listing import item_key
from gongkai.doors.site.portal.shared import page_number
from gongkai.doors.site.queries.english import Names, in_english
from gongkai.doors.site.rules import TRANSLATION
from gongkai.doors.site.rules.english import PREFIX, en_date, has_han, source_key
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.search import queries as index
from gongkai.engine.search.queries import Filters, Hit, SearchRequest, SearchResult
from gongkai.proactive.gazette import rules as gazette

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Site

PAGE_SIZE = 10
LONGEST_QUERY = 200
MOST_AGENCIES = 3
MOST_SUGGESTED = 8


@public_page
def search(request: HttpRequest) -> HttpResponse:
    site, names = site_of(request), Names()
    query = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST_QUERY]
    chinese = has_han(query)
    number = page_number(request)
    result, paused = _asked(site, query, number, chinese=chinese)
    items = _lines(result.hits, site, names)
    total = max(result.total - (len(result.hits) - len(items)), len(items))
    crumbs = [HOME, {"label": "Search"}]
    context = {
        "query": query,
        "chinese": chinese,
        "items": items,
        "total": total,
        "paused": paused,
        "agencies": _agencies(site, query, names) if number == 1 else [],
        "page_obj": Paginator(range(max(total, 1)), PAGE_SIZE).get_page(number),
        "crumbs": crumbs,
        "description": "Search the documents and agencies of the city.",
        "noindex": True,
        "json_ld": json_ld(trail(request, crumbs)),
    }
    return english_page(request, "search", context)


def _asked(site: Site, query: str, number: int, *, chinese: bool) -> tuple[SearchResult, bool]:
    """Return what the index says, and whether it must be built first."""
    if not query:
        return SearchResult(), False
    # An English version belongs to the agency that had it made, so a site of one bureau is limited by what it may show.
    reach = {"agency": (site.agency.code,), "agency_subtree": site.whole_tree} if chinese else {}
    kinds = ("document",) if chinese else (TRANSLATION, gazette.ENGLISH)
    filters = Filters(kind=kinds, **reach)  # type: ignore[arg-type]
    try:
        return index.search(SearchRequest(text=query, filters=filters, page=number, page_size=PAGE_SIZE)), False
    except index.IndexOutdatedError:
        return SearchResult(), True


def _lines(hits: tuple[Hit, ...] | Any, site: Site, names: Names) -> list[dict[str, Any]]:
    """Return hits as list lines of their documents, with the passages that matched. What is not public here is left out."""
    found = {source_key(item_key(hit)): hit for hit in hits}
    rows = publishing.public_releases(site).filter(key__in=list(found), kind="document").select_related("edition")
    releases = {row.key: row for row in rows}
    known, today = in_english(releases.values()), timezone.localdate()
    issues = _issues(found, site, names)
    shown = []
    for key, hit in found.items():
        if key in issues:
            shown.append(issues[key])
            continue
        release = releases.get(key)
        if release is None or (hit.kind == TRANSLATION and key not in known):
            continue
        same = known.get(key) and hit.title == known[key].title
        shown.append(
            line(release, known.get(key), names, today)
            | {
                "title_html": mark_safe(index.marked(hit.title_marks)) if same else "",  # noqa: S308 marked() escapes
                "passages": [mark_safe(index.marked(passage)) for passage in dict.fromkeys(hit.passages)],  # noqa: S308 same
            }
        )
    return shown


def _issues(found: dict[str, Hit], site: Site, names: Names) -> dict[str, dict[str, Any]]:
    """Return those hits that are English editions of the gazette as list lines, by their index number."""
    keys = [key for key, hit in found.items() if hit.kind == gazette.ENGLISH]
    if not keys:
        return {}
    return {
        row.key: {
            "english": {"title": row.title, "summary": row.summary},
            "title": "",
            "url": gazette.path_of(row.key),
            "status": {},
            "genre": "Gazette",
            "agency": names.agency_label(row.agency),
            "published_on": timezone.localdate(row.published_at),
            "title_html": mark_safe(index.marked(found[row.key].title_marks)),  # noqa: S308 marked() escapes
            "passages": [mark_safe(index.marked(one)) for one in dict.fromkeys(found[row.key].passages)],  # noqa: S308 same
        }
        for row in publishing.public_releases(site).filter(kind=gazette.ENGLISH, key__in=keys)
    }


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Answer ?q= with a list of {label, url, note} of English titles, only of what is public on this site now."""
    site = site_of(request)
    try:
        proposed = index.suggest_english(request.GET.get("q", "")[:LONGEST_QUERY], TRANSLATION, 2 * MOST_SUGGESTED)
    except index.IndexOutdatedError:
        proposed = ()
    keys = list(dict.fromkeys(source_key(one.key.rpartition(":")[2]) for one in proposed))
    here = publishing.public_releases(site).filter(key__in=keys, kind="document").select_related("edition")
    known = in_english(here) if keys else {}
    shown = [
        {
            "label": known[key].title,
            "url": f"{PREFIX}documents/{key}",
            "note": f"Published {en_date(known[key].published_at)}",
        }
        for key in keys
        if key in known
    ]
    return JsonResponse(shown[:MOST_SUGGESTED], safe=False)


def _agencies(site: Site, query: str, names: Names) -> list[dict[str, str]]:
    """Return the agencies whose English (or Chinese) name holds the words."""
    words = query.split()
    if not words:
        return []
    wanted = Q()
    for word in words:
        wanted &= Q(english__name__icontains=word) | Q(english__short_name__icontains=word) | Q(name__icontains=word)
    rows = agencies_of(site).filter(wanted, abolished_on__isnull=True).order_by("order", "code")[:MOST_AGENCIES]
    return [{"name": names.agency(row), "url": f"{PREFIX}agencies/{row.code}/"} for row in rows]
