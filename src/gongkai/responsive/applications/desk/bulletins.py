"""通报: what the cases of a period teach, told to every unit below, with figures that are counted (R244)."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.base.organisations.officer import OfficerRequest, officer_required, permission_required
from gongkai.base.organisations.queries import NotAllowed, OutOfSight, check
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.actions.challenging import MANAGE
from gongkai.responsive.applications.desk.after_forms import BulletinForm, WithdrawForm
from gongkai.responsive.applications.desk.after_shared import below
from gongkai.responsive.applications.desk.shared import GET_POST, PER_PAGE, attempt, page
from gongkai.responsive.applications.permissions import READ, Refused
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


def _found(request: OfficerRequest, pk: int) -> Bulletin:
    one = bulletins(request.acting).filter(pk=pk).first()
    if one is None:
        raise OutOfSight
    return one


@officer_required
@permission_required(READ)
@require_GET
def shown(request: OfficerRequest, pk: int) -> HttpResponseBase:
    return _page(request, _found(request, pk), WithdrawForm(), 200)


def _page(request: OfficerRequest, one: Bulletin, form: WithdrawForm, status: int) -> HttpResponseBase:
    context = {
        "one": one,
        "tables": tables(one.figures),
        "may_withdraw": one.withdrawn_at is None and request.acting.may(MANAGE, one.agency),
        "form": form,
        "crumbs": below("通报", "bulletins", one.title),
    }
    return page(request, "after/bulletin", context, status=status)


def tables(counted: dict[str, dict[str, int]]) -> list[dict[str, Any]]:
    return [{"name": name, "rows": list(rows.items())} for name, rows in counted.items() if rows]


@officer_required
@permission_required(READ)
@require_http_methods(GET_POST)
def new(request: OfficerRequest) -> HttpResponseBase:
    """Write one; it is sent only as it was shown before: to how many, with which figures."""
    by = request.acting
    if not by.may_anywhere(MANAGE):
        raise NotAllowed("通报由登记复议诉讼的人员发出。")
    form, status, preview = BulletinForm(request.POST or None, by=by), 200, None
    if request.method == "POST" and "send" not in request.POST:
        status = attempt(form, lambda: actions.check_bulletin(**form.cleaned_data))
        preview = _preview(form) if not status else None
    elif request.method == "POST":
        made: list[Bulletin] = []
        status = attempt(form, lambda: made.append(_send(request, form)))
        if not status:
            messages.success(request, f"已发出，通知{made[0].told}人。")
            return redirect("applications:bulletin", made[0].pk)
    context = {"form": form, "preview": preview, "crumbs": below("通报", "bulletins", "发出通报")}
    return page(request, "after/bulletin_new", context, status=status or 200)


def _seal(form: BulletinForm) -> str:
    data = form.cleaned_data
    said = [str(data[name]) for name in ("title", "since", "until", "text")] + [data["agency"].code]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def _preview(form: BulletinForm) -> dict[str, Any]:
    data = form.cleaned_data
    return {
        **data,
        "tables": tables(figures(data["agency"], data["since"], data["until"])),
        "readers": len(actions.bulletin_readers(data["agency"])),
        "seal": _seal(form),
    }


def _send(request: OfficerRequest, form: BulletinForm) -> Bulletin:
    if request.POST.get("previewed") != _seal(form):
        raise Refused("预览以后内容有改动，请重新预览，看过再发出。")
    return actions.send_bulletin(by=request.acting, **form.cleaned_data)


@officer_required
@permission_required(READ)
@require_POST
def withdraw(request: OfficerRequest, pk: int) -> HttpResponseBase:
    one = _found(request, pk)
    check(request.acting, MANAGE, one.agency)
    form = WithdrawForm(request.POST)
    status = attempt(form, lambda: actions.withdraw_bulletin(bulletin=one, by=request.acting, **form.cleaned_data))
    if status:
        return _page(request, one, form, status)
    messages.success(request, "已撤回。正文不再显示，已通知收到的人。")
    return redirect("applications:bulletin", pk)
