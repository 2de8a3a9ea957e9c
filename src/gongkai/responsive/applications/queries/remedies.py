"""Who reviews what an agency decided: the kind of agency decides, the register names the body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.law.replies import AgencyKind
from gongkai.responsive.applications.rules.outcomes import AGENCY_KINDS

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency


def agency_kind(agency: Agency) -> AgencyKind:
    """Return the kind that decides who reviews; an institution is treated as a department of the government above it."""
    return AGENCY_KINDS.get(agency.kind, AgencyKind.DEPARTMENT)


def review_authority_of(agency: Agency) -> str:
    """Return the name of the government that reviews, "" where the register does not hold it."""
    above = agency.parent
    while above is not None and above.kind != "government":
        above = above.parent
    return above.name if above is not None else ""
