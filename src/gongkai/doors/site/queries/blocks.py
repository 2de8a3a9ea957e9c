"""A topic as a page shows it: its lists are looked up now, among what this site may show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.utils.safestring import mark_safe

from gongkai.doors.site.queries.showing import came_by, doc_items
from gongkai.doors.site.rules import TOPIC, TRANSLATION
from gongkai.engine.publishing import queries as publishing

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Site
    from gongkai.engine.publishing.models import Release


def topic_page(facts: Mapping[str, Any], site: Site) -> dict[str, Any]:
    """Return what the page of a topic shows of a snapshot (or, in the preview, of the working copy)."""
    blocks = shown_blocks(facts["blocks"], site)
    return {
        "title": facts["title"],
        "lede": facts["summary"],
        "agency": facts["agency"],
        "blocks": blocks,
        "outline": [{"label": block["title"], "id": f"b-{block['id']}"} for block in blocks if block["title"]],
    }


def shown_blocks(blocks: Sequence[Mapping[str, Any]], site: Site) -> list[dict[str, Any]]:
    """Return each block with what its template needs; a list with nothing public in it is left out."""
    shown = []
    for block in blocks:
        made = dict(block) | _content(block, site)
        if made.get("entries") != []:
            shown.append(made)
    return shown


def _content(block: Mapping[str, Any], site: Site) -> dict[str, Any]:
    match block["kind"]:
        case "text":
            return {"html": mark_safe(block["html"])}  # noqa: S308 cleaned by the allow-list when it was stored
        case "query":
            found = asked_for(block, site)
            return {"entries": _lines(found[: block["limit"]]), "total": found.count(), "url": library_url(block)}
        case "picks":
            by_key = {one.key: one for one in publishing.public_releases(site).filter(key__in=block["keys"])}
            return {"entries": _lines([by_key[key] for key in block["keys"] if key in by_key])}
        case "column":
            return _column(block, site)
        case "table":
            return {"columns": [{"label": label} for label in block["head"]]}
        case _:
            return {}


def _lines(releases: Sequence[Release] | QuerySet[Release]) -> list[dict[str, Any]]:
    return came_by(doc_items(releases), "topic")


def _column(block: Mapping[str, Any], site: Site) -> dict[str, Any]:
    column = publishing.columns_of_site(site).filter(slug=block["slug"]).first()
    if column is None:
        return {"entries": []}
    here = publishing.public_releases(site).values("pk")
    found = publishing.releases_in_column(column).filter(pk__in=here)
    return {
        "entries": _lines(found[: block["limit"]]),
        "total": found.count(),
        "url": f"/columns/{column.slug}/",
        "name": column.name,
    }


def asked_for(block: Mapping[str, Any], site: Site) -> QuerySet[Release]:
    """Return what a block's conditions find among the releases of this site, newest first; topics never list topics."""
    rows = publishing.public_releases(site).exclude(kind__in=(TOPIC, TRANSLATION))
    for word in str(block.get("words", "")).split():
        rows = rows.filter(Q(title__icontains=word) | Q(summary__icontains=word) | Q(doc_number__icontains=word))
    if block.get("agency"):
        rows = rows.filter(agency__lineage__contains=f"/{block['agency']}/")
    for name in ("genre", "category"):
        if block.get(name):
            rows = rows.filter(**{name: block[name]})
    return publishing.with_theme(rows, str(block["theme"])) if block.get("theme") else rows


def library_url(block: Mapping[str, Any]) -> str:
    """Return where the same conditions are asked in the library of documents."""
    asked = {"q": block.get("words"), **{name: block.get(name) for name in ("theme", "agency", "genre", "category")}}
    return "/documents/?" + urlencode({name: value for name, value in asked.items() if value})


def questions(blocks: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the questions of a topic as schema.org's FAQPage wants them."""
    return [
        {"@type": "Question", "name": one["question"], "acceptedAnswer": {"@type": "Answer", "text": one["answer"]}}
        for block in blocks
        if block["kind"] == "faq"
        for one in block["questions"]
    ]
