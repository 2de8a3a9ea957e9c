"""科室意见: what divisions were asked, and their answer; the office sees all, a division its own, nobody here who asks."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.base.organisations.officer import OfficerRequest, officer_required, permission_required
from gongkai.engine.duties import queries as duties
from gongkai.law.replies import REPLY_KINDS
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.actions.working import opinion_subject
from gongkai.responsive.applications.desk.shared import GET_POST, PER_PAGE, attempt, page
from gongkai.responsive.applications.desk.verb_forms import OpinionForm
from gongkai.responsive.applications.models import Opinion
from gongkai.responsive.applications.permissions import READ
from gongkai.responsive.applications.queries.parts import divisions_of, is_asked, is_office, opinion_of, opinions


@officer_required
@permission_required(READ)
@require_GET
def listed(request: OfficerRequest) -> HttpResponseBase:
    """The open ones first; whoever sits in a division sees that of the division."""
    rows = opinions(request.acting)
    if request.GET.get("open") == "1":
        rows = rows.filter(answered_on__isnull=True)
    found = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    context = {
        "page": found,
        "rows": [
            {"one": one, "late": one.is_open and one.due_on < today, "mine": is_asked(one, request.acting)}
            for one in found
        ],
        "only_open": request.GET.get("open") == "1",
        "has_division": bool(divisions_of(request.acting)),
        "today": today,
    }
    return page(request, "opinions", context, last="科室意见", tab="opinions")


@officer_required
@permission_required(READ)
@require_http_methods(GET_POST)
def answer(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """One opinion: what is asked for, the question, the answer. Raises OutOfSight for that of another division."""
    opinion = opinion_of(pk, request.acting)
    mine = is_asked(opinion, request.acting)
    form, status = OpinionForm(request.POST or None), 200
    if request.method == "POST":
        status = attempt(form, lambda: actions.answer_division(opinion=opinion, by=request.acting, **form.cleaned_data))
        if not status:
            messages.success(request, "意见已交办公室。")
            return redirect("applications:opinions")
    return page(request, "opinion", _shown(request, opinion, form, mine=mine), last="科室意见", status=status)


def _shown(request: OfficerRequest, opinion: Opinion, form: OpinionForm, *, mine: bool) -> dict[str, Any]:
    duty = duties.of_subject(opinion_subject(opinion)).last()
    return {
        "opinion": opinion,
        "application": opinion.application,
        "clock": duties.clock(duty, timezone.localdate()) if duty is not None else None,
        "suggests": REPLY_KINDS[opinion.suggests].name if opinion.suggests in REPLY_KINDS else "",
        "form": form,
        "may_answer": mine and opinion.is_open,
        "office": is_office(request.acting, opinion.application.agency),
    }
