"""One item: the source beside its fields, the conditions, and who confirms and releases it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required
from gongkai.base.organisations.rules import Permission
from gongkai.base.ui.diff import compare
from gongkai.engine.duties.actions import Refused as DutyRefused
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import WITHDRAWAL_NAMES, State, Withdrawal
from gongkai.proactive.policy import actions, queries
from gongkai.proactive.policy.actions.releasing import faults
from gongkai.proactive.policy.desk.forms import ItemForm
from gongkai.proactive.policy.desk.shared import CRUMBS, NAV, REFUSALS, check_reader, state_of
from gongkai.proactive.policy.models import PolicyItem
from gongkai.proactive.policy.permissions import CONFIRM, EDIT
from gongkai.proactive.policy.rules import CONFIRM as STEP
from gongkai.proactive.policy.rules import item_path
from gongkai.proactive.policy.rules.conditions import outline
from gongkai.proactive.policy.rules.consistency import warnings
from gongkai.proactive.policy.rules.items import wording
from gongkai.proactive.policy.rules.marking import painted
from gongkai.proactive.policy.rules.trees import from_json


def load(request: OfficerRequest, pk: int) -> PolicyItem:
    check_reader(request)
    return queries.policy_item(pk, request.acting)


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: OfficerRequest, pk: int) -> HttpResponseBase:
    row = load(request, pk)
    edition = queries.working_edition(row)
    initial = ItemForm.initial_of(edition.title, row.facts, edition.version)
    form = ItemForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST":
        if form.is_valid() and _saved(request, row, form):
            return redirect("policy:item", row.pk)
        status = 422
    return desk_page(request, "policy/desk/item.html", _context(request, row, form), nav=NAV, status=status)


def _saved(request: OfficerRequest, row: PolicyItem, form: ItemForm) -> bool:
    data = form.cleaned_data
    try:
        actions.describe(row=row, version=data["version"], title=data["title"], facts=form.facts(), by=request.acting)
    except REFUSALS as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, "已保存。")
    return True


def _context(request: OfficerRequest, row: PolicyItem, form: ItemForm) -> dict[str, Any]:
    by, edition = request.acting, queries.working_edition(row)
    source = queries.source_of(row)
    node = from_json(row.facts["condition"])
    preparing = edition.state == State.PREPARING
    editable = preparing and not row.submitted and by.may(EDIT, row.item.agency)
    missing = faults(row, edition)
    public = queries.public_edition(row)
    return {
        "row": row, "edition": edition, "form": form, "pill": state_of(row), "source": source, "editable": editable,
        "lines": painted(source.edition.text, _marks(row, source.edition.text), paragraph=_paragraph(row, source)) if source else [],
        "outdated": source is not None and source.edition.number != row.document_edition, "changes": _changes(row, source),
        "outline": outline(node), "warnings": warnings(node), "missing": missing if preparing else [],
        "rows": wording(edition.title, row.facts), "preparing": preparing,
        "may_release": row.submitted and by.may(CONFIRM, row.item.agency) and _another(request, row),
        "may_return": row.submitted and by.may(CONFIRM, row.item.agency),
        "may_edit": by.may(EDIT, row.item.agency), "digest": publishing.review_digest(edition) if preparing else "",
        "public_url": item_path(row.item.key) if public else "", "step": STEP.name,
        "may_withdraw": public is not None and by.may(Permission.PUBLISHING_WITHDRAW, row.item.agency),
        "kinds": WITHDRAWAL_NAMES, "opens": row.facts["opens"],
        "crumbs": [*CRUMBS, {"label": "事项", "url": reverse("policy:items:list")}, {"label": edition.title[:30]}],
    }  # fmt: skip


def _another(request: OfficerRequest, row: PolicyItem) -> bool:
    return request.user.pk not in {row.submitted_by_id, queries.working_edition(row).author_id}


def _marks(row: PolicyItem, text: str) -> list[list[Any]]:
    """Return the places to paint: the machine's, and always the quotation that the item rests on."""
    at = text.find(row.facts["quote"]) if row.facts["quote"] else -1
    quoted = [["benefit", at, at + len(row.facts["quote"])]] if at >= 0 else []
    return [*row.marks, *quoted]


def _paragraph(row: PolicyItem, source: Any) -> int:
    text = source.edition.text
    at = text.find(row.facts["quote"]) if row.facts["quote"] else -1
    return int(text[:at].count("\n")) if at >= 0 else -1


def _changes(row: PolicyItem, source: Any) -> list[Any]:
    """Return the paragraphs of the document that differ between the edition that was read and the present one."""
    if source is None or source.edition.number == row.document_edition:
        return []
    read = row.document.editions.filter(number=row.document_edition).first()
    if read is None:
        return []
    rows = compare(read.text.split("\n"), source.edition.text.split("\n"))
    return [one for one in rows if one.kind != "same"]


@officer_required
@require_POST
def item_do(request: OfficerRequest, pk: int, verb: str) -> HttpResponseBase:
    row, by, said = load(request, pk), request.acting, request.POST
    reason = said.get("reason", "")
    try:
        match verb:
            case "submit":
                actions.submit(row=row, by=by)
                messages.success(request, "已确认，等待其他同志核对发布。")
            case "release":
                actions.release(row=row, by=by, seen=said.get("seen", ""))
                messages.success(request, "已发布。")
            case "return":
                actions.send_back(row=row, reason=reason, by=by)
                messages.success(request, "已退回。")
            case "next":
                actions.open_next(row=row, reason=reason, by=by)
                messages.success(request, "已开始新的版本，公开的版本保持不变。")
            case "drop":
                actions.drop(row=row, reason=reason, by=by)
                messages.success(request, "已放弃。")
                return redirect("policy:document", row.document_id)
            case "ready":
                actions.ready(row=row, by=by)
                messages.success(request, "已登记：办理渠道核对完毕。")
            case "withdraw":
                actions.withdraw(row=row, kind=Withdrawal(said.get("kind", Withdrawal.ERROR)), reason=reason, by=by)
                messages.success(request, "已撤下。")
            case _:
                raise Http404
    except (*REFUSALS, DutyRefused, ValueError) as refusal:
        messages.error(request, str(refusal))
    return redirect("policy:item", row.pk)
