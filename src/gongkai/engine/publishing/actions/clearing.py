"""One light review by one other person, for facts that are kept in a register and told as a page: clear, return, release."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction

from gongkai.base.organisations.queries import Acting, check
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing.actions.release import release
from gongkai.engine.publishing.actions.reviews import decide, new_round
from gongkai.engine.publishing.permissions import Refused
from gongkai.engine.publishing.rules import CLEAR, Result, State

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Edition, Release, Review


def _in_work(edition: Edition) -> Edition:
    if edition.state != State.PREPARING:
        raise Refused("没有待核对的内容，请刷新页面。")
    return edition


@transaction.atomic
def clear(
    *, edition: Edition, permission: Permission, answers: Mapping[str, Any], by: Acting, opinion: str = "",
    seen: str = "",
) -> Review:  # fmt: skip
    """Check the wording and clear it for the public; somebody else than who wrote it. Raises Refused, NotAllowed."""
    grant = check(by, permission, edition.item.agency)
    return decide(
        edition=_in_work(edition), step=CLEAR.key, result=Result.APPROVE, by=by, grant=grant, opinion=opinion,
        checks=answers, seen=seen,
    )  # fmt: skip


@transaction.atomic
def return_uncleared(*, edition: Edition, permission: Permission, opinion: str, by: Acting) -> Review:
    """Return it with the cause; what was cleared before is asked again. Raises Refused, NotAllowed."""
    grant = check(by, permission, edition.item.agency)
    _in_work(edition)
    if not opinion.strip():
        raise Refused("退回时请写明原因，便于修改。")
    review = decide(edition=edition, step=CLEAR.key, result=Result.RETURN, by=by, grant=grant, opinion=opinion)
    new_round(edition=edition)
    return review


@transaction.atomic
def release_cleared(*, edition: Edition, by: Acting) -> Release:
    """Release what was cleared. Raises NotReady, Refused, NotAllowed."""
    return release(edition=_in_work(edition), by=by)
