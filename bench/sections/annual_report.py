"""The statutory tables over 1,000,000 applications after an incremental update, and opening the cases behind a number."""

from __future__ import annotations

import datetime as dt
import random
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

from bench.checks import Options, Result

MANY, QUICK, BUREAUS, CHANGED = 1_000_000, 100_000, 100, 200
FIRST, DAYS = dt.date(2023, 1, 1), 3 * 365
MOST_SECONDS = {"postgresql": 2.0, "sqlite": 5.0}
MOST_DRILL_DOWN = 0.3
OPEN_SHARE, LONGEST = 0.02, 60
CELLS = (  # frequent, rare, at both ends of the list, across a boundary
    ("3", "new", "total"), ("3", "granted", "natural"), ("3", "d1", "research"), ("3", "total", "total"),
    ("3", "carried_in", "total"), ("3", "carried_out", "total"), ("4", "行政复议", "total"),
)  # fmt: skip


def run(options: Options) -> Result:
    from django.db import connection

    many = QUICK if options.quick else MANY
    result = Result(remarks=["限值出自议题；墙上时间的中位数。先登记新变动的办件，再统计，没有任何预先汇总。"])
    city, agencies = _city()
    begun = time.perf_counter()
    _fill(agencies, many)
    result.tell(f"写入 {many:,} 件", time.perf_counter() - begun, "秒")
    most = MOST_SECONDS[connection.vendor]
    year, whole = (dt.date(2025, 1, 1), dt.date(2025, 12, 31)), (FIRST, FIRST + dt.timedelta(days=DAYS))
    for name, (start, end) in (("一年", year), ("全部三年", whole)):
        taken = _median(lambda start=start, end=end: _tables(city, agencies, start, end))
        result.most(f"{many:,} 件，{name}的表三、表四（{connection.vendor}）", taken, most, "秒")
    taken = _median(lambda: _one_bureau(agencies[7], year))
    result.most(f"一个局一年的表三（{connection.vendor}）", taken, most, "秒")
    client = _client(city)
    for place in CELLS:
        taken = _median(lambda place=place: _page(client, place))
        result.most(f"打开 {place[1]}/{place[2]} 的办件（整页）", taken, MOST_DRILL_DOWN, "秒")
    result.tell(
        "办理天数和公开率（整页，两期）",
        _median(lambda: _get(client, "/desk/reports/figures/?agency=yc-gov&start=2025-01-01&end=2025-12-31")),
        "秒",
    )
    result.tell("年度报告列表（整页，全部机关）", _median(lambda: _get(client, "/desk/reports/?year=2025")), "秒")
    result.figures["vendor"] = connection.vendor
    return result


def _median(call: Callable[[], object], times: int = 5) -> float:
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        call()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def _city() -> tuple[Any, list[Any]]:
    from gongkai.base.organisations import actions as organisations
    from gongkai.base.organisations.models import Agency
    from gongkai.base.organisations.queries import the_system
    from gongkai.project.tests.cast import build_city

    city, system = build_city(), the_system("bench")
    for number in range(BUREAUS - 4):
        organisations.create_agency(
            code=f"yc-b{number:02}", name=f"云川市第{number}局", parent=city.government, by=system
        )
    return city, list(Agency.objects.order_by("pk"))


def _fill(agencies: list[Any], many: int) -> None:
    """Make a sixteenth by the ORM, the rest by copying in the database: only the key differs, every row is counted."""
    from django.db import connection

    from gongkai.oversight.annual_report.models import Matter

    Matter.objects.bulk_create(_matters(agencies, many // 16), batch_size=5000)
    names = [field.column for field in Matter._meta.concrete_fields if not field.primary_key]
    picked = ", ".join("subject_id || '-' || %s" if name == "subject_id" else f'"{name}"' for name in names)
    listed = ", ".join(f'"{name}"' for name in names)
    table = Matter._meta.db_table
    with connection.cursor() as cursor:
        for time_ in range(4):
            cursor.execute(f'INSERT INTO "{table}" ({listed}) SELECT {picked} FROM "{table}"', [str(time_)])
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    if Matter.objects.count() != many:
        raise SystemExit(f"应有 {many} 件，现有 {Matter.objects.count()} 件")


def _matters(agencies: list[Any], many: int) -> Iterator[Any]:
    from gongkai.law import annual_tables as law
    from gongkai.oversight.annual_report.models import Matter
    from gongkai.oversight.annual_report.rules.facts import OPEN

    chance = random.Random(7)  # the same rows every time
    results = [row.key for row in law.RESULTS[law.Form.Y2021]]
    weights = [40, 15, *[2] * 8, 20, 3, 1, 3, 2, 1, 1, 1, 3, 2, 6]
    columns = [column.key for column in law.COLUMNS]
    last = FIRST + dt.timedelta(days=DAYS)
    for number in range(many):
        received = FIRST + dt.timedelta(days=chance.randrange(DAYS))
        taken = chance.randrange(LONGEST)
        closed = received + dt.timedelta(days=taken)
        disputed = number % 100 == 0
        is_open = closed > last or chance.random() < OPEN_SHARE
        row = "" if is_open else ("upheld" if disputed else chance.choices(results, weights)[0])
        yield Matter(
            kind="review" if disputed else "application", subject_type="bench.case", subject_id=str(number),
            agency=agencies[number % len(agencies)],
            column="" if disputed else chance.choices(columns, [90, 5, 1, 1, 2, 1])[0],
            row=row, received_on=received, closed_on=OPEN if is_open else closed,
            days=None if is_open or disputed else max(1, taken * 5 // 7), late=taken > LONGEST - 3,
            label=f"依申〔{received.year}〕{number}号", url=f"/desk/applications/{number}/",
        )  # fmt: skip


def _tables(city: Any, agencies: list[Any], start: dt.date, end: dt.date) -> None:
    """Change some cases, then count."""
    from gongkai.oversight.annual_report import actions, queries
    from gongkai.oversight.annual_report.rules import judge
    from gongkai.oversight.annual_report.tests.world import Given

    facts = [
        Given(agencies[number % len(agencies)].pk, dt.date(2025, 5, 5), dt.date(2025, 5, 20), "granted",
              subject_type="bench.case", subject_id=str(7000 + number), label=str(number))
        for number in range(CHANGED)
    ]  # fmt: skip
    actions.place_many(facts=facts)
    # Soft findings ask somebody to look: these rows stopped for fees that nobody asked for.
    if hard := [one.message for one in judge(queries.live(city.government, start, end)) if one.hard]:
        raise SystemExit(f"统计表不平衡：{hard[0]}")


def _one_bureau(agency: Any, period: tuple[dt.date, dt.date]) -> None:
    from gongkai.oversight.annual_report import queries

    if not queries.table3(agency, *period)["new"][-1]:
        raise SystemExit("没有统计到办件")


def _client(city: Any) -> Any:
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.force_login(city.people["jian"], backend="django.contrib.auth.backends.ModelBackend")
    return client


def _page(client: Any, place: tuple[str, str, str]) -> None:
    if "依申〔" not in _get(client, f"/desk/reports/2025/yc-gov/cases/{'/'.join(place)}/"):
        raise SystemExit(f"没有列出办件：{place}")


def _get(client: Any, path: str) -> str:
    response = client.get(path)
    if response.status_code != 200:
        raise SystemExit(f"页面没有打开：{path} {response.status_code}")
    return str(response.content.decode())
