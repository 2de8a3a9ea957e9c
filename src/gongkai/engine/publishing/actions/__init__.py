"""The verbs of publishing. There is no second way to publish."""

from gongkai.engine.publishing.actions.clearing import clear, release_cleared, return_uncleared
from gongkai.engine.publishing.actions.columns import (
    create_column,
    edit_column,
    move,
    place,
    place_all,
    void_pages,
)
from gongkai.engine.publishing.actions.items import (
    NewItem,
    attach,
    attach_many,
    create_item,
    create_items,
    detach,
    discard,
    open_edition,
    roll_back,
    save_edition,
)
from gongkai.engine.publishing.actions.outbox import announce, deliver
from gongkai.engine.publishing.actions.relations import relate, unrelate
from gongkai.engine.publishing.actions.release import (
    NotReady,
    add_redirect,
    add_redirects,
    release,
    release_due,
    schedule,
    unschedule,
)
from gongkai.engine.publishing.actions.reviews import AlreadyReviewed, decide, new_round
from gongkai.engine.publishing.actions.takeover import PublicElsewhere, take_over, take_over_many
from gongkai.engine.publishing.actions.withdraw import withdraw
from gongkai.engine.publishing.permissions import Refused, Stale

__all__ = [
    "AlreadyReviewed",
    "NewItem",
    "NotReady",
    "PublicElsewhere",
    "Refused",
    "Stale",
    "add_redirect",
    "add_redirects",
    "announce",
    "attach",
    "attach_many",
    "clear",
    "create_column",
    "create_item",
    "create_items",
    "decide",
    "deliver",
    "detach",
    "discard",
    "edit_column",
    "move",
    "new_round",
    "open_edition",
    "place",
    "place_all",
    "relate",
    "release",
    "release_cleared",
    "release_due",
    "return_uncleared",
    "roll_back",
    "save_edition",
    "schedule",
    "take_over",
    "take_over_many",
    "unrelate",
    "unschedule",
    "void_pages",
    "withdraw",
]
