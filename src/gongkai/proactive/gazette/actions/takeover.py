"""Old issues into the history database (R289): what was public on paper or on an earlier site is recorded as public."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.base.files.rules import clean_html, to_text
from gongkai.base.organisations.queries import check
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.actions import PublicElsewhere, Refused
from gongkai.proactive.gazette.actions.deciding import create_texts
from gongkai.proactive.gazette.actions.filling import begin
from gongkai.proactive.gazette.actions.papering import order_paper
from gongkai.proactive.gazette.actions.shared import note
from gongkai.proactive.gazette.models import Entry, Gazette, Issue
from gongkai.proactive.gazette.permissions import RELEASE
from gongkai.proactive.gazette.queries.issues import working_edition
from gongkai.proactive.gazette.rules import MOST_ENTRIES, State
from gongkai.proactive.gazette.rules.framing import paragraphs
from gongkai.proactive.gazette.rules.history import OldIssue, read_list

if TYPE_CHECKING:
    from gongkai.base.files.queries import StoredFile
    from gongkai.base.organisations.queries import Acting

ORIGIN = "import"


@transaction.atomic
def take_over_issue(
    *, gazette: Gazette, old: OldIssue, by: Acting, source: str, file: StoredFile | None = None
) -> Issue:
    """Record an old issue with its texts as public since its own day; `file` is its scan.

    Raises Refused when its numbers are taken, or when there is neither a text nor a scan.
    """
    check(by, RELEASE, gazette.agency)
    if not old.texts and file is None:
        raise Refused(f"{old.year}年第{old.number}号既没有篇目也没有文件，不能入库。")
    if len(old.texts) > MOST_ENTRIES:
        raise Refused(f"{old.year}年第{old.number}号超过{MOST_ENTRIES}篇，请核对。")
    day = old.day or dt.date(old.year, 1, 1)
    if day > timezone.localdate():
        raise Refused(f"{old.year}年第{old.number}号的出版日期还没有到，不是历史期次。")
    issue = begin(gazette, old.year, old.number, old.total, by=by, planned_on=old.day, old=True, state=State.RELEASED)
    _entries(issue, old)
    edition = working_edition(issue)
    if file is not None:
        publishing.attach_many(files=[(edition, file, f"{issue.brief}.pdf", "official")])
    entries = create_texts(issue, by, origin=ORIGIN)
    at = timezone.make_aware(dt.datetime.combine(day, dt.time(9)))
    editions = [edition, *(entry.item.editions.select_related("item__agency").get() for entry in entries if entry.item)]
    outcomes = publishing.take_over_many(things=[PublicElsewhere(one, at, source) for one in editions], by=by)
    for outcome in outcomes:
        if isinstance(outcome, Refused):
            raise outcome
    note("issue:takeover", issue, by, permission=RELEASE, new={"篇目": len(entries), "来源": source})
    if entries:
        order_paper(issue)
    return issue


def _entries(issue: Issue, old: OldIssue) -> None:
    rows = []
    for place, text in enumerate(old.texts, start=1):
        html = clean_html(text.html) if text.html else paragraphs(text.text)
        rows.append(
            Entry(
                issue=issue, order=place, column=text.column, title=text.title, doc_number=text.doc_number,
                issuer=text.issuer, formed_on=text.formed_on, html=html, text=to_text(html), why="历史期次入库",
            )
        )  # fmt: skip
    Entry.objects.bulk_create(rows)


@dataclass
class Report:
    """What an import did: `made` are the issues, `refused` one sentence each."""

    made: list[str] = field(default_factory=list)
    texts: int = 0
    refused: list[str] = field(default_factory=list)


def import_issues(
    *, gazette: Gazette, data: bytes, name: str, by: Acting, source: str = "", dry_run: bool = False,
    files: Mapping[str, StoredFile] | None = None,
) -> Report:  # fmt: skip
    """Take over a list of old issues, each by itself; the list may be given again, known issues are told and left alone.

    `files` maps the names in the list to stored scans. Raises HistoryRefused when the list cannot be read.
    """
    check(by, RELEASE, gazette.agency)
    issues, wrong = read_list(data, name)
    report = Report(refused=list(wrong))
    for old in issues:
        file = (files or {}).get(old.file) if old.file else None
        try:
            with transaction.atomic():
                made = take_over_issue(gazette=gazette, old=old, by=by, source=source or name, file=file)
                transaction.set_rollback(dry_run)
        except Refused as error:
            report.refused.append(str(error))
        else:
            report.made.append(made.name)
            report.texts += len(old.texts)
            if old.file and file is None:
                report.refused.append(f"{made.brief}：没有找到文件{old.file}，只入库了文字。")
    return report
