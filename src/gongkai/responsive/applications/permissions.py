"""Who reads, handles, approves and answers; what an applicant may do with number and secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.base.organisations.queries import Acting, NotAllowed, OutOfSight, check
from gongkai.base.organisations.rules import Permission
from gongkai.engine.casework.rules import Refused as CaseworkRefused
from gongkai.engine.duties.actions import Refused as DutyRefused
from gongkai.responsive.applications.rules import STATUS_NAMES, VERBS, Status

if TYPE_CHECKING:
    from gongkai.responsive.applications.models import Application, Opinion

ACCEPT = Permission.APPLICATIONS_ACCEPT
HANDLE = Permission.APPLICATIONS_HANDLE
APPROVE = Permission.APPLICATIONS_APPROVE
READ = Permission.APPLICATIONS_READ
COUNSEL = Permission.APPLICATIONS_COUNSEL
OPINION = Permission.APPLICATIONS_OPINION
MANAGE_CHALLENGES = Permission.APPLICATIONS_CHALLENGE
IDENTITY = Permission.APPLICATIONS_IDENTITY
# Who works on a case; everybody else who may read sees it without being able to do anything.
WHO: dict[str, Permission] = {
    "confirm": ACCEPT,
    "reroute": ACCEPT,
    "answer_counsel": COUNSEL,
    "answer_division": OPINION,
    "approve_extension": APPROVE,
    "refuse_extension": APPROVE,
    "approve": APPROVE,
    "send_back": APPROVE,
}


class Refused(Exception):
    """It cannot be done so; the sentence says why and what to do."""


class WrongState(Refused):
    """The case is not where the verb could be done; `now` names where it is."""

    def __init__(self, sentence: str, now: str) -> None:
        super().__init__(sentence)
        self.now = now


class Stale(Refused):
    """Somebody else changed the case since the page was opened."""


# What a verb may raise in words for people, whichever engine said no.
REFUSALS = (Refused, CaseworkRefused, DutyRefused)


def permission_of(verb: str) -> Permission:
    return WHO.get(verb, HANDLE)


def check_read(application: Application, by: Acting) -> None:
    """Raises OutOfSight to strangers, also to officers of the agency who have nothing to do with applications."""
    if not by.may(READ, application.agency):
        raise OutOfSight


def check_verb(application: Application, verb: str, by: Acting) -> None:
    """Raises OutOfSight, NotAllowed, and Refused where the state does not allow the verb."""
    check(by, permission_of(verb), application.agency)
    check_state(application, verb)


def check_state(application: Application, verb: str) -> None:
    known = VERBS[verb]
    if application.status not in known.before:
        now = STATUS_NAMES[application.status]
        allowed = "、".join(STATUS_NAMES[one] for one in known.before)
        raise WrongState(f"这件申请现在是“{now}”，只有“{allowed}”的才能“{known.name}”。请刷新页面看最新情况。", now)


def check_seen(application: Application, seen: int | None) -> None:
    if seen is not None and seen != application.version:
        raise Stale("您打开页面以后，这件申请已有新的办理。请看过最新情况再办；您填写的内容还在。")


def check_own_division(opinion: Opinion, by: Acting) -> None:
    """An opinion is given by somebody of the division that was asked; an agency-wide post of the office may not."""
    agency = opinion.application.agency
    check(by, Permission.APPLICATIONS_OPINION, agency)
    mine = {grant.division_id for grant in by.grants if grant.agency_id == agency.pk and grant.division_id is not None}
    if not by.system and opinion.division_id not in mine:
        raise NotAllowed(f"这份意见由“{opinion.division.name}”反馈。")


def is_open(application: Application) -> bool:
    return application.status != Status.CLOSED
