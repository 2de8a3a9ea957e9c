"""The home page: search, what is new by day, the statutory part, fields of life, and the figures behind it all."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate, TruncMonth
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from gongkai.base.organisations.queries import subtree
from gongkai.base.ui import charts
from gongkai.base.ui.context import is_elder
from gongkai.base.ui.linked import json_ld
from gongkai.base.ui.public import public_page, site_of
from gongkai.base.ui.text import cn_weekday
from gongkai.doors.site.portal.disclosure import parts_of
from gongkai.doors.site.portal.elder import elder_home
from gongkai.doors.site.portal.listing import theme_counts
from gongkai.doors.site.portal.shared import column_tags, doc_items, link_lines, page
from gongkai.doors.site.portal.topics import topic_lines
from gongkai.doors.site.queries import headlines, hot_releases, hot_searches
from gongkai.doors.site.rules.ways import ways
from gongkai.engine.publishing import queries as publishing

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Site
    from gongkai.engine.publishing.models import Release

NEWEST = 40
DAYS_SHOWN = 4
SHOWN_A_DAY = 5
SHOWN_ON_ONE_DAY = 9  # where there is only one day to show
MONTHS = 12
FIELDS_SHOWN = 12
AGENCIES_SHOWN = 12
TOPICS_SHOWN = 3
HOT_WORDS = 4
# One character for each theme, the sign of the field on the home page.
GLYPHS = {
    "城乡建设": "建", "住房保障": "房", "教育": "教", "卫生健康": "医", "社会保障": "保", "劳动就业": "业",
    "财政税务": "财", "生态环境": "环", "自然资源": "地", "交通运输": "交", "农业农村": "农", "市场监管": "市",
    "应急安全": "安", "科技产业": "科", "营商环境": "商", "民政救助": "救", "养老服务": "养", "文化旅游": "文",
    "公共安全": "警", "政务公开": "政", "数据治理": "数", "城市管理": "城",
}  # fmt: skip


@public_page
def home(request: HttpRequest) -> HttpResponse:
    site = site_of(request)
    releases = headlines(publishing.public_releases(site))
    if is_elder(request):
        return elder_home(request, site, releases)
    total = releases.count()
    figures = _figures(site, releases)
    context = {
        "total": total,
        "agency_count": figures["agency_count"],
        "days": _days(releases),
        "parts": parts_of(site),
        "fields": _fields(site),
        "ways": ways(_counts(site)),
        "hot": link_lines(hot_releases(site), "hot"),
        "hot_words": hot_searches(site)[:HOT_WORDS],
        "topics": topic_lines(site, TOPICS_SHOWN),
        "agencies": figures["agencies"],
        "stats": figures["stats"],
        "today": timezone.localdate(),
        "weekday": cn_weekday(timezone.localdate()),
        "as_of": timezone.localtime(),
        "column": column_tags(
            "首页", f"{site.name}：政府信息的统一公开、检索与核验", "政府信息公开,政务公开", "政府信息公开"
        ),
        "json_ld": json_ld(
            {
                "@type": "GovernmentOrganization",
                "name": site.sponsor or site.agency.name,
                "address": site.address,
                "telephone": site.phone,
                "url": request.build_absolute_uri("/"),
            },
            {
                "@type": "WebSite",
                "name": site.name,
                "url": request.build_absolute_uri("/"),
                "potentialAction": {
                    "@type": "SearchAction",
                    "target": request.build_absolute_uri("/search") + "?q={query}",
                    "query-input": "required name=query",
                },
            },
        ),
    }
    return page(request, "home", context)


def _counts(site: Site) -> dict[str, int]:
    rows = publishing.public_releases(site).order_by().values("kind").annotate(n=Count("pk"))
    return dict(rows.values_list("kind", "n"))


def _days(releases: QuerySet[Release]) -> list[dict[str, Any]]:
    """Return the newest releases by local day, with how many there were on each."""
    today = timezone.localdate()
    newest: dict[dt.date, list[Release]] = {}
    for release in releases.order_by("-published_at", "-item_id")[:NEWEST]:
        newest.setdefault(timezone.localdate(release.published_at), []).append(release)
    shown = list(newest)[:DAYS_SHOWN]
    counts: dict[dt.date, int] = {}
    if shown:
        start = timezone.make_aware(dt.datetime.combine(shown[-1], dt.time.min))
        rows = releases.filter(published_at__gte=start).order_by().annotate(day=TruncDate("published_at"))
        counts = dict(rows.values("day").annotate(n=Count("pk")).values_list("day", "n"))
    most = SHOWN_A_DAY if len(shown) > 1 else SHOWN_ON_ONE_DAY
    names = {today: "今天", today - dt.timedelta(days=1): "昨天"}
    return [
        {
            "date": day,
            "note": f"{names.get(day, cn_weekday(day))}，{counts.get(day, len(newest[day]))}件",
            "items": doc_items(newest[day][:most]),
        }
        for day in shown
    ]


def _fields(site: Site) -> list[dict[str, str]]:
    return [
        {
            "glyph": GLYPHS.get(theme, theme[:1]),
            "label": theme,
            "note": f"{count}件",
            "url": f"/documents/?theme={theme}",
        }
        for theme, count in theme_counts(site)[:FIELDS_SHOWN]
    ]


def _months(releases: QuerySet[Release], today: dt.date) -> list[tuple[str, int]]:
    first = today.replace(day=1)
    for _ in range(MONTHS - 1):
        first = (first - dt.timedelta(days=1)).replace(day=1)
    start = timezone.make_aware(dt.datetime.combine(first, dt.time.min))
    rows = releases.filter(first_published_at__gte=start).order_by().annotate(month=TruncMonth("first_published_at"))
    found = {
        timezone.localtime(month).strftime("%Y-%m"): n
        for month, n in rows.values("month").annotate(n=Count("pk")).values_list("month", "n")
    }
    shown, month = [], first
    for _ in range(MONTHS):
        shown.append((f"{month.month}月", found.get(month.strftime("%Y-%m"), 0)))
        month = (month + dt.timedelta(days=32)).replace(day=1)
    return shown


def _figures(site: Site, releases: QuerySet[Release]) -> dict[str, Any]:
    """Return figures counted from releases on the spot, each with the table behind its chart."""
    today = timezone.localdate()
    months = _months(releases, today)
    counts = dict(releases.order_by().values("agency").annotate(n=Count("pk")).values_list("agency", "n"))
    agencies = subtree(site.agency) if site.whole_tree else subtree(site.agency).filter(pk=site.agency_id)
    by_agency = [(agency, counts.get(agency.pk, 0)) for agency in agencies.filter(abolished_on__isnull=True)]
    ranked = sorted(((agency.label, n) for agency, n in by_agency if n), key=lambda pair: -pair[1])
    genres = list(releases.order_by().values_list("genre").annotate(n=Count("pk")).order_by("-n")[:10])
    kinds = [(genre or "其他", n) for genre, n in genres]
    stats = [
        _stat("近十二个月公开", sum(n for _, n in months), "件", months, "月份"),
        _stat("行政规范性文件", *_normative(releases)),
        _stat("公开机关", len(ranked), "个", ranked[:12], "机关"),
        _stat("文种", len(kinds), "种", kinds, "文种"),
    ]
    return {
        "agency_count": len(by_agency),
        "agencies": [
            {"label": agency.label, "url": f"/agencies/{agency.code}/", "note": f"{n}件"} for agency, n in by_agency
        ][:AGENCIES_SHOWN],
        "stats": stats,
    }


def _normative(releases: QuerySet[Release]) -> tuple[int, str, list[tuple[str, int]], str]:
    """Return 行政规范性文件 by year of issue."""
    rows = releases.filter(category="行政规范性文件").order_by().values_list("formed_on__year").annotate(n=Count("pk"))
    years = sorted((f"{year}年", n) for year, n in rows if year)
    return sum(n for _, n in years), "件", years[-12:], "年份"


def _stat(label: str, value: int, unit: str, rows: list[tuple[str, int]], name: str) -> dict[str, Any]:
    return {
        "label": label,
        "value": f"{value:,}",
        "unit": unit,
        "rows": rows,
        "name": name,
        "chart": charts.bars(rows, label=label) if rows else "",
    }
