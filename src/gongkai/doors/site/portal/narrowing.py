"""How what was found can be narrowed: facets with their numbers, and what is chosen already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, QueryDict
from django.utils.safestring import SafeString

from gongkai.base.ui import charts
from gongkai.doors.site.portal.asking import BELOW, FACET_NAMES, FACETS, Asked, changed
from gongkai.engine.publishing.rules import KINDS, VALIDITY_NAMES
from gongkai.engine.search.queries import FacetValue, SearchResult
from gongkai.engine.search.rules.names import AREA_KINDS, OFFICE

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gongkai.base.organisations.models import Agency, Site

SHOWN_VALUES = 8


def _label(name: str, value: FacetValue | str, labels: dict[str, str]) -> str:
    key = value if isinstance(value, str) else value.value
    if name == "agency":
        return labels.get(key, key)
    if name == "region":
        return OFFICE.sub("", labels.get(key, key)) or key
    if name == "validity":
        return VALIDITY_NAMES.get(key, key)
    if name == "kind":
        return KINDS[key].name if key in KINDS else key
    return f"{key}年" if name == "year" else key


def regions_of(agencies: QuerySet[Agency], site: Site) -> frozenset[str]:
    """Return the codes of the areas below this site's own: each stands for everything in it."""
    areas = agencies.filter(kind__in=AREA_KINDS).exclude(pk=site.agency_id)
    return frozenset(areas.values_list("code", flat=True)) if site.whole_tree else frozenset()


def facets_of(
    request: HttpRequest,
    asked: Asked,
    result: SearchResult,
    labels: dict[str, str],
    regions: frozenset[str] = frozenset(),
) -> list[dict[str, Any]]:
    shown = []
    more = request.GET.get("more", "")
    for name in FACETS:
        values = list(result.facets.get(name, ()))
        if name == "agency":
            values = [value for value in values if value.value in labels]
        if name == "region":
            values = [value for value in values if value.value in regions]
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
                "open": name not in {"genre", "category", "region"} or bool(chosen),
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
                "also": {"name": BELOW, "label": "连同下级机关", "checked": asked.below} if name == "agency" else None,
            }
        )
    return shown


def _years_chart(values: list[FacetValue]) -> SafeString | str:
    points = [(f"{value.value}年", float(value.count)) for value in reversed(values[:12])]
    return charts.bars(points, label="各年件数", mark=None) if len(points) > 2 else ""


def _without(request: HttpRequest, name: str, value: str | None = None) -> str:
    query: QueryDict = request.GET.copy()
    query.pop("page", None)
    rest = [one for one in query.getlist(name) if value is not None and one.strip() != value]
    query.setlist(name, rest)
    if not rest:
        query.pop(name, None)
    return f"{request.path}?{query.urlencode()}"


def chips_of(request: HttpRequest, asked: Asked, labels: dict[str, str]) -> list[dict[str, str]]:
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
