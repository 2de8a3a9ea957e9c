"""转为主动公开: what was given to one is judged for everybody, drafted, followed until it is public (R237, R238)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from gongkai.base.organisations.officer import OfficerRequest, officer_required
from gongkai.base.organisations.queries import the_system
from gongkai.engine.duties import queries as duties
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.actions.converting import SETTLES
from gongkai.responsive.applications.desk.after_forms import DraftForm, ReopenForm, SettleForm
from gongkai.responsive.applications.desk.after_shared import (
    agencies_of,
    agency_asked,
    csv_of,
    office_required,
    query_of,
)
from gongkai.responsive.applications.desk.shared import PER_PAGE, attempt, page
from gongkai.responsive.applications.permissions import Refused
from gongkai.responsive.applications.queries.conversions import conversion_of, conversions
from gongkai.responsive.applications.queries.demand import asked_by_many
from gongkai.responsive.applications.rules.challenges import (
    CONVERSION_NAMES,
    CRITERION_NAMES,
    CRITERION_SOURCE,
    ConversionState,
)
from gongkai.responsive.applications.rules.demand import MANY_APPLICANTS, MANY_SOURCE, SAME_SOURCE
from gongkai.responsive.applications.rules.watch import CONVERSION

if TYPE_CHECKING:
    from django import forms
    from django.db.models import QuerySet

    from gongkai.responsive.applications.models import Conversion

PILLS = {
    ConversionState.PROPOSED: "warn", ConversionState.ELIGIBLE: "info", ConversionState.INELIGIBLE: "pause",
    ConversionState.PUBLIC: "ok",
}  # fmt: skip
HEAD = (
    "登记编号", "申请内容", "机关", "提供日期", "状态", "符合的标准", "理由", "审查时间", "起草", "公开时间",
)  # fmt: skip


def _asked(request: OfficerRequest) -> tuple[QuerySet[Conversion], dict[str, str]]:
    get = request.GET
    state = get.get("state", "") if get.get("state") in CONVERSION_NAMES else ""
    words = get.get("q", "").strip()[:100]
    rows, asked = conversions(request.acting, state=state), {"state": state, "words": words}
    if words:
        rows = rows.filter(application__title__icontains=words)
    if agency := agency_asked(request, agencies_of(request.acting)):
        rows, asked = rows.filter(application__agency=agency), asked | {"agency": agency.code}
    return rows, {key: value for key, value in asked.items() if value}


@officer_required
@office_required
@require_GET
def listed(request: OfficerRequest) -> HttpResponseBase:
    return _shown(request)


def _shown(
    request: OfficerRequest, *, at: int = 0, verb: str = "", form: forms.Form | None = None, status: int = 200
) -> HttpResponse:
    """The list; `form` is that of the line `at` that did not go through."""
    rows, asked = _asked(request)
    if at:
        rows = rows.filter(pk=at)
    found = Paginator(rows.order_by("-proposed_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    agencies = agencies_of(request.acting)
    lines = list(found.object_list)
    clocks = _clocks(lines)
    shown = [_row(request, one, clocks) for one in lines]
    for row in shown:
        if row["one"].pk == at and form is not None:
            row |= {verb: form, "open": True}
    context = {
        "page": found,
        "rows": shown,
        "asked": asked,
        "states": _states(request),
        "many": asked_by_many(request.acting, today=timezone.localdate()) if not asked and not at else [],
        "many_source": MANY_SOURCE,
        "many_least": MANY_APPLICANTS,
        "same_source": SAME_SOURCE,
        "criteria_source": CRITERION_SOURCE,
        "agencies": agencies if len(agencies) > 1 else [],
        "query": query_of(request),
        "total_word": f"共{found.paginator.count}件",
        "only": at,
    }
    return page(request, "after/conversions", context, tab="conversions", status=status)


def _states(request: OfficerRequest) -> list[dict[str, Any]]:
    counts = dict(conversions(request.acting).order_by().values_list("state").annotate(n=Count("pk")))
    base, current = reverse("applications:conversions"), request.GET.get("state", "")
    rows = [
        ("", "全部", sum(counts.values())),
        *((key, name, counts.get(key, 0)) for key, name in CONVERSION_NAMES.items()),
    ]
    return [
        {"label": name, "url": f"{base}?state={key}" if key else base, "count": count, "current": key == current}
        for key, name, count in rows
    ]  # fmt: skip


def _row(request: OfficerRequest, one: Conversion, clocks: dict[int, Any]) -> dict[str, Any]:
    may = request.acting.may(SETTLES, one.application.agency)
    row: dict[str, Any] = {
        "one": one,
        "pill": PILLS[ConversionState(one.state)],
        "criteria": "、".join(CRITERION_NAMES[key] for key in one.criteria if key in CRITERION_NAMES),
        "clock": clocks.get(one.pk),
        "document": document_of(one),
    }
    if may and one.state == ConversionState.PROPOSED:
        row["settle"] = SettleForm(prefix=f"s{one.pk}")
    if may and one.state == ConversionState.INELIGIBLE:
        row["reopen"] = ReopenForm(prefix=f"r{one.pk}")
    if may and one.state == ConversionState.ELIGIBLE and one.item_id is None:
        row["draft"] = DraftForm(prefix=f"d{one.pk}", initial={"title": one.application.title})
    return row


def _clocks(rows: list[Conversion]) -> dict[int, Any]:
    wanted = [str(one.pk) for one in rows if one.state == ConversionState.ELIGIBLE]
    if not wanted:
        return {}
    book, today = duties.current_book(), timezone.localdate()
    running = duties.open_duties(the_system("applications")).filter(subject_type=CONVERSION, subject_id__in=wanted)
    return {int(duty.subject_id): duties.clock(duty, today, book=book) for duty in running}


def document_of(one: Conversion) -> dict[str, str] | None:
    """Return where the draft is worked on, and its number; the page is that of whoever keeps documents."""
    document = getattr(one.item, "document", None) if one.item_id else None
    if document is None:
        return None
    try:
        return {"url": reverse("documents:detail", args=[document.pk]), "label": str(one.item.key) if one.item else ""}
    except NoReverseMatch:
        return None


@officer_required
@office_required
@require_POST
def settle(request: OfficerRequest, pk: int) -> HttpResponseBase:
    one = conversion_of(pk, request.acting)
    form = SettleForm(request.POST, prefix=f"s{pk}")

    def run() -> object:
        data = form.cleaned_data
        return actions.settle_conversion(
            conversion=one, eligible=data["eligible"] == "yes", criteria=data["criteria"], reason=data["reason"],
            by=request.acting,
        )  # fmt: skip

    if status := attempt(form, run):
        return _shown(request, at=pk, verb="settle", form=form, status=status)
    messages.success(request, "已作出审查结论。")
    return redirect(f"{reverse('applications:conversions')}#c{pk}")


@officer_required
@office_required
@require_POST
def reopen(request: OfficerRequest, pk: int) -> HttpResponseBase:
    one = conversion_of(pk, request.acting)
    form = ReopenForm(request.POST, prefix=f"r{pk}")

    def run() -> object:
        return actions.reopen_conversion(conversion=one, reason=form.cleaned_data["reason"], by=request.acting)

    if status := attempt(form, run):
        return _shown(request, at=pk, verb="reopen", form=form, status=status)
    messages.success(request, "已重新列入审查。")
    return redirect(f"{reverse('applications:conversions')}#c{pk}")


@officer_required
@office_required
@require_POST
def draft(request: OfficerRequest, pk: int) -> HttpResponseBase:
    one = conversion_of(pk, request.acting)
    form = DraftForm(request.POST, prefix=f"d{pk}")
    if status := attempt(form, lambda: _drafted(request, one, form.cleaned_data["title"])):
        return _shown(request, at=pk, verb="draft", form=form, status=status)
    messages.success(request, "已起草，请在公文中完善后送审。")
    found = document_of(conversion_of(pk, request.acting))
    return redirect(found["url"] if found else "applications:conversions")


def _drafted(request: OfficerRequest, one: Conversion, title: str) -> object:
    names = [person.name for person in one.application.submission.applicants.all() if person.name.strip()]
    if any(name in title for name in names):
        raise Refused("标题里有申请人的姓名或者名称，请改写。")
    return actions.draft_for_all(conversion=one, title=title, by=request.acting)


@officer_required
@office_required
@require_GET
def export(request: OfficerRequest) -> HttpResponseBase:
    return csv_of("依申请转主动公开", _lines(_asked(request)[0]))


def _lines(rows: QuerySet[Conversion]) -> Iterator[tuple[object, ...]]:
    yield HEAD
    for one in rows.iterator(chunk_size=500):
        application = one.application
        yield (
            application.number, application.title, application.agency.name, application.closed_on,
            CONVERSION_NAMES[one.state], "、".join(CRITERION_NAMES[key] for key in one.criteria if key in CRITERION_NAMES),
            one.reason, one.settled_at, one.item.key if one.item else "", one.public_at,
        )  # fmt: skip
