"""The form of a subscription: what can be chosen, what was chosen, and the criteria it makes. Used to sign up and to add one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from gongkai.doors.subscriptions import queries
from gongkai.doors.subscriptions.rules import FACETS, Criteria, CriteriaRefused
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
# Limits of a search under which nothing new would ever be told, or that no subscription has.
NOT_CARRIED = {
    "validity": "有效性", "year": "年份", "years": "年份", "from": "日期", "to": "日期", "genre": "文种", "genres": "文种",
    "category": "公开类别", "categories": "公开类别", "literal": "全文一致",
}  # fmt: skip


def chosen(data: QueryDict) -> dict[str, Any]:
    """Return what a form or the address of a search says, as it was typed."""
    facets: dict[str, list[str]] = {name: data.getlist(name) for name in FACETS if data.getlist(name)}
    for theirs, ours in FROM_SEARCH.items():
        if data.getlist(theirs):
            facets.setdefault(ours, data.getlist(theirs))
    return {
        "words": data.get("words", _searched(data))[:400], "facets": facets, "name": data.get("name", "")[:60],
        "address": data.get("address", "")[:200],
        "number": data.get("number", "")[:40], "channel": data.get("channel", "mail"), "kind_of": data.get("kind_of", "person"),
        "frequency": data.get("frequency", "day"), "agree": data.get("agree", ""),
    }  # fmt: skip


def _searched(data: QueryDict) -> str:
    """Return what a search asked for in one line of words, as somebody would type it here."""
    without = " ".join(f"-{word}" for word in data.get("without", "").split())
    return " ".join(part for part in (data.get("q", ""), data.get("exact", ""), without) if part)


def not_carried(data: QueryDict) -> list[str]:
    """Return by name the limits of a search that the subscription does not have."""
    return list(dict.fromkeys(word for name, word in NOT_CARRIED.items() if data.get(name)))


def criteria_of(typed: Mapping[str, Any]) -> Criteria:
    """Raises CriteriaRefused."""
    wanted, unwanted = typed_words(typed["words"])
    offered = queries.choices(None)
    for name, values in typed["facets"].items():
        known = {key for key, _ in offered.get(name, ())}
        if name in SHOWN and (unknown := [value for value in values if value not in known]):
            raise CriteriaRefused(f"“{FACETS[name]}”里没有“{unknown[0][:20]}”这个选项，请从列表中选择。")
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
