"""收发登记簿: what was sent, on paper and as a table; many posted on one day."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET, require_POST

from gongkai.base.events.rules import Subject
from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required, permission_required
from gongkai.base.organisations.rules import Permission
from gongkai.base.ui.registers.exporting import safe_cell
from gongkai.base.vault import actions as vault
from gongkai.engine.casework import actions, queries
from gongkai.engine.casework.desk.deciding import day_of
from gongkai.engine.casework.desk.pages import NAV, PER_PAGE
from gongkai.engine.casework.queries.cards import dispatch_row
from gongkai.engine.casework.rules import DISPATCH_NAMES, ELECTRONIC_SOURCE, KINDS, MOST_ROWS, ROUTE_NAMES, Refused
from gongkai.engine.casework.rules.mails import MOST_BOUNCE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.engine.casework.models import Dispatch

HEAD = (
    "序号",
    "文号",
    "文书",
    "机关",
    "方式",
    "收件地址",
    "邮件号码",
    "寄出日期",
    "签收日期",
    "签收人",
    "退回日期",
    "状态",
)
FILTERS = ("route", "state", "since", "until", "q", "agency")


def _filtered(request: OfficerRequest) -> tuple[QuerySet[Dispatch], dict[str, str]]:
    said = {key: request.GET.get(key, "").strip() for key in FILTERS}
    rows = queries.returned(request.acting) if said["state"] == "open" else queries.dispatches(request.acting)
    if said["route"] in ROUTE_NAMES:
        rows = rows.filter(route=said["route"])
    if said["state"] in DISPATCH_NAMES:
        rows = rows.filter(state=said["state"])
    if said["agency"]:
        rows = rows.filter(letter__agency__code=said["agency"])
    for key, lookup in (("since", "posted_on__gte"), ("until", "posted_on__lte")):
        day = _day(said[key])
        if day is not None:
            rows = rows.filter(**{lookup: day})
    if said["q"]:
        rows = rows.filter(Q(letter__number__icontains=said["q"]) | Q(tracking__iexact=said["q"]))
    return rows, said


def _day(typed: str) -> Any:
    try:
        return parse_date(typed)
    except ValueError:
        return None


def _shown(rows: Sequence[Dispatch]) -> list[dict[str, Any]]:
    return [dispatch_row(one) | {"name": _name(one)} for one in rows]


def _name(one: Dispatch) -> str:
    return KINDS[one.letter.kind].name if one.letter.kind in KINDS else one.letter.kind


@officer_required
@require_GET
@permission_required(Permission.CASEWORK_DISPATCH)
def show(request: OfficerRequest) -> HttpResponseBase:
    return _page(request)


def _page(
    request: OfficerRequest,
    *,
    wrong: dict[int, str] | None = None,
    typed: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the register: addresses are opened for those that wait to be posted only."""
    rows, said = _filtered(request)
    page = Paginator(rows.defer("address", "signed_by", "returned_reason", "settled_remark"), PER_PAGE)
    one_page = page.get_page(request.GET.get("page"))
    agencies = list(queries.register_agencies(request.acting))
    waiting = [one for one in queries.waiting(request.acting).order_by("pk")[:MOST_ROWS] if one.route in PAPER]
    _look(request, waiting)
    kept = typed or {}
    context = {
        "page": one_page,
        "rows": _shown(list(one_page.object_list)),
        "said": said,
        "routes": ROUTE_NAMES,
        "states": DISPATCH_NAMES,
        "agencies": agencies,
        "groups": [_group(agency, waiting, wrong or {}, kept) for agency in agencies],
        "returned": _shown(list(queries.returned(request.acting)[:PER_PAGE])),
        "today": kept.get("on", timezone.localdate().isoformat()),
        "source": ELECTRONIC_SOURCE,
        "bulk_error": kept.get("error", ""),
        "bounce_error": kept.get("bounce", ""),
    }
    return desk_page(request, "casework/desk/register.html", context, nav="letters-dispatch", status=status)


PAPER = ("post", "courier")


def _group(agency: Any, waiting: list[Dispatch], wrong: dict[int, str], kept: dict[str, str]) -> dict[str, Any]:
    mine = [one for one in waiting if one.letter.agency_id == agency.pk]
    rows = [
        {
            "row": one,
            "name": _name(one),
            "wrong": wrong.get(one.pk, ""),
            "tracking": kept.get(f"tracking-{one.pk}", ""),
            "picked": f"pick-{one.pk}" in kept,
        }
        for one in mine
    ]
    return {"agency": agency, "rows": rows}


def _look(request: OfficerRequest, rows: Sequence[Dispatch]) -> None:
    """Addresses are about to be shown: one look for each case."""
    cases = {(one.letter.subject_type, one.letter.subject_id) for one in rows}
    for kind, key in sorted(cases):
        vault.look(subject=Subject(kind, key), fields=("收件地址",), by=request.acting, why="登记收发")


@officer_required
@require_POST
@permission_required(Permission.CASEWORK_DISPATCH)
def post_many(request: OfficerRequest) -> HttpResponseBase:
    picked = [int(key[5:]) for key in request.POST if key.startswith("pick-") and key[5:].isdecimal()]
    rows = [(pk, request.POST.get(f"tracking-{pk}", "")) for pk in picked]
    code = request.POST.get("agency", "")
    agency = queries.register_agencies(request.acting).filter(code=code).first()
    typed = request.POST.dict()
    if agency is None:
        return _page(request, typed=typed | {"error": "请选择您负责收发的机关。"}, status=422)
    try:
        day = day_of(request.POST.get("on", ""), "寄出日期")
        count = actions.post_many(rows=rows, on=day, by=request.acting, agency=agency)
    except actions.BulkRefused as error:
        wrong = {rows[line - 1][0]: said for line, said in error.lines if line}
        sentence = "没有登记任何一件。请改正标出的行之后再提交。" if wrong else str(error)
        return _page(request, wrong=wrong, typed=typed | {"error": sentence}, status=422)
    except Refused as error:
        return _page(request, typed=typed | {"error": str(error)}, status=422)
    messages.success(request, f"已登记寄出{count}件。")
    return redirect("casework:dispatch")


@officer_required
@require_POST
@permission_required(Permission.CASEWORK_DISPATCH)
def bounce(request: OfficerRequest) -> HttpResponseBase:
    """Take a report of the mailbox that a mail came back; the letter then waits for another way."""
    upload = request.FILES.get("report")
    if upload is None:
        return _page(request, typed={"bounce": "请选择退信通知（eml文件）。"}, status=422)
    try:
        found = actions.take_bounce(data=upload.read(MOST_BOUNCE + 1), by=request.acting)
    except Refused as error:
        return _page(request, typed={"bounce": str(error)}, status=422)
    messages.success(request, found.said)
    if found.letter_id is None:
        return redirect("casework:dispatch")
    return redirect("casework:detail", found.letter_id)


def _lines(rows: Sequence[Dispatch]) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for number, one in enumerate(rows, start=1):
        days = [day.isoformat() if day else "" for day in (one.posted_on, one.signed_on, one.returned_on)]
        found.append(
            (
                str(number), one.letter.number, _name(one), one.letter.agency.label, one.get_route_display(),
                one.address, one.tracking, days[0], days[1], one.signed_by, days[2], one.get_state_display(),
            )
        )  # fmt: skip
    return found


@officer_required
@require_GET
@permission_required(Permission.CASEWORK_DISPATCH)
def sheet(request: OfficerRequest) -> HttpResponseBase:
    """The register to be printed and bound; addresses stand in it, hence each case notes a look."""
    rows, said = _filtered(request)
    shown = list(rows.order_by("posted_on", "pk")[:MOST_ROWS])
    _look(request, shown)
    context = {"head": HEAD, "lines": _lines(shown), "said": said, "today": timezone.localdate(), "count": len(shown)}
    return desk_page(request, "casework/desk/sheet.html", context, nav="letters-dispatch")


@officer_required
@require_GET
@permission_required(Permission.CASEWORK_DISPATCH)
def table(request: OfficerRequest) -> HttpResponseBase:
    rows, _ = _filtered(request)
    shown = list(rows.order_by("posted_on", "pk")[: MOST_ROWS * 20])
    _look(request, shown)
    held = io.StringIO()
    writer = csv.writer(held)
    writer.writerow(HEAD)
    writer.writerows([safe_cell(cell) for cell in line] for line in _lines(shown))
    answer = HttpResponse("\ufeff" + held.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = "attachment; filename*=UTF-8''%E6%94%B6%E5%8F%91%E7%99%BB%E8%AE%B0%E7%B0%BF.csv"
    return answer


__all__ = ["NAV", "bounce", "post_many", "sheet", "show", "table"]
