"""Scanning: every page is read once and told apart; nothing becomes public."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.files.rules import FileRefused, Limits, extract
from gongkai.base.organisations.queries import check, the_system
from gongkai.base.organisations.rules import Permission
from gongkai.doors.takeover import rules
from gongkai.doors.takeover.actions.stopping import clear, keep_on
from gongkai.doors.takeover.models import OldPage, Run
from gongkai.doors.takeover.queries import Folder
from gongkai.doors.takeover.queries.folder import Found
from gongkai.doors.takeover.rules import Fate, State
from gongkai.doors.takeover.rules.addresses import resolve
from gongkai.doors.takeover.rules.page import IMAGES
from gongkai.engine.screening.rules import Severity, screen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gongkai.base.organisations.models import Agency
    from gongkai.base.organisations.queries import Acting

BATCH = 100
LONGEST_ADDRESS = 600
# Attachments are read for personal data up to this size and in these formats; others are named as not looked into.
READ_FORMATS = (".docx", ".xlsx", ".pdf", ".txt", ".csv", ".ofd")
READ_BYTES = 5 * 1024 * 1024
READ_LIMITS = Limits(seconds=20.0, cells=50_000, pages=200)
# What holds a page back; style and typos of what was public for years hold nothing back.
HELD_FOR = ("personal", "secret")
Progress = Callable[[int, int], None]


def subject(run: Run) -> Subject:
    return Subject("takeover-run", str(run.pk), str(run))


@transaction.atomic
def begin(*, folder: Path, agency: Agency, mapping: Sequence[rules.MappingRule], host: str = "", by: Acting) -> Run:
    """Register a run. Raises WrongFolder before anything is written."""
    check(by, Permission.TAKEOVER_RUN, agency)
    looked = Folder(folder)
    hosts = {rules.address_of(one.path)[0] for one in looked.pages[:200] if one.is_page} - {""}
    run = Run.objects.create(
        agency=agency,
        folder=str(looked.root)[:500],
        host=(host or (min(hosts) if hosts else looked.root.name))[:120].lower(),
        state=State.SCANNING,
        mapping=[rule.__dict__ for rule in mapping],
        started_by=by.person,
        starter=by.actor().name[:60],
    )
    events.record(
        tag="takeover:run:scan",
        by=by.actor(Permission.TAKEOVER_RUN, agency),
        subject=subject(run),
        new={"folder": run.folder, "host": run.host, "agency": agency.code},
    )
    return run


def scan(*, run: Run, progress: Progress = lambda _done, _all: None) -> Folder:
    """Read what was not read yet, in batches that are each kept whole; then the run is ready to be judged.

    Raises WrongFolder when the folder is gone, Stopped when somebody stops it meanwhile. Called again it goes on,
    beside another process too: each file has one row.
    """
    folder = Folder(Path(run.folder))
    pages = folder.pages
    clear(run, the_system("takeover"))
    Run.objects.filter(pk=run.pk).update(total=len(pages))
    known = set(run.pages.values_list("path", flat=True))
    missing = iter([one for one in pages if one.path not in known])
    looker, count = Scan(run, folder), len(known)
    while batch := list(islice(missing, BATCH)):
        rows = [looker.row(one) for one in batch]
        keep_on(run)
        OldPage.objects.bulk_create(rows, ignore_conflicts=True)
        count += len(rows)
        progress(count, len(pages))
    return folder


class Scan:
    """Reads pages of one folder into rows. Attachments are looked into once each."""

    def __init__(self, run: Run, folder: Folder) -> None:
        self.run = run
        self.folder = folder
        self.today = timezone.localdate()
        self.hosts = frozenset({run.host, f"www.{run.host}", run.host.removeprefix("www.")})
        self._files: dict[str, tuple[list[dict[str, str]], str]] = {}

    def row(self, found: Found) -> OldPage:
        """Return the row of one file; whatever is wrong with it becomes its reason."""
        row = OldPage(
            run=self.run, path=found.path[:500], address="", fate=Fate.UNREADABLE, size=min(found.size, 2**31 - 1)
        )
        try:
            if found.problem:
                row.address, row.reason = f"/{found.path}"[:LONGEST_ADDRESS], found.problem
                return row
            data = self.folder.read(found.path)
            host, address = rules.address_of(found.path, data[:4096])
            row.address = address[:LONGEST_ADDRESS]
            self._fill(row, data, rules.read_page(data, address, self.today), frozenset({host}) | self.hosts)
        except OSError as error:
            row.reason = f"读不了：{error.strerror}。"
        except (rules.Unreadable, RecursionError) as error:
            row.reason = str(error)[:300] if isinstance(error, rules.Unreadable) else "网页结构嵌套过深。"
        return row

    def _fill(self, row: OldPage, data: bytes, page: rules.OldPage, hosts: frozenset[str]) -> None:
        row.file_digest = hashlib.sha256(data).hexdigest()
        row.encoding, row.title, row.old_column = page.encoding[:20], page.title[:300], page.column[:60]
        row.notices = list(page.notices)
        inside = [resolve(href, row.address, hosts) for href, _ in page.links]
        row.links = [address for address in dict.fromkeys(inside) if address]
        row.links += [one for src in page.images if (one := resolve(src, row.address, hosts)) and one not in row.links]
        if page.article is None:
            row.is_list, row.fate = True, Fate.LIST
            return
        row.fate = Fate.READY
        row.digest = rules.digest_of(page)
        row.signature = rules.signature(rules.normal(page.text))
        row.number, row.formed_on, row.source = page.number[:60], page.formed_on, page.source
        if page.published is not None:
            row.published_at = timezone.make_aware(page.published)
            row.published_from = page.published_from
        self._screen(row, f"{page.title}\n{page.text}", "正文")
        for address in row.links:
            if address in self.folder.files and not IMAGES.search(address):
                findings, notice = self._looked(self.folder.files[address])
                row.findings += findings
                row.notices += [notice] if notice else []

    def _screen(self, row: OldPage, text: str, place: str) -> None:
        row.findings += _blocking(text, place)

    def _looked(self, path: str) -> tuple[list[dict[str, str]], str]:
        if path not in self._files:
            self._files[path] = self._look(path)
        return self._files[path]

    def _look(self, path: str) -> tuple[list[dict[str, str]], str]:
        name = path.rpartition("/")[2]
        try:
            place = self.folder.place(path)
            if place.stat().st_size > READ_BYTES:
                return [], f"附件“{name}”较大，内容没有检查"
            if not name.lower().endswith(READ_FORMATS):
                return [], f"附件“{name}”的内容没有检查"
            return _blocking(extract(place.read_bytes(), name, READ_LIMITS).text, f"附件“{name}”"), ""
        except FileRefused as error:
            return [], f"附件“{name}”：{error}"
        except OSError as error:
            return [], f"附件“{name}”读不了：{error.strerror}"


def _blocking(text: str, place: str) -> list[dict[str, str]]:
    found: Iterable[dict[str, str]] = (
        {"check": one.check, "message": f"{place}：{one.message}", "excerpt": one.excerpt}
        for one in screen(text, only=HELD_FOR)
        if one.severity is Severity.BLOCK
    )
    return list(islice(found, 20))
