"""How letters were sent: the post register, and what came back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongkai.base.organisations.queries import Acting, OutOfSight, agencies_where
from gongkai.base.organisations.rules import Permission
from gongkai.engine.casework.models import Dispatch, Number, Series
from gongkai.engine.casework.permissions import all_readers
from gongkai.engine.casework.queries.letters import letters
from gongkai.engine.casework.rules import DispatchState, MailState, State

if TYPE_CHECKING:
    from gongkai.base.events.rules import Subject
    from gongkai.base.organisations.models import Agency


def dispatches(by: Acting | None = None, subject: Subject | None = None) -> QuerySet[Dispatch]:
    """Return dispatches, newest first: what this person may see, or those of a case."""
    rows = Dispatch.objects.select_related("letter__agency", "created_by", "proof")
    if by is not None and not by.system:
        rows = rows.filter(letter__in=letters(by).values("pk"))
    if subject is not None:
        rows = rows.filter(letter__subject_type=subject.type, letter__subject_id=subject.id)
    return rows


def dispatch(pk: int, by: Acting) -> Dispatch:
    """Return a dispatch. Raises OutOfSight."""
    found = dispatches(by).filter(pk=pk).first()
    if found is None:
        raise OutOfSight
    return found


def waiting(by: Acting) -> QuerySet[Dispatch]:
    """Return what lies ready to be posted."""
    return dispatches(by).filter(state=DispatchState.PREPARED, letter__state=State.ISSUED)


def returned(by: Acting) -> QuerySet[Dispatch]:
    """Return what came back, or a mail that could not be sent, and nobody dealt with."""
    open_mail = Q(state=DispatchState.PREPARED, mail_state__in=[MailState.FAILED, MailState.UNKNOWN])
    later = Dispatch.objects.filter(letter=OuterRef("letter"), pk__gt=OuterRef("pk"))
    rows = dispatches(by).filter(Q(state=DispatchState.RETURNED) | open_mail, letter__state=State.ISSUED)
    return rows.filter(~Exists(later))


def register_agencies(by: Acting) -> QuerySet[Agency]:
    """Return the agencies whose register this person keeps."""
    return agencies_where(by, Permission.CASEWORK_DISPATCH)


def may_read_any(by: Acting) -> bool:
    """Return whether this person has anything to do with letters; no query."""
    return any(by.may_anywhere(permission) for permission in all_readers())


def series_of(by: Acting) -> QuerySet[Series]:
    """Return the counters of the agencies whose letters this person may send or whose texts they keep."""
    seen = Q(agency__in=agencies_where(by, Permission.CASEWORK_DISPATCH).values("pk"))
    seen |= Q(agency__in=agencies_where(by, Permission.CASEWORK_TEMPLATES).values("pk"))
    return Series.objects.filter(seen).select_related("agency")


def numbers_of(series: Series) -> QuerySet[Number]:
    return series.numbers.order_by("-n")
