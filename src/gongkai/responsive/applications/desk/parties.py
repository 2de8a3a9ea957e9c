"""申请人变更 while a case runs, and a wrong row put right after it was closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.base.events import queries as events
from gongkai.base.organisations.officer import OfficerRequest, officer_required, permission_required
from gongkai.base.organisations.queries import check
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.actions import subject_of
from gongkai.responsive.applications.desk.after_forms import (
    ContactForm,
    CorrectForm,
    JoinForm,
    LeaveForm,
    RepresentForm,
)
from gongkai.responsive.applications.desk.frequency import case_of
from gongkai.responsive.applications.desk.shared import GET_POST, attempt, case_page, seen_of
from gongkai.responsive.applications.permissions import APPROVE, HANDLE, READ, check_seen
from gongkai.responsive.applications.rules import Status
from gongkai.responsive.applications.rules.forms import Party
from gongkai.responsive.applications.rules.intake import masked_name

if TYPE_CHECKING:
    from gongkai.responsive.applications.models import Applicant, Application

CORRECTED = "applications:application:correct"
PARTY = "applications:application:party"
SAID = {
    "leave": "已登记退出。",
    "join": "已登记新的申请人。",
    "contact": "已更新联系方式。",
    "represent": "已登记代表人。",
}


@officer_required
@permission_required(READ)
@require_GET
def parties(request: OfficerRequest, pk: int) -> HttpResponseBase:
    return _shown(request, case_of(request, pk))


def _shown(
    request: OfficerRequest, application: Application, *, verb: str = "", at: int = 0, form: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    people = list(application.submission.applicants.all())
    context = {
        "people": [_person(one, form if at == one.pk else None, verb) for one in people],
        "several": sum(one.left_on is None for one in people) > 1,
        "join": form if verb == "join" and form is not None else JoinForm(prefix="join"),
        "join_open": verb == "join",
        "may": request.acting.may(HANDLE, application.agency),
        "erased": application.submission.erased_at is not None,
        "siblings": application.submission.applications.exclude(pk=application.pk),
        "history": _history(application, PARTY),
    }
    return case_page(request, "after/parties", application, context, last="申请人变更", status=status)


def _person(one: Applicant, form: forms.Form | None, verb: str) -> dict[str, Any]:
    return {
        "one": one,
        "name": masked_name(one.name, one.kind) or "（未写明）",
        "ways": [name for value, name in ((one.phone, "电话"), (one.email, "电子邮箱"), (one.address, "通信地址")) if value],
        "represent": form if form is not None and verb == "represent" else RepresentForm(prefix=f"represent{one.pk}"),
        "leave": form if form is not None and verb == "leave" else LeaveForm(prefix=f"leave{one.pk}"),
        "contact": form if form is not None and verb == "contact" else ContactForm(prefix=f"contact{one.pk}"),
        "open": verb if form is not None else "",
    }  # fmt: skip


@officer_required
@permission_required(READ)
@require_POST
def change(request: OfficerRequest, pk: int, verb: str) -> HttpResponseBase:
    application, by = case_of(request, pk), request.acting
    check(by, HANDLE, application.agency)
    if verb not in SAID:
        raise Http404
    at = int(request.POST.get("applicant", "") or 0) if request.POST.get("applicant", "").isdecimal() else 0
    one = application.submission.applicants.filter(pk=at).first()
    if verb != "join" and one is None:
        raise Http404
    form = _form(request, verb, at)

    def run() -> object:
        check_seen(application, seen_of(request))
        data = form.cleaned_data
        if verb == "join":
            return actions.join(submission=application.submission, party=Party(**data), by=by)
        assert one is not None
        if verb == "leave":
            return actions.leave(applicant=one, by=by, **data)
        if verb == "represent":
            return actions.name_representative(applicant=one, by=by, **data)
        return actions.change_contact(applicant=one, by=by, **{key: value for key, value in data.items() if value})

    if status := attempt(form, run):
        return _shown(request, application, verb=verb, at=at, form=form, status=status)
    messages.success(request, SAID[verb])
    return redirect("applications:parties", pk)


def _form(request: OfficerRequest, verb: str, at: int) -> forms.Form:
    if verb == "join":
        return JoinForm(request.POST, prefix="join")
    return {"leave": LeaveForm, "contact": ContactForm, "represent": RepresentForm}[verb](
        request.POST, prefix=f"{verb}{at}"
    )


def _history(application: Application, tag: str) -> list[dict[str, Any]]:
    """Return the events of one kind, which hold no personal data."""
    rows = events.events_of(subject_of(application)).filter(tag=tag).order_by("-seq")
    return [
        {
            "at": one.at,
            "who": one.actor_name,
            "what": one.remark,
            "changes": [
                {"label": name, "old": (one.old or {}).get(name, ""), "new": value}
                for name, value in (one.new or {}).items()
            ],
        }
        for one in rows
    ]


@officer_required
@permission_required(READ)
@require_http_methods(GET_POST)
def correct(request: OfficerRequest, pk: int) -> HttpResponseBase:
    application = case_of(request, pk)
    may = request.acting.may(APPROVE, application.agency) and application.status == Status.CLOSED
    form, status = CorrectForm(request.POST or None, application=application), 200
    if request.method == "POST":
        check(request.acting, APPROVE, application.agency)

        def run() -> object:
            check_seen(application, seen_of(request))
            return actions.correct_outcome(application=application, by=request.acting, **form.cleaned_data)

        status = attempt(form, run)
        if not status:
            messages.success(request, "已更正。")
            return redirect("applications:correct", pk)
    context = {"form": form if may or status not in {0, 200} else None, "history": _history(application, CORRECTED)}
    return case_page(request, "after/correct", application, context, last="更正办理结果", status=status)
