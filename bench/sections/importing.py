"""`gongkai import --publish --index` as an administrator runs it, against the same rows by raw SQL and the same index writes."""

from __future__ import annotations

import json
import resource
import sqlite3
import statistics
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import scratch
from bench.checks import Options, Result

RECORDS, CHUNKS = 4_000, 1
LEAST_RATE = 200
BATCH = 250


def run(options: Options) -> Result:
    count = 400 if options.quick else RECORDS
    _found_city()
    runs = [_import(path, options.folder) for path in _files(options.folder, count)]
    result = Result()
    cpu = count / sum(one["cpu"] for one in runs)
    wall = count / sum(one["wall"] for one in runs)
    # By the clock, as whoever waits sees it; on a busy machine the rate by CPU time tells whether the code is at fault.
    result.least(
        "导入并编入检索库",
        wall,
        LEAST_RATE,
        "件/秒",
        f"{count:,} 件，分 {CHUNKS} 次，含启动和索引；按 CPU 时间 {cpu:.0f} 件/秒",
    )
    result.figures["runs"] = runs
    if scratch.asked_database():
        result.remarks.append("PostgreSQL 上不测原生 SQL 基线。")
        return result
    raw = _raw(options.folder, count)
    result.tell("所用 CPU，对原生 SQL 插入同样的行并写同样的索引", (1 / cpu) / (raw["sql"] + raw["index"]), "×")
    result.tell("原生 SQL 插入加索引", 1 / (raw["sql"] + raw["index"]), "件/CPU秒")
    result.figures["raw_cpu_seconds_a_document"] = raw
    return result


def _found_city() -> None:
    from gongkai.project.demo import founding
    from gongkai.project.demo.contents import all_contents

    founding.found(list(all_contents()))


def _files(folder: Path, count: int) -> list[Path]:
    """Write generated documents as JSON Lines, in the form that `gongkai export` writes."""
    from gongkai.base.files.rules import to_text
    from gongkai.base.organisations.models import Agency
    from gongkai.project.demo import large

    names = dict(Agency.objects.values_list("code", "name"))
    lines = [
        json.dumps(
            {
                "id": f"bench-{number}", "kind": "document", "title": one.title, "issuer": names[one.agency],
                "doc_number": one.number, "date": one.day.isoformat(), "url": f"https://old.yunchuan.example/{number}.html",
                "text": to_text(one.html), "extra": {},
            },
            ensure_ascii=False,
        )
        for number, one in enumerate(large.invented(count))
    ]  # fmt: skip
    paths = []
    for place in range(CHUNKS):
        path = folder / f"records-{place}.jsonl"
        path.write_text("\n".join(lines[place::CHUNKS]) + "\n", encoding="utf-8")
        paths.append(path)
    return paths


def _import(path: Path, folder: Path) -> dict[str, float]:
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = scratch.gongkai("import", str(path), "--kind", "documents", "--publish", "--index")
    done = subprocess.run(
        command, env=scratch.environment(folder), cwd=scratch.ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"导入失败：{done.stdout[-800:]}{done.stderr[-2000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"cpu": round(cpu, 2), "wall": round(time.perf_counter() - begun, 2)}


def _raw(folder: Path, count: int) -> dict[str, float]:
    """Return CPU seconds a document of the least that keeps and indexes the same: medians of three."""
    from django.db import connections

    from gongkai.engine.search.reactions import documents_of_releases

    documents = list(documents_of_releases())
    if len(documents) != count:
        raise SystemExit(f"应已导入 {count} 件，检索库看到 {len(documents)} 件")
    connections.close_all()
    times: dict[str, list[float]] = {"sql": [], "index": []}
    for number in range(3):
        times["sql"].append(_insert(folder, folder / f"raw-{number}.sqlite3") / count)
        times["index"].append(_index(folder / f"raw-index-{number}", documents) / count)
    return {name: statistics.median(some) for name, some in times.items()}


def _insert(folder: Path, path: Path) -> float:
    """Copy every row into an empty database with the same tables, indexes and triggers, by plain inserts in batches."""
    source = sqlite3.connect(folder / "gongkai.sqlite3")
    target = sqlite3.connect(path)
    target.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=OFF")
    schema = source.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
    )
    rows: dict[str, list[Any]] = {}
    for kind, name, sql in sorted(schema, key=lambda one: one[0] != "table"):
        target.execute(sql)
        if kind == "table":
            rows[name] = source.execute(f'SELECT * FROM "{name}"').fetchall()
    begun = time.process_time()
    for name, several in rows.items():
        for batch in _batches(several):
            places = ", ".join("?" * len(batch[0]))
            target.executemany(f'INSERT INTO "{name}" VALUES ({places})', batch)
            target.commit()
    return time.process_time() - begun


def _batches(rows: list[Any]) -> Iterator[list[Any]]:
    for first in range(0, len(rows), BATCH):
        yield rows[first : first + BATCH]


def _index(directory: Path, documents: list[Any]) -> float:
    from gongkai.engine.search.index import IndexWriter

    begun = time.process_time()
    for batch in _batches(documents):
        with IndexWriter(directory) as writer:
            writer.apply(upserts=batch)
    return time.process_time() - begun
