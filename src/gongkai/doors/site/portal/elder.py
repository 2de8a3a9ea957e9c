"""长者版 of the home page: the few things most people come for, as large buttons, and a person to call.

《互联网网站适老化通用设计规范》 asks for larger type, a simple layout without advertising, things that float or pop up, and
reading aloud at hand. Every other page stays one press away.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from gongkai.doors.site.portal.shared import column_tags, doc_items, page
from gongkai.engine.publishing import queries as publishing

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gongkai.base.organisations.models import Site
    from gongkai.engine.publishing.models import Release

NEWEST = 3
_GUIDES = re.compile("办事指南|服务指南|办事服务")
# What a telephone dials: figures, with the hyphens one writes between them.
_DIALLED = re.compile(r"^[0-9][0-9\- ]{2,19}")


def elder_home(request: HttpRequest, site: Site, releases: QuerySet[Release]) -> HttpResponse:
    columns = list(publishing.columns_of_site(site).values_list("name", "slug"))
    context = {
        "tasks": tasks_of(columns, reverse("applications_portal:apply")),
        "telephone": telephone_of(site.phone),
        "newest": doc_items(list(releases.order_by("-published_at", "-item_id")[:NEWEST])),
        "total": releases.count(),
        "columns": [{"label": name, "url": f"/columns/{slug}/"} for name, slug in columns],
        "column": column_tags(
            "首页", f"{site.name}：政府信息的统一公开、检索与核验", "政府信息公开,政务公开", "政府信息公开"
        ),
    }
    return page(request, "home_elder", context)


def tasks_of(columns: list[tuple[str, str]], application: str) -> list[dict[str, str]]:
    """Return the large buttons. Guides stand there where the site has them; `application`: where to apply."""
    tasks = [
        {"label": "问一问", "note": "用您自己的话提问，从文件里找答案", "url": reverse("answers:ask")},
        {"label": "查文件", "note": "政府的规定、通知和公告", "url": reverse("site:library")},
    ]
    guide = next(((name, slug) for name, slug in columns if _GUIDES.search(name)), None)
    if guide is not None:
        tasks.append({"label": guide[0], "note": "办事要带什么、到哪里办", "url": f"/columns/{guide[1]}/"})
    tasks.append({"label": "申请公开", "note": "这里没有的，向单位申请", "url": application})
    tasks.append({"label": "找单位", "note": "各单位的地址和电话", "url": reverse("site:agencies")})
    return tasks


def telephone_of(written: str) -> dict[str, str] | None:
    """Return the number to dial, as it is shown and as a telephone takes it; the rest of what is written as a note."""
    found = _DIALLED.match(written.strip())
    if found is None:
        return None
    number = found[0].strip()
    note = written.strip()[len(found[0]) :].strip("（）() 　")
    return {"shown": number, "url": "tel:" + re.sub(r"[^0-9]", "", number), "note": note}
