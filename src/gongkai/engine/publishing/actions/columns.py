"""Columns, and placing items in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.organisations.queries import Acting, check
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing.actions.items import subject
from gongkai.engine.publishing.actions.outbox import announce
from gongkai.engine.publishing.models import Column, Item, Placement, PublicState, Release
from gongkai.engine.publishing.permissions import Refused
from gongkai.engine.publishing.rules import Topic

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gongkai.base.organisations.models import Agency, Site

EDITABLE = frozenset(
    "name parent agency column_type description keywords update_duty update_days order visible statutory".split()
)


@transaction.atomic
def create_column(*, site: Site, slug: str, name: str, agency: Agency, by: Acting, **details: Any) -> Column:
    check(by, Permission.PUBLISHING_COLUMNS, site.agency)
    column = Column(site=site, slug=slug, name=name, agency=agency, **details)
    column.full_clean()
    column.save()
    events.record(
        tag="publishing:column:create",
        by=by.actor(Permission.PUBLISHING_COLUMNS, site.agency),
        subject=Subject("column", str(column.pk), name),
        new={"slug": slug, "site": site.host, "agency": agency.code},
    )
    return column


@transaction.atomic
def edit_column(*, column: Column, changes: dict[str, Any], by: Acting) -> Column:
    check(by, Permission.PUBLISHING_COLUMNS, column.site.agency)
    old: dict[str, str] = {}
    for key, value in changes.items():
        if key not in EDITABLE:
            raise Refused(f"栏目没有“{key}”这一项。")
        if getattr(column, key) != value:
            old[key] = str(getattr(column, key))
            setattr(column, key, value)
    column.full_clean()
    column.save()
    PublicState.objects.filter(pk=1).update(version=PublicState.objects.get(pk=1).version + 1)
    events.record(
        tag="publishing:column:edit",
        by=by.actor(Permission.PUBLISHING_COLUMNS, column.site.agency),
        subject=Subject("column", str(column.pk), column.name),
        old=old,
        new={key: str(changes[key]) for key in old},
    )
    return column


@transaction.atomic
def place(*, item: Item, column: Column, by: Acting) -> Placement:
    """Show an item in one more column; doing it twice changes nothing."""
    placement, made = Placement.objects.get_or_create(item=item, column=column)
    if made:
        event = events.record(
            tag="publishing:item:place",
            by=by.actor(agency=item.agency),
            subject=subject(item),
            new={"column": column.slug},
        )
        if Release.objects.filter(item=item).exists():
            announce(topic=Topic.CHANGED, item=item, edition_number=None, event_seq=event.seq)
    return placement


@transaction.atomic
def place_all(*, item: Item, columns: Iterable[Column], by: Acting) -> None:
    """Make these the columns of an item: missing ones are added, others removed, one event."""
    wanted = {column.pk: column for column in columns}
    standing = {placement.column_id: placement for placement in item.placements.select_related("column")}
    added = [column for key, column in wanted.items() if key not in standing]
    removed = [placement for key, placement in standing.items() if key not in wanted]
    if not added and not removed:
        return
    Placement.objects.bulk_create([Placement(item=item, column=column) for column in added])
    Placement.objects.filter(pk__in=[placement.pk for placement in removed]).delete()
    event = events.record(
        tag="publishing:item:place",
        by=by.actor(agency=item.agency),
        subject=subject(item),
        old={"columns": [placement.column.slug for placement in standing.values()]},
        new={"columns": [column.slug for column in wanted.values()]},
    )
    if Release.objects.filter(item=item).exists():
        announce(topic=Topic.CHANGED, item=item, edition_number=None, event_seq=event.seq)
