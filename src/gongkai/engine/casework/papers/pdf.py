"""The PDF of a sheet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gongkai.base.ui.typesetting import typeset

TEMPLATE = Path(__file__).with_name("letter.typ")


def pdf(sheet: dict[str, Any]) -> bytes:
    """Return a tagged PDF. The same sheet gives the same bytes on the same fonts; issued papers are kept all the same."""
    return typeset(TEMPLATE, sheet)
