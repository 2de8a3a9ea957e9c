"""Every decision is one POST that calls one action; a refusal comes back to the page with its sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from gongkai.base.organisations.officer import OfficerRequest, officer_required
from gongkai.engine.screening.actions import Refused as ScreeningRefused
from gongkai.proactive.documents import actions
from gongkai.proactive.documents.desk import forms as desk_forms
from gongkai.proactive.documents.desk.deciding import decision_page, load
from gongkai.proactive.documents.models import Document

Run = Callable[[OfficerRequest, Document, Any], object]


@dataclass(frozen=True)
class Decision:
    form: type[forms.Form]
    run: Run
    done: str


def _common(form: Any) -> dict[str, str]:
    return {"opinion": form.cleaned_data["opinion"], "seen": form.cleaned_data["seen"]}


DECISIONS: dict[str, Decision] = {
    "submit": Decision(forms.Form, lambda r, d, f: actions.submit(document=d, by=r.acting), "已送科室负责人审核。"),
    "approve-head": Decision(
        desk_forms.SeenForm,
        lambda r, d, f: actions.approve_head(document=d, by=r.acting, **_common(f)),
        "已同意，转办公室核稿。",
    ),
    "check": Decision(
        desk_forms.CheckForm,
        lambda r, d, f: actions.check(
            document=d,
            by=r.acting,
            mode=f.cleaned_data["mode"],
            mode_grounds=f.cleaned_data["mode_grounds"],
            **_common(f),
        ),
        "核稿完成，转保密审查。",
    ),
    "clear": Decision(
        desk_forms.ClearForm,
        lambda r, d, f: actions.clear(
            document=d, by=r.acting, results=f.results(), combination=f.statement(), **_common(f)
        ),
        "保密审查完成。",
    ),
    "agree-attribute": Decision(
        desk_forms.SeenForm,
        lambda r, d, f: actions.agree_attribute(document=d, by=r.acting, **_common(f)),
        "已同意，转签发。",
    ),
    "sign": Decision(
        desk_forms.SeenForm, lambda r, d, f: actions.sign(document=d, by=r.acting, **_common(f)), "已签发。"
    ),
    "return": Decision(
        desk_forms.ReturnForm,
        lambda r, d, f: actions.return_(document=d, by=r.acting, **f.cleaned_data),
        "已退回拟稿人。",
    ),
    "issue": Decision(
        desk_forms.IssueForm,
        lambda r, d, f: actions.issue(document=d, by=r.acting, **f.cleaned_data),
        "已编号印发，公开时限开始计算。",
    ),
    "publish": Decision(
        forms.Form, lambda r, d, f: actions.publish(document=d, by=r.acting), "已公开，公众现在可以查到。"
    ),
    "schedule": Decision(
        desk_forms.ScheduleForm,
        lambda r, d, f: actions.schedule(document=d, at=f.cleaned_data["at"], by=r.acting),
        "已设定定时发布。",
    ),
    "unschedule": Decision(forms.Form, lambda r, d, f: actions.unschedule(document=d, by=r.acting), "已取消定时发布。"),
    "correct": Decision(
        desk_forms.CorrectForm,
        lambda r, d, f: actions.correct(document=d, note=f.cleaned_data["note"], by=r.acting),
        "已建立更正稿。原版本在新版本发布前继续公开。",
    ),
    "withdraw": Decision(
        desk_forms.WithdrawForm,
        lambda r, d, f: actions.withdraw(document=d, kind=f.withdrawal(), reason=f.cleaned_data["reason"], by=r.acting),
        "已撤下，原地址保留说明。",
    ),
    "reattribute": Decision(
        desk_forms.ReattributeForm,
        lambda r, d, f: actions.reattribute(document=d, by=r.acting, **f.cleaned_data),
        "公开属性已变更。",
    ),
    "abandon": Decision(
        desk_forms.AbandonForm,
        lambda r, d, f: actions.abandon(document=d, reason=f.cleaned_data["reason"], by=r.acting),
        "已终止办理。",
    ),
    "drop-correction": Decision(
        desk_forms.DropForm,
        lambda r, d, f: actions.drop_correction(document=d, reason=f.cleaned_data["reason"], by=r.acting),
        "已放弃更正，公开的版本不变。",
    ),
    "stop": Decision(
        desk_forms.StopForm,
        lambda r, d, f: actions.stop(document=d, reason=f.cleaned_data["reason"], by=r.acting),
        "已停止办理，理由和决定人已记录。",
    ),
    "go-on": Decision(
        desk_forms.GoOnForm,
        lambda r, d, f: actions.go_on(document=d, reason=f.cleaned_data["reason"], by=r.acting),
        "已决定继续办理，理由和决定人已记录。",
    ),
    "seal": Decision(
        desk_forms.SealForm,
        lambda r, d, f: actions.seal(document=d, by=r.acting, **f.cleaned_data),
        "已登记为涉密文件存根，内容已清除。",
    ),
}


@officer_required
@require_POST
def decide(request: OfficerRequest, pk: int, verb: str) -> HttpResponseBase:
    decision = DECISIONS.get(verb)
    if decision is None:
        raise Http404
    document = load(request, pk)
    form = decision.form(request.POST)
    if not form.is_valid():
        return decision_page(request, document, bound={verb: form}, status=422)
    try:
        decision.run(request, document, form)
    except (actions.Refused, ScreeningRefused) as error:
        form.add_error(None, str(error))
        return decision_page(request, load(request, pk), bound={verb: form}, status=409)
    messages.success(request, decision.done)
    if verb == "correct":
        return redirect("documents:edit", document.pk)
    return redirect("documents:detail", document.pk)
