"""What public pages say to machines: schema.org statements in JSON-LD (R263)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from django.http import HttpRequest


def json_ld(*things: Mapping[str, Any]) -> SafeString:
    """Return schema.org statements as script text that cannot end its own element."""
    graph = [{key: value for key, value in thing.items() if value not in (None, "", [])} for thing in things]
    text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False)
    text = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return mark_safe(text)  # noqa: S308 characters of markup are escaped above


def trail(request: HttpRequest, crumbs: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """Return the breadcrumb as schema.org wants it."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": place,
                "name": crumb["label"],
                "item": request.build_absolute_uri(crumb.get("url") or request.path),
            }
            for place, crumb in enumerate(crumbs, start=1)
        ],
    }


def organisation(name: str, **more: Any) -> dict[str, Any]:
    return {"@type": "GovernmentOrganization", "name": name} | more


def released(request: HttpRequest, release: Any, path: str, kind: str, **more: Any) -> dict[str, Any]:
    """Return what is true of everything that was published here, as a thing of this schema.org type, and what comes on top."""
    url = request.build_absolute_uri(path)
    return {
        "@type": kind,
        "@id": url,
        "url": url,
        "name": release.title,
        "identifier": release.key,
        "description": release.summary,
        "inLanguage": "zh-Hans",
        "datePublished": release.first_published_at.isoformat(),
        "dateModified": release.published_at.isoformat(),
        "publisher": organisation(release.agency.name),
        "isAccessibleForFree": True,
    } | more


def inside(request: HttpRequest, entries: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Return what a page that leads to other pages says of them: (title, path) of each that it shows."""
    return {
        "mainEntity": {
            "@type": "ItemList",
            "numberOfItems": len(entries),
            "itemListElement": [
                {"@type": "ListItem", "position": place, "name": title, "url": request.build_absolute_uri(path)}
                for place, (title, path) in enumerate(entries, start=1)
            ],
        }
    }


def listed(request: HttpRequest, name: str, entries: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Return a list page that is no publication itself, with what it lists."""
    url = request.build_absolute_uri(request.path)
    return {"@type": "CollectionPage", "url": url, "name": name} | inside(request, entries)
