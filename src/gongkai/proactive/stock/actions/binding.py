"""Binding a compilation: one PDF and one ZIP, always of what is public now, kept under the digest of their content."""

from __future__ import annotations

import hashlib
import io
import json
import re
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import lxml.html
from django.conf import settings
from django.utils import timezone

from gongkai.base.files.queries import read_bytes
from gongkai.base.organisations.queries import default_site
from gongkai.base.ui.text import cn_date
from gongkai.base.ui.typesetting import typeset_apart
from gongkai.engine.publishing.rules import KINDS, canonical
from gongkai.proactive.stock.queries.compilations import members_digest, public_members

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Release
    from gongkai.proactive.stock.models import Compilation

TEMPLATE = Path(__file__).with_name("compilation.typ")
LAYOUT = 1  # raise it when layout or package change: files made before are then made anew
UNSAFE = re.compile(r"[^\w\u4e00-\u9fff（）〔〕-]+")
EPOCH = (2020, 1, 1, 0, 0, 0)
Progress = Callable[[int], None]


def folder() -> Path:
    return Path(settings.DATA_DIR) / "cache" / "compilations"


def path_of(digest: str, form: str) -> Path:
    return folder() / f"{digest}.{LAYOUT}.{form}"


def discard(digest: str) -> None:
    """Throw away what was made of a set of members that is no longer the one to show."""
    for form in ("pdf", "zip"):
        path_of(digest, form).unlink(missing_ok=True)


def _words(element: Any) -> str:
    """Return the text in one line; full-width blanks stay, they part a number from its words."""
    return re.sub(r"[ \t\r\n]+", " ", element.text_content()).strip(" ")


def blocks_of(html: str) -> list[dict[str, Any]]:
    """Return paragraphs, headings and tables of a cleaned text, in order, as plain words."""
    root: Any = lxml.html.fragment_fromstring(html or "<p></p>", create_parent="div")
    found: list[dict[str, Any]] = []
    for element in root.iter():
        tag = str(element.tag)
        inside = any(str(above.tag) in {"table", "li", "p"} for above in element.iterancestors())
        if tag == "table" and not inside:
            rows = [[_words(cell) for cell in row.iter("td", "th")] for row in element.iter("tr")]
            found.append({"kind": "table", "rows": [row for row in rows if row]})
        elif tag in {"p", "li", "h1", "h2", "h3", "h4", "blockquote"} and not inside:
            words = _words(element)
            if words:
                found.append({"kind": "h" if tag.startswith("h") else "p", "text": words})
    return [block for block in found if block.get("rows") or block.get("text")]


def _line(release: Release) -> str:
    parts = [release.doc_number, release.agency.name]
    if release.formed_on:
        parts.append(cn_date(release.formed_on))
    return "　".join(part for part in parts if part)


def _data(compilation: Compilation, release: Release, members: Sequence[tuple[str, Release]]) -> dict[str, Any]:
    site = default_site()
    host = site.host if site else ""
    told, last = [], ""
    for chapter, member in members:
        told.append(
            {
                "title": member.title,
                "line": _line(member),
                "chapter": chapter,
                "opens": bool(chapter) and chapter != last,
                "blocks": blocks_of(member.edition.snapshot["html"]),
                "address": f"{host}{KINDS[member.kind].path(member.key)}",
            }
        )
        last = chapter
    newest = max((member.published_at for _, member in members), default=release.published_at)
    return {
        "title": release.title,
        "agency": release.agency.name,
        "scope": compilation.rule,
        "made": cn_date(timezone.localdate(newest)),
        "foreword": [block["text"] for block in blocks_of(release.edition.html) if block.get("text")],
        "members": told,
    }


def pdf_of(compilation: Compilation, release: Release, members: Sequence[tuple[str, Release]]) -> bytes:
    return typeset_apart(TEMPLATE, _data(compilation, release, members))


def _name(place: int, release: Release) -> str:
    return f"{place:03d}-{UNSAFE.sub('_', release.title)[:60]}"


def zip_of(release: Release, members: Sequence[tuple[str, Release]], pdf: bytes, progress: Progress) -> bytes:
    """Return the archive: the PDF, each member as the JSON whose digest the public log keeps, its files, a manifest."""
    buffer = io.BytesIO()
    manifest: list[dict[str, Any]] = []
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:

        def put(path: str, content: bytes, **more: Any) -> None:
            archive.writestr(zipfile.ZipInfo(path, EPOCH), content, zipfile.ZIP_DEFLATED)
            digest = hashlib.sha256(content).hexdigest()
            manifest.append({"path": path, "bytes": len(content), "sha256": digest, **more})

        put(f"{UNSAFE.sub('_', release.title)[:60]}.pdf", pdf, role="汇编全文")
        for place, (chapter, member) in enumerate(members, start=1):
            folder_name = _name(place, member)
            facts = {
                "title": member.title,
                "index_number": member.key,
                "doc_number": member.doc_number,
                "chapter": chapter,
            }
            put(f"{folder_name}/公开内容.json", canonical(member.edition.snapshot), role="正文", **facts)
            for attached in member.edition.files.all():
                put(f"{folder_name}/{attached.name}", read_bytes(attached.file), role="附件", index_number=member.key)
            progress(60 + 35 * place // max(len(members), 1))
        listed = {"title": release.title, "index_number": release.key, "files": manifest}
        content = json.dumps(listed, ensure_ascii=False, indent=1).encode()
        archive.writestr(zipfile.ZipInfo("manifest.json", EPOCH), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def bind(compilation: Compilation, release: Release, progress: Progress) -> str:
    """Make both files of what is public at this moment; return the digest under which they are kept."""
    members = public_members(compilation)
    digest = members_digest(release, members)
    progress(10)
    pdf = pdf_of(compilation, release, members)
    progress(60)
    _write(path_of(digest, "zip"), zip_of(release, members, pdf, progress))
    _write(path_of(digest, "pdf"), pdf)
    return digest


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
    Path(file.name).replace(path)  # atomic: nobody ever reads half a book
