"""What a form field needs to be shown: which kind of control, its widget with the right descriptions, its words."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.forms import BoundField


def kind_of(bound: BoundField) -> str:
    """Return group (several inputs under a legend), check (one box), file, or plain."""
    widget = bound.field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "group"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    return "file" if isinstance(widget, forms.FileInput) else "plain"


def _attrs(bound: BoundField, *, has_help: bool) -> dict[str, Any]:
    attrs: dict[str, Any] = {}
    described = [f"{bound.auto_id}_help"] if has_help else []
    if bound.errors:
        attrs["aria-invalid"] = "true"
        described.append(f"{bound.auto_id}_error")
    if described:
        attrs["aria-describedby"] = " ".join(described)
    return attrs


def name_empty(field: forms.Field, word: str) -> None:
    """Give the empty choice of a list a word instead of Django's dashes."""
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label is not None and not field.empty_label.strip("-"):
            field.empty_label = word
    elif isinstance(field, forms.ChoiceField) and isinstance(field.widget, forms.Select):
        listed: list[Any] = list(cast(Any, field.choices))
        choices = [(key, word if key in {"", None} and set(str(label)) == {"-"} else label) for key, label in listed]
        field.widget.choices = choices


def present(bound: BoundField, *, label: str = "", help: str = "", cards: bool = False) -> dict[str, Any]:  # noqa: A002 reads as HTML
    """Context of ui/field.html."""
    kind = kind_of(bound)
    name_empty(bound.field, "请选择")
    words = help or bound.help_text
    shown = {
        "field": bound,
        "kind": kind,
        "cards": cards,
        "label": label or bound.label,
        "help": words,
        "required": bound.field.required,
        "optional": not bound.field.required and kind != "check",
        "errors": bound.errors,
        "id": bound.id_for_label or bound.auto_id,
        "base_id": bound.auto_id,
    }
    if kind != "group":
        shown["widget"] = bound.as_widget(attrs=_attrs(bound, has_help=bool(words)))
    return shown
