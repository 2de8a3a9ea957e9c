"""What the patrol of the sites saw of an item's link (R187)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from gongkai.proactive.services.actions.items import note, tell
from gongkai.proactive.services.models import ServiceItem
from gongkai.proactive.services.rules import STANDING_NAMES, Standing

if TYPE_CHECKING:
    import datetime as dt

    from gongkai.base.organisations.queries import Acting


@transaction.atomic
def note_link(*, item_id: int, url: str, good: bool, reason: str, at: dt.datetime, by: Acting) -> bool:
    """Put down how the link of the item with this publishing number stands; return whether that is a change.

    Another address on the same page, or one that was replaced meanwhile, is not the item's link and changes nothing.
    """
    row = (
        ServiceItem.objects.select_for_update(of=("self",)).select_related("item__agency").filter(item=item_id).first()
    )
    if row is None or row.link.rstrip("/") != url.rstrip("/"):
        return False
    standing = Standing.GOOD if good else Standing.BROKEN
    changed = row.link_standing != standing
    old = row.link_standing
    row.link_seen_at, row.link_reason = at, "" if good else reason[:300]
    if changed:
        row.link_standing, row.link_since = standing, at
    row.save(update_fields=["link_standing", "link_since", "link_seen_at", "link_reason"])
    if changed:
        event = note(
            "services:item:link", row, by, old={"链接": STANDING_NAMES[old]}, new={"链接": STANDING_NAMES[standing]},
            remark=row.link_reason,
        )  # fmt: skip
        if Standing.BROKEN in {old, standing}:
            tell(row, event.seq)  # public pages warn of it
    return changed
