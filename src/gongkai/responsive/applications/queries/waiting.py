"""What waits for one person: answers to approve, extensions, questions to counsel and divisions; what came back to its handler."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Model, OuterRef, Q, Subquery
from django.utils import timezone

from gongkai.base.organisations.queries import agencies_where
from gongkai.responsive.applications.models import Application, Counsel, Decision, Extension, Opinion, Step
from gongkai.responsive.applications.permissions import APPROVE, COUNSEL, HANDLE, OPINION
from gongkai.responsive.applications.queries.parts import divisions_of
from gongkai.responsive.applications.rules import PENDING, Status

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet

    from gongkai.base.organisations.queries import Acting

Row = TypeVar("Row", bound=Model)
WORKERS = (APPROVE, COUNSEL, OPINION, HANDLE)


class Wait(StrEnum):
    """What somebody else than the handler does on a case, and what the handler does when it comes back."""

    APPROVE = "批准答复"
    EXTENSION = "决定延长答复"
    COUNSEL = "出具法律意见"
    OPINION = "反馈科室意见"
    AGAIN = "依裁判重新答复"
    SENT_BACK = "修改退回的答复"
    HEARD = "意见已收齐，拟出答复"
    ISSUE = "印发批准的答复"


@dataclass(frozen=True)
class Waiting:
    """One thing to do; `pk` is of the case, or of the opinion that is asked. `number` says nothing of what was asked for."""

    what: Wait
    pk: int
    number: str
    agency: str
    since: dt.date
    due_on: dt.date | None


def answers(by: Acting) -> QuerySet[Decision]:
    """Return drafted answers that this person may approve: not their own, and counsel has nothing left to say."""
    rows = Decision.objects.filter(
        approved__isnull=True, application__status=Status.DECIDING, application__agency__in=agencies_where(by, APPROVE)
    )
    unanswered = Counsel.objects.filter(answered_on__isnull=True).values("application")
    return rows.exclude(drafted_by=by.person).exclude(application__in=unanswered)


def extensions(by: Acting) -> QuerySet[Extension]:
    """Return extensions that this person may grant or refuse: not those proposed by themselves."""
    rows = Extension.objects.filter(
        decided_on__isnull=True, application__status__in=PENDING, application__agency__in=agencies_where(by, APPROVE)
    )
    return rows.exclude(proposed_by=by.person)


def counsels(by: Acting) -> QuerySet[Counsel]:
    agencies = agencies_where(by, COUNSEL)
    return Counsel.objects.filter(
        answered_on__isnull=True, application__status__in=PENDING, application__agency__in=agencies
    )


def opinions_asked(by: Acting) -> QuerySet[Opinion]:
    """Return what divisions of this person were asked and have not answered (`permissions.check_own_division`)."""
    own = Q(division__in=divisions_of(by), application__agency__in=agencies_where(by, OPINION))
    return Opinion.objects.filter(own, answered_on__isnull=True, application__status__in=PENDING)


def came_back(by: Acting) -> QuerySet[Application]:
    """Return cases of this handler that are their turn again, with `back_on`; which turn it is stands in `back`.

    A case without a handler is everybody's who may handle it.
    """
    rows = Application.objects.filter(agency__in=agencies_where(by, HANDLE)).exclude(back="")
    return rows.filter(Q(handler=by.person) | Q(handler__isnull=True)).annotate(back_on=_last_step())


def turn_of(application: Application) -> str:
    """Return what came back to the handler of a case, "" while it waits for others or for nothing that was asked.

    Three queries at most, none for a case that nobody works on.
    """
    if application.status == Status.REPLYING:
        return Wait.ISSUE.name if application.decided_on is None else ""
    if application.status != Status.HANDLING:
        return ""
    last = application.decisions.order_by("-pk").values("approved", "set_aside").first()
    if last is not None:
        return Wait.AGAIN.name if last["set_aside"] else Wait.SENT_BACK.name if last["approved"] is False else ""
    parts = (
        (application.inquiries, "ended_on"),
        (application.opinions, "answered_on"),
        (application.counsels, "answered_on"),
    )
    first, *others = [rows.order_by().values_list(end) for rows, end in parts]
    ends = first.union(*others, all=True)
    answered = [end for (end,) in ends]
    return Wait.HEARD.name if answered and all(answered) else ""


def _last_step() -> Subquery:
    return Subquery(
        Step.objects.filter(application=OuterRef("pk")).exclude(verb="party").order_by("-pk").values("on")[:1]
    )


def is_asked_for(by: Acting) -> bool:
    """Whether anything can wait for this person at all; asks nothing of the database."""
    return by.person is not None and any(by.may_anywhere(one) for one in WORKERS)


def waiting_rows(by: Acting) -> QuerySet[Any] | None:
    """Return a row for each thing that waits for this person; None for who is never asked."""
    if not is_asked_for(by):
        return None
    kinds = (answers(by), extensions(by), counsels(by), opinions_asked(by), came_back(by))
    first, *others = [rows.order_by().values_list("pk") for rows in kinds]
    return first.union(*others, all=True)


def waiting_count(by: Acting) -> int:
    """Return how much waits for this person, in one query."""
    rows = waiting_rows(by)
    return 0 if rows is None else rows.count()


def _with_case(rows: QuerySet[Row]) -> QuerySet[Row]:
    return rows.select_related("application__agency", "application__submission")


def _case(what: Wait, application: Application, since: dt.date) -> Waiting:
    return Waiting(what, application.pk, str(application), application.agency.label, since, application.due_on)


def waiting_for(by: Acting) -> list[Waiting]:
    """Return what waits for this person, what is due first first. Five queries; none for who is never asked."""
    if not is_asked_for(by):
        return []
    found = [
        _case(Wait.APPROVE, one.application, timezone.localdate(one.drafted_at)) for one in _with_case(answers(by))
    ]
    found += [_case(Wait.EXTENSION, one.application, one.proposed_on) for one in _with_case(extensions(by))]
    found += [_case(Wait.COUNSEL, one.application, one.asked_on) for one in _with_case(counsels(by))]
    found += [
        Waiting(Wait.OPINION, one.pk, str(one.application), one.application.agency.label, one.asked_on, one.due_on)
        for one in _with_case(opinions_asked(by))
    ]
    back: list[Any] = list(came_back(by).select_related("agency", "submission"))
    found += [_case(Wait[one.back], one, one.back_on) for one in back]
    return sorted(found, key=lambda one: (one.due_on is None, one.due_on or one.since, one.pk))
