"""Paper: recipients, the deliveries of an issue with their receipts, shortages, the print run and its trend."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.base.organisations.officer import OfficerRequest, officer_required
from gongkai.base.organisations.queries import NotAllowed, OutOfSight
from gongkai.base.ui import charts
from gongkai.proactive.gazette import actions, queries
from gongkai.proactive.gazette.desk.forms import RecipientForm, SupplyForm
from gongkai.proactive.gazette.desk.shared import chosen, load, may_edit, page
from gongkai.proactive.gazette.models import Issue
from gongkai.proactive.gazette.rules import State

SHOWN = 50


@officer_required
@require_GET
def listed(request: OfficerRequest) -> HttpResponseBase:
    gazette = chosen(request)
    runs = queries.print_runs(gazette) if gazette else []
    points = [(one.brief, one.print_run or 0) for one, _ in runs]
    context: dict[str, Any] = {
        "gazette": gazette, "runs": list(reversed(runs)), "may_edit": may_edit(request, gazette),
        "chart": charts.line(points, label="各期印数") if len(points) > 1 else "",
        "recipients": gazette.recipients.all() if gazette else [],
        "shortages": queries.shortages(gazette)[:SHOWN] if gazette else [],
        "issues": gazette.issues.filter(state=State.RELEASED, old=False).order_by("-total")[:12] if gazette else [],
    }  # fmt: skip
    return page(request, "paper", context, tab="paper")


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def recipient(request: OfficerRequest) -> HttpResponseBase:
    """Put somebody on the list, or change who stands there (?name=)."""
    gazette = chosen(request)
    if gazette is None or not may_edit(request, gazette):
        raise NotAllowed("赠阅名单由公报编辑维护。")
    row = gazette.recipients.filter(name=request.GET.get("name", "")).first()
    names = ("name", "place", "address", "hours", "copies", "is_point", "active")
    initial = {name: getattr(row, name) for name in names} if row else {"copies": 1, "active": True}
    form = RecipientForm(request.POST or None, initial=initial)
    if row is not None:
        form.fields["name"].disabled = True
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.edit_recipient(gazette=gazette, by=request.acting, **form.cleaned_data)
        except actions.Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已保存{made.name}。")
            return redirect("gazette:paper")
    context = {"form": form, "word": "赠阅对象", "submit": "保存", "back": reverse("gazette:paper")}
    return page(request, "form", context, status=422 if form.errors else 200)


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def supply(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """The deliveries of one issue; a post opens them, puts down what was sent, or a receipt."""
    issue = load(request, pk)
    if request.method != "POST":
        return _page(request, issue)
    try:
        sentence = _put_down(request, issue)
    except actions.Refused as error:
        return _page(request, issue, refused=str(error), status=409)
    messages.success(request, sentence)
    return redirect("gazette:supply", pk)


def _put_down(request: OfficerRequest, issue: Issue) -> str:
    verb, value = request.POST.get("verb", ""), request.POST.get("supply", "")
    if verb == "plan":
        return f"已列出{actions.plan_supply(issue=issue, by=request.acting)}个赠阅对象。"
    number = int(value) if value.isascii() and value.isdigit() and len(value) < 12 else 0
    row = issue.supplies.filter(pk=number).select_related("recipient", "issue").first()
    if row is None:
        raise OutOfSight
    form = SupplyForm(request.POST)
    if not form.is_valid():
        raise actions.Refused(f"{row.recipient.name}：请填写份数。")
    today, copies = timezone.localdate(), form.cleaned_data["copies"]
    if verb == "receive":
        actions.receive(supply=row, copies=copies, on=today, signer=form.cleaned_data["signer"], by=request.acting)
        return f"已登记{row.recipient.name}签收。"
    actions.send(supply=row, copies=copies, on=today, by=request.acting)
    return f"已登记送往{row.recipient.name}。"


def _page(request: OfficerRequest, issue: Issue, *, refused: str = "", status: int = 200) -> HttpResponse:
    sent = request.POST if refused else {}
    rows = [
        {"row": one, "short": _short(one), "typed": sent.get("copies", "") if str(one.pk) == sent.get("supply") else "",
         "signer": sent.get("signer", "") if str(one.pk) == sent.get("supply") else ""}
        for one in issue.supplies.select_related("recipient")
    ]  # fmt: skip
    missing = issue.gazette.recipients.filter(active=True).exclude(supplies__issue=issue).count()
    context = {
        "issue": issue, "rows": rows, "totals": queries.supply_totals(issue), "refused": refused, "missing": missing,
        "may_edit": may_edit(request, issue.gazette),
    }  # fmt: skip
    return page(request, "supply", context, tab="paper", status=status)


def _short(one: Any) -> int:
    """Return how many copies are missing of what was to come."""
    have: int = one.received if one.received is not None else one.sent
    return max(int(one.wanted) - have, 0)
