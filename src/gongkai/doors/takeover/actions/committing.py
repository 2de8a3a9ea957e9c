"""Taking over: batch by batch, each a transaction of its own, so that a run cut off anywhere goes on where it was."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from gongkai.base.jobs import actions as jobs
from gongkai.base.organisations.queries import the_system
from gongkai.doors.takeover import rules
from gongkai.doors.takeover.actions.dressing import Dressed, Dressing, hosts_of, paths_of
from gongkai.doors.takeover.actions.redirecting import lead, new_addresses, redirect_all
from gongkai.doors.takeover.actions.refusals import Refused
from gongkai.doors.takeover.actions.stopping import keep_on
from gongkai.doors.takeover.actions.writing import save_pages
from gongkai.doors.takeover.models import OldPage, Run
from gongkai.doors.takeover.queries import Folder
from gongkai.doors.takeover.rules import Fate, State
from gongkai.engine.publishing.actions.items import next_keys
from gongkai.engine.tags import queries as tags
from gongkai.proactive.documents import actions as documents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongkai.base.organisations.queries import Acting

BATCH = 50
GENERAL_THEME, OTHER_GENRE, CATEGORY = "政务公开", "其他", "其他文件"
Progress = Callable[[int, int], None]


@dataclass
class Prepared:
    page: OldPage
    takeover: documents.Takeover
    dressed: Dressed


def commit(*, run: Run, progress: Progress = lambda _done, _all: None) -> int:
    """Take over what is ready, then set the addresses of copies and lists; return how many pages were taken over.

    Raises Refused when the run was not begun (see `start_commit`), WrongFolder when its folder is gone, Stopped when
    somebody stops it meanwhile. Two processes at once take each page once.
    """
    if run.state != State.COMMITTING:
        raise Refused("这一批还没有开始接管。" if run.state != State.DONE else "这一批已经接管完成。")
    by, folder = the_system("takeover"), Folder(Path(run.folder))
    _reserve(run)
    work = Commit(run, folder, by)
    total, done = run.pages.filter(fate=Fate.READY).count(), 0
    try:
        for batch in _batches(run):
            keep_on(run)
            done += work.take(batch)
            progress(done, total)
        keep_on(run)
        redirect_all(run, by)
        with transaction.atomic():
            Run.objects.filter(pk=run.pk, state=State.COMMITTING).update(state=State.DONE, finished_at=timezone.now())
    finally:
        # What is public is told to search and mail even when the rest waits.
        jobs.enqueue(kind="publishing.outbox", payload={}, key="outbox")
    run.refresh_from_db()
    return done


def _batches(run: Run) -> Iterator[list[OldPage]]:
    """Yield pages that are ready, by rising key; what was taken over before a crash is not among them."""
    last = 0
    while batch := list(run.pages.filter(fate=Fate.READY, pk__gt=last).select_related("agency").order_by("pk")[:BATCH]):
        yield batch
        last = batch[-1].pk


def _reserve(run: Run) -> None:
    """Give every page its index number before any is taken over, so that links among them can be written."""
    waiting = iter(list(run.pages.filter(fate=Fate.READY, key="").select_related("agency").defer("signature")))
    while batch := list(islice(waiting, 500)):
        with transaction.atomic():
            keys = next_keys([(page.agency or run.agency, moment_of(page).year) for page in batch])
            for page, key in zip(batch, keys, strict=True):
                page.key = key
            save_pages(batch, ["key"])


def moment_of(page: OldPage) -> dt.datetime:
    """Return when it was first public: as the old site says, else the day it was formed; judged pages have one."""
    if page.published_at is not None:
        return page.published_at
    assert page.formed_on is not None
    return timezone.make_aware(dt.datetime.combine(page.formed_on, dt.time()))


class Commit:
    """One process taking over one run."""

    def __init__(self, run: Run, folder: Folder, by: Acting) -> None:
        self.run = run
        self.folder = folder
        self.by = by
        self.today = timezone.localdate()
        self.themes, self.genres = tags.names("theme"), tags.names("genre")
        self.new = new_addresses(run)
        self.dressing = Dressing(folder, hosts_of(run.host), self.new.where)

    def take(self, batch: Sequence[OldPage]) -> int:
        """Take over a batch; what is refused gets its reason. Returns how many became public."""
        ready: list[Prepared] = []
        for page in batch:
            try:
                ready.append(self._prepared(page))
            except Refused as error:
                self._refuse(page, str(error))
        try:
            return self._kept(ready)
        except (documents.Refused, ValidationError, DatabaseError):
            # Nothing of the batch was kept: one by one, so that one bad page harms no other.
            return sum(self._alone(one) for one in ready)

    def _alone(self, one: Prepared) -> int:
        try:
            return self._kept([one])
        except (documents.Refused, ValidationError, DatabaseError) as error:
            self._refuse(one.page, "；".join(error.messages) if isinstance(error, ValidationError) else str(error))
            return 0

    @transaction.atomic
    def _kept(self, ready: Sequence[Prepared]) -> int:
        ready = self._still_open(ready)
        outcomes = documents.file_takeovers(takeovers=[one.takeover for one in ready], by=self.by, wake=False)
        pairs: list[tuple[str, str]] = []
        count = 0
        for one, outcome in zip(ready, outcomes, strict=True):
            if isinstance(outcome, Exception):
                one.page.fate, one.page.reason = Fate.REFUSED, str(outcome)[:300]
                continue
            one.page.fate, one.page.reason = Fate.DONE, ""
            pairs += [(form, f"/documents/{one.page.key}") for form in rules.lookup_forms(one.page.address)]
            pairs += paths_of(one.dressed.moved)
            count += 1
        elsewhere = lead(pairs, self.by)
        for one in ready:
            address = one.page.address
            if one.page.fate == Fate.DONE and address in elsewhere:
                one.page.notices.append(f"旧地址 {address} 此前已跳转到 {elsewhere[address]}，没有改动")
        save_pages([one.page for one in ready], ["fate", "reason", "notices"])
        return count

    def _still_open(self, ready: Sequence[Prepared]) -> list[Prepared]:
        """Return what no other process took meanwhile; its rows are held until the transaction ends."""
        rows = self.run.pages.select_for_update().filter(pk__in=[one.page.pk for one in ready], fate=Fate.READY)
        mine = set(rows.values_list("pk", flat=True))
        return [one for one in ready if one.page.pk in mine]

    def _refuse(self, page: OldPage, why: str) -> None:
        page.fate, page.reason = Fate.REFUSED, why[:300]
        self.run.pages.filter(pk=page.pk, fate=Fate.READY).update(fate=page.fate, reason=page.reason)

    def _prepared(self, page: OldPage) -> Prepared:
        try:
            data = self.folder.read(page.path)
            old = rules.read_page(data, page.address, self.today)
        except OSError as error:
            raise Refused(f"原文件读不了：{error.strerror}。") from error
        except rules.Unreadable as error:
            raise Refused(str(error)) from error
        if hashlib.sha256(data).hexdigest() != page.file_digest or old.article is None:
            raise Refused("原文件在扫描以后有变动，请重新扫描。")
        dressed = self.dressing.dress(old, page.address, page.key)
        page.notices = list(dict.fromkeys([*page.notices, *dressed.notices]))
        return Prepared(page, self._takeover(page, dressed), dressed)

    def _takeover(self, page: OldPage, dressed: Dressed) -> documents.Takeover:
        agency, at = page.agency or self.run.agency, moment_of(page)
        formed_on = page.formed_on or timezone.localtime(at).date()
        return documents.Takeover(
            agency=agency,
            title=" ".join(page.title.split()),
            html=dressed.html or f"<p>{page.title}</p>",
            source=f"http://{self.run.host}{page.address}"[:300],
            external_id=self._external_id(page),
            published_at=max(at, timezone.make_aware(dt.datetime.combine(formed_on, dt.time()))),
            number=page.number,
            issued_on=formed_on,
            files=tuple(dressed.files),
            key=page.key,
            particulars=self._particulars(page, formed_on),
        )

    def _external_id(self, page: OldPage) -> str:
        path = page.path if self.new.shares_address(page.pk, page.address) else ""
        return rules.external_id(self.run.host, page.address, path)

    def _particulars(self, page: OldPage, formed_on: dt.date) -> dict[str, object]:
        agency = page.agency or self.run.agency
        own = {agency.name, agency.short_name, *agency.former_names}
        found: dict[str, object] = {
            "genre": page.genre or _genre(page.title, self.genres),
            "category": CATEGORY,
            "themes": [page.theme or _theme(page.title, self.themes)],
            "formed_on": formed_on,
        }
        if page.column:
            found["wanted_columns"] = [page.column]
        if page.source and page.source not in own:
            found["note"] = f"原来源：{page.source}"[:100]
        return found


def _genre(title: str, genres: Sequence[str]) -> str:
    """Return the genre that the title ends with, leaving out what stands in brackets behind it."""
    plain = title.strip().rstrip("》”")
    while plain.endswith(("）", ")")):
        plain = (
            plain[: max(plain.rfind("（"), plain.rfind("("))].rstrip("》”") if ("（" in plain or "(" in plain) else ""
        )
    fitting = [genre for genre in genres if genre != OTHER_GENRE and plain.endswith(genre)]
    return max(fitting, key=len, default=OTHER_GENRE)


def _theme(title: str, themes: Sequence[str]) -> str:
    """Return the theme one of whose two words the title holds; the general one when none does."""
    for theme in themes:
        if any(theme[place : place + 2] in title for place in range(0, len(theme), 2)):
            return theme
    return GENERAL_THEME if GENERAL_THEME in themes else themes[0]
