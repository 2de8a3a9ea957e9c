"""The demo city grown to so many documents, built once and kept in the temporary folder until the code that builds it changes.

    python -m bench.data build COUNT      what `built` runs, in the folder's own process
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import scratch

# What decides how the data looks: tables, generator, index. Verbs and pages may change without building anew.
DECISIVE = (
    "src/gongkai/**/migrations/*.py", "src/gongkai/engine/search/index/*.py", "src/gongkai/project/demo/*.py",
    "src/gongkai/project/demo/content/**/*.md",
)  # fmt: skip


def code_hash() -> str:
    """Return a digest of the code that decides how the data looks."""
    found = hashlib.sha256()
    for path in sorted(path for pattern in DECISIVE for path in scratch.ROOT.glob(pattern)):
        found.update(str(path.relative_to(scratch.ROOT)).encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:12]


def built(count: int) -> Path:
    """Return a data folder with this many documents, building it first where it is not kept. Do not write in it."""
    kept = scratch.CACHE / f"{code_hash()}-{'pg-' if scratch.asked_database() else ''}{count}"
    if (kept / "built.json").exists():
        return kept
    scratch.CACHE.mkdir(parents=True, exist_ok=True)
    _forget_older(count)
    shutil.rmtree(kept, ignore_errors=True)
    kept.mkdir()
    print(f"正在准备 {count} 件公文的数据（以后各次直接使用）……", file=sys.stderr)
    scratch.create_database(kept)
    done = scratch.run([sys.executable, "-m", "bench.data", "build", str(count)], kept)
    (kept / "built.json").write_text(done.stdout.splitlines()[-1], encoding="utf-8")
    return kept


def _forget_older(count: int) -> None:
    kind = f"{'pg-' if scratch.asked_database() else ''}{count}"
    for old in scratch.CACHE.iterdir():
        if old.name.partition("-")[2] == kind:
            scratch.drop_database(old)
            shutil.rmtree(old, ignore_errors=True)


def facts(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "built.json").read_text(encoding="utf-8"))
    return found


def takeovers(count: int) -> Iterator[dict[str, Any]]:
    """Yield what `file_takeover` wants for so many generated documents, but for agency, by and source."""
    from django.utils import timezone

    from gongkai.project.demo import large

    for one in large.invented(count):
        yield {
            "title": one.title, "html": one.html, "external_id": f"bench-{one.agency}-{one.number}",
            "number": one.number, "issued_on": one.day, "formed_on": one.day,
            "published_at": timezone.make_aware(dt.datetime.combine(one.day, dt.time(16))), **one.particulars,
        }  # fmt: skip


def build(count: int) -> dict[str, Any]:
    """Build the story's documents and multiply them. Django is set up."""
    from django.db import connections
    from django.utils import timezone

    from gongkai.engine.publishing.models import Release
    from gongkai.project.demo import building, large
    from gongkai.project.ops.progress import quiet

    begun = time.perf_counter()
    building.build(size="city", today=timezone.localdate(), progress=quiet)
    story = Release.objects.count()
    story_seconds, begun = time.perf_counter() - begun, time.perf_counter()
    large.multiply(count - story, quiet)
    found = {
        "releases": Release.objects.count(),
        "story": story,
        "story_seconds": round(story_seconds, 1),
        "multiply_seconds": round(time.perf_counter() - begun, 1),
    }
    connections.close_all()
    return found


if __name__ == "__main__":
    scratch.start_django()
    print(json.dumps(build(int(sys.argv[2]))))
