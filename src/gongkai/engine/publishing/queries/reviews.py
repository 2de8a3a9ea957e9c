"""What has been reviewed, what is missing, and the digests that bind a review to a wording."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongkai.engine.publishing.models import Edition, EditionFile, Review
from gongkai.engine.publishing.rules import COMPANIONS, KINDS, SNAPSHOT_KEYS, Result, Step, digest

if TYPE_CHECKING:
    from django.db.models import QuerySet


def _files(edition: Edition) -> list[dict[str, Any]]:
    return [
        {
            "name": attached.name,
            "role": attached.role,
            "sha256": attached.file.sha256,
            "size": attached.file.size,
            "media_type": attached.file.media_type,
        }
        for attached in _attached(edition)
    ]


def _attached(edition: Edition) -> list[EditionFile]:
    if "files" in getattr(edition, "_prefetched_objects_cache", {}):
        return sorted(edition.files.all(), key=lambda attached: attached.order)
    return list(edition.files.select_related("file").order_by("order"))


def review_digest(edition: Edition) -> str:
    """Return the digest of everything a reviewer decides on: wording, mode, files and the kind's own facts."""
    return digest(
        {
            "title": edition.title,
            "html": edition.html,
            "files": [[entry["name"], entry["sha256"]] for entry in _files(edition)],
            "facts": dict(KINDS[edition.item.kind].reviewed(edition)),
        }
    )


def reviews_of(edition: Edition) -> QuerySet[Review]:
    """Return every review of an edition, all rounds, oldest first."""
    return Review.objects.filter(edition=edition).select_related("agency").order_by("round", "at")


def missing_steps(edition: Edition) -> list[Step]:
    """Return the required steps without an approval of this very wording in this round."""
    current = review_digest(edition)
    standing = set(
        Review.objects.filter(edition=edition, round=edition.round, result=Result.APPROVE, digest=current).values_list(
            "step", flat=True
        )
    )
    return [step for step in KINDS[edition.item.kind].required_steps(edition) if step.key not in standing]


def public_snapshot(edition: Edition) -> dict[str, Any]:
    """Return what goes public, as plain JSON: the thing whose digest the transparency log keeps."""
    item = edition.item
    facts = dict(KINDS[item.kind].snapshot(edition))
    absent = SNAPSHOT_KEYS - set(facts)
    if absent:
        raise ValueError(f"snapshot of {item.kind} lacks {sorted(absent)}")
    return facts | {
        "index_number": item.key,
        "kind": item.kind,
        "edition": edition.number,
        "agency": {"code": item.agency.code, "name": item.agency.name},
        "change_note": edition.change_note,
        "html": edition.html,
        "files": _files(edition),
        "published_at": edition.published_at.isoformat(timespec="seconds") if edition.published_at else None,
    }


def companions(edition: Edition) -> list[Edition]:
    """Return the editions that go out with this one or not at all, in the order of their items."""
    found = [other for function in COMPANIONS for other in function(edition)]
    return sorted(found, key=lambda other: other.pk)
