"""Link patrol against a loopback site in a process of its own: rate, every planted fault found, none found that is none."""

from __future__ import annotations

import asyncio
import multiprocessing
import time
from multiprocessing.connection import Connection

from bench.checks import Options, Result

LINKS, QUICK_LINKS = 8_000, 800
LEAST_RATE = 200
SECONDS = 3.0  # the limit of one link in this run: drips end there


def run(options: Options) -> Result:
    from gongkai.oversight.sitewatch.actions.asking import ask_all
    from gongkai.oversight.sitewatch.actions.web import Limits
    from gongkai.oversight.sitewatch.tests.hostile import planted

    result = Result(
        remarks=[
            "目标站与巡查各占一个进程，都在本机；关闭对单个主机的访问间隔，其余检查（robots、HEAD、GET、标题、冒充）全部照做。"
        ]
    )
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("fork").Process(target=_serve, args=(theirs,), daemon=True)
    server.start()
    try:
        port = ours.recv()
        links = planted(f"http://127.0.0.1:{port}", QUICK_LINKS if options.quick else LINKS)
        limits = Limits(seconds=SECONDS, host_pause=0, host_at_once=64, at_once=64)
        bare = _bare(port, 500)
        begun = time.perf_counter()
        found, _ = ask_all(
            {url: [label] for url, (label, _) in links.items()},
            guard=lambda address, at: (address, at) == ("127.0.0.1", port), limits=limits,
        )  # fmt: skip
        seconds = time.perf_counter() - begun
    finally:
        server.kill()
        server.join()
    _tell(result, links, found, len(links) / seconds, bare)
    return result


def _tell(result: Result, links: dict, found: dict, rate: float, bare: float) -> None:
    from gongkai.oversight.sitewatch.rules.links import BROKEN

    faults = {url for url, (_, right) in links.items() if right in BROKEN}
    said = {url: one for (url, _), one in found.items()}
    hit = {url for url in faults if said[url].outcome == links[url][1]}
    false = {url for url, one in said.items() if one.outcome in BROKEN and url not in faults}
    result.least("链接巡查", rate, LEAST_RATE, "条/秒", f"{len(links):,} 条，其中问题链接 {len(faults)} 条")
    result.least("问题链接查出且种类正确", len(hit) / len(faults), 1)
    result.most("误报", len(false), 0, "条")
    result.tell("只发一次 GET、不看内容", bare, "条/秒", "同一目标站，逐条并发64")
    by_kind: dict[str, list[int]] = {}
    for url in faults:
        one = by_kind.setdefault(str(links[url][1]), [0, 0])
        one[0] += 1
        one[1] += url in hit
    result.figures["planted_and_found"] = by_kind
    result.remarks.append(
        "各类问题（埋设/查出）：" + "，".join(f"{kind} {a}/{b}" for kind, (a, b) in sorted(by_kind.items()))
    )
    for url in sorted((faults - hit) | false)[:5]:
        result.remarks.append(f"不符：{url} 应为 {links[url][1]}，结果 {said[url].outcome} {said[url].reason}")


def _bare(port: int, count: int) -> float:
    async def once(number: int, gate: asyncio.Semaphore) -> None:
        async with gate:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(f"GET /ok/{number} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
            await reader.read()
            writer.close()

    async def everything() -> None:
        gate = asyncio.Semaphore(64)
        await asyncio.gather(*(once(number, gate) for number in range(count)))

    begun = time.perf_counter()
    asyncio.run(everything())
    return count / (time.perf_counter() - begun)


def _serve(tell: Connection) -> None:
    from gongkai.oversight.sitewatch.tests.hostile import Site, listen

    site = Site()
    asyncio.run(listen(site, lambda: tell.send(site.port)))
