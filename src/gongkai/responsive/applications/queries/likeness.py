"""Which other matters of the register ask for much the same: words in common, nothing about people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongkai.responsive.applications.models import Application

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency

# Measures of our own: how many of the latest are compared, from what share of words on, how many are shown.
CANDIDATES = 400
ALIKE = 0.34
SHOWN = 5
_NOISE = re.compile(r"[\s\W_]+")
_COMMON = ("申请公开", "政府信息", "关于", "有关", "相关")


def pairs(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters, punctuation and what every application says left out."""
    for word in _COMMON:
        text = text.replace(word, "")
    plain = _NOISE.sub("", text)
    return frozenset(plain[place : place + 2] for place in range(len(plain) - 1))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of pairs in common (Dice), 0 to 1."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def alike(application: Application) -> list[tuple[Application, int]]:
    """Return the latest of this agency that ask for much the same, with the likeness in percent. Two queries."""
    return alike_text(application.agency, application.title, application.description, exclude=application.pk)


def alike_text(
    agency: Agency, title: str, description: str = "", *, exclude: int | None = None
) -> list[tuple[Application, int]]:
    rows = Application.objects.filter(agency=agency).order_by("-pk")
    if exclude is not None:
        rows = rows.exclude(pk=exclude)
    by_title, whole = pairs(title), pairs(f"{title}{description}")
    found: list[tuple[float, int]] = []
    for pk, other_title, other_text in rows.values_list("pk", "title", "description")[:CANDIDATES]:
        share = max(likeness(by_title, pairs(other_title)), likeness(whole, pairs(f"{other_title}{other_text}")))
        if share >= ALIKE:
            found.append((share, pk))
    best = sorted(found, reverse=True)[:SHOWN]
    known = Application.objects.select_related("submission").in_bulk([pk for _, pk in best])
    return [(known[pk], round(100 * share)) for share, pk in best]
