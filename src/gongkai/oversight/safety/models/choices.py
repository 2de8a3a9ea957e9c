"""Choices in plain text: a migration must not remember our enumerations."""

from __future__ import annotations

from collections.abc import Mapping


def choices(names: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(str(key), name) for key, name in names.items()]
