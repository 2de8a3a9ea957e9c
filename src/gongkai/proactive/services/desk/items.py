"""One service item at the desk: its facts, how its link stands, and what may be done with it now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from gongkai.base.organisations.officer import OfficerRequest, officer_required
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import CLEAR
from gongkai.engine.publishing.rules import State as EditionState
from gongkai.proactive.services import actions, queries, rules
from gongkai.proactive.services.actions.items import may_release, subject_of
from gongkai.proactive.services.desk.shared import LINK_PILLS, history, page
from gongkai.proactive.services.permissions import CLEARING, MANAGE

if TYPE_CHECKING:
    from collections.abc import Callable

    from gongkai.engine.publishing.models import Edition
    from gongkai.proactive.services.models import ServiceItem

ANSWERS = [("none", "未发现"), ("found", "发现")]


class ClearForm(forms.Form):
    state_secret = forms.ChoiceField(label="国家秘密", choices=ANSWERS, widget=forms.RadioSelect)
    work_secret = forms.ChoiceField(label="工作秘密", choices=ANSWERS, widget=forms.RadioSelect)
    sensitive = forms.ChoiceField(label="敏感信息", choices=ANSWERS, widget=forms.RadioSelect)
    opinion = forms.CharField(label="意见", required=False, max_length=300)


class ReasonForm(forms.Form):
    reason = forms.CharField(label="原因", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class RetireForm(ReasonForm):
    on = forms.DateField(label="停办日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    successor: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label="接续事项", queryset=None, required=False, empty_label="没有"
    )

    def __init__(self, *args: Any, row: ServiceItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = queries.item_model().objects.filter(state=rules.State.ACTIVE).exclude(pk=row.pk)
        cast("forms.ModelChoiceField[Any]", self.fields["successor"]).queryset = choices.order_by("name")


class ReleaseForm(forms.Form):
    """Nothing to fill in: releasing is one decision."""


# verb → (heading, button, what the person is told afterwards)
WORDS = {
    "clear": ("核对和保密审查", "同意公开", "已核对，可以发布。"),
    "release": ("发布", "发布", "已发布。今年的文件里提到这个事项的，会列入待绑定。"),
    "return": ("退回修改", "退回", "已退回。"),
    "retire": ("停办", "停办", "已标明停办，绑定过它的文件页面同时提示。"),
    "restore": ("恢复办理", "恢复办理", "已恢复办理。"),
}


def _form(verb: str, row: ServiceItem, data: Any = None) -> forms.Form:
    if verb == "clear":
        return ClearForm(data, prefix=verb)
    if verb == "retire":
        return RetireForm(data, prefix=verb, row=row, initial={"on": timezone.localdate()})
    return (ReleaseForm if verb == "release" else ReasonForm)(data, prefix=verb)


def _offered(request: OfficerRequest, row: ServiceItem, edition: Edition) -> list[str]:
    by, agency = request.acting, row.item.agency
    found: list[str] = []
    if edition.state == EditionState.PREPARING:
        missing = publishing.missing_steps(edition)
        own = by.person is not None and edition.author_id == by.person.pk
        if missing and by.may(CLEARING, agency) and not own:
            found += ["clear", "return"]
        if not missing and may_release(by, agency):
            found.append("release")
    if by.may(MANAGE, agency):
        found.append("restore" if row.is_retired else "retire")
    return found


@officer_required
@require_GET
def detail(request: OfficerRequest, pk: int) -> HttpResponseBase:
    return _shown(request, queries.find(pk, request.acting))


def _shown(
    request: OfficerRequest, row: ServiceItem, verb: str = "", form: forms.Form | None = None, status: int = 200
) -> HttpResponseBase:
    edition = queries.edition_of(row)
    working = edition.state == EditionState.PREPARING
    offers = [
        {"verb": one, "heading": WORDS[one][0], "button": WORDS[one][1], "open": one in {"clear", "release", verb},
         "form": form if one == verb and form is not None else _form(one, row), "danger": one == "retire"}
        for one in _offered(request, row, edition)
    ]  # fmt: skip
    context = {
        "row": row,
        "edition": edition,
        "working": working,
        "missing": [step.name for step in publishing.missing_steps(edition)] if working else [],
        "seen": publishing.review_digest(edition),
        "rows": [{"label": label, "value": value} for label, value in rules.rows_of(queries.facts_of_row(row))],
        "link_pill": LINK_PILLS[row.link_standing],
        "public": getattr(row.item, "release", None),
        "path": rules.path_of(row.item.key),
        "offers": offers,
        "refused": form if form is not None and form.errors and verb not in {one["verb"] for one in offers} else None,
        "bindings": row.bindings.filter(document__release__isnull=False).select_related("document__release")[:50],
        "reviews": publishing.reviews_of(edition),
        "history": history(subject_of(row)),
        "edit": request.acting.may(MANAGE, row.item.agency),
    }
    return page(request, "item", context, tab="items", last=row.name, status=status)


def _run(verb: str, row: ServiceItem, form: forms.Form, request: OfficerRequest) -> object:
    by, data = request.acting, form.cleaned_data
    if verb == "clear":
        answers = {name: data[name] for name in CLEAR.checks}
        seen = request.POST.get("seen", "")
        return actions.clear(row=row, answers=answers, opinion=data["opinion"], seen=seen, by=by)
    if verb == "retire":
        return actions.retire(row=row, reason=data["reason"], on=data["on"], successor=data["successor"], by=by)
    if verb == "return":
        return actions.send_back(row=row, opinion=data["reason"], by=by)
    if verb == "restore":
        return actions.restore(row=row, reason=data["reason"], by=by)
    done: Callable[..., object] = actions.release
    return done(row=row, by=by)


@officer_required
@require_POST
def do(request: OfficerRequest, pk: int, verb: str) -> HttpResponseBase:
    if verb not in WORDS:
        raise Http404
    row = queries.find(pk, request.acting)
    form = _form(verb, row, request.POST)
    if not form.is_valid():
        return _shown(request, row, verb, form, 422)
    try:
        _run(verb, row, form, request)
    except actions.Refused as refusal:
        form.add_error(None, str(refusal))
        return _shown(request, queries.find(pk, request.acting), verb, form, 409)
    messages.success(request, WORDS[verb][2])
    return redirect("services:item", pk)
