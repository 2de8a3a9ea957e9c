"""Who may write, review and release a list of questions: it belongs to the agency that issued the policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.base.organisations.queries import Acting, Grant, NotAllowed, OutOfSight, check
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing.actions import Refused
from gongkai.proactive.faq.rules import STATUS_NAMES, TURNS, Status

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency
    from gongkai.proactive.faq.models import QuestionList


def check_writing(agency: Agency, by: Acting) -> Grant | None:
    return check(by, Permission.INTERPRETATION_DRAFT, agency)


def check_turn(one: QuestionList, by: Acting) -> Grant | None:
    """Raise Refused when no review is due, NotAllowed when it is somebody else's turn."""
    turn = TURNS.get(Status(one.status))
    if turn is None:
        raise Refused(f"这份问题清单现在是“{STATUS_NAMES[one.status]}”，没有待办的审查，请刷新页面。")
    division = one.division_id if turn.permission is Permission.INTERPRETATION_REVIEW else None
    return check(by, turn.permission, one.item.agency, division)


def may_turn(one: QuestionList, by: Acting) -> bool:
    try:
        check_turn(one, by)
    except (Refused, NotAllowed, OutOfSight):
        return False
    return True
