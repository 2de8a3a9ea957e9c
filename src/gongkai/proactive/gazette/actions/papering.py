"""The issue as a printed gazette: one PDF of exactly what is public of it, kept under the digest of its content."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from gongkai.base.jobs import actions as jobs
from gongkai.base.organisations.queries import default_site
from gongkai.base.ui.text import cn_date
from gongkai.base.ui.typesetting import typeset_apart
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing import queries as published
from gongkai.proactive.gazette.models import Issue
from gongkai.proactive.gazette.queries.public import texts_of
from gongkai.proactive.gazette.rules import COLUMN_NAMES, ISSUE, path_of
from gongkai.proactive.gazette.rules.blocks import blocks_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.engine.publishing.models import Release

TEMPLATE = Path(__file__).with_name("issue.typ")
LAYOUT = 1  # raise it when the layout changes: files made before are then made anew
JOB = "gazette.paper"


def folder() -> Path:
    return Path(settings.DATA_DIR) / "cache" / "gazette"


def digest_of(release: Release, texts: Sequence[Release]) -> str:
    """Return the digest of exactly what the file holds: the issue's contents and each text that is still public."""
    parts = [release.edition.content_sha256, *(f"{one.key}\t{one.edition.content_sha256}" for one in texts)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def file_of(digest: str) -> Path:
    return folder() / f"{digest}.{LAYOUT}.pdf"


def order_paper(issue: Issue) -> None:
    """Have the file made, in the caller's transaction; asking twice makes it once."""
    jobs.enqueue(kind=JOB, payload={"item": issue.item_id}, key=f"gazette-paper:{issue.item_id}")


def data_of(release: Release, texts: Sequence[Release]) -> dict[str, Any]:
    """Return what the template sets: cover, contents, texts. A withdrawn text leaves its place and one line."""
    facts = release.edition.snapshot
    known = {one.key: one for one in texts}
    told, last = [], ""
    for one in facts["contents"]:
        text = known.get(one["key"])
        column = COLUMN_NAMES.get(one["column"], "")
        said = text.edition.snapshot if text else {}
        parts = (said.get("doc_number"), "、".join(said.get("issuers", ()))) if said else ()
        blocks = blocks_of(said["html"]) if said else [{"kind": "p", "text": "（本篇已撤下，不再刊载。）"}]
        told.append(
            {"title": text.title if text else "（已撤下）", "line": "　".join(part for part in parts if part),
             "column": column, "opens": column != last, "blocks": blocks}
        )  # fmt: skip
        last = column
    site = default_site()
    day = release.issued_on or timezone.localdate(release.published_at)
    return {
        "gazette": facts["gazette"],
        "name": release.title,
        "brief": f"{facts['year']}年第{facts['number']}号",
        "total": f"总第{facts['total']}期",
        "day": cn_date(day),
        "agency": release.agency.name,
        "address": f"{site.host if site else ''}{path_of(release.key)}",
        "texts": told,
    }


def make_paper(*, item_pk: int) -> str:
    """Make the PDF of a public issue; return its digest, nothing when the issue is not public."""
    release = published.public_releases().filter(item=item_pk, kind=ISSUE).select_related("edition", "agency").first()
    if release is None:
        return ""
    texts = texts_of(release)
    digest = digest_of(release, texts)
    path = file_of(digest)
    if not path.is_file():
        _write(path, typeset_apart(TEMPLATE, data_of(release, texts)))
        publishing.void_pages()  # its page offers the file now
    _keep_only(item_pk, digest)
    return digest


def _keep_only(item_pk: int, digest: str) -> None:
    """Throw the file of an earlier content away: what was withdrawn must not lie about."""
    rows = Issue.objects.filter(item=item_pk)
    old = rows.values_list("paper", flat=True).first()
    if old and old != digest:
        file_of(old).unlink(missing_ok=True)
    rows.update(paper=digest)


def forget_paper(issue: Issue) -> None:
    """Throw the file away at once, before the new one is made."""
    if issue.paper:
        file_of(issue.paper).unlink(missing_ok=True)
        Issue.objects.filter(pk=issue.pk).update(paper="")


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
    Path(file.name).replace(path)  # atomic: nobody ever reads half an issue
