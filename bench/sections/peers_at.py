"""Our side of the section `peers`: hand over the documents and print what our pages cost. python -m bench.sections.peers_at TEXTS ROUNDS"""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bench import scratch
from bench.checks import cpu_ms
from bench.peers.wagtail_site import SAMPLE, WORDS
from bench.sections.pages_at import Stacks, queries

LISTS = ("/documents/", "/documents/?page=5", "/documents/?page=20")


def main(texts: str, rounds: int) -> None:
    scratch.start_django()
    keys = _handed_over(Path(texts))
    stacks = Stacks()
    documents = [f"/documents/{key}" for key in keys[:: max(len(keys) // SAMPLE, 1)][:SAMPLE]]
    searches = [f"/search?q={quote(words)}" for words in WORDS]
    found: dict[str, Any] = {"documents": len(keys)}
    for name, paths in (("document", documents), ("list", list(LISTS)), ("search", searches)):
        found[name] = _measured(lambda some: stacks.ask(stacks.uncached, some), paths, rounds)
    found["hit"] = _measured(lambda some: stacks.ask(stacks.full, some), documents, rounds)
    print(json.dumps(found))


def _handed_over(texts: Path) -> list[str]:
    """Write the documents with their texts for the peer and return their keys."""
    from gongkai.engine.publishing.models import Release

    keys = []
    with texts.open("w", encoding="utf-8") as file:
        for release in Release.objects.filter(kind="document").select_related("edition").order_by("key"):
            day = release.issued_on or release.formed_on
            line = {
                "title": release.title, "doc_number": release.doc_number, "genre": release.genre,
                "issuer": "、".join(release.edition.snapshot["issuers"]), "themes": "、".join(release.themes),
                "issued_on": day.isoformat() if day else "", "html": release.edition.html,
            }  # fmt: skip
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            keys.append(release.key)
    return keys


def _measured(ask: Callable[[list[str]], Callable[[], None]], paths: list[str], rounds: int) -> dict[str, Any]:
    """Return CPU milliseconds a request (median of the rounds) and the most queries, after one round uncounted."""
    call = ask(paths)
    call()
    times = [cpu_ms(call) / len(paths) for _ in range(rounds)]
    return {"cpu_ms": round(statistics.median(times), 3), "queries": max(queries(ask([path]))[0] for path in paths)}


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
