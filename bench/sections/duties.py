"""The list of open duties at 1,000 and 100,000: queries must not grow; CPU against the same list by raw SQL."""

from __future__ import annotations

import datetime as dt
import statistics
from typing import Any

from bench.checks import Options, Result, interleaved, ratio

MANY, FEW, BUREAUS, PER_PAGE = 102_400, 1_600, 20, 50
MOST_QUERIES = 20  # our own bound: the issue asks for a bounded number
MOST_GROWTH = 0
WHOLE_CITY, ONE_BUREAU = "jian", "shen"


def run(options: Options) -> Result:
    many = 12_800 if options.quick else MANY
    result = Result(remarks=["议题要求查询次数有界；其余比值供参考。原生 SQL 取同样 50 行、同样的分段计数。"])
    city = _city()
    asked = {}
    for size in (FEW, many):
        _fill(city, size)
        asked[size] = {who: _queries(city, who) for who in (WHOLE_CITY, ONE_BUREAU)}
    result.most(f"时限列表查询次数，{many:,} 项", max(asked[many].values()), MOST_QUERIES, "次")
    growth = max(asked[many][who] - asked[FEW][who] for who in asked[many])
    result.most(f"查询次数增长，{FEW:,}→{many:,} 项", growth, MOST_GROWTH, "次")
    for who, word in ((WHOLE_CITY, "全市"), (ONE_BUREAU, "一个局")):
        times = interleaved(
            {"page": lambda who=who: _page(city, who), "raw": lambda who=who: _raw(city, who)},
            5 if options.quick else 15,
        )
        result.tell(f"{word}列表页，对原生 SQL", ratio(times, "page", "raw"), "×", "整页：登录、列表、计数、模板")
        result.figures[f"cpu_ms {who}"] = {name: round(statistics.median(some), 2) for name, some in times.items()}
    result.figures["queries"] = {str(size): found for size, found in asked.items()}
    return result


def _city() -> Any:
    from gongkai.base.organisations import actions as organisations
    from gongkai.base.organisations.queries import the_system
    from gongkai.engine.duties import actions as duties
    from gongkai.project.tests.cast import build_city

    city, system = build_city(), the_system("bench")
    duties.load_shipped(by=system)
    for number in range(BUREAUS - 2):
        organisations.create_agency(
            code=f"yc-b{number:02}", name=f"云川市第{number}局", parent=city.government, by=system
        )
    return city


def _fill(city: Any, size: int) -> None:
    """Make `size` open duties: a sixteenth by the ORM with due days reckoned by law, the rest copied in the database."""
    from django.db import connection
    from django.utils import timezone

    from gongkai.base.organisations.models import Agency
    from gongkai.engine.duties import queries
    from gongkai.engine.duties.models import Duty
    from gongkai.law.deadlines import publish_due

    Duty.objects.all().delete()
    first = timezone.localdate() - dt.timedelta(days=60)
    opened = [first + dt.timedelta(days=number) for number in range(60)]
    calendar, version = queries.calendar(), queries.current_book().version
    due = {day: publish_due(day, calendar=calendar) for day in opened}
    bureaus = list(Agency.objects.exclude(pk=city.government.pk).order_by("pk"))
    Duty.objects.bulk_create(
        (
            Duty(
                rule="publish-after-issue", clock="ISSUE", subject_type="document", subject_id=f"{number}",
                title=f"第{number}件公文应当公开", agency=bureaus[number % len(bureaus)], opened_on=day, due_on=due[day].due,
                provisional=due[day].provisional, calendar_version=version,
            )
            for number, day in ((number, opened[number % len(opened)]) for number in range(size // 16))
        ),
        batch_size=2000,
    )  # fmt: skip
    names = [field.column for field in Duty._meta.concrete_fields if not field.primary_key]
    picked = ", ".join("subject_id || '-' || %s" if name == "subject_id" else f'"{name}"' for name in names)
    listed = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        for time in range(4):
            cursor.execute(f"INSERT INTO duties_duty ({listed}) SELECT {picked} FROM duties_duty", [str(time)])
        cursor.execute("ANALYZE")
    if Duty.objects.count() != size:
        raise SystemExit(f"应有 {size} 项时限，现有 {Duty.objects.count()} 项")


def _client(city: Any, who: str) -> Any:
    from django.test import Client

    if who not in _CLIENTS:
        client = Client(SERVER_NAME="localhost")
        client.force_login(city.people[who], backend="django.contrib.auth.backends.ModelBackend")
        _CLIENTS[who] = client
    return _CLIENTS[who]


_CLIENTS: dict[str, Any] = {}


def _page(city: Any, who: str) -> None:
    response = _client(city, who).get("/desk/duties/")
    if response.status_code != 200 or "应当公开" not in response.content.decode():
        raise SystemExit(f"时限列表没有打开：{response.status_code} {response.headers.get('Location', '')}")


def _queries(city: Any, who: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    _page(city, who)
    with CaptureQueriesContext(connection) as captured:
        _page(city, who)
    return len(captured)


def _raw(city: Any, who: str) -> None:
    """Fetch the fifty most urgent rows and the counts by day, in two statements."""
    from django.db import connection

    own = city.government if who == WHOLE_CITY else city.housing
    among = "agency_id IN (SELECT id FROM organisations_agency WHERE lineage LIKE %s)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT d.*, a.name FROM duties_duty d JOIN organisations_agency a ON a.id = d.agency_id "
            f"WHERE status IN ('open', 'paused') AND {among} ORDER BY status, due_on, d.id LIMIT {PER_PAGE}",
            [f"{own.lineage}%"],
        )
        rows = cursor.fetchall()
        cursor.execute(
            f"SELECT status, due_on, count(*) FROM duties_duty WHERE status IN ('open', 'paused') AND {among} "
            "GROUP BY status, due_on",
            [f"{own.lineage}%"],
        )
        if len(rows) != PER_PAGE or not cursor.fetchall():
            raise SystemExit("原生 SQL 没有取到列表")
