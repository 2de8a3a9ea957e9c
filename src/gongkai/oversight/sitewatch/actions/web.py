"""One HTTP exchange with a host nobody vouches for: limited in time, bytes and headers, and never to an address inside.

A name is looked up once a round and the connection goes to the very address that was judged, so that a name which answers
differently the second time leads nowhere (DNS rebinding).
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import zlib
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from gongkai.engine.screening.rules.reachable import Guard, public_only

AGENT = "gongkai-sitewatch/1 (link monitor)"
PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Limits:
    """Configuration of the platform, no rule of law; `seconds` is what the national indicators call open."""

    seconds: float = 15.0
    connect_seconds: float = 5.0
    page_bytes: int = 3_000_000
    file_bytes: int = 1_000_000_000
    head_bytes: int = 65_536
    hops: int = 5
    at_once: int = 32
    host_at_once: int = 2
    host_pause: float = 0.5


@dataclass(slots=True)
class Answer:
    """Status, headers (lower case) and as much of the body as was read. `whole`: the body ended within the limit."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    whole: bool = True

    @property
    def is_page(self) -> bool:
        kind = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        return kind in {"", "text/html", "application/xhtml+xml"}

    @property
    def length(self) -> int:
        written = self.headers.get("content-length", "")
        return int(written) if written.isascii() and written.isdigit() and len(written) < 16 else 0


class Private(Exception):
    """The name leads to an address inside, or to a port that serves no web pages."""


class Broken(Exception):
    """What came back is no HTTP."""


class NoNetwork(OSError):
    """Not this host, but the way out of this machine is missing."""


def _target(url: str) -> str:
    parts = urlsplit(url)
    query = f"?{quote(parts.query, safe='=&%+/:?,;@!$*()~')}" if parts.query else ""
    return quote(parts.path or "/", safe="/%:@!$&'()*+,;=~") + query


class Wire:
    """Connections of one round; keeps which names lead where."""

    def __init__(self, *, guard: Guard = public_only, limits: Limits | None = None) -> None:
        self.guard, self.limits = guard, limits or Limits()
        self._places: dict[tuple[str, int], asyncio.Task[str]] = {}
        self._context = ssl.create_default_context()
        self.reached = False  # whether any name was found or any host answered at all

    async def exchange(self, method: str, url: str, *, any_kind: bool = False) -> Answer:
        """Read head and, of a page (or `any_kind`), body. The caller limits the time.

        Raises Private, Broken, OSError (unreachable), ssl.SSLError.
        """
        parts = urlsplit(url)
        if parts.scheme not in PORTS or not parts.hostname:
            raise Private
        host = parts.hostname if parts.hostname.isascii() else parts.hostname.encode("idna").decode()
        port = parts.port or PORTS[parts.scheme]
        secure = parts.scheme == "https"
        address = await self._place(host, port)
        async with asyncio.timeout(self.limits.connect_seconds):
            reader, writer = await asyncio.open_connection(
                address, port, ssl=self._context if secure else None, server_hostname=host if secure else None,
                limit=self.limits.head_bytes,
            )  # fmt: skip
        self.reached = True
        try:
            named = f"[{host}]" if ":" in host else host
            at = named if port == PORTS[parts.scheme] else f"{named}:{port}"
            writer.write(
                f"{method} {_target(url)} HTTP/1.1\r\nHost: {at}\r\nUser-Agent: {AGENT}\r\n"
                "Accept: text/html,*/*;q=0.5\r\nAccept-Encoding: identity\r\nConnection: close\r\n\r\n".encode("ascii")
            )
            answer = await self._head(reader)
            if method == "GET" and (any_kind or answer.is_page):
                answer.body, answer.whole = await self._body(reader, answer)
            return answer
        finally:
            # What the other side still sends is none of our business any more.
            writer.transport.abort()

    async def _place(self, host: str, port: int) -> str:
        """Return the address to connect to. One address inside is enough to refuse the name."""
        known = self._places.get((host, port))
        if known is None:
            known = self._places[host, port] = asyncio.ensure_future(self._looked_up(host, port))
        return await asyncio.shield(known)

    async def _looked_up(self, host: str, port: int) -> str:
        loop = asyncio.get_running_loop()
        try:
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except socket.gaierror as error:
            if error.errno == socket.EAI_AGAIN:
                raise NoNetwork(str(error)) from error
            self.reached = True  # somebody answered that there is no such name
            raise
        addresses = [str(place[0]) for *_, place in found]
        if not addresses or not all(self.guard(address, port) for address in addresses):
            raise Private
        return addresses[0]

    async def _head(self, reader: asyncio.StreamReader) -> Answer:
        try:
            while True:
                raw = await reader.readuntil(b"\r\n\r\n")
                first, *lines = raw.decode("latin-1").split("\r\n")
                version, _, rest = first.partition(" ")
                if not version.startswith("HTTP/") or not rest[:3].isdigit():
                    raise Broken
                status = int(rest[:3])
                if status >= 200:
                    break
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
            raise Broken from error
        pairs = (line.partition(":") for line in lines if ":" in line)
        return Answer(status, {name.strip().lower(): value.strip() for name, _, value in pairs})

    async def _body(self, reader: asyncio.StreamReader, answer: Answer) -> tuple[bytes, bool]:
        """Read until the end or the limit, whichever comes first."""
        chunked = "chunked" in answer.headers.get("transfer-encoding", "").lower()
        most = self.limits.page_bytes
        if answer.length > most:
            return b"", False
        read = self._chunks if chunked else self._plain
        body, whole = await read(reader, most, answer.length)
        if "gzip" in answer.headers.get("content-encoding", "") or "deflate" in answer.headers.get(
            "content-encoding", ""
        ):
            try:
                opened = zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(body, most)
            except zlib.error as error:
                raise Broken from error
            return opened, whole and len(opened) < most
        return body, whole

    @staticmethod
    async def _plain(reader: asyncio.StreamReader, most: int, length: int) -> tuple[bytes, bool]:
        parts: list[bytes] = []
        size = 0
        while not length or size < length:
            piece = await reader.read(65_536)
            if not piece:
                break
            parts.append(piece)
            size += len(piece)
            if size > most:
                return b"".join(parts), False
        return b"".join(parts), True

    @staticmethod
    async def _chunks(reader: asyncio.StreamReader, most: int, _length: int) -> tuple[bytes, bool]:
        parts: list[bytes] = []
        size = 0
        try:
            while True:
                line = await reader.readline()
                wanted = int(line.split(b";")[0].strip() or b"0", 16)
                if wanted <= 0:
                    return b"".join(parts), True
                if size + wanted > most:
                    return b"".join(parts), False
                parts.append(await reader.readexactly(wanted))
                size += wanted
                await reader.readexactly(2)
        except (ValueError, asyncio.IncompleteReadError) as error:
            raise Broken from error
