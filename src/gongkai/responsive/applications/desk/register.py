"""登记簿: search, filters, tabs with counts, saved views, the table for a spreadsheet; full names only with a reason."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from gongkai.base.organisations.officer import OfficerRequest, officer_required, permission_required
from gongkai.base.organisations.queries import agencies_where
from gongkai.base.ui.models import SavedView
from gongkai.base.ui.registers.exporting import XLSX, safe_cell
from gongkai.base.vault import actions as vault
from gongkai.law.replies import REPLY_KINDS
from gongkai.responsive.applications import queries
from gongkai.responsive.applications.actions import subject_of
from gongkai.responsive.applications.desk.shared import PER_PAGE, PILLS, page
from gongkai.responsive.applications.permissions import ACCEPT, IDENTITY, READ
from gongkai.responsive.applications.queries.parts import is_office
from gongkai.responsive.applications.queries.register import (
    NEWEST,
    PENDING,
    Asked,
    Pages,
    agencies_read,
    clocks_of,
    register,
    who,
    with_applicants,
)
from gongkai.responsive.applications.queries.register import full_names as names_of
from gongkai.responsive.applications.rules import APPLICANT_NAMES, DOOR_NAMES, STATUS_NAMES, Status

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.responsive.applications.models import Application

KEY = "applications"
MOST_NAMES = 500  # full names in one file; each is a look on record
DAYS = ("received_from", "received_to", "closed_from", "closed_to")
HEAD = (
    "登记编号", "回执编号", "申请内容", "申请人", "申请人类别", "机关", "承办科室", "经办人", "渠道", "到达日期", "收到日期",
    "答复到期", "状态", "办理结果", "办结日期", "逾期",
)  # fmt: skip


def asked_of(request: OfficerRequest) -> Asked:
    """Read what was asked for; what is not known counts as not asked."""
    get = request.GET

    def one_of(name: str, known: Iterable[str]) -> str:
        value = get.get(name, "")
        return value if value in known else ""

    return Asked(
        status=one_of("status", (PENDING, *STATUS_NAMES)), outcome=one_of("outcome", REPLY_KINDS),
        column=one_of("column", APPLICANT_NAMES), words=get.get("q", "").strip()[:100], mine=get.get("mine") == "1",
        late=get.get("late") == "1", agency=get.get("agency", "")[:60], sort=one_of("sort", (NEWEST,)),
        **{name: _day(get.get(name, "")) for name in DAYS},
    )  # fmt: skip


def _day(typed: str) -> dt.date | None:
    try:
        return parse_date(typed.strip())
    except ValueError:
        return None


@officer_required
@permission_required(READ)
@require_GET
def listed(request: OfficerRequest) -> HttpResponseBase:
    asked, by = asked_of(request), request.acting
    counts = queries.register_counts(by)
    agencies = agencies_read(by)
    pages = Pages(register(by, asked, agencies), PER_PAGE)
    if asked == Asked(sort=asked.sort):
        pages.__dict__["count"] = sum(counts.values())  # known already: not counted twice
    found = pages.get_page(request.GET.get("page"))
    rows = list(found.object_list)
    clocks = clocks_of(rows, timezone.localdate())
    office = any(is_office(by, one) for one in agencies)
    context = {
        "page": found,
        "rows": [_row(one, clocks, by) for one in rows],
        "asked": asked,
        "any": asked != Asked(sort=asked.sort),
        "states": _states(request, counts, asked),
        "outcomes": [(kind.code, kind.name) for kind in REPLY_KINDS.values()],
        "columns": APPLICANT_NAMES.items(),
        "agencies": agencies if len(agencies) > 1 else [],
        "query": _query(request),
        "views": _views(request),
        "may_enter": by.may_anywhere(ACCEPT),
        "may_names": office and by.may_anywhere(IDENTITY),
        "most_names": MOST_NAMES,
        "total_word": f"共{found.paginator.count}件",
        "today": timezone.localdate(),
    }
    return page(request, "list", context, tab="list")


def _row(one: Application, clocks: dict[int, Any], by: Acting) -> dict[str, Any]:
    return {
        "one": one,
        "who": who(one.submission) if is_office(by, one.agency) else "",
        "clock": clocks.get(one.pk),
        "pill": PILLS[one.status],
        "by": one.handler.name if one.handler else one.division.name if one.division else "",
    }


def _query(request: OfficerRequest) -> str:
    kept = request.GET.copy()
    kept.pop("page", None)
    return kept.urlencode()


def _states(request: OfficerRequest, counts: dict[str, int], asked: Asked) -> list[dict[str, Any]]:
    """Return the states as tabs with how many stand in each; the rest of what was asked for stays."""
    rows = [("", "全部", sum(counts.values()))]
    rows.append((PENDING, "未办结", sum(n for key, n in counts.items() if key != Status.CLOSED)))
    rows += [(str(key), name, counts.get(key, 0)) for key, name in STATUS_NAMES.items() if counts.get(key)]
    shown = []
    for key, name, count in rows:
        kept = request.GET.copy()
        for gone in ("page", "status"):
            kept.pop(gone, None)
        if key:
            kept["status"] = key
        url = f"{reverse('applications:list')}?{kept.urlencode()}" if kept else reverse("applications:list")
        shown.append({"label": name, "url": url, "count": count, "current": key == asked.status})
    return shown


def _views(request: OfficerRequest) -> list[dict[str, Any]]:
    rows = SavedView.objects.filter(person_id=request.user.pk, register=KEY)
    base = reverse("applications:list")
    return [
        {"name": one.name, "url": f"{base}?{one.query}", "drop": reverse("applications:drop-view", args=[one.pk])}
        for one in rows
    ]


@officer_required
@permission_required(READ)
@require_POST
def save_view(request: OfficerRequest) -> HttpResponseBase:
    """Keep the present search and filters under a name; the same name is replaced."""
    name, query = request.POST.get("name", "").strip(), request.POST.get("query", "")
    longest = SavedView._meta.get_field("name").max_length or 0
    if not name or len(name) > longest or len(query) > 2000:
        messages.warning(request, f"没有保存。请给视图起一个不超过{longest}个字的名称。")
    else:
        SavedView.objects.update_or_create(
            person_id=request.user.pk, register=KEY, name=name, defaults={"query": query}
        )
        messages.success(request, f"已保存视图“{name}”。")
    return redirect(f"{reverse('applications:list')}?{query}" if query else "applications:list")


@officer_required
@permission_required(READ)
@require_POST
def drop_view(request: OfficerRequest, view: int) -> HttpResponseBase:
    found = SavedView.objects.filter(pk=view, person_id=request.user.pk, register=KEY).first()
    if found is None:
        raise Http404
    found.delete()
    messages.success(request, f"已删除视图“{found.name}”。")
    return redirect("applications:list")


def _lines(rows: Iterable[Application], by: Acting, names: dict[int, str] | None) -> Iterator[list[object]]:
    yield list(HEAD)
    for one in rows:
        sub = one.submission
        masked = who(sub) if is_office(by, one.agency) else ""
        yield [
            safe_cell(cell)
            for cell in (
                one.number, sub.receipt, one.title, (names or {}).get(one.pk, masked), one.get_column_display(),
                one.agency.name, one.division.name if one.division else "", one.handler.name if one.handler else "",
                DOOR_NAMES[sub.door], sub.arrived_on, one.received_on, one.due_on, one.get_status_display(),
                REPLY_KINDS[one.outcome].name if one.outcome else "", one.closed_on,
                "" if one.closed_late is None else one.closed_late,
            )
        ]  # fmt: skip


class _Echo:
    def write(self, value: str) -> str:
        return value


@officer_required
@permission_required(READ)
@require_GET
def export(request: OfficerRequest, kind: str) -> HttpResponseBase:
    """What the filters show as CSV or XLSX; names are masked."""
    if kind not in {"csv", "xlsx"}:
        raise Http404
    rows = with_applicants(register(request.acting, asked_of(request)))
    lines = _lines(rows.iterator(chunk_size=500), request.acting, None)
    return _csv(lines) if kind == "csv" else _xlsx(lines)


def _csv(lines: Iterable[list[object]]) -> HttpResponseBase:
    writer = csv.writer(_Echo())

    def body() -> Iterator[str]:
        yield "\ufeff"
        yield from (writer.writerow(line) for line in lines)

    return _named(StreamingHttpResponse(body(), content_type="text/csv; charset=utf-8"), "csv")


def _xlsx(lines: Iterable[Sequence[object]]) -> HttpResponseBase:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("依申请公开登记簿")
    sheet.freeze_panes = "A2"
    for line in lines:
        cells = []
        for value in line:
            cell = WriteOnlyCell(sheet, value=value)  # type: ignore[arg-type]  # openpyxl's stubs
            if isinstance(value, str):
                cell.data_type = "s"  # never a formula, whatever it looks like
            cells.append(cell)
        sheet.append(cells)
    buffer = BytesIO()
    book.save(buffer)
    return _named(HttpResponse(buffer.getvalue(), content_type=XLSX), "xlsx")


def _named(response: HttpResponseBase, kind: str) -> HttpResponseBase:
    name = f"依申请公开登记簿-{timezone.localdate():%Y%m%d}.{kind}"
    disposition = content_disposition_header(as_attachment=True, filename=name)
    assert disposition
    response["Content-Disposition"] = disposition
    return response


@officer_required
@permission_required(IDENTITY)
@require_POST
def full_names(request: OfficerRequest) -> HttpResponseBase:
    """The same table with full names, of agencies where this person may look, after a reason; every case gets its look."""
    by, why = request.acting, request.POST.get("why", "").strip()
    back = redirect(f"{reverse('applications:list')}?{_query(request)}")
    if not why:
        messages.warning(request, "没有导出。请写明为什么需要申请人的全名，这会记入查看记录。")
        return back
    found = register(by, asked_of(request)).filter(agency__in=agencies_where(by, IDENTITY))
    rows = list(with_applicants(found)[: MOST_NAMES + 1])
    if len(rows) > MOST_NAMES:
        messages.warning(request, f"没有导出。带全名的表一次最多{MOST_NAMES}件，请先筛选。")
        return back
    for one in rows:
        vault.look(subject=subject_of(one), fields=("姓名或者名称",), by=by, why=why)
    return _csv(list(_lines(rows, by, names_of(rows))))
