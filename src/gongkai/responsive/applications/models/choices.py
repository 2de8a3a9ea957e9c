"""Names of values as Django wants them."""

from __future__ import annotations

from collections.abc import Mapping


def choices(names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return value and name; the values as plain text, so that migrations know nothing of our enums."""
    return [(str(key), name) for key, name in names.items()]
