"""通报: what the cases of a period teach, told to every unit below, with figures that are counted (R244)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.base.organisations.officer import OfficerRequest, officer_required, permission_required
from gongkai.base.organisations.queries import NotAllowed, OutOfSight
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.actions.challenging import MANAGE
from gongkai.responsive.applications.desk.after_forms import BulletinForm
from gongkai.responsive.applications.desk.after_shared import below
from gongkai.responsive.applications.desk.shared import GET_POST, PER_PAGE, attempt, page
from gongkai.responsive.applications.permissions import READ
from gongkai.responsive.applications.queries.challenges import bulletins, figures

if TYPE_CHECKING:
    from gongkai.responsive.applications.models import Bulletin


@officer_required
@permission_required(READ)
@require_GET
def listed(request: OfficerRequest) -> HttpResponseBase:
    found = Paginator(bulletins(request.acting), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": found,
        "rows": found.object_list,
        "may_send": request.acting.may_anywhere(MANAGE),
        "total_word": f"共{found.paginator.count}件",
    }
    return page(request, "after/bulletins", context, tab="bulletins")


@officer_required
@permission_required(READ)
@require_GET
def shown(request: OfficerRequest, pk: int) -> HttpResponseBase:
    one = bulletins(request.acting).filter(pk=pk).first()
    if one is None:
        raise OutOfSight
    context = {"one": one, "tables": tables(one.figures), "crumbs": below("通报", "bulletins", one.title)}
    return page(request, "after/bulletin", context)


def tables(counted: dict[str, dict[str, int]]) -> list[dict[str, Any]]:
    return [{"name": name, "rows": list(rows.items())} for name, rows in counted.items() if rows]


@officer_required
@permission_required(READ)
@require_http_methods(GET_POST)
def new(request: OfficerRequest) -> HttpResponseBase:
    """Write one; “计算数字” shows what will stand behind the text before it is sent."""
    by = request.acting
    if not by.may_anywhere(MANAGE):
        raise NotAllowed("通报由登记复议诉讼的人员发出。")
    form, status, counted = BulletinForm(request.POST or None, by=by), 200, None
    if request.method == "POST" and "count" in request.POST:
        if form.is_valid():
            data = form.cleaned_data
            counted = tables(figures(data["agency"], data["since"], data["until"]))
        else:
            status = 422
    elif request.method == "POST":
        made: list[Bulletin] = []
        status = attempt(form, lambda: made.append(actions.send_bulletin(by=by, **form.cleaned_data)))
        if not status:
            messages.success(request, f"已发出，通知{made[0].told}人。")
            return redirect("applications:bulletin", made[0].pk)
    context = {"form": form, "counted": counted, "crumbs": below("通报", "bulletins", "发出通报")}
    return page(request, "after/bulletin_new", context, status=status)
