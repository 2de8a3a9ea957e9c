"""Who may plan, write, review and release an interpretation. Drafting is held where it is written, the rest where it is issued."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.base.organisations.queries import Acting, Grant, NotAllowed, OutOfSight, check
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing.actions import Refused
from gongkai.proactive.interpretation.rules import STATUS_NAMES, TURNS, Status

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency
    from gongkai.proactive.interpretation.models import Interpretation, Plan


def check_can_read(by: Acting, *agencies: Agency) -> None:
    """Raise OutOfSight unless the person may read documents in one of these agencies."""
    if by.system or any(by.grant_for(Permission.DOCUMENTS_READ, agency) for agency in agencies):
        return
    raise OutOfSight


def check_planning(plan: Plan, by: Acting) -> Grant | None:
    check_can_read(by, plan.policy.agency, plan.agency)
    if not by.sees(plan.agency):
        raise NotAllowed(f"解读由{plan.agency.label}负责，请由该单位填写。")
    return check(by, Permission.INTERPRETATION_DRAFT, plan.agency)


def check_approving(plan: Plan, by: Acting) -> Grant | None:
    """The head of the division approves the plan, and did not write it alone: the action looks at that (R165)."""
    check_can_read(by, plan.policy.agency, plan.agency)
    if not by.sees(plan.agency):
        raise NotAllowed(f"解读方案由{plan.agency.label}的科室负责人审定。")
    return check(by, Permission.INTERPRETATION_REVIEW, plan.agency, plan.division_id)


def check_writing(interpretation: Interpretation, by: Acting) -> Grant | None:
    check_can_read(by, interpretation.item.agency, interpretation.drafting_agency)
    if not by.sees(interpretation.drafting_agency):
        raise NotAllowed(f"这份解读由{interpretation.drafting_agency.label}起草。")
    return check(by, Permission.INTERPRETATION_DRAFT, interpretation.drafting_agency)


def check_turn(interpretation: Interpretation, by: Acting) -> Grant | None:
    """Raise Refused when no review is due, NotAllowed when it is somebody else's turn."""
    check_can_read(by, interpretation.item.agency, interpretation.drafting_agency)
    turn = TURNS.get(Status(interpretation.status))
    if turn is None:
        raise Refused(f"这份解读现在是“{STATUS_NAMES[interpretation.status]}”，没有待办的审查，请刷新页面。")
    at_home = turn.permission is Permission.INTERPRETATION_REVIEW
    agency = interpretation.drafting_agency if at_home else interpretation.item.agency
    if not by.sees(agency):
        raise NotAllowed(f"这一步由{agency.label}办理。")
    return check(by, turn.permission, agency, interpretation.division_id if at_home else None)


def may(function: object, *args: object) -> bool:
    """Return whether a check lets pass: for pages that show or hide a button."""
    try:
        function(*args)  # type: ignore[operator]
    except (Refused, NotAllowed, OutOfSight):
        return False
    return True
