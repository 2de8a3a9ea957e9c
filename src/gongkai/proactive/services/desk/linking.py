"""阅办联动 at the desk: how complete it is, what is still to be bound, one policy with what it mentions."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.base.events.rules import Subject
from gongkai.base.organisations.officer import OfficerRequest, officer_required
from gongkai.base.organisations.queries import NotAllowed
from gongkai.base.ui.asked import asked_year
from gongkai.base.ui.registers.exporting import safe_cell
from gongkai.proactive.services import actions, queries, rules
from gongkai.proactive.services.desk.shared import GET_POST, LINK_PILLS, PER_PAGE, PILLS, history, page
from gongkai.proactive.services.permissions import BINDING, may_read

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Edition, Item
    from gongkai.proactive.services.queries import Line

STATES = {"missing": "缺链接", "covered": "已齐", "declined": "认定不绑定"}


def _asked(request: OfficerRequest) -> tuple[int, str, str, str]:
    given = request.GET
    words, state = given.get("q", "").strip()[: rules.LONGEST_QUERY], given.get("state", "")
    chosen = asked_year(given.get("year")) or timezone.localdate().year
    return chosen, given.get("agency", "")[:40], state if state in STATES else "", words


def _is(line: Line, state: str) -> bool:
    return {"missing": bool(line.missing), "covered": line.is_covered, "declined": not line.counts}.get(state, True)


def _narrowed(request: OfficerRequest) -> tuple[list[Line], list[Line]]:
    year, agency, state, words = _asked(request)
    found = queries.lines(request.acting, year)
    shown = [one for one in found if (not agency or one.agency == agency) and _is(one, state)]
    return found, [one for one in shown if words in one.title or words == one.key]


@officer_required
@require_GET
def overview(request: OfficerRequest) -> HttpResponseBase:
    """The figure of the year, of each agency, and behind it every policy."""
    year, agency, state, words = _asked(request)
    found, shown = _narrowed(request)
    whole, each = queries.coverage(found)
    context = {
        "whole": whole,
        "each": each,
        "page": Paginator(shown, PER_PAGE).get_page(request.GET.get("page")),
        "total_word": f"共{len(shown)}件",
        "years": queries.years(request.acting),
        "year": year,
        "agency": agency,
        "agencies": sorted({(one.agency, one.agency_name) for one in found}),
        "state": state,
        "states": STATES.items(),
        "words": words,
        "narrowed": bool(agency or state or words),
        "broken": queries.listed(request.acting).filter(link_standing=rules.Standing.BROKEN, state=rules.State.ACTIVE),
        "strip": _strip(request, whole, year),
        "query": request.GET.urlencode(),
    }
    return page(request, "overview", context, tab="overview")


def _strip(request: OfficerRequest, whole: Any, year: int) -> list[dict[str, Any]]:
    covered, missing = (f"?year={year}&state={state}#policies" for state in ("covered", "missing"))
    return [
        {"label": "覆盖率", "value": whole.shown, "unit": whole.unit, "kind": "" if whole.is_full else "warn"},
        {"label": "应带链接的文件", "value": whole.total, "unit": "件", "url": f"?year={year}#policies"},
        {"label": "链接齐全", "value": whole.covered, "unit": "件", "url": covered},
        {"label": "缺少链接", "value": whole.missing, "unit": "件", "kind": "warn" if whole.missing else "", "url": missing},
        {"label": "待核对、待发布的事项", "value": queries.waiting(request.acting).count(), "unit": "个"},
    ]  # fmt: skip


@officer_required
@require_GET
def export(request: OfficerRequest) -> HttpResponseBase:
    """The policies as the page has them, one a line."""
    if not may_read(request.acting):
        raise NotAllowed("您没有查看阅办联动的权限。")
    rows: list[list[object]] = [["机关", "文件", "索引号", "公布时间", "结论", "已绑定", "缺少", "认定不绑定及理由"]]
    for one in _narrowed(request)[1]:
        word = STATES["covered" if one.is_covered else "missing" if one.missing else "declined"]
        at = timezone.localtime(one.published_at).strftime("%Y-%m-%d %H:%M")
        rows.append(
            [one.agency_name, one.title, one.key, at, word, "；".join(one.bound), "；".join(one.missing), "；".join(one.declined)]
        )  # fmt: skip
    text = io.StringIO()
    csv.writer(text).writerows([[safe_cell(cell) for cell in row] for row in rows])
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="services-{_asked(request)[0]}.csv"'
    return response


@officer_required
@require_GET
def tasks(request: OfficerRequest) -> HttpResponseBase:
    words = request.GET.get("q", "").strip()[: rules.LONGEST_QUERY]
    rows = queries.open_tasks(request.acting).order_by("found_on", "pk")
    if words:
        rows = rows.filter(document__release__title__icontains=words) | rows.filter(service__name__icontains=words)
    found = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": found, "words": words, "total_word": f"共{found.paginator.count}项"}
    return page(request, "tasks", context, tab="tasks")


@officer_required
@require_http_methods(GET_POST)
def document(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """One policy: what its text mentions, what was decided; a post decides on one item."""
    item, edition = queries.document_here(pk, request.acting)
    if request.method != "POST":
        return _document(request, item, edition)
    number = request.POST.get("service", "")
    service = (
        queries.item_model().objects.select_related("item__release").filter(pk=number).first()
        if number.isdecimal()
        else None
    )
    if service is None:
        return _document(request, item, edition, problem="没有这个办事事项，请从列表中选择。", status=422)
    reason = request.POST.get("reason", "")
    try:
        if request.POST.get("verb") == "decline":
            actions.decline(edition=edition, service=service, reason=reason, by=request.acting)
            messages.success(request, f"已记录：不绑定“{service.name}”。")
        else:
            actions.bind(edition=edition, service=service, by=request.acting)
            messages.success(request, f"已绑定“{service.name}”。")
    except actions.Refused as refusal:
        return _document(request, item, edition, problem=str(refusal), at=service.pk, reason=reason, status=409)
    return redirect("services:document", pk)


def _document(
    request: OfficerRequest,
    item: Item,
    edition: Edition,
    *,
    problem: str = "",
    at: int = 0,
    reason: str = "",
    status: int = 200,
) -> HttpResponseBase:
    found = queries.offered_in(edition)
    known = {one.service.pk for one in found}
    more = (
        queries.item_model().objects.filter(state=rules.State.ACTIVE, item__release__isnull=False).exclude(pk__in=known)
    )
    rows: list[dict[str, Any]] = [
        {
            "service": one.service, "mention": one.mention, "binding": one.binding, "open": one.is_open,
            "word": one.binding.get_state_display() if one.binding else rules.BOND_NAMES[rules.Bond.OPEN],
            "pill": PILLS[one.binding.state] if one.binding else PILLS["open"],
            "link_pill": LINK_PILLS[one.service.link_standing],
            "typed": reason if one.service.pk == at else one.binding.reason if one.binding else "",
        }
        for one in found
    ]  # fmt: skip
    context = {
        "item": item,
        "edition": edition,
        "rows": rows,
        "open": sum(row["open"] for row in rows),
        "more": more.order_by("name"),
        "works": any(request.acting.may(one, item.agency) for one in BINDING),
        "public": getattr(item, "release", None),
        "problem": problem,
        "history": history(Subject(item.kind, item.key), "services:"),
    }
    return page(request, "document", context, tab="tasks", last=edition.title, status=status)
