"""`/api/v1/faq`: the public lists of questions, each with the policy as it stands today."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from ninja import Field, Query, Router, Schema

from gongkai.base.organisations.queries import site_for_host
from gongkai.engine.publishing.queries import release_by_key
from gongkai.proactive.faq import queries
from gongkai.proactive.faq.rules import KIND, numbered, path_of
from gongkai.proactive.faq.rules.sizes import LONGEST_WORDS, MOST_ON_A_PAGE, ON_A_PAGE

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Release

router = Router(tags=["常见问题"])


class FaqAsked(Schema):
    q: str = Field("", max_length=LONGEST_WORDS, description="问题或者答复里含有的词")
    agency: str = Field("", max_length=40, description="机关代码")
    policy: str = Field("", max_length=60, description="政策文件的索引号")
    limit: int = Field(ON_A_PAGE, ge=1, le=MOST_ON_A_PAGE)
    offset: int = Field(0, ge=0, le=100_000)


class FaqEntry(Schema):
    question: str
    answer: str
    basis: str = Field(description="所依据的文件段落")
    url: str


class FaqPolicy(Schema):
    key: str
    title: str
    doc_number: str
    validity: str
    url: str


class FaqBrief(Schema):
    id: str = Field(description="索引号")
    title: str
    agency: str
    questions: int
    published_at: dt.datetime
    edition: int
    url: str


class FaqPage(Schema):
    total: int
    items: list[FaqBrief]


class FaqList(FaqBrief):
    policy: FaqPolicy | None = Field(description="所解答的文件；已撤下时为 null")
    entries: list[FaqEntry]


def _brief(request: HttpRequest, release: Release) -> dict[str, Any]:
    return {
        "id": release.key,
        "title": release.title,
        "agency": release.agency.code,
        "questions": len(release.edition.snapshot["entries"]),
        "published_at": release.published_at,
        "edition": release.edition.number,
        "url": request.build_absolute_uri(path_of(release.key)),
    }


def _site(request: HttpRequest) -> Any:
    site = site_for_host(request.get_host())
    if site is None:
        raise Http404("平台还没有建立网站。")
    return site


@router.get("", response=FaqPage, summary="常见问题清单", operation_id="faq-list", url_name="faq-list")
def lists(request: HttpRequest, response: HttpResponse, asked: Annotated[FaqAsked, Query()]) -> dict[str, Any]:
    """列出公开的问题清单；给出 q 时只列出含有这些词的清单。"""
    rows = queries.public_lists(_site(request)).order_by("-published_at", "-pk")
    if asked.agency:
        rows = rows.filter(agency__code=asked.agency)
    if asked.policy:
        rows = rows.filter(item__question_list__policy__key=asked.policy.replace("\x00", ""))
    found = list(rows)
    if asked.q.split():
        hits = {one["release"].pk for one in queries.public_questions(found, asked.q.split())}
        found = [one for one in found if one.pk in hits]
    patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
    shown = found[asked.offset : asked.offset + asked.limit]
    return {"total": len(found), "items": [_brief(request, one) for one in shown]}


@router.get("/{path:key}", response=FaqList, summary="一份问题清单", operation_id="faq-one", url_name="faq-one")
def one_list(request: HttpRequest, response: HttpResponse, key: str) -> dict[str, Any]:
    """返回一份清单的全部问题、答复和依据。"""
    release = release_by_key(key.replace("\x00", ""), _site(request))
    if release is None or release.kind != KIND:
        raise Http404("没有这份问题清单，或者已经撤下。")
    policy = queries.policy_of(release)
    told = queries.about(policy) if policy else None
    page = request.build_absolute_uri(path_of(release.key))
    patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
    return _brief(request, release) | {
        "policy": {
            "key": told["key"], "title": told["title"], "doc_number": told["doc_number"], "validity": str(told["state"]),
            "url": request.build_absolute_uri(told["url"]),
        } if told else None,
        "entries": [
            {
                "question": one.entry["question"], "answer": one.entry["answer"],
                "basis": one.entry.get("basis_text", ""), "url": f"{page}#{one.anchor}",
            }
            for one in numbered(release.edition.snapshot["entries"])
        ],
    }  # fmt: skip
