"""One section in its own process: `python -m bench.section NAME OPTIONS OUT`; started by `python -m bench`."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path

from bench import scratch
from bench.checks import Options, load

WITHOUT_DJANGO = {
    "search",
    "judgements",
    "memory",
    "pages",
    "static",
    "mails",
    "peers",
}  # these start processes of their own


def main(name: str, asked: str, out: str) -> None:
    given = json.loads(asked)
    options = Options(**given | {"folder": Path(given["folder"])})
    if name not in WITHOUT_DJANGO:
        scratch.start_django()
    before = load()
    module = importlib.import_module("bench.baseline_static" if name == "static" else f"bench.sections.{name}")
    result = module.run(options).as_json()
    Path(out).write_text(json.dumps(result | {"load": [before, load()]}, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:4])
