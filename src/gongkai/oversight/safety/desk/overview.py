"""总览: what is open, what is due, how the platform was found last night."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from gongkai.base.jobs import actions as jobs
from gongkai.base.organisations.officer import OfficerRequest, officer_required
from gongkai.base.organisations.queries import NotAllowed
from gongkai.oversight.safety import queries
from gongkai.oversight.safety.desk.incidents import row_of
from gongkai.oversight.safety.desk.shared import check_reads, page
from gongkai.oversight.safety.permissions import manages_backups, reads_backups
from gongkai.oversight.safety.rules import DrillState
from gongkai.oversight.safety.rules.backups import BACKUP_SOURCE, INSPECTION_SOURCE

SHOWN = 10


@officer_required
@require_GET
def overview(request: OfficerRequest) -> HttpResponseBase:
    check_reads(request)
    by, today = request.acting, timezone.localdate()
    waiting = list(queries.incidents(by, state="waiting"))
    measures = list(queries.measures(by))
    plans = list(queries.plans(by).order_by("review_on"))
    drills = list(queries.drills(by, state=DrillState.PLANNED).order_by("planned_on"))
    standing = queries.backup_standing() if reads_backups(by) else None
    context = {
        "strip": _strip(waiting, measures, plans, drills, standing),
        "rows": [row_of(one) for one in waiting[:SHOWN]],
        "more": len(waiting) > SHOWN,
        "due": _due(waiting, measures, plans, drills)[:SHOWN],
        "today": today,
        "standing": standing,
        "inspection": queries.last_inspection() if standing else None,
        "may_look": manages_backups(by),
        "sources": [BACKUP_SOURCE, INSPECTION_SOURCE],
    }
    return page(request, "overview", context, tab="overview")


def _strip(waiting: Any, measures: Any, plans: Any, drills: Any, standing: Any) -> list[dict[str, Any]]:
    today = timezone.localdate()
    late = sum(1 for one in waiting if one.reported_at is None and one.report_late)
    todo = sum(1 for one in measures if one.due_on < today)
    looks = sum(1 for one in plans if one.review_on <= today)
    listed = reverse("safety:incidents")
    items = [
        ("未办结事件", len(waiting), "件", f"{listed}?state=waiting", "warn"),
        ("逾期未上报", late, "件", f"{listed}?state=waiting", "bad"),
        ("未完成整改", len(measures), "项", "#due", ""),
        ("逾期整改", todo, "项", "#due", "bad"),
        ("待复核预案", looks, "份", reverse("safety:plans"), "warn"),
        ("已安排演练", len(drills), "次", f"{reverse('safety:drills')}?state=planned", ""),
    ]
    if standing is not None:
        items.append(("备份逾期", int(standing.is_late), "项", reverse("safety:backups"), "bad"))
    return [
        {"label": label, "value": value, "unit": unit, "url": url, "kind": kind if value else ""}
        for label, value, unit, url, kind in items
    ]


def _due(waiting: Any, measures: Any, plans: Any, drills: Any) -> list[dict[str, Any]]:
    """Return what is to be done, the soonest first."""
    found = [
        {"on": timezone.localtime(one.report_by).date(), "what": "上报", "title": one.title,
         "url": reverse("safety:incident", args=[one.pk]), "hour": timezone.localtime(one.report_by)}
        for one in waiting if one.reported_at is None
    ]  # fmt: skip
    for one in measures:
        page_of = ("safety:incident", one.incident_id) if one.incident_id else ("safety:drill", one.drill_id)
        url = f"{reverse(page_of[0], args=[page_of[1]])}#measures"
        found.append({"on": one.due_on, "what": "整改", "title": one.what, "url": url})
    found += [
        {"on": one.review_on, "what": "复核", "title": one.title, "url": reverse("safety:plan", args=[one.pk])}
        for one in plans
    ]
    found += [
        {"on": one.planned_on, "what": "演练", "title": one.title, "url": reverse("safety:drill", args=[one.pk])}
        for one in drills
    ]
    today = timezone.localdate()
    return [one | {"late": one["on"] < today} for one in sorted(found, key=lambda one: one["on"])]


@officer_required
@require_POST
def look(request: OfficerRequest) -> HttpResponseBase:
    """Ask for the nightly look now."""
    if not manages_backups(request.acting):
        raise NotAllowed("自动检查由平台主办机关的政务公开专员或者网站编辑安排。")
    jobs.enqueue(kind="safety.inspect", payload={}, key="now")
    messages.success(request, "已安排检查，完成后结果显示在本页。")
    return redirect("safety:overview")
