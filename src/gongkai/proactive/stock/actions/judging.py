"""One decision an entry: proposed by one person, checked where the law wants it, approved by another."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.notify import actions as notify
from gongkai.base.organisations.queries import holders, the_system
from gongkai.base.organisations.rules import Permission
from gongkai.engine.duties import actions as duties
from gongkai.engine.publishing.actions import Refused
from gongkai.engine.publishing.rules import listing
from gongkai.proactive.documents import actions as documents
from gongkai.proactive.documents import queries as document_queries
from gongkai.proactive.documents.actions.stocktaking import restate
from gongkai.proactive.documents.rules import ATTRIBUTE_NAMES, Status
from gongkai.proactive.stock.models import Entry
from gongkai.proactive.stock.permissions import (
    check_approve,
    check_legal,
    check_propose,
    check_running,
    check_transition,
)
from gongkai.proactive.stock.rules import (
    CONVERSION_DUTY,
    VERDICT_NAMES,
    Kind,
    State,
    Verdict,
    proposal_defects,
    state_after_proposal,
)

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting


def locked(entry: Entry) -> Entry:
    rows = Entry.objects.select_for_update(of=("self",))
    return rows.select_related("round__agency", "agency", "document__item__agency", "document__drafting_agency").get(
        pk=entry.pk
    )


def title_of(entry: Entry) -> str:
    return document_queries.working_edition(entry.document).title


def subject_of(entry: Entry, title: str = "") -> Subject:
    return Subject("stock-entry", str(entry.pk), title or title_of(entry))


def _note(verb: str, entry: Entry, by: Acting, permission: Permission, *, remark: str = "", **new: Any) -> int:
    event = events.record(
        tag=f"stock:entry:{verb}",
        by=by.actor(permission, entry.agency),
        subject=subject_of(entry),
        new={key: value for key, value in new.items() if value},
        remark=remark,
    )
    return event.seq


@transaction.atomic
def propose(
    *,
    entry: Entry,
    verdict: str,
    reason: str,
    by: Acting,
    to_attribute: str = "",
    ground: str = "",
    next_review_on: dt.date | None = None,
) -> Entry:
    """Say what shall become of one document. A proposal not yet approved may be said anew by its author.

    Raises Refused with everything that is missing, or when the entry was decided in between.
    """
    entry = locked(entry)
    check_propose(entry, by)
    check_running(entry.round)
    again = entry.state == State.PROPOSED and by.person is not None and entry.proposer_id == by.person.pk
    if not again:
        check_transition(entry, State.PROPOSED)
    if entry.round.kind == Kind.REEXAMINATION and verdict == Verdict.WITHHOLD and not ground:
        ground = entry.document.ground
    facts = {
        "verdict": verdict, "to_attribute": to_attribute, "ground": ground, "reason": reason,
        "next_review_on": next_review_on, "was_attribute": entry.was_attribute, "was_mode": entry.was_mode,
    }  # fmt: skip
    defects = proposal_defects(entry.round.kind, facts, today=timezone.localdate())
    if defects:
        raise Refused(listing(defects))
    entry.state, entry.verdict, entry.reason = State.PROPOSED, verdict, reason.strip()
    entry.to_attribute = to_attribute if verdict == Verdict.CHANGE else ""
    entry.ground = ground if verdict in {Verdict.CHANGE, Verdict.WITHHOLD} else ""
    entry.next_review_on = next_review_on if verdict in {Verdict.WITHHOLD, Verdict.CHANGE} else None
    entry.proposer, entry.proposed_at, entry.returned = by.person, timezone.now(), ""
    entry.checker = entry.checked_at = None
    entry.save()
    _note(
        "propose", entry, by, Permission.STOCK_JUDGE, remark=entry.reason,
        结论=VERDICT_NAMES[verdict], 调整为=ATTRIBUTE_NAMES.get(entry.to_attribute, ""), 理由种类=entry.ground,
        下次复核=next_review_on.isoformat() if next_review_on else "",
    )  # fmt: skip
    if entry.round.kind == Kind.CLEANUP:
        _tell_legal_reviewers(entry, by)
    return entry


def _tell_legal_reviewers(entry: Entry, by: Acting) -> None:
    """Tell those who examine legality that conclusions wait: once a round and day, however many they are."""
    people = [
        one for one in holders(Permission.STOCK_LEGAL, entry.agency) if by.person is None or one.pk != by.person.pk
    ]
    notify.tell(
        people=people, title=f"有清理结论待合法性审核：{entry.round.title}",
        key=f"stock-legal:{entry.round_id}:{timezone.localdate():%Y%m%d}",
        url=f"/desk/stock/entries/?round={entry.round_id}&mine=legal", kind="stock",
    )  # fmt: skip


@transaction.atomic
def check_legality(*, entry: Entry, by: Acting, opinion: str = "") -> Entry:
    """合法性审核 of a clean-up conclusion, by somebody other than its author."""
    entry = locked(entry)
    check_legal(entry, by)
    check_running(entry.round)
    if entry.round.kind != Kind.CLEANUP:
        raise Refused("只有规范性文件清理需要合法性审核。")
    check_transition(entry, State.CHECKED)
    entry.state, entry.checker, entry.checked_at = State.CHECKED, by.person, timezone.now()
    entry.save(update_fields=["state", "checker", "checked_at"])
    _note("check", entry, by, Permission.STOCK_LEGAL, remark=opinion)
    return entry


@transaction.atomic
def return_(*, entry: Entry, reason: str, by: Acting) -> Entry:
    """Send a proposal back to be judged anew. Legal checker and approver may."""
    entry = locked(entry)
    if entry.round.kind == Kind.CLEANUP and entry.state == State.PROPOSED:
        check_legal(entry, by)
    else:
        check_approve(entry, by)
    check_running(entry.round)
    check_transition(entry, State.OPEN)
    if not reason.strip():
        raise Refused("退回时请写明原因。")
    entry.state, entry.returned = State.OPEN, reason.strip()[:300]
    entry.save(update_fields=["state", "returned"])
    seq = _note("return", entry, by, Permission.DOCUMENTS_APPROVE_ATTRIBUTE, remark=entry.returned)
    if entry.proposer is not None:
        notify.tell(
            people=[entry.proposer], title=f"存量判断被退回：{title_of(entry)}", key=f"stock-returned:{seq}",
            url=f"/desk/stock/entries/{entry.pk}/", kind="stock", about=f"document:{entry.document_id}",
        )  # fmt: skip
    return entry


@transaction.atomic
def approve(*, entry: Entry, by: Acting, opinion: str = "") -> Entry:
    """Approve one judgement and carry it out at once through the document's own verbs.

    What now qualifies enters the publication road in the same transaction and its clock starts. Raises Refused when
    the document moved on since it was judged; then nothing is kept.
    """
    entry = locked(entry)
    check_approve(entry, by)
    check_running(entry.round)
    if entry.state != state_after_proposal(entry.round.kind):
        raise Refused(
            "这一件还没有通过合法性审核。" if entry.state == State.PROPOSED else "这一件没有待批准的判断，请刷新页面。"
        )
    entry.state, entry.approver, entry.approved_at = State.DONE, by.person, timezone.now()
    _carry_out(entry, by)
    entry.save()
    seq = _note(
        "approve", entry, by, Permission.DOCUMENTS_APPROVE_ATTRIBUTE, remark=opinion,
        结论=VERDICT_NAMES[entry.verdict], 调整为=ATTRIBUTE_NAMES.get(entry.to_attribute, ""),
    )  # fmt: skip
    if entry.queued_edition is not None:
        _start_clock(entry, by, seq)
    return entry


def _carry_out(entry: Entry, by: Acting) -> None:
    document = entry.document
    match Verdict(entry.verdict):
        case Verdict.CHANGE if entry.to_attribute == "proactive":
            _convert(entry, by)
        case Verdict.CHANGE if document.status == Status.FILED:
            restate(
                document=document, attribute=entry.to_attribute, ground=entry.ground, reason=entry.reason,
                next_review_on=entry.next_review_on, by=by,
            )  # fmt: skip
        case Verdict.CHANGE:
            documents.reattribute(
                document=document, attribute=entry.to_attribute, ground=entry.ground, reason=entry.reason, by=by
            )
        case Verdict.QUALIFIES:
            _convert(entry, by)
        case Verdict.WITHHOLD if document.status == Status.FILED:
            restate(
                document=document, attribute=document.attribute, ground=entry.ground or document.ground,
                reason=entry.reason, next_review_on=entry.next_review_on, by=by,
            )  # fmt: skip
        case Verdict.CHANGE | Verdict.WITHHOLD | Verdict.KEEP | Verdict.VALID | Verdict.AMEND:
            pass
        case Verdict.REPEAL | Verdict.EXPIRED:
            pass  # takes effect with the published result of the round


def _convert(entry: Entry, by: Acting) -> None:
    """Put the document on its road to the public: filed ones by re-attribution, redacted public ones by a new edition."""
    document = entry.document
    if document.status == Status.FILED:
        documents.reattribute(document=document, attribute="proactive", ground="", reason=entry.reason, by=by)
    elif document.status == Status.PUBLISHED:
        # The authority decided; the correction itself is the officer's verb, so the platform opens it and says why.
        documents.correct(
            document=document, note=f"定期复审认定可以扩大公开：{entry.reason}"[:300], by=the_system("stock")
        )
    else:
        raise Refused("这份公文的状态在判断之后有变化，请退回重新判断。")
    document.refresh_from_db()
    entry.queued_edition = document_queries.working_edition(document).number


def _start_clock(entry: Entry, by: Acting, seq: int) -> None:
    document, title = entry.document, title_of(entry)
    duties.open_duty(
        rule=CONVERSION_DUTY, subject=Subject("document", document.item.key, title), agency=document.item.agency,
        division=document.division, title=title, reference=document.doc_number, url=f"/desk/documents/{document.pk}/",
        opened_on=timezone.localdate(), event_seq=seq, by=by,
    )  # fmt: skip
    if document.drafter is not None:
        notify.tell(
            people=[document.drafter], title=f"经复审转为主动公开，请尽快送审发布：{title}",
            key=f"stock-converted:{entry.pk}", url=f"/desk/documents/{document.pk}/", kind="stock",
            about=f"document:{document.pk}",
        )  # fmt: skip
