"""What a search was understood to mean, as the reader sees it: chips to take back, pages of agencies, what officers set above."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from gongkai.doors.site.portal.agencies import agencies_of
from gongkai.doors.site.portal.shared import address
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.search import queries as index
from gongkai.engine.search.rules import KINDS, Understood

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Site

SAID = {"date": "按“{}”筛选", "agency": "按“{}”筛选", "place": "按“{}”筛选", "ended": "按“{}”筛选"}
SILENT = frozenset({"number"})  # what a number does cannot be taken back: it is found as it stands


def meanings_of(request: HttpRequest, meant: Understood | None, *, widened: bool = False) -> list[dict[str, str]]:
    """Return what narrows or orders the result, each with the address that takes it back. A limit left out is not shown."""
    if meant is None:
        return []
    shown: dict[str, dict[str, str]] = {}
    for one in meant.meanings:
        if one.kind in SILENT or (widened and one.narrows) or not (one.leanings or one.kind in {"article", "question"}):
            continue
        label = SAID[one.kind].format(one.label) if one.narrows else one.label
        if one.kind in shown:
            shown[one.kind]["label"] += f"、{one.label}"
        else:
            shown[one.kind] = {"label": label, "remove_url": taken_back(request, one.kind)}
    return list(shown.values())


def taken_back(request: HttpRequest, kind: str) -> str:
    """Return the address of the same search with this kind of meaning taken literally."""
    query = request.GET.copy()
    query.pop("page", None)
    kinds = [*query.getlist("literal"), kind]
    query.setlist("literal", [one for one in dict.fromkeys(kinds) if one in KINDS])
    return f"{request.path}?{query.urlencode()}"


def cards_of(site: Site, query: str, meant: Understood | None) -> list[dict[str, Any]]:
    """Return what stands above the results: what officers chose, then the pages of the agencies named."""
    shown = [card for one in index.promoted(query) if (card := _promotion(site, one))]
    codes = [one.value for one in meant.meanings if one.kind in {"agency", "place"} and one.value] if meant else []
    if codes and len(codes) <= 2:
        for agency in agencies_of(site).filter(code__in=codes):
            shown.append(
                {
                    "title": agency.name,
                    "url": f"/agencies/{agency.code}/",
                    "text": agency.duties_text,
                    "label": "机关",
                    "meta": [part for part in (agency.address, agency.phone, agency.office_hours) if part],
                }
            )
    return shown


def _promotion(site: Site, one: Any) -> dict[str, Any] | None:
    """Return the card, None when what it points to is not public here now."""
    label = "推荐" if one.kind == "best" else "专题"
    card = {"title": one.title, "text": one.text, "label": label, "meta": []}
    if one.item_key:
        release = publishing.public_releases(site).filter(key=one.item_key).first()
        return card | {"url": address(release)} if release else None
    column = publishing.columns_of_site(site).filter(slug=one.column_slug).first()
    return card | {"url": f"/columns/{column.slug}/"} if column else None
