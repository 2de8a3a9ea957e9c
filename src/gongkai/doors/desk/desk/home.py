"""My work: everything due, most urgent first, and what waits for my decision."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone

from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required
from gongkai.base.organisations.rules import Permission
from gongkai.base.ui import charts
from gongkai.engine.duties import queries as duties
from gongkai.proactive.documents import queries as documents
from gongkai.proactive.documents.rules import OWNERS, STATUS_NAMES, Status
from gongkai.responsive.applications.queries.waiting import Wait, Waiting, waiting_for

if TYPE_CHECKING:
    from django.http import HttpResponseBase

if TYPE_CHECKING:
    from gongkai.law.calendar import Calendar

PAGE = 50
WEEKDAYS = "一二三四五六日"


def _waiting(request: OfficerRequest) -> list[dict[str, Any]]:
    calendar, today = duties.calendar(), timezone.localdate()
    rows = documents.waiting_for(request.acting).prefetch_related("item__editions").order_by("status_since")[:PAGE]
    found = []
    for document in rows:
        status = Status(document.status)
        edition = max(document.item.editions.all(), key=lambda each: each.number)
        found.append(
            {
                "id": f"document-{document.pk}",
                "clock": _waited(timezone.localdate(document.status_since), today, calendar),
                "title": edition.title,
                "url": f"/desk/documents/{document.pk}/",
                "number": document.doc_number or document.item.key,
                "note": document.drafting_agency.label,
                "state": {
                    "label": STATUS_NAMES[status],
                    "kind": "bad" if status is Status.RETURNED else "info",
                    "shape": "now",
                },
                "who": document.division.name if document.division else OWNERS[status],
                "action": {"label": _verb(status), "url": f"/desk/documents/{document.pk}/"},
            }
        )
    return found


def _asked(request: OfficerRequest) -> list[dict[str, Any]]:
    """Applications that wait for this person, by their number: who asks and for what is read on the page of the case."""
    found = waiting_for(request.acting)[:PAGE]
    if not found:
        return []
    calendar, today = duties.calendar(), timezone.localdate()
    return [_application(one, today, calendar) for one in found]


def _application(one: Waiting, today: dt.date, calendar: Calendar) -> dict[str, Any]:
    url = reverse("applications:opinion" if one.what is Wait.OPINION else "applications:detail", args=[one.pk])
    until = f"，{one.due_on.month}月{one.due_on.day}日到期" if one.due_on else ""
    return {
        "id": f"application-{one.what.name.lower()}-{one.pk}",
        "clock": _waited(one.since, today, calendar),
        "title": f"依申请公开：{one.what}",
        "url": url,
        "number": one.number,
        "note": f"{one.agency}{until}",
        "state": {"label": "等待办理", "kind": "warn", "shape": "now"},
        "who": "",
        "action": {"label": "办理", "url": url},
    }


def _waited(since: dt.date, today: dt.date, calendar: Calendar) -> dict[str, Any]:
    """Say how long a paper has lain here, in working days; no law sets a clock before issue."""
    days = calendar.working_days_after(since, today)
    return {
        "state": "normal",
        "label": "今日送到" if not days else "已等",
        "strong": f"{days}个工作日" if days else "",
        "spent": 0,
    }


def _verb(status: Status) -> str:
    return {
        Status.DRAFT: "续写",
        Status.RETURNED: "修改",
        Status.SIGNING: "签发",
        Status.SIGNED: "印发",
        Status.ISSUED: "公开",
    }.get(status, "审查")


def _strip(counts: duties.Counts) -> list[dict[str, Any]]:
    rate = counts.month.percent
    bars = [(f"{day.day}", number) for day, number in counts.days]
    return [
        {
            "label": "逾期",
            "value": counts.overdue,
            "unit": "件",
            "kind": "bad" if counts.overdue else "",
            "url": "?due=overdue",
        },
        {
            "label": "今日到期",
            "value": counts.today,
            "unit": "件",
            "kind": "warn" if counts.today else "",
            "url": "?due=today",
        },
        {"label": "三个工作日内", "value": counts.soon, "unit": "件", "url": "?due=soon"},
        {"label": "暂停计时", "value": counts.paused, "unit": "件", "url": "?due=paused"},
        {"label": "本月按时率", "value": rate if rate is not None else "—", "unit": "%" if rate is not None else ""},
        {"label": "今后十个工作日到期", "chart": charts.strip(bars, label="今后十个工作日每天到期件数")},
    ]


@officer_required
def home(request: OfficerRequest) -> HttpResponseBase:
    """Duties of the agencies this person may read, and documents and applications waiting for this person."""
    today = timezone.localdate()
    sees_duties = request.acting.may_anywhere(Permission.DUTIES_READ)
    bucket = str(request.GET.get("due", ""))
    waiting = [*_waiting(request), *_asked(request)]
    context: dict[str, Any] = {"today": today, "waiting": waiting, "sees_duties": sees_duties}
    context["may_draft"] = request.acting.may_anywhere(Permission.DOCUMENTS_DRAFT)
    context["weekday"] = WEEKDAYS[today.weekday()]
    if sees_duties:
        book = duties.current_book()
        counts = duties.counts(request.acting, today=today, book=book)
        rows = duties.open_duties(request.acting, bucket=bucket if bucket in duties.BUCKETS else "", today=today)
        page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
        shown = list(page.object_list)
        sections = duties.sections(shown, today, book=book)
        context |= {
            "strip": _strip(counts),
            "page": page,
            "bucket": duties.BUCKETS.get(bucket, ""),
            "sections": [
                {"title": section.title, "tasks": duties.tasks(section.duties, today, book=book, by=request.acting)}
                for section in sections
            ],
        }
    return desk_page(request, "desk/home.html", context, nav="work")
