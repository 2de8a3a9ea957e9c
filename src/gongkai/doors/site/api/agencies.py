"""`agencies`: the agencies that this site shows."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from gongkai.base.organisations.queries import subtree
from gongkai.base.ui.answers import answer, public_site

router = Router(tags=["机关"])


class AgencyLine(Schema):
    code: str
    name: str
    short_name: str
    former_names: list[str]
    kind: str
    parent: str | None
    address: str
    phone: str
    office_hours: str
    duties: str
    url: str


class AgencyList(Schema):
    items: list[AgencyLine]


@router.get("", response=AgencyList, summary="机关", operation_id="list_agencies", url_name="agencies")
def list_agencies(request: HttpRequest) -> HttpResponse:
    """本网站主办机关及其下级机关；parent 为上级机关的代码。"""
    site = public_site(request)
    agencies = subtree(site.agency).select_related("parent") if site.whole_tree else [site.agency]
    items = [
        AgencyLine(
            code=agency.code,
            name=agency.name,
            short_name=agency.short_name,
            former_names=list(agency.former_names),
            kind=agency.get_kind_display(),
            parent=agency.parent.code if agency.parent else None,
            address=agency.address,
            phone=agency.phone,
            office_hours=agency.office_hours,
            duties=agency.duties_text,
            url=f"/agencies/{agency.code}/",
        )
        for agency in agencies
    ]
    return answer(request, AgencyList(items=items))
