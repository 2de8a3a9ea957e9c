"""Settings overview, code tables, the staff handbook of roles, and the event reader."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date

from gongkai.base.events import queries as events
from gongkai.base.events.rules import declared, label
from gongkai.base.organisations.officer import (
    OfficerRequest,
    desk_page,
    listed_under,
    officer_required,
    permission_required,
)
from gongkai.base.organisations.queries import agencies_where
from gongkai.base.organisations.rules import PERMISSION_NAMES, ROLES, Permission
from gongkai.law.clocks import CLOCKS
from gongkai.law.grounds import REASON_CATEGORIES
from gongkai.proactive.documents import queries as documents

PAGE = 100
EXPORT_LIMIT = 50_000
GROUPS: tuple[tuple[str, tuple[tuple[str, str, str, Permission | None], ...]], ...] = (
    (
        "机构和人员",
        (
            ("机关", "/desk/settings/agencies/", "机关树、代字、联系方式", None),
            ("人员", "/desk/settings/people/", "账户、岗位、重置密码", Permission.ORGANISATIONS_PEOPLE),
            (
                "对接账户和令牌",
                "/desk/settings/systems/",
                "城市平台、办公系统凭令牌调用接口",
                Permission.ORGANISATIONS_PEOPLE,
            ),
            ("角色手册", "/desk/settings/roles/", "每个角色能做什么", None),
        ),
    ),
    (
        "网站和栏目",
        (
            ("网站", "/desk/settings/sites/", "域名、页脚、标识码", Permission.ORGANISATIONS_AGENCIES),
            ("栏目", "/desk/settings/columns/", "负责机关和更新要求", Permission.PUBLISHING_COLUMNS),
        ),
    ),
    (
        "时限和代码",
        (
            ("时限和理由种类", "/desk/settings/codes/", "每一项都注明依据", None),
            ("涉密存根", "/desk/documents/secret-stubs/", "只登记号码", Permission.DOCUMENTS_SECRECY_REVIEW),
        ),
    ),
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@officer_required
def settings(request: OfficerRequest) -> HttpResponseBase:
    by = request.acting
    shown = []
    for title, links in GROUPS:
        own = [
            {"label": label, "url": url, "note": note}
            for label, url, note, permission in links
            if permission is None or by.may_anywhere(permission)
        ]
        if own:
            shown.append({"title": title, "links": own})
    more = [
        {"label": one.label, "url": reverse(one.url_name), "note": one.note} for one in listed_under("settings", by)
    ]
    if more:
        shown.append({"title": "目录和数据", "links": more})
    return desk_page(request, "desk/settings.html", {"groups": shown}, nav="settings")


@officer_required
def handbook(request: OfficerRequest) -> HttpResponseBase:
    """Every role in words, with what it may do: read from the same table that decides."""
    roles = [
        {"role": role, "permissions": [PERMISSION_NAMES[one] for one in Permission if one in role.permissions]}
        for role in ROLES.values()
    ]
    return desk_page(request, "desk/handbook.html", {"roles": roles}, nav="settings")


@officer_required
def code_tables(request: OfficerRequest) -> HttpResponseBase:
    """Reason categories and clocks, each with its article: what forms offer and deadlines follow."""
    context = {"categories": REASON_CATEGORIES.values(), "clocks": CLOCKS.values()}
    return desk_page(request, "desk/code_tables.html", context, nav="settings")


def _day(request: OfficerRequest, name: str) -> dt.date | None:
    try:
        return parse_date(str(request.GET.get(name, "")))
    except ValueError:
        return None


def _midnight(day: dt.date | None) -> dt.datetime | None:
    return timezone.make_aware(dt.datetime.combine(day, dt.time())) if day else None


@officer_required
@permission_required(Permission.EVENTS_READ)
def event_reader(request: OfficerRequest) -> HttpResponseBase:
    """Who did what, when, from where; filtered, paged and exported for the agencies this person may read."""
    until = _day(request, "until")
    names = {agency.code: agency.label for agency in agencies_where(request.acting, Permission.EVENTS_READ)}
    found = events.events(
        agencies=list(names),
        tag=str(request.GET.get("tag", "")),
        actor=str(request.GET.get("actor", "")),
        since=_midnight(_day(request, "since")),
        until=_midnight(until + dt.timedelta(days=1)) if until else None,
        text=str(request.GET.get("q", "")),
    )
    if request.GET.get("format") == "csv":
        return _csv(documents.without_secrets(list(found[:EXPORT_LIMIT])), names)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    page.object_list = documents.without_secrets(list(page.object_list))
    context = {
        "page": page,
        "agencies": names,
        "total_word": f"共{page.paginator.count}条",
        "tags": sorted(declared().items(), key=lambda pair: pair[1]),
        "chosen": request.GET,
        "csv_url": f"?{request.GET.urlencode()}&format=csv",
        "more": [
            {"label": one.label, "url": reverse(one.url_name), "note": one.note}
            for one in listed_under("events", request.acting)
        ],
    }
    return desk_page(request, "desk/events.html", context, nav="events")


def _csv(rows: Any, names: dict[str, str]) -> HttpResponse:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["记录号", "时间", "事项", "办理人", "岗位", "机关", "地址", "对象", "说明"])
    for event in rows:
        cells = [
            event.seq, timezone.localtime(event.at).strftime("%Y-%m-%d %H:%M:%S"), label(event.tag), event.actor_name,
            event.actor_role, names.get(event.agency_code, event.agency_code), event.address, event.subject_label or event.subject_id, event.remark,
        ]  # fmt: skip
        # A cell that a spreadsheet would take for a formula is made text.
        writer.writerow([f"'{cell}" if str(cell).startswith(FORMULA) else cell for cell in cells])
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="events.csv"'
    return response
