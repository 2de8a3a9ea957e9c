"""The public shelf of themes, and each theme: what it collects, by sections, as it is public at this moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from gongkai.base.ui.linked import inside, listed, released
from gongkai.base.ui.public import counted, public_page, site_of
from gongkai.base.ui.sheet import as_table
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import KINDS, VALIDITY_NAMES, WITHDRAWAL_NAMES
from gongkai.proactive.services.queries import retired_among
from gongkai.proactive.themes import queries, rules
from gongkai.proactive.themes.portal.shared import line, page

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Site
    from gongkai.engine.publishing.models import Release

NAMES = ("q", "agency", "origin")


def _asked(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "").strip()[: rules.LONGEST_QUERY] for name in NAMES}


@public_page
def shelf(request: HttpRequest) -> HttpResponse:
    wanted = _asked(request)
    everything = list(queries.public_themes(site_of(request)))
    found = queries.narrowed(everything, wanted)
    shown = Paginator(found, rules.LINES).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "page": shown,
        "items": [_card(one) for one in shown],
        "total": len(found),
        "total_word": f"共{len(found)}个",
        "wanted": wanted,
        "narrowed": any(wanted.values()),
        "agencies": sorted({(one.agency.code, one.agency.label) for one in everything}),
        "origins": rules.ORIGIN_NAMES.items(),
        "download": f"?{query.urlencode()}" if query else "",
    }
    context["things"] = [listed(request, "政策专题", [(one.title, rules.path_of(one.key)) for one in shown])]
    return page(request, "list", context, "")


def _card(release: Release) -> dict[str, Any]:
    theme = release.item.theme
    return {
        "title": release.title,
        "url": rules.path_of(release.key),
        "text": release.summary,
        "agency": release.agency.label,
        "superior": f"{theme.superior_name}部署" if theme.superior_name else "",
        "batch": theme.batch,
        "date": timezone.localdate(release.published_at),
    }


@public_page
def download(request: HttpRequest, form: str) -> HttpResponse:
    head = ("专题", "说明", "维护机关", "来源", "部署机关", "批次", "公布时间", "网址")
    rows: list[list[object]] = []
    for one in queries.narrowed(list(queries.public_themes(site_of(request))), _asked(request)):
        theme, at = one.item.theme, timezone.localtime(one.published_at).strftime("%Y-%m-%d %H:%M")
        url = request.build_absolute_uri(rules.path_of(one.key))
        rows.append(
            [one.title, one.summary, one.agency.name, theme.get_origin_display(), theme.superior_name, theme.batch, at, url]
        )  # fmt: skip
    return as_table("themes", form, head, rows)


def _release(site: Site, slug: str) -> Release | None:
    return queries.public_themes(site).filter(item__theme__slug=slug).first()


@public_page
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    site = site_of(request)
    found = _release(site, slug)
    if found is None:
        return _gone(request, site, slug)
    said, today = found.edition.snapshot, timezone.localdate()
    members = queries.members(found.item.theme, site)
    ended = retired_among(one.key for one in members.get(rules.Section.SERVICE, ()))
    sections: list[dict[str, Any]] = [
        {"id": key, "name": rules.SECTION_NAMES[key], "items": [line(one, today, ended) for one in releases]}
        for key, releases in members.items()
    ]
    context = {
        "release": found,
        "said": said,
        "sections": sections,
        "count": sum(len(one["items"]) for one in sections),
        "updated_at": _updated(found),
        "canonical": request.build_absolute_uri(rules.path_of(found.key)),
        "path": rules.path_of(found.key),
    }
    entries = [(one["title"], one["url"]) for section in sections for one in section["items"]]
    context["things"] = [
        released(request, found, rules.path_of(found.key), "CollectionPage", **inside(request, entries))
    ]
    return counted(page(request, "theme", context, found.title), found.key)


def _updated(release: Release) -> Any:
    """Return when something last came to the theme or it was released again."""
    report = queries.report_of(release.item.theme)
    return report.updated_on or timezone.localdate(release.published_at)


def _gone(request: HttpRequest, site: Site, slug: str) -> HttpResponse:
    row = queries.theme_model().objects.select_related("item__agency").filter(slug=slug).first()
    item = publishing.tombstone(row.item.key) if row else None
    if item is None or not item.agency.lineage.startswith(site.agency.lineage):
        raise Http404
    context = {"item": item, "why": WITHDRAWAL_NAMES.get(item.withdrawal_kind, "已撤下")}
    response = page(request, "gone", context, "已撤下", 410)
    response["Cache-Control"] = "no-store"
    return response


@public_page
def contents(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """Everything in a theme as a table."""
    site = site_of(request)
    found = _release(site, slug)
    if found is None:
        raise Http404
    today = timezone.localdate()
    head = ("版块", "标题", "发文字号", "机关", "有效性", "公布时间", "索引号", "网址")
    rows: list[list[object]] = [
        [
            rules.SECTION_NAMES[section], one.title, one.doc_number, one.agency.name,
            VALIDITY_NAMES[queries.validity_of(one, today)] if one.kind == "document" else "",
            timezone.localtime(one.published_at).strftime("%Y-%m-%d %H:%M"), one.key,
            request.build_absolute_uri(KINDS[one.kind].path(one.key)),
        ]
        for section, releases in queries.members(found.item.theme, site).items()
        for one in releases
    ]  # fmt: skip
    return as_table(f"theme-{slug}", form, head, rows)
