"""Mail that came back: the address stops when it does not exist, or when its owner complained."""

from __future__ import annotations

from gongkai.doors.subscriptions.actions.sending import bounce, letter_of
from gongkai.doors.subscriptions.actions.subscribing import stop
from gongkai.doors.subscriptions.rules.returned import read_returned


def take_returned(*, data: bytes) -> str:
    """Act on one returned mail and return in a word what it was; "other" for what is no report about our letters."""
    found = read_returned(data)
    letter = letter_of(found.message_id) if found else None
    if found is None or letter is None:
        return "other"
    if found.kind == "complaint":
        stop(subscriber=letter.subscriber, reason="complaint")
    else:
        bounce(subscriber=letter.subscriber, hard=found.kind == "hard")
    return found.kind
