"""Asking other hosts about links: politely (robots.txt, one pace a host), by HEAD and then GET, and with a look at the page."""

from __future__ import annotations

import asyncio
import errno
import secrets
import ssl
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from gongkai.engine.screening.rules.reachable import Guard, public_only
from gongkai.oversight.sitewatch.actions.reading import seen_in
from gongkai.oversight.sitewatch.actions.web import AGENT, Answer, Broken, Limits, NoNetwork, Private, Wire
from gongkai.oversight.sitewatch.rules.links import (
    Outcome,
    Seen,
    fits,
    is_blank,
    like_nothing,
    refreshed_to,
    says_not_here,
)

MOVING, PERMANENT = frozenset({301, 302, 303, 307, 308}), frozenset({301, 308})
GONE = frozenset({404, 410})
# They may refuse programs only, or for the moment.
UNSURE = frozenset({401, 402, 403, 405, 406, 407, 408, 418, 421, 423, 425, 429, 451})
NO_WAY_OUT = frozenset({errno.ENETUNREACH, errno.ENETDOWN, errno.EHOSTUNREACH})
LONGEST_ADDRESS = 2000


@dataclass(frozen=True, slots=True)
class Found:
    """What a look gave: `address` is where the page stands now, `title` what it calls itself."""

    outcome: Outcome
    reason: str = ""
    address: str = ""
    title: str = ""


@dataclass(slots=True)
class _Host:
    """The pace of one host, and what it answers for an address that cannot exist."""

    at_once: asyncio.Semaphore
    next_at: float = 0.0
    robots: asyncio.Task[RobotFileParser | None] | None = None
    nothing: asyncio.Task[Seen | None] | None = None


@dataclass(slots=True)
class _Way:
    """One link on its way through redirects: the time left for it, where it is, whether the way is for good."""

    left: float
    here: str
    moved: bool = False
    asked: list[str] = field(default_factory=list)


class Asker:
    """One round. `ask` may be called for many links at a time; the hosts' pace and robots.txt are kept between them."""

    def __init__(self, *, guard: Guard = public_only, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.wire = Wire(guard=guard, limits=self.limits)
        self._hosts: dict[str, _Host] = {}
        self._at_once = asyncio.Semaphore(self.limits.at_once)

    async def ask(self, url: str, labels: Iterable[str] = ()) -> dict[str, Found]:
        """Return for each of the link texts what stands at the address; the empty text when none is given."""
        words = list(dict.fromkeys(labels)) or [""]
        async with self._at_once:
            found, seen = await self._looked(url)
        return {label: self._fitting(label, found, seen) for label in words}

    @staticmethod
    def _fitting(label: str, found: Found, seen: Seen | None) -> Found:
        if seen is None or found.outcome not in {Outcome.OK, Outcome.MOVED} or fits(label, seen) is not False:
            return found
        return Found(
            Outcome.WRONG, f"链接文字是“{label[:60]}”，打开的页面是“{seen.title[:80]}”。", found.address, seen.title
        )

    async def _looked(self, url: str) -> tuple[Found, Seen | None]:
        way = _Way(self.limits.seconds, url)
        try:
            return await self._follow(way)
        except Private:
            return Found(Outcome.PRIVATE, "链接指向内网地址或不提供网页的端口，公众打不开。"), None
        except ssl.SSLCertVerificationError:
            return Found(Outcome.INSECURE, "对方网站的证书无效，浏览器会提示不安全。"), None
        except TimeoutError:
            return Found(Outcome.SLOW, f"{self.limits.seconds:g}秒内没有打开。"), None
        except NoNetwork:
            return Found(Outcome.UNSURE, "没有联网，无法核查。"), None
        except Broken:
            return Found(Outcome.FAILED, "对方的答复不是网页。"), None
        except (OSError, ValueError) as error:
            if isinstance(error, OSError) and error.errno in NO_WAY_OUT and not self.wire.reached:
                return Found(Outcome.UNSURE, "没有联网，无法核查。"), None
            return Found(Outcome.UNREACHED, "对方网站连接不上。"), None

    async def _follow(self, way: _Way) -> tuple[Found, Seen | None]:
        for _ in range(self.limits.hops + 1):
            if not await self._allowed(way):
                return Found(Outcome.REFUSED, "对方的 robots.txt 不许程序访问，请人工打开核对。"), None
            answer = await self._answered(way)
            location = answer.headers.get("location", "")
            if answer.status not in MOVING or not location:
                return await self._judged(answer, way)
            way.asked.append(way.here)
            way.moved = way.moved or answer.status in PERMANENT
            way.here = urljoin(way.here, location)[:LONGEST_ADDRESS].partition("#")[0]
            if way.here in way.asked:
                break
        return Found(Outcome.LOOP, f"一直跳转，{self.limits.hops}次以后仍没有打开。"), None

    async def _answered(self, way: _Way) -> Answer:
        """HEAD first; GET where HEAD proves nothing or where there is a page to look at."""
        answer = await self._exchange("HEAD", way)
        ends = answer.status in MOVING and answer.headers.get("location")
        big = answer.length > (self.limits.page_bytes if answer.is_page else self.limits.file_bytes)
        if ends or (answer.status < 300 and (not answer.is_page or big)):
            return answer
        return await self._exchange("GET", way)

    async def _exchange(self, method: str, way: _Way, *, any_kind: bool = False) -> Answer:
        host = self._host(way.here)
        async with host.at_once:
            await self._pause(host)
            begun = time.monotonic()
            try:
                async with asyncio.timeout(max(way.left, 0.01)):
                    return await self.wire.exchange(method, way.here, any_kind=any_kind)
            finally:
                way.left -= time.monotonic() - begun

    async def _pause(self, host: _Host) -> None:
        """Keep the host's pace: its next request begins no sooner than the pause after the one before."""
        if not self.limits.host_pause:
            return
        now = time.monotonic()
        at, host.next_at = max(now, host.next_at), max(now, host.next_at) + self.limits.host_pause
        if at > now:
            await asyncio.sleep(at - now)

    def _host(self, url: str) -> _Host:
        parts = urlsplit(url)
        key = f"{parts.scheme}://{parts.netloc.lower()}"
        if key not in self._hosts:
            self._hosts[key] = _Host(asyncio.Semaphore(self.limits.host_at_once))
        return self._hosts[key]

    async def _judged(self, answer: Answer, way: _Way) -> tuple[Found, Seen | None]:
        if answer.status in GONE:
            return Found(Outcome.MISSING, f"对方网站答复没有这个页面（{answer.status}）。"), None
        if answer.status in UNSURE:
            return Found(Outcome.UNSURE, f"对方网站答复{answer.status}，可能只拒绝程序，请人工打开核对。"), None
        if answer.status >= 400:
            return Found(Outcome.FAILED, f"对方网站出错（{answer.status}）。"), None
        if not answer.is_page:
            big = answer.length > self.limits.file_bytes
            return (Found(Outcome.HUGE, "文件过大，公众难以下载。") if big else self._good(way)), None
        if not answer.whole or answer.length > self.limits.page_bytes:
            return Found(Outcome.HUGE, f"网页超过{self.limits.page_bytes // 1_000_000}MB，公众难以打开。"), None
        seen = seen_in(answer.body, answer.headers.get("content-type", ""))
        if (
            says_not_here(seen)
            or (way.asked and _to_the_door(way))
            or is_blank(seen)
            or _sent_to_the_door(way, answer.body)
            or like_nothing(seen, await self._nothing(way.here))
        ):
            return Found(
                Outcome.SOFT, f"对方说成功，页面却是“{seen.title[:80] or '没有内容'}”。", title=seen.title
            ), seen
        return self._good(way, seen.title), seen

    @staticmethod
    def _good(way: _Way, title: str = "") -> Found:
        if way.moved:
            return Found(Outcome.MOVED, "页面已经迁移，现在靠跳转才能打开。", way.here, title)
        return Found(Outcome.OK, "", "", title)

    async def _nothing(self, url: str) -> Seen | None:
        """Return what this host shows for an address that cannot exist, None when it says so properly. Asked once."""
        host = self._host(url)
        if host.nothing is None:
            host.nothing = asyncio.ensure_future(self._probed(url))
        return await asyncio.shield(host.nothing)

    async def _probed(self, url: str) -> Seen | None:
        way = _Way(self.limits.seconds, urljoin(url, f"/no-such-page-{secrets.token_hex(6)}.html"))
        try:
            if not await self._allowed(way):
                return None
            answer = await self._exchange("GET", way)
        except (Private, Broken, TimeoutError, OSError, ValueError):
            return None
        if answer.status != 200 or not answer.is_page:
            return None
        return seen_in(answer.body, answer.headers.get("content-type", ""))

    async def _allowed(self, way: _Way) -> bool:
        host = self._host(way.here)
        if host.robots is None:
            host.robots = asyncio.ensure_future(self._robots(way.here))
        rules = await asyncio.shield(host.robots)
        return rules is None or rules.can_fetch(AGENT, way.here)

    async def _robots(self, url: str) -> RobotFileParser | None:
        """Return the rules of a host (RFC 9309): none when it has no such file, all forbidden while it cannot say."""
        way = _Way(self.limits.seconds, urljoin(url, "/robots.txt"))
        answer = await self._robots_answer(way)
        if answer is None or 300 <= answer.status < 500:
            return None
        rules = RobotFileParser()
        text = answer.body.decode("utf-8", "replace") if answer.status == 200 else "User-agent: *\nDisallow: /"
        rules.parse(text.splitlines())
        return rules

    async def _robots_answer(self, way: _Way) -> Answer | None:
        """A host that cannot be reached fails by its links, each with its reason."""
        try:
            return await self._exchange("GET", way, any_kind=True)
        except (Private, Broken, TimeoutError, OSError, ValueError):
            return None


def _to_the_door(way: _Way) -> bool:
    """Return whether a deep address was led to the front door: that is how some hosts say that the page is gone."""
    first, last = urlsplit(way.asked[0]), urlsplit(way.here)
    return first.path.strip("/") != "" and last.path in {"", "/"} and not last.query and first.netloc == last.netloc


def _sent_to_the_door(way: _Way, body: bytes) -> bool:
    """The same by a page that sends its reader on; it has no words of its own, or nobody would read them."""
    target = refreshed_to(body)
    last = urlsplit(urljoin(way.here, target))
    here = urlsplit(way.here)
    return bool(target) and here.path.strip("/") != "" and last.path in {"", "/"} and last.netloc == here.netloc


async def _ask_all(
    links: Mapping[str, Iterable[str]], guard: Guard, limits: Limits | None, seconds: float | None
) -> tuple[dict[tuple[str, str], Found], bool]:
    asker = Asker(guard=guard, limits=limits)
    asked = {asyncio.ensure_future(asker.ask(url, labels)): url for url, labels in links.items()}
    done, late = await asyncio.wait(asked, timeout=seconds) if asked else (set(), set())
    for one in late:
        one.cancel()
    await asyncio.gather(*late, return_exceptions=True)
    found = {(asked[one], label): what for one in done for label, what in one.result().items()}
    return found, asker.wire.reached


def ask_all(
    links: Mapping[str, Iterable[str]],
    *,
    guard: Guard = public_only,
    limits: Limits | None = None,
    seconds: float | None = None,
) -> tuple[dict[tuple[str, str], Found], bool]:
    """Ask for addresses, each with the texts that link to it, and return (address, text) → what was found.

    After so many `seconds` it ends, and what was not reached by then is missing from the answer: the next round begins
    with it. The second value says whether anything outside was reached at all; False means that there is no way out.
    """
    return asyncio.run(_ask_all(links, guard, limits, seconds))
