"""Recording and verifying events against bare SQL: what the chain, the seal on its head and the public log cost."""

from __future__ import annotations

import hashlib
import json
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

from bench.checks import Options, Result, cpu_ms

BLOCK = 200
RAW = """CREATE TABLE bench_event (seq BIGINT PRIMARY KEY, at TEXT, tag TEXT, actor_key TEXT, actor_name TEXT,
actor_role TEXT, agency_code TEXT, address TEXT, subject_type TEXT, subject_id TEXT, subject_label TEXT, old TEXT, new TEXT,
remark TEXT, sealed TEXT, salt TEXT, prev_hash TEXT, hash TEXT)"""
INDEXES = ("subject_type, subject_id, seq", "agency_code, seq", "actor_key, seq", "tag, seq", "at")
MOST_RECORD = 12.0  # our own bounds, of our own choosing: the issue names none for the record
MOST_VERIFY = 4.0


def run(options: Options) -> Result:
    rounds = 4 if options.quick else 15
    result = Result(remarks=["两项上限是本仓库自定的（议题没有给出），用来发现退步。"])
    _prepare()
    raw, ours = _raw_writer(), _record_writer()
    times: dict[str, list[float]] = {"ours": [], "raw": []}
    raw(), ours()
    for _ in range(rounds):
        times["ours"].append(cpu_ms(ours) / BLOCK)
        times["raw"].append(cpu_ms(raw) / BLOCK)
    both = {name: statistics.median(values) for name, values in times.items()}
    result.most("记一条事件，对裸 INSERT（各自提交）", both["ours"] / both["raw"], MOST_RECORD, "×")
    result.tell("每秒记事件", 1000 / both["ours"], "条/CPU秒", "各自一个事务")
    result.tell("每次记录的查询", _queries(), "次")
    _verify(result, 2 if options.quick else 5)
    result.figures["record_cpu_ms"] = both
    return result


def _prepare() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(RAW)
        for number, columns in enumerate(INDEXES):
            cursor.execute(f"CREATE INDEX bench_event_{number} ON bench_event ({columns})")


def _numbers() -> Iterator[int]:
    yield from range(1, 10_000_000)


def _record_writer() -> Callable[[], None]:
    from django.db import transaction

    from gongkai.base.events import actions as events
    from gongkai.base.events.rules import Subject
    from gongkai.base.organisations.queries import the_system

    actor, numbers = the_system("bench").actor(), _numbers()

    def write() -> None:
        for _ in range(BLOCK):
            number = next(numbers)
            with transaction.atomic():
                events.record(
                    tag="documents:document:takeover", by=actor, subject=Subject("document", f"bench-{number}", "一件公文"),
                    new={"source": "旧网站", "doc_number": f"云川住建发〔2026〕{number}号", "external_id": None},
                )  # fmt: skip

    return write


def _raw_writer() -> Callable[[], None]:
    """Return a writer of rows of the same size into a bare table with the same indexes, no hash, no order kept."""
    from django.db import connection, transaction

    numbers = _numbers()
    places = ", ".join(["%s"] * 18)

    def write() -> None:
        for _ in range(BLOCK):
            number = next(numbers)
            row: list[Any] = [
                number, "2026-11-21 08:00:00.000000", "documents:document:takeover", "system:bench", "系统", "系统", "", "",
                "document", f"bench-{number}", "一件公文", None,
                json.dumps({"source": "旧网站", "doc_number": f"云川住建发〔2026〕{number}号", "external_id": None}),
                "", "", "0" * 32, "0" * 64, "0" * 64,
            ]  # fmt: skip
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"INSERT INTO bench_event VALUES ({places})", row)

    return write


def _queries() -> int:
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    from gongkai.base.events import actions as events
    from gongkai.base.events.rules import Subject
    from gongkai.base.organisations.queries import the_system

    with transaction.atomic(), CaptureQueriesContext(connection) as captured:
        events.record(
            tag="documents:document:takeover",
            by=the_system("bench").actor(),
            subject=Subject("document", "bench-q", "一"),
        )
    return len(captured)


def _verify(result: Result, rounds: int) -> None:
    from django.db import connection

    from gongkai.base.events import queries as events
    from gongkai.base.events.models import Event

    count = Event.objects.count()

    def bare() -> None:
        """Read every row and take one SHA-256 of it: the least that any verification does."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {Event._meta.db_table} ORDER BY seq")
            while rows := cursor.fetchmany(2000):
                for row in rows:
                    hashlib.sha256(repr(row).encode()).digest()

    times: dict[str, list[float]] = {"ours": [], "bare": []}
    for _ in range(rounds):
        times["ours"].append(cpu_ms(lambda: _no_faults(events.verify())))
        times["bare"].append(cpu_ms(bare))
    both = {name: statistics.median(values) for name, values in times.items()}
    result.most("校验全链，对逐行读出取 SHA-256", both["ours"] / both["bare"], MOST_VERIFY, "×")
    result.tell("每秒校验事件", count / both["ours"] * 1000, "条/CPU秒", f"共{count}条")
    result.figures["verify"] = {"events": count, "cpu_ms": both, "at": time.time()}


def _no_faults(faults: list[Any]) -> None:
    if faults:
        raise SystemExit(f"事件链有 {len(faults)} 处不符：{faults[0]}")
