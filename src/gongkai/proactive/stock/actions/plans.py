"""The library of plans: filed by what their title says, corrected by an officer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.organisations.queries import check
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing.actions import Refused, void_pages
from gongkai.proactive.stock.models import PlanEntry
from gongkai.proactive.stock.rules import LEVELS, PLANS, period_of
from gongkai.proactive.stock.rules.plans import level_of

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Release

EDITABLE = ("period", "first_year", "last_year", "level", "note")


@transaction.atomic
def file_plan(*, release: Release, by: Acting) -> PlanEntry | None:
    """Put a public plan into the library, with period and level read from its title; None for anything else."""
    if release.kind != "document" or not (release.category == PLANS or release.genre == "规划"):
        return None
    standing = PlanEntry.objects.filter(item=release.item_id).first()
    if standing is not None:
        return standing
    period, first, last = period_of(release.title)
    entry = PlanEntry.objects.create(
        item_id=release.item_id, period=period, first_year=first, last_year=last, level=level_of(release.title)
    )
    events.record(
        tag="stock:plan:file",
        by=by.actor(agency=release.agency),
        subject=Subject("document", release.key, release.title),
        new={"规划期": period, "类别": entry.level},
    )
    return entry


@transaction.atomic
def edit_plan(*, entry: PlanEntry, changes: dict[str, Any], by: Acting) -> PlanEntry:
    """Correct what was read from a title. Raises Refused for years in the wrong order or an unknown level."""
    check(by, Permission.STOCK_MANAGE, entry.item.agency)
    first, last = changes.get("first_year", entry.first_year), changes.get("last_year", entry.last_year)
    if first and last and last < first:
        raise Refused("终止年不能早于起始年。")
    if changes.get("level", entry.level) not in LEVELS:
        raise Refused("请选择规划类别。")
    old = {}
    for name in EDITABLE:
        if name in changes and getattr(entry, name) != changes[name]:
            old[name] = getattr(entry, name)
            setattr(entry, name, changes[name])
    entry.checked_by = by.person
    entry.save()
    void_pages()  # the public library shows it
    events.record(
        tag="stock:plan:edit",
        by=by.actor(Permission.STOCK_MANAGE, entry.item.agency),
        subject=Subject("document", entry.item.key),
        old=old,
        new={name: changes[name] for name in old},
    )
    return entry
