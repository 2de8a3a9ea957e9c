"""时限核准: the time limits whose source nobody has read in full, and who puts them in force after checking it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required, permission_required
from gongkai.base.organisations.rules import Permission
from gongkai.engine.duties import actions, queries
from gongkai.law.clocks import CLOCKS, Clock
from gongkai.law.sources import Confidence

HOW_SURE: dict[str, str] = {
    Confidence.PRACTICE: "只在实践中见到，没有见到条文",
    Confidence.MEMORY_SURE: "依据明确，但没有核对原文",
    Confidence.MEMORY: "依据有待查明，没有核对原文",
}


class AdoptForm(forms.Form):
    basis = forms.CharField(
        label="核对依据", max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="写明核对了哪份文件的哪一条，例如“国办函〔2020〕109号第五条，已核对原文”。",
    )  # fmt: skip


@officer_required
@require_GET
@permission_required(Permission.DUTIES_READ)
def listed(request: OfficerRequest) -> HttpResponseBase:
    return _shown(request)


def _shown(
    request: OfficerRequest, clock: str = "", form: AdoptForm | None = None, status: int = 200
) -> HttpResponseBase:
    adopted = queries.adoptions()
    context = {
        "rows": [_row(one, adopted.get(one.id), form if one.id == clock else None) for one in queries.unverified()],
        "may": request.acting.may_anywhere(Permission.DUTIES_ADOPT),
    }
    return desk_page(request, "duties/desk/adoptions.html", context, nav="adoptions", status=status)


def _row(clock: Clock, adoption: Any, form: AdoptForm | None) -> dict[str, Any]:
    return {
        "clock": clock, "adoption": adoption, "sure": HOW_SURE.get(clock.confidence, ""),
        "form": form or AdoptForm(prefix=clock.id), "open": form is not None,
    }  # fmt: skip


@officer_required
@require_POST
@permission_required(Permission.DUTIES_ADOPT)
def change(request: OfficerRequest, clock: str, verb: str) -> HttpResponseBase:
    """Adopt it with a basis, or end the adoption; what was begun under it stays as it is."""
    if clock not in CLOCKS or verb not in {"adopt", "end"}:
        raise Http404
    form = AdoptForm(request.POST, prefix=clock)
    if verb == "adopt" and not form.is_valid():
        return _shown(request, clock, form, 422)
    try:
        if verb == "adopt":
            actions.adopt_clock(clock=clock, basis=form.cleaned_data["basis"], by=request.acting)
        else:
            actions.end_adoption(clock=clock, by=request.acting)
    except actions.Refused as error:
        form.is_valid()
        form.add_error(None, str(error))
        return _shown(request, clock, form, 422)
    messages.success(
        request,
        "已核准启用，今后开始的事项按它计算。" if verb == "adopt" else "已停止启用，今后开始的事项不再按它计算。",
    )
    return redirect("duties:adoptions")
