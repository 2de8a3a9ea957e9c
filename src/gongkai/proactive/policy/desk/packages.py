"""Service packages: choose items for an audience, confirm, release."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required, permission_required
from gongkai.base.organisations.queries import agencies_where
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import State
from gongkai.proactive.policy import actions, queries
from gongkai.proactive.policy.actions.releasing import faults
from gongkai.proactive.policy.desk.forms import PackageForm
from gongkai.proactive.policy.desk.shared import CRUMBS, NAV, REFUSALS, check_reader, state_of, tabs
from gongkai.proactive.policy.models import PolicyPackage
from gongkai.proactive.policy.permissions import CONFIRM, EDIT
from gongkai.proactive.policy.rules import package_path
from gongkai.proactive.policy.rules.facts import AUDIENCE_NAMES
from gongkai.proactive.policy.rules.periods import MATCHED


def _choices(standing: list[str]) -> list[tuple[str, str]]:
    """Return the items that may be chosen; those chosen before stay in the list whatever became of them."""
    shown = [one for one in queries.public_items() if one.standing.key in MATCHED or one.key in standing]
    return [(one.key, f"{one.title}（{one.agency.label}，{one.standing.name}）") for one in shown]


@officer_required
@require_GET
def show_list(request: OfficerRequest) -> HttpResponseBase:
    check_reader(request)
    rows = [
        {
            "row": row,
            "title": queries.working_edition(row).title,
            "pill": state_of(row),
            "audience": AUDIENCE_NAMES[row.audience],
        }
        for row in queries.visible_packages(request.acting)
    ]
    context = {"rows": rows, "tabs": tabs("packages"), "may_edit": request.acting.may_anywhere(EDIT)}
    return desk_page(request, "policy/desk/packages.html", context, nav=NAV)


def _crumbs(title: str) -> list[dict[str, str]]:
    return [*CRUMBS, {"label": "服务包", "url": reverse("policy:packages")}, {"label": title}]


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(EDIT)
def new(request: OfficerRequest) -> HttpResponseBase:
    form = PackageForm(_choices([]), request.POST or None)
    agency = agencies_where(request.acting, EDIT).order_by("lineage").first()
    if request.method == "POST" and form.is_valid() and agency is not None:
        facts = {key: value for key, value in form.cleaned_data.items() if key != "version"}
        try:
            row = actions.create_package(agency=agency, by=request.acting, **facts)
        except REFUSALS as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已新建，请确认后送发布。")
            return redirect("policy:package", row.pk)
    context = {"form": form, "crumbs": _crumbs("新建"), "heading": "新建政策服务包", "editable": True}
    return desk_page(request, "policy/desk/package.html", context, nav=NAV, status=422 if form.errors else 200)


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: OfficerRequest, pk: int) -> HttpResponseBase:
    check_reader(request)
    row = queries.package(pk, request.acting)
    edition = queries.working_edition(row)
    initial = {
        "version": edition.version, "title": edition.title, "audience": row.audience, "intro": row.intro, "members": row.members,
    }  # fmt: skip
    form = PackageForm(_choices(row.members), request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data) | {"version": form.cleaned_data["version"] or 0}
        try:
            actions.edit_package(row=row, by=request.acting, **facts)
        except REFUSALS as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已保存。")
            return redirect("policy:package", pk)
    status = 422 if form.errors else 200
    return desk_page(request, "policy/desk/package.html", _context(request, row, form), nav=NAV, status=status)


def _context(request: OfficerRequest, row: PolicyPackage, form: PackageForm) -> dict[str, Any]:
    by, edition = request.acting, queries.working_edition(row)
    preparing, public = edition.state == State.PREPARING, queries.public_edition(row)
    mine = request.user.pk in {row.submitted_by_id, edition.author_id}
    return {
        "row": row, "edition": edition, "form": form, "heading": edition.title, "crumbs": _crumbs(edition.title[:30]),
        "pill": state_of(row), "preparing": preparing, "editable": not row.submitted and by.may(EDIT, row.item.agency),
        "missing": faults(row, edition) if preparing else [], "public_url": package_path(row.item.key) if public else "",
        "may_release": row.submitted and by.may(CONFIRM, row.item.agency) and not mine,
        "may_return": row.submitted and by.may(CONFIRM, row.item.agency),
        "digest": publishing.review_digest(edition) if preparing else "",
    }  # fmt: skip


@officer_required
@require_POST
def do(request: OfficerRequest, pk: int, verb: str) -> HttpResponseBase:
    check_reader(request)
    row, by = queries.package(pk, request.acting), request.acting
    try:
        match verb:
            case "submit":
                actions.submit(row=row, by=by)
                messages.success(request, "已确认，等待其他同志核对发布。")
            case "release":
                actions.release(row=row, by=by, seen=request.POST.get("seen", ""))
                messages.success(request, "已发布。")
            case "return":
                actions.send_back(row=row, reason=request.POST.get("reason", ""), by=by)
                messages.success(request, "已退回。")
            case _:
                raise Http404
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    return redirect("policy:package", pk)
