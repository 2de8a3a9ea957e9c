"""Overview and drill-down: policies by what is missing, leaders who are short, ratings; each as a table."""

from __future__ import annotations

import re
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from gongkai.base.organisations.officer import OfficerRequest, officer_required
from gongkai.oversight.outreach import queries
from gongkai.oversight.outreach.desk.shared import PER_PAGE, Scope, as_csv, check_reads, page, scope_of
from gongkai.oversight.outreach.queries.leaders import TIER_NAMES
from gongkai.oversight.outreach.queries.policies import FLAGS, Line
from gongkai.oversight.outreach.rules.leaders import SOURCE, YEARS_BACK
from gongkai.oversight.outreach.rules.sizes import LONGEST_WORDS

YEAR = re.compile(r"20[0-9]{2}")


def _lines(scope: Scope) -> list[Line]:
    return queries.policy_lines(
        agencies=scope.agencies, today=timezone.localdate(), since=scope.since, until=scope.until
    )


def _duties(scope: Scope, year: int) -> list[queries.Duty]:
    from gongkai.oversight.outreach.models import Leader

    rows = Leader.objects.select_related("agency").filter(agency__in=scope.agencies.values("pk"))
    return queries.duties_of(rows, year=year, today=timezone.localdate())


@officer_required
@require_GET
def overview(request: OfficerRequest) -> HttpResponseBase:
    check_reads(request.acting)
    scope, today = scope_of(request), timezone.localdate()
    lines, duties = _lines(scope), _duties(scope, today.year)
    rated = queries.rated(agencies=scope.agencies, since=scope.since, until=scope.until)
    important = [one for one in lines if one.important]
    votes = sum(one.votes for one in rated)
    policies, leaders = (
        f"{reverse('outreach:policies')}?{scope.query}",
        f"{reverse('outreach:leaders')}?agency={scope.chosen}",
    )
    items: list[dict[str, Any]] = [
        {"label": "重要政策", "value": len(important), "unit": "件", "url": f"{policies}&flag=important"},
        {"label": "有传播记录", "value": sum(bool(one.spreads) for one in important), "unit": "件", "url": f"{policies}&flag=spreaded"},
        *(
            {"label": word, "value": count, "unit": "件", "url": f"{policies}&flag={flag}", "kind": "bad" if count else ""}
            for flag, word in FLAGS.items() for count in [sum(flag in one.flags for one in lines)]
        ),
        {"label": "领导发布未达次数", "value": (short := sum(bool(one.short) for one in duties if one.period.first <= today)),
         "unit": "人次", "url": f"{leaders}&short=yes", "kind": "warn" if short else ""},
        {"label": "公众评价", "value": round(sum(one.mean * one.votes for one in rated) / votes, 1) if votes else "—",
         "unit": "分" if votes else "", "url": f"{reverse('outreach:ratings')}?{scope.query}", "aux": f"{votes}次"},
    ]  # fmt: skip
    context = {
        "scope": scope,
        "items": items,
        "by_agency": _by_agency(lines, duties, rated, scope),
        "flagged": [one for one in lines if one.flags][:8],
        "export_url": f"{reverse('outreach:overview-export')}?{scope.query}",
    }
    return page(request, "overview", context, tab="overview")


def _by_agency(
    lines: list[Line], duties: list[queries.Duty], rated: list[queries.Rated], scope: Scope
) -> list[dict[str, Any]]:
    today = timezone.localdate()
    rows = []
    for agency in scope.agencies.order_by("lineage"):
        own = [one for one in lines if one.release.agency_id == agency.pk]
        votes = [one for one in rated if one.release.agency_id == agency.pk]
        short = sum(
            bool(one.short) for one in duties if one.leader.agency_id == agency.pk and one.period.first <= today
        )
        count = sum(one.votes for one in votes)
        if not own and not short and not count:
            continue
        mean = round(sum(one.mean * one.votes for one in votes) / count, 1) if count else None
        rows.append(
            {
                "agency": agency, "policies": len(own), "reach": sum(one.reach for one in own),
                **{flag: sum(flag in one.flags for one in own) for flag in FLAGS},
                "short": short, "mean": mean, "votes": count,
                "url": f"{reverse('outreach:policies')}?agency={agency.code}&since={scope.since}&until={scope.until}",
            }
        )  # fmt: skip
    return rows


@officer_required
@require_GET
def overview_export(request: OfficerRequest) -> HttpResponseBase:
    check_reads(request.acting)
    scope = scope_of(request)
    rated = queries.rated(agencies=scope.agencies, since=scope.since, until=scope.until)
    rows = _by_agency(_lines(scope), _duties(scope, timezone.localdate().year), rated, scope)
    head: list[object] = ["机关", "政策", "传播人次", *FLAGS.values(), "领导未达次数", "公众评分", "评价次数"]
    lines = [
        [row["agency"].name, row["policies"], row["reach"], *(row[flag] for flag in FLAGS), row["short"],
         row["mean"] if row["mean"] is not None else "", row["votes"]]
        for row in rows
    ]  # fmt: skip
    return as_csv("outreach", [head, *lines])


def _chosen(request: OfficerRequest, lines: list[Line]) -> tuple[list[Line], str, str]:
    flag, words = request.GET.get("flag", ""), request.GET.get("q", "").strip()[:LONGEST_WORDS]
    if flag in FLAGS:
        lines = [one for one in lines if flag in one.flags]
    elif flag == "important":
        lines = [one for one in lines if one.important]
    elif flag == "spreaded":
        lines = [one for one in lines if one.important and one.spreads]
    if words:
        lines = [one for one in lines if words in one.release.title or words in one.release.doc_number]
    return lines, flag, words


@officer_required
@require_GET
def policies(request: OfficerRequest) -> HttpResponseBase:
    check_reads(request.acting)
    scope = scope_of(request)
    lines, flag, words = _chosen(request, _lines(scope))
    context = {
        "scope": scope,
        "page": Paginator(lines, PER_PAGE).get_page(request.GET.get("page")),
        "flags": {"important": "重要政策", "spreaded": "重要政策，有传播记录"} | FLAGS,
        "flag": flag,
        "words": words,
        "total_word": f"共{len(lines)}件",
        "export_url": f"{reverse('outreach:policies-export')}?{scope.query}&flag={flag}&q={words}",
    }
    return page(request, "policies", context, tab="policies", trail=[{"label": "政策"}])


@officer_required
@require_GET
def policies_export(request: OfficerRequest) -> HttpResponseBase:
    check_reads(request.acting)
    lines, _, _ = _chosen(request, _lines(scope_of(request)))
    head: list[object] = [
        "政策文件",
        "文号",
        "机关",
        "公开日期",
        "重要",
        "传播记录",
        "传播人次",
        "缺渠道",
        "下次查看",
        "问题",
    ]
    rows: list[list[object]] = [
        [one.release.title, one.release.doc_number, one.release.agency.name, one.published, "是" if one.important else "",
         one.spreads, one.reach, one.missing_words, one.next_look or "", "、".join(one.flag_words)]
        for one in lines
    ]  # fmt: skip
    return as_csv("policies", [head, *rows])


def _year(request: OfficerRequest) -> int:
    text = request.GET.get("year", "")
    return int(text) if YEAR.fullmatch(text) else timezone.localdate().year


def _leaders(request: OfficerRequest, scope: Scope, year: int) -> list[queries.Duty]:
    tier = request.GET.get("tier", "")
    found = [one for one in _duties(scope, year) if not tier or tier not in TIER_NAMES or one.leader.tier == tier]
    return [one for one in found if one.short] if request.GET.get("short") == "yes" else found


@officer_required
@require_GET
def leaders(request: OfficerRequest) -> HttpResponseBase:
    """The shortfall list: a line for each person and period, worst first."""
    check_reads(request.acting)
    scope, year = scope_of(request), _year(request)
    rows = sorted(_leaders(request, scope, year), key=lambda one: (not one.short, one.period.last, one.leader.pk))
    context = {
        "scope": scope,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "year": year,
        "years": range(timezone.localdate().year, timezone.localdate().year - YEARS_BACK, -1),
        "tiers": TIER_NAMES,
        "source": SOURCE,
        "tier": request.GET.get("tier", ""),
        "short": request.GET.get("short") == "yes",
        "total_word": f"共{len(rows)}项",
        "export_url": f"{reverse('outreach:leaders-export')}?{request.GET.urlencode()}",
    }
    return page(request, "leaders", context, tab="leaders", trail=[{"label": "领导发布"}])


@officer_required
@require_GET
def leaders_export(request: OfficerRequest) -> HttpResponseBase:
    check_reads(request.acting)
    rows = _leaders(request, scope_of(request), _year(request))
    head: list[object] = ["姓名", "职务", "机关", "类别", "时期", "要求", "应出席", "已出席", "还差", "截止"]
    lines: list[list[object]] = [
        [one.leader.name, one.leader.title, one.leader.agency.name, one.tier.name, one.period.name, one.tier.demand,
         one.tier.least, one.done, one.short, one.period.last]
        for one in rows
    ]  # fmt: skip
    return as_csv("leaders", [head, *lines])


@officer_required
@require_GET
def ratings(request: OfficerRequest) -> HttpResponseBase:
    check_reads(request.acting)
    scope = scope_of(request)
    rows = queries.rated(agencies=scope.agencies, since=scope.since, until=scope.until)
    context = {
        "scope": scope,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "total_word": f"共{len(rows)}份解读",
        "export_url": f"{reverse('outreach:ratings-export')}?{scope.query}",
    }
    return page(request, "ratings", context, tab="ratings", trail=[{"label": "公众评价"}])


@officer_required
@require_GET
def ratings_export(request: OfficerRequest) -> HttpResponseBase:
    check_reads(request.acting)
    scope = scope_of(request)
    rows = queries.rated(agencies=scope.agencies, since=scope.since, until=scope.until)
    lines: list[list[object]] = [["解读", "索引号", "机关", "评分", "评价次数"]]
    lines += [[one.release.title, one.release.key, one.release.agency.name, one.mean, one.votes] for one in rows]
    return as_csv("ratings", lines)
