"""Downloads: only files of wordings that are public now or were until they were replaced."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.views.decorators.http import require_safe

from gongkai.base.files.queries import PICTURE_KINDS, PICTURE_TYPE, open_file, picture_path
from gongkai.base.files.rules import FileRefused
from gongkai.base.ui.public import site_of
from gongkai.doors.site.queries import in_site
from gongkai.engine.publishing import queries as publishing

if TYPE_CHECKING:
    from django.core.files.base import File

    from gongkai.base.organisations.models import Site

PIECE = 64 * 1024
# What a browser may show itself; everything else is handed over as a file. HTML and SVG could carry script.
SHOWN_INLINE = frozenset({"application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp", "text/plain"})
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def public_file(site: Site, key: str, number: int, file_id: int) -> Any:
    """Return the attached file; 404 for everything that is not public on this site."""
    release = publishing.release_by_key(key, site)
    if release is None:
        raise Http404
    edition: Any = release.edition
    if edition.number != number:
        edition = publishing.superseded_edition(key, number)
        if edition is None or not in_site(edition.item.agency, site):
            raise Http404
    attached = edition.files.select_related("file").filter(file_id=file_id).first()
    if attached is None:
        raise Http404
    return attached


@require_safe
def download(request: HttpRequest, key: str, number: str, file_id: str, name: str) -> HttpResponseBase:
    attached = public_file(site_of(request), key, int(number), int(file_id))
    if name != attached.name:
        return HttpResponseRedirect(f"/files/{key}/{number}/{file_id}/{quote(attached.name)}")
    etag = f'"{attached.file.sha256}"'
    if etag in request.headers.get("If-None-Match", ""):
        return _dressed(HttpResponse(status=304), attached, etag)
    span = _span(request, attached.file.size, etag)
    if span is None:
        response: HttpResponseBase = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{attached.file.size}"
        return response
    start, end = span
    try:
        opened = open_file(attached.file)
    except FileRefused as error:
        raise Http404(str(error)) from error
    partial = (start, end) != (0, attached.file.size)
    response = StreamingHttpResponse(_Pieces(opened, start, end), status=206 if partial else 200)
    if partial:
        response["Content-Range"] = f"bytes {start}-{end - 1}/{attached.file.size}"
    response["Content-Length"] = str(end - start)
    return _dressed(response, attached, etag)


@require_safe
def picture(request: HttpRequest, key: str, number: str, file_id: str, width: str) -> HttpResponseBase:
    """Show a public picture in one of its sizes; the original where that size is not made (yet)."""
    attached = public_file(site_of(request), key, int(number), int(file_id))
    path = picture_path(attached.file, int(width))
    if path is None:
        if attached.file.kind not in PICTURE_KINDS:
            raise Http404
        return download(request, key, number, file_id, attached.name)
    etag = f'"{attached.file.sha256}-{int(width)}"'
    known = etag in request.headers.get("If-None-Match", "")
    return _dressed(
        HttpResponse(status=304) if known else HttpResponse(path.read_bytes()), attached, etag, PICTURE_TYPE
    )


def _dressed(response: HttpResponseBase, attached: Any, etag: str, media_type: str = "") -> HttpResponseBase:
    media_type = media_type or attached.file.media_type
    manner = "inline" if media_type in SHOWN_INLINE else "attachment"
    response["Content-Type"] = f"{media_type}; charset=utf-8" if media_type == "text/plain" else media_type
    response["Content-Disposition"] = f"{manner}; filename*=UTF-8''{quote(attached.name, safe='')}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    # The browser asks each time: a withdrawal is seen at once, an unchanged file costs nothing.
    response["Cache-Control"] = "private, max-age=0, must-revalidate"
    return response


def _span(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | None:
    """Return the half-open span of bytes asked for, the whole file when in doubt, None when beyond its end."""
    match = _RANGE.fullmatch(request.headers.get("Range", ""))
    condition = request.headers.get("If-Range", etag)
    if match is None or condition != etag or match.groups() == ("", ""):
        return 0, size
    first, last = match.groups()
    if not first:
        return max(size - int(last), 0), size
    start = int(first)
    if start >= size:
        return None
    end = min(int(last) + 1, size) if last else size
    return (start, end) if end > start else (0, size)


class _Pieces:
    """The bytes of a span, piece by piece. The response closes it, also when nobody ever reads (HEAD, a lost reader)."""

    def __init__(self, opened: File[bytes], start: int, end: int) -> None:
        self.opened, self.start, self.end = opened, start, end

    def __iter__(self) -> Iterator[bytes]:
        with self.opened:
            self.opened.seek(self.start)
            left = self.end - self.start
            while left > 0 and (piece := self.opened.read(min(PIECE, left))):
                left -= len(piece)
                yield piece

    def close(self) -> None:
        self.opened.close()
