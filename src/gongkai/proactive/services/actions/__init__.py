"""The verbs of service items and of what leads to them."""

from gongkai.engine.publishing.actions import Refused, Stale
from gongkai.proactive.services.actions.binding import bind, decline
from gongkai.proactive.services.actions.items import (
    clear,
    edit,
    register_item,
    release,
    restore,
    retire,
    send_back,
)
from gongkai.proactive.services.actions.patrolling import note_link
from gongkai.proactive.services.actions.scanning import scan, scan_for, scan_year

__all__ = [
    "Refused",
    "Stale",
    "bind",
    "clear",
    "decline",
    "edit",
    "note_link",
    "register_item",
    "release",
    "restore",
    "retire",
    "scan",
    "scan_for",
    "scan_year",
    "send_back",
]
