"""Writing down who saw what: for the verb `look`, and for reading a file, which is never without."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.base.events.rules import Actor, Subject
from gongkai.base.organisations.queries import Acting
from gongkai.base.vault.models import Look
from gongkai.base.vault.rules import LONGEST_WHY, Refused


def actor_of(by: Acting | Actor) -> Actor:
    return by if isinstance(by, Actor) else by.actor()


def note_look(*, subject: Subject, fields: Sequence[str], by: Acting | Actor, why: str) -> Look:
    """Write one look. Raises Refused without a reason or without naming what was seen."""
    if not why.strip():
        raise Refused("查看个人信息要写明事由。")
    if not fields:
        raise Refused("查看个人信息要写明看了哪些内容。")
    who = actor_of(by)
    return Look.objects.create(
        person_key=who.key,
        # A citizen's name is personal data itself; the record says only that it was one.
        person_name="公民" if who.is_citizen else who.name[:150],
        role=who.role[:200],
        agency_code=who.agency[:64],
        address="" if who.is_citizen else who.address[:64],
        subject_type=subject.type,
        subject_id=subject.id,
        subject_label=subject.label[:300],
        fields=list(fields),
        why=" ".join(why.split())[:LONGEST_WHY],
    )
