"""The editor of conditions: a nested list, one step a click, usable without script."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required
from gongkai.engine.publishing.rules import State
from gongkai.proactive.policy import actions, queries
from gongkai.proactive.policy.desk.editing import load
from gongkai.proactive.policy.desk.forms import FREE, ConditionForm, fact_choices
from gongkai.proactive.policy.desk.shared import CRUMBS, NAV, REFUSALS
from gongkai.proactive.policy.models import PolicyItem
from gongkai.proactive.policy.permissions import EDIT
from gongkai.proactive.policy.rules.conditions import words
from gongkai.proactive.policy.rules.consistency import warnings
from gongkai.proactive.policy.rules.editing import (
    GROUPS,
    added,
    at,
    kind_of,
    parts_of,
    regrouped,
    removed,
    turned,
    wrapped,
)
from gongkai.proactive.policy.rules.facts import FACTS
from gongkai.proactive.policy.rules.trees import ConditionRefused, from_json

LABELS = {"all": "同时符合：", "any": "符合下面任意一项：", "not": "不属于下面的情形："}


def _rooted(row: PolicyItem) -> dict[str, Any]:
    """Return the tree with «all» outermost, as the editor wants it."""
    said: dict[str, Any] = row.facts["condition"]
    return said if "all" in said else {"all": [said]}


def _shown(node: dict[str, Any], path: str) -> dict[str, Any]:
    kind = kind_of(node)
    shown: dict[str, Any] = {"path": path, "kind": kind, "root": not path, "label": "", "words": ""}
    if kind in {"test", "free"}:
        tree = from_json(node)
        return shown | {"words": words(tree), "source": node.get("source", ""), "office": kind == FREE}
    label = LABELS.get(kind) or f"符合下面至少{node['at_least']}项："
    parts = [_shown(one, f"{path}.{number}".strip(".")) for number, one in enumerate(parts_of(node))]
    return shown | {"label": label, "parts": parts, "group": kind in GROUPS, "count": node.get("at_least", 1)}


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def condition(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Show the tree; with `into` and `fact` also the form of one more condition, which this page takes."""
    row = load(request, pk)
    into, key = request.GET.get("into", ""), request.GET.get("fact", "")
    form = ConditionForm(key, request.POST or None) if key == FREE or key in FACTS else None
    status = 200
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.is_valid() and _add(request, row, into, form):
            return redirect("policy:condition", row.pk)
        status = 422
    edition, tree = queries.working_edition(row), _rooted(row)
    editable = edition.state == State.PREPARING and not row.submitted and request.acting.may(EDIT, row.item.agency)
    title = edition.title[:30]
    context = {
        "row": row, "edition": edition, "tree": _shown(tree, ""), "editable": editable, "form": form, "into": into,
        "fact": key, "facts": fact_choices(row.facts["audiences"]), "warnings": warnings(from_json(tree)),
        "into_words": _place(tree, into), "groups": GROUPS, "words": words(from_json(tree)),
        "crumbs": [*CRUMBS, {"label": title, "url": reverse("policy:item", args=[row.pk])}, {"label": "条件"}],
    }  # fmt: skip
    return desk_page(request, "policy/desk/condition.html", context, nav=NAV, status=status)


def _place(tree: dict[str, Any], into: str) -> str:
    try:
        return words(from_json(at(tree, into))) if into else ""
    except ConditionRefused:
        return ""


def _version(request: OfficerRequest) -> int:
    said = request.POST.get("version", "")
    return int(said) if said.isascii() and said.isdigit() else 0


def _add(request: OfficerRequest, row: PolicyItem, into: str, form: ConditionForm) -> bool:
    try:
        tree = added(_rooted(row), into, form.node)
        actions.set_condition(row=row, version=_version(request), condition=tree, by=request.acting)
    except REFUSALS as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@officer_required
@require_POST
def step(request: OfficerRequest, pk: int, verb: str) -> HttpResponseBase:
    """Remove, turn round, wrap or regroup one node of the tree."""
    row, path = load(request, pk), request.POST.get("path", "")
    tree, count = _rooted(row), request.POST.get("count", "1")
    try:
        match verb:
            case "remove":
                tree = removed(tree, path)
            case "turn":
                tree = turned(tree, path)
            case "wrap":
                tree = wrapped(tree, path)
            case "regroup":
                tree = regrouped(
                    tree, path, request.POST.get("kind", ""), int(count) if count.isascii() and count.isdigit() else 0
                )
            case _:
                raise Http404
        actions.set_condition(row=row, version=_version(request), condition=tree, by=request.acting)
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    return redirect("policy:condition", row.pk)
