"""Small questions of the form for applicants: the error of a field, what a browser may fill in."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def of(errors: Mapping[str, str] | None, name: str) -> str:
    """Return the sentence about a field, "" where it is right."""
    return errors.get(name, "") if errors else ""


@register.filter
def auto(number: int, token: str) -> str:
    """Return what browsers may fill in: the reader's own data belong to the first applicant alone."""
    return token if number == 1 else "off"


@register.filter
def same(one: object, other: object) -> bool:
    return one == other
