"""Keeping and forgetting what was typed. Not an edit: nothing else hears of it. Who may type is for the caller to judge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from gongkai.base.unsaved.models import Unsaved

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from gongkai.base.organisations.queries import Acting

LONGEST = 4_000_000  # characters of one field; a longer draft comes as a file


class NotKept(Exception):
    """The sentence says why, and what to do instead."""


def keep(*, place: str, version: int, fields: Mapping[str, list[str]], by: Acting) -> dt.datetime:
    """Keep every value of every field; return when. Raises NotKept for what is too long, or where nobody in person types."""
    if by.person is None:
        raise NotKept("没有登录，不能自动保存。")
    if any(len(value) > LONGEST for values in fields.values() for value in values):
        raise NotKept("内容过长，不能自动保存，请先保存稿件。")
    now = timezone.now()
    Unsaved.objects.update_or_create(
        person=by.person, place=place, defaults={"version": version, "fields": dict(fields), "at": now}
    )
    return now


def forget(*, place: str, by: Acting) -> None:
    """Throw away what this person typed here: it was saved, or is not wanted."""
    if by.person is not None:
        Unsaved.objects.filter(person=by.person, place=place).delete()


def forget_all(*, place: str) -> None:
    """Throw away what anybody typed here: the text has left this installation."""
    Unsaved.objects.filter(place=place).delete()
