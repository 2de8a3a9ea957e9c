"""What every page of exchange shares: tabs, the door, and how a refusal is shown."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, StreamingHttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header

from gongkai.base.organisations.officer import acting_of, shell
from gongkai.doors.exchange.actions import Refused
from gongkai.doors.exchange.permissions import MANAGE
from gongkai.engine.publishing.actions import Refused as NotNow

if TYPE_CHECKING:
    from gongkai.base.organisations.officer import OfficerRequest

NAV = "exchange"
PAGES = (
    ("overview", "概况", "exchange:overview"),
    ("messages", "消息", "exchange:exchange-messages:list"),
    ("tasks", "待办", "exchange:exchange-tasks:list"),
    ("runs", "报备比对", "exchange:runs"),
    ("partners", "对接系统", "exchange:partners"),
)


def tabs(current: str) -> list[dict[str, Any]]:
    return [{"label": label, "url": reverse(name), "current": key == current} for key, label, name in PAGES]


def may(request: HttpRequest, verb: str, entry: object) -> bool:
    del verb, entry
    return acting_of(request).may_anywhere(MANAGE)


def around(current: str) -> Callable[[HttpRequest], dict[str, Any]]:
    """Return the context that a register stands in."""
    return lambda request: shell(request, NAV) | {"tabs": tabs(current), "tabs_label": "数据交换"}


def attempt(request: OfficerRequest, verb: Callable[[], object], done: str) -> bool:
    """Do it and say so, or show the sentence of refusal; return whether it was done."""
    try:
        verb()
    except (Refused, NotNow) as error:
        messages.error(request, str(error))
        return False
    messages.success(request, done)
    return True


class _Echo:
    """What csv.writer writes into: it hands each line back, so that the table streams."""

    def write(self, value: str) -> str:
        return value


def as_csv(rows: Iterable[Iterable[object]], filename: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=filename) or ""
    return response


def _lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff"
    for row in rows:
        yield writer.writerow([_inert(cell) for cell in row])


def _inert(cell: object) -> object:
    """A title that begins like a formula must stay text in a spreadsheet."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell
