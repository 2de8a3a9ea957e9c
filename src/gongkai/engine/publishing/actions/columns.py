"""Columns, and placing items in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.organisations.queries import Acting, check
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing.actions.items import subject
from gongkai.engine.publishing.actions.outbox import announce, raise_version
from gongkai.engine.publishing.models import Column, Item, Placement, Release
from gongkai.engine.publishing.permissions import Refused
from gongkai.engine.publishing.rules import Topic

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gongkai.base.organisations.models import Agency, Site

EDITABLE = frozenset(
    "name parent agency column_type description keywords update_duty update_days order visible statutory keeper scope "
    "takes block".split()
)


@transaction.atomic
def create_column(*, site: Site, slug: str, name: str, agency: Agency, by: Acting, **details: Any) -> Column:
    check(by, Permission.PUBLISHING_COLUMNS, site.agency)
    column = Column(site=site, slug=slug, name=name, agency=agency, **details)
    _check(column)
    column.save()
    void_pages()
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
    _check(column)
    column.save()
    void_pages()
    events.record(
        tag="publishing:column:edit",
        by=by.actor(Permission.PUBLISHING_COLUMNS, column.site.agency),
        subject=Subject("column", str(column.pk), column.name),
        old=old,
        new={key: str(changes[key]) for key in old},
    )
    return column


def _check(column: Column) -> None:
    """Raises ValidationError for what a column may not be: below another site's column or below itself."""
    column.full_clean()
    parent, above = column.parent, set()
    if parent is not None and parent.site_id != column.site_id:
        raise ValidationError({"parent": f"“{parent.name}”是{parent.site.name}的栏目，请选同一网站的栏目。"})
    while parent is not None and parent.pk not in above:
        if column.pk is not None and parent.pk == column.pk:
            raise ValidationError({"parent": "上级栏目不能是这个栏目自己，也不能是它下面的栏目。"})
        above.add(parent.pk)
        parent = parent.parent


def void_pages() -> None:
    """Make every page kept so far void: for what is shown beside the content (columns, themes, footer)."""
    raise_version()


@transaction.atomic
def move(*, item: Item, column: Column, to: Column, reason: str, by: Acting) -> Placement:
    """Take a public item out of a column it does not belong in and show it in another of the same site (R259).

    Raises Refused without a reason, when it does not stand there, or for a column of another site.
    """
    check(by, Permission.PUBLISHING_COLUMNS, column.site.agency)
    if to.site_id != column.site_id or to.pk == column.pk:
        raise Refused("请选择本网站的另一个栏目。")
    if not reason.strip():
        raise Refused("请写明为什么调整栏目。")
    if not Placement.objects.filter(item=item, column=column).delete()[0]:
        raise Refused("这一条目已经不在原栏目中，请刷新页面。")
    placement, _ = Placement.objects.get_or_create(item=item, column=to)
    event = events.record(
        tag="publishing:item:move",
        by=by.actor(Permission.PUBLISHING_COLUMNS, column.site.agency),
        subject=subject(item),
        old={"column": column.slug},
        new={"column": to.slug},
        remark=reason.strip(),
    )
    if Release.objects.filter(item=item).exists():
        announce(topic=Topic.CHANGED, item=item, edition_number=None, event_seq=event.seq)
    return placement


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
