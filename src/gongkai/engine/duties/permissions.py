"""Who may read a duty, as a list and as a single one; who may load a holiday notice; and how a verb says no."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from gongkai.base.organisations.queries import Acting, NotAllowed, OutOfSight, agencies_where, check
from gongkai.base.organisations.rules import Permission, roles_with
from gongkai.engine.duties.models import Duty
from gongkai.engine.duties.rules import STATUS_NAMES, TRANSITIONS, Status

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency

__all__ = ["NeedsConfirmation", "OutOfSight", "Refused", "check_holidays", "check_move", "check_read", "readable"]


class Refused(Exception):
    """The law or the state of the duty does not allow this; the sentence says why and what to do."""


class NeedsConfirmation(Refused):
    """A person must look at this notice before it counts; `questions` are Chinese sentences."""

    def __init__(self, questions: tuple[str, ...]) -> None:
        super().__init__("；".join(questions))
        self.questions = questions


def check_move(duty: Duty, verb: str) -> Status:
    """Return the status that follows. Raises Refused."""
    before, after = TRANSITIONS[verb]
    if duty.status not in before:
        raise Refused(f"这项时限现在是“{STATUS_NAMES[Status(duty.status)]}”，不能这样办理，请刷新页面查看最新情况。")
    return after


def readable(by: Acting) -> Q:
    """Return the condition on duties that is the sister of `check_read`: the same answer as a list."""
    if by.system:
        return Q()
    return Q(agency__in=agencies_where(by, Permission.DUTIES_READ))


def check_read(duty: Duty, by: Acting) -> None:
    """Raises OutOfSight across agencies, NotAllowed for a role or division that does not read this."""
    check(by, Permission.DUTIES_READ, duty.agency, duty.division_id)


def check_holidays(by: Acting) -> Agency | None:
    """Return the agency in whose name a notice is loaded (None for the platform itself).

    A notice moves the due days of every agency, so the permission counts only at the top of the tree. Raises NotAllowed.
    """
    return _at_the_top(by, Permission.DUTIES_HOLIDAYS, "放假安排对全平台的时限生效，须由最上级机关的“{}”录入。")


def check_adopt(by: Acting) -> Agency | None:
    """Return the agency in whose name a time limit is adopted: for everybody, so only at the top. Raises NotAllowed."""
    return _at_the_top(by, Permission.DUTIES_ADOPT, "时限对全平台生效，须由最上级机关的“{}”核准。")


def _at_the_top(by: Acting, permission: Permission, sentence: str) -> Agency | None:
    if by.system:
        return None
    top = agencies_where(by, permission).filter(parent__isnull=True).first()
    if top is None:
        raise NotAllowed(sentence.format("、".join(role.name for role in roles_with(permission))))
    return top
