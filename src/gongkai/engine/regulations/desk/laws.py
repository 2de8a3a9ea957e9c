"""One law: where it stands, its versions, its articles, what cites it; and two versions side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_GET

from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required
from gongkai.engine.publishing.rules import KINDS
from gongkai.engine.regulations import queries
from gongkai.engine.regulations.desk.comparing import side_by_side
from gongkai.engine.regulations.desk.lists import post_required
from gongkai.engine.regulations.rules import RANKS, VERDICT_NAMES, Verdict, articles, label
from gongkai.law.numbers import write_date

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Release
    from gongkai.engine.regulations.models import CitedLaw, Law, Version


@officer_required
@require_GET
def law(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """`?version=` shows an earlier text; without it the one in force, or the latest that has a text."""
    post_required(request)
    found = queries.law(pk)
    versions = queries.versions(found)
    today = timezone.localdate()
    shown = _shown(request.GET.get("version", ""), versions, queries.version_on(found, today))
    context = {
        "law": found,
        "badge": queries.status_on(found, today),
        "rows": _facts(found),
        "steps": _steps(found, versions),
        "versions": versions,
        "with_text": [one for one in versions if one.text],
        "shown": shown,
        "articles": articles(shown.text) if shown else [],
        "lines": queries.paragraphs(shown) if shown else [],
        "cited": [_citing(row, release) for row, release in queries.citing_pages(found)],
    }
    return desk_page(request, "regulations/desk/law.html", context, nav="regulations")


@officer_required
@require_GET
def compare(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Two versions article by article; without a choice the two latest that have a text."""
    post_required(request)
    found = queries.law(pk)
    with_text = [one for one in queries.versions(found) if one.text]
    old = _chosen(request.GET.get("old", ""), with_text, with_text[1:2])
    new = _chosen(request.GET.get("new", ""), with_text, with_text[:1])
    compared = side_by_side(old, new) if old and new else None
    context = {
        "law": found, "versions": with_text, "old": old, "new": new, "compared": compared,
        "rows": queries.beside(old, new) if old and new and compared is None else [],
    }  # fmt: skip
    return desk_page(request, "regulations/desk/compare.html", context, nav="regulations")


def _shown(asked: str, versions: list[Version], current: Version | None) -> Version | None:
    if asked:
        chosen = next((one for one in versions if str(one.pk) == asked), None)
        if chosen is None:
            raise Http404
        return chosen
    if current is not None and current.text:
        return current
    return next((one for one in versions if one.text), None)


def _chosen(asked: str, versions: list[Version], otherwise: list[Version]) -> Version | None:
    return next((one for one in versions if str(one.pk) == asked), next(iter(otherwise), None))


def _facts(found: Law) -> list[dict[str, Any]]:
    repealed = ""
    if found.repealed_on:
        repealed = write_date(found.repealed_on) + (f"，由《{found.repealed_by}》废止" if found.repealed_by else "")
    rows: list[dict[str, Any]] = [
        {"label": "效力级别", "value": RANKS[found.rank]},
        {"label": "制定机关", "value": found.issuer},
        {"label": "公布文号", "value": found.number},
        {"label": "公布日期", "value": found.promulgated_on},
        {"label": "废止", "value": repealed},
        {"label": "别称", "value": "、".join(found.names)},
        {"label": "来源", "value": found.url, "url": found.url},
    ]
    return [row for row in rows if row["value"]]


def _steps(found: Law, versions: list[Version]) -> list[dict[str, Any]]:
    """Newest first, as officers ask; what is only known by its day says so."""
    today = timezone.localdate()
    steps: list[dict[str, Any]] = []
    if found.repealed_on:
        by = f"由《{found.repealed_by}》废止" if found.repealed_by else ""
        steps.append({"at": found.repealed_on, "title": "废止", "text": by, "state": "done"})
    for one in versions:
        force = f"自{write_date(one.effective_on)}起施行" if one.exact else "施行日期未载明，按公布之日计"
        text = force if one.text else f"{force}；只有沿革，没有正文"
        ended = one.ended_on is not None and one.ended_on <= today
        state = "next" if one.effective_on > today else "done" if ended else "now"
        steps.append({"at": one.decided_on, "title": one.note or "公布", "text": text, "state": state})
    return steps


def _citing(row: CitedLaw, release: Release) -> dict[str, Any]:
    kind = KINDS.get(release.kind)
    return {
        "title": release.title,
        "url": kind.path(release.key) if kind else "",
        "agency": release.agency.label,
        "day": release.issued_on or release.formed_on,
        "what": "登载全文" if row.carried else f"引用{row.times}处",
        "articles": "、".join(label(one) for one in row.articles[:6]),
        "version": row.version,
        "verdict": _judged(row),
        "state": "ok" if row.verdict == Verdict.VALID else "warn",
    }


def _judged(row: CitedLaw) -> str:
    if row.carried:
        return "与法规库一致" if row.verdict == Verdict.VALID else "与法规库不一致"
    return VERDICT_NAMES[Verdict(row.verdict)]
