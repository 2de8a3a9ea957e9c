"""Searching and browsing: what was asked, what is found, how it can be narrowed. Library, search and feeds use it.

The index proposes, releases decide: every hit is looked up among the releases of this site in one query, so nothing that
was withdrawn shows even while the index has not heard of it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from gongkai.base.organisations.queries import subtree
from gongkai.base.ui import charts
from gongkai.doors.site.portal.shared import doc_item, page_number
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import KINDS, VALIDITY_NAMES
from gongkai.engine.search import queries as index
from gongkai.engine.search.queries import FacetValue, Filters, Hit, SearchRequest, SearchResult

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Site
    from gongkai.engine.publishing.models import Release

logger = logging.getLogger(__name__)
FACET_NAMES: dict[str, str] = {
    "kind": "内容类型",
    "validity": "有效性",
    "year": "年份",
    "agency": "发文机关",
    "theme": "主题",
    "genre": "文种",
    "category": "公开类别",
}
IN_INDEX = {spec.name for spec in dataclasses.fields(Filters)} | {"year"}
FACETS = tuple(name for name in FACET_NAMES if name in IN_INDEX)
SHOWN_VALUES = 8
SORTS = {"relevance": "最相关", "date": "最近印发"}
LONGEST_QUERY = 200
LONGEST_VALUE = 60
MOST_VALUES = 30
PAUSED = "检索库正在建立，暂按标题和文号查找，稍后即可检索全文。"


@dataclasses.dataclass(frozen=True)
class Asked:
    """What a reader asked for, cleaned of nonsense; `text` is what goes to the index."""

    query: str = ""
    exact: str = ""
    without: str = ""
    chosen: dict[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    sort: str = "relevance"
    page: int = 1

    @property
    def text(self) -> str:
        parts = [self.query]
        if self.exact:
            parts.append(f"“{self.exact}”")
        parts += [f"-{word}" for word in self.without.split()]
        return " ".join(part for part in parts if part).strip()

    @property
    def narrowed(self) -> bool:
        return any(self.chosen.values()) or self.date_from is not None or self.date_to is not None


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


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        return None


def read(request: HttpRequest, *, sort: str = "relevance") -> Asked:
    """Return what the address asks. Unknown values find nothing; malformed ones are left out."""
    query = request.GET
    chosen: dict[str, tuple[str, ...]] = {}
    for name in FACETS:
        values = [value.strip()[:LONGEST_VALUE] for value in query.getlist(name) if value.strip()]
        if name == "year":
            values = [value for value in values if value.isascii() and value.isdigit() and len(value) == 4]
        chosen[name] = tuple(dict.fromkeys(values))[:MOST_VALUES]
    wanted = query.get("sort", sort)

    def text(name: str) -> str:
        return " ".join(query.get(name, "").replace("\x00", "").split())[:LONGEST_QUERY]

    return Asked(
        query=text("q"),
        exact=text("exact").strip('“”"'),
        without=text("without"),
        chosen=chosen,
        date_from=_day(query.get("from", "")),
        date_to=_day(query.get("to", "")),
        sort=wanted if wanted in SORTS else sort,
        page=page_number(request),
    )


def _filters(asked: Asked, site: Site, codes: set[str], fixed: dict[str, tuple[str, ...]]) -> Filters:
    """Return the filters with the limits of the site: an agency beyond it cannot be chosen."""
    values: dict[str, Any] = {
        name: value for name, value in asked.chosen.items() if value and name not in {"agency", "year"}
    }
    values |= {name: value for name, value in fixed.items() if name in IN_INDEX}
    agencies = tuple(code for code in asked.chosen.get("agency", ()) if code in codes)
    if asked.chosen.get("agency"):
        values["agency"] = agencies or ("",)
    else:
        values["agency"], values["agency_subtree"] = (site.agency.code,), site.whole_tree
    years = [int(year) for year in asked.chosen.get("year", ())]
    if years:
        values["year_from"], values["year_to"] = min(years), max(years)
    return Filters(**values, date_from=asked.date_from, date_to=asked.date_to)


def item_key(hit: Hit) -> str:
    """Return the index number that a hit stands for; the index may put the kind before it."""
    return hit.key.removeprefix(f"{hit.kind}:") if hit.kind else hit.key


def still_public(hits: Sequence[Hit], site: Site) -> dict[str, Release]:
    """Return the releases of these hits that this site may show now, by index number. One query."""
    keys = [item_key(hit) for hit in hits]
    return {release.key: release for release in publishing.public_releases(site).filter(key__in=keys)} if keys else {}


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
    wanted = SearchRequest(
        text=asked.text,
        filters=_filters(asked, site, set(labels), fixed or {}),
        sort="relevance" if asked.sort == "relevance" else "date",
        page=asked.page,
        page_size=size,
        facets=tuple(name for name in FACETS if name not in (fixed or {})) if with_facets else (),
    )
    try:
        result = index.search(wanted)
    except index.IndexOutdatedError:
        logger.exception("the search index must be rebuilt: gongkai reindex")
        return _without_index(asked, site, size, fixed or {})
    if not result.total and not index.document_count():
        return _without_index(asked, site, size, fixed or {})
    public = still_public(result.hits, site)
    shown = [(hit, public[item_key(hit)]) for hit in result.hits if item_key(hit) in public]
    total = max(result.total - (len(result.hits) - len(shown)), len(shown))
    today = timezone.localdate()
    return Found(
        asked=asked,
        items=[_line(release, hit, today, words=bool(asked.text)) for hit, release in shown],
        total=total,
        page=Paginator(range(max(total, 1)), size).get_page(asked.page),
        facets=_facets(request, asked, result, labels),
        chips=_chips(request, asked, labels),
        result=result,
        releases=[release for _, release in shown],
    )


def _line(release: Release, hit: Hit, today: dt.date, *, words: bool) -> dict[str, Any]:
    if not words:
        return doc_item(release, today)
    excerpt: SafeString | str = ""
    if hit.passages:
        excerpt = mark_safe(" ".join(index.marked(passage) for passage in hit.passages))  # noqa: S308 marked() escapes
    # The words of the title come from the release: what the index remembers may be a version older.
    title_html = mark_safe(index.marked(hit.title_marks)) if hit.title == release.title else ""  # noqa: S308 same
    return doc_item(release, today, title_html=title_html, excerpt=excerpt)


def _label(name: str, value: FacetValue | str, labels: dict[str, str]) -> str:
    key = value if isinstance(value, str) else value.value
    if name == "agency":
        return labels.get(key, key)
    if name == "validity":
        return VALIDITY_NAMES.get(key, key)
    if name == "kind":
        return KINDS[key].name if key in KINDS else key
    return f"{key}年" if name == "year" else key


def _facets(request: HttpRequest, asked: Asked, result: SearchResult, labels: dict[str, str]) -> list[dict[str, Any]]:
    shown = []
    more = request.GET.get("more", "")
    for name in FACETS:
        values = list(result.facets.get(name, ()))
        if name == "agency":
            values = [value for value in values if value.value in labels]
        if name == "kind" and len(values) < 2:
            continue
        chosen = asked.chosen.get(name, ())
        known = {value.value for value in values}
        values += [FacetValue(value, 0) for value in chosen if value not in known]
        if not values:
            continue
        whole = more == name or len(values) <= SHOWN_VALUES + 2
        short = values if whole else [v for n, v in enumerate(values) if n < SHOWN_VALUES or v.value in chosen]
        shown.append(
            {
                "label": FACET_NAMES[name],
                "name": name,
                "open": name not in {"genre", "category"} or bool(chosen),
                "choices": [
                    {
                        "value": value.value,
                        "label": _label(name, value, labels),
                        "count": value.count,
                        "checked": value.value in chosen,
                    }
                    for value in short
                ],
                "chart": _years_chart(values) if name == "year" else "",
                "more_url": "" if whole else changed(request, more=name),
            }
        )
    return shown


def _years_chart(values: list[FacetValue]) -> SafeString | str:
    points = [(f"{value.value}年", float(value.count)) for value in reversed(values[:12])]
    return charts.bars(points, label="各年件数", mark=None) if len(points) > 2 else ""


def changed(request: HttpRequest, **changes: str | None) -> str:
    """Return the present address with some of its query changed; the page goes back to the first."""
    query = request.GET.copy()
    query.pop("page", None)
    for key, value in changes.items():
        query.pop(key, None)
        if value is not None:
            query[key] = value
    return f"{request.path}?{query.urlencode()}"


def _without(request: HttpRequest, name: str, value: str | None = None) -> str:
    query: QueryDict = request.GET.copy()
    query.pop("page", None)
    rest = [one for one in query.getlist(name) if value is not None and one.strip() != value]
    query.setlist(name, rest)
    if not rest:
        query.pop(name, None)
    return f"{request.path}?{query.urlencode()}"


def _chips(request: HttpRequest, asked: Asked, labels: dict[str, str]) -> list[dict[str, str]]:
    chips = [
        {"label": _label(name, value, labels), "remove_url": _without(request, name, value)}
        for name, values in asked.chosen.items()
        for value in values
    ]
    for name, day, word in (("from", asked.date_from, "起"), ("to", asked.date_to, "止")):
        if day is not None:
            chips.append({"label": f"{day.isoformat()}{word}", "remove_url": _without(request, name)})
    for name, text, word in (("exact", asked.exact, "原词"), ("without", asked.without, "不含")):
        if text:
            chips.append({"label": f"{word}：{text}", "remove_url": _without(request, name)})
    return chips


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
        elif values and name == "theme":
            rows = rows.filter(pk__in=[row.pk for row in rows if set(values) & set(row.themes)])
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


def hidden_fields(request: HttpRequest, *but: str) -> list[dict[str, str]]:
    """Return what a form must carry along so that sending it loses nothing."""
    dropped = {"page", "more", *but}
    return [
        {"name": name, "value": value}
        for name, values in request.GET.lists()
        for value in values
        if name not in dropped
    ]


def theme_counts(site: Site) -> list[tuple[str, int]]:
    """Return the themes of this site with their numbers, most frequent first; empty before the index stands."""
    filters = Filters(agency=(site.agency.code,), agency_subtree=site.whole_tree)
    try:
        result = index.search(SearchRequest(filters=filters, page_size=1, facets=("theme",), highlight=False))
    except index.IndexOutdatedError:
        return []
    return [(value.value, value.count) for value in result.facets.get("theme", ())]


def query_of(asked: Asked) -> str:
    """Return the address part that asks the same again, for feeds of a saved search."""
    pairs = [(name, value) for name, values in asked.chosen.items() for value in values]
    plain = {"q": asked.query, "exact": asked.exact, "without": asked.without}
    pairs += [(name, value) for name, value in plain.items() if value]
    pairs += [(name, day.isoformat()) for name, day in (("from", asked.date_from), ("to", asked.date_to)) if day]
    return urlencode(pairs)
