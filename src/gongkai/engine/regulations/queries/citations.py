"""What a text cites, judged against the library and our own public documents."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from gongkai.engine.publishing.queries import public_releases
from gongkai.engine.publishing.rules import Validity, validity
from gongkai.engine.regulations.models import PublicText
from gongkai.engine.regulations.queries.library import library
from gongkai.engine.regulations.rules import (
    QUIET,
    Citation,
    Days,
    Own,
    OwnEntry,
    Verdict,
    find_mentions,
    resolve,
    title_key,
)
from gongkai.engine.regulations.rules.scanning import marked_titles
from gongkai.law.numbers import number_key, write_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.engine.regulations.rules import Library, Mention


def citations(text: str, *, text_on: dt.date | None = None, today: dt.date | None = None) -> list[Citation]:
    """Return everything a text cites, in reading order. Never raises on odd text.

    `text_on` is the day of the text: it cites what was in force then. `today` is the day on which that is judged. Both are
    the present day where not given. Three queries, whatever the length; the library itself is kept in memory.
    """
    judged = today or timezone.localdate()
    known = library()
    mentions = find_mentions(text)
    return resolve(text, known, own_texts(mentions, known, judged), Days(text_on or judged, judged), mentions)


def findings(text: str, *, text_on: dt.date | None = None, today: dt.date | None = None) -> list[Citation]:
    """Return only what a person should look at. An empty library cannot miss anything, so nothing is unknown to it."""
    quiet = QUIET if len(library()) else QUIET | {Verdict.UNKNOWN}
    return [one for one in citations(text, text_on=text_on, today=today) if one.verdict not in quiet]


def own_texts(mentions: Sequence[Mention], known: Library, today: dt.date) -> Own:
    """Look up those of our public documents that may be meant: by title or number, only where the library has nothing."""
    wanted = [one for one in mentions if (one.title and known.by_title(one.title) is None) or one.numbers]
    titles = {title_key(one.title) for one in wanted if one.title}
    numbers = {key for one in wanted for number in one.numbers if (key := number_key(number))}
    if not titles and not numbers:
        return Own()
    rows = PublicText.objects.filter(Q(title_key__in=titles) | Q(number_key__in=numbers)).order_by("item_id")
    found = {row.item_id: row for row in rows}
    releases = public_releases().filter(item_id__in=found) if found else ()
    by_title: dict[str, OwnEntry] = {}
    by_number: dict[str, OwnEntry] = {}
    for release in releases:
        state = validity(
            today, effective_on=release.effective_on, expires_on=release.expires_on, repealed_on=release.repealed_on,
            amended=release.amended,
        )  # fmt: skip
        entry = OwnEntry(release.key, release.title, _over(state, release.repealed_on or release.expires_on))
        row = found[release.item_id]
        by_title.setdefault(row.title_key, entry)
        if row.number_key:
            by_number.setdefault(row.number_key, entry)
    return Own(by_title, by_number)


def _over(state: Validity, day: dt.date | None) -> str:
    if state not in {Validity.REPEALED, Validity.EXPIRED}:
        return ""
    when = f"已于{write_date(day)}" if day else "已"
    return f"{when}{'废止' if state is Validity.REPEALED else '失效'}"


def titles_in(text: str) -> set[str]:
    """Return the keys of all titles in book marks: a quick look at which laws a text may cite."""
    return {title_key(one.title) for one in marked_titles(text)}
