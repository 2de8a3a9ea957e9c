"""Differences between the site and the standard text: the list, and deciding one with both texts in view."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.base.organisations.officer import OfficerRequest, officer_required
from gongkai.base.organisations.queries import OutOfSight
from gongkai.base.ui.diff import compare
from gongkai.proactive.gazette import actions, queries
from gongkai.proactive.gazette.desk.forms import AnswerForm
from gongkai.proactive.gazette.desk.shared import check_reads, gazettes, may_edit, page
from gongkai.proactive.gazette.models import Divergence, Issue
from gongkai.proactive.gazette.queries.standard import whole_of
from gongkai.proactive.gazette.rules import State, path_of

PER_PAGE = 25


@officer_required
@require_GET
def listed(request: OfficerRequest) -> HttpResponseBase:
    known = gazettes(request)
    rows = Divergence.objects.filter(entry__issue__gazette__in=known)
    rows = rows.select_related("entry__issue__gazette", "entry__document")
    if request.GET.get("all") != "1":
        waiting = queries.open_divergences(request.acting).values("pk")
        rows = rows.filter(pk__in=waiting)
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return page(request, "standard", {"page": shown, "all": request.GET.get("all") == "1"}, tab="standard")


def _found(request: OfficerRequest, pk: int) -> Divergence:
    check_reads(request)
    rows = Divergence.objects.filter(entry__issue__gazette__in=queries.gazettes(request.acting))
    row = rows.select_related("entry__issue__gazette__agency", "entry__document", "entry__item").filter(pk=pk).first()
    if row is None:
        raise OutOfSight
    return row


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: OfficerRequest, pk: int) -> HttpResponseBase:
    row = _found(request, pk)
    form = AnswerForm(request.POST or None, initial={"verdict": row.verdict, "note_text": row.note})
    if request.method == "POST" and form.is_valid():
        try:
            actions.decide_divergence(divergence=row, by=request.acting, **form.cleaned_data)
        except actions.Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已处理。")
            return redirect("gazette:divergence", pk)
    return _page(request, row, form)


def _page(request: OfficerRequest, row: Divergence, form: AnswerForm) -> HttpResponse:
    entry = row.entry
    site = queries.standing([entry.document_id or 0]).get(entry.document_id or 0)
    compared = compare(whole_of(entry).splitlines(), site.whole.splitlines()) if site else []
    following = Issue.objects.filter(gazette=entry.issue.gazette, state=State.PLANNED).order_by("total").first()
    context: dict[str, Any] = {
        "row": row, "entry": entry, "site": site, "rows": [one for one in compared if one.kind != "same"], "form": form,
        "may_decide": may_edit(request, entry.issue.gazette), "following": following,
        "text_url": path_of(entry.item.key) if entry.item else "",
        "document_url": f"/documents/{entry.document.key}" if entry.document else "",
        "notices": row.notices.select_related("issue"),
    }  # fmt: skip
    return page(request, "divergence", context, tab="standard", status=422 if form.errors else 200)
