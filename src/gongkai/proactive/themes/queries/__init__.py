"""Questions about themes: what belongs, what is missing, what the public sees."""

from gongkai.proactive.themes.queries.entries import (
    candidates,
    links_of,
    members,
    reach,
    scope_of,
    thing_of,
    undecided,
)
from gongkai.proactive.themes.queries.reports import Report, report_of, reports
from gongkai.proactive.themes.queries.themes import (
    agencies_listed,
    agency_choices,
    edition_of,
    find,
    listed,
    narrowed,
    public_themes,
    theme_model,
    validity_of,
)

__all__ = [
    "Report",
    "agencies_listed",
    "agency_choices",
    "candidates",
    "edition_of",
    "find",
    "links_of",
    "listed",
    "members",
    "narrowed",
    "public_themes",
    "reach",
    "report_of",
    "reports",
    "scope_of",
    "theme_model",
    "thing_of",
    "undecided",
    "validity_of",
]
