"""The form of a subscription: what can be chosen, what was chosen, and the criteria it makes. Used to sign up and to add one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from gongkai.doors.subscriptions import queries
from gongkai.doors.subscriptions.rules import FACETS, Criteria
from gongkai.doors.subscriptions.rules.criteria import typed_words

if TYPE_CHECKING:
    from django.http import HttpRequest, QueryDict

SHOWN = ("theme", "audience", "agency", "region", "column", "kind")
HINTS = {
    "agency": "包括它的下级机关。", "region": "包括这个地区的政府和它的部门。", "column": "包括下级栏目。",
    "kind": "例如只要公文、解读或者公报。",
}  # fmt: skip
# What /search calls its limits; a saved search is handed over by these names.
FROM_SEARCH = {"themes": "theme", "audiences": "audience", "columns": "column"}


def chosen(data: QueryDict) -> dict[str, Any]:
    """Return what a form or the address of a search says, as it was typed."""
    facets: dict[str, list[str]] = {name: data.getlist(name) for name in FACETS if data.getlist(name)}
    for theirs, ours in FROM_SEARCH.items():
        if data.getlist(theirs):
            facets.setdefault(ours, data.getlist(theirs))
    return {
        "words": data.get("words", data.get("q", ""))[:400], "facets": facets, "name": data.get("name", "")[:60],
        "address": data.get("address", "")[:200],
        "number": data.get("number", "")[:40], "channel": data.get("channel", "mail"), "kind_of": data.get("kind_of", "person"),
        "frequency": data.get("frequency", "day"), "agree": data.get("agree", ""),
    }  # fmt: skip


def criteria_of(typed: Mapping[str, Any]) -> Criteria:
    """Raises CriteriaRefused."""
    wanted, unwanted = typed_words(typed["words"])
    return Criteria.of(wanted, unwanted, typed["facets"])


def name_of(typed: Mapping[str, Any], criteria: Criteria) -> str:
    return typed["name"].strip() or "；".join(queries.in_words(criteria))[:60]


def groups(request: HttpRequest, typed: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return one group of boxes a facet, those open in which something is chosen."""
    offered = queries.choices(getattr(request, "site", None))
    shown = []
    for name in SHOWN:
        marked = set(typed["facets"].get(name, ()))
        boxes = [{"value": key, "label": word, "checked": key in marked} for key, word in offered[name]]
        if boxes:
            count = sum(1 for box in boxes if box["checked"])
            shown.append(
                {
                    "name": name, "label": FACETS[name], "hint": HINTS.get(name, ""), "boxes": boxes,
                    "open": bool(count), "summary": FACETS[name] + (f"（已选{count}项）" if count else ""),
                }
            )  # fmt: skip
    return shown
