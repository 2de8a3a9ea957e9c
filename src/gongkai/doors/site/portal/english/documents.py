"""Documents in the English window: the list of what is translated, the list of all, and the page of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.safestring import mark_safe

from gongkai.base.files.rules import anchored
from gongkai.base.ui.linked import json_ld, trail
from gongkai.base.ui.public import counted, public_page, site_of
from gongkai.doors.site.portal.english.lines import lines, particulars, status
from gongkai.doors.site.portal.english.pages import HOME, english_page
from gongkai.doors.site.portal.shared import paged
from gongkai.doors.site.queries import release_here, view_count
from gongkai.doors.site.queries.english import English, Names, documents_in_english, in_english
from gongkai.doors.site.rules.english import LEVEL_WORDS, PREFIX, WITHDRAWALS
from gongkai.engine.publishing import queries as publishing

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Release

SHELF = {"label": "Documents", "url": f"{PREFIX}documents/"}


@public_page
def documents(request: HttpRequest) -> HttpResponse:
    site = site_of(request)
    everything = request.GET.get("all") == "1"
    translated = documents_in_english(site)
    rows = publishing.public_releases(site).filter(kind="document").select_related("edition")
    shown = paged(request, rows if everything else translated)
    total, mine = rows.count(), translated.count()
    tabs = [
        {"label": "In English", "url": SHELF["url"], "count": mine, "current": not everything},
        {"label": "All documents", "url": f"{SHELF['url']}?all=1", "count": total, "current": everything},
    ]
    crumbs = [HOME, {"label": "Documents"}]
    context = {
        "tabs": tabs,
        "everything": everything,
        "items": lines(shown.object_list, Names()),
        "page_obj": shown,
        "crumbs": crumbs,
        "description": "Documents made public by the agencies of the city, with English titles, summaries and translations.",
        "json_ld": json_ld(trail(request, crumbs)),
    }
    return english_page(request, "documents", context)


@public_page
def document(request: HttpRequest, key: str) -> HttpResponse:
    """The particulars of any public document in English, with whatever officers translated of it."""
    site = site_of(request)
    release, gone = release_here(site, key, ("document",))
    if release is None:
        return _gone(request, gone)
    names = Names()
    english = in_english([release]).get(release.key)
    state = status(release, timezone.localdate())
    number = release.doc_number or release.title
    crumbs = [HOME, SHELF, {"label": english.title if english else number}]
    context = {
        "release": release,
        "english": english,
        "level": LEVEL_WORDS[english.level] if english else "",
        "state": state,
        "rows": particulars(release, release.edition, names, state["word"]),
        "chinese_summary": release.summary if not (english and english.summary) else "",
        "text": _text_of(english),
        "made_of": _made_of(release, english),
        "files": [
            {"name": one.name, "url": f"/files/{release.key}/{release.edition.number}/{one.file_id}/{one.name}", "size": one.file.size}
            for one in release.edition.files.all()
        ],
        "views": view_count(release.key),
        "crumbs": crumbs,
        "description": english.summary or english.title if english else "Particulars in English; the text is in Chinese.",
        "noindex": english is None,
        "json_ld": _json_ld(request, release, english, crumbs),
    }  # fmt: skip
    response = counted(english_page(request, "document", context), release.key)
    response["Content-Language"] = "en"
    return response


def _text_of(english: English | None) -> Any:
    """Return the translation without the summary, which stands in the head of the page. Anchors are those of the index."""
    if english is None or english.level != "full":
        return ""
    text = anchored(english.html)[0]
    if english.summary:
        text = text.partition("</p>")[2]
    return mark_safe(text)  # noqa: S308 cleaned when it was stored


def _made_of(release: Release, english: English | None) -> dict[str, Any]:
    """Return the Chinese edition that was translated, and the present one where it is another."""
    if english is None:
        return {}
    edition = publishing.superseded_edition(release.key, english.of_edition) if english.outdated else release.edition
    base = f"/documents/{release.key}"
    return {
        "number": english.of_edition,
        "at": edition.published_at if edition else None,
        "url": f"{base}/v{english.of_edition}",
        "now": release.edition.number,
        "now_at": release.edition.published_at,
        "compare_url": f"{base}/compare?old={english.of_edition}&new={release.edition.number}",
    }


def _json_ld(request: HttpRequest, release: Release, english: English | None, crumbs: list[dict[str, str]]) -> Any:
    original = {
        "@type": "DigitalDocument",
        "@id": request.build_absolute_uri(f"/documents/{release.key}"),
        "name": release.title,
        "inLanguage": "zh-Hans",
    }
    if english is None:
        return json_ld(trail(request, crumbs))
    thing = {
        "@type": "DigitalDocument",
        "url": request.build_absolute_uri(request.path),
        "name": english.title,
        "description": english.summary,
        "inLanguage": "en",
        "identifier": release.key,
        "translationOfWork": original,
        "datePublished": english.first_published_at.isoformat(),
        "dateModified": english.published_at.isoformat(),
    }
    return json_ld(thing, trail(request, crumbs))


def _gone(request: HttpRequest, item: Any) -> HttpResponse:
    if item is None:
        raise Http404
    context = {
        "item": item,
        "why": WITHDRAWALS.get(item.withdrawal_kind, "the reason is given on the Chinese page"),
        "agency": Names().agency(item.agency),
        "crumbs": [HOME, SHELF, {"label": "Withdrawn"}],
        "description": "This document was withdrawn.",
        "noindex": True,
    }
    response = english_page(request, "gone", context, status=410)
    response["Cache-Control"] = "no-store"
    return response
