"""Measure the public pages on one data folder; run by the section `pages`, once or several times a size.

python -m bench.sections.pages_at WHAT ROUNDS      WHAT: all, or library for the CPU of the library page alone
"""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from bench import bare, scratch
from bench.checks import interleaved

DOCUMENTS = 24  # of the generated ones, and as many of the story's own
LIBRARY = ("/documents/", "/documents/?year=2019", "/documents/?year=2012", "/documents/?year=2021")
WORDS = ("住房 补贴", "公共服务 管理", "“工作方案”", "环境保护", "专项检查 通报", "云川市 通知")
AGENT = "Mozilla/5.0 bench"


def handler(middleware: list[str]) -> Callable[[Any], Any]:
    """Return Django's own request handler with this stack of middleware around the views."""
    from django.core.handlers.base import BaseHandler
    from django.test import override_settings

    made = BaseHandler()
    with override_settings(MIDDLEWARE=middleware):
        made.load_middleware()
    return made.get_response


class Stacks:
    """Our pages through the whole stack, without the page cache, and the bare views in startproject's stack."""

    def __init__(self) -> None:
        from django.conf import settings
        from django.test import RequestFactory

        self.full = handler(settings.MIDDLEWARE)
        self.uncached = handler([name for name in settings.MIDDLEWARE if not name.endswith("PageCacheMiddleware")])
        self.plain = handler(bare.MIDDLEWARE)
        self.none = handler([])
        self.factory = RequestFactory(SERVER_NAME="localhost", HTTP_USER_AGENT=AGENT, HTTP_ACCEPT_ENCODING="gzip")

    def ask(self, stack: Callable[[Any], Any], paths: list[str], urlconf: str = "") -> Callable[[], None]:
        """Return a call that asks for each address once. Each answer is closed as a server does it, with what hangs on that."""
        from django.core.handlers.wsgi import WSGIRequest

        environs = {path: self.factory.get(path).environ for path in paths}

        def call() -> None:
            for path in paths:
                request = WSGIRequest(dict(environs[path]))
                if urlconf:
                    request.urlconf = urlconf
                response = stack(request)
                if response.status_code != 200:
                    raise SystemExit(f"{path} 回答 {response.status_code}")
                response.close()

        return call


def queries(call: Callable[[], None]) -> tuple[int, list[str]]:
    """Return how many queries the second call makes: what a process asks once in its life is asked by then."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    call()
    with CaptureQueriesContext(connection) as captured:
        call()
    return len(captured), [one["sql"][:160] for one in captured]


def most_queries(stacks: Stacks, paths: list[str], urlconf: str = "") -> dict[str, Any]:
    """Return the most and the median over the addresses, through the whole stack but for what the cache asks."""
    stack = stacks.plain if urlconf else stacks.uncached
    found = [queries(stacks.ask(stack, [path], urlconf)) for path in paths]
    worst = max(found)
    return {"most": worst[0], "median": statistics.median(count for count, _ in found), "worst": worst[1]}


def keys() -> tuple[list[str], list[str]]:
    """Return addresses of the story's documents (files, relations, editions) and of generated ones."""
    from gongkai.engine.publishing.models import Release

    rows = Release.objects.filter(kind="document").order_by("key")
    story = list(rows.exclude(external_id__startswith="load-").values_list("key", flat=True))
    made = list(rows.filter(external_id__startswith="load-").values_list("key", flat=True))
    return [f"/documents/{key}" for key in story[:: max(len(story) // DOCUMENTS, 1)][:DOCUMENTS]], [
        f"/documents/{key}" for key in made[:: max(len(made) // DOCUMENTS, 1)][:DOCUMENTS]
    ]


def compared(stacks: Stacks, paths: list[str], rounds: int) -> dict[str, Any]:
    """Return CPU milliseconds a request and queries, ours and bare, over these addresses."""
    calls = {
        "ours": stacks.ask(stacks.uncached, paths),
        "bare": stacks.ask(stacks.plain, paths, "bench.bare"),
        "view": stacks.ask(stacks.none, paths, "bench.bare"),
    }
    times = interleaved(calls, rounds)
    return {
        "cpu_ms": {name: round(statistics.median(some) / len(paths), 3) for name, some in times.items()},
        "queries": most_queries(stacks, paths),
        "bare_queries": most_queries(stacks, paths, "bench.bare")["most"],
        "addresses": len(paths),
    }


def hits(stacks: Stacks, paths: list[str], rounds: int) -> dict[str, Any]:
    """Return CPU milliseconds of a page from the page cache against the same page made anew, and the queries of a hit.

    `same` is a kept page after a release elsewhere, asked again what it was made of; `miss` a page made and kept.
    """
    from gongkai.doors.site import cache
    from gongkai.engine.publishing.actions import void_pages

    ask = stacks.ask(stacks.full, paths)

    def after(first: Callable[[], None]) -> Callable[[], None]:
        def call() -> None:
            first()
            ask()

        return call

    calls = {
        "hit": ask,
        "same": after(void_pages),
        "miss": after(cache.clear),
        "uncached": stacks.ask(stacks.uncached, paths),
    }
    ask()
    times = interleaved(calls, rounds)
    return {
        "cpu_ms": {name: round(statistics.median(some) / len(paths), 3) for name, some in times.items()},
        "queries": queries(stacks.ask(stacks.full, paths[:1]))[0],
    }


def _with_kept_connection(stacks: Stacks, paths: list[str], rounds: int) -> dict[str, Any]:
    """Return the same where settings close the connection after each request, as if they kept it (CONN_MAX_AGE)."""
    from django.db import connection

    if connection.settings_dict["CONN_MAX_AGE"] != 0:
        return {}
    connection.close()
    connection.settings_dict["CONN_MAX_AGE"] = None
    try:
        return {"documents": compared(stacks, paths, rounds), "hit": hits(stacks, paths, rounds)}
    finally:
        connection.settings_dict["CONN_MAX_AGE"] = 0
        connection.close()


def main(what: str, rounds: int) -> dict[str, Any]:
    from gongkai.engine.publishing.models import Release

    stacks = Stacks()
    found: dict[str, Any] = {"releases": Release.objects.count()}
    if what == "library":
        calls = {
            "ours": stacks.ask(stacks.uncached, list(LIBRARY)),
            "bare": stacks.ask(stacks.plain, list(LIBRARY), "bench.bare"),
        }
        times = interleaved(calls, rounds)
        medians = {name: statistics.median(some) / len(LIBRARY) for name, some in times.items()}
        return found | {"library_cpu_ms": medians}
    story, made = keys()
    found["documents"] = compared(stacks, story + made, rounds)
    found["story"] = compared(stacks, story, rounds) if story else {}
    found["library"] = compared(stacks, list(LIBRARY), rounds * 3)
    found["search"] = compared(stacks, [f"/search?q={quote(words)}" for words in WORDS], rounds * 2)
    found["hit"] = hits(stacks, story + made, rounds)
    found["kept"] = _with_kept_connection(stacks, story + made, rounds)
    return found


if __name__ == "__main__":
    scratch.start_django()
    print(json.dumps(main(sys.argv[1], int(sys.argv[2])), ensure_ascii=False))
