"""Searching and browsing: what was asked, what is found, how it can be narrowed. Library, search and feeds use it.

The index proposes, releases decide: every hit is looked up among the releases of this site in one query, so nothing that
was withdrawn shows even while the index has not heard of it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import logging
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from gongkai.base.organisations.queries import subtree
from gongkai.doors.site.portal.asking import FACETS, IN_INDEX, Asked, without_unknown
from gongkai.doors.site.portal.narrowing import chips_of, facets_of, regions_of
from gongkai.doors.site.portal.passages import excerpt_of
from gongkai.doors.site.portal.reprints import folded
from gongkai.doors.site.portal.shared import address, doc_item
from gongkai.doors.site.queries.english import orphans
from gongkai.doors.site.rules import TRANSLATION
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.search import queries as index
from gongkai.engine.search.queries import Answer, Filters, Hit, SearchRequest, SearchResult
from gongkai.engine.search.rules import Understood

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Site
    from gongkai.engine.publishing.models import Release

EXPORT_PAGE = 100  # the most that the index gives at once
logger = logging.getLogger(__name__)
PAUSED = "检索库正在建立，暂按标题和文号查找，稍后即可检索全文。"


@dataclasses.dataclass
class Found:
    """One page of results with all that is shown around it."""

    asked: Asked
    items: list[dict[str, Any]]
    total: int
    page: Page[Any]
    facets: list[dict[str, Any]]
    chips: list[dict[str, str]]
    result: SearchResult
    releases: list[Release]
    notice: str = ""
    meant: Understood | None = None
    widened: bool = False


def _filters(asked: Asked, site: Site, codes: set[str], fixed: dict[str, tuple[str, ...]]) -> Filters:
    """Return the filters with the limits of the site: an agency beyond it cannot be chosen."""
    values: dict[str, Any] = {
        name: value for name, value in asked.chosen.items() if value and name not in {"agency", "year"}
    }
    values |= {name: value for name, value in fixed.items() if name in IN_INDEX}
    agencies = tuple(code for code in asked.chosen.get("agency", ()) if code in codes)
    if asked.chosen.get("agency"):
        values["agency"], values["agency_subtree"] = agencies or ("",), asked.below
    else:
        values["agency"], values["agency_subtree"] = (site.agency.code,), site.whole_tree
    values["years"] = tuple(int(year) for year in asked.chosen.get("year", ()))
    return Filters(**values, date_from=asked.date_from, date_to=asked.date_to)


def item_key(hit: Hit) -> str:
    """Return the index number that a hit stands for; the index may put the kind before it."""
    return hit.key.removeprefix(f"{hit.kind}:") if hit.kind else hit.key


def still_public(hits: Sequence[Hit], site: Site) -> dict[str, Release]:
    """Return the releases of these hits that this site may show now, by index number. One query."""
    keys = [item_key(hit) for hit in hits]
    rows = list(publishing.public_releases(site).filter(key__in=keys)) if keys else []
    gone = orphans(rows)
    return {release.key: release for release in rows if release.key not in gone}


def find(
    request: HttpRequest,
    site: Site,
    *,
    asked: Asked,
    size: int,
    fixed: dict[str, tuple[str, ...]] | None = None,
    with_facets: bool = True,
) -> Found:
    """Search this site. `fixed` limits without being shown as a choice (the library: only documents)."""
    agencies = subtree(site.agency) if site.whole_tree else subtree(site.agency).filter(pk=site.agency_id)
    labels = {code: short or name for code, short, name in agencies.values_list("code", "short_name", "name")}
    asked = without_unknown(asked, labels)
    wanted = SearchRequest(
        text=asked.text,
        filters=_filters(asked, site, set(labels), fixed or {}),
        sort="relevance" if asked.sort == "relevance" else "date",
        page=asked.page,
        page_size=size,
        facets=tuple(name for name in FACETS if name not in (fixed or {})) if with_facets else (),
    )
    answer = _answer(wanted, asked)
    if answer is None:
        return _without_index(asked, site, size, fixed or {})
    last = max(-(-answer.result.total // size), 1)
    if asked.page > last and not answer.result.hits:
        answer = _answer(dataclasses.replace(wanted, page=last), asked) or answer
    result = answer.result
    public = still_public(result.hits, site)
    shown = [(hit, public[item_key(hit)]) for hit in result.hits if item_key(hit) in public]
    total = max(result.total - (len(result.hits) - len(shown)), len(shown))
    lines, again = folded(shown)
    today = timezone.localdate()
    return Found(
        asked=asked,
        items=[
            _line(release, hit, today, words=bool(asked.text)) | {"again": again.get(release.key, [])}
            for hit, release in lines
        ],
        total=total,
        page=Paginator(range(max(total, 1)), size).get_page(asked.page),
        facets=facets_of(request, asked, result, labels, regions_of(agencies, site)) if with_facets else [],
        chips=chips_of(request, asked, labels),
        result=result,
        releases=[release for _, release in shown],
        notice=f"一共只有{last}页，这是最后一页。" if asked.page > last and result.hits else answer.note,
        meant=answer.understood,
        widened=answer.widened,
    )


def every(
    request: HttpRequest, site: Site, asked: Asked, *, fixed: dict[str, tuple[str, ...]] | None = None
) -> tuple[Iterator[Release], int]:
    """Return everything that is found, for a file, and how much that is; the search gives no more than DEEPEST of it."""
    if not asked.text and not asked.narrowed:
        rows = publishing.public_releases(site)
        rows = rows.filter(kind__in=fixed["kind"]) if fixed else rows
        return rows.iterator(EXPORT_PAGE), rows.count()

    def part(number: int) -> Found:
        wanted = dataclasses.replace(asked, page=number)
        return find(request, site, asked=wanted, size=EXPORT_PAGE, fixed=fixed, with_facets=False)

    first = part(1)
    last = -(-min(first.total, index.DEEPEST) // EXPORT_PAGE)
    rest = (release for number in range(2, last + 1) for release in part(number).releases)
    return itertools.chain(first.releases, rest), first.total


def _answer(wanted: SearchRequest, asked: Asked) -> Answer | None:
    """Return what the index says, None where it must be built first."""
    try:
        answer = index.answer(wanted, literal=asked.literal)
    except index.IndexOutdatedError:
        logger.exception("the search index must be rebuilt: gongkai reindex")
        return None
    return answer if answer.result.total or index.document_count() else None


def _line(release: Release, hit: Hit, today: dt.date, *, words: bool) -> dict[str, Any]:
    if not words:
        return doc_item(release, today)
    # The words of the title come from the release: what the index remembers may be a version older.
    title_html: str = mark_safe(index.marked(hit.title_marks)) if hit.title == release.title else ""  # noqa: S308 same
    if release.kind == TRANSLATION:
        title_html = format_html('<span lang="en">{}</span>', title_html or release.title)
    return doc_item(release, today, title_html=title_html, excerpt=excerpt_of(hit, address(release)))


def _without_index(asked: Asked, site: Site, size: int, fixed: dict[str, tuple[str, ...]]) -> Found:
    """Answer from the releases alone: titles and numbers, no facets. For the minutes before the index stands."""
    rows: QuerySet[Release] = publishing.public_releases(site)
    for word in asked.query.split():
        rows = rows.filter(Q(title__icontains=word) | Q(doc_number__icontains=word))
    columns = {"agency": "agency__code", "genre": "genre", "category": "category", "kind": "kind"}
    for name, values in (asked.chosen | fixed).items():
        if values and name in columns:
            rows = rows.filter(**{f"{columns[name]}__in": values})
        elif values and name == "year":
            rows = rows.filter(formed_on__year__in=[int(value) for value in values])
        elif values and name in {"theme", "audience"}:
            rows = rows.filter(pk__in=[row.pk for row in rows if set(values) & set(getattr(row, f"{name}s"))])
    shown = Paginator(rows, size).get_page(asked.page)
    releases = list(shown.object_list)
    today = timezone.localdate()
    return Found(
        asked=asked,
        items=[doc_item(release, today) for release in releases],
        total=shown.paginator.count,
        page=shown,
        facets=[],
        chips=[],
        result=SearchResult(),
        releases=releases,
        notice=PAUSED if shown.paginator.count else "",
    )


def theme_counts(site: Site) -> list[tuple[str, int]]:
    """Return the themes of this site with their numbers, most frequent first; empty before the index stands."""
    filters = Filters(agency=(site.agency.code,), agency_subtree=site.whole_tree)
    try:
        result = index.search(SearchRequest(filters=filters, page_size=1, facets=("theme",), highlight=False))
    except index.IndexOutdatedError:
        return []
    return [(value.value, value.count) for value in result.facets.get("theme", ())]
