"""Everything that belongs to one case, gathered once for its page; and the opinions that a division is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F

from gongkai.base.events.rules import Subject
from gongkai.base.organisations.queries import OutOfSight, agencies_where
from gongkai.engine.duties import queries as duties
from gongkai.responsive.applications.models import Opinion
from gongkai.responsive.applications.permissions import HANDLE
from gongkai.responsive.applications.queries.lists import OFFICE
from gongkai.responsive.applications.queries.payments import to_return
from gongkai.responsive.applications.queries.service import open_return
from gongkai.responsive.applications.rules import Status
from gongkai.responsive.applications.rules.inquiries import Answer, Party
from gongkai.responsive.applications.rules.watch import ORDERED_DUTY, SUBJECT

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gongkai.base.organisations.models import Agency
    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.casework.models import Dispatch
    from gongkai.responsive.applications.models import (
        Application,
        ContactNote,
        Counsel,
        Decision,
        Extension,
        Fee,
        Inquiry,
        Link,
        Meeting,
        Payment,
        ReasonRequest,
        Search,
        Supplement,
    )


@dataclass(frozen=True)
class Parts:
    """What happened on a case, each in the order in which it happened."""

    supplement: Supplement | None
    fee: Fee | None
    reasons: ReasonRequest | None
    opinions: list[Opinion]
    inquiries: list[Inquiry]
    meetings: list[Meeting]
    searches: list[Search]
    contacts: list[ContactNote]
    counsels: list[Counsel]
    extensions: list[Extension]
    decisions: list[Decision]
    links: list[Link]
    linked: list[Link]
    # The sending of the answer that came back while no other arrived.
    came_back: Dispatch | None
    # Yuan that the agency holds and that are not owed to it, and what came in.
    to_return: int
    payments: list[Payment]
    # A review or judgement set the day: nothing that would give more time is offered.
    ordered: bool

    @property
    def open_inquiries(self) -> list[Inquiry]:
        return [one for one in self.inquiries if one.is_open]

    @property
    def open_opinions(self) -> list[Opinion]:
        return [one for one in self.opinions if one.is_open]

    @property
    def counsel(self) -> Counsel | None:
        """The question that counsel has not answered."""
        return next((one for one in self.counsels if one.is_open), None)

    @property
    def extension(self) -> Extension | None:
        """The extension that was asked for and not decided."""
        return next((one for one in self.extensions if one.decided_on is None), None)

    @property
    def extended(self) -> bool:
        return any(one.granted for one in self.extensions)

    @property
    def decision(self) -> Decision | None:
        """The answer that is drafted or approved."""
        return next((one for one in reversed(self.decisions) if one.approved is not False and not one.set_aside), None)

    @property
    def told(self) -> bool:
        """Whether a letter to a third party that objected was made."""
        return any(one.told_on is not None for one in self.inquiries)

    @property
    def third_party_refused(self) -> bool:
        """Whether a third party does not want it opened, in whole or in part."""
        against = {Answer.REFUSED, Answer.PARTLY}
        return any(one.party == Party.THIRD_PARTY and one.answer in against for one in self.inquiries)


def parts_of(application: Application) -> Parts:
    """Ask for each kind once."""
    return Parts(
        supplement=getattr(application, "supplement", None),
        fee=getattr(application, "fee", None),
        reasons=getattr(application, "reason_request", None),
        opinions=list(application.opinions.select_related("division", "answered_by")),
        inquiries=list(application.inquiries.all()),
        meetings=list(application.meetings.all()),
        searches=list(application.searches.all()),
        contacts=list(application.contacts.all()),
        counsels=list(application.counsels.select_related("asked_by", "answered_by")),
        extensions=list(application.extensions.select_related("proposed_by", "decided_by")),
        decisions=list(
            application.decisions.select_related("drafted_by", "decided_by").prefetch_related("given__file")
        ),
        links=list(application.links.select_related("other__submission")),
        linked=list(application.linked_from.select_related("application__submission")),
        ordered=duties.of_subject(Subject(SUBJECT, str(application.pk)))
        .filter(rule=ORDERED_DUTY, status="open")
        .exists(),
        to_return=to_return(application),
        payments=list(application.payments.all()),
        came_back=open_return(application) if application.status == Status.CLOSED else None,
    )


def is_office(by: Acting, agency: Agency) -> bool:
    """Whether this person reads whole cases of the agency, not only what a division was asked."""
    return by.system != "" or any(by.may(one, agency) for one in OFFICE)


def divisions_of(by: Acting) -> set[int]:
    return {grant.division_id for grant in by.grants if grant.division_id is not None}


def opinions(by: Acting) -> QuerySet[Opinion]:
    """Return what divisions of this person were asked, and what offices they work in asked: the open ones by their day."""
    rows = Opinion.objects.select_related("application__agency", "application__submission", "division", "answered_by")
    own = rows.filter(division__in=divisions_of(by))
    office = rows.filter(application__agency__in=agencies_where(by, HANDLE))
    return (own | office).order_by(F("answered_on").asc(nulls_first=True), "due_on", "pk")


def opinion_of(pk: int, by: Acting) -> Opinion:
    """Raises OutOfSight for what another division was asked."""
    found = opinions(by).filter(pk=pk).first()
    if found is None:
        raise OutOfSight
    return found


def is_asked(opinion: Opinion, by: Acting) -> bool:
    """Whether it is this person's division that is asked."""
    return opinion.division_id in divisions_of(by)


def open_opinions(by: Acting) -> int:
    """Return how many opinions wait for a division of this person."""
    mine = divisions_of(by)
    return Opinion.objects.filter(division__in=mine, answered_on__isnull=True).count() if mine else 0


def given_files(decision: Decision | None) -> list[dict[str, Any]]:
    if decision is None:
        return []
    return [
        {"pk": one.pk, "name": one.name, "file": one.file, "findings": one.findings} for one in decision.given.at_hand()
    ]
