"""One list: as it stands, as it stood in an earlier edition, or that it was withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from gongkai.base.ui.public import counted, public_page, site_of
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import WITHDRAWAL_NAMES, State
from gongkai.proactive.faq import queries
from gongkai.proactive.faq.portal.shared import COLUMN, HOME, SHELF, page
from gongkai.proactive.faq.rules import KIND, numbered, path_of

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Edition, Item, Release


@public_page
def questions(request: HttpRequest, key: str) -> HttpResponse:
    site = site_of(request)
    release = publishing.release_by_key(key, site)
    if release is not None and release.kind == KIND:
        return _shown(request, release, release.edition)
    item = publishing.tombstone(key)
    if item is None or item.kind != KIND or not _here(item, site):
        raise Http404
    return _gone(request, item)


def _here(item: Item, site: Any) -> bool:
    if site.whole_tree:
        return item.agency.lineage.startswith(site.agency.lineage)
    return bool(item.agency_id == site.agency_id)


@public_page
def earlier(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Show what the list said before; the page says that there is a newer edition."""
    release = publishing.release_by_key(key, site_of(request))
    if release is None or release.kind != KIND:
        raise Http404
    if number == release.edition.number:
        return _shown(request, release, release.edition)
    edition = publishing.superseded_edition(key, number)
    if edition is None:
        raise Http404
    return _shown(request, release, edition)


def _shown(request: HttpRequest, release: Release, edition: Edition) -> HttpResponse:
    facts, policy = edition.snapshot, queries.policy_of(release)
    told = queries.about(policy) if policy else None
    current = edition.pk == release.edition_id
    entries = [
        {
            "question": one.entry["question"], "anchor": one.anchor, "lines": one.lines,
            "basis": one.entry.get("basis_text", ""),
            "basis_url": f"{told['url']}#{one.entry['basis']}" if told and one.entry.get("basis") else "",
        }
        for one in numbered(facts["entries"])
    ]  # fmt: skip
    path = path_of(release.key)
    crumbs = [HOME, SHELF, {"label": facts["title"]}]
    context = {
        "release": release,
        "edition": edition,
        "title": facts["title"],
        "entries": entries,
        "policy": told,
        "current": current,
        "page_url": path,
        "editions": _editions(release, edition),
        "crumbs": crumbs,
        "canonical": request.build_absolute_uri(path),
        "column": COLUMN | {"description": release.summary or COLUMN["description"]},
        "article": {
            "title": release.title,
            "pub_date": timezone.localtime(release.published_at).strftime("%Y-%m-%d %H:%M"),
            "source": release.agency.name,
            "keywords": "常见问题",
            "description": release.summary,
            "url": request.build_absolute_uri(path),
        },
    }
    if current and told and not told["over"]:
        context["things"] = [_machine(request, release, entries)]
    shown = page(request, "questions", context)
    return counted(shown, release.key) if current else shown


def _machine(request: HttpRequest, release: Release, entries: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "@type": "FAQPage",
        "name": release.title,
        "url": request.build_absolute_uri(path_of(release.key)),
        "dateModified": release.published_at.isoformat(),
        "publisher": {"@type": "GovernmentOrganization", "name": release.agency.name},
        "mainEntity": [
            {
                "@type": "Question",
                "name": one["question"],
                "acceptedAnswer": {"@type": "Answer", "text": "\n".join(line for _, line in one["lines"])},
            }
            for one in entries
        ],
    }


def _editions(release: Release, shown: Edition) -> list[dict[str, Any]]:
    rows = release.item.editions.filter(state__in=[State.PUBLISHED, State.SUPERSEDED])
    return [
        {
            "number": one.number,
            "at": one.published_at,
            "note": one.change_note,
            "url": path_of(release.key) + ("" if one.pk == release.edition_id else f"/v{one.number}"),
            "current": one.pk == shown.pk,
        }
        for one in rows.order_by("-number").only("number", "published_at", "change_note")
    ]


def _gone(request: HttpRequest, item: Item) -> HttpResponse:
    context = {
        "item": item,
        "why": WITHDRAWAL_NAMES.get(item.withdrawal_kind, "已撤下"),
        "crumbs": [HOME, SHELF, {"label": "已撤下"}],
    }
    return page(request, "gone", context, status=410)
