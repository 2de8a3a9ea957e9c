"""The candidates of a theme: each with its points and reasons, each decided once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from gongkai.base.organisations.officer import OfficerRequest, officer_required
from gongkai.engine.publishing.rules import KINDS
from gongkai.proactive.themes import actions, queries, rules
from gongkai.proactive.themes.desk.shared import PER_PAGE, PILLS, as_csv, check_reads, page
from gongkai.proactive.themes.permissions import MANAGE

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gongkai.proactive.themes.models import Entry, Theme

SAID = {
    "include": "已归入专题。", "exclude": "已记录：不归入。", "reconsider": "已打开，请重新认定。", "arrange": "已调整。",
}  # fmt: skip
LAST_PLACE = 9999


def _asked(request: OfficerRequest) -> dict[str, str]:
    given = {name: request.GET.get(name, "").strip()[: rules.LONGEST_QUERY] for name in ("q", "state", "section")}
    given["state"] = given["state"] if given["state"] in rules.DECISION_NAMES else ""
    given["section"] = given["section"] if given["section"] in rules.SECTION_NAMES else ""
    return given


def _found(request: OfficerRequest, theme: Theme) -> QuerySet[Entry]:
    rows, wanted = queries.candidates(theme), _asked(request)
    if wanted["q"]:
        rows = rows.filter(target__release__title__icontains=wanted["q"])
    for name in ("state", "section"):
        if wanted[name]:
            rows = rows.filter(**{name: wanted[name]})
    return rows.order_by("-score", "pk")


@officer_required
@require_GET
def candidates(request: OfficerRequest, pk: int) -> HttpResponseBase:
    check_reads(request)
    return _shown(request, queries.find(pk, request.acting))


def _shown(
    request: OfficerRequest,
    theme: Theme,
    *,
    problem: str = "",
    at: int = 0,
    typed: str = "",
    number: str = "",
    status: int = 200,
) -> HttpResponseBase:
    wanted = _asked(request)
    found = Paginator(_found(request, theme), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "theme": theme,
        "report": queries.report_of(theme),
        "page": found,
        "rows": [_row(entry, typed if entry.pk == at else "") for entry in found],
        "total_word": f"共{found.paginator.count}件",
        "tabs": _tabs(theme, wanted["state"]),
        "wanted": wanted,
        "names": rules.SECTION_NAMES.items(),
        "manages": request.acting.may(MANAGE, theme.item.agency),
        "problem": problem,
        "number": number,
        "here": request.get_full_path() if request.method == "GET" else reverse("themes:candidates", args=[theme.pk]),
        "query": request.GET.urlencode(),
    }
    here = {"label": theme.title, "url": reverse("themes:theme", args=[theme.pk])}
    return page(request, "candidates", context, here, {"label": "候选内容"}, status=status)


def _tabs(theme: Theme, state: str) -> list[dict[str, Any]]:
    report, base = queries.report_of(theme), reverse("themes:candidates", args=[theme.pk])
    counts = {"": report.matched, "open": report.missing, "in": report.inside, "out": report.out}
    return [
        {"label": rules.DECISION_NAMES.get(key, "全部"), "url": f"{base}?state={key}" if key else base, "current": key == state, "count": count}
        for key, count in counts.items()
    ]  # fmt: skip


def _row(entry: Entry, typed: str) -> dict[str, Any]:
    release = entry.target.release
    return {
        "entry": entry,
        "title": release.title,
        "url": KINDS[release.kind].path(release.key),
        "kind": KINDS[release.kind].name,
        "doc_number": release.doc_number,
        "agency": release.agency.label,
        "published_at": release.published_at,
        "pill": PILLS[entry.state],
        "typed": typed,
    }


@officer_required
@require_GET
def export(request: OfficerRequest, pk: int) -> HttpResponseBase:
    check_reads(request)
    theme = queries.find(pk, request.acting)
    head = [
        "标题",
        "索引号",
        "发文字号",
        "机关",
        "公布时间",
        "版块",
        "得分",
        "依据",
        "认定",
        "理由",
        "认定人",
        "认定时间",
    ]
    lines = []
    for entry in _found(request, theme):
        release = entry.target.release
        at = timezone.localtime(release.published_at).strftime("%Y-%m-%d %H:%M")
        decided = timezone.localtime(entry.decided_at).strftime("%Y-%m-%d %H:%M") if entry.decided_at else ""
        lines.append(
            [release.title, release.key, release.doc_number, release.agency.name, at, entry.get_section_display(), entry.score,
             "；".join(entry.why), entry.get_state_display(), entry.reason, entry.decided_by, decided]
        )  # fmt: skip
    return as_csv(f"theme-{theme.slug}", [head, *lines])


@officer_required
@require_POST
def decide(request: OfficerRequest, pk: int, entry: int, verb: str) -> HttpResponseBase:
    """One decision on one thing; somebody who was slower is told who decided and when."""
    theme = queries.find(pk, request.acting)
    row = queries.candidates(theme).filter(pk=entry).first()
    if row is None or verb not in SAID:
        raise Http404
    reason = request.POST.get("reason", "")
    try:
        _run(request, verb, row, reason)
    except actions.Refused as refusal:
        return _shown(request, theme, problem=str(refusal), at=row.pk, typed=reason, status=409)
    messages.success(request, SAID[verb])
    back = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if safe and back.startswith("/desk/themes/") else reverse("themes:candidates", args=[pk]))


def _run(request: OfficerRequest, verb: str, row: Entry, reason: str) -> None:
    by, section = request.acting, request.POST.get("section", "")
    if verb == "include":
        actions.include(entry=row, section=section, reason=reason, by=by)
    elif verb == "exclude":
        actions.exclude(entry=row, reason=reason, by=by)
    elif verb == "reconsider":
        actions.reconsider(entry=row, reason=reason, by=by)
    else:
        order = request.POST.get("order", "")
        if not (order.isascii() and order.isdigit() and int(order) <= LAST_PLACE):
            raise actions.Refused(f"排序请填0到{LAST_PLACE}之间的数字，数字小的排在前面。")
        actions.arrange(entry=row, section=section, order=int(order), by=by)


@officer_required
@require_POST
def add(request: OfficerRequest, pk: int) -> HttpResponseBase:
    theme = queries.find(pk, request.acting)
    number = request.POST.get("number", "")
    try:
        actions.add(theme=theme, number=number, by=request.acting)
    except actions.Refused as refusal:
        return _shown(request, theme, problem=str(refusal), number=number, status=409)
    messages.success(request, "已列入候选，请认定。")
    return redirect("themes:candidates", pk)
