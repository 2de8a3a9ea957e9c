"""The reader's questions: events of a thing, events of an agency, and what was sealed in them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.db.models import Q, QuerySet

from gongkai.base.events import keys
from gongkai.base.events.models import Event, SubjectKey
from gongkai.base.events.rules import CLEARED, Json, Subject


class Seal(StrEnum):
    NONE = "none"
    OPEN = "open"
    CLEARED = "cleared"
    DAMAGED = "damaged"


@dataclass(frozen=True)
class Unsealed:
    """What was sealed in an event, if it still can be read. Show `words` where the values would stand."""

    state: Seal
    values: Mapping[str, Json] = field(default_factory=dict)

    @property
    def words(self) -> str:
        match self.state:
            case Seal.CLEARED:
                return CLEARED
            case Seal.DAMAGED:
                return "密文无法解开，请运行 gongkai log verify"
        return "；".join(f"{name}：{value}" for name, value in self.values.items())


def events_of(subject: Subject) -> QuerySet[Event]:
    """Return the events about one thing, oldest first."""
    rows: QuerySet[Event] = Event.objects.filter(subject_type=subject.type, subject_id=subject.id)
    return rows.order_by("seq")


def events(
    *,
    agencies: Collection[str] | None = None,
    tag: str = "",
    actor: str = "",
    subject_type: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    text: str = "",
) -> QuerySet[Event]:
    """Return events for the reader, newest first.

    `agencies` are the codes the reader may see (None: all, for the auditor of the whole platform; empty: nothing).
    `tag` is a whole tag or its beginning up to a colon, `since` is included and `until` is not.
    """
    rows: QuerySet[Event] = Event.objects.order_by("-seq")
    if agencies is not None:
        rows = rows.filter(agency_code__in=agencies)
    if tag:
        rows = rows.filter(Q(tag=tag) | Q(tag__startswith=tag.rstrip(":") + ":"))
    if actor:
        rows = rows.filter(Q(actor_key=actor) | Q(actor_name__icontains=actor))
    if subject_type:
        rows = rows.filter(subject_type=subject_type)
    if since is not None:
        rows = rows.filter(at__gte=since)
    if until is not None:
        rows = rows.filter(at__lt=until)
    for word in text.split():
        rows = rows.filter(Q(subject_label__icontains=word) | Q(subject_id=word) | Q(remark__icontains=word))
    return rows


def unseal(found: Iterable[Event]) -> dict[int, Unsealed]:
    """Return what was sealed in each event, by seq, in one query for all.

    Reading it is a permission of its own; the caller asks for it first.
    """
    shown = list(found)
    ids = {key for event in shown if (key := event.sealed.partition(":")[0])}
    wrapped = {str(row.id): row.wrapped for row in (SubjectKey.objects.filter(id__in=_uuids(ids)) if ids else ())}
    return {event.seq: _open(event, wrapped) for event in shown}


def _uuids(texts: Iterable[str]) -> list[str]:
    """Drop what is no UUID: a tampered row must not break the reader."""
    return [text for text in texts if len(text) == 36 and set(text) <= set("0123456789abcdef-")]


def _open(event: Event, wrapped: Mapping[str, str]) -> Unsealed:
    if not event.sealed:
        return Unsealed(Seal.NONE)
    key_id, _, token = event.sealed.partition(":")
    if key_id not in wrapped:
        return Unsealed(Seal.CLEARED)
    bound_to = f"{event.tag} {event.subject_type} {event.subject_id}"
    try:
        text = keys.unseal(keys.unwrap(wrapped[key_id], key_id), token, bound_to=bound_to)
    except keys.Undecipherable:
        return Unsealed(Seal.DAMAGED)
    return Unsealed(Seal.OPEN, json.loads(text))
