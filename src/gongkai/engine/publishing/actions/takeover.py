"""Taking over what is public elsewhere already: the one release without a way through the house behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import prefetch_related_objects

from gongkai.base.events import actions as events
from gongkai.base.events.rules import LogKind
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing.actions.items import subject
from gongkai.engine.publishing.actions.outbox import Announcement, announce_many
from gongkai.engine.publishing.actions.relations import apply_effects
from gongkai.engine.publishing.actions.release import NotReady, effects_day, lock, released_facts, take_shape
from gongkai.engine.publishing.models import Column, Edition, Placement, Relation, Release, Review
from gongkai.engine.publishing.permissions import Refused, check_can_release, check_transition
from gongkai.engine.publishing.queries import columns_for, review_digest
from gongkai.engine.publishing.rules import KINDS, Result, State, Topic

if TYPE_CHECKING:
    import datetime as dt

    from gongkai.base.events.models import Event
    from gongkai.base.organisations.queries import Acting

STEP = "takeover"
SHAPE = frozenset({"published_at", "snapshot", "content_sha256", "state", "release_at"})


@dataclass(frozen=True)
class PublicElsewhere:
    """An edition in preparation, when it was first public at its old place, and which place that is.

    `details` go into the event beside what publishing itself knows.
    """

    edition: Edition
    at: dt.datetime
    source: str
    details: Mapping[str, object] = field(default_factory=dict)


def take_over(*, edition: Edition, by: Acting, at: dt.datetime, source: str, wake: bool = True) -> Release:
    """Record as public what is public already (import --publish): the takeover itself is the review on record.

    `at` is when it was first public at its old place. Raises NotReady, or Refused when it was public here before.
    """
    with transaction.atomic():
        (outcome,) = take_over_many(things=[PublicElsewhere(lock(edition), at, source)], by=by, wake=wake)
    if isinstance(outcome, Refused):
        raise outcome
    return outcome


@transaction.atomic
def take_over_many(
    *, things: Sequence[PublicElsewhere], by: Acting, tag: str = "publishing:item:takeover", wake: bool = True
) -> list[Release | Refused]:
    """Take over many at about the price of one; return for each, in order, its release or why it is not taken over.

    What is refused is left as it was, in preparation. The editions are as their rows are: locked, or written in this
    transaction. One event each, under `tag`, says everything; placement in columns belongs to it.
    """
    _check(things, by)
    prefetch_related_objects([thing.edition for thing in things], "files__file", "reviews")
    refusals = _refusals(things)
    ready = [thing for thing in things if thing.edition.pk not in refusals]
    if not ready:
        return [refusals[thing.edition.pk] for thing in things]
    Review.objects.bulk_create([_review(thing, by) for thing in ready])
    for thing in ready:
        take_shape(thing.edition, thing.at)
    _save_shapes([thing.edition for thing in ready])
    releases = Release.objects.bulk_create(
        [Release(item=thing.edition.item, **released_facts(thing.edition, thing.at)) for thing in ready]
    )
    _tell(ready, _placed(ready), by, tag, wake=wake)
    written = {release.edition_id: release for release in releases}
    return [refusals.get(thing.edition.pk) or written[thing.edition.pk] for thing in things]


def _check(things: Sequence[PublicElsewhere], by: Acting) -> None:
    for item in {thing.edition.item.agency_id: thing.edition.item for thing in things}.values():
        check_can_release(item, by)
    for thing in things:
        check_transition(thing.edition, State.PUBLISHED)


def _refusals(things: Sequence[PublicElsewhere]) -> dict[int, Refused]:
    items = [thing.edition.item_id for thing in things]
    known = set(Edition.objects.filter(item__in=items, published_at__isnull=False).values_list("item_id", flat=True))
    refusals: dict[int, Refused] = {}
    for thing in things:
        edition = thing.edition
        if edition.item_id in known:
            refusals[edition.pk] = Refused("这一条目已在本平台公开过，不能再接管，请用更正发布。")
        elif defects := list(KINDS[edition.item.kind].defects(edition)):
            refusals[edition.pk] = NotReady(defects)
    return refusals


def _review(thing: PublicElsewhere, by: Acting) -> Review:
    edition = thing.edition
    actor = by.actor(agency=edition.item.agency)
    return Review(
        edition=edition,
        round=edition.round,
        step=STEP,
        result=Result.APPROVE,
        opinion=f"接管已公开内容，来源：{thing.source}",
        reviewer=None,
        author=None,
        reviewer_name=actor.name,
        role=actor.role,
        agency=edition.item.agency,
        digest=review_digest(edition),
    )


def _save_shapes(editions: Sequence[Edition]) -> None:
    """Write what `take_shape` set, by one prepared statement: `bulk_update` costs as much as all the rest together."""
    fields: list[Any] = [field for field in Edition._meta.concrete_fields if field.name in SHAPE]
    quoted = connection.ops.quote_name
    changes = ", ".join(f"{quoted(str(field.column))} = %s" for field in fields)
    rows = [
        [*(field.get_db_prep_save(getattr(edition, field.attname), connection) for field in fields), edition.pk]
        for edition in editions
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {quoted(Edition._meta.db_table)} SET {changes} WHERE id = %s", rows)  # noqa: S608 - names of our own columns


def _placed(things: Sequence[PublicElsewhere]) -> dict[int, list[str]]:
    """Place each item in the columns its kind asks for; return their slugs by item. One query an agency that asks."""
    wanted = {thing.edition.item_id: list(KINDS[thing.edition.item.kind].columns(thing.edition)) for thing in things}
    agencies = {
        thing.edition.item.agency_id: thing.edition.item.agency for thing in things if wanted[thing.edition.item_id]
    }
    asked: dict[int, set[str]] = {key: set() for key in agencies}
    for thing in things:
        if slugs := wanted[thing.edition.item_id]:
            asked[thing.edition.item.agency_id].update(slugs)
    columns = {key: list(columns_for(agency, sorted(asked[key]))) for key, agency in agencies.items()}
    found: dict[int, list[Column]] = {
        thing.edition.item_id: [
            column
            for column in columns.get(thing.edition.item.agency_id, [])
            if column.slug in wanted[thing.edition.item_id]
        ]
        for thing in things
    }
    rows = [Placement(item_id=item, column=column) for item, several in found.items() for column in several]
    Placement.objects.bulk_create(rows, ignore_conflicts=True)  # one may stand there since the draft
    return {item: [column.slug for column in several] for item, several in found.items() if several}


def _tell(
    things: Sequence[PublicElsewhere], columns: Mapping[int, list[str]], by: Acting, tag: str, *, wake: bool
) -> None:
    """Write events, log and outbox, in this order (see `outbox.announce_many`), and what the relations change."""
    happened = events.record_many(entries=[_entry(thing, columns, by, tag) for thing in things])
    pairs = list(zip(things, happened, strict=True))
    events.disclose_many(disclosures=[_disclosure(thing.edition, event) for thing, event in pairs])
    _apply_relations([thing.edition for thing in things])
    announce_many(
        announcements=[
            Announcement(Topic.RELEASED, thing.edition.item, thing.edition.number, event.seq) for thing, event in pairs
        ],
        wake=wake,
    )


def _entry(thing: PublicElsewhere, columns: Mapping[int, list[str]], by: Acting, tag: str) -> events.Entry:
    edition = thing.edition
    said: dict[str, object] = {
        **thing.details,
        "source": thing.source,
        "edition": edition.number,
        "sha256": edition.content_sha256,
        "at": thing.at.isoformat(),
    }
    if edition.item_id in columns:
        said["columns"] = columns[edition.item_id]
    return events.Entry(
        tag=tag,
        by=by.actor(Permission.PUBLISHING_RELEASE, edition.item.agency),
        subject=subject(edition.item, edition.title),
        new=said,
        remark=edition.change_note,
    )


def _disclosure(edition: Edition, event: Event) -> events.Disclosure:
    assert edition.published_at is not None
    return events.Disclosure(
        kind=LogKind.PUBLISHED, item=edition.item.key, edition=edition.number,
        agency=edition.item.agency.code, content_sha256=edition.content_sha256, at=edition.published_at, event=event,
    )  # fmt: skip


def _apply_relations(editions: Sequence[Edition]) -> None:
    related = Relation.objects.filter(source__in=[edition.item_id for edition in editions], target__isnull=False)
    sources = set(related.values_list("source_id", flat=True))
    for edition in editions:
        if edition.item_id in sources:
            apply_effects(edition.item, on=effects_day(edition))
