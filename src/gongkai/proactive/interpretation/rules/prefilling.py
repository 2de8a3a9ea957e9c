"""A first fill of a card from what is written already: the author corrects instead of typing anew. No Django."""

from __future__ import annotations

import datetime as dt
import html as markup
import re
from collections.abc import Mapping, Sequence
from typing import Any

from gongkai.proactive.interpretation.rules.beside import Benefit
from gongkai.proactive.interpretation.rules.cards.points import LONGEST, MOST
from gongkai.proactive.interpretation.rules.novelty import Difference, Sort
from gongkai.proactive.interpretation.rules.templates import blocks_of, covered

_SENTENCE = re.compile(r"[^。！？；\n]+")
_ITEM = re.compile(r"<li\b[^<>]*>(?P<text>.*?)</li>", re.IGNORECASE | re.DOTALL)
_ORDERED = re.compile(r"<ol\b[^<>]*>(?P<inside>.*?)</ol>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_FIGURE = re.compile(
    r"(?P<label>[一-龥A-Za-z]{2,16}?)(?P<value>\d[\d.,]*(?:[—–~至-]\d[\d.,]*)?\s*(?:万元|元|%|％|个?工作日|个月|小时|分钟|天|年))"
)
_PLACED = {"who": "scope", "warnings": "notes"}  # section of the card: part of the interpretation
_COMPARED = frozenset({Sort.FIGURE, Sort.CONDITION, Sort.DUTY})


def prefilled(
    html: str,
    *,
    effective_on: dt.date | None = None,
    expires_on: dt.date | None = None,
    differences: Sequence[Difference] = (),
    contacts: Sequence[tuple[str, str]] = (),
    benefits: Sequence[Benefit] = (),
) -> dict[str, Any]:
    """Return lists for a card, as it stores them; sections nothing was found for are left out.

    What the draft itself says comes first; who, how much and how are taken from the `benefits` where it does not say them.
    """
    found: dict[str, Any] = {}
    for name, part in _PLACED.items():
        found[name] = _sentences(under(html, part))[: MOST[name]]
    found["how"] = _steps(html)[: MOST["how"]]
    found["amounts"] = _figures(under(html, "standard"))[: MOST["amounts"]]
    found["when"] = _days(effective_on, expires_on)
    found["changes"] = [
        {"what": one.what, "old": one.old[: LONGEST["line"]], "new": one.new[: LONGEST["line"]]}
        for one in differences
        if one.sort in _COMPARED
        and one.old
        and one.new
        and 1 < len(one.what) <= LONGEST["label"]  # a bare “二” says nothing, half a sentence neither
        and len(one.old) + len(one.new) <= LONGEST["line"]
    ][: MOST["changes"]]
    for name, lines in _granted(benefits).items():
        found[name] = found[name] or lines[: MOST[name]]
    found["contacts"] = [{"label": label[: LONGEST["label"]], "value": value} for label, value in contacts if value]
    return {name: several for name, several in found.items() if several}


def _granted(benefits: Sequence[Benefit]) -> dict[str, list[Any]]:
    amounts = [
        {"label": label[: LONGEST["label"]], "value": value[: LONGEST["value"]], "note": ""}
        for one in benefits
        for label, value in (one.tiers or ((one.title, one.value),))
        if value
    ]
    who = [one.who.rstrip("。")[: LONGEST["line"]] for one in benefits if one.who]
    how = [told[: LONGEST["line"]] for one in benefits for told in _sentences(one.apply)]
    return {"who": list(dict.fromkeys(who)), "amounts": amounts, "how": list(dict.fromkeys(how))}


def under(html: str, part: str) -> str:
    """Return the paragraphs that a draft gives to a part: those below its heading, or the one that speaks of it."""
    evidence = covered(html).get(part)
    if evidence is None:
        return ""
    if evidence.by == "paragraph":
        return _bare(html[evidence.start : evidence.end])
    told: list[str] = []
    for block in blocks_of(html[evidence.end :]):
        if block.level:
            break
        told.append(block.text)
    return "\n".join(told)


def _bare(html: str) -> str:
    return " ".join(markup.unescape(_TAG.sub(" ", html)).split())


def _sentences(text: str) -> list[str]:
    return [one.strip()[: LONGEST["line"]] for one in _SENTENCE.findall(text) if len(one.strip()) > 1]


def _steps(html: str) -> list[str]:
    items = [match["text"] for several in _ORDERED.finditer(html) for match in _ITEM.finditer(several["inside"])]
    return [told[: LONGEST["line"]] for item in items if (told := _bare(item))]


def _figures(text: str) -> list[Mapping[str, str]]:
    return [
        {"label": match["label"], "value": match["value"].replace(" ", ""), "note": ""}
        for match in _FIGURE.finditer(text)
    ]


def _days(effective_on: dt.date | None, expires_on: dt.date | None) -> list[str]:
    found = [f"{_day(effective_on)}起施行"] if effective_on else []
    return [*found, f"有效期至{_day(expires_on)}"] if expires_on else found


def _day(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
