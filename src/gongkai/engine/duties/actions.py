"""Placeholder until the clock engine lands (same day)."""

from typing import Any


def open_duty(**facts: Any) -> None: ...
def discharge(**facts: Any) -> None: ...
