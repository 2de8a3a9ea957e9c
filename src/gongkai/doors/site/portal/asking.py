"""What a reader asked for, read from the address, and addresses that ask for a little more or less."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Container
from urllib.parse import urlencode

from django.http import HttpRequest

from gongkai.doors.site.portal.shared import page_number
from gongkai.doors.site.rules import SOURCES
from gongkai.engine.publishing.rules import KINDS as CONTENT_KINDS
from gongkai.engine.publishing.rules import VALIDITY_NAMES
from gongkai.engine.search.queries import Filters
from gongkai.engine.search.rules import KINDS

FACET_NAMES: dict[str, str] = {
    "kind": "内容类型",
    "validity": "有效性",
    "year": "年份",
    "region": "地区",
    "agency": "发文机关",
    "theme": "主题",
    "audience": "服务对象",
    "genre": "文种",
    "category": "公开类别",
}
IN_INDEX = {spec.name for spec in dataclasses.fields(Filters)} | {"year"}
FACETS = tuple(name for name in FACET_NAMES if name in IN_INDEX)
SORTS = {"relevance": "最相关", "date": "最近印发"}
BELOW = "below"
TYPED = ("q", "exact", "without")
CUT = "cut"  # said in the address once it was shortened
LONGEST_QUERY = 200
LONGEST_VALUE = 60
MOST_VALUES = 30
MOST_STRANGE = 3  # more of them were not typed by a person


@dataclasses.dataclass(frozen=True)
class Asked:
    """What a reader asked for, cleaned of nonsense; `text` is what goes to the index.

    `literal` are the kinds of meaning (engine.search.rules.KINDS) that the words shall not be given.
    """

    query: str = ""
    exact: str = ""
    without: str = ""
    chosen: dict[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    sort: str = "relevance"
    page: int = 1
    literal: tuple[str, ...] = ()
    below: bool = False  # an agency that was chosen stands for those below it too
    unread: tuple[str, ...] = ()  # days that are none, as they were typed
    strange: tuple[tuple[str, str], ...] = ()  # (what the filter is called, what was typed)
    cut: bool = False  # more was typed than is searched for

    @property
    def text(self) -> str:
        parts = [self.query]
        if self.exact:
            parts.append(f"“{self.exact}”")
        parts += [f"-{word}" for word in self.without.split()]
        return " ".join(part for part in parts if part).strip()

    @property
    def narrowed(self) -> bool:
        return any(self.chosen.values()) or self.date_from is not None or self.date_to is not None


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        return None


def _no_day(typed: str) -> bool:
    """Whether it was meant as a day and is none; ?from= also says from which block of a page somebody came."""
    return bool(typed) and typed not in SOURCES and _day(typed) is None


def _makes_sense(name: str, value: str) -> bool:
    """Whether a value can stand for something; what the vocabulary of a city decides is left to the search."""
    if name == "year":
        return value.isascii() and value.isdigit() and len(value) == 4
    if name == "kind":
        return value in CONTENT_KINDS
    return name != "validity" or value in VALIDITY_NAMES


def read(request: HttpRequest, *, sort: str = "relevance") -> Asked:
    """Return what the address asks. What cannot be understood is left out and told; the rest finds or finds nothing."""
    query = request.GET
    chosen: dict[str, tuple[str, ...]] = {}
    strange: list[tuple[str, str]] = []
    for name in FACETS:
        values = [value.strip()[:LONGEST_VALUE] for value in query.getlist(name) if value.strip()]
        strange += [(FACET_NAMES[name], value) for value in values if not _makes_sense(name, value)]
        values = [value for value in values if _makes_sense(name, value)]
        chosen[name] = tuple(dict.fromkeys(values))[:MOST_VALUES]
    wanted = query.get("sort", sort)

    def text(name: str) -> str:
        return " ".join(query.get(name, "").replace("\x00", "").split())[:LONGEST_QUERY]

    return Asked(
        query=text("q"),
        exact=text("exact").strip('“”"'),
        without=text("without"),
        chosen=chosen,
        date_from=_day(query.get("from", "")),
        date_to=_day(query.get("to", "")),
        sort=wanted if wanted in SORTS else sort,
        page=page_number(request),
        unread=tuple(text(name)[:LONGEST_VALUE] for name in ("from", "to") if _no_day(text(name))),
        strange=tuple(dict.fromkeys(strange))[:MOST_STRANGE],
        literal=tuple(kind for kind in dict.fromkeys(query.getlist("literal")) if kind in KINDS),
        below=query.get(BELOW) == "yes",
        cut=query.get(CUT) == "yes",
    )


def without_unknown(asked: Asked, codes: Container[str]) -> Asked:
    """Leave out agencies and areas that this site does not have, and keep them to be told."""
    chosen, strange = dict(asked.chosen), list(asked.strange)
    for name in ("agency", "region"):
        strange += [(FACET_NAMES[name], value) for value in chosen.get(name, ()) if value not in codes]
        chosen[name] = tuple(value for value in chosen.get(name, ()) if value in codes)
    return dataclasses.replace(asked, chosen=chosen, strange=tuple(dict.fromkeys(strange))[:MOST_STRANGE])


def shortened(request: HttpRequest) -> str:
    """Return the address that asks only what is searched for, "" where it does: a page repeats it in many addresses."""
    query = request.GET.copy()
    for name, values in list(query.lists()):
        longest = LONGEST_QUERY if name in TYPED else LONGEST_VALUE
        query.setlist(name, [" ".join(value.split())[:longest] if len(value) > longest else value for value in values])
    if query == request.GET:
        return ""
    query[CUT] = "yes"
    return f"{request.path}?{query.urlencode()}"


def changed(request: HttpRequest, **changes: str | None) -> str:
    """Return the present address with some of its query changed; the page goes back to the first."""
    query = request.GET.copy()
    query.pop("page", None)
    for key, value in changes.items():
        query.pop(key, None)
        if value is not None:
            query[key] = value
    query.pop(CUT, None)
    return f"{request.path}?{query.urlencode()}"


def hidden_fields(request: HttpRequest, *but: str) -> list[dict[str, str]]:
    """Return what a form must carry along so that sending it loses nothing."""
    dropped = {"page", "more", CUT, *but}
    return [
        {"name": name, "value": value}
        for name, values in request.GET.lists()
        for value in values
        if name not in dropped
    ]


def query_of(asked: Asked) -> str:
    """Return the address part that asks the same again, for feeds of a saved search."""
    pairs = [(name, value) for name, values in asked.chosen.items() for value in values]
    pairs += [("literal", kind) for kind in asked.literal] + ([(BELOW, "yes")] if asked.below else [])
    plain = {"q": asked.query, "exact": asked.exact, "without": asked.without}
    pairs += [(name, value) for name, value in plain.items() if value]
    pairs += [(name, day.isoformat()) for name, day in (("from", asked.date_from), ("to", asked.date_to)) if day]
    return urlencode(pairs)
