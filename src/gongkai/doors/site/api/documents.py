"""`documents` and `documents/{id}`: everything that is public on this site."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from ninja import Field, Query, Router, Schema

from gongkai.base.ui.answers import (
    MOST_IN_A_PAGE,
    answer,
    public_site,
    read_cursor,
    reject,
    stamp,
    unchanged,
    write_cursor,
)
from gongkai.doors.site.queries import in_site
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import KINDS, VALIDITY_NAMES, validity
from gongkai.law.numbers import number_key

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gongkai.engine.publishing.models import Release

router = Router(tags=["公开信息"])


class AgencyBrief(Schema):
    code: str
    name: str


class DocumentBrief(Schema):
    """One line of the list. `id` is the index number (索引号), `external_id` the id it was imported under."""

    id: str
    external_id: str | None
    kind: str
    title: str
    summary: str
    doc_number: str
    agency: AgencyBrief
    genre: str
    category: str
    themes: list[str]
    audiences: list[str] = []
    formed_on: dt.date | None
    issued_on: dt.date | None
    effective_on: dt.date | None
    expires_on: dt.date | None
    validity: str
    validity_name: str
    first_published_at: dt.datetime
    published_at: dt.datetime
    url: str


class DocumentPage(Schema):
    items: list[DocumentBrief]
    next_cursor: str | None = Field(description="下一页的标记；没有下一页时为 null")


class FileBrief(Schema):
    name: str
    role: str
    sha256: str
    size: int
    media_type: str


class DocumentFull(DocumentBrief):
    """One document with wording and files. `content_sha256` is what the public log proves."""

    edition: int
    issuers: list[str]
    keywords: list[str]
    mode: str
    note: str
    addressees: str
    copied_to: str
    change_note: str
    html: str
    text: str
    files: list[FileBrief]
    content_sha256: str


class DocumentFilters(Schema):
    """Each filter narrows; those left out do not."""

    q: str = Field("", max_length=100, description="文号（任何写法）或标题中的文字；全文检索请用 search")
    agency: str = Field("", max_length=40, description="机关代码")
    subtree: bool = Field(default=False, description="与 agency 连用：包括下级机关")
    kind: str = Field("", max_length=30, description="内容种类，如 document")
    genre: str = Field("", max_length=20, description="文种，如 通知")
    theme: str = Field("", max_length=20, description="主题分类")
    audience: str = Field("", max_length=30, description="服务对象")
    year: int | None = Field(None, ge=1949, le=2199, description="成文年份")
    since: dt.date | None = Field(None, description="这一天及以后发布的")
    cursor: str = Field("", max_length=300)
    limit: int = Field(20, ge=1, le=MOST_IN_A_PAGE)


def brief(release: Release, today: dt.date) -> dict[str, Any]:
    state = validity(
        today, effective_on=release.effective_on, expires_on=release.expires_on, repealed_on=release.repealed_on,
        amended=release.amended,
    )  # fmt: skip
    names = (
        "kind title summary doc_number genre category themes audiences formed_on issued_on effective_on expires_on "
        "first_published_at published_at"
    )
    return {name: getattr(release, name) for name in names.split()} | {
        "id": release.key,
        "external_id": release.external_id or None,
        "agency": {"code": release.agency.code, "name": release.agency.name},
        "validity": state.value,
        "validity_name": VALIDITY_NAMES[state],
        "url": KINDS[release.kind].path(release.key) if release.kind in KINDS else "",
    }


def narrowed(releases: QuerySet[Release], filters: DocumentFilters) -> QuerySet[Release]:
    if filters.agency:
        below = (
            Q(agency__lineage__contains=f"/{filters.agency}/") if filters.subtree else Q(agency__code=filters.agency)
        )
        releases = releases.filter(below)
    for field in ("kind", "genre"):
        if value := getattr(filters, field):
            releases = releases.filter(**{field: value})
    if filters.theme:
        releases = publishing.with_theme(releases, filters.theme)
    if filters.audience:
        releases = publishing.with_audience(releases, filters.audience)
    if filters.year is not None:
        releases = releases.filter(formed_on__year=filters.year)
    if filters.since is not None:
        releases = releases.filter(published_at__date__gte=filters.since)
    if typed := filters.q.strip():
        key = number_key(typed)
        releases = releases.filter(doc_number_key=key) if key else releases.filter(title__icontains=typed)
    return releases


def _after(releases: QuerySet[Release], cursor: str) -> QuerySet[Release]:
    """Continue behind the last row seen: stable while others are published or withdrawn meanwhile."""
    at_text, key = read_cursor(cursor, 2)
    try:
        at = parse_datetime(at_text)
    except ValueError:
        at = None
    if at is None or not key.isdecimal():
        reject("cursor", "翻页标记无效，请用上一页返回的 next_cursor。")
    return releases.filter(Q(published_at__lt=at) | Q(published_at=at, item_id__lt=int(key)))


@router.get("", response=DocumentPage, summary="公开信息目录", operation_id="list_documents", url_name="documents")
def list_documents(request: HttpRequest, filters: Annotated[DocumentFilters, Query()]) -> HttpResponse:
    """按发布时间从新到旧；用 next_cursor 翻页，翻页期间有新发布或撤下的也不会重复、遗漏。"""
    site = public_site(request)
    tag = stamp(request, publishing.public_version())
    if same := unchanged(request, tag):
        return same
    releases = narrowed(publishing.public_releases(site), filters).order_by("-published_at", "-item_id")
    if filters.cursor:
        releases = _after(releases, filters.cursor)
    rows = list(releases[: filters.limit + 1])
    shown = rows[: filters.limit]
    more = len(rows) > filters.limit
    today = timezone.localdate()
    cursor = write_cursor(shown[-1].published_at.isoformat(), shown[-1].pk) if more else None
    items = [DocumentBrief.model_validate(brief(release, today)) for release in shown]
    return answer(request, DocumentPage(items=items, next_cursor=cursor), tag)


@router.get(
    "/{path:id}", response=DocumentFull, summary="一件公开信息", operation_id="get_document", url_name="document"
)
def get_document(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002 - the name in the published interface
    """`id` 为索引号（含斜线，不必转义）。已撤下的答 410，并说明原因和日期。"""
    site = public_site(request)
    tag = stamp(request, publishing.public_version())
    release = publishing.release_by_key(id, site)
    if release is None:
        _gone_or_missing(id, request)
    return unchanged(request, tag) or answer(request, full(release), tag)


def full(release: Release) -> DocumentFull:
    """Return what was published, from the snapshot whose digest the log keeps, not from the working tables."""
    snapshot = release.edition.snapshot or {}
    texts = {
        name: snapshot.get(name) or "" for name in ("mode", "note", "addressees", "copied_to", "change_note", "html")
    }
    return DocumentFull.model_validate(
        brief(release, timezone.localdate())
        | texts
        | {
            "edition": release.edition.number,
            "issuers": snapshot.get("issuers") or [],
            "keywords": snapshot.get("keywords") or [],
            "text": release.edition.text,
            "files": snapshot.get("files") or [],
            "content_sha256": release.edition.content_sha256,
        }
    )


class Gone(Exception):
    """The item was withdrawn; the sentence says why and since when."""


def _gone_or_missing(key: str, request: HttpRequest) -> NoReturn:
    item = publishing.tombstone(key)
    site = public_site(request)
    if item is not None and in_site(item.agency, site):
        day = timezone.localtime(item.withdrawn_at).date() if item.withdrawn_at else ""
        raise Gone(f"该信息已于{day}撤下：{item.get_withdrawal_kind_display()}。{item.withdrawal_reason}")
    raise Http404("没有这件公开信息，请核对索引号。")
