"""One item, one review: deciding on an edition, and starting a new round after a return."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import F

from gongkai.base.events import actions as events
from gongkai.engine.publishing.actions.items import subject
from gongkai.engine.publishing.models import Edition, Review
from gongkai.engine.publishing.permissions import Refused
from gongkai.engine.publishing.queries import review_digest
from gongkai.engine.publishing.rules import KINDS, RESULT_NAMES, Result, State, Step

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongkai.base.events.rules import Actor
    from gongkai.base.organisations.queries import Acting, Grant


class AlreadyReviewed(Refused):
    """This step of this round has its one review already, or this person has approved in this round before."""


def _step(edition: Edition, key: str) -> Step:
    for step in KINDS[edition.item.kind].required_steps(edition):
        if step.key == key:
            return step
    raise Refused("这一环节不在本件的审查流程中。")


def _refuse_author(edition: Edition, by: Acting) -> None:
    if by.person is not None and edition.author_id == by.person.pk:
        raise Refused("拟稿人不能审查自己的稿件，请由其他同志审查。")


def _write(review: Review) -> None:
    try:
        with transaction.atomic():
            review.save(force_insert=True)
    except IntegrityError as error:
        standing = Review.objects.filter(edition=review.edition, round=review.round, step=review.step).first()
        if standing is not None:
            raise AlreadyReviewed(
                f"{standing.reviewer_name}已在{standing.at:%H:%M}对本环节作出“{standing.get_result_display()}”决定，"
                "一件一审，不能重复审查。请刷新页面。"
            ) from error
        raise AlreadyReviewed(
            "您在本轮已经审查同意过另一环节，同一人不能在一个流程里审查两次，请由其他同志办理。"
        ) from error


def _check_answers(edition: Edition, step: str, result: Result, answers: Mapping[str, Any], opinion: str) -> None:
    if result is not Result.APPROVE:
        if not opinion.strip():
            raise Refused("退回时请写明原因，便于拟稿人修改。")
        return
    for check in _step(edition, step).checks:
        if answers.get(check) not in {"none", "found"}:
            raise Refused("请对国家秘密、工作秘密、敏感信息逐项作出结论。")
        if answers[check] == "found":
            raise Refused("审查发现问题的稿件不能同意发布，请选择退回并写明问题所在。")


@transaction.atomic
def decide(
    *,
    edition: Edition,
    step: str,
    result: Result,
    by: Acting,
    grant: Grant | None,
    opinion: str = "",
    checks: Mapping[str, Any] | None = None,
    seen: str = "",
) -> Review:
    """Record one decision. `grant` is what the caller's permission check returned; `seen` the digest on the screen.

    Raises AlreadyReviewed when somebody was faster, Refused when the reviewer is the author, a check is unanswered
    or positive in an approval, a return has no cause, or the wording changed since the page was opened.
    """
    edition = Edition.objects.select_for_update().select_related("item__agency").get(pk=edition.pk)
    current = _digest_as_seen(edition, by, seen)
    answers = dict(checks or {})
    _check_answers(edition, step, result, answers, opinion)
    agency = edition.item.agency
    actor = by.actor(agency=agency)
    review = Review(
        edition=edition,
        round=edition.round,
        step=step,
        result=result,
        opinion=opinion.strip(),
        checks=answers,
        reviewer=by.person,
        author_id=edition.author_id,
        reviewer_name=actor.name,
        role=actor.role,
        agency_id=grant.agency_id if grant else agency.pk,
        digest=current,
    )
    _write(review)
    _log(review, actor)
    return review


def _digest_as_seen(edition: Edition, by: Acting, seen: str) -> str:
    """Return the digest of what is decided on. Raises Refused for the author and when the wording changed meanwhile."""
    if edition.state != State.PREPARING:
        raise Refused("这一版已不在审查中，请刷新页面。")
    _refuse_author(edition, by)
    current = review_digest(edition)
    if seen and seen != current:
        raise Refused("您打开页面之后稿件内容有变化，请刷新页面，按最新内容审查。")
    return current


def _log(review: Review, actor: Actor) -> None:
    edition = review.edition
    events.record(
        tag="publishing:review:decide",
        by=actor,
        subject=subject(edition.item, edition.title),
        new={
            "step": review.step,
            "result": RESULT_NAMES[review.result],
            "round": edition.round,
            "checks": review.checks,
            "sha256": review.digest,
        },
        remark=review.opinion,
    )


@transaction.atomic
def new_round(*, edition: Edition) -> Edition:
    """After a return every step is asked again: earlier reviews stay on record and count no more."""
    Edition.objects.filter(pk=edition.pk).update(round=F("round") + 1)
    edition.refresh_from_db(fields=["round"])
    return edition
