"""`columns`: the columns of this site."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from gongkai.base.ui.answers import answer, public_site, stamp, unchanged
from gongkai.doors.site.api.documents import AgencyBrief
from gongkai.engine.publishing import queries as publishing

router = Router(tags=["栏目"])


class ColumnLine(Schema):
    slug: str
    name: str
    parent: str | None
    type: str
    description: str
    statutory: bool
    agency: AgencyBrief
    url: str


class ColumnList(Schema):
    items: list[ColumnLine]


@router.get("", response=ColumnList, summary="栏目", operation_id="list_columns", url_name="columns")
def list_columns(request: HttpRequest) -> HttpResponse:
    """本网站显示的栏目；parent 为上级栏目的 slug。"""
    tag = stamp(request, publishing.public_version())
    if same := unchanged(request, tag):
        return same
    items = [
        ColumnLine(
            slug=column.slug,
            name=column.name,
            parent=column.parent.slug if column.parent else None,
            type=column.column_type,
            description=column.description,
            statutory=column.statutory,
            agency=AgencyBrief(code=column.agency.code, name=column.agency.name),
            url=f"/columns/{column.slug}/",
        )
        for column in publishing.columns_of_site(public_site(request))
    ]
    return answer(request, ColumnList(items=items), tag)
