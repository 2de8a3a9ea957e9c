"""What is public in English: names that officers gave, and the English versions of documents that are still public."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F

from gongkai.doors.site.models import EnglishName, Translation
from gongkai.doors.site.rules import TRANSLATION
from gongkai.doors.site.rules.english import source_key, translation_key
from gongkai.engine.publishing import queries as publishing

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gongkai.base.organisations.models import Site
    from gongkai.engine.publishing.models import Release


@dataclass(frozen=True)
class English:
    """The public English of one document. `outdated`: the Chinese text was corrected since."""

    title: str
    summary: str
    html: str
    level: str
    edition: int
    of_edition: int
    outdated: bool
    first_published_at: dt.datetime
    published_at: dt.datetime
    note: str


class Names:
    """The English names of everything, read once for a page."""

    def __init__(self) -> None:
        rows = list(EnglishName.objects.all())
        self._agencies = {row.agency_id: row for row in rows if row.agency_id}
        self._columns = {row.column_id: row for row in rows if row.column_id}
        self._sites = {row.site_id: row for row in rows if row.site_id}

    def agency(self, agency: Any) -> str:
        """Return the English name, the Chinese one where nobody gave an English one."""
        row = self._agencies.get(agency.pk)
        return row.name if row else str(agency.name)

    def agency_label(self, agency: Any) -> str:
        row = self._agencies.get(agency.pk)
        return row.label if row else str(agency.label)

    def column(self, column: Any) -> str:
        row = self._columns.get(column.pk)
        return row.name if row else str(column.name)

    def of_agency(self, agency: Any) -> EnglishName | None:
        return self._agencies.get(agency.pk)

    def of_column(self, column: Any) -> EnglishName | None:
        return self._columns.get(column.pk)

    def of_site(self, site: Any) -> EnglishName | None:
        return self._sites.get(site.pk)


def of_document(item_id: int) -> Translation | None:
    """Return the English version of a document in whatever state."""
    return Translation.objects.filter(source=item_id).select_related("item__agency").first()


def in_english(releases: Iterable[Release]) -> dict[str, English]:
    """Return index number → English, for those of these public documents that have any. One query."""
    sources = {release.key: release for release in releases}
    keys = [translation_key(key) for key in sources]
    rows = publishing.public_releases().filter(kind=TRANSLATION, key__in=keys).select_related("edition")
    return {key: _said(row, sources[key]) for row in rows if (key := source_key(row.key)) in sources}


def _said(row: Release, source: Release) -> English:
    said = row.edition.snapshot
    number: int = source.edition.number
    return English(
        title=row.title,
        summary=said["summary"],
        html=row.edition.html,
        level=said["level"],
        edition=row.edition.number,
        of_edition=said["source_edition"],
        outdated=said["source_edition"] != number,
        first_published_at=row.first_published_at,
        published_at=row.published_at,
        note=row.edition.change_note,
    )


def documents_in_english(site: Site) -> QuerySet[Release]:
    """Return the public documents of a site that have a public English version, newest first."""
    rows = publishing.public_releases(site).filter(kind="document", item__english__item__release__isnull=False)
    return rows.select_related("edition")


def english_versions(key: str) -> QuerySet[Release]:
    """Return the public English version of this document, if there is one."""
    return publishing.public_releases().filter(kind=TRANSLATION, key=translation_key(key))


def orphans(releases: Iterable[Release]) -> set[str]:
    """Return the keys of English versions among these whose Chinese text is no longer public.

    They are withdrawn moments later, when the outbox is heard; until then nobody shall find them.
    """
    keys = {source_key(release.key): release.key for release in releases if release.kind == TRANSLATION}
    if not keys:
        return set()
    standing = set(publishing.public_releases().filter(key__in=list(keys)).values_list("key", flat=True))
    return {own for key, own in keys.items() if key not in standing}


def outdated_translations(rows: QuerySet[Translation]) -> QuerySet[Translation]:
    """Narrow to English versions whose document was corrected since they were made."""
    return rows.exclude(source__release__edition__number=F("of_edition")).filter(source__release__isnull=False)
