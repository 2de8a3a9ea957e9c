"""`/api/v1/gazette`: issues, their texts, and which numbers are missing."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from gongkai.base.organisations.queries import site_for_host
from gongkai.proactive.gazette import queries
from gongkai.proactive.gazette.queries.public import text_release, year_and_number
from gongkai.proactive.gazette.rules import COLUMN_NAMES, missing_numbers, path_of

router = Router(tags=["政府公报"])
MOST = 100


class IssueLine(Schema):
    id: str = Field(description="索引号，也是地址")
    title: str
    year: int
    number: int
    date: dt.date | None
    texts: int
    english: bool = Field(description="有没有英文版")
    url: str


class TextLine(Schema):
    id: str
    place: int
    column: str
    title: str
    doc_number: str
    issuers: list[str]
    formed_on: dt.date | None
    document: str = Field(description="公文库里的索引号；不是公文的为空")
    url: str


class IssueFull(IssueLine):
    contents: list[TextLine]
    pdf: str


class TextFull(TextLine):
    issue: str
    html: str
    sha256: str = Field(description="公开日志中的内容摘要")


class Missing(Schema):
    present: int
    missing: list[tuple[int, int]] = Field(description="缺的总期号，每一段的起止")


class IssuesAsked(Schema):
    year: int = Field(0, ge=0, le=9999, description="年份，0为全部")
    page: int = Field(1, ge=1, le=1000)


def _site(request: HttpRequest) -> Any:
    site = site_for_host(request.get_host())
    if site is None:
        raise Http404
    return site


def _line(row: Any, english: bool) -> dict[str, Any]:
    year, number = year_and_number(row.key)
    return {
        "id": row.key, "title": row.title, "year": year, "number": number, "english": english, "url": path_of(row.key),
        "date": row.issued_on or timezone.localdate(row.published_at), "texts": len(row.edition.snapshot["contents"]),
    }  # fmt: skip


def _text(row: Any) -> dict[str, Any]:
    facts = row.edition.snapshot
    return {
        "id": row.key, "place": facts["place"], "column": COLUMN_NAMES.get(facts["column"], ""), "title": row.title,
        "doc_number": row.doc_number, "issuers": facts["issuers"], "formed_on": row.formed_on,
        "document": facts["document"], "url": path_of(row.key),
    }  # fmt: skip


@router.get("/issues", response=list[IssueLine], summary="公报期次", operation_id="gazette_issues")
def issues(request: HttpRequest, asked: Annotated[IssuesAsked, Query()]) -> list[dict[str, Any]]:
    """本站公报的期次，新的在前，每页一百期。"""
    site = _site(request)
    rows = queries.public_issues(site, year=asked.year).select_related("edition")
    start = (asked.page - 1) * MOST
    shown = list(rows[start : start + MOST])
    translated = queries.translated(site, [row.key for row in shown])
    return [_line(row, row.key in translated) for row in shown]


@router.get(
    "/issues/{int:year}/{int:number}", response=IssueFull, summary="一期公报的目录", operation_id="gazette_issue"
)
def issue(request: HttpRequest, year: int, number: int) -> dict[str, Any]:
    """目录和各篇的地址；已经撤下的篇目不在其中。"""
    site = _site(request)
    release = queries.issue_release(site, year, number)
    if release is None:
        raise Http404("没有这一期公报。")
    line = _line(release, queries.english_release(site, release.key) is not None)
    contents = [_text(row) for row in queries.texts_of(release)]
    return line | {"contents": contents, "pdf": f"{path_of(release.key)}.pdf" if contents else ""}


@router.get(
    "/issues/{int:year}/{int:number}/{int:place}",
    response=TextFull,
    summary="公报刊登的一篇",
    operation_id="gazette_text",
)
def text(request: HttpRequest, year: int, number: int, place: int) -> dict[str, Any]:
    """标准文本全文。"""
    release = text_release(_site(request), year, number, place)
    if release is None:
        raise Http404("这一期没有这一篇，或者已经撤下。")
    facts = release.edition.snapshot
    return _text(release) | {
        "issue": facts["issue"], "html": release.edition.html, "sha256": release.edition.content_sha256,
    }  # fmt: skip


@router.get("/missing", response=Missing, summary="历史库缺哪些期", operation_id="gazette_missing")
def missing(request: HttpRequest) -> dict[str, Any]:
    """自创刊以来按总期号核对。"""
    totals, _ = queries.numbers_public(_site(request))
    return {"present": len(totals), "missing": missing_numbers(totals)}


__all__ = ["router"]
