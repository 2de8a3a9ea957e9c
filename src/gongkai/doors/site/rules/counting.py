"""What counts as a reading, and where it came from. Pure Python; nothing about a reader leaves the memory."""

from __future__ import annotations

import hashlib
import hmac
import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

# A second look at the same page within half an hour is the same reading. Configuration of our own (R266).
RELOAD_SECONDS = 30 * 60
MOST_READERS = 50_000
ROBOT = re.compile(
    r"bot\b|bot/|spider|crawl|slurp|curl|wget|python|httpclient|okhttp|java/|go-http|libwww|scrapy|headless|phantom|"
    r"preview|monitor|checker|validator|archiver|facebookexternalhit|feedfetcher|lighthouse|axios|node-fetch|ruby",
    re.IGNORECASE,
)


def is_robot(user_agent: str) -> bool:
    """Return whether nobody reads behind this name; a request without a name is a program too."""
    return not user_agent.strip() or ROBOT.search(user_agent) is not None


def reader_mark(*, secret: str, day: str, address: str, user_agent: str) -> str:
    """Return a mark that is the same for one reader on one day and says nothing about who it is."""
    salt = hmac.new(secret.encode(), f"gongkai.views:{day}".encode(), hashlib.sha256).digest()
    return hmac.new(salt, f"{address}\n{user_agent}".encode(), hashlib.sha256).hexdigest()[:24]


# Blocks whose effect is measured: a link of theirs ends in ?from=… Anything else counts as "came by itself".
SOURCES = {"hot": "热点", "topic": "专题", "repost": "转载"}
FROM = "from"


def source_of(value: str) -> str:
    """Return the block a reader came from, "" for none; what is typed into the address is not believed."""
    return value if value in SOURCES else ""


class Visit(NamedTuple):
    """What one reading adds to: the site it was on (its number), the item, the block it came from."""

    site: int
    key: str
    source: str


class Taken(NamedTuple):
    """Everything that waited to be written: readings by item, and by site, item and block."""

    views: Counter[str]
    visits: Counter[Visit]


class Tally:
    """Readings of this process not yet written down, and who was here lately (marks in memory only)."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._seen: dict[str, float] = {}
        self._pending: Counter[str] = Counter()
        self._visits: Counter[Visit] = Counter()
        self._since = 0.0

    def add(self, key: str, mark: str, *, site: int = 0, source: str = "") -> bool:
        """Count one reading unless the same reader had the same page within the window."""
        now = self._clock()
        name = f"{mark}:{key}"
        with self._lock:
            last = self._seen.pop(name, None)
            self._seen[name] = now if last is None or now - last >= RELOAD_SECONDS else last
            self._forget(now)
            if last is not None and now - last < RELOAD_SECONDS:
                return False
            if not self._pending:
                self._since = now
            self._pending[key] += 1
            if site:
                self._visits[Visit(site, key, source)] += 1
            return True

    def _forget(self, now: float) -> None:
        while len(self._seen) > MOST_READERS:
            del self._seen[next(iter(self._seen))]
        for name in list(self._seen)[:4]:
            if now - self._seen[name] >= RELOAD_SECONDS:
                del self._seen[name]

    def pending(self, key: str) -> int:
        return self._pending.get(key, 0)

    def due(self, *, count: int, seconds: float) -> bool:
        """Return whether so many readings, or any that old, wait to be written."""
        with self._lock:
            return bool(self._pending) and (self._pending.total() >= count or self._clock() - self._since >= seconds)

    def take(self) -> Taken:
        with self._lock:
            taken = Taken(self._pending, self._visits)
            self._pending, self._visits = Counter(), Counter()
            return taken

    def put_back(self, taken: Taken) -> None:
        with self._lock:
            self._pending.update(taken.views)
            self._visits.update(taken.visits)

    def clear(self) -> None:
        with self._lock:
            self._seen.clear()
        self.take()


TALLY = Tally()
