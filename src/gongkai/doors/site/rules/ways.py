"""What one can do here besides reading documents: understand, find out what applies, do it, keep up, ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Way:
    """`kinds` are the kinds of publishing that it leads to; without one of them public it is not offered."""

    glyph: str
    label: str
    url: str
    kinds: tuple[str, ...] = ()
    note: str = ""
    unit: str = "件"


WAYS: tuple[Way, ...] = (
    Way("读", "政策解读", "/interpretations/", ("interpretation",)),
    Way("享", "我能享受什么", "/policies/match/", ("policy-item",), unit="项政策"),
    Way("办", "办事事项", "/services/", ("service-item",), unit="项"),
    Way("集", "政策专题", "/themes/", ("theme",), unit="个"),
    Way("问", "常见问题", "/faq/", ("faq",), unit="份"),
    Way("报", "政府公报", "/gazette/", ("gazette-issue",), unit="期"),
    Way("申", "申请公开", "/apply/", note="没公开的可以申请"),
    Way("订", "订阅", "/subscriptions/", note="有新的就告诉您"),
)


def ways(counts: Mapping[str, int]) -> list[dict[str, str]]:
    """Return the ways that lead somewhere, as lines for the grid; `counts` are public items by kind."""
    shown = []
    for way in WAYS:
        found = sum(counts.get(kind, 0) for kind in way.kinds)
        if way.kinds and not found:
            continue
        note = way.note or f"{found}{way.unit}"
        shown.append({"glyph": way.glyph, "label": way.label, "note": note, "url": way.url})
    return shown
