"""无障碍: which pages have something in somebody's way; one page with place, reason and remedy; looking again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from gongkai.base.organisations.officer import OfficerRequest, officer_required
from gongkai.base.organisations.rules import Permission
from gongkai.oversight.sitewatch.actions import accessible as actions
from gongkai.oversight.sitewatch.desk.shared import as_csv, shown, site_asked
from gongkai.oversight.sitewatch.models import PageReport
from gongkai.oversight.sitewatch.queries import accessible as queries
from gongkai.oversight.sitewatch.rules.accessible import NAMES, SOURCE

PER_PAGE = 40
HEAD = ["页面", "地址", "责任机关", "问题", "位置", "内容", "为什么", "怎样改", "准则", "检查时间"]


@officer_required
@require_GET
def listed(request: OfficerRequest, pk: int) -> HttpResponseBase:
    site = site_asked(request, pk)
    chosen = {"kind": request.GET.get("kind", ""), "q": request.GET.get("q", "").strip()[:100]}
    chosen["kind"] = chosen["kind"] if chosen["kind"] in NAMES else ""
    chosen["all"] = "1" if request.GET.get("all") == "1" else ""
    rows = queries.reports(request.acting, site, check=chosen["kind"], path=chosen["q"])
    figures = queries.access_figures(request.acting, site)
    page = Paginator(rows if chosen["all"] else rows.filter(count__gt=0), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [{"one": row, "kinds": "、".join(_kinds(row))} for row in page],
        "figures": figures,
        "strip": _strip(figures),
        "kinds": NAMES.items(),
        "chosen": chosen,
        "source": SOURCE,
    }
    return shown(request, site, "access", context, tab="access")


def _strip(figures: queries.AccessFigures) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = [
        {"label": "检查过的页面", "value": figures.looked, "unit": "个"},
        {"label": "有问题的页面", "value": figures.pages, "unit": "个", "kind": "warn" if figures.pages else ""},
        {"label": "问题", "value": figures.barriers, "unit": "处"},
    ]
    most = [
        {"label": NAMES[check], "value": times, "unit": "处", "url": f"?kind={check}"}
        for check, times in figures.by_check
    ]
    return items + most[:4]


def _kinds(row: PageReport) -> list[str]:
    return [NAMES[kind] for kind in row.kinds.split() if kind in NAMES]


@officer_required
@require_GET
def export(request: OfficerRequest, pk: int) -> HttpResponseBase:
    site = site_asked(request, pk)
    lines: list[list[object]] = [list(HEAD)]
    for row in queries.reports(request.acting, site).filter(count__gt=0):
        at = timezone.localtime(row.looked_at).strftime("%Y-%m-%d %H:%M")
        lines += [
            [row.title, row.path, row.agency.name, one["title"], one["place"], one["excerpt"], one["why"], one["mend"], one["criterion"], at]
            for one in row.barriers
        ]  # fmt: skip
    return as_csv(f"accessibility-{timezone.localdate()}", lines)


@officer_required
@require_GET
def page(request: OfficerRequest, pk: int) -> HttpResponseBase:
    report = queries.report_of(pk, request.acting)
    may_look = any(request.acting.may(Permission.SITEWATCH_MANAGE, one) for one in (report.agency, report.site.agency))
    context = {
        "report": report,
        "mend_url": _mend(report),
        "may_look": may_look,
        "source": SOURCE,
        "crumbs": [
            {"label": "网站监测", "url": reverse("sitewatch:sites")},
            {"label": report.site.name, "url": reverse("sitewatch:health", args=[report.site_id])},
            {"label": "无障碍", "url": reverse("sitewatch:access", args=[report.site_id])},
            {"label": report.title or report.path},
        ],
    }
    return shown(request, report.site, "access_page", context, tab="access")


def _mend(report: PageReport) -> str:
    """Return where its writers find the text at the desk; pages of the program have none."""
    if report.item is None or report.item.kind != "document":
        return ""
    return f"{reverse('documents:list')}?tab=all&q={report.item.key}"


@officer_required
@require_POST
def look(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Look at this page again, at once."""
    report = queries.report_of(pk, request.acting)
    site = report.site_id
    seen = actions.look_at_page(report=report, by=request.acting)
    if seen is None:
        messages.info(request, "这个页面已经不公开，记录已删去。")
        return redirect("sitewatch:access", site)
    messages.success(request, f"已重新检查：{seen.count}处问题。" if seen.count else "已重新检查，没有问题。")
    return redirect("sitewatch:access-page", seen.pk)


@officer_required
@require_POST
def look_all(request: OfficerRequest, pk: int) -> HttpResponseBase:
    site = site_asked(request, pk)
    actions.ask_for_look(site=site, by=request.acting)
    messages.success(request, "已安排检查全部页面，完成后结果显示在本页。")
    return redirect("sitewatch:access", pk)
