"""From the commit of `publish` until a search finds the document, with a real worker beside; and until its page answers."""

from __future__ import annotations

import time
from typing import Any

from bench import data, scratch
from bench.checks import Options, Result, percentile, spread, wall_ms
from bench.processes import running

PUBLICATIONS = 48
WARM_UP = 3  # of them, uncounted
BACKGROUND = 1_000  # documents that are public already
PATIENCE = 60.0
MOST_SECONDS = 1.5
LOOK_EVERY = 0.004


def run(options: Options) -> Result:
    from gongkai.project.tests.cast import build_city

    city = build_city()
    _background(city, 100 if options.quick else BACKGROUND)
    documents = _issued(city, 12 if options.quick else PUBLICATIONS)
    searched, answered, direct = [], [], []
    with running(scratch.gongkai("worker"), options.folder):
        for number, document in enumerate(documents[:WARM_UP]):
            _publish(city, document, f"可见性第{number}号")  # the worker is still starting
        for number, document in list(enumerate(documents))[WARM_UP:]:
            seconds, page = _publish(city, document, f"可见性第{number}号")
            searched.append(seconds)
            answered.append(page)
            time.sleep(0.3)
            direct.append(_index_at_once(document) / 1000)
    result = Result()
    result.most(
        "发布提交→检索可见 p95", percentile(searched, 0.95), MOST_SECONDS, "秒", f"{len(searched)} 次，真实 worker 进程"
    )
    result.tell("发布提交→检索可见 p50", percentile(searched, 0.5), "秒")
    result.most("发布提交→页面 200，p95", percentile(answered, 0.95), MOST_SECONDS, "秒")
    result.tell(
        "对直接写索引的倍数（中位数）",
        percentile(searched, 0.5) / percentile(direct, 0.5),
        "×",
        "基线：本进程直接写入并看到同一件",
    )
    result.figures = {
        "search_seconds": spread(searched), "page_seconds": spread(answered), "direct_seconds": spread(direct),
        "background": 100 if options.quick else BACKGROUND,
    }  # fmt: skip
    return result


def _background(city: Any, count: int) -> None:
    from django.db import transaction

    from gongkai.base.organisations.queries import the_system
    from gongkai.engine.publishing import actions as publishing
    from gongkai.proactive.documents import actions as documents

    by = the_system("bench")
    with transaction.atomic():
        for one in data.takeovers(count):
            documents.file_takeover(agency=city.housing, by=by, source="旧网站", wake=False, **one)
    publishing.deliver()


def _issued(city: Any, count: int) -> list[Any]:
    """Take documents to the day before publication by the real verbs."""
    from gongkai.proactive.documents.rules import Status
    from gongkai.project.tests.cast import document_at

    return [
        document_at(
            city, Status.ISSUED, number=f"云川住建规〔2026〕{number + 1}号", title=f"关于可见性第{number}号测量的通知"
        )
        for number in range(count)
    ]


def _publish(city: Any, document: Any, words: str) -> tuple[float, float]:
    """Return seconds from the commit until a search finds it, and until its page answers."""
    from django.test import Client

    from gongkai.proactive.documents import actions

    client = Client(SERVER_NAME="localhost", HTTP_USER_AGENT="Mozilla/5.0 bench")
    path = f"/documents/{document.item.key}"
    if client.get(path).status_code != 404:
        raise SystemExit(f"{path} 未发布就能打开")
    actions.publish(document=document, by=city.shen)
    begun = time.perf_counter()
    while client.get(path).status_code != 200:
        _give_up(begun, path)
    page = time.perf_counter() - begun
    _until_found(f"“{words}”", 1, document.item.key, begun)
    return time.perf_counter() - begun, page


def _until_found(text: str, least: int, key: str = "", begun: float | None = None) -> None:
    from gongkai.engine.search import queries as search

    begun = begun or time.perf_counter()
    while True:
        found = search.search(search.SearchRequest(text=text, facets=(), highlight=False))
        if found.total >= least and (not key or any(hit.key.endswith(key) for hit in found.hits)):
            return
        _give_up(begun, text)
        time.sleep(LOOK_EVERY)


def _give_up(begun: float, what: str) -> None:
    if time.perf_counter() - begun > PATIENCE:
        raise SystemExit(f"{PATIENCE:.0f} 秒内没有看到：{what}")


def _index_at_once(document: Any) -> float:
    """Return the milliseconds in which this process itself writes the document into the index and sees it."""
    from gongkai.engine.publishing.queries import public_releases
    from gongkai.engine.search import actions, queries
    from gongkai.engine.search.reactions import documents_of_releases

    def write() -> None:
        actions.index(documents=documents_of_releases(public_releases().filter(item=document.item_id)))
        if not queries.is_indexed(document.item.key):
            raise SystemExit("写入后没有看到")

    return wall_ms(write)
