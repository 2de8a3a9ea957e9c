"""时限: what is due, most urgent first, and how each due day accounts for itself."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required, permission_required
from gongkai.base.organisations.rules import Permission
from gongkai.base.ui import charts
from gongkai.engine.duties import actions, queries
from gongkai.engine.duties.desk.forms import AssignForm
from gongkai.engine.duties.queries import BUCKETS, Counts
from gongkai.engine.duties.rules import STATUS_NAMES, Status

if TYPE_CHECKING:
    from gongkai.engine.duties.models import Duty

PER_PAGE = 50


@officer_required
@require_GET
@permission_required(Permission.DUTIES_READ)
def work(request: OfficerRequest) -> HttpResponseBase:
    """Everything running, in sections; one bucket or only one's own on wish."""
    today, book = timezone.localdate(), queries.current_book()
    bucket = request.GET.get("bucket", "")
    bucket = bucket if bucket in BUCKETS else ""
    mine = request.GET.get("whose") == "mine"
    figures = queries.counts(request.acting, person=request.user if mine else None, today=today, book=book)
    text = request.GET.get("q", "")
    rows = queries.open_duties(
        request.acting, person=request.user if mine else None, bucket=bucket, text=text, today=today
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    found = queries.sections(page.object_list, today, book=book)
    context = {
        "today": today,
        "strip": _strip(figures, whose="mine" if mine else ""),
        "tabs": _tabs("mine" if mine else "all"),
        "page": page,
        "query": text,
        "sections": [
            {
                "title": section.title,
                "count": getattr(figures, section.key) if not text else len(section.duties),
                "tasks": queries.tasks(section.duties, today, book=book, by=request.acting),
            }
            for section in found
        ],
        "days": [(f"{day.month}月{day.day}日", n) for day, n in figures.days],
    }
    return desk_page(request, "duties/desk/list.html", context, nav="duties")


@officer_required
@require_GET
@permission_required(Permission.DUTIES_READ)
def done(request: OfficerRequest) -> HttpResponseBase:
    """What was closed, the latest first."""
    page = Paginator(queries.done_duties(request.acting), PER_PAGE).get_page(request.GET.get("page"))
    tasks = queries.tasks(list(page.object_list), by=request.acting)
    return desk_page(
        request, "duties/desk/done.html", {"tabs": _tabs("done"), "page": page, "tasks": tasks}, nav="duties"
    )


@officer_required
@require_GET
def detail(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """One duty with its account. Raises OutOfSight (404) for other agencies."""
    duty = queries.duty(pk, request.acting)
    context = {
        "duty": duty,
        "opens": queries.opens(duty, request.acting),
        "clock": queries.clock(duty),
        "due_text": queries.due_text(duty) if duty.is_active else "",
        "rows": _facts(duty),
        "reminders": [(row.on, row.told) for row in duty.reminders.all()],
        "rule": duty.duty_rule,
        "form": AssignForm(duty) if duty.is_active else None,
    }
    return desk_page(request, "duties/desk/detail.html", context, nav="duties")


@officer_required
@require_POST
@permission_required(Permission.DUTIES_READ)
def assign(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Say who holds the duty, or that nobody in particular does. Raises OutOfSight (404) for other agencies."""
    duty = queries.duty(pk, request.acting)
    form = AssignForm(duty, request.POST)
    if form.is_valid():
        try:
            actions.assign(duty=duty, person=form.cleaned_data["person"], by=request.acting)
        except actions.Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "已更改经办人。")
    else:
        messages.error(request, "没有更改：请从名单中选择经办人。")
    return redirect("duties:detail", pk)


class _Echo:
    """What csv.writer writes into: it hands each line back, so that the table streams."""

    def write(self, value: str) -> str:
        return value


@officer_required
@require_GET
@permission_required(Permission.DUTIES_READ)
def export(request: OfficerRequest) -> HttpResponseBase:
    """The table of duties due this year (or since ?since= until ?until=) as CSV that spreadsheets open in Chinese."""
    today = timezone.localdate()
    since = _day(request.GET.get("since")) or today.replace(month=1, day=1)
    until = _day(request.GET.get("until")) or today.replace(month=12, day=31)
    rows = queries.export_rows(request.acting, since=since, until=until, today=today)
    response = StreamingHttpResponse(_csv(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="duties-{since}-{until}.csv"'
    return response


def _csv(rows: Iterator[tuple[Any, ...]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff"
    for row in rows:
        yield writer.writerow([_inert(cell) for cell in row])


def _inert(cell: object) -> object:
    """A title that begins like a formula must stay text in a spreadsheet."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _tabs(current: str) -> list[dict[str, Any]]:
    listed, closed = reverse("duties:list"), reverse("duties:done")
    words = (("all", "全部时限", listed), ("mine", "由我办", f"{listed}?whose=mine"), ("done", "已办结", closed))
    return [{"label": label, "url": url, "current": key == current, "count": None} for key, label, url in words]


def _strip(figures: Counts, *, whose: str) -> list[dict[str, Any]]:
    suffix = f"&whose={whose}" if whose else ""
    items: list[dict[str, Any]] = [
        {"label": label, "value": getattr(figures, key), "unit": "件", "url": f"?bucket={key}{suffix}"}
        for key, label in BUCKETS.items()
        if key != "later"
    ]
    if figures.overdue:
        items[0]["kind"] = "bad"
    if figures.today:
        items[1]["kind"] = "warn"
    rate = figures.month.percent
    items.append({"label": "本月按时率", "value": "—" if rate is None else rate, "unit": "" if rate is None else "%"})
    bars = charts.bars([(str(day.day), n) for day, n in figures.days], label="今后十个工作日到期", mark=0)
    items.append({"label": "今后十个工作日到期", "value": "", "chart": bars, "aux": True})
    return items


def _facts(duty: Duty) -> list[dict[str, Any]]:
    rule = duty.duty_rule
    rows: list[dict[str, Any]] = [
        {"label": "时限", "value": rule.name},
        {"label": "依据", "value": rule.basis},
        {"label": "状态", "value": STATUS_NAMES[Status(duty.status)]},
        {"label": "文号或编号", "value": duty.reference},
        {"label": rule.law.base_label or "起算事件", "value": duty.opened_on},
        {"label": "到期日", "value": "" if duty.status == Status.PAUSED else duty.due_on},
        {"label": "办结日期", "value": duty.done_on},
        {"label": "机关", "value": duty.agency.name},
        {"label": "科室", "value": duty.division.name if duty.division else ""},
        {"label": "经办人", "value": duty.person.name if duty.person else ""},
        {"label": "提醒", "value": rule.source, "aux": True},
    ]
    return [row for row in rows if row["value"]]
