"""`search`: the same search as the portal's."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from gongkai.base.organisations.queries import subtree
from gongkai.base.ui.answers import answer, public_site
from gongkai.engine.publishing.queries import public_releases
from gongkai.engine.search import queries as engine

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Site

router = Router(tags=["检索"])
MOST_PAGES = 100


class Question(Schema):
    q: str = Field("", max_length=200, description="检索词；空格隔开的各词都须出现，引号内逐字相符，前加 - 排除")
    agency: list[str] = Field([], description="机关代码；可多次给出")
    subtree: bool = Field(default=False, description="与 agency 连用：包括下级机关")
    kind: list[str] = Field([], description="种类；可多次给出")
    theme: list[str] = Field([], description="主题；可多次给出")
    audience: list[str] = Field([], description="服务对象；可多次给出")
    year: int | None = Field(None, ge=1949, le=2199)
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    validity: list[str] = Field([], description="有效性：valid、amended、not-yet、expired、repealed")
    sort: Literal["relevance", "date"] = "relevance"
    page: int = Field(1, ge=1, le=MOST_PAGES)
    limit: int = Field(10, ge=1, le=50)


class SearchHit(Schema):
    id: str
    external_id: str | None
    title: str
    doc_number: str
    issuer: str
    date: dt.date | None
    url: str
    score: float
    highlight: list[str] = Field(description="含检索词的片段，检索词以 <mark> 标出，其余已转义")


class FacetCount(Schema):
    value: str
    label: str
    count: int


class SearchAnswer(Schema):
    total: int
    page: int
    pages: int
    hits: list[SearchHit]
    facets: dict[str, list[FacetCount]]
    relaxed: bool = Field(description="没有逐字相符的结果，已放宽为按词检索")
    hints: list[str]


@router.get("", response=SearchAnswer, summary="检索公开信息", operation_id="search", url_name="search")
def search(request: HttpRequest, question: Annotated[Question, Query()]) -> HttpResponse:
    """检索结果与网站“检索”页相同。"""
    site = public_site(request)
    own = agency_codes(site)
    # An agency beyond the site cannot be chosen: "" finds nothing.
    chosen = tuple(code for code in question.agency if code in own) or (("",) if question.agency else ())
    filters = engine.Filters(
        agency=chosen or (site.agency.code,), agency_subtree=question.subtree if chosen else site.whole_tree,
        kind=tuple(question.kind), theme=tuple(question.theme), audience=tuple(question.audience), validity=tuple(question.validity),
        year_from=question.year, year_to=question.year, date_from=question.date_from, date_to=question.date_to,
    )  # fmt: skip
    told = engine.answer(
        engine.SearchRequest(
            text=question.q, filters=filters, sort=question.sort, page=question.page, page_size=question.limit
        )
    )
    found = told.result
    # The index follows the database by moments; what has just been withdrawn must not come out of it.
    public = set(public_releases(site).filter(key__in=[hit.key for hit in found.hits]).values_list("key", flat=True))
    hits = [_hit(hit) for hit in found.hits if hit.key in public]
    return answer(
        request,
        SearchAnswer(
            total=found.total - (len(found.hits) - len(hits)),
            page=found.page,
            pages=found.pages,
            hits=hits,
            facets={
                name: [
                    FacetCount(value=one.value, label=one.label or one.value, count=one.count)
                    for one in values
                    # A facet is counted without its own filter: of agencies only those of the site are told.
                    if name != "agency" or one.value in own
                ]
                for name, values in found.facets.items()
            },
            relaxed=found.relaxed,
            hints=[*([told.note] if told.note else []), *found.hints],
        ),
    )


def agency_codes(site: Site) -> set[str]:
    """Return the codes of the agencies that this site may show."""
    if not site.whole_tree:
        return {site.agency.code}
    return set(subtree(site.agency).values_list("code", flat=True))


def _hit(hit: engine.Hit) -> SearchHit:
    return SearchHit(
        id=hit.key,
        external_id=hit.external_id or None,
        title=hit.title,
        doc_number=hit.doc_number,
        issuer="、".join(hit.issuers) or hit.agency_name,
        date=hit.date,
        url=hit.url,
        score=round(hit.score, 4),
        highlight=[str(engine.marked(passage)) for passage in hit.passages],
    )
