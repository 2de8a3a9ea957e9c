"""A public document as one line of an English list, and the rows of its particulars. Chinese stays where nobody translated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from gongkai.doors.site.portal.shared import tells_of_a_fact, validity_of
from gongkai.doors.site.queries.english import English, Names, in_english
from gongkai.doors.site.queries.showing import BADGES
from gongkai.doors.site.rules.english import CATEGORIES, GENRES, LEVEL_WORDS, PREFIX, THEMES, VALIDITY, en_date
from gongkai.engine.publishing.rules import Validity

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Edition, Release


def status(release: Release, today: dt.date) -> dict[str, str]:
    """Return badge and word of validity; both empty for what only tells of a fact."""
    state = validity_of(release, today)
    if state is Validity.VALID and tells_of_a_fact(release):
        return {"badge": "", "word": ""}
    word = VALIDITY[state]
    if state is Validity.NOT_YET and release.effective_on is not None:
        word = f"In force from {en_date(release.effective_on)}"
    return {"badge": BADGES[state], "word": word}


def line(release: Release, english: English | None, names: Names, today: dt.date) -> dict[str, Any]:
    return {
        "title": release.title,
        "english": english,
        "level": LEVEL_WORDS[english.level] if english else "",
        "url": f"{PREFIX}documents/{release.key}",
        "status": status(release, today),
        "genre": GENRES.get(release.genre, ""),
        "doc_number": release.doc_number,
        "agency": names.agency_label(release.agency),
        "formed_on": release.formed_on,
        "published_on": timezone.localdate(release.published_at),
    }


def lines(releases: Iterable[Release], names: Names) -> list[dict[str, Any]]:
    """Return list lines with the English that is public, two queries in all. Releases must come with their edition."""
    found = list(releases)
    known, today = in_english(found), timezone.localdate()
    return [line(release, known.get(release.key), names, today) for release in found]


def _day(facts: Any, name: str) -> dt.date | None:
    return dt.date.fromisoformat(facts[name]) if facts.get(name) else None


def particulars(release: Release, edition: Edition, names: Names, word: str) -> list[dict[str, Any]]:
    """Return every particular as a row; what a document has not is left out."""
    facts, made = edition.snapshot, timezone.localtime(release.first_published_at)
    rows: list[tuple[str, Any]] = [
        ("Index number", release.key),
        ("Issued by", names.agency(release.agency)),
        ("Jointly with", "、".join(facts["issuers"][1:])),
        ("Document number", release.doc_number),
        ("Type", GENRES.get(release.genre, release.genre)),
        ("Category", CATEGORIES.get(release.category, release.category)),
        ("Subjects", ", ".join(THEMES.get(theme, theme) for theme in release.themes)),
        ("Date of document", _day(facts, "formed_on")),
        ("Date of issue", _day(facts, "issued_on")),
        ("Made public", f"{en_date(made.date())}, {made:%H:%M:%S}"),
        ("In force from", _day(facts, "effective_on")),
        ("Valid until", _day(facts, "expires_on")),
        ("Repealed", release.repealed_on),
        ("Status", word),
    ]
    urls = {"Issued by": f"{PREFIX}agencies/{release.agency.code}/"}
    return [{"label": label, "value": value, "url": urls.get(label, "")} for label, value in rows if value]
