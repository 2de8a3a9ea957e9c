"""The agencies (公开机关): what each is for, where and when it can be reached, and what it has published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse

from gongkai.base.organisations.queries import subtree
from gongkai.base.organisations.rules import AGENCY_KINDS
from gongkai.base.ui import sheet
from gongkai.base.ui.linked import json_ld, trail
from gongkai.base.ui.public import public_page, site_of
from gongkai.doors.site.portal import exporting
from gongkai.doors.site.portal.disclosure import parts_for_agency
from gongkai.doors.site.portal.shared import column_tags, doc_items, link_lines, page, paged
from gongkai.doors.site.queries import headlines, hot_releases
from gongkai.doors.site.queries.statutory import columns_with_counts
from gongkai.engine.publishing import queries as publishing

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gongkai.base.organisations.models import Agency, Site


HOT_SHOWN = 5


HEAD = ("机关代码", "机关", "简称", "类别", "上级机关", "地址", "电话", "公开件数", "网址")


def agencies_of(site: Site) -> QuerySet[Agency]:
    found = subtree(site.agency)
    return found if site.whole_tree else found.filter(pk=site.agency_id)


def _cells(request: HttpRequest, agency: Agency, counts: dict[int, int]) -> list[object]:
    return [
        agency.code, agency.name, agency.short_name, AGENCY_KINDS.get(agency.kind, agency.kind),
        agency.parent.name if agency.parent else "", agency.address, agency.phone, counts.get(agency.pk, 0),
        request.build_absolute_uri(f"/agencies/{agency.code}/"),
    ]  # fmt: skip


@public_page
def agencies(request: HttpRequest) -> HttpResponse:
    site = site_of(request)
    shown = headlines(publishing.public_releases(site)).order_by()
    counts = dict(shown.values("agency").annotate(n=Count("pk")).values_list("agency", "n"))
    found = [
        one
        for one in agencies_of(site).select_related("parent").order_by("order", "code")
        if one.abolished_on is None or counts.get(one.pk)
    ]
    if file := sheet.asked(request, "公开机关", HEAD, lambda: [_cells(request, one, counts) for one in found]):
        return file
    groups: dict[str, list[dict[str, Any]]] = {}
    for agency in found:
        name = "已撤销的机关" if agency.abolished_on else AGENCY_KINDS.get(agency.kind, agency.kind)
        line = {"label": agency.name, "url": f"/agencies/{agency.code}/", "note": f"{counts.get(agency.pk, 0)}件"}
        groups.setdefault(name, []).append(line)
    crumbs = [{"label": "首页", "url": "/"}, {"label": "公开机关"}]
    context = {
        "groups": [{"title": title, "items": items} for title, items in groups.items()],
        "exports": sheet.links(request) if found else [],
        "crumbs": crumbs,
        "column": column_tags(
            "公开机关", f"{site.name}各公开机关的职能、地址和公开信息", "公开机关,机构职能", "政府信息公开"
        ),
        "json_ld": json_ld(trail(request, crumbs)),
    }
    return page(request, "agencies", context)


@public_page
def agency(request: HttpRequest, code: str) -> HttpResponse:
    site = site_of(request)
    this = agencies_of(site).filter(code=code).select_related("parent").first()
    if this is None:
        raise Http404
    releases = headlines(publishing.public_releases(site)).filter(agency=this)
    if answer := exporting.asked(request, releases, name=this.name):
        return answer
    shown = paged(request, releases)
    all_columns = columns_with_counts(site)
    columns = [column for column in all_columns if column.agency_id == this.pk]
    below = list(agencies_of(site).filter(parent=this, abolished_on__isnull=True).order_by("order", "code"))
    parts = parts_for_agency(site, this, all_columns) if shown.number == 1 else []
    _each_once(parts)
    above = {item["url"] for part in parts for item in part["items"]}
    crumbs = [{"label": "首页", "url": "/"}, {"label": "公开机关", "url": "/agencies/"}, {"label": this.label}]
    context = {
        "this": this,
        "facts": _facts(this),
        "parts": parts,
        "hot": link_lines(hot_releases(site, agency=this, most=HOT_SHOWN), "hot"),
        "exports": exporting.links(request) if shown.paginator.count else [],
        "page_obj": shown,
        "items": [item for item in doc_items(shown.object_list) if item["url"] not in above],
        "above": len(above),
        "total_word": f"共{shown.paginator.count}件",
        "columns": [
            {"label": column.name, "url": f"/columns/{column.slug}/", "note": column.update_duty or f"{column.releases}件"}
            for column in columns
        ],
        "below": [{"label": one.label, "url": f"/agencies/{one.code}/"} for one in below],
        "feed": f"/feeds/agencies/{this.code}.xml",
        "crumbs": crumbs,
        "column": column_tags(this.name, f"{this.name}的机构职能、联系方式和主动公开的政府信息", f"{this.name},机构职能", "政府信息公开"),
        "json_ld": json_ld(
            trail(request, crumbs),
            {
                "@type": "GovernmentOrganization",
                "name": this.name,
                "alternateName": [name for name in (this.short_name, *this.former_names) if name],
                "address": this.address,
                "telephone": this.phone,
                "url": request.build_absolute_uri(request.path),
            },
            exporting.dataset(request, f"{this.name}主动公开的政府信息", f"{this.name}在本站公开的全部信息名录", this.name),
        ),
    }  # fmt: skip
    return page(request, "agency", context)


def _each_once(parts: list[dict[str, Any]]) -> None:
    """Leave out of each part what an earlier one shows already, unless nothing would be left of it."""
    seen: set[str] = set()
    for part in parts:
        part["items"] = [item for item in part["items"] if item["url"] not in seen] or part["items"]
        seen |= {item["url"] for item in part["items"]}


def _facts(agency: Agency) -> list[dict[str, Any]]:
    """Return what is known; what the agency has not told yet is said to be awaited, not left out (R251)."""
    rows: list[tuple[str, Any]] = [
        ("地址", agency.address),
        ("邮政编码", agency.postal_code),
        ("电话", agency.phone),
        ("办公时间", agency.office_hours),
        ("负责人", agency.head_name),
    ]
    shown = [{"label": label, "value": value or "待该机关公布"} for label, value in rows]
    if agency.credit_code:
        shown.append({"label": "统一社会信用代码", "value": agency.credit_code})
    if agency.former_names:
        shown.append({"label": "曾用名", "value": "、".join(agency.former_names)})
    if agency.parent is not None:
        shown.append({"label": "上级机关", "value": agency.parent.name})
    return shown
