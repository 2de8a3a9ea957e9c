"""What an address or a filter asks for, taken only where it makes sense: whatever else is written there asks for nothing."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django_filters import NumberFilter

FIRST_YEAR, LAST_YEAR = 1900, 2199
_YEAR = re.compile(r"(?:19|20|21)[0-9]{2}")


def asked_year(text: str | None) -> int | None:
    """Return the year that is asked for; None for everything that no calendar of ours has («0000», «２０２６», «-1»)."""
    return int(text) if text and _YEAR.fullmatch(text) else None


class YearFilter(NumberFilter):
    """Entries of one year of the date in `field_name`. A year beyond the calendar is a mistake of the form, no error of ours."""

    field_class = forms.IntegerField  # type: ignore[assignment]

    def __init__(self, **named: Any) -> None:
        super().__init__(  # type: ignore[no-untyped-call]
            lookup_expr="year", min_value=FIRST_YEAR, max_value=LAST_YEAR, **named
        )
