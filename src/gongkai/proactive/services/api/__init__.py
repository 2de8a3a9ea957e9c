"""`/api/v1/services`: the public service items of this site."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema

from gongkai.proactive.services import queries, rules

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Release

router = Router(tags=["办事事项"])
MOST_IN_A_PAGE = 100


class ServiceAgency(Schema):
    code: str
    name: str


class ServicePolicy(Schema):
    id: str
    title: str
    doc_number: str
    url: str


class ServiceBrief(Schema):
    """One item. `link_standing`: good, broken or unknown, as the patrol last saw it, since `link_since`."""

    id: str
    code: str
    name: str
    other_names: list[str]
    summary: str
    agency: ServiceAgency
    audience: str
    channels: list[str]
    one_stop: bool
    link: str
    link_standing: str
    link_since: dt.datetime | None
    place: str
    phone: str
    state: str
    retired_on: dt.date | None
    retired_reason: str
    published_at: dt.datetime
    url: str


class ServiceFull(ServiceBrief):
    policies: list[ServicePolicy]


class ServicePage(Schema):
    total: int
    page: int
    items: list[ServiceBrief]


class ServiceFilters(Schema):
    """Each filter narrows; those left out do not."""

    q: str = Field("", max_length=60, description="名称、又称或者编码中的文字")
    agency: str = Field("", max_length=40, description="机关代码")
    audience: str = Field("", max_length=10, description="person 个人，company 企业和单位")
    channel: str = Field("", max_length=10, description="online 网上，counter 窗口，phone 电话，one-stop 一网通办")
    state: str = Field("", max_length=10, description="active 正在办理，retired 已停办")
    page: int = Field(1, ge=1, le=10_000)
    limit: int = Field(rules.LINES, ge=1, le=MOST_IN_A_PAGE)


def _brief(release: Release) -> dict[str, object]:
    said, row = release.edition.snapshot, release.item.service
    return {
        "id": release.key, "code": said["code"], "name": release.title, "other_names": said["other_names"],
        "summary": release.summary, "agency": {"code": release.agency.code, "name": release.agency.name},
        "audience": said["audience"], "channels": said["channels"], "one_stop": said["one_stop"], "link": said["link"],
        "link_standing": row.link_standing, "link_since": row.link_since, "place": said["place"], "phone": said["phone"],
        "state": row.state, "retired_on": row.retired_on, "retired_reason": row.retired_reason,
        "published_at": release.published_at, "url": rules.path_of(release.key),
    }  # fmt: skip


@router.get("", response=ServicePage, summary="办事事项", operation_id="list_services", url_name="services")
def list_services(request: HttpRequest, filters: Query[ServiceFilters]) -> dict[str, object]:
    """本网站公开的办事事项，按名称排列。"""
    site = getattr(request, "site", None) or None
    wanted = {name: getattr(filters, name) for name in ("q", "agency", "audience", "channel", "state")}
    found = queries.narrowed(list(queries.public_items(site)), wanted)
    first = (filters.page - 1) * filters.limit
    items = [_brief(release) for release in found[first : first + filters.limit]]
    return {"total": len(found), "page": filters.page, "items": items}


@router.get("/{code}", response=ServiceFull, summary="一个办事事项", operation_id="read_service", url_name="service")
def read_service(request: HttpRequest, code: str) -> dict[str, object]:
    """办事事项和提到它、已经绑定的公开文件。"""
    site = getattr(request, "site", None) or None
    release = queries.public_items(site).filter(item__service__code=code).first()
    if release is None:
        raise Http404("没有这个办事事项。")
    policies = [
        {"id": one.key, "title": one.title, "doc_number": one.doc_number, "url": f"/documents/{one.key}"}
        for one in queries.policies_of(release.key, site)
    ]
    return _brief(release) | {"policies": policies}
