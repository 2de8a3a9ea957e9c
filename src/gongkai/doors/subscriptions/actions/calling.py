"""One call to a system outside, a partner's or a push service: to an outside address only, limited in time as a whole, redirects not followed."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from gongkai.doors.subscriptions.rules import WEBHOOK_SECONDS
from gongkai.doors.subscriptions.rules.webhooks import signature
from gongkai.engine.screening.rules.reachable import Guard, public_only

READ = 2000


@dataclass(frozen=True)
class Call:
    """What a thread needs; no row and no connection to the database goes with it."""

    number: int
    url: str
    secret: str
    body: bytes


@dataclass(frozen=True)
class Reply:
    """What came back; status 0 is no answer at all. `retry_after` is the header, as it was written."""

    status: int = 0
    sentence: str = ""
    retry_after: str = ""

    @property
    def taken(self) -> bool:
        return 200 <= self.status < 300


def call(one: Call, *, guard: Guard = public_only, seconds: float = WEBHOOK_SECONDS) -> Reply:
    """Call a partner, signed; return what it said."""
    stamp = int(time.time())
    headers = {
        "Content-Type": "application/json; charset=utf-8", "X-Gongkai-Delivery": str(one.number),
        "X-Gongkai-Timestamp": str(stamp), "X-Gongkai-Signature": signature(one.secret, stamp, one.body),
    }  # fmt: skip
    return post(one.url, one.body, headers, guard=guard, seconds=seconds)


def post(url: str, body: bytes, headers: Mapping[str, str], *, guard: Guard, seconds: float) -> Reply:
    """Return what was answered; never raises for what the other side, its name server or the network does."""
    parts = urlsplit(url)
    try:
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        place = _judged(host, port, guard)
        if not place:
            return Reply(sentence="推送地址指向内部网络，没有推送。")
        return _posted(url, body, headers, place, seconds)
    except TimeoutError:
        return Reply(sentence=f"{seconds:.0f}秒内没有答复。")
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Reply(sentence=f"连接不上：{error}"[:300])


def _judged(host: str, port: int, guard: Guard) -> str:
    """Look the name up once; the connection then goes to the very address that was judged."""
    places = [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    return places[0] if places and all(guard(place, port) for place in places) else ""


def _posted(url: str, body: bytes, headers: Mapping[str, str], place: str, seconds: float) -> Reply:
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    plain = socket.create_connection((place, port), timeout=seconds)
    wire = http.client.HTTPConnection(host, port, timeout=seconds)
    # A partner that sends one byte a second keeps every single wait short: the whole call has one end.
    end = threading.Timer(seconds, _cut, [plain])
    end.daemon = True
    started = time.monotonic()
    end.start()
    try:
        secure = parts.scheme == "https"
        wire.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host) if secure else plain
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        wire.request("POST", target, body=body, headers={"User-Agent": "gongkai-push/1", **headers})
        answer = wire.getresponse()
        answer.read(READ)
        said = "" if 200 <= answer.status < 300 else f"对方系统答复{answer.status}。"
        return Reply(answer.status, said, answer.getheader("Retry-After", "")[:100])
    except (OSError, http.client.HTTPException, ValueError) as error:
        if time.monotonic() - started >= seconds:
            raise TimeoutError from error
        raise
    finally:
        end.cancel()
        wire.close()
        plain.close()


def _cut(plain: socket.socket) -> None:
    try:
        plain.shutdown(socket.SHUT_RDWR)
    except OSError:
        plain.close()
