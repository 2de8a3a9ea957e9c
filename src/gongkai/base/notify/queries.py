"""What a person has been told and has not read yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from gongkai.base.notify.models import Message

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Person


def inbox(person: Person) -> QuerySet[Message]:
    """Everything, newest first."""
    return Message.objects.filter(person=person)


def unread(person: Person) -> QuerySet[Message]:
    return inbox(person).filter(read_at__isnull=True)


def unread_count(person: Person) -> int:
    """One query, answered from an index that holds unread messages only."""
    return unread(person).order_by().count()


def unsent_mail(key: str) -> QuerySet[Message]:
    """Messages of this occasion whose mail has not gone out."""
    waiting = Message.objects.filter(key=key, wants_mail=True, mailed_at__isnull=True)
    return waiting.select_related("person").order_by("pk")
