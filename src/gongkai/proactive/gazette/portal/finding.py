"""Finding in the gazette: by the search index with passages, by titles and numbers while there is no index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.utils.safestring import mark_safe

from gongkai.engine.publishing import queries as publishing
from gongkai.engine.search import queries as index
from gongkai.engine.search.queries import Filters, SearchRequest
from gongkai.law.numbers import number_key
from gongkai.proactive.gazette.queries.public import year_and_number
from gongkai.proactive.gazette.rules import ISSUE, TEXT, issue_of, path_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

    from gongkai.base.organisations.models import Site
    from gongkai.engine.publishing.models import Release
    from gongkai.engine.search.queries import Hit

PER_PAGE = 12
FIRST = frozenset({"", "p1"})


def _page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) <= 4 else 1


def find(request: HttpRequest, site: Site, words: str, year: int) -> dict[str, Any]:
    """Return {items, total, page}. A year narrows to the issues of that year by their address."""
    number = _page_number(request)
    try:
        return _in_index(site, words, year, number)
    except index.IndexOutdatedError:
        return _in_titles(site, words, year, number)


def _in_index(site: Site, words: str, year: int, number: int) -> dict[str, Any]:
    filters = Filters(kind=(TEXT, ISSUE), agency=(site.agency.code,), year_from=year or None, year_to=year or None)
    wanted = SearchRequest(text=words, filters=filters, page=number, page_size=PER_PAGE, facets=())
    result = index.search(wanted)
    keys = {hit.key.removeprefix(f"{hit.kind}:"): hit for hit in result.hits}
    rows = {row.key: row for row in publishing.public_releases(site).filter(key__in=list(keys))}
    items = [_line(rows[key], hit) for key, hit in keys.items() if key in rows]
    total = max(result.total - (len(keys) - len(items)), len(items))
    return {
        "items": items, "total": total, "notice": "",
        "page": Paginator(range(max(total, 1)), PER_PAGE).get_page(number),
    }  # fmt: skip


def _in_titles(site: Site, words: str, year: int, number: int) -> dict[str, Any]:
    key = number_key(words)
    wanted = Q(title__icontains=words) | (Q(doc_number_key=key) if key else Q(pk__in=[]))
    rows = publishing.public_releases(site).filter(wanted, kind__in=(TEXT, ISSUE), agency=site.agency)
    if year:
        rows = rows.filter(key__contains=f"/{year}/")
    page = Paginator(rows.order_by("-published_at", "item_id"), PER_PAGE).get_page(number)
    return {
        "items": _lines(page.object_list), "total": page.paginator.count, "page": page,
        "notice": "检索库正在建立，暂按标题和文号查找，稍后即可检索全文。",
    }  # fmt: skip


def _lines(rows: Iterable[Release]) -> list[dict[str, Any]]:
    return [_line(row, None) for row in rows]


def _line(release: Release, hit: Hit | None) -> dict[str, Any]:
    url = path_of(release.key)
    passages = []
    for place, passage in enumerate(hit.passages if hit else ()):
        anchor = hit.anchors[place] if hit and place < len(hit.anchors) else ""
        text = mark_safe(index.marked(passage))  # noqa: S308 marked() escapes
        passages.append({"text": text, "url": f"{url}#{anchor}" if anchor not in FIRST else ""})
    return {
        "title": release.title,
        "title_html": mark_safe(index.marked(hit.title_marks)) if hit and hit.title_marks else "",  # noqa: S308 same
        "url": url,
        "doc_number": release.doc_number,
        "issue": "{}年第{}号".format(*year_and_number(issue_of(release.key))),
        "issue_url": path_of(issue_of(release.key)),
        "is_issue": release.kind == ISSUE,
        "on": release.formed_on or release.issued_on,
        "passages": passages,
    }
