"""What the public pages of policies share: their site, how they declare themselves public, addresses of sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.base.ui.public import site_of
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import WITHDRAWAL_NAMES, WITHDRAWALS_HIDING_THE_TITLE
from gongkai.proactive.policy.rules import KIND_NAMES

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Site
    from gongkai.proactive.policy.queries import Shown

NAME = "政策直达"
FRAGMENT = 28  # letters of a quotation that lead a browser to its place
PILLS = {"open": "ok", "always": "ok", "waiting": "info", "not-yet": "info", "closed": "pause", "ended": "bad"}


def page(request: HttpRequest, name: str, title: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    trail = [] if title == NAME else [{"label": title}]
    crumbs = [{"label": "首页", "url": "/"}, {"label": NAME, "url": "/policies/"}, *trail]
    about = context.get("about", "惠企惠民政策拆成一件件事项：谁可以享受、享受什么、怎样申请、何时截止")
    known = {
        "crumbs": crumbs,
        "title": title,
        "column": {"name": title, "description": about, "keywords": f"{NAME},政策事项", "type": "政策文件"},
    }
    return render(request, f"policy/portal/{name}.html", known | context, status=status)


def source_link(shown: Shown) -> str:
    """Return the address of the paragraph in the document; browsers that know text fragments go to the sentence."""
    words = shown.facts["quote"].split("\n")[0].strip()[:FRAGMENT]
    return f"{shown.source_url}#:~:text={quote(words, safe='')}" if shown.source_url and words else shown.source_url


def gone_or_404(request: HttpRequest, key: str, kind: str) -> HttpResponse:
    """Answer 410 where an item or package was withdrawn: that it ended, when and why, and nothing of its content."""
    item = publishing.tombstone(key)
    site = site_of(request)
    if item is None or item.kind != kind or not _stands_on(item, site):
        raise Http404
    context = {
        "item": item, "why": WITHDRAWAL_NAMES.get(item.withdrawal_kind, "已撤下"), "kind_name": KIND_NAMES[kind],
        "named": item.withdrawal_kind not in WITHDRAWALS_HIDING_THE_TITLE,
    }  # fmt: skip
    response = page(request, "gone", "已结束", context, status=410)
    response["Cache-Control"] = "no-store"
    return response


def _stands_on(item: Any, site: Site) -> bool:
    if site.whole_tree:
        return bool(item.agency.lineage.startswith(site.agency.lineage))
    return bool(item.agency_id == site.agency_id)
