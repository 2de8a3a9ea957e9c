"""The verbs: keep and destroy files, note looks, blank fields, change keys."""

from __future__ import annotations

from gongkai.base.vault.actions.blanking import blank
from gongkai.base.vault.actions.files import destroy_expired, destroy_file, drop_orphans, keep_file, keep_for_good
from gongkai.base.vault.actions.looks import look
from gongkai.base.vault.actions.rotating import Rotated, rotate
from gongkai.base.vault.rules import FileGone, KeyMissing, Refused, Unreadable, VaultError

__all__ = [
    "FileGone",
    "KeyMissing",
    "Refused",
    "Rotated",
    "Unreadable",
    "VaultError",
    "blank",
    "destroy_expired",
    "destroy_file",
    "drop_orphans",
    "keep_file",
    "keep_for_good",
    "look",
    "rotate",
]
