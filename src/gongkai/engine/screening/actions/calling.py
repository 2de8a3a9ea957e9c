"""Asking another host whether an address still opens: never an address inside, never longer than a deadline.

The name is looked up once and the connection goes to the address that was judged, so that a name which answers
differently the second time leads nowhere. Redirects are followed by hand, each judged anew.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from gongkai.engine.screening.rules.links import LONGEST_ADDRESS, Outcome
from gongkai.engine.screening.rules.reachable import Guard, public_only

CONNECT_SECONDS, WHOLE_SECONDS = 5.0, 10.0
MOST_HOPS = 3
PORTS = {"http": 80, "https": 443}
GONE = frozenset({404, 410})
PERMANENT, MOVING = frozenset({301, 308}), frozenset({301, 302, 303, 307, 308})
# Hosts that do not know HEAD, or refuse it, may still know GET.
ASK_AGAIN = frozenset({400, 403, 404, 405, 406, 410, 500, 501, 503})
AGENT = "gongkai-link-check"


@dataclass(frozen=True)
class Reply:
    outcome: Outcome
    reason: str = ""
    address: str = ""


class _Private(Exception):
    """The name leads to an address inside, or to a port that serves no web pages."""


def ask(url: str, *, guard: Guard = public_only, seconds: float = WHOLE_SECONDS) -> Reply:
    """Ask for an address by HEAD, by GET where that is refused, through at most three redirects. Raises nothing."""
    here, moved = url, False
    for _ in range(MOST_HOPS + 1):
        try:
            status, location = _status(here, guard, seconds)
        except _Private:
            return Reply(Outcome.PRIVATE, "链接指向内网地址，公众打不开。")
        except ssl.SSLCertVerificationError:
            return Reply(Outcome.INSECURE, "对方网站的证书无效，浏览器会提示不安全。")
        except TimeoutError:
            return Reply(Outcome.UNREACHED, "对方网站没有在规定时间内答复。")
        except (OSError, http.client.HTTPException, ValueError):
            return Reply(Outcome.UNREACHED, "对方网站连接不上。")
        if status not in MOVING or not location:
            return _judged(status, here if moved else "")
        moved = moved or status in PERMANENT
        here = urljoin(here, location)[:LONGEST_ADDRESS]
    return Reply(Outcome.UNSURE, "对方网站跳转次数过多。")


def _judged(status: int, address: str) -> Reply:
    if status in GONE:
        return Reply(Outcome.MISSING, f"对方网站答复没有这个页面（{status}）。")
    if status >= 400:
        return Reply(Outcome.UNSURE, f"对方网站答复{status}。")
    if address:
        return Reply(Outcome.MOVED, "链接的页面已经迁移。", address)
    return Reply(Outcome.OK)


def _status(url: str, guard: Guard, seconds: float) -> tuple[int, str]:
    found = _exchange("HEAD", url, guard, seconds)
    return _exchange("GET", url, guard, seconds) if found[0] in ASK_AGAIN else found


def _exchange(method: str, url: str, guard: Guard, seconds: float) -> tuple[int, str]:
    """Return status and Location of one request; the body is never read."""
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise _Private
    host = parts.hostname.encode("idna").decode() if not parts.hostname.isascii() else parts.hostname
    connection = http.client.HTTPConnection(host, parts.port or PORTS[parts.scheme], timeout=seconds)
    timer = None
    try:
        connection.sock = sock = _connected(host, connection.port, guard)
        timer = threading.Timer(seconds, _cut, [sock])
        timer.daemon = True
        timer.start()
        sock.settimeout(seconds)
        if parts.scheme == "https":
            connection.sock = ssl.create_default_context().wrap_socket(sock, server_hostname=host)
        target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~") + (f"?{quote(parts.query, safe='=&%+/:?,;@!$*()~')}" if parts.query else "")  # fmt: skip
        connection.request(method, target, headers={"User-Agent": AGENT, "Accept": "*/*"})
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location", "")
    finally:
        if timer is not None:
            timer.cancel()
        connection.close()


def _connected(host: str, port: int, guard: Guard) -> socket.socket:
    """Connect to the first address of a name. One address inside is enough to refuse the name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    if not all(guard(str(place[0]), port) for *_, place in found):
        raise _Private
    family, kind, protocol, _, place = found[0]
    sock = socket.socket(family, kind, protocol)
    sock.settimeout(CONNECT_SECONDS)
    try:
        sock.connect(place)
    except OSError:
        sock.close()
        raise
    return sock


def _cut(sock: socket.socket) -> None:
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # already closed
