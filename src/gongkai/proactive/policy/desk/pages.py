"""The overview of what is to do, documents that should be taken apart, one document with its text, the figures."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required
from gongkai.engine.publishing import queries as publishing
from gongkai.proactive.policy import actions, queries
from gongkai.proactive.policy.desk.forms import NewItemForm
from gongkai.proactive.policy.desk.shared import CRUMBS, NAV, REFUSALS, check_reader, state_of, tabs
from gongkai.proactive.policy.models import Scan
from gongkai.proactive.policy.permissions import EDIT
from gongkai.proactive.policy.rules import PER_PAGE
from gongkai.proactive.policy.rules.amounts import amount_words
from gongkai.proactive.policy.rules.extraction.proposals import BENEFIT_KINDS, proposals
from gongkai.proactive.policy.rules.facts import AUDIENCE_NAMES
from gongkai.proactive.policy.rules.marking import painted
from gongkai.proactive.policy.rules.periods import STANDING_NAMES

FEW = 8
SHOWN = {"": "待拆解", "done": "已拆解", "dismissed": "没有可拆解的事项", "all": "全部"}


@officer_required
@require_GET
def overview(request: OfficerRequest) -> HttpResponseBase:
    check_reader(request)
    by = request.acting
    figures = queries.coverage(by)
    strip = [
        {"label": "应拆文件", "value": figures.documents, "unit": "件", "url": reverse("policy:documents") + "?shown=all"},
        {"label": "待拆解", "value": figures.open, "unit": "件", "url": reverse("policy:documents"), "kind": "warn" if figures.open else ""},
        {"label": "拆解率", "value": figures.share, "unit": "%", "url": reverse("policy:figures")},
        {"label": "已发布事项", "value": figures.states["public"], "unit": "项", "url": reverse("policy:items:list") + "?state=public"},
    ]  # fmt: skip
    waiting = queries.policy_items(by).filter(submitted=True)[:PER_PAGE]
    context = {
        "strip": strip, "tabs": tabs("overview"), "to_do": queries.documents_to_do(by)[:FEW],
        "waiting": [_line(row) for row in waiting], "recheck": [_line(row) for row in queries.to_recheck(by)],
        "drafts": [_line(row) for row in queries.policy_items(by).filter(submitted=False, item__release__isnull=True)[:FEW]],
    }  # fmt: skip
    return desk_page(request, "policy/desk/overview.html", context, nav=NAV)


def _line(row: Any) -> dict[str, Any]:
    edition = queries.working_edition(row)
    return {
        "row": row, "title": edition.title, "pill": state_of(row), "figures": amount_words(row.facts),
        "who": row.facts["who"], "url": reverse("policy:item", args=[row.pk]),
    }  # fmt: skip


@officer_required
@require_GET
def documents(request: OfficerRequest) -> HttpResponseBase:
    """List public documents with words of benefits: what should be taken apart, and whether it was (应拆尽拆)."""
    check_reader(request)
    shown, agency = request.GET.get("shown", ""), request.GET.get("agency", "")
    words = request.GET.get("q", "").replace("\x00", "").strip()
    rows = queries.documents_to_do(request.acting) if shown == "" else queries.kept_scans(request.acting)
    if shown == "done":
        rows = rows.filter(document__in=queries.policy_items(request.acting).values("document"))
    if shown == "dismissed":
        rows = rows.filter(dismissed_at__isnull=False)
    if agency:
        rows = rows.filter(document__agency__code=agency)
    if words:
        rows = rows.filter(document__release__title__icontains=words)
    context = {
        "tabs": tabs("documents"), "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")), "shown": shown,
        "choices": SHOWN, "query": words, "agency": agency, "agencies": queries.coverage(request.acting).agencies,
    }  # fmt: skip
    return desk_page(request, "policy/desk/documents.html", context, nav=NAV)


def _scan(request: OfficerRequest, pk: int) -> Scan:
    check_reader(request)
    return queries.scan_of(pk, request.acting)


@officer_required
@require_GET
def document(request: OfficerRequest, pk: int) -> HttpResponseBase:
    return _document_page(request, _scan(request, pk), NewItemForm())


def _document_page(request: OfficerRequest, scan: Scan, form: NewItemForm, status: int = 200) -> HttpResponseBase:
    release = publishing.release_by_key(scan.document.key)
    assert release is not None  # kept_scans names public documents only
    text = release.edition.text
    found = proposals(text)
    marks = [[mark.field, mark.start, mark.end] for one in found for mark in one.marks]
    rows = queries.policy_items(request.acting).filter(document=scan.document).order_by("order", "pk")
    context = {
        "scan": scan, "release": release, "lines": painted(text, marks), "rows": [_line(row) for row in rows],
        "found": found, "form": form, "may_edit": request.acting.may(EDIT, scan.document.agency),
        "crumbs": [*CRUMBS, {"label": "应拆文件", "url": reverse("policy:documents")}, {"label": "拆解"}],
    }  # fmt: skip
    return desk_page(request, "policy/desk/document.html", context, nav=NAV, status=status)


@officer_required
@require_POST
def document_do(request: OfficerRequest, pk: int, verb: str) -> HttpResponseBase:
    scan, by = _scan(request, pk), request.acting
    form = NewItemForm(request.POST if verb == "add" else None)
    try:
        match verb:
            case "extract":
                made = actions.extract(document=scan.document, by=by)
                messages.success(
                    request, f"新建了{len(made)}个事项，请逐个核对。" if made else "读到的事项都已经建立，没有新的。"
                )
            case "dismiss":
                actions.dismiss(scan=scan, reason=request.POST.get("reason", ""), by=by)
                messages.success(request, "已登记，这份文件不再列入待拆解。")
            case "restore":
                actions.restore(scan=scan, by=by)
                messages.success(request, "已恢复为待拆解。")
            case "add":
                if not form.is_valid():
                    return _document_page(request, scan, form, status=422)
                row = actions.add_item(document=scan.document, by=by, **form.cleaned_data)
                return redirect("policy:item", row.pk)
            case _:
                return HttpResponse(status=404)
    except REFUSALS as refusal:
        if verb == "add":
            form.add_error(None, str(refusal))
            return _document_page(request, scan, form, status=409)
        messages.error(request, str(refusal))
    return redirect("policy:document", pk)


@officer_required
@require_GET
def figures(request: OfficerRequest) -> HttpResponseBase:
    """Show coverage and what is public, each number with the list behind it."""
    check_reader(request)
    found = queries.coverage(request.acting)
    base, library = reverse("policy:items:list"), "/policies/"
    context = {
        "tabs": tabs("figures"), "found": found, "documents": reverse("policy:documents"),
        "kinds": [(name, found.kinds[key], f"{base}?state=public&kind={key}") for key, name in BENEFIT_KINDS.items()],
        "audiences": [
            (name, found.audiences[key], f"{base}?state=public&audience={key}") for key, name in AUDIENCE_NAMES.items()
        ],
        "standings": [(name, found.standings[key], f"{library}?state={key}") for key, name in STANDING_NAMES.items()],
    }  # fmt: skip
    return desk_page(request, "policy/desk/figures.html", context, nav=NAV)
