"""The site register at the desk: the list with its export, and a page for each site with what it lacks (R250, R268)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.base.events import queries as events
from gongkai.base.events.rules import Subject, label
from gongkai.base.organisations.officer import OfficerRequest, acting_of, desk_page, officer_required, shell
from gongkai.base.organisations.queries import NotAllowed
from gongkai.base.organisations.rules import Permission
from gongkai.base.ui.registers import Column, Register
from gongkai.doors.site import actions, queries
from gongkai.doors.site.desk.forms import ProfileForm
from gongkai.doors.site.desk.pieces import REFUSALS
from gongkai.doors.site.rules import CHECK_SOURCE, GRADES, PALETTES, palette_of
from gongkai.doors.site.rules.sitebook import check_due

NAV = "site-book"


def may_open(request: HttpRequest) -> bool:
    by = acting_of(request)
    return by.may_anywhere(Permission.PUBLISHING_COLUMNS) or by.may_anywhere(Permission.SITEWATCH_MANAGE)


def check_opener(request: OfficerRequest) -> None:
    if not may_open(request):
        raise NotAllowed("这一页供网站编辑、政务公开专员和系统管理员使用，您目前没有这些岗位。")


def _said(name: str) -> Callable[[Any], object]:
    return lambda site: getattr(queries.profile_of(site), name) or ""


def _security(site: Any) -> str:
    profile = queries.profile_of(site)
    return "，".join(filter(None, (GRADES[profile.security_grade], profile.security_filing)))


def _numbers(site: Any) -> str:
    said = (("网站标识码", site.identification_code), ("", site.icp_number), ("", site.police_number))
    return "；".join(f"{word}{number}" for word, number in said if number)


def _check_words(site: Any) -> str:
    due = check_due(queries.profile_of(site).checked_on)
    if due is None:
        return "还没有核查"
    return f"{due:%Y-%m-%d}前再次核查" if due >= timezone.localdate() else f"已于{due:%Y-%m-%d}到期"


# What needs doing stands first; the table scrolls, the file has everything.
BOOK = Register(
    name="site-book",
    title="网站登记簿",
    noun="网站",
    intro="每个网站的功能定位、栏目设置、内容建设和安全保障，以及页脚要素。缺项逐条列出，每年核查一次。",
    queryset=lambda request: queries.sites_in_sight(acting_of(request)),
    columns=[
        Column("name", "名称", sortable=True),
        Column("defects", "缺项", value=lambda site: len(queries.defects_of(site)), right=True),
        Column("check", "年度核查", value=_check_words),
        Column("agency.label", "主办机关"),
        Column("host", "域名", sortable=True),
        Column("purpose", "功能定位", value=_said("purpose")),
        Column("columns", "栏目设置", value=lambda site: "、".join(queries.profile_of(site).column_set)),
        Column("keeper", "负责人（岗位）", value=_said("keeper")),
        Column("security", "网络安全等级和备案", value=_security),
        Column("numbers", "备案编号", value=_numbers),
    ],
    search=["name", "host"],
    ordering=("-is_default", "name"),
    entry_url=lambda site: reverse("site-desk:site", args=[site.pk]),
    may=lambda request, verb, entry: verb in {"view", "export"} and may_open(request),
    refusals=REFUSALS,
    context=lambda request: shell(request, NAV),
)


def tabs(site: Any, current: str) -> list[dict[str, Any]]:
    names = {"site": "登记", "columns": "栏目", "themes": "主题", "hot": "热点"}
    return [
        {"label": name, "url": reverse(f"site-desk:{key}", args=[site.pk]), "current": key == current}
        for key, name in names.items()
    ]


@officer_required
@require_GET
def site(request: OfficerRequest, pk: int) -> HttpResponseBase:
    check_opener(request)
    found = queries.site_in_sight(pk, request.acting)
    profile = queries.profile_of(found)
    context = {
        "shown": found,
        "tabs": tabs(found, "site"),
        "rows": _rows(found, profile),
        "defects": queries.defects_of(found),
        "check_words": _check_words(found),
        "check_source": CHECK_SOURCE,
        "profile": profile,
        "may_change": request.acting.may(Permission.PUBLISHING_COLUMNS, found.agency),
        "events": _history(found),
    }
    return desk_page(request, "site/desk/site.html", context, nav=NAV)


def _rows(found: Any, profile: Any) -> list[dict[str, Any]]:
    term = f"{profile.repost_hours}小时（{profile.repost_basis}）" if profile.repost_hours else ""
    said = [
        ("域名", found.host), ("主办机关", found.agency.name), ("功能定位", profile.purpose),
        ("内容建设要求", profile.content_duty), ("栏目设置", "、".join(profile.column_set)),
        ("负责人（岗位）", profile.keeper), ("负责人电话", profile.keeper_phone),
        ("网络安全等级", GRADES[profile.security_grade]), ("等级保护备案编号", profile.security_filing),
        ("网站标识码", found.identification_code), ("ICP备案号", found.icp_number), ("公安备案号", found.police_number),
        ("开通日期", f"{profile.opened_on:%Y-%m-%d}" if profile.opened_on else ""), ("转载时限", term),
        ("页脚：主办", found.sponsor), ("页脚：地址", found.address), ("页脚：邮政编码", found.postal_code),
        ("页脚：电话", found.phone), ("页脚：版权", found.copyright),
    ]  # fmt: skip
    return [{"label": label, "value": value or "未登记"} for label, value in said]


def _history(found: Any) -> list[dict[str, Any]]:
    rows = events.events_of(Subject("site", str(found.pk))).order_by("-seq")[:30]
    return [
        {
            "at": row.at,
            "who": f"{row.actor_name}　{row.actor_role}",
            "what": label(row.tag),
            "note": row.remark,
            "changes": [],
        }
        for row in rows
    ]


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: OfficerRequest, pk: int) -> HttpResponseBase:
    check_opener(request)
    found = queries.site_in_sight(pk, request.acting)
    form = ProfileForm(request.POST or None, instance=queries.profile_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_profile(site=found, changes=dict(form.cleaned_data), by=request.acting)
        except REFUSALS as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已保存网站登记。")
            return redirect("site-desk:site", pk)
    context = {"form": form, "word": f"网站登记：{found.name}", "back": reverse("site-desk:site", args=[pk])}
    return desk_page(request, "site/desk/form.html", context, nav=NAV, status=422 if form.errors else 200)


@officer_required
@require_POST
def confirm(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Record this year's check of the site."""
    check_opener(request)
    found = queries.site_in_sight(pk, request.acting)
    try:
        actions.confirm_check(site=found, remark=request.POST.get("remark", ""), by=request.acting)
        messages.success(request, "已记录年度核查。")
    except REFUSALS as error:
        messages.error(request, str(error))
    return redirect("site-desk:site", pk)


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def themes(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Show every theme on a specimen of the site's own head, and choose one."""
    check_opener(request)
    found = queries.site_in_sight(pk, request.acting)
    if request.method == "POST":
        try:
            actions.choose_theme(site=found, theme=request.POST.get("theme", ""), by=request.acting)
            messages.success(request, "已更换主题，公众立即看到。")
        except REFUSALS as error:
            messages.error(request, str(error))
        return redirect("site-desk:themes", pk)
    now = palette_of(found.theme).key
    context = {
        "shown": found,
        "tabs": tabs(found, "themes"),
        "palettes": [{"palette": one, "current": one.key == now} for one in PALETTES.values()],
        "may_change": request.acting.may(Permission.ORGANISATIONS_AGENCIES, found.agency),
    }
    return desk_page(request, "site/desk/themes.html", context, nav=NAV)
