"""Approval and release: the texts are frozen as the standard text, and all become public together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from gongkai.base.organisations.queries import check
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.actions import NewItem, Refused
from gongkai.engine.publishing.rules import Result
from gongkai.proactive.gazette.actions.papering import order_paper
from gongkai.proactive.gazette.actions.shared import lock, note
from gongkai.proactive.gazette.models import Entry, Issue
from gongkai.proactive.gazette.permissions import APPROVE, RELEASE, check_edit, check_state
from gongkai.proactive.gazette.queries.issues import gates, working_edition
from gongkai.proactive.gazette.rules import APPROVE as APPROVE_STEP
from gongkai.proactive.gazette.rules import TEXT, State, text_key

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Release


@transaction.atomic
def approve(*, issue: Issue, by: Acting, opinion: str = "", seen: str = "") -> Issue:
    """Approve an issue: from here on its texts are the standard text and do not change.

    Raises Refused for who took part in reading or editing, and while a text is not the document's own.
    """
    grant = check(by, APPROVE, issue.gazette.agency)
    issue = lock(issue)
    check_state(issue, State.PROOFED)
    _refuse_reader(issue, by)
    if wrong := gates(issue):
        raise Refused(f"还不能审定：{wrong[0]}")
    publishing.decide(
        edition=working_edition(issue), step=APPROVE_STEP.key, result=Result.APPROVE, by=by, grant=grant,
        opinion=opinion, seen=seen,
    )  # fmt: skip
    Issue.objects.filter(pk=issue.pk).update(
        state=State.APPROVED, approved_by=by.actor().name, approved_at=timezone.now()
    )
    note("issue:approve", issue, by, permission=APPROVE, new={"篇目": issue.entries.count()}, remark=opinion)
    issue.refresh_from_db()
    return issue


def _refuse_reader(issue: Issue, by: Acting) -> None:
    readers = issue.readings.filter(round=issue.round).values_list("reader", flat=True)
    if by.person is not None and by.person.pk in readers:
        raise Refused("参加校对的人不能审定，请由其他负责人审定。")


@transaction.atomic
def reopen(*, issue: Issue, reason: str, by: Acting) -> Issue:
    """Send an issue that is being read, or waits for approval, back to selection; it is then read twice anew."""
    if not by.may(APPROVE, issue.gazette.agency):
        check_edit(issue.gazette.agency, by)
    return _back(issue, reason, by, State.SELECTED, State.PROOFED)


@transaction.atomic
def recall(*, issue: Issue, reason: str, by: Acting) -> Issue:
    """Take an approval back before release, when a document changed meanwhile. Only who may approve."""
    check(by, APPROVE, issue.gazette.agency)
    return _back(issue, reason, by, State.APPROVED)


def _back(issue: Issue, reason: str, by: Acting, *allowed: State) -> Issue:
    issue = lock(issue)
    check_state(issue, *allowed)
    if not reason.strip():
        raise Refused("请写明退回的原因。")
    publishing.new_round(edition=working_edition(issue))
    Issue.objects.filter(pk=issue.pk).update(
        state=State.PLANNED, round=F("round") + 1, approved_by="", approved_at=None
    )
    note("issue:reopen", issue, by, remark=reason)
    issue.refresh_from_db()
    return issue


@transaction.atomic
def release(*, issue: Issue, by: Acting) -> Release:
    """Publish the issue and each of its texts under one timestamp; paper and channels follow.

    Raises Refused when a document was corrected or withdrawn since the approval: recall, bring it up to date, read again.
    """
    check(by, RELEASE, issue.gazette.agency)
    issue = lock(issue)
    check_state(issue, State.APPROVED)
    if wrong := gates(issue):
        raise Refused(f"审定之后文件有变化，请撤回审定：{wrong[0]}")
    create_texts(issue, by)
    # Before publishing asks for the snapshot: what goes out says that it is released.
    Issue.objects.filter(pk=issue.pk).update(state=State.RELEASED)
    made = publishing.release(edition=working_edition(issue), by=by)
    note("issue:release", issue, by, permission=RELEASE, new={"篇目": issue.entries.count()})
    order_paper(issue)
    return made


def create_texts(issue: Issue, by: Acting, *, origin: str = "drafted") -> list[Entry]:
    """Give each text an item of its own, in the caller's transaction: «<issue>/<place>»."""
    entries = list(issue.entries.order_by("order", "pk"))
    wanted = [
        NewItem(
            agency=issue.gazette.agency, title=entry.title, html=entry.html, text=entry.text, mode="full-text",
            key=text_key(issue.item.key, place),
        )
        for place, entry in enumerate(entries, start=1)
    ]  # fmt: skip
    editions = publishing.create_items(kind=TEXT, wanted=wanted, origin=origin, author=by.person)
    for place, (entry, edition) in enumerate(zip(entries, editions, strict=True), start=1):
        entry.item, entry.order = edition.item, place
        entry.save(update_fields=["item", "order"])
    return entries
