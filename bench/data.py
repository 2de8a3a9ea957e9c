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
from itertools import islice
from pathlib import Path
from typing import Any

from bench import scratch

# What decides how the data looks: tables, index, generator. Verbs and pages may change without building anew.
DECISIVE = (
    "src/gongkai/**/migrations/*.py",
    "src/gongkai/engine/search/index/schema.py",
    "src/gongkai/project/demo/large.py",
    "bench/data.py",
)
SMALL = 2_000  # built first; larger ones go on from it
BATCH = 250
GENERATED = "load"  # begins the external id of generated documents, as `gongkai demo --size large` writes it


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
    smaller = built(SMALL) if count > SMALL else None
    scratch.CACHE.mkdir(parents=True, exist_ok=True)
    _forget_older(count)
    shutil.rmtree(kept, ignore_errors=True)
    print(f"正在准备 {count} 件公文的数据（以后各次直接使用）……", file=sys.stderr)
    if smaller is None:
        kept.mkdir()
    else:
        shutil.copytree(smaller, kept, ignore=shutil.ignore_patterns("built.json"))
    scratch.create_database(kept, like=smaller)
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


def takeovers(count: int, prefix: str = "bench") -> Iterator[dict[str, Any]]:
    """Yield what `file_takeover` wants for so many generated documents, but for agency, by and source."""
    from django.utils import timezone

    from gongkai.project.demo import large

    for one in large.invented(count):
        yield {
            "title": one.title, "html": one.html, "external_id": f"{prefix}-{one.agency}-{one.number}",
            "number": one.number, "issued_on": one.day, "formed_on": one.day,
            "published_at": timezone.make_aware(dt.datetime.combine(one.day, dt.time(16))), **one.particulars,
        }  # fmt: skip


def build(count: int) -> dict[str, Any]:
    """Bring the folder's data to so many public documents: the story's own, generated ones, copies of these."""
    from django.db import connections
    from django.utils import timezone

    from gongkai.engine.publishing.models import Release
    from gongkai.engine.search import actions as search
    from gongkai.engine.search.reactions import documents_of_releases
    from gongkai.project.demo import building
    from gongkai.project.ops.progress import quiet

    begun = time.perf_counter()
    before = Release.objects.count()
    if not before:
        building.build(size="city", today=timezone.localdate(), progress=quiet)
        _take_over(min(count, SMALL) - Release.objects.count())
    if count > SMALL:
        _copy_rows(count - Release.objects.count())
        search.rebuild(documents=documents_of_releases())
    found = {
        "releases": Release.objects.count(),
        "added": Release.objects.count() - before,
        "seconds": round(time.perf_counter() - begun, 1),
    }
    connections.close_all()
    return found


def _take_over(wanted: int) -> None:
    """Take generated documents over by the real verb; the same ones in the same order each time."""
    from django.db import transaction

    from gongkai.base.organisations.models import Agency
    from gongkai.base.organisations.queries import the_system
    from gongkai.engine.publishing import actions as publishing
    from gongkai.proactive.documents import actions as documents

    agencies = {agency.code: agency for agency in Agency.objects.all()}
    by, missing = the_system("bench"), takeovers(wanted, GENERATED)
    while batch := list(islice(missing, BATCH)):
        with transaction.atomic():
            for one in batch:
                code = one["external_id"].removeprefix(f"{GENERATED}-").rpartition("-")[0]
                documents.file_takeover(agency=agencies[code], by=by, source="旧网站", wake=False, **one)
    publishing.deliver()


def _copy_rows(wanted: int) -> None:
    """Copy generated documents inside the database, with index numbers, numbers and identities of their own.

    What pages and index read is copied: item, edition, particulars, release, placements. The event chain and the public
    log are not: a copy's digest is found at its original's line.
    """
    from django.db import connection, transaction
    from django.db.models import Max

    from gongkai.engine.publishing.models import Edition, Item, Placement, Release
    from gongkai.proactive.documents.models import Document

    items = list(Release.objects.filter(external_id__startswith=f"{GENERATED}-").values_list("item_id", flat=True))
    with transaction.atomic(), connection.cursor() as cursor:
        for turn in range(1, wanted // len(items) + 2):
            chosen = items[: wanted - (turn - 1) * len(items)]
            if not chosen:
                break
            step = (Item.objects.aggregate(last=Max("pk"))["last"], Edition.objects.aggregate(last=Max("pk"))["last"])
            among = f"IN ({', '.join(map(str, chosen))})"
            word = f"|| '-{turn}'"
            moved = {"item_id": f"item_id + {step[0]}", "edition_id": f"edition_id + {step[1]}"}
            named = {name: f"{name} {word}" for name in ("key", "external_id", "doc_number_key")}
            _copy(cursor, Item, f"id {among}", {"id": f"id + {step[0]}"} | named)
            _copy(cursor, Edition, f"item_id {among}", {"id": f"id + {step[1]}"} | moved)
            _copy(cursor, Document, f"item_id {among}", moved | named)
            _copy(cursor, Release, f"item_id {among}", moved | named)
            _copy(cursor, Placement, f"item_id {among}", moved, without="id")
        cursor.execute("ANALYZE")


def _copy(cursor: Any, model: Any, condition: str, changes: dict[str, str], without: str = "") -> None:
    table = model._meta.db_table
    names = [field.column for field in model._meta.concrete_fields if field.column != without]
    picked = ", ".join(changes.get(name, f'"{name}"') for name in names)
    listed = ", ".join(f'"{name}"' for name in names)
    cursor.execute(f'INSERT INTO "{table}" ({listed}) SELECT {picked} FROM "{table}" WHERE {condition}')


if __name__ == "__main__":
    scratch.start_django()
    print(json.dumps(build(int(sys.argv[2]))))
