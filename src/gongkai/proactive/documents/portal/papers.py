"""A document in other forms: the canonical JSON whose digest the public log keeps, PDF, DOCX."""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from gongkai.base.ui.public import site_of
from gongkai.base.ui.text import cn_date
from gongkai.engine.publishing.rules import canonical
from gongkai.proactive.documents.portal.reading import edition_at, public_page, release_at
from gongkai.proactive.documents.portal.typesetting import pdf_of
from gongkai.proactive.documents.portal.wordfile import docx_of

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Edition, Release

LAYOUT = 2  # raise it when the layout changes: papers made before are then made anew
MAKERS: dict[str, Callable[[Mapping[str, Any], str], bytes]] = {"pdf": pdf_of, "docx": docx_of}
MEDIA_TYPES = {
    "json": "application/json; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@public_page
def paper(request: HttpRequest, key: str, form: str, number: str = "") -> HttpResponse:
    """JSON answers the very bytes whose SHA-256 stands in the log; PDF and DOCX are typeset from the same content."""
    release = release_at(request, key)
    edition = release.edition if not number else edition_at(request, key, int(number))[1]
    content = canonical(edition.snapshot) if form == "json" else _made(request, release, edition, form)
    response = HttpResponse(content, content_type=MEDIA_TYPES[form])
    name = quote(f"{edition.snapshot['doc_number'] or release.key.replace('/', '-')}.{form}")
    response["Content-Disposition"] = f"{'attachment' if form == 'docx' else 'inline'}; filename*=UTF-8''{name}"
    response["X-Content-Type-Options"] = "nosniff"
    response["ETag"] = f'"{edition.content_sha256}-{form}-{LAYOUT}"'
    if form == "json":
        response["Repr-Digest"] = f"sha-256=:{_base64(edition.content_sha256)}:"
    return response


def _base64(hexadecimal: str) -> str:
    return base64.b64encode(bytes.fromhex(hexadecimal)).decode()


def _source(host: str, release: Release, edition: Edition) -> str:
    day = cn_date(timezone.localdate(edition.published_at)) if edition.published_at else ""
    return f"索引号{release.key}，第{edition.number}版，{day}公布。核对本文：{host}/documents/{release.key}"


def _made(request: HttpRequest, release: Release, edition: Edition, form: str) -> bytes:
    """Return the paper from the folder where it was kept under the digest of its content, else make it.

    The folder is emptied of what is withdrawn by the outbox consumer `site.papers`.
    """
    folder = Path(settings.DATA_DIR) / "cache" / "papers"
    host = site_of(request).host
    path = folder / f"{edition.content_sha256}.{LAYOUT}.{host}.{form}"
    if path.is_file():
        return path.read_bytes()
    content = MAKERS[form](edition.snapshot, _source(host, release, edition))
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
        file.write(content)
    Path(file.name).replace(path)  # atomic: nobody ever reads half a paper
    return content
