"""What the desk pages share: tabs, the period and agencies asked for, tables for spreadsheets."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from gongkai.base.organisations.officer import OfficerRequest, acting_of, desk_page, shell
from gongkai.base.organisations.queries import NotAllowed, OutOfSight
from gongkai.base.ui.registers.exporting import safe_cell
from gongkai.engine.publishing.actions import Refused
from gongkai.oversight.outreach.permissions import agencies_read, may_read
from gongkai.oversight.outreach.rules.sizes import ON_A_PAGE

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from gongkai.base.organisations.models import Agency

NAV = "outreach"
PER_PAGE = ON_A_PAGE
REFUSALS = (Refused, NotAllowed, OutOfSight)
HOME = {"label": "解读传播", "url": "/desk/outreach/"}
TABS = (
    ("overview", "总览", "outreach:overview"),
    ("policies", "政策", "outreach:policies"),
    ("leaders", "领导发布", "outreach:leaders"),
    ("suppliers", "供应商", "outreach:suppliers:list"),
    ("products", "产品", "outreach:products:list"),
    ("guests", "邀请人员", "outreach:guests:list"),
    ("contests", "评选", "outreach:contests"),
    ("ratings", "公众评价", "outreach:ratings"),
)


@dataclass(frozen=True)
class Scope:
    """The agencies and the days that a report is about."""

    agencies: QuerySet[Agency]
    choices: list[Agency]
    chosen: str
    since: dt.date
    until: dt.date

    @property
    def query(self) -> str:
        return f"agency={self.chosen}&since={self.since}&until={self.until}"


def check_reads(by: Any) -> None:
    if not may_read(by):
        raise NotAllowed("解读传播供政务公开专员、主管部门和查阅公文的人员使用，您目前没有这些岗位。")


def _day(text: str, otherwise: dt.date) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return otherwise


def scope_of(request: OfficerRequest) -> Scope:
    """Read ?agency= (with all below it) and ?since= ?until=; without them, everything in sight in this year."""
    seen = agencies_read(request.acting)
    chosen = request.GET.get("agency", "")
    choices = list(seen.order_by("lineage"))
    top = next((one for one in choices if one.code == chosen), None)
    today = timezone.localdate()
    since = _day(request.GET.get("since", ""), dt.date(today.year, 1, 1))
    until = _day(request.GET.get("until", ""), today)
    agencies = seen.filter(lineage__startswith=top.lineage) if top else seen
    return Scope(agencies, choices, chosen if top else "", min(since, until), max(since, until))


def page(
    request: OfficerRequest, name: str, context: dict[str, Any], *, tab: str, status: int = 200, trail: Any = ()
) -> HttpResponse:
    check_reads(request.acting)
    here = {
        "tabs": _tabs(tab),
        "crumbs": [HOME, *trail],
    }
    return desk_page(request, f"outreach/desk/{name}.html", here | context, nav=NAV, status=status)


def register_shell(request: HttpRequest) -> dict[str, Any]:
    here = next((key for key, _, url in TABS if reverse(url) == request.path), "")
    return shell(request, NAV) | {"by": acting_of(request), "tabs": _tabs(here), "tabs_label": "解读传播"}


def _tabs(current: str) -> list[dict[str, Any]]:
    return [{"label": word, "url": reverse(url), "current": key == current} for key, word, url in TABS]


def as_csv(name: str, lines: list[list[object]]) -> HttpResponse:
    """Return a table that spreadsheets open in Chinese and never compute."""
    text = io.StringIO()
    csv.writer(text).writerows([[safe_cell(cell) for cell in line] for line in lines])
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate()}.csv"'
    return response
