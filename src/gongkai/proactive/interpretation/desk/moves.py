"""Every decision about an interpretation is one POST that calls one verb; a refusal comes back with what was typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse

from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing import queries as publishing
from gongkai.proactive.interpretation import actions
from gongkai.proactive.interpretation.desk.forms import SECRECY, ReasonForm, SecrecyForm, SeenForm, WithdrawForm
from gongkai.proactive.interpretation.desk.looks import is_behind
from gongkai.proactive.interpretation.permissions import check_turn, check_writing, may
from gongkai.proactive.interpretation.rules import TURNS, Status
from gongkai.proactive.interpretation.rules.road import UNDER_WAY, goes_with_document

if TYPE_CHECKING:
    from gongkai.base.organisations.officer import OfficerRequest
    from gongkai.engine.publishing.models import Edition
    from gongkai.proactive.interpretation.models import Interpretation

Run = Callable[["OfficerRequest", "Interpretation", Any], object]


@dataclass(frozen=True)
class Move:
    """A verb as the page knows it. `label`, `help_text` name the one line of a ReasonForm."""

    key: str
    name: str
    run: Run
    done: str
    form: type[forms.Form] = forms.Form
    label: str = ""
    help_text: str = ""
    grave: bool = False
    main: bool = True

    def blank(self, one: Interpretation, data: Any = None, initial: dict[str, Any] | None = None) -> forms.Form:
        if self.form is ReasonForm:
            return ReasonForm(data, label=self.label, help_text=self.help_text, prefix=self.key)
        kind = SecrecyForm if self.key == "approve" and one.status == Status.SECRECY else self.form
        return kind(data, initial=initial, prefix=self.key)


def _approve(request: OfficerRequest, one: Interpretation, form: Any) -> None:
    said = form.cleaned_data
    checks = {key: said[key] for key in SECRECY if key in said}
    actions.approve(
        interpretation=one, by=request.acting, opinion=said["opinion"], checks=checks or None, seen=said["seen"]
    )


def _reason(verb: Callable[..., object], name: str = "reason") -> Run:
    return lambda request, one, form: verb(interpretation=one, by=request.acting, **{name: form.cleaned_data["reason"]})


MOVES: dict[str, Move] = {
    move.key: move
    for move in (
        Move("approve", "同意", _approve, "已同意。", SeenForm),
        Move("return", "退回修改", _reason(actions.send_back, "opinion"), "已退回起草人。", ReasonForm, "退回原因", "写明哪里需要改、怎么改。", grave=True, main=False),
        Move("publish", "发布", lambda request, one, form: actions.publish(interpretation=one, by=request.acting), "已发布，公众现在可以看到。"),
        Move("recheck", "核对后仍然适用", _reason(actions.recheck, "conclusion"), "已记录核对结论。", ReasonForm, "核对结论", "新文本改了什么，解读为什么仍然适用。需要改的，请开始新的版本。"),
        Move("reopen", "收回修改", _reason(actions.reopen), "已收回，可以修改。修改后各环节重新审查。", ReasonForm, "收回原因", main=False),
        Move("open-next", "开始新的版本", _reason(actions.open_next), "已开始新的版本，公众看到的还是原来的内容。", ReasonForm, "更新说明", "公众会看到这句话。", main=False),
        Move("abandon", "终止解读", _reason(actions.abandon), "已终止。", ReasonForm, "终止原因", grave=True, main=False),
        Move("withdraw", "撤下", lambda request, one, form: actions.withdraw(interpretation=one, kind=form.withdrawal(), reason=form.cleaned_data["reason"], by=request.acting), "已撤下。原地址写明撤下的原因和日期。", WithdrawForm, grave=True, main=False),
    )
}  # fmt: skip


def offered(request: OfficerRequest, one: Interpretation) -> list[str]:
    """Return the verbs that this person may call now, the main one first."""
    by, status = request.acting, Status(one.status)
    writes = may(check_writing, one, by)
    public = hasattr(one.item, "release")
    found: list[str] = []
    if status in TURNS and may(check_turn, one, by):
        found += ["approve", "return"]
    alone = hasattr(one.policy, "release") or not goes_with_document(stage=one.stage, sort=one.sort)
    if status is Status.READY and alone and by.may(Permission.PUBLISHING_RELEASE, one.item.agency):
        found.append("publish")
    if status is Status.PUBLISHED and writes:
        found += ["recheck"] if is_behind(one) else []
        found.append("open-next")
    if writes and (status in TURNS or status is Status.READY):
        found.append("reopen")
    if writes and status in UNDER_WAY:
        found.append("abandon")
    if public and by.may(Permission.PUBLISHING_WITHDRAW, one.item.agency):
        found.append("withdraw")
    return found


def moves_of(
    request: OfficerRequest, one: Interpretation, edition: Edition, bound: dict[str, forms.Form]
) -> list[dict[str, Any]]:
    """Return the decisions on offer with their forms; who wrote the edition does not review it."""
    verbs = offered(request, one)
    if edition.author_id == request.user.pk:
        verbs = [verb for verb in verbs if verb not in {"approve", "return"}]
    seen = publishing.review_digest(edition) if "approve" in verbs else ""
    found = []
    for verb in verbs:
        move = MOVES[verb]
        form = bound.get(verb) or move.blank(one, initial={"seen": seen})
        name = f"{TURNS[Status(one.status)].step.name}：同意" if verb == "approve" else move.name
        found.append(
            {
                "verb": verb, "name": name, "button": move.name, "form": form, "grave": move.grave, "main": move.main,
                "url": reverse("interpretation:act", args=[one.pk, verb]),
            }
        )  # fmt: skip
    return found
