"""Who reviews what an agency decided: the kind of agency decides, the register names the body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.law.clocks import CLOCKS
from gongkai.law.replies import AgencyKind, review_authority
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


def remedy_against(agency: Agency, *, act: str, paper: str) -> str:
    """Return the paragraph on review and lawsuit against an act that is not an answer: neither comes first (条例第五十一条)."""
    authority = review_authority_of(agency) or review_authority(agency_kind(agency))
    days, months = CLOCKS["C11"].length, CLOCKS["C12"].length
    return (
        f"如对{act}不服，可以自收到{paper}之日起{days}日内向{authority}申请行政复议，"
        f"也可以自收到{paper}之日起{months}个月内向人民法院提起行政诉讼。"
    )


def third_party_remedy(agency: Agency) -> str:
    return remedy_against(agency, act="公开的决定", paper="本告知书")
