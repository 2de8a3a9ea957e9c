"""The gazette in public: the shelf with its search, an issue with its contents, each text, the issue as a PDF, the feed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe

from gongkai.base.files.rules import anchored
from gongkai.base.ui import sheet
from gongkai.base.ui.linked import listed, organisation, released
from gongkai.base.ui.public import counted, public_page, site_of
from gongkai.base.ui.text import iso
from gongkai.engine.publishing import queries as publishing
from gongkai.proactive.gazette.actions.papering import LAYOUT, digest_of, file_of
from gongkai.proactive.gazette.models import Gazette
from gongkai.proactive.gazette.portal.finding import find
from gongkai.proactive.gazette.portal.shared import SHELF, asked, gone_or_404, page, whole
from gongkai.proactive.gazette.queries.public import (
    english_release,
    issue_release,
    keys_here,
    numbers_public,
    public_issues,
    text_release,
    texts_of,
    year_and_number,
)
from gongkai.proactive.gazette.queries.standard import corrected_by, notes_for_text
from gongkai.proactive.gazette.rules import COLUMN_NAMES, gap_count, gap_words, missing_numbers, path_of

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Site
    from gongkai.engine.publishing.models import Release

ENTRIES = 25
HEAD = ("期次", "年", "期号", "篇数", "主办机关", "发布时间", "索引号", "网址")


def _gazette(site: Site) -> Gazette | None:
    return Gazette.objects.filter(agency=site.agency).first()


def cover(release: Release) -> dict[str, Any]:
    year, number = year_and_number(release.key)
    name, _, total = release.title.partition(f"{year}年第{number}号")
    return {
        "name": name, "brief": f"{year}年第{number}号", "total": total.strip("（）"), "url": path_of(release.key),
        "title": release.title, "on": release.issued_on or timezone.localdate(release.published_at),
    }  # fmt: skip


def _cells(request: HttpRequest, release: Release) -> list[object]:
    facts = release.edition.snapshot
    return [
        release.title, facts["year"], facts["number"], len(facts["contents"]), release.agency.name,
        iso(release.published_at), release.key, request.build_absolute_uri(path_of(release.key)),
    ]  # fmt: skip


@public_page
def shelf(request: HttpRequest) -> HttpResponse:
    """Every issue by year; with words, the texts that hold them, with the passages."""
    site, words = site_of(request), asked(request, "q")
    totals, years = numbers_public(site)
    chosen = whole(request, "year")
    year = chosen if chosen in years else 0
    total = whole(request, "no")
    searching = bool(words)
    rows = public_issues(site, year=year or (0 if total or searching else next(iter(years), 0)))
    if total:
        rows = rows.filter(title__contains=f"（总第{total}期）")
    if not searching and (
        file := sheet.asked(request, "政府公报", HEAD, lambda: [_cells(request, row) for row in rows])
    ):
        return file
    gaps = missing_numbers(totals)
    found = find(request, site, words, year) if searching else None
    covers = [] if searching else [cover(row) for row in rows]
    shown: dict[int, list[dict[str, Any]]] = {}
    for one in covers:
        shown.setdefault(int(str(one["brief"])[:4]), []).append(one)
    gazette = _gazette(site)
    context = {
        "about": "本级政府公报创刊以来各期内容，可以按年份、期号、标题、文号和正文查阅。",
        "gazette": gazette, "wanted": {"q": words, "year": year, "no": total or ""},
        "years": [{"year": one, "count": count, "current": one == year} for one, count in years.items()],
        "shown": list(shown.items()), "found": found, "count": len(totals), "gaps": gap_words(gaps), "gap_count": gap_count(gaps),
        "total": total, "feed": "/gazette/feed.xml", "exports": sheet.links(request) if covers else [],
    }  # fmt: skip
    context["things"] = [listed(request, "政府公报", [(one["title"], one["url"]) for one in covers])]
    return page(request, "shelf", "政府公报", context)


@public_page
def issue(request: HttpRequest, year: int, number: int, code: str = "") -> HttpResponse:
    site = site_of(request)
    release = issue_release(site, year, number, code=code)
    if release is None:
        return gone_or_404(request, keys_here(site, code, f"{year}/{number}"), site)
    facts = release.edition.snapshot
    texts = {one.key: one for one in texts_of(release)}
    columns: list[dict[str, Any]] = []
    for place, one in enumerate(facts["contents"], start=1):
        name = COLUMN_NAMES.get(one["column"], "")
        if not columns or columns[-1]["name"] != name:
            columns.append({"name": name, "texts": []})
        columns[-1]["texts"].append({"place": place, "text": texts.get(one["key"]), "url": path_of(one["key"])})
    printed = file_of(digest_of(release, list(texts.values())))
    scans = [
        {
            "name": one.name,
            "url": f"/files/{release.key}/{release.edition.number}/{one.file_id}/{one.name}",
            "size": one.file.size,
        }
        for one in release.edition.files.all()
    ]
    context = {
        "about": release.summary or release.title, "release": release, "cover": cover(release), "columns": columns,
        "facts": facts, "count": len(facts["contents"]),
        "pdf": f"{path_of(release.key)}.pdf" if facts["contents"] else "",
        "pdf_size": printed.stat().st_size if printed.is_file() else 0,
        "scans": scans, "english": english_release(site, release.key),
        "proof": f"/verify/?q={release.key}",
        "texts": [
            {"place": place, "release": one, "html": mark_safe(one.edition.html)}  # noqa: S308 cleaned when it was stored
            for place, one in enumerate(texts.values(), start=1)
        ]
        if request.GET.get("view") == "all"
        else [],
    }  # fmt: skip
    gazette = {"@type": "Periodical", "name": facts["gazette"], "publisher": organisation(release.agency.name)}
    context["things"] = [
        released(
            request, release, path_of(release.key), "PublicationIssue", issueNumber=facts["number"], isPartOf=gazette,
            hasPart=[
                {"@type": "Article", "name": one.title, "url": request.build_absolute_uri(path_of(one.key))}
                for one in texts.values()
            ],
        )
    ]  # fmt: skip
    shown = page(request, "issue", release.title, context, trail=(SHELF, {"label": cover(release)["brief"]}))
    return counted(shown, release.key)


@public_page
def text(request: HttpRequest, year: int, number: int, place: int, code: str = "") -> HttpResponse:
    """One text of an issue: the standard text, with what was decided on differences from the site's version."""
    site = site_of(request)
    release = text_release(site, year, number, place, code=code)
    if release is None:
        return gone_or_404(request, keys_here(site, code, f"{year}/{number}/{place}"), site)
    facts = release.edition.snapshot
    html, outline = anchored(release.edition.html)
    whole_issue = issue_release(site, year, number, code=code)
    keys = [one["key"] for one in whole_issue.edition.snapshot["contents"]] if whole_issue else []
    at = keys.index(release.key) if release.key in keys else -1
    document = publishing.release_by_key(facts["document"], site) if facts["document"] else None
    context = {
        "about": f"{facts['issue_title']}刊登", "release": release, "facts": facts, "formed_on": release.formed_on,
        "column_name": COLUMN_NAMES.get(facts["column"], ""), "html": mark_safe(html), "outline": _outline(outline),  # noqa: S308 cleaned when it was stored
        "issue_url": path_of(facts["issue"]),
        "document": document, "document_url": f"/documents/{document.key}" if document else "",
        "notes": notes_for_text(release.key),
        "corrections": [
            {"brief": one.issue.brief, "url": path_of(one.item.key), "title": one.title}
            for one in corrected_by(release.key) if one.item
        ],
        "before": path_of(keys[at - 1]) if at > 0 else "", "after": path_of(keys[at + 1]) if 0 <= at < len(keys) - 1 else "",
        "proof": f"/verify/?q={release.key}",
    }  # fmt: skip
    brief = str(cover(whole_issue)["brief"]) if whole_issue else f"{year}年第{number}号"
    trail = (SHELF, {"label": brief, "url": path_of(facts["issue"])}, {"label": f"第{place}篇"})
    issue = {
        "@type": "PublicationIssue",
        "name": facts["issue_title"],
        "url": request.build_absolute_uri(path_of(facts["issue"])),
    }
    context["things"] = [
        released(
            request, release, path_of(release.key), "Article", headline=release.title, isPartOf=issue,
            identifier=[one for one in (release.key, release.doc_number) if one],
            author=[organisation(name) for name in facts["issuers"]],
        )
    ]  # fmt: skip
    return counted(page(request, "text", release.title, context, trail=trail), release.key)


def _outline(entries: Any) -> list[dict[str, Any]]:
    shown = [{"label": one.text, "id": one.anchor, "level": one.level} for one in entries if one.level <= 2]
    return shown if len(shown) > 2 else []


@public_page
def paper(request: HttpRequest, year: int, number: int, code: str = "") -> HttpResponse:
    """The whole issue in A4. A file of other content than what is public now is never handed out: it is being made."""
    site = site_of(request)
    release = issue_release(site, year, number, code=code)
    if release is None:
        return gone_or_404(request, keys_here(site, code, f"{year}/{number}"), site)
    digest = digest_of(release, texts_of(release))
    path = file_of(digest)
    if not path.is_file():
        context = {"release": release, "issue_url": path_of(release.key)}
        response = page(
            request, "waiting", "整期文件正在制作", context, trail=(SHELF, {"label": release.title}), status=503
        )
        response["Retry-After"] = "60"
        response["Cache-Control"] = "no-store"
        return response
    answer = HttpResponse(path.read_bytes(), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="gazette-{year}-{number}.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["ETag"] = f'"{digest}-{LAYOUT}"'
    return answer


@public_page
def feed(request: HttpRequest) -> HttpResponse:
    """Atom: the newest issues."""
    site = site_of(request)
    rows = list(public_issues(site)[:ENTRIES])
    entries = [
        {
            "release": row, "url": request.build_absolute_uri(path_of(row.key)),
            "published": timezone.localtime(row.first_published_at).isoformat(timespec="seconds"),
            "updated": timezone.localtime(row.published_at).isoformat(timespec="seconds"),
        }
        for row in rows
    ]  # fmt: skip
    gazette = _gazette(site)
    context = {
        "title": gazette.name if gazette else f"{site.name}：政府公报", "author": site.sponsor or site.name,
        "self_url": request.build_absolute_uri("/gazette/feed.xml"), "page_url": request.build_absolute_uri("/gazette/"),
        "updated": max((str(one["updated"]) for one in entries), default="1970-01-01T00:00:00+00:00"), "entries": entries,
    }  # fmt: skip
    return render(request, "gazette/portal/feed.xml", context, content_type="application/atom+xml; charset=utf-8")


@public_page
def points(request: HttpRequest) -> HttpResponse:
    """Where the paper gazette may be taken free of charge (公共取阅点, R288)."""
    gazette = _gazette(site_of(request))
    rows = gazette.recipients.filter(is_point=True, active=True) if gazette else []
    context = {"about": "可以免费取阅纸质公报的地点", "points": rows, "gazette": gazette}
    return page(request, "points", "公报取阅点", context, trail=(SHELF, {"label": "公报取阅点"}))
