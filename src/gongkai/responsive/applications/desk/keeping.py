"""保存年限: how long who applied is kept, on what basis, and whose data goes next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gongkai.base.events import queries as events
from gongkai.base.events.rules import Subject, label
from gongkai.base.organisations.officer import OfficerRequest, officer_required
from gongkai.base.organisations.queries import agencies_where
from gongkai.law.months import add_months
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.desk.after_shared import agencies_of, agency_asked, office_required
from gongkai.responsive.applications.desk.fields import choice
from gongkai.responsive.applications.desk.shared import GET_POST, PER_PAGE, attempt, page
from gongkai.responsive.applications.permissions import APPROVE
from gongkai.responsive.applications.queries.keeping import MONTHS, Kept, going_next, kept_by
from gongkai.responsive.applications.rules.keeping import FEWEST_YEARS, MOST_YEARS, WARNED_MONTHS

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency

FOR_EVER = "ever"


class KeepingForm(forms.Form):
    how = choice("保存", [("years", "按年限"), (FOR_EVER, "永久")])
    years = forms.IntegerField(
        label="年限（办结后满几年清除）", required=False, min_value=FEWEST_YEARS, max_value=MOST_YEARS
    )
    basis = forms.CharField(label="依据", max_length=200, help_text="例如本机关文书档案保管期限表的条目。")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("how") == FOR_EVER:
            found["years"] = None
        elif found.get("years") is None and "years" not in self.errors:
            self.add_error("years", "请填写年数，或者选择永久。")
        return found


@officer_required
@office_required
@require_http_methods(GET_POST)
def shown(request: OfficerRequest) -> HttpResponseBase:
    agencies = agencies_of(request.acting)
    agency = agency_asked(request, agencies) or agencies[0]
    may = agencies_where(request.acting, APPROVE).filter(pk=agency.pk).exists()
    kept, today = kept_by(agency), timezone.localdate()
    begin = {"how": FOR_EVER if kept.years is None else "years", "years": kept.years, "basis": _own_basis(kept)}
    form, status = KeepingForm(request.POST or None, initial=begin), 200
    if request.method == "POST":
        status = attempt(form, lambda: _set(request, agency, form))
        if not status:
            messages.success(request, "保存年限已设定。")
            return redirect(f"{request.path}?agency={agency.code}")
    found = Paginator(going_next(agency, today, WARNED_MONTHS), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "agency": agency,
        "agencies": agencies if len(agencies) > 1 else [],
        "kept": kept,
        "words": actions.years_in_words(kept.years),
        "may": may,
        "form": form,
        "page": found,
        "rows": [_row(one, kept) for one in found.object_list],
        "months": WARNED_MONTHS,
        "history": _history(agency),
    }
    return page(request, "after/keeping", context, tab="keeping", status=status)


def _own_basis(kept: Kept) -> str:
    return kept.source if kept.own else ""


def _set(request: OfficerRequest, agency: Agency, form: KeepingForm) -> None:
    data = form.cleaned_data
    actions.set_keeping(agency=agency, years=data["years"], basis=data["basis"], by=request.acting)


def _row(form: Any, kept: Kept) -> dict[str, Any]:
    return {
        "receipt": form.receipt,
        "matters": list(form.applications.select_related("submission")),
        "closed": form.closed,
        "goes": add_months(form.closed, MONTHS * (kept.years or 0)),
    }


def _history(agency: Agency) -> list[dict[str, Any]]:
    found = events.events_of(Subject("application-keeping", agency.code)).order_by("-seq")[:PER_PAGE]
    return [
        {
            "at": event.at, "who": f"{event.actor_name}　{event.actor_role}", "what": label(event.tag), "remark": event.remark,
            "changes": [
                {"label": name, "old": (event.old or {}).get(name), "new": value}
                for name, value in (event.new or {}).items()
            ],
        }
        for event in found
    ]  # fmt: skip
