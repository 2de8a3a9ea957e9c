"""What the desk pages share: the tabs, the way a form is answered, tables for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse

from gongkai.base.organisations.officer import OfficerRequest, desk_page
from gongkai.base.organisations.queries import NotAllowed
from gongkai.base.ui.registers.exporting import safe_cell
from gongkai.doors.subscriptions.models import Handover
from gongkai.doors.subscriptions.permissions import agencies_seen, may_manage, may_read

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting

View = Callable[..., HttpResponseBase]
NAV = "subscriptions"
GET_POST = ["GET", "HEAD", "POST"]
UNPROCESSABLE = 422
HOME = {"label": "订阅与推送", "url": "/desk/subscriptions/"}
TABS = (
    ("overview", "总览", "subscriptions:overview"),
    ("campaigns", "推送", "subscriptions:campaigns"),
    ("subscribers", "订阅者", "subscriptions:push-subscribers:list"),
    ("partners", "合作方", "subscriptions:push-partners:list"),
    ("dead", "推送失败", "subscriptions:dead"),
    ("reminders", "浏览器提醒", "subscriptions:reminders"),
    ("points", "线下点位", "subscriptions:push-points:list"),
    ("cooperation", "政社合作", "subscriptions:push-cooperation:list"),
)


MANAGERS_ONLY = frozenset({"subscribers", "reminders"})


def reader_required(view: View) -> View:
    """Refuse a page to whoever neither manages nor reads pushes anywhere; what is on it is cut to the agencies they see."""

    @wraps(view)
    def wrapped(request: OfficerRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_read(request.acting):
            raise NotAllowed("这一页供政务公开专员、政务公开主管部门审查人和监督员使用，您目前没有这些岗位。")
        return view(request, *args, **kwargs)

    return wrapped


def tabs(current: str, by: Acting) -> list[dict[str, Any]]:
    """Return the pages that this person may open."""
    shown = [one for one in TABS if may_manage(by) or one[0] not in MANAGERS_ONLY]
    return [{"label": word, "url": reverse(name), "current": key == current} for key, word, name in shown]


def page(
    request: OfficerRequest, template: str, context: dict[str, Any], *, tab: str, status: int = 200
) -> HttpResponse:
    here: dict[str, Any] = {
        "tabs": tabs(tab, request.acting),
        "may_manage": may_manage(request.acting),
        "crumbs": [HOME, {"label": {key: word for key, word, _ in TABS}[tab]}],
    }
    return desk_page(request, f"subscriptions/desk/{template}.html", here | context, nav=NAV, status=status)


def dead(by: Acting) -> Any:
    """Return what partners did not take within a day, of this person's agencies."""
    rows = Handover.objects.filter(state="dead", partner__agency__in=agencies_seen(by))
    return rows.select_related("partner").order_by("-pk")


def table_file(name: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
