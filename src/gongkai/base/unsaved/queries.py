"""What somebody typed here, and a posted form as it is kept and given back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import QueryDict

from gongkai.base.unsaved.models import Unsaved

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongkai.base.organisations.queries import Acting

LEFT_OUT = frozenset({"csrfmiddlewaretoken", "save", "submit"})


def typed_by(by: Acting, place: str) -> Unsaved | None:
    return Unsaved.objects.filter(person=by.person, place=place).first() if by.person is not None else None


def fields_of(post: QueryDict) -> tuple[int, Mapping[str, list[str]]]:
    """Return the version from which a posted form was typed (0 where it names none), and its fields."""
    version = str(post.get("version", ""))
    fields = {name: post.getlist(name) for name in post if name not in LEFT_OUT}
    return int(version) if version.isdecimal() else 0, fields


def as_post(row: Unsaved) -> QueryDict:
    """Return what was kept as the form would have sent it, with the version from which it was typed."""
    data = QueryDict(mutable=True)
    for name, values in row.fields.items():
        data.setlist(name, values)
    return data
