"""What the pages of the watch share: the site asked for, the tabs, tables that spreadsheets open."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.urls import reverse

from gongkai.base.organisations.officer import OfficerRequest, desk_page
from gongkai.base.organisations.queries import NotAllowed
from gongkai.base.organisations.rules import ROLES
from gongkai.base.ui.registers.exporting import safe_cell
from gongkai.oversight.sitewatch import queries
from gongkai.oversight.sitewatch.permissions import READS, manages, may_read

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Site

NAV = "sitewatch"


def site_asked(request: OfficerRequest, pk: int) -> Site:
    """Raises NotAllowed for a role that reads no watch, OutOfSight for a site of strangers."""
    if not may_read(request.acting):
        names = "、".join(role.name for role in ROLES.values() if role.permissions.intersection(READS))
        raise NotAllowed(f"网站监测供“{names}”使用，您目前没有这个岗位。")
    return queries.site_of(pk, request.acting)


def tabs(site: Site, current: str) -> list[dict[str, Any]]:
    words = (
        ("health", "本站健康"),
        ("findings", "问题和修复"),
        ("columns", "栏目更新"),
        ("access", "无障碍"),
        ("log", "值班读网"),
        ("reach", "渠道和板块"),
        ("settings", "监测设置"),
    )
    return [
        {"label": label, "url": reverse(f"sitewatch:{key}", args=[site.pk]), "current": key == current}
        for key, label in words
    ]


def shown(
    request: OfficerRequest, site: Site, template: str, context: dict[str, Any], *, tab: str, status: int = 200
) -> HttpResponse:
    here = {
        "site_watched": site,
        "tabs": tabs(site, tab),
        "manage": manages(request.acting, site),
        "crumbs": [{"label": "网站监测", "url": reverse("sitewatch:sites")}, {"label": site.name}],
    }
    return desk_page(request, f"sitewatch/desk/{template}.html", here | context, nav=NAV, status=status)


def as_csv(name: str, lines: list[list[object]]) -> HttpResponse:
    """Return a table that spreadsheets open in Chinese and never compute."""
    text = io.StringIO()
    csv.writer(text).writerows([[safe_cell(cell) for cell in line] for line in lines])
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
