"""Proof reading: two readings by different people, findings one by one, each decided by the editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.actions import Refused
from gongkai.engine.publishing.rules import Result
from gongkai.proactive.gazette.actions.shared import lock, note
from gongkai.proactive.gazette.models import Entry, Finding, Issue, Reading
from gongkai.proactive.gazette.permissions import check_edit, check_reader, check_state
from gongkai.proactive.gazette.queries.issues import gates, open_findings, working_edition
from gongkai.proactive.gazette.rules import PROOF, READING_NAMES, READINGS, VERDICT_NAMES, State

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting, Grant


def readings_of(issue: Issue) -> dict[int, Reading]:
    return {one.ordinal: one for one in issue.readings.filter(round=issue.round)}


@transaction.atomic
def open_reading(*, issue: Issue, by: Acting) -> Reading:
    """Begin the next reading, or go on with one's own. Raises Refused for who has read this round already."""
    check_reader(issue, by)
    issue = lock(issue)
    check_state(issue, State.SELECTED)
    known = readings_of(issue)
    mine = [one for one in known.values() if by.person is not None and one.reader_id == by.person.pk]
    running = [one for one in mine if one.closed_at is None]
    if running:
        return running[0]
    if mine:
        raise Refused(f"您已经担任本期{READING_NAMES[mine[0].ordinal]}，复校须由另一人担任。")
    waiting = [one for one in READINGS if one not in known]
    unfinished = [one for one in known.values() if one.closed_at is None]
    if unfinished or not waiting:
        reader = unfinished[0].reader_name if unfinished else "两次校对"
        raise Refused(f"{reader}正在校对，完成之后再开始下一次校对。" if unfinished else "两次校对都已完成。")
    ordinal = waiting[0]
    if ordinal == READINGS[-1] and by.person is not None and working_edition(issue).author_id == by.person.pk:
        raise Refused("编辑本期的人不能复校，请由其他同志担任。")
    made = Reading.objects.create(
        issue=issue, round=issue.round, ordinal=ordinal, reader=by.person, reader_name=by.actor().name
    )
    note("issue:read", issue, by, new={"校次": READING_NAMES[ordinal], "开始": True})
    return made


@transaction.atomic
def note_finding(*, reading: Reading, entry: Entry, remark: str, by: Acting, quote: str = "") -> Finding:
    """Put down what the reader found. `quote` must stand in the text, so that the editor finds the place."""
    issue = lock(reading.issue)
    check_state(issue, State.SELECTED)
    _check_own(reading, by)
    if entry.issue_id != issue.pk:
        raise Refused("这一篇不在本期里。")
    if not remark.strip():
        raise Refused("请写明意见。")
    said = quote.strip()
    if said and said not in entry.text and said not in entry.title:
        raise Refused("摘录的原文在这一篇里没有找到，请从正文中复制。")
    made = Finding.objects.create(reading=reading, entry=entry, quote=said[:200], remark=remark.strip()[:300])
    note("issue:finding", issue, by, new={"篇目": entry.title, "意见": made.remark})
    return made


def _check_own(reading: Reading, by: Acting) -> None:
    if by.person is not None and reading.reader_id != by.person.pk:
        raise Refused(f"这一次校对由{reading.reader_name}担任。")
    if reading.closed_at is not None:
        raise Refused("这一次校对已经完成，不能再加意见。")


@transaction.atomic
def decide_finding(*, finding: Finding, verdict: str, by: Acting, answer: str = "") -> Finding:
    """Decide one finding. What concerns a document's own wording is mended at the document, never here."""
    issue = lock(finding.reading.issue)
    check_edit(issue.gazette.agency, by)
    check_state(issue, State.SELECTED)
    if verdict not in VERDICT_NAMES:
        raise Refused("请选择处理方式。")
    if finding.verdict:
        raise Refused(f"{finding.decided_by}已经处理了这条意见。")
    if verdict != "mended" and not answer.strip():
        raise Refused("请写明不改或者转文件更正的理由。")
    Finding.objects.filter(pk=finding.pk).update(
        verdict=verdict, answer=answer.strip()[:300], decided_by=by.actor().name, decided_at=timezone.now()
    )
    finding.refresh_from_db()
    note("issue:decide", issue, by, new={"意见": finding.remark, "处理": VERDICT_NAMES[verdict]}, remark=answer)
    return finding


@transaction.atomic
def close_reading(*, reading: Reading, by: Acting) -> Issue:
    """End a reading. The first may leave findings open; the second needs all decided, and binds exactly what was read.

    After the second the issue is proofed. Raises Refused while texts are not the documents' own.
    """
    issue = lock(reading.issue)
    check_reader(issue, by)
    check_state(issue, State.SELECTED)
    _check_own(reading, by)
    last = reading.ordinal == READINGS[-1]
    if last and open_findings(issue).exists():
        raise Refused("还有校对意见没有处理，处理完再完成复校。")
    if last and (wrong := gates(issue)):
        raise Refused(wrong[0])
    Reading.objects.filter(pk=reading.pk).update(closed_at=timezone.now())
    note("issue:read", issue, by, new={"校次": READING_NAMES[reading.ordinal], "完成": True})
    if last:
        publishing.decide(
            edition=working_edition(issue), step=PROOF.key, result=Result.APPROVE, by=by,
            grant=_grant(issue, by), opinion="两次校对完成，意见均已处理。",
        )  # fmt: skip
        Issue.objects.filter(pk=issue.pk).update(state=State.PROOFED)
    issue.refresh_from_db()
    return issue


def _grant(issue: Issue, by: Acting) -> Grant | None:
    for permission in (Permission.GAZETTE_EDIT, Permission.DOCUMENTS_HEAD_REVIEW):
        found = by.grant_for(permission, issue.gazette.agency)
        if found is not None:
            return found
    return None
