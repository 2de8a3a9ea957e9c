"""What may go wrong with sealed data; every sentence can be shown, none holds what was sealed."""

from __future__ import annotations


class VaultError(Exception):
    """Sealing or opening did not work; nothing was stored in clear instead."""


class KeyMissing(VaultError):
    """A key file is gone or damaged; a new one would make what is sealed unreadable for good."""


class Unreadable(VaultError):
    """A token does not open here: changed, copied from another column, or no token at all."""


class LookupRefused(VaultError):
    """Somebody tried to search or compare in a sealed column."""


class FileGone(VaultError):
    """The file was destroyed as required, or the store has lost its bytes; the sentence says which."""


class Refused(VaultError):
    """The verb does not apply; the sentence says what to do."""
