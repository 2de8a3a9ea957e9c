"""The way out to browsers: each message sealed and handed to the push service that the browser named; one answer a message."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from django.utils import timezone

from gongkai.doors.subscriptions.actions.calling import Reply, post
from gongkai.doors.subscriptions.actions.devices import trial_allowed
from gongkai.doors.subscriptions.actions.outlets import Said
from gongkai.doors.subscriptions.queries.devices import sender
from gongkai.doors.subscriptions.rules import PUSH_AT_ONCE, PUSH_FIRST_PAUSE, PUSH_SECONDS
from gongkai.doors.subscriptions.rules.webpush import (
    Push,
    Sender,
    authorization,
    headers_for,
    is_loopback_address,
    origin_of,
    sealed,
    seconds_asked,
)
from gongkai.engine.screening.rules.reachable import public_only

GONE = frozenset({404, 410})
TOO_MANY, SERVER_ERROR = 429, 500


class _House:
    """Who signs, and one token a push service and batch."""

    def __init__(self, by: Sender, now: dt.datetime) -> None:
        self.by, self.now = by, now
        self._tokens: dict[str, str] = {}

    def headers(self, push: Push) -> dict[str, str]:
        origin = origin_of(push.receiver.endpoint)
        if origin not in self._tokens:
            self._tokens[origin] = authorization(push.receiver.endpoint, self.by, self.now)
        return headers_for(push.topic, self._tokens[origin])


def hand_to_browsers(several: Sequence[tuple[int, Push]]) -> Iterator[tuple[int, Said]]:
    """Yield an answer for each message, in the order of a few at once.

    A push service that cannot take one now is not asked for the rest: those are "held", which is no try of theirs.
    """
    by = sender()
    if by is None:
        yield from ((number, Said("held", pause=PUSH_FIRST_PAUSE)) for number, _ in several)
        return
    house = _House(by, timezone.now())
    closed: dict[str, int] = {}
    with ThreadPoolExecutor(PUSH_AT_ONCE) as pool:
        for start in range(0, len(several), PUSH_AT_ONCE):
            some = several[start : start + PUSH_AT_ONCE]
            for number, push in some:
                if (pause := closed.get(origin_of(push.receiver.endpoint))) is not None:
                    yield number, Said("held", pause=pause)
            asked = [(number, push) for number, push in some if origin_of(push.receiver.endpoint) not in closed]
            replies = pool.map(_handed, [push for _, push in asked], [house.headers(push) for _, push in asked])
            for (number, push), reply in zip(asked, replies, strict=True):
                said = _said(reply, house.now)
                if said.answer == "later" and _is_busy(reply):
                    closed[origin_of(push.receiver.endpoint)] = max(said.pause, PUSH_FIRST_PAUSE)
                yield number, said


def _handed(push: Push, headers: dict[str, str]) -> Reply:
    body = sealed(push.plain, push.receiver)
    return post(push.receiver.endpoint, body, headers, guard=_may_call, seconds=PUSH_SECONDS)


def _may_call(address: str, port: int) -> bool:
    return public_only(address, port) or (trial_allowed() and is_loopback_address(address))


def _is_busy(reply: Reply) -> bool:
    return reply.status in {0, TOO_MANY} or reply.status >= SERVER_ERROR


def _said(reply: Reply, now: dt.datetime) -> Said:
    """404 and 410 say that the browser is gone; any other refusal is tried again, since it may be about us."""
    if reply.taken:
        return Said("sent")
    if reply.status in GONE:
        return Said("refused", "浏览器取消了授权。")
    return Said("later", reply.sentence, seconds_asked(reply.retry_after, now))
