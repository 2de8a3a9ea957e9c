"""Compilations (R029): contents as they are public now, and the set as one PDF or one archive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.safestring import mark_safe

from gongkai.base.ui import sheet
from gongkai.base.ui.linked import inside, listed, released
from gongkai.base.ui.public import counted, public_page, site_of
from gongkai.base.ui.text import iso
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import KINDS, WITHDRAWAL_NAMES
from gongkai.proactive.stock.actions.binding import LAYOUT, path_of
from gongkai.proactive.stock.portal.shared import page
from gongkai.proactive.stock.queries import compilations as queries

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Release
    from gongkai.proactive.stock.models import Compilation

MEDIA_TYPES = {"pdf": "application/pdf", "zip": "application/zip"}
COLUMN = {"label": "文件汇编", "url": "/compilations/"}
HEAD = ("汇编", "说明", "编者", "主题", "发布时间", "索引号", "网址")


class Withdrawn(Exception):
    def __init__(self, item: Any) -> None:
        super().__init__(item.key)
        self.item = item


@public_page
def shelf(request: HttpRequest) -> HttpResponse:
    rows = list(queries.public_compilations(site_of(request)))
    if file := sheet.asked(request, "文件汇编", HEAD, lambda: [_cells(request, row) for row in rows]):
        return file
    by_theme: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        item: dict[str, Any] = {
            "title": row.title,
            "url": KINDS[row.kind].path(row.key),
            "agency": row.agency.label,
            "extra": [row.summary],
        }
        item["dates"] = [{"name": "公布", "date": timezone.localdate(row.published_at)}]
        by_theme.setdefault(row.themes[0] if row.themes else "综合", []).append(item)
    context = {
        "about": "重点制度文件按主题汇编，可以整册下载",
        "themes": [{"name": name, "items": items} for name, items in sorted(by_theme.items())],
        "total": len(rows),
        "exports": sheet.links(request) if rows else [],
    }
    context["things"] = [listed(request, "文件汇编", [(row.title, KINDS[row.kind].path(row.key)) for row in rows])]
    return page(request, "compilations", "文件汇编", context)


def _cells(request: HttpRequest, row: Release) -> list[object]:
    url = request.build_absolute_uri(KINDS[row.kind].path(row.key))
    return [row.title, row.summary, row.agency.name, "、".join(row.themes), iso(row.published_at), row.key, url]


def _release(request: HttpRequest, key: str) -> tuple[Release, Compilation]:
    site = site_of(request)
    release = publishing.release_by_key(key, site)
    found = queries.compilation_of(release) if release is not None and release.kind == queries.KIND else None
    if release is not None and found is not None:
        return release, found
    item = publishing.tombstone(key)
    if item is not None and item.kind == queries.KIND and item.agency.lineage.startswith(site.agency.lineage):
        raise Withdrawn(item)
    raise Http404


def _gone(request: HttpRequest, item: Any) -> HttpResponse:
    context = {"item": item, "why": WITHDRAWAL_NAMES.get(item.withdrawal_kind, "已撤下")}
    response = page(request, "compilation_gone", "已撤下", context, status=410)
    response["Cache-Control"] = "no-store"
    return response


@public_page
def compilation(request: HttpRequest, key: str) -> HttpResponse:
    try:
        release, found = _release(request, key)
    except Withdrawn as gone:
        return _gone(request, gone.item)
    members = queries.public_members(found, site_of(request))
    digest = queries.members_digest(release, queries.public_members(found))
    chapters: list[dict[str, Any]] = []
    for chapter, member in members:
        if not chapters or chapters[-1]["name"] != chapter:
            chapters.append({"name": chapter, "members": []})
        url = KINDS[member.kind].path(member.key)
        chapters[-1]["members"].append({"release": member, "url": url})
    forms = [
        {"label": label, "url": f"/compilations/{key}.{form}", "size": path_of(digest, form).stat().st_size}
        for form, label in (("pdf", "整册 PDF"), ("zip", "压缩包（含原文、附件和校验清单）"))
        if path_of(digest, form).is_file()
    ]
    context = {
        "about": release.summary,
        "release": release,
        "compilation": found,
        "chapters": chapters,
        "count": len(members),
        "foreword": mark_safe(release.edition.html),  # noqa: S308 cleaned when it was stored
        "forms": forms,
        "trail": [COLUMN, {"label": release.title}],
    }
    entries = [(member.title, KINDS[member.kind].path(member.key)) for _, member in members]
    path = KINDS[release.kind].path(release.key)
    context["things"] = [released(request, release, path, "Collection", **inside(request, entries))]
    return counted(page(request, "compilation", release.title, context), release.key)


@public_page
def paper(request: HttpRequest, key: str, form: str) -> HttpResponse:
    """Hand out the file of exactly what is public now. A file of another set is never handed out: it is being made."""
    try:
        release, found = _release(request, key)
    except Withdrawn as gone:
        return _gone(request, gone.item)
    digest = queries.members_digest(release, queries.public_members(found))
    path = path_of(digest, form)
    if not path.is_file():
        context = {"release": release, "trail": [COLUMN, {"label": release.title}], "compilation": found}
        response = page(request, "compilation_waiting", release.title, context, status=503)
        response["Retry-After"] = "60"
        response["Cache-Control"] = "no-store"
        return response
    response = HttpResponse(path.read_bytes(), content_type=MEDIA_TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="compilation-{release.key.replace("/", "-")}.{form}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["ETag"] = f'"{digest}-{form}-{LAYOUT}"'
    return response
