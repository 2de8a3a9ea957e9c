"""A topic as a page shows it: its lists are looked up now, among what this site may show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.safestring import mark_safe

from gongkai.base.files import queries as files
from gongkai.doors.site.queries.showing import came_by, doc_items
from gongkai.doors.site.rules import TOPIC, TRANSLATION
from gongkai.doors.site.rules.banners import ROLE
from gongkai.engine.publishing import queries as publishing

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Site
    from gongkai.doors.site.models import Topic
    from gongkai.engine.publishing.models import Edition, Release


def topic_page(facts: Mapping[str, Any], site: Site, picture: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return what the page of a topic shows of a snapshot (or, in the preview, of the working copy).

    `picture` is the one of the banner: src, srcset, width, height. Without it the banner is its ground alone.
    """
    banner = facts.get("banner") or {}
    blocks = shown_blocks(facts["blocks"], site)
    return {
        "title": facts["title"],
        "lede": facts["summary"],
        "agency": facts["agency"],
        "blocks": blocks,
        "tone": banner.get("tone", ""),
        "picture": {**picture, "alt": banner.get("alt", "")} if picture else None,
        "outline": [{"label": block["title"], "id": f"b-{block['id']}"} for block in blocks if block["title"]],
    }


def banner_picture(key: str, edition: Edition) -> dict[str, Any] | None:
    """Return the banner's picture as it was published; None without one and before its sizes are made."""
    attached = next((one for one in edition.files.all() if one.role == ROLE), None)
    sizes = files.picture_sizes([attached.file_id]).get(attached.file_id) if attached else None
    if attached is None or not sizes:
        return None
    base = f"/pictures/{key}/{edition.number}/{attached.file_id}"
    width, height = sizes[-1]
    srcset = ", ".join(f"{base}/{one} {one}w" for one, _ in sizes)
    return {"src": f"{base}/{width}", "srcset": srcset, "width": width, "height": height}


def desk_picture(topic: Topic, edition: Edition) -> dict[str, Any] | None:
    """Return the banner's picture for those who prepare it: the original, at an address behind the desk."""
    if not edition.files.filter(role=ROLE).exists():
        return None
    return {"src": reverse("site-desk:banner-picture", args=[topic.pk]), "alt": topic.banner.get("alt", "")}


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
