"""Lists beside the document list: whom drafts can be handed to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.base.organisations.queries import Acting, agencies_where, holders
from gongkai.base.organisations.rules import Permission

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Person


def drafters_for(by: Acting) -> list[Person]:
    """Return the people to whom this person may hand drafts: drafters of the agencies whose head or office this is."""
    agencies = agencies_where(by, Permission.DOCUMENTS_HEAD_REVIEW) | agencies_where(by, Permission.DOCUMENTS_CHECK)
    found = {person.pk: person for agency in agencies for person in holders(Permission.DOCUMENTS_DRAFT, agency)}
    return sorted(found.values(), key=lambda person: person.name)
