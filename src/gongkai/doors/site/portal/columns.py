"""A column (栏目): what stands in it, who keeps it, how often it must be renewed, what lies below it (R251, R253)."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from gongkai.base.ui.linked import json_ld, trail
from gongkai.base.ui.public import public_page, site_of
from gongkai.doors.site.portal import exporting
from gongkai.doors.site.portal.shared import column_tags, doc_items, page, paged
from gongkai.doors.site.queries import in_site
from gongkai.doors.site.queries.statutory import columns_with_counts
from gongkai.engine.publishing import queries as publishing

DEEPEST = 12  # levels of columns that are shown


@public_page
def column(request: HttpRequest, slug: str) -> HttpResponse:
    site = site_of(request)
    columns = columns_with_counts(site)
    by_key = {one.pk: one for one in columns}
    this = next((one for one in columns if one.slug == slug), None)
    if this is None:
        raise Http404
    way = [this]
    while (above := by_key.get(way[0].parent_id)) is not None and above not in way:
        way.insert(0, above)
    crumbs: list[dict[str, str]] = [{"label": "首页", "url": "/"}]
    if way[0].statutory:
        crumbs.append({"label": "政府信息公开", "url": "/disclosure/"})
    crumbs += [{"label": one.name, "url": f"/columns/{one.slug}/"} for one in way[:-1]]
    crumbs.append({"label": this.name})
    releases = publishing.releases_in_column(this).filter(pk__in=publishing.public_releases(site).values("pk"))
    if answer := exporting.asked(request, releases, name=this.name):
        return answer
    shown = paged(request, releases)
    newest = releases.first() if shown.number == 1 else None
    context = {
        "this": this,
        "tree": _tree(columns, way[0], this),
        "page_obj": shown,
        "items": doc_items(shown.object_list),
        "total_word": f"共{shown.paginator.count}件",
        "updated_at": newest.published_at if newest else None,
        "scope": publishing.rule_words(this),
        "exports": exporting.links(request) if shown.paginator.count else [],
        "owner_url": f"/agencies/{this.agency.code}/" if in_site(this.agency, site) else "",
        "feed": f"/feeds/columns/{this.slug}.xml",
        "crumbs": crumbs,
        "column": column_tags(this.name, this.description, this.keywords, this.column_type),
        "json_ld": json_ld(
            trail(request, crumbs),
            exporting.dataset(request, this.name, this.description or this.name, this.agency.name),
        ),
    }
    return page(request, "column", context)


def _tree(columns: list[Any], top: Any, this: Any) -> list[dict[str, Any]]:
    """Return the column's own tree in reading order; where it stands alone, its neighbours."""
    children: dict[int | None, list[Any]] = {}
    for one in columns:
        children.setdefault(one.parent_id, []).append(one)

    def below(one: Any, depth: int) -> list[dict[str, Any]]:
        line = {
            "label": ("　" * depth) + one.name,
            "url": f"/columns/{one.slug}/",
            "note": f"{one.releases}件",
            "current": one.pk == this.pk,
        }
        if depth >= DEEPEST:  # a loop in old data would never end
            return [line]
        return [line, *(entry for child in children.get(one.pk, []) for entry in below(child, depth + 1))]

    roots = [top] if children.get(top.pk) else [one for one in children.get(None, []) if one.statutory == top.statutory]
    return [entry for root in roots for entry in below(root, 0)]
