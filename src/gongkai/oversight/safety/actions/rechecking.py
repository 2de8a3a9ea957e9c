"""Looking again at what a machine found, before anybody may say that it is right again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.base.events import queries as events
from gongkai.base.events.rules import LogKind
from gongkai.base.files.queries import read_bytes
from gongkai.base.files.rules import FileRefused
from gongkai.base.ui.text import cited
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import digest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gongkai.base.files.queries import StoredFile
    from gongkai.engine.publishing.models import Release
    from gongkai.oversight.safety.models import Incident


MADE_PUBLIC = (LogKind.PUBLISHED, LogKind.CORRECTED)


def digests_in_log(releases: Iterable[Release]) -> frozenset[str]:
    """Return those of the digests of these contents that the public log knows as made public. One query."""
    digests = [release.edition.content_sha256 for release in releases]
    rows = events.entries().filter(content_sha256__in=digests, kind__in=MADE_PUBLIC).order_by()
    return frozenset(rows.values_list("content_sha256", flat=True))


def wrong_release(release: Release, *, logged: bool | None = None) -> str:
    """Return what is not as it was released: the text against its digest, the digest against the public log.

    `logged` says whether the public log knows the digest, where that was asked for many at once.
    """
    edition = release.edition
    name = f"{cited(release.title)}（{release.key}）"
    if edition.content_sha256 != digest(edition.snapshot):
        return f"{name}的公开文本与发布时的摘要不一致"
    if logged is None:
        logged = events.entry_by_content(edition.content_sha256) is not None
    if not logged:
        return f"{name}的摘要不在公开日志里"
    if release.title != (edition.snapshot or {}).get("title", release.title):
        return f"{name}的标题与发布时的不一致"
    return ""


def wrong_file(file: StoredFile) -> str:
    from hashlib import sha256

    try:
        same = sha256(read_bytes(file)).hexdigest() == file.sha256
    except FileRefused:
        return f"附件“{file.name}”的内容在服务器上找不到了"
    return "" if same else f"附件“{file.name}”的内容已被改动或者损坏"


def wrong_files(release: Release) -> Iterable[str]:
    for attached in release.edition.files.all():
        if words := wrong_file(attached.file):
            yield f"{cited(release.title)}（{release.key}）：{words}"


def still_wrong(incident: Incident) -> list[str]:
    """Return what is still wrong with the contents an automatic finding named; nothing for what a person reported."""
    if not incident.fingerprint.startswith("tamper:"):
        return []
    items = incident.affected.values_list("item_id", flat=True)
    found: list[str] = []
    for release in publishing.public_releases().select_related("edition").filter(item_id__in=list(items)):
        found += [words] if (words := wrong_release(release)) else []
        found += wrong_files(release)
    return found
