"""Deciding about a list of questions: two reviews by two people, release, withdrawal, and the look at a new text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from gongkai.base.organisations.queries import check
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing import queries
from gongkai.engine.publishing.actions import Refused
from gongkai.engine.publishing.rules import Result, Withdrawal, listing
from gongkai.proactive.faq.actions.shared import move, note
from gongkai.proactive.faq.models import QuestionList
from gongkai.proactive.faq.permissions import check_turn, check_writing
from gongkai.proactive.faq.queries import edition_of, policy_edition
from gongkai.proactive.faq.rules import TURNS, Status, lacking

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Release


@transaction.atomic
def approve(
    *, one: QuestionList, by: Acting, opinion: str = "", checks: Mapping[str, Any] | None = None, seen: str = ""
) -> None:
    """Record the approval of the review that is due. Raises Refused, NotAllowed, AlreadyReviewed."""
    one.refresh_from_db(fields=["status"])
    grant = check_turn(one, by)
    turn = TURNS[Status(one.status)]
    missing = lacking(one.entries)
    if missing:
        raise Refused("还不能同意：" + listing(missing))
    publishing.decide(
        edition=edition_of(one), step=turn.step.key, result=Result.APPROVE, by=by, grant=grant, opinion=opinion,
        checks=checks, seen=seen,
    )  # fmt: skip
    move("approve", one, turn.to, by=by, remark=opinion.strip())


@transaction.atomic
def send_back(*, one: QuestionList, opinion: str, by: Acting) -> None:
    """Return to the writer with the cause; every review is asked again afterwards."""
    one.refresh_from_db(fields=["status"])
    grant = check_turn(one, by)
    turn, edition = TURNS[Status(one.status)], edition_of(one)
    if not opinion.strip():
        raise Refused("退回时请写明原因，便于编写人修改。")
    publishing.decide(edition=edition, step=turn.step.key, result=Result.RETURN, by=by, grant=grant, opinion=opinion)
    publishing.new_round(edition=edition)
    move("return", one, Status.DRAFT, by=by, remark=opinion.strip())


@transaction.atomic
def publish(*, one: QuestionList, by: Acting) -> Release:
    """Release what was reviewed. The policy itself must be public at this moment."""
    if one.status != Status.READY or queries.missing_steps(edition_of(one)):
        raise Refused("这份问题清单还没有审查完，或者审查之后有改动，不能发布。")
    return publishing.release(edition=edition_of(one), by=by)


@transaction.atomic
def withdraw(*, one: QuestionList, kind: Withdrawal, reason: str, by: Acting) -> None:
    if not by.system:
        check(by, Permission.PUBLISHING_WITHDRAW, one.item.agency)
    publishing.withdraw(item=one.item, kind=kind, reason=reason, by=by)


def wait_for_recheck(*, one: QuestionList) -> None:
    """The policy has an edition that the answers were not compared with; the first such day stays."""
    QuestionList.objects.filter(pk=one.pk, recheck_since=None).update(recheck_since=timezone.now())


@transaction.atomic
def recheck(*, one: QuestionList, conclusion: str, by: Acting) -> None:
    """Say that the public answers are still right after the policy got a new edition; else begin a new edition."""
    check_writing(one.item.agency, by)
    basis = policy_edition(one.policy)
    if not conclusion.strip():
        raise Refused("请写明核对结论：新文本改了什么，答复为什么仍然适用。")
    if basis is None or basis.number == one.of_edition:
        raise Refused("文件没有新的版本，不需要核对。")
    old, one.of_edition, one.recheck_since = one.of_edition, basis.number, None
    one.save(update_fields=["of_edition", "recheck_since"])
    note("recheck", one, by, old={"edition": old}, new={"edition": basis.number}, remark=conclusion.strip())
