"""The register of issues, putting a gazette on the register, planning an issue, choosing what stands in it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.base.organisations.officer import OfficerRequest, officer_required, permission_required
from gongkai.base.organisations.queries import NotAllowed, agencies_where
from gongkai.proactive.gazette import actions, queries
from gongkai.proactive.gazette.desk.forms import FoundForm, PlanForm, TextForm, next_numbers
from gongkai.proactive.gazette.desk.shared import PILLS, chosen, load, may_edit, page
from gongkai.proactive.gazette.models import Divergence, Issue
from gongkai.proactive.gazette.permissions import EDIT
from gongkai.proactive.gazette.rules import COLUMN_NAMES, STATE_NAMES, State, gap_count, gap_words

PER_PAGE = 25
GET_POST = ["GET", "HEAD", "POST"]


@officer_required
@require_GET
def listed(request: OfficerRequest) -> HttpResponseBase:
    gazette = chosen(request)
    state, words = request.GET.get("state", ""), request.GET.get("q", "").strip()[:40]
    rows = queries.issues(request.acting).prefetch_related("channels").order_by("-total")
    if state in STATE_NAMES:
        rows = rows.filter(state=state)
    if words:
        rows = rows.filter(item__editions__title__icontains=words).distinct()
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    channels = queries.missing_channels(list(shown))
    context = {
        "gazette": gazette, "page": shown, "strip": _strip(request, gazette), "query": words, "state": state,
        "states": STATE_NAMES, "may_edit": may_edit(request, gazette), "may_found": bool(_foundable(request)),
        "rows": [
            {"issue": one, "pill": PILLS[State(one.state)], "missing": channels.get(one.pk, [])} for one in shown
        ],
    }  # fmt: skip
    return page(request, "list", context, tab="list")


def _foundable(request: OfficerRequest) -> Any:
    taken = queries.gazette_model().objects.values("agency")
    kinds = ("government",)
    return agencies_where(request.acting, EDIT).filter(kind__in=kinds).exclude(pk__in=taken)


def _strip(request: OfficerRequest, gazette: Any) -> list[dict[str, Any]]:
    if gazette is None:
        return []
    gaps = queries.missing_here(gazette)
    waiting = queries.open_divergences(request.acting).count()
    unseen = sum(bool(one) for one in queries.missing_channels(
        list(gazette.issues.filter(state=State.RELEASED, old=False).prefetch_related("channels"))
    ).values())  # fmt: skip
    items = [
        {"label": "已出版和入库", "value": len(queries.all_numbers(gazette)), "unit": "期"},
        {"label": "缺期", "value": gap_count(gaps), "unit": "期", "kind": "warn" if gaps else "", "url": reverse("gazette:history")},
        {"label": "渠道不全", "value": unseen, "unit": "期", "kind": "warn" if unseen else ""},
        {"label": "与标准文本不一致", "value": waiting, "unit": "处", "kind": "bad" if waiting else "", "url": reverse("gazette:standard")},
        {"label": "没有刊登的政策文件", "value": queries.missing_count(gazette), "unit": "件", "url": f"{reverse('gazette:window')}?state=missing&year=0"},
    ]  # fmt: skip
    return items


@officer_required
@require_http_methods(GET_POST)
@permission_required(EDIT)
def found(request: OfficerRequest) -> HttpResponseBase:
    form = FoundForm(request.POST or None, agencies=_foundable(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.found_gazette(by=request.acting, **form.cleaned_data)
        except actions.Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "公报已登记，可以安排期次。")
            return redirect("gazette:list")
    return _form(request, form, "登记公报", "登记")


def _form(
    request: OfficerRequest, form: Any, word: str, submit: str, *, back: str = "", note: str = ""
) -> HttpResponse:
    context = {"form": form, "word": word, "submit": submit, "back": back or reverse("gazette:list"), "note": note}
    return page(request, "form", context, status=422 if form.errors else 200)


@officer_required
@require_http_methods(GET_POST)
@permission_required(EDIT)
def new(request: OfficerRequest) -> HttpResponseBase:
    gazette = chosen(request)
    if gazette is None:
        return redirect("gazette:found")
    known = queries.gazettes(request.acting).filter(agency__in=agencies_where(request.acting, EDIT))
    form = PlanForm(request.POST or None, gazettes=known, initial=next_numbers(gazette))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.plan(by=request.acting, **form.cleaned_data)
        except actions.Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{made.brief}已安排，请选入篇目。")
            return redirect("gazette:issue", made.pk)
    gaps = queries.missing_here(gazette)
    note = f"还缺{gap_words(gaps)}，补录请到“历史库”。" if gaps else ""
    return _form(request, form, "安排期次", "安排", note=note)


@officer_required
@require_http_methods(GET_POST)
def choose(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """The candidates with the reason for each; what is ticked goes into the issue."""
    issue = load(request, pk)
    if not may_edit(request, issue.gazette):
        raise NotAllowed("选稿由公报编辑办理。")
    column, words = request.GET.get("column", ""), request.GET.get("q", "").strip()[:40]
    refused, ticked = "", request.POST.getlist("item")
    if request.method == "POST":
        items = [int(one) for one in ticked if one.isascii() and one.isdigit() and len(one) < 12]
        try:
            made = actions.choose(issue=issue, items=items, column=request.POST.get("into", ""), by=request.acting)
        except actions.Refused as error:
            refused = str(error)
        else:
            messages.success(request, f"已选入{len(made)}篇。")
            return redirect("gazette:issue", pk)
    rows = queries.candidates(issue, column=column if column in COLUMN_NAMES else "", words=words)
    context = {
        "issue": issue, "rows": rows, "columns": COLUMN_NAMES, "column": column, "query": words, "refused": refused,
        "ticked": ticked, "open": issue.state == State.PLANNED,
    }  # fmt: skip
    return page(request, "choose", context, status=409 if refused else 200)


@officer_required
@require_http_methods(GET_POST)
def add(request: OfficerRequest, pk: int) -> HttpResponseBase:
    issue = load(request, pk)
    if not may_edit(request, issue.gazette):
        raise NotAllowed("选稿由公报编辑办理。")
    form = TextForm(request.POST or None, initial={"column": request.GET.get("column", "chronicle")})
    if request.method == "POST" and form.is_valid():
        corrects = _corrects(request, issue)
        try:
            made = actions.add_text(issue=issue, corrects=corrects, by=request.acting, **form.cleaned_data)
        except actions.Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已加入《{made.title}》。")
            return redirect("gazette:issue", pk)
    return _form(request, form, "加入公报自有内容", "加入", back=reverse("gazette:issue", args=[pk]))


def _corrects(request: OfficerRequest, issue: Issue) -> Any:
    """Return the difference that a correction notice answers, when one of this gazette is named in the address."""
    value = request.GET.get("corrects", "")
    if not (value.isascii() and value.isdigit() and len(value) < 12):
        return None
    return Divergence.objects.filter(pk=int(value), entry__issue__gazette=issue.gazette).first()
