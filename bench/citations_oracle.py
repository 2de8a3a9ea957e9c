"""A second, simpler reading of what texts cite, to check the first by: no code of `engine.regulations` is used here.

It looks up titles in book marks by hand-normalised equality, and dates versions from the raw history of the records. What it
does not understand (back references, titles without marks) it leaves alone: it judges, it does not compete.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

TITLE = re.compile(r"《([^《》]{2,80})》")
ALIAS = re.compile(r"^[（(][^（）()]{0,40}?以?下(?:简称|称|统称)[：:]?[《“]?([^《》“”（）()]{2,20})[》”]?[）)]")
ORDER = re.compile(r"^[（(][^（）()]{0,30}?令第?\s*(\d{1,4})\s*号")
# What a text itself promulgates is meant as just decided, though not yet in force.
PUTS_OUT = re.compile(r"(?:修订|修改|修正)后的$|现公布$")
PUT_OUT = re.compile(r"已经.{4,60}通过")
CHANGED = re.compile(r"修订|修正|修改")
BEGUN = re.compile(r"通过|公布|发布|批准|颁布")


def bare(title: str) -> str:
    plain = re.sub(r"[\s、，“”〈〉<>—-]", "", title).replace("(", "（").replace(")", "）")
    plain = re.sub(r"（\d{4}年?(?:修订|修正|修改)）$|（(?:修订|修正)）$", "", plain)
    return plain.removeprefix("中华人民共和国")


@dataclass
class Known:
    """A law by its history: first days of force of its versions, and the numbers of orders by such days."""

    title: str
    begins: list[str]
    decided: dict[str, str]
    orders: dict[str, str]


@dataclass(frozen=True)
class Expected:
    """What the text cites at a place: the law, and the first day of force of the version meant (None: none known then)."""

    start: int
    written: str
    title: str
    begins: str | None


def library(records: list[dict[str, Any]]) -> dict[str, Known]:
    """Return laws by bare title; of several records of one law the histories are put together."""
    by_title: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for record in records:
        by_title[bare(record["title"])].append(record)
    return {title: _known(title, some) for title, some in by_title.items()}


def _known(title: str, records: list[dict[str, Any]]) -> Known:
    begins: dict[str, str] = {}  # day of the decision → first day of force
    orders: dict[str, str] = {}
    for record in records:
        extra = record["extra"]
        stated, version = extra.get("effective"), extra.get("version_date")
        days = _days(extra, version)
        holder = max((day for day in days if stated and day <= stated), default=None)
        for day, words in days.items():
            first = stated if day == holder and stated else day
            if day not in begins or first > begins[day]:
                begins[day] = first
            for number in re.findall(r"令第(\d+)号", words):
                orders[number] = begins[day]
    return Known(title, sorted(set(begins.values())), begins, orders)


def _days(extra: dict[str, Any], version: str | None) -> dict[str, str]:
    """Return the days on which the text was settled or changed, with the words of the history."""
    days: dict[str, str] = {}
    pending: tuple[str, str] | None = None
    for event in sorted((one for one in extra["events"] if one.get("date")), key=lambda one: one["date"]):
        day, words = event["date"], event.get("text", "")
        if CHANGED.search(words) and "批准" not in words:
            days[day] = words
            pending = (day, words)
        elif BEGUN.search(words):
            # Adopted first, approved or promulgated later: one text, of the later day.
            if pending and _near(pending[0], day) and re.search("会议|通过", pending[1]):
                days.pop(pending[0], None)
                days[day] = f"{pending[1]} {words}"
            elif not days:
                days[day] = words
            pending = (day, words)
    if extra.get("promulgated") and not days:
        days[extra["promulgated"]] = ""
    if version:
        days = {day: words for day, words in days.items() if day <= version} | {version: days.get(version, "")}
    if not days and extra.get("effective"):
        days[extra["effective"]] = ""
    return days


def _near(one: str, other: str) -> bool:
    years = int(other[:4]) - int(one[:4])
    return years * 12 + int(other[5:7]) - int(one[5:7]) <= 6


def expected(text: str, day: str, known: dict[str, Known]) -> Iterator[Expected]:
    """Yield every title in book marks that names a law of the library."""
    aliases: dict[str, Known] = {}
    versions: dict[str, str | None] = {}
    for found in TITLE.finditer(text):
        title = bare(found.group(1))
        law = aliases.get(title) or known.get(title)
        if law is None:
            continue
        behind = text[found.end() : found.end() + 60]
        order = ORDER.match(behind)
        begins = law.orders.get(order.group(1)) if order else versions.get(title)
        if not begins and (PUTS_OUT.search(text[max(0, found.start() - 8) : found.start()]) or PUT_OUT.match(behind)):
            last = max((one for one in law.decided if one <= day), default="")
            begins = law.decided.get(last)
        begins = begins or max((one for one in law.begins if one <= day), default=None)
        if alias := ALIAS.match(behind) or (order and ALIAS.match("（" + behind[order.end() :].lstrip("，,、"))):
            aliases[bare(alias.group(1))] = law
            versions[bare(alias.group(1))] = begins
        yield Expected(found.start(), found.group(), law.title, begins)
