"""Questions about items, editions and what is public."""

from gongkai.engine.publishing.queries.public import (
    column_counts,
    column_model,
    columns_for,
    columns_of_site,
    find_redirect,
    item_by_number,
    keys_by_external_id,
    keys_taken,
    public_releases,
    public_version,
    release_by_key,
    releases_in_column,
    superseded_edition,
    tombstone,
)
from gongkai.engine.publishing.queries.reviews import (
    missing_steps,
    public_snapshot,
    review_digest,
    reviews_of,
)

__all__ = [
    "column_counts",
    "column_model",
    "columns_for",
    "columns_of_site",
    "find_redirect",
    "item_by_number",
    "keys_by_external_id",
    "keys_taken",
    "missing_steps",
    "public_releases",
    "public_snapshot",
    "public_version",
    "release_by_key",
    "releases_in_column",
    "review_digest",
    "reviews_of",
    "superseded_edition",
    "tombstone",
]
