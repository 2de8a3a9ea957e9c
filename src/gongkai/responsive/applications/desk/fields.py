"""The fields that the forms of the desk are made of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone

from gongkai.engine.duties import queries as duties

if TYPE_CHECKING:
    import datetime as dt


def text(label: str, rows: int = 3, *, required: bool = True, help_text: str = "", initial: Any = None) -> Any:
    return forms.CharField(
        label=label, required=required, help_text=help_text, initial=initial, max_length=4000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


def day(label: str, *, required: bool = True, help_text: str = "", initial: Any = timezone.localdate) -> Any:
    return forms.DateField(
        label=label, required=required, help_text=help_text, initial=initial,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip


def choice(
    label: str, names: Iterable[tuple[str, str]], *, required: bool = True, help_text: str = "", initial: Any = None
) -> Any:
    listed = [("", "请选择"), *((str(key), name) for key, name in names)]
    return forms.ChoiceField(label=label, choices=listed, required=required, help_text=help_text, initial=initial)


def working_days_on(days: int) -> dt.date:
    return duties.calendar().add_working_days(timezone.localdate(), days).due
