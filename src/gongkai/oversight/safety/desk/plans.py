"""应急预案: the list, a plan with its versions and its tree of contacts, the forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.base.organisations.officer import OfficerRequest, officer_required, permission_required
from gongkai.base.organisations.queries import check
from gongkai.engine.duties import queries as duties
from gongkai.law.months import add_months
from gongkai.oversight.safety import actions, queries
from gongkai.oversight.safety.actions.plans import plan_subject
from gongkai.oversight.safety.desk.forms import ConfirmForm, ContactForm, PlanForm
from gongkai.oversight.safety.desk.incidents import keep_file
from gongkai.oversight.safety.desk.shared import (
    GET_POST,
    PER_PAGE,
    as_csv,
    attached,
    attempt,
    check_reads,
    crumbs,
    handed_out,
    history,
    page,
    seen_of,
)
from gongkai.oversight.safety.models import Contact, Plan
from gongkai.oversight.safety.permissions import MANAGE, agencies_managed
from gongkai.oversight.safety.rules.plans import REVIEW_MONTHS, REVIEW_SOURCE


@officer_required
@require_GET
def listed(request: OfficerRequest) -> HttpResponseBase:
    check_reads(request)
    words = request.GET.get("q", "").strip()[:100]
    rows = queries.plans(request.acting)
    rows = rows.filter(title__icontains=words) if words else rows
    found = Paginator(rows.order_by("review_on", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    context = {
        "page": found,
        "rows": [{"one": one, "newest": one.newest, "late": one.review_on <= today} for one in found],
        "words": words,
        "source": REVIEW_SOURCE,
    }
    return page(request, "plans", context, tab="plans")


def _form(request: OfficerRequest, plan: Plan | None) -> PlanForm:
    newest = plan.newest if plan else None
    initial: dict[str, Any] = {"review_on": add_months(timezone.localdate(), REVIEW_MONTHS)}
    initial |= {"approved_by": newest.approved_by, "summary": newest.summary} if newest else {}
    return PlanForm(
        request.POST or None, agencies=agencies_managed(request.acting), levels=newest.levels if newest else {},
        first=plan is None, initial=initial,
    )  # fmt: skip


@officer_required
@permission_required(MANAGE)
@require_http_methods(GET_POST)
def new(request: OfficerRequest) -> HttpResponseBase:
    return _version(request, None)


@officer_required
@require_http_methods(GET_POST)
def version(request: OfficerRequest, pk: int) -> HttpResponseBase:
    plan = queries.plan_of(pk, request.acting)
    check(request.acting, MANAGE, plan.agency)
    return _version(request, plan)


def _version(request: OfficerRequest, plan: Plan | None) -> HttpResponseBase:
    form, status = _form(request, plan), 200
    if request.method == "POST":
        made: list[Any] = []

        def run() -> None:
            data = {name: value for name, value in form.cleaned_data.items() if name in PLAN_FIELDS}
            held = attached(request, form)
            facts = {"agency": plan.agency, "title": plan.title} | data if plan else data
            made.append(
                actions.adopt_version(
                    plan=plan,
                    levels=form.levels,
                    file=held[0] if held else None,
                    by=request.acting,
                    seen=seen_of(request),
                    **facts,
                )
            )

        status = attempt(form, run)
        if not status:
            messages.success(request, f"已发布第{made[0].number}版。")
            return redirect("safety:plan", made[0].plan_id)
        keep_file(request, form)
    title = "登记新版本" if plan else "登记应急预案"
    context = {"form": form, "plan": plan, "what": title, "crumbs": crumbs("plans", title)}
    return page(request, "plan_form", context, tab="plans", status=status)


PLAN_FIELDS = ("agency", "title", "issued_on", "approved_by", "review_on", "change_note", "summary")


@officer_required
@require_GET
def detail(request: OfficerRequest, pk: int) -> HttpResponseBase:
    check_reads(request)
    return _shown(request, queries.plan_of(pk, request.acting))


def _shown(
    request: OfficerRequest, plan: Plan, verb: str = "", form: forms.Form | None = None, status: int = 200,
    editing: Contact | None = None,
) -> HttpResponseBase:  # fmt: skip
    works = request.acting.may(MANAGE, plan.agency)
    duty = duties.of_subject(plan_subject(plan)).filter(status="open").first()
    given = {verb: form} if form is not None else {}
    review_on = add_months(timezone.localdate(), REVIEW_MONTHS)
    context = {
        "plan": plan,
        "newest": plan.newest,
        "versions": plan.versions.all(),
        "tree": queries.tree(plan),
        "clock": duties.clock(duty, timezone.localdate()) if duty is not None else None,
        "works": works,
        "confirm": given.get("confirm") or ConfirmForm(prefix="confirm", initial={"review_on": review_on}),
        "contact": given.get("contact") or _contact_form(plan, editing),
        "editing": editing,
        "failed": verb,
        "drills": plan.drills.all()[:5],
        "history": history(plan_subject(plan)),
        "source": REVIEW_SOURCE,
        "crumbs": crumbs("plans", plan.title),
    }
    return page(request, "plan", context, tab="plans", status=status)


def _contact_form(plan: Plan, editing: Contact | None, data: Any = None) -> ContactForm:
    others = plan.contacts.exclude(pk=editing.pk) if editing else plan.contacts.all()
    names = ("role", "name", "post", "phone", "above")
    initial = {name: getattr(editing, name) for name in names} if editing else {}
    return ContactForm(data, prefix="contact", others=others, initial=initial)


@officer_required
@require_POST
def confirm(request: OfficerRequest, pk: int) -> HttpResponseBase:
    plan = queries.plan_of(pk, request.acting)
    form = ConfirmForm(request.POST, prefix="confirm")
    run = lambda: actions.confirm_plan(plan=plan, by=request.acting, seen=seen_of(request), **form.cleaned_data)  # noqa: E731
    status = attempt(form, run)
    if status:
        return _shown(request, queries.plan_of(pk, request.acting), "confirm", form, status)
    messages.success(request, "已记录复核。")
    return redirect("safety:plan", pk)


@officer_required
@require_http_methods(GET_POST)
def contact(request: OfficerRequest, pk: int, one: int = 0) -> HttpResponseBase:
    """Add somebody to the tree, change a place in it, or take somebody out (`drop`)."""
    plan = queries.plan_of(pk, request.acting)
    check(request.acting, MANAGE, plan.agency)
    editing = plan.contacts.filter(pk=one).first()
    if one and editing is None:
        raise Http404
    if request.method != "POST":
        return _shown(request, plan, editing=editing)
    seen = seen_of(request)
    form = _contact_form(plan, editing, request.POST)
    if "drop" in request.POST and editing is not None:
        try:
            actions.drop_contact(plan=plan, contact=editing, by=request.acting, seen=seen)
        except actions.Refused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"已删除{editing.name}。")
        return redirect("safety:plan", pk)
    status = attempt(
        form,
        lambda: actions.keep_contact(plan=plan, contact=editing, by=request.acting, seen=seen, **form.cleaned_data),
    )
    if status:
        return _shown(request, queries.plan_of(pk, request.acting), "contact", form, status, editing)
    messages.success(request, "已保存联系人。")
    return redirect("safety:plan", pk)


@officer_required
@require_GET
def file(request: OfficerRequest, pk: int, number: int) -> HttpResponseBase:
    found = queries.plan_of(pk, request.acting).versions.filter(number=number).select_related("file").first()
    if found is None or found.file is None:
        raise Http404
    return handed_out(found.file, found.file_name)


@officer_required
@require_GET
def export(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """The tree of contacts as a table, to be printed and hung up."""
    check_reads(request)
    plan = queries.plan_of(pk, request.acting)
    lines: list[list[object]] = [["层级", "职责", "姓名或者单位", "职务", "电话", "上级"]]
    for depth, one in queries.tree(plan):
        above = one.above.name if one.above else ""
        lines.append([depth + 1, one.get_role_display(), one.name, one.post, one.phone, above])
    return as_csv(f"contacts-{timezone.localdate()}", lines)
