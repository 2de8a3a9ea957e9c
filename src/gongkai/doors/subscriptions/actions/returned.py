"""Mail that came back: the address stops when it does not exist, or when its owner complained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from gongkai.doors.subscriptions.actions.sending import bounce, letter_of
from gongkai.doors.subscriptions.actions.subscribing import stop
from gongkai.doors.subscriptions.models import Asked, Subscriber
from gongkai.doors.subscriptions.rules.returned import read_returned

if TYPE_CHECKING:
    from gongkai.doors.subscriptions.rules.returned import Returned


def take_returned(*, data: bytes) -> str:
    """Act on one returned mail and return in a word what it was; "other" for what is no report about our letters.

    "stranger" is a complaint about a mail that is none of these.
    """
    found = read_returned(data)
    if found is None:
        return "other"
    letter = letter_of(found.message_id)
    if letter is None:
        return _of_question(found)
    if found.kind == "complaint":
        stop(subscriber=letter.subscriber, reason="complaint")
    else:
        bounce(subscriber=letter.subscriber, hard=found.kind == "hard")
    return found.kind


def _of_question(found: Returned) -> str:
    """Act on what came back of the mail that asks for a confirmation: nobody has that address asked again."""
    asked = Asked.objects.filter(mark=found.message_id.partition("@")[0]).first()
    if asked is None:
        return "stranger" if found.kind == "complaint" else "other"
    if found.kind == "soft":
        return "soft"
    asked.refused_at = timezone.now()
    asked.save(update_fields=["refused_at"])
    if found.kind == "complaint":
        for one in Subscriber.objects.filter(address_print=asked.address_print, channel=asked.channel):
            stop(subscriber=one, reason="complaint")
    return found.kind
