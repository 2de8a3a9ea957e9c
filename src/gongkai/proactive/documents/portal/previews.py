"""An attachment read in the browser: what was found in the file when it was taken in, as a page; the file itself beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.http import Http404
from django.shortcuts import render
from django.utils.safestring import mark_safe

from gongkai.base.files import queries as files
from gongkai.base.files.rules import anchored, clean_html
from gongkai.proactive.documents.portal import presenting
from gongkai.proactive.documents.portal.parting import Reading
from gongkai.proactive.documents.portal.reading import edition_at, public_page, release_at

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LONGEST = 400_000  # characters of markup shown; a table of a thousand pages is downloaded


@public_page
def preview(request: HttpRequest, key: str, file_id: str, number: str = "") -> HttpResponse:
    """Show one file of the present wording, or of an earlier one by its number; 404 for any other file."""
    release = release_at(request, key)
    edition: Any = release.edition
    if number:
        release, edition = edition_at(request, key, int(number))
    attached = edition.files.select_related("file").filter(file_id=int(file_id)).first()
    if attached is None:
        raise Http404
    read = files.extracted_of(attached.file)
    html, entries = anchored(clean_html(read.html[:LONGEST])) if read and len(read.html) <= LONGEST else ("", ())
    name = attached.name
    context = {
        "release": release,
        "edition": edition,
        "name": name,
        "size": attached.file.size,
        "type": presenting.type_of(attached),
        "url": f"/files/{release.key}/{edition.number}/{attached.file_id}/{quote(name)}",
        "html": mark_safe(html),  # noqa: S308 cleaned just now
        "outline": presenting.outline(Reading("", "", entries)),
        "pages": read.pages if read else None,
        "scanned": bool(read and read.pages and not read.text.strip()),
        "crumbs": [
            {"label": "首页", "url": "/"},
            {"label": "政府文件", "url": "/documents/"},
            {"label": release.doc_number or release.title, "url": f"/documents/{release.key}"},
            {"label": name},
        ],
        "column": {"name": "政府文件", "description": "公文库", "keywords": "政府文件", "type": "政策文件"},
    }
    return render(request, "documents/portal/preview.html", context)
