"""本站健康, the columns behind the indicators, and how soon things reach the portal."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required
from gongkai.base.organisations.queries import NotAllowed, check
from gongkai.base.organisations.rules import Permission
from gongkai.base.ui import charts
from gongkai.oversight.sitewatch import actions, queries
from gongkai.oversight.sitewatch.desk.shared import NAV, as_csv, shown, site_asked
from gongkai.oversight.sitewatch.models import HealthDay
from gongkai.oversight.sitewatch.permissions import may_read, sites_for
from gongkai.oversight.sitewatch.queries.delays import DAYS, ISSUE
from gongkai.oversight.sitewatch.queries.health import Health
from gongkai.oversight.sitewatch.rules.findings import REMIND_SOURCE
from gongkai.oversight.sitewatch.rules.indicators import GRADE_NAMES, RESULT_NAMES, SCHEME, Grade, Result
from gongkai.oversight.sitewatch.rules.placing import BALANCE_DAYS, BALANCE_SOURCE

PILLS = {Result.PASS: "ok", Result.VETO: "bad", Result.UNKNOWN: "pause"}
GRADES = {Grade.FAIL: "bad", Grade.PASS: "ok", Grade.BONUS: "ok"}
OPEN_SHOWN, DUES_SHOWN = 8, 8
NOTHING = "—"


@officer_required
@require_GET
def sites(request: OfficerRequest) -> HttpResponseBase:
    """The sites this person has to do with; the only one opens at once."""
    if not may_read(request.acting):
        raise NotAllowed("网站监测供政务公开专员、网站编辑、监督员和审计员使用，您目前没有这些岗位。")
    found = list(sites_for(request.acting).order_by("-is_default", "name"))
    if len(found) == 1:
        return redirect("sitewatch:health", found[0].pk)
    newest = {row.site_id: row for row in HealthDay.objects.filter(site__in=found).order_by("day")}
    scored = queries.sites_scored()
    rows = [{"site": site, "day": newest.get(site.pk), "scored": site.pk in scored} for site in found]
    return desk_page(request, "sitewatch/desk/sites.html", {"rows": rows}, nav=NAV)


@officer_required
@require_GET
def health(request: OfficerRequest, pk: int) -> HttpResponseBase:
    site = site_asked(request, pk)
    today = timezone.localdate()
    found = queries.health(site, today)
    waiting = queries.findings(request.acting, site)
    context = {
        "health": found,
        "strip": _strip(found),
        "indicators": [{"one": one, "pill": _pill(one.judged.result)} for one in found.judgement.indicators],
        "grade": _grade(found),
        "scheme": SCHEME.citation,
        "waiting": waiting[:OPEN_SHOWN],
        "waiting_count": waiting.count(),
        "dues": [*found.overdue, *found.soon][:DUES_SHOWN],
        "trend": _trend(found),
        "today": today,
        "remind_source": REMIND_SOURCE,
    }
    return shown(request, site, "health", context, tab="health")


def _grade(found: Health) -> dict[str, str]:
    """A site that nobody looked at in every point has not passed yet."""
    judged = found.judgement
    if judged.unknown and judged.grade is not Grade.FAIL:
        return {"label": f"还有{len(judged.unknown)}项待核查", "kind": "pause"}
    if not judged.scored and not judged.vetoed:
        return {"label": "没有计分", "kind": "pause"}
    return {"label": GRADE_NAMES[judged.grade], "kind": GRADES[judged.grade]}


def _score(found: Health) -> str:
    return str(found.judgement.score) if found.judgement.has_score else NOTHING


def _pill(result: Result) -> dict[str, str]:
    return {"label": RESULT_NAMES[result], "kind": PILLS[result]}


def _strip(found: Health) -> list[dict[str, Any]]:
    figures, judged = found.counts, found.judgement
    listed = reverse("sitewatch:findings", args=[found.site.pk])
    columns = reverse("sitewatch:columns", args=[found.site.pk])
    log = reverse("sitewatch:log", args=[found.site.pk])
    items: list[tuple[str, int | str, str, str, str]] = [
        ("单项否决", len(judged.vetoed), "项", "#indicators", "bad"),
        ("得分", judged.score if judged.has_score else NOTHING, "分" if judged.has_score else "", "#score", ""),
        ("待修复", figures.open, "项", listed, ""),
        ("逾期未修复", figures.overdue, "项", f"{listed}?overdue=1", "bad"),
        ("错链断链", figures.links, "条", f"{listed}?kind=link", "warn"),
        ("未按时更新", figures.stale, "个栏目", columns, "warn"),
        ("空白栏目", figures.empty, "个", columns, "warn"),
        ("缺值班记录", figures.missing_log, "天", log, "warn"),
    ]
    return [
        {"label": label, "value": value, "unit": unit, "url": url, "kind": kind if value else ""}
        for label, value, unit, url, kind in items
    ]


def _trend(found: Health) -> dict[str, Any]:
    days, scored = found.trend, found.judgement.scored
    points = [(f"{row.day:%m-%d}", float(row.open_findings)) for row in days]
    scores = [(f"{row.day:%m-%d}", float(row.score)) for row in days]
    rows = [
        [row.day.isoformat(), row.score if scored and not row.vetoes else NOTHING, "、".join(row.vetoes) or "无", row.open_findings, row.overdue, row.broken_links,
         row.stale_columns, row.empty_columns]
        for row in reversed(days)
    ]  # fmt: skip
    return {
        "open": charts.line(points, label="待修复问题"),
        "score": charts.line(scores, label="得分", goal=60) if scored else "",
        "rows": rows,
        "head": [
            {"label": "日期"},
            *(
                {"label": one, "right": one != "否决"}
                for one in ("得分", "否决", "待修复", "逾期", "错链断链", "未更新栏目", "空白栏目")
            ),
        ],
    }


@officer_required
@require_GET
def export(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """The page as a table: indicators with their evidence, what waits, what falls due."""
    site = site_asked(request, pk)
    found = queries.health(site, timezone.localdate())
    lines: list[list[object]] = [["类别", "名称", "结论或状态", "说明", "页面", "日期"]]
    for one in found.judgement.indicators:
        lines.append(["单项否决", f"{one.key} {one.name}", RESULT_NAMES[one.judged.result], one.judged.says, "", ""])
        lines += [["证据", line.what, "", line.fact, line.url, ""] for line in one.evidence]
    for charge in found.judgement.charges:
        state = "计入" if charge.counts else "未采用，不计入"
        lines.append(["扣分", charge.deduction.name, state, f"{charge.times}个，{charge.points}分", "", ""])
    lines.append(["得分", "", _grade(found)["label"], _score(found), "", ""])
    for row in queries.findings(request.acting, site):
        lines.append(["问题", row.title, row.get_state_display(), row.detail, row.url, row.due_on.isoformat()])
    for due in found.dues:
        lines.append(["到期", due.what, due.word, due.limit.rule, due.url, due.limit.last_day.isoformat()])
    return as_csv(f"site-health-{timezone.localdate()}", lines)


@officer_required
@require_POST
def look(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Ask for a round now; it runs in the background like the one by night."""
    site = site_asked(request, pk)
    check(request.acting, Permission.SITEWATCH_MANAGE, site.agency)
    actions.ask_for(site.pk)
    messages.success(request, "已安排巡查，完成后结果显示在本页。")
    return redirect("sitewatch:health", pk)


@officer_required
@require_GET
def columns(request: OfficerRequest, pk: int) -> HttpResponseBase:
    site = site_asked(request, pk)
    today = timezone.localdate()
    found = queries.health(site, today)
    rows = [{"shelf": one, "idle": one.idle_days(today), "state": _state(one, today)} for one in found.shelves]
    context = {"rows": rows, "dues": found.dues, "judgement": found.judgement, "remind_source": REMIND_SOURCE}
    return shown(request, site, "columns", context, tab="columns")


def _state(shelf: Any, today: Any) -> dict[str, str]:
    if shelf.is_empty:
        return {"label": "空白", "kind": "bad"}
    if shelf.breaks_national(today):
        return {"label": "触及检查指标", "kind": "bad"}
    if shelf.is_stale(today):
        return {"label": "未按时更新", "kind": "warn"}
    return {"label": "正常", "kind": "ok"}


@officer_required
@require_GET
def reach(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """渠道和板块: the delay to the portal by agency, other channels, balance of the blocks."""
    from gongkai.oversight.sitewatch.desk.forms import ChannelForm  # the settings pages need the same form

    site = site_asked(request, pk)
    today = timezone.localdate()
    found = queries.shelves(site)
    delays = queries.delays(site, today)
    context = {
        "delays": delays,
        "chart": charts.bars(
            [(one.label[:6], one.median) for one in delays[:6]],
            label="到门户的工作日（中位数）",
            labels=True,
            mark=None,
        ),
        "orders": queries.orders(site),
        "balance": queries.balance(site, found),
        "balance_days": BALANCE_DAYS,
        "balance_source": BALANCE_SOURCE,
        "rule": f"{ISSUE.what}：印发后{ISSUE.length}个工作日内（{ISSUE.source.citation}）",
        "limit": ISSUE.length,
        "days": DAYS,
        "form": ChannelForm(),
        "may_record": request.acting.may_anywhere(Permission.SITEWATCH_MANAGE),
    }
    return shown(request, site, "reach", context, tab="reach")
