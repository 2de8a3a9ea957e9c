"""Decisions on findings from the margin of a text, and what the decisions add up to."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required, permission_required
from gongkai.base.organisations.rules import Permission
from gongkai.engine.screening import actions, queries
from gongkai.engine.screening.rules import CHOICES, Choice

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Edition


@officer_required
@require_POST
@permission_required(Permission.SCREENING_DECIDE)
def decide(request: OfficerRequest, item: int) -> HttpResponseBase:
    """Record one decision, or one for all alike (`same`), and go back to the page it came from (`next`, `at`)."""
    edition, posted = _edition(request, item), request.POST
    verb = actions.decide_same if posted.get("same") else actions.decide
    said = posted.get("said", "")
    try:
        verb(
            edition=edition,
            fingerprint=posted.get("fingerprint", ""),
            choice=posted.get("choice", ""),
            by=request.acting,
            ground=posted.get("ground", said),
            reason=posted.get("reason", said),
        )
    except actions.Refused as error:
        messages.error(request, str(error))
    return redirect(_back(request))


@officer_required
@require_POST
@permission_required(Permission.SCREENING_DECIDE)
def state(request: OfficerRequest, item: int) -> HttpResponseBase:
    """Record the reviewer's opinion on what this wording and the public items listed beside it reveal together."""
    edition = _edition(request, item)
    answer = request.POST.get("harmless", "")
    if answer not in {"yes", "no"}:
        messages.error(request, "请选择结论：合起来会不会泄露应当保护的信息。")
        return redirect(_back(request))
    shown = [related.key for related in queries.related_for_edition(edition).items]
    try:
        actions.state_combination(
            edition=edition, harmless=answer == "yes", text=request.POST.get("text", ""), shown=shown, by=request.acting
        )
    except actions.Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "已记录数据汇聚风险意见。")
    return redirect(_back(request))


def _edition(request: OfficerRequest, pk: int) -> Edition:
    item = queries.item_in_sight(pk, request.acting)
    edition = queries.working_edition(item) if item is not None else None
    if edition is None:
        raise Http404
    return edition


def _back(request: OfficerRequest) -> str:
    """Return the page that the form stood on, at the finding; never an address outside."""
    place = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(
        place, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return reverse("screening:list")
    at = request.POST.get("at", "")
    return f"{place}#{at}" if at.isalnum() else place


@officer_required
@require_GET
@permission_required(Permission.SCREENING_DECIDE)
def statistics(request: OfficerRequest) -> HttpResponseBase:
    since, until = _period(request)
    rows = queries.decided_by_check(request.acting, since=since, until=until)
    context = {
        "rows": rows,
        "since": since,
        "until": until,
        "strip": _strip(rows),
        "head": _head(),
        "table": [_cells(row) for row in rows],
        "period": f"?since={since}&until={until}",
    }
    return desk_page(request, "screening/desk/statistics.html", context, nav="screening")


@officer_required
@require_GET
@permission_required(Permission.SCREENING_DECIDE)
def export(request: OfficerRequest) -> HttpResponseBase:
    """The table as CSV that spreadsheets open in Chinese."""
    since, until = _period(request)
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(["检查项代码", *(column["label"] for column in _head())])
    for row in queries.decided_by_check(request.acting, since=since, until=until):
        writer.writerow([row.check, *_cells(row)])
    response = HttpResponse("\ufeff" + table.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="screening-{since}-{until}.csv"'
    return response


def _period(request: OfficerRequest) -> tuple[dt.date, dt.date]:
    today = timezone.localdate()
    since = _day(request.GET.get("since")) or today.replace(month=1, day=1)
    return since, _day(request.GET.get("until")) or today


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _head() -> list[dict[str, object]]:
    names = ["检查项", "已处理", *(CHOICES[choice].name for choice in Choice), "准确率"]
    return [{"label": name, "right": place > 0} for place, name in enumerate(names)]


def _cells(row: queries.CheckFigures) -> list[object]:
    return [row.name, row.total, *(row.by_choice.get(choice, 0) for choice in Choice), row.precision_text]


def _strip(rows: list[queries.CheckFigures]) -> list[dict[str, object]]:
    total = sum(row.total for row in rows)
    wrong = sum(row.by_choice.get(Choice.NO_HIT, 0) for row in rows)
    share = f"{(total - wrong) * 100 // total}" if total else "—"
    return [
        {"label": "已处理提示", "value": total, "unit": "处"},
        {"label": "其中误报", "value": wrong, "unit": "处"},
        {"label": "准确率", "value": share, "unit": "%" if total else ""},
    ]
