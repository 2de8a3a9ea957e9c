"""A loopback site with everything that can be wrong with another host, and much that only looks wrong.

Its links are planted: `planted(base, count)` returns url → (link text, what has to be found).
"""

from __future__ import annotations

import asyncio
import gzip
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from gongkai.oversight.sitewatch.rules.links import Outcome

TWO_GIGABYTES = 2_000_000_000
SUBJECTS = "住房租赁补贴 排水防涝 学前教育 养老服务 义务植树 道路命名 节水型城市 电梯更新 食品抽检 河湖长制".split()


def title(number: int) -> str:
    return f"关于做好{number}年度{SUBJECTS[number % len(SUBJECTS)]}工作的通知"


def page(name: str, text: str = "", charset: str = "utf-8") -> bytes:
    body = text or f"各区人民政府：现就有关事项通知如下。{name}。请认真贯彻执行，执行中的问题请及时反馈。" * 3
    document = f'<!doctype html><html><head><meta charset="{charset}"><title>{name}</title></head><body><h1>{name}</h1><p>{body}</p></body></html>'
    return document.encode(charset)


def answer(status: str, body: bytes = b"", kind: str = "text/html; charset=utf-8", **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if "Content_Length" not in headers and "Transfer_Encoding" not in headers:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@dataclass
class Site:
    """`sent` counts the bytes of bodies that went out, `asked` the requests by path."""

    port: int = 0
    sent: int = 0
    asked: Counter[str] = field(default_factory=Counter)
    at_once: Counter[str] = field(default_factory=Counter)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            method, path, _ = head.split(b"\r\n")[0].decode("latin-1").split(" ", 2)
            self.asked[path] += 1
            kind, _, number = path.strip("/").partition("/")
            shown = getattr(self, f"on_{kind}", None) or self.on_unknown
            await shown(writer, method, number)
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError, ValueError):
            return
        finally:
            writer.close()

    def write(self, writer: asyncio.StreamWriter, method: str, data: bytes) -> None:
        writer.write(data[: data.index(b"\r\n\r\n") + 4] if method == "HEAD" else data)

    async def on_ok(self, writer: asyncio.StreamWriter, method: str, number: str) -> None:
        self.write(writer, method, answer("200 OK", page(title(int(number)))))

    async def on_gbk(self, writer: asyncio.StreamWriter, method: str, number: str) -> None:
        self.write(writer, method, answer("200 OK", page(title(int(number)), charset="gbk"), "text/html"))

    async def on_zipped(self, writer: asyncio.StreamWriter, method: str, number: str) -> None:
        self.write(writer, method, answer("200 OK", gzip.compress(page(title(int(number)))), Content_Encoding="gzip"))

    async def on_nohead(self, writer: asyncio.StreamWriter, method: str, number: str) -> None:
        refused = answer("405 Method Not Allowed", page("Method Not Allowed"))
        self.write(writer, method, refused if method == "HEAD" else answer("200 OK", page(title(int(number)))))

    async def on_pdf(self, writer: asyncio.StreamWriter, method: str, number: str) -> None:
        self.write(writer, method, answer("200 OK", b"%PDF-1.7", "application/pdf", Content_Length="48000000"))

    async def on_moved(self, writer: asyncio.StreamWriter, method: str, number: str) -> None:
        self.write(writer, method, answer("301 Moved Permanently", Location=f"/ok/{number}"))

    async def on_about404(self, writer: asyncio.StreamWriter, method: str, number: str) -> None:
        """A long page that writes about missing pages is not one."""
        text = "本报告统计全年网站访问情况，其中页面不存在的提示共出现十二次，均已修复。" * 20
        self.write(writer, method, answer("200 OK", page(f"{title(int(number))}", text)))

    async def on_dead(self, writer: asyncio.StreamWriter, method: str, _number: str) -> None:
        self.write(writer, method, answer("404 Not Found", page("404")))

    async def on_soft(self, writer: asyncio.StreamWriter, method: str, _number: str) -> None:
        self.write(writer, method, answer("200 OK", page("提示信息", "抱歉，您访问的页面不存在或已被删除。")))

    async def on_wrong(self, writer: asyncio.StreamWriter, method: str, _number: str) -> None:
        self.write(
            writer,
            method,
            answer("200 OK", page("环球旅行社春季优惠线路", "海岛五日游，特价机票，欢迎来电咨询报名，团购更优惠。")),
        )

    async def on_loop(self, writer: asyncio.StreamWriter, method: str, number: str) -> None:
        self.write(writer, method, answer("302 Found", Location=f"/loop/{number}x"))

    async def on_inside(self, writer: asyncio.StreamWriter, method: str, _number: str) -> None:
        self.write(writer, method, answer("302 Found", Location="http://10.1.2.3/admin"))

    async def on_drip(self, writer: asyncio.StreamWriter, method: str, _number: str) -> None:
        """A letter now and then, for ever; the headers too, so that no read ever waits long."""
        for letter in b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + b"X-More: y\r\n" * 1000:
            writer.write(bytes([letter]))
            await writer.drain()
            await asyncio.sleep(0.1)

    async def on_huge(self, writer: asyncio.StreamWriter, method: str, number: str) -> None:
        """Two gigabytes of page: told beforehand, or not told and sent in pieces until the other side hangs up."""
        if int(number) % 2:
            self.write(writer, method, answer("200 OK", b"", Content_Length=str(TWO_GIGABYTES)))
        else:
            writer.write(answer("200 OK", b"", Transfer_Encoding="chunked"))
        if method == "HEAD":
            return
        piece = b"<p>" + b"x" * 65_000
        for _ in range(TWO_GIGABYTES // len(piece)):
            writer.write(piece if int(number) % 2 else f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
            self.sent += len(piece)
            await writer.drain()

    async def on_unknown(self, writer: asyncio.StreamWriter, method: str, _number: str) -> None:
        self.write(writer, method, answer("404 Not Found", page("404 Not Found")))


Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def listen(site: Site, started: Callable[[], None]) -> None:
    server = await asyncio.start_server(site.serve, "127.0.0.1", 0, backlog=512)
    site.port = server.sockets[0].getsockname()[1]
    started()
    async with server:
        await server.serve_forever()


@contextmanager
def standing(site: Site | None = None) -> Iterator[Site]:
    """Serve a site from a thread of its own while the block runs."""
    found, up, loop = site or Site(), threading.Event(), asyncio.new_event_loop()

    def run() -> None:
        asyncio.set_event_loop(loop)
        task = loop.create_task(listen(found, up.set))
        try:
            loop.run_until_complete(task)
        except asyncio.CancelledError:
            pass
        finally:
            for left in asyncio.all_tasks(loop):
                left.cancel()
            loop.run_until_complete(asyncio.gather(*asyncio.all_tasks(loop), return_exceptions=True))
            loop.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert up.wait(5)
    try:
        yield found
    finally:
        loop.call_soon_threadsafe(lambda: [task.cancel() for task in asyncio.all_tasks(loop)])
        thread.join(5)


# kind → what has to be found; private addresses lead to no server at all
FAULTS: dict[str, Outcome] = {
    "dead": Outcome.MISSING, "soft": Outcome.SOFT, "wrong": Outcome.WRONG, "loop": Outcome.LOOP, "drip": Outcome.SLOW,
    "huge": Outcome.HUGE, "private": Outcome.PRIVATE, "inside": Outcome.PRIVATE,
}  # fmt: skip
GOOD = ("ok", "ok", "ok", "ok", "gbk", "zipped", "nohead", "pdf", "moved", "about404")


def planted(base: str, count: int, *, share: float = 0.05) -> dict[str, tuple[str, Outcome]]:
    """Return so many links of which a share is faulty, the faults of every kind in turn, evenly among the good."""
    faults, every = list(FAULTS), round(1 / share)
    links: dict[str, tuple[str, Outcome]] = {}
    for number in range(count):
        kind = GOOD[number % len(GOOD)]
        if number % every == every - 1:
            kind = faults[number // every % len(faults)]
        label = title(number)
        if kind == "private":
            links[f"http://10.{number // 60000}.{number // 250 % 240}.{number % 250}/notice"] = (label, Outcome.PRIVATE)
        else:
            right = FAULTS.get(kind) or (Outcome.MOVED if kind == "moved" else Outcome.OK)
            links[f"{base}/{kind}/{number}"] = (label, right)
    return links
