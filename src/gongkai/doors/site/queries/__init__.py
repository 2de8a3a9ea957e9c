"""What the portal asks of its own tables."""

from gongkai.doors.site.queries.pieces import (
    READERS,
    edition_of,
    find,
    in_site,
    public_edition,
    release_here,
    reposts_of,
    topic_key_of,
    topics_of,
    visible,
    waiting_reposts,
)
from gongkai.doors.site.queries.sitebook import (
    Kept,
    columns_kept,
    defects_of,
    facts_of,
    profile_of,
    site_in_sight,
    sites_in_sight,
)
from gongkai.doors.site.queries.visits import (
    hidden_terms,
    hot_releases,
    hot_searches,
    view_count,
    view_counts,
    visits_by_source,
)

__all__ = [
    "READERS",
    "Kept",
    "columns_kept",
    "defects_of",
    "edition_of",
    "facts_of",
    "find",
    "hidden_terms",
    "hot_releases",
    "hot_searches",
    "in_site",
    "profile_of",
    "public_edition",
    "release_here",
    "reposts_of",
    "site_in_sight",
    "sites_in_sight",
    "topic_key_of",
    "topics_of",
    "view_count",
    "view_counts",
    "visible",
    "visits_by_source",
    "waiting_reposts",
]
