"""To whom a letter of a case is written, and who of several applicants has not been sent it yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from gongkai.engine.casework.queries import dispatches
from gongkai.engine.casework.rules import DispatchState, Recipient, Route
from gongkai.responsive.applications.models import Applicant, Application

if TYPE_CHECKING:
    from gongkai.base.events.rules import Subject
    from gongkai.engine.casework.models import Dispatch

ARRIVED = (DispatchState.SENT, DispatchState.SIGNED)


def present(application: Application) -> list[Applicant]:
    return list(application.submission.applicants.filter(left_on__isnull=True).order_by("position"))


def speaks_for_all(people: Sequence[Applicant]) -> Applicant | None:
    """Return who receives letters for everybody: the only one, or whom the others named."""
    if len(people) == 1:
        return people[0]
    return next((one for one in people if one.represents), None)


def unreached(application: Application, letter_id: int, subject: Subject) -> list[Applicant]:
    """Return the applicants to whom a letter has not left: nobody once it left for who speaks for all.

    What is put on their page is there for all of them. An envelope is for whom it names, and for who lives at its address.
    """
    people = present(application)
    if speaks_for_all(people) is not None:
        return []
    sent = [one for one in dispatches(subject=subject).filter(letter=letter_id) if one.state in ARRIVED]
    if any(one.route == Route.SITE for one in sent):
        return []
    return [one for one in people if not _written_to(one, sent)]


def _written_to(person: Applicant, sent: Iterable[Dispatch]) -> bool:
    known = [_bare(value) for value in (person.name, person.address, person.email, person.fax) if value.strip()]
    return any(value in _bare(one.address) for one in sent for value in known if value)


def _bare(words: str) -> str:
    return "".join(words.split()).lower()


def recipients_of(application: Application, letter_id: int, subject: Subject) -> list[Recipient]:
    """Return the applicants with the ways in which each can be written to; who speaks for all alone."""
    people = present(application)
    chief = speaks_for_all(people)
    waiting = {one.pk for one in unreached(application, letter_id, subject)}
    return [
        Recipient(one.name or "（未写明）", _ways(one), one.pk in waiting) for one in ([chief] if chief else people)
    ]


def _ways(one: Applicant) -> dict[str, str]:
    place = " ".join(part for part in (one.postal_code, one.address, f"{one.name}收") if part) if one.address else ""
    ways = {
        Route.POST: place, Route.COURIER: place, Route.MAIL: one.email, Route.FAX: one.fax, Route.HAND: one.name,
    }  # fmt: skip
    return {route.value: value for route, value in ways.items() if value}
