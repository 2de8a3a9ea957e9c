"""`interpretations` and `interpretations/{id}`: everything that is public on this site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from ninja import Query, Router

from gongkai.base.ui.answers import (
    answer,
    public_site,
    read_cursor,
    reject,
    stamp,
    unchanged,
    write_cursor,
)
from gongkai.engine.publishing import queries as publishing
from gongkai.proactive.interpretation.api.schemas import (
    InterpretationBrief,
    InterpretationFilters,
    InterpretationFull,
    InterpretationPage,
)
from gongkai.proactive.interpretation.queries.public import narrowed, policy_of, public_interpretations
from gongkai.proactive.interpretation.rules import FORM_NAMES, KIND, STAGE_NAMES

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gongkai.base.organisations.models import Site
    from gongkai.engine.publishing.models import Release

router = Router(tags=["政策解读"])


def brief(release: Release) -> dict[str, Any]:
    facts = release.edition.snapshot
    return {
        "id": release.key,
        "title": release.title,
        "summary": release.summary,
        "form": facts["form"],
        "form_name": FORM_NAMES.get(facts["form"], ""),
        "stage": facts["stage"],
        "stage_name": STAGE_NAMES.get(facts["stage"], ""),
        "sort": facts["sort"],
        "agency": {"code": release.agency.code, "name": release.agency.name},
        "issuers": facts["issuers"],
        "themes": release.themes,
        "policy_edition": facts["policy_edition"],
        "first_published_at": release.first_published_at,
        "published_at": release.published_at,
        "url": f"/interpretations/{release.key}",
    }


def full(release: Release, site: Site) -> InterpretationFull:
    """Return what was published, from the snapshot whose digest the log keeps; of the policy what is public today."""
    facts = release.edition.snapshot
    policy = policy_of(facts, site, timezone.localdate())
    known = {name: facts.get(name) for name in ("audience", "content", "policy_type", "html", "transcript", "facts", "points", "files", "change_note")}  # fmt: skip
    return InterpretationFull.model_validate(
        brief(release)
        | known
        | {
            "edition": release.edition.number,
            "held_on": facts.get("held_on") or None,
            "speakers": [line.strip() for line in str(facts.get("speakers") or "").splitlines() if line.strip()],
            "text": release.edition.text,
            "content_sha256": release.edition.content_sha256,
            "policy": {
                "id": policy.release.key,
                "title": policy.release.title,
                "doc_number": policy.release.doc_number,
                "validity": policy.state.value,
                "validity_name": policy.validity_name,
                "edition": policy.release.edition.number,
                "url": policy.url,
            }
            if policy
            else None,
        }
    )


def _narrowed(releases: QuerySet[Release], filters: InterpretationFilters) -> QuerySet[Release]:
    if filters.form and filters.form not in FORM_NAMES:
        reject("form", f"没有这种形式，可用：{'、'.join(FORM_NAMES)}。")
    if filters.stage and filters.stage not in STAGE_NAMES:
        reject("stage", f"没有这个阶段，可用：{'、'.join(STAGE_NAMES)}。")
    releases = narrowed(
        releases, q=filters.q, form=filters.form, stage=filters.stage, theme=filters.theme, agency=filters.agency,
        subtree=filters.subtree, year=str(filters.year or ""),
    )  # fmt: skip
    if filters.policy:
        public = publishing.public_releases().filter(key=filters.policy).exists()
        releases = releases.filter(edition__snapshot__policy=filters.policy) if public else releases.none()
    if filters.cursor:
        at_text, key = read_cursor(filters.cursor, 2)
        try:
            at = parse_datetime(at_text)
        except ValueError:
            at = None
        if at is None or not key.isdecimal():
            reject("cursor", "翻页标记无效，请用上一页返回的 next_cursor。")
        releases = releases.filter(Q(published_at__lt=at) | Q(published_at=at, item_id__lt=int(key)))
    return releases


@router.get(
    "", response=InterpretationPage, summary="政策解读目录", operation_id="list_interpretations",
    url_name="interpretations",
)  # fmt: skip
def list_interpretations(request: HttpRequest, filters: Annotated[InterpretationFilters, Query()]) -> HttpResponse:
    """按发布时间从新到旧；用 next_cursor 翻页，翻页期间有新发布或撤下的也不会重复、遗漏。"""
    site, tag = public_site(request), stamp(request, publishing.public_version())
    releases = _narrowed(public_interpretations(site), filters)
    if same := unchanged(request, tag):
        return same
    rows = list(releases.select_related("agency", "edition").order_by("-published_at", "-item_id")[: filters.limit + 1])
    shown = rows[: filters.limit]
    more = len(rows) > filters.limit
    cursor = write_cursor(shown[-1].published_at.isoformat(), shown[-1].pk) if more else None
    items = [InterpretationBrief.model_validate(brief(release)) for release in shown]
    return answer(request, InterpretationPage(items=items, next_cursor=cursor), tag)


@router.get(
    "/{path:id}", response=InterpretationFull, summary="一件政策解读", operation_id="get_interpretation",
    url_name="interpretation",
)  # fmt: skip
def get_interpretation(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002 - the name in the published interface
    """`id` 为索引号（含斜线，不必转义）。已撤下的答 410，并说明原因和日期。"""
    site, tag = public_site(request), stamp(request, publishing.public_version())
    release = publishing.release_by_key(id, site)
    if release is None or release.kind != KIND:
        return _gone(request, id, site)
    return unchanged(request, tag) or answer(request, full(release, site), tag)


def _gone(request: HttpRequest, key: str, site: Site) -> HttpResponse:
    """Answer 410 with the reason for what was withdrawn here; anything else does not exist."""
    item = publishing.tombstone(key)
    shown = item is not None and (
        item.agency.lineage.startswith(site.agency.lineage) if site.whole_tree else item.agency_id == site.agency_id
    )
    if item is None or item.kind != KIND or not shown:
        raise Http404("没有这件政策解读，请核对索引号。")
    day = timezone.localtime(item.withdrawn_at).date() if item.withdrawn_at else ""
    problem = {
        "type": "about:blank",
        "title": "已撤下",
        "status": 410,
        "detail": f"该信息已于{day}撤下：{item.get_withdrawal_kind_display()}。{item.withdrawal_reason}",
        "instance": request.path,
    }
    response = JsonResponse(
        problem, status=410, content_type="application/problem+json", json_dumps_params={"ensure_ascii": False}
    )
    response["Cache-Control"] = "no-store"
    return response
