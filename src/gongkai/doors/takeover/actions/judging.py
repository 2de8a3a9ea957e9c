"""Judging: by mapping, copies, findings and what is missing, each page gets its fate. May be done again at any time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.doors.takeover import rules
from gongkai.doors.takeover.actions.writing import save_pages
from gongkai.doors.takeover.models import OldPage, Run
from gongkai.doors.takeover.queries import Folder, Places
from gongkai.doors.takeover.rules import Fate, State
from gongkai.engine.publishing import queries as publishing

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency

FIELDS = ["fate", "reason", "agency", "column", "theme", "genre", "copy_of", "similarity", "broken"]
BATCH = 500
STANDING = {Fate.DONE, Fate.DUPLICATE}  # public already: others are compared with them, they with nothing


def judge(*, run: Run, folder: Folder | None = None, progress: Callable[[str], None] = lambda _step: None) -> None:
    """Give every open page its fate. What a person decided stays decided."""
    looked = folder or Folder(Path(run.folder))
    judgement = Judgement(run, looked)
    progress("核对栏目、机关和链接")
    judgement.first()
    progress("查找重复页面")
    judgement.copies()
    judgement.save()
    if run.state == State.SCANNING:
        Run.objects.filter(pk=run.pk).update(state=State.SCANNED)
        run.refresh_from_db()


class Judgement:
    """All open pages of a run in memory, without their wording: about 2 kB each."""

    def __init__(self, run: Run, folder: Folder) -> None:
        self.run = run
        self.folder = folder
        self.places = Places()
        self.mapping = [rules.MappingRule(**rule) for rule in run.mapping]
        self.today = timezone.localdate()
        self.pages = list(run.pages.filter(fate__in=rules.JUDGED).order_by("pk"))
        self.taken_before: list[OldPage] = []
        self.known = rules.Addresses()
        self.paths: dict[int, str] = {}
        there = run.pages.exclude(fate=Fate.UNREADABLE)
        for pk, address, path in there.values_list("pk", "address", "path"):
            self.known.add(pk, address, rules.address_of(path)[1])
            self.paths[pk] = path

    def first(self) -> None:
        """Judge each page by itself."""
        taken = self._taken()
        for page in self.pages:
            page.copy_of, page.similarity = None, None
            page.broken = [one for one in page.links if self.known.find(one) is None and one not in self.folder.files]
            rule = rules.first_match(self.mapping, page.address, page.old_column)
            page.column = (rule.column if rule else "") or self.places.column(page.old_column)
            page.agency = self._agency(page, rule)
            page.theme, page.genre = (rule.theme, rule.genre) if rule else ("", "")
            page.fate, page.reason = self._fate(page, rule, taken)
            if page.fate == Fate.DUPLICATE:
                self.taken_before.append(page)

    def _taken(self) -> dict[str, str]:
        """Return the index numbers of pages that an earlier run took over."""
        ids = [self._external_id(page) for page in self.pages if not page.is_list]
        found: dict[str, str] = {}
        for start in range(0, len(ids), BATCH):
            found |= publishing.keys_by_external_id(ids[start : start + BATCH])
        return found

    def _external_id(self, page: OldPage) -> str:
        path = page.path if self.known.first_at(page.pk, page.address) is not None else ""
        return rules.external_id(self.run.host, page.address, path)

    def _agency(self, page: OldPage, rule: rules.MappingRule | None) -> Agency:
        ordered = self.places.by_code.get(rule.agency) if rule and rule.agency else None
        return ordered or self.places.issuer(page.number, page.source) or self.run.agency

    def _fate(self, page: OldPage, rule: rules.MappingRule | None, taken: dict[str, str]) -> tuple[Fate, str]:
        action = rule.action if rule else "take"
        if page.decision == "leave":
            return Fate.SKIPPED, page.decided_why or "经办人确定不接管"
        if action == "skip":
            return Fate.SKIPPED, "对应规则写明不接管"
        if page.is_list or action == "list":
            return Fate.LIST, "" if page.column else "没有对应的栏目，旧地址不跳转"
        if key := taken.get(self._external_id(page)):
            return Fate.DUPLICATE, f"{rules.TAKEN_BEFORE}，索引号{key}"
        if missing := self._missing(page):
            return Fate.INCOMPLETE, "缺少" + "、".join(missing)
        if page.decision == "take":
            return Fate.READY, ""
        if page.findings:
            return Fate.HELD, page.findings[0]["message"][:300]
        if (first := self.known.first_at(page.pk, page.address)) is not None:
            return Fate.HELD, f"与“{self.paths[first]}”的旧地址相同，内容不同；接管后旧地址只跳到先接管的那一页"[:300]
        return Fate.READY, ""

    def _missing(self, page: OldPage) -> list[str]:
        missing = [] if page.title.strip() else ["标题"]
        if page.published_at is None and page.formed_on is None:
            missing.append("日期（发布日期和成文日期都没有）")
        if not page.signature and not any(one in self.folder.files for one in page.links):
            missing.append("正文")
        return missing

    def copies(self) -> None:
        """Find exact copies by digest, then near ones; of a family the earliest published stays."""
        open_pages = [page for page in self.pages if page.fate in {Fate.READY, Fate.HELD}]
        done = list(self.run.pages.filter(fate=Fate.DONE).order_by("pk")) + self.taken_before
        open_pages.sort(key=lambda page: (page.published_at is None, page.published_at, page.pk))
        first: dict[str, OldPage] = {}
        unlike = []
        for page in [*done, *open_pages]:
            original = page if page.decision == "take" else first.setdefault(page.digest, page)
            if original is page or page.fate in STANDING:
                unlike.append(page)
            else:
                page.fate, page.reason = Fate.DUPLICATE, f"与“{original.title[:40]}”内容相同"
                page.copy_of, page.similarity = original, 1.0
        self._near(unlike)

    def _near(self, pages: Sequence[OldPage]) -> None:
        def text_of(place: int) -> str:
            return wording(self.folder, pages[place], self.today)

        for near in rules.near_copies([bytes(page.signature) for page in pages], text_of):
            page, original = pages[near.later], pages[near.earlier]
            if (
                page.fate == Fate.DONE
                or page.decision == "take"
                or (page.number and original.number and page.number != original.number)
            ):
                continue
            page.copy_of, page.similarity = original, near.similarity
            if page.fate == Fate.READY:
                page.fate = Fate.NEAR
                page.reason = f"与“{original.title[:40]}”相似{near.similarity:.0%}，请对照后确定"

    def save(self) -> None:
        """Write all fates in one transaction, so that nobody sees half a judgement."""
        with transaction.atomic():
            save_pages(self.pages, FIELDS)


def wording(folder: Folder, page: OldPage, today: dt.date) -> str:
    """Return the plain text of a page for comparing, empty when it cannot be read any more."""
    try:
        return rules.normal(rules.read_page(folder.read(page.path), page.address, today).text)
    except (OSError, rules.Unreadable):
        return ""
