"""What public pages cite: read from each page when it changes, and compared with the library when that changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.base.organisations.queries import the_system
from gongkai.engine.publishing.queries import public_releases
from gongkai.engine.publishing.rules import Validity, validity
from gongkai.engine.regulations import queries
from gongkai.engine.regulations.actions.tasks import close_task, open_task
from gongkai.engine.regulations.models import CitedLaw, Law, PublicText, UpdateTask, Version
from gongkai.engine.regulations.rules import (
    Days,
    Library,
    Outcome,
    Own,
    Reason,
    Verdict,
    articles,
    differences,
    resolve,
    title_key,
    told,
)
from gongkai.law.numbers import write_date

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Release

BY = the_system("regulations")
CHUNK = 200
LEAST_ARTICLES = 3  # a page with the title of a law and fewer articles announces the law, it does not carry its text
WANTING = {Verdict.AMENDED: Reason.AMENDED, Verdict.REPEALED: Reason.REPEALED}


def read_pages(*, item_ids: Iterable[int]) -> None:
    """Bring what is known of these pages to what is public now; safe to repeat, in any order."""
    wanted = sorted(set(item_ids))
    for first in range(0, len(wanted), CHUNK):
        with transaction.atomic():
            _read_chunk(wanted[first : first + CHUNK])


def _read_chunk(item_ids: Sequence[int]) -> None:
    """A few statements for all pages; more only for a page that has fallen behind or has a task."""
    rows = public_releases().filter(item_id__in=item_ids).select_related("edition", "agency").defer("edition__html")
    releases = {row.item_id: row for row in rows}
    _forget([item_id for item_id in item_ids if item_id not in releases])
    PublicText.objects.bulk_create(
        [_public_text(release) for release in releases.values()], update_conflicts=True, unique_fields=["item"],
        update_fields=["title", "title_key", "number_key", "text_on", "edition"],
    )  # fmt: skip
    known = queries.library()
    found = {item_id: _cited(release, known) for item_id, release in releases.items()}
    CitedLaw.objects.filter(item_id__in=releases).delete()
    CitedLaw.objects.bulk_create([row for several in found.values() for row in several])
    open_tasks = UpdateTask.objects.filter(item_id__in=releases, outcome=Outcome.OPEN)
    running = set(open_tasks.values_list("item_id", flat=True))
    for item_id, several in found.items():
        if item_id in running or any(row.carried or row.verdict in WANTING for row in several):
            _follow(releases[item_id], several)


def _forget(gone: Sequence[int]) -> None:
    """These pages are no longer public: nothing cites from them, and nothing remains to be brought up to date."""
    if not gone:
        return
    PublicText.objects.filter(item_id__in=gone).delete()
    CitedLaw.objects.filter(item_id__in=gone).delete()
    for task in UpdateTask.objects.filter(item_id__in=gone, outcome=Outcome.OPEN).select_related("agency", "law"):
        close_task(task=task, outcome=Outcome.GONE, by=BY, words="文件已不再公开")


def _public_text(release: Release) -> PublicText:
    return PublicText(
        item_id=release.item_id, title=release.title, title_key=title_key(release.title)[:300],
        number_key=release.doc_number_key, text_on=text_day(release), edition=release.edition.number,
    )  # fmt: skip


def text_day(release: Release) -> dt.date:
    """Return the day whose law the page speaks of: its own day; of a corrected page, the day of the correction."""
    published = timezone.localtime(release.published_at).date()
    if release.edition.number > 1:
        return published
    return release.issued_on or release.formed_on or published


def _cited(release: Release, known: Library) -> list[CitedLaw]:
    """Return one row a law that the page cites, and one where the page carries the law itself."""
    if not len(known):
        return []  # an empty library knows nothing that could be cited; the first import reads every page again
    text = release.edition.text
    rows: dict[int, CitedLaw] = {}
    for one in resolve(text, known, Own(), Days(text_day(release), timezone.localdate())):
        if one.law_id is None or one.verdict is Verdict.WRONG_TITLE:
            continue
        row = rows.get(one.law_id)
        if row is None:
            rows[one.law_id] = CitedLaw(
                item_id=release.item_id, law_id=one.law_id, version_id=one.version_id, verdict=one.verdict,
                articles=list(one.articles),
            )  # fmt: skip
        else:
            row.times += 1
            row.articles = sorted({*row.articles, *one.articles}, key=lambda a: [int(n) for n in a.split("-")])
            row.verdict = row.verdict if row.verdict in WANTING else one.verdict
    law = known.by_title(release.title)
    if law is not None and len(articles(text)) >= LEAST_ARTICLES:
        carried = CitedLaw(item_id=release.item_id, law_id=law.pk, verdict=Verdict.VALID, carried=True)
        carried.verdict = Verdict.AMENDED if _carried(carried, release) else Verdict.VALID
        return [*rows.values(), carried]
    return list(rows.values())


def _over(release: Release) -> bool:
    """Whether the page itself no longer holds: what it cites is then history, and right as it is."""
    state = validity(
        timezone.localdate(), effective_on=release.effective_on, expires_on=release.expires_on,
        repealed_on=release.repealed_on, amended=release.amended,
    )  # fmt: skip
    return state in {Validity.EXPIRED, Validity.REPEALED}


def _follow(release: Release, found: Sequence[CitedLaw]) -> None:
    """Open the tasks that this page needs now, and close those that it has outgrown."""
    needed: set[tuple[int, str]] = set()
    over = _over(release)
    for cited in [] if over else found:
        need = _carried(cited, release) if cited.carried else _outdated(cited)
        if need is None:
            continue
        reason, cause, note, new_version = need
        needed.add((cited.law_id, reason))
        open_task(cited=cited, release=release, reason=reason, cause=cause, note=note, new_version=new_version, by=BY)
    running = UpdateTask.objects.filter(item_id=release.item_id, outcome=Outcome.OPEN)
    for task in running.select_related("agency", "law"):
        if (task.law_id, task.reason) in needed:
            continue
        if over:
            close_task(task=task, outcome=Outcome.GONE, by=BY, words="文件已失效或废止")
        else:
            words = "文件已更正，不再引用变动前的规定" if release.edition.number > task.edition else "已与法规库一致"
            close_task(task=task, outcome=Outcome.CORRECTED, by=BY, words=words)


Need = tuple[Reason, str, str, Version | None]


def _outdated(cited: CitedLaw) -> Need | None:
    reason = WANTING.get(Verdict(cited.verdict))
    if reason is None:
        return None
    law = cited.law
    if reason is Reason.REPEALED:
        by = f"，由《{law.repealed_by}》废止" if law.repealed_by else ""
        day = write_date(law.repealed_on) if law.repealed_on else ""
        return reason, f"repealed:{law.repealed_on}", f"《{law.title}》已于{day}废止{by}。", None
    new = queries.version_on(law, timezone.localdate())
    if new is None:
        return None
    when = f"自{write_date(new.effective_on)}起施行" if new.exact else f"于{write_date(new.decided_on)}修改公布"
    note = f"《{law.title}》的现行版本{when}。"
    return reason, f"version:{new.effective_on}", note, new


def _carried(cited: CitedLaw, release: Release) -> Need | None:
    """Compare the carried text by article with the version now in force; None while both are the same."""
    version = queries.version_on(cited.law, timezone.localdate())
    if version is None or not version.text:
        return None
    found = differences(version.text, release.edition.text)
    if not found:
        return None
    return Reason.DIFFERS, f"text:{version.digest[:40]}", told(found), version


def review_laws(*, law_ids: Sequence[int]) -> int:
    """Read anew the pages that cite or carry these laws, or that may do so under a title just learnt; return how many."""
    laws = Law.objects.filter(pk__in=law_ids)
    keys = set(laws.values_list("key", flat=True))
    cited = set(CitedLaw.objects.filter(law__in=laws).values_list("item_id", flat=True))
    carried = set(PublicText.objects.filter(title_key__in=keys).values_list("item_id", flat=True))
    named = _naming(list(laws.values_list("title", flat=True)))
    wanted = cited | carried | named
    read_pages(item_ids=wanted)
    return len(wanted)


def _naming(titles: Sequence[str]) -> set[int]:
    """Return the public pages in whose text one of the titles stands. Reads every public text once."""
    keys = {title_key(title) for title in titles}
    if not keys:
        return set()
    found: set[int] = set()
    rows = public_releases().select_related(None).values_list("item_id", "edition__text")
    for item_id, text in rows.iterator(chunk_size=200):
        for one in queries.titles_in(text):
            if one in keys:
                found.add(item_id)
                break
    return found
