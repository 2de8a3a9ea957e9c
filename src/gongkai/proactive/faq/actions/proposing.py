"""What people asked becomes an entry, is counted with one that stands, or is left out with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.engine.publishing.actions import Refused
from gongkai.proactive.faq.actions.shared import check_draft, note, write
from gongkai.proactive.faq.models import Proposal, QuestionList
from gongkai.proactive.faq.permissions import check_writing
from gongkai.proactive.faq.queries import collected, edition_of, policy_edition
from gongkai.proactive.faq.rules import LONGEST_ANSWER, LONGEST_QUESTION, cleaned

if TYPE_CHECKING:
    import datetime as dt

    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Item


@transaction.atomic
def collect(*, policy: Item, today: dt.date) -> int:
    """Note what was asked since; return how many questions are new. What was decided about already stays decided."""
    basis = policy_edition(policy)
    found = {one.key: one for one in collected(policy, title=basis.title if basis else "", today=today)}
    standing = {row.key: row for row in Proposal.objects.filter(policy=policy, key__in=list(found))}
    fresh = [
        Proposal(
            policy=policy, source=one.source, key=one.key, question=one.question, answer=one.answer, count=one.count,
            found_on=today,
        )
        for one in found.values() if one.key not in standing
    ]  # fmt: skip
    Proposal.objects.bulk_create(fresh, ignore_conflicts=True)
    for key, row in standing.items():
        if row.state == "open" and (row.count, row.answer) != (found[key].count, found[key].answer):
            row.count, row.answer = found[key].count, found[key].answer
            row.save(update_fields=["count", "answer"])
    return len(fresh)


def _decided(proposal: Proposal, state: str, by: Acting, reason: str = "") -> None:
    now = timezone.now()
    done = Proposal.objects.filter(pk=proposal.pk, state="open").update(
        state=state, reason=reason, decided_at=now, decided_by=by.person
    )
    if not done:
        raise Refused("这条问题线索已经处理过，请刷新页面。")


@transaction.atomic
def adopt(*, one: QuestionList, proposal: Proposal, by: Acting) -> None:
    """Put a proposed question at the end of the list, with the answer it already has."""
    edition = check_draft(one, by)
    _decided(proposal, "adopted", by)
    entry = cleaned(
        {
            "question": proposal.question[:LONGEST_QUESTION], "answer": proposal.answer[:LONGEST_ANSWER],
            "source": proposal.source, "asked": proposal.count,
        }
    )  # fmt: skip
    write(one, [*one.entries, entry], version=edition.version, title=edition.title, by=by)
    note("proposal:adopt", one, by, new={"question": proposal.question, "count": proposal.count})


@transaction.atomic
def merge(*, one: QuestionList, proposal: Proposal, entry: str, by: Acting) -> None:
    """Count a proposed question with the entry that asks the same."""
    edition = check_draft(one, by)
    if entry not in {row["id"] for row in one.entries}:
        raise Refused("要合并到的问题已经不在了，请刷新页面。")
    _decided(proposal, "merged", by)
    rows = [row | {"asked": row["asked"] + proposal.count} if row["id"] == entry else row for row in one.entries]
    write(one, rows, version=edition.version, title=edition_of(one).title, by=by)
    note("proposal:merge", one, by, new={"question": proposal.question, "count": proposal.count})


@transaction.atomic
def decline(*, one: QuestionList, proposal: Proposal, reason: str, by: Acting) -> None:
    check_writing(one.item.agency, by)
    if not reason.strip():
        raise Refused("不采纳的，请写明原因。")
    _decided(proposal, "declined", by, reason.strip()[:200])
    note("proposal:decline", one, by, old={"question": proposal.question}, remark=reason.strip())
