"""Deciding about an interpretation: three reviews by three people, release, withdrawal, and the look at a new text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from gongkai.base.organisations.queries import check
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.actions import Refused
from gongkai.engine.publishing.rules import Result, Topic, Withdrawal, listing
from gongkai.proactive.interpretation.actions.shared import move, note
from gongkai.proactive.interpretation.permissions import check_can_read, check_turn, check_writing
from gongkai.proactive.interpretation.queries import edition_of, is_ready, lacking_of, policy_edition
from gongkai.proactive.interpretation.rules import TURNS, Stage, Status
from gongkai.proactive.interpretation.rules.road import goes_with_document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Release
    from gongkai.proactive.interpretation.models import Interpretation


@transaction.atomic
def approve(
    *,
    interpretation: Interpretation,
    by: Acting,
    opinion: str = "",
    checks: Mapping[str, Any] | None = None,
    seen: str = "",
) -> None:
    """Record the approval of the review that is due: head, secrecy, signature. Raises Refused, NotAllowed, AlreadyReviewed."""
    interpretation.refresh_from_db(fields=["status"])
    grant = check_turn(interpretation, by)
    turn = TURNS[Status(interpretation.status)]
    missing = lacking_of(interpretation)
    if missing:
        raise Refused("还不能同意：" + listing(missing))
    publishing.decide(
        edition=edition_of(interpretation), step=turn.step.key, result=Result.APPROVE, by=by, grant=grant,
        opinion=opinion, checks=checks, seen=seen,
    )  # fmt: skip
    move("approve", interpretation, turn.to, by=by, remark=opinion.strip())


@transaction.atomic
def send_back(*, interpretation: Interpretation, by: Acting, opinion: str) -> None:
    """Return to the drafter with the cause; every review is asked again afterwards."""
    interpretation.refresh_from_db(fields=["status"])
    grant = check_turn(interpretation, by)
    turn, edition = TURNS[Status(interpretation.status)], edition_of(interpretation)
    if not opinion.strip():
        raise Refused("退回时请写明原因，便于起草人修改。")
    publishing.decide(edition=edition, step=turn.step.key, result=Result.RETURN, by=by, grant=grant, opinion=opinion)
    publishing.new_round(edition=edition)
    move("return", interpretation, Status.DRAFT, by=by, remark=opinion.strip())


@transaction.atomic
def publish(*, interpretation: Interpretation, by: Acting) -> Release:
    """Release one that does not go out with its document: a draft's, a second one, a tracking one, a corrected one.

    The first one of the stage of release goes out with the document, in one action and under one timestamp (R164).
    """
    public = hasattr(interpretation.policy, "release")
    together = goes_with_document(stage=interpretation.stage, sort=interpretation.sort)
    if together and not public:
        raise Refused("这份解读与文件同步发布：请在文件页面点“公开”，两者一起发布，时间一致。")
    if not public and interpretation.stage != Stage.DRAFT:
        raise Refused("所解读的文件没有公开，解读不能单独发布。")
    if not public and not interpretation.consultation_url:
        raise Refused("草案征询阶段的解读请填写征询公告的地址，便于读者对照草案。")
    if not is_ready(interpretation):
        raise Refused("这份解读还没有签发，或者签发之后有改动，不能发布。")
    return publishing.release(edition=edition_of(interpretation), by=by)


@transaction.atomic
def withdraw(*, interpretation: Interpretation, kind: Withdrawal, reason: str, by: Acting) -> None:
    check_can_read(by, interpretation.item.agency, interpretation.drafting_agency)
    if not by.system:
        check(by, Permission.PUBLISHING_WITHDRAW, interpretation.item.agency)
    publishing.withdraw(item=interpretation.item, kind=kind, reason=reason, by=by)


@transaction.atomic
def recheck(*, interpretation: Interpretation, conclusion: str, by: Acting) -> None:
    """Say that a public interpretation is still right after its policy got a new edition; else correct it."""
    check_writing(interpretation, by)
    basis = policy_edition(interpretation.policy)
    if not conclusion.strip():
        raise Refused("请写明核对结论：新文本改了什么，解读为什么仍然适用。")
    if basis is None or basis.number == interpretation.of_edition:
        raise Refused("文件没有新的版本，不需要核对。")
    old, interpretation.of_edition = interpretation.of_edition, basis.number
    interpretation.checked_edition, interpretation.checked_on = basis.number, timezone.localdate()
    interpretation.save(update_fields=["of_edition", "checked_edition", "checked_on"])
    event = note(
        "recheck", interpretation, by, old={"edition": old}, new={"edition": basis.number}, remark=conclusion.strip()
    )
    publishing.announce(topic=Topic.CHANGED, item=interpretation.item, edition_number=None, event_seq=event.seq)
