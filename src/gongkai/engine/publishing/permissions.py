"""Two questions, one reason: may this happen to it now, and may this person do it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.base.organisations.queries import Acting, check
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing.rules import STATE_NAMES, TRANSITIONS, State, Withdrawal

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Edition, Item


class Refused(Exception):
    """The thing cannot happen to this item now; the sentence says why and what to do."""


class Stale(Refused):
    """Somebody else saved in between; nothing of theirs or yours is lost."""


def check_transition(edition: Edition, to: State) -> None:
    if to not in TRANSITIONS[State(edition.state)]:
        raise Refused(
            f"这一版现在是“{STATE_NAMES[edition.state]}”，不能改为“{STATE_NAMES[to]}”，请刷新页面查看最新情况。"
        )


def check_can_release(item: Item, by: Acting) -> None:
    check(by, Permission.PUBLISHING_RELEASE, item.agency)


def check_can_withdraw(item: Item, by: Acting, kind: Withdrawal) -> None:
    """Whoever decides on attributes may also take down what a changed attribute no longer lets stand."""
    decides = kind is Withdrawal.ATTRIBUTE and by.may(Permission.DOCUMENTS_APPROVE_ATTRIBUTE, item.agency)
    if not decides:
        check(by, Permission.PUBLISHING_WITHDRAW, item.agency)
