"""The published result of a contest."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gongkai.base.files.rules import anchored
from gongkai.base.ui.public import public_page, site_of
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import WITHDRAWAL_NAMES
from gongkai.oversight.outreach.rules import KIND

COLUMN = {
    "name": "优秀解读评选",
    "description": "政策解读优秀案例评选结果",
    "keywords": "优秀解读,评选结果",
    "type": "通知公告",
}
HOME = {"label": "首页", "url": "/"}


@public_page
def selection(request: HttpRequest, key: str) -> HttpResponse:
    site = site_of(request)
    release = publishing.release_by_key(key, site)
    if release is not None and release.kind == KIND:
        html, _ = anchored(release.edition.html)
        context = {
            "release": release,
            "html": html,
            "column": COLUMN,
            "crumbs": [HOME, {"label": release.title}],
            "article": {
                "title": release.title,
                "pub_date": timezone.localtime(release.published_at).strftime("%Y-%m-%d %H:%M"),
                "source": release.agency.name,
                "keywords": "优秀解读",
                "description": release.summary,
                "url": request.build_absolute_uri(request.path),
            },
        }
        return render(request, "outreach/portal/selection.html", context)
    item = publishing.tombstone(key)
    here = item is not None and item.kind == KIND
    if item is None or not here or not item.agency.lineage.startswith(site.agency.lineage):
        raise Http404
    context = {
        "item": item,
        "why": WITHDRAWAL_NAMES.get(item.withdrawal_kind, "已撤下"),
        "column": COLUMN,
        "crumbs": [HOME, {"label": "已撤下"}],
    }
    return render(request, "outreach/portal/gone.html", context, status=410)
