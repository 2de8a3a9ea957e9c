"""Questions about applications."""

from gongkai.responsive.applications.queries.counting import already_this_month, by_same_applicant, frequency
from gongkai.responsive.applications.queries.facts import fact_of, facts
from gongkai.responsive.applications.queries.lists import application_of, register_counts
from gongkai.responsive.applications.queries.mails import mails_of
from gongkai.responsive.applications.queries.register import overdue, overdue_asked
from gongkai.responsive.applications.queries.remedies import agency_kind, review_authority_of
from gongkai.responsive.applications.queries.spoken import spoken_to

__all__ = [
    "agency_kind",
    "already_this_month",
    "application_of",
    "by_same_applicant",
    "fact_of",
    "facts",
    "frequency",
    "mails_of",
    "overdue",
    "overdue_asked",
    "register_counts",
    "review_authority_of",
    "spoken_to",
]
