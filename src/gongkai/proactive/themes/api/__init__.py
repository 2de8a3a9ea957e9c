"""`/api/v1/themes`: the public themes of this site and what stands in them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from gongkai.engine.publishing.rules import KINDS
from gongkai.proactive.themes import queries, rules

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Release

router = Router(tags=["政策专题集成"])
MOST_IN_A_PAGE = 100


class ThemeAgency(Schema):
    code: str
    name: str


class ThemeBrief(Schema):
    """One theme. `origin`: own or superior; then `superior` and `batch` say from whom it came."""

    id: str
    slug: str
    title: str
    summary: str
    agency: ThemeAgency
    origin: str
    superior: str
    batch: str
    integrated: bool
    published_at: dt.datetime
    url: str


class Member(Schema):
    id: str
    kind: str
    title: str
    doc_number: str
    agency: ThemeAgency
    validity: str | None = Field(description="只有文件有有效性")
    published_at: dt.datetime
    url: str


class Part(Schema):
    key: str
    name: str
    items: list[Member]


class ThemeFull(ThemeBrief):
    statement: str
    updated_on: dt.date | None
    sections: list[Part]


class ThemePage(Schema):
    total: int
    page: int
    items: list[ThemeBrief]


class ThemeFilters(Schema):
    """Each filter narrows; those left out do not."""

    q: str = Field("", max_length=60, description="名称、说明中的文字")
    agency: str = Field("", max_length=40, description="机关代码")
    origin: str = Field("", max_length=10, description="own 本机关专题，superior 上级部署专题")
    page: int = Field(1, ge=1, le=10_000)
    limit: int = Field(rules.LINES, ge=1, le=MOST_IN_A_PAGE)


def _brief(release: Release) -> dict[str, object]:
    theme = release.item.theme
    return {
        "id": release.key, "slug": theme.slug, "title": release.title, "summary": release.summary,
        "agency": {"code": release.agency.code, "name": release.agency.name}, "origin": theme.origin,
        "superior": theme.superior_name, "batch": theme.batch, "integrated": theme.integrated,
        "published_at": release.published_at, "url": rules.path_of(release.key),
    }  # fmt: skip


def _member(release: Release) -> dict[str, object]:
    document = release.kind == "document"
    return {
        "id": release.key, "kind": release.kind, "title": release.title, "doc_number": release.doc_number,
        "agency": {"code": release.agency.code, "name": release.agency.name},
        "validity": queries.validity_of(release, timezone.localdate()).value if document else None,
        "published_at": release.published_at, "url": KINDS[release.kind].path(release.key),
    }  # fmt: skip


@router.get("", response=ThemePage, summary="政策专题", operation_id="list_themes", url_name="themes")
def list_themes(request: HttpRequest, filters: Query[ThemeFilters]) -> dict[str, object]:
    """本网站公开的政策专题，最近公布的在前。"""
    wanted = {name: getattr(filters, name) for name in ("q", "agency", "origin")}
    found = queries.narrowed(list(queries.public_themes(getattr(request, "site", None) or None)), wanted)
    first = (filters.page - 1) * filters.limit
    return {
        "total": len(found),
        "page": filters.page,
        "items": [_brief(one) for one in found[first : first + filters.limit]],
    }


@router.get("/{slug}", response=ThemeFull, summary="一个政策专题", operation_id="read_theme", url_name="theme")
def read_theme(request: HttpRequest, slug: str) -> dict[str, object]:
    """专题说明和各版块现在公开的内容。"""
    site = getattr(request, "site", None) or None
    release = queries.public_themes(site).filter(item__theme__slug=slug).first()
    if release is None:
        raise Http404("没有这个政策专题。")
    sections = [
        {"key": key, "name": rules.SECTION_NAMES[key], "items": [_member(one) for one in releases]}
        for key, releases in queries.members(release.item.theme, site).items()
    ]
    said = release.edition.snapshot
    return _brief(release) | {
        "statement": said["statement"], "updated_on": queries.report_of(release.item.theme).updated_on, "sections": sections,
    }  # fmt: skip
