"""The register of applications at 100,000 open cases, with clocks and applicants, against the same rows by raw SQL; one letter."""

from __future__ import annotations

import datetime as dt
import statistics
from typing import Any

from bench.checks import Options, Result, interleaved, ratio, wall_ms

MANY, FEW, BUREAUS, PER_PAGE = 100_000, 2_000, 20, 25
MOST_QUERIES = 15  # the issue
MOST_GROWTH = 0
MOST_LETTER_MS = 50.0  # the issue
MOST_LETTERS = 30
SEARCHED = "第321项"
VIEWS = {  # what an officer asks the register for
    "全部": "",
    "未办结": "?status=pending",
    "办理中": "?status=handling",
    "逾期": "?late=1",
    "最新": "?sort=newest",
    "检索": f"?q={SEARCHED}",
}
READERS = {"shen": "一个局", "jian": "全市"}


def run(options: Options) -> Result:
    many = 10_000 if options.quick else MANY
    result = Result(remarks=["议题要求查询次数不超过15次；原生 SQL 取同样 25 行连同申请人和时限，并按状态计数。"])
    city, bureaus = _city()
    asked: dict[int, dict[str, int]] = {}
    for size in (FEW, many):
        _fill(city, bureaus, size)
        asked[size] = {f"{who} {view}": _queries(city, who, path) for who in READERS for view, path in VIEWS.items()}
    result.most(f"登记簿查询次数（不含导航计数），{many:,} 件未办结", max(asked[many].values()), MOST_QUERIES, "次")
    growth = max(asked[many][name] - asked[FEW][name] for name in asked[many])
    result.most(f"查询次数增长，{FEW:,}→{many:,} 件", growth, MOST_GROWTH, "次")
    rounds = 3 if options.quick else 7
    for who, word in READERS.items():
        calls = {view: lambda who=who, path=path: _page(city, who, path) for view, path in VIEWS.items()}
        times = interleaved(calls | {"raw": lambda who=who: _raw(city, who)}, rounds, wall_ms)
        result.tell(f"{word}登记簿“全部”，对原生 SQL", ratio(times, "全部", "raw"), "×", "整页：登录、列表、时限、模板")
        for view in VIEWS:
            result.tell(f"{word}登记簿“{view}”（整页）", statistics.median(times[view]), "毫秒")
        result.figures[f"wall_ms {who}"] = {name: round(statistics.median(some), 1) for name, some in times.items()}
    result.figures["queries"] = {str(size): found for size, found in asked.items()}
    result.most("制作一份文书（起草、编号、PDF、DOCX、加密保存）", _letter(city), MOST_LETTER_MS, "毫秒")
    return result


def _city() -> tuple[Any, list[Any]]:
    from gongkai.base.organisations import actions as organisations
    from gongkai.base.organisations.models import Agency
    from gongkai.base.organisations.queries import the_system
    from gongkai.engine.duties import actions as duties
    from gongkai.project.tests.cast import build_city
    from gongkai.responsive.applications.tests.world import staff

    city, system = staff(build_city()), the_system("bench")
    duties.load_shipped(by=system)
    for number in range(BUREAUS - 2):
        organisations.create_agency(
            code=f"yc-b{number:02}", name=f"云川市第{number}局", parent=city.government, by=system
        )
    return city, list(Agency.objects.exclude(pk=city.government.pk).order_by("pk"))


def _fill(city: Any, bureaus: list[Any], size: int) -> None:
    """Make `size` open cases with applicant and clock; half of them belong to the one bureau that looks."""
    from django.db import connection
    from django.utils import timezone

    from gongkai.engine.duties import queries as duties
    from gongkai.engine.duties.models import Duty
    from gongkai.law.clocks import CLOCKS
    from gongkai.law.periods import Period, reckon
    from gongkai.responsive.applications.models import Applicant, Application, Submission
    from gongkai.responsive.applications.rules.watch import REPLY_DUTY, SUBJECT

    for model in (Duty, Applicant, Application, Submission):
        model.objects.all().delete()
    today, book = timezone.localdate(), duties.current_book()
    days = [today - dt.timedelta(days=number) for number in range(45)]
    due = {day: reckon(Period(CLOCKS["C3"], day), book.calendar).due for day in days}
    owner = [city.housing if n % 2 else bureaus[n // 2 % len(bureaus)] for n in range(size)]
    forms = Submission.objects.bulk_create(
        [
            Submission(agency=owner[n], receipt=f"SQ-{n}", secret="!", door="counter", arrived_on=days[n % 45],
                       received_on=days[n % 45], form="electronic", method="online")
            for n in range(size)
        ], batch_size=5000,
    )  # fmt: skip
    Applicant.objects.bulk_create(
        [Applicant(submission=form, kind="natural", name="钱一鸣", fingerprint=f"{n % 997:064}") for n, form in enumerate(forms)],
        batch_size=5000,
    )  # fmt: skip
    states = ("examining", "handling", "handling", "deciding", "replying")
    rows = Application.objects.bulk_create(
        [
            Application(submission=form, agency=owner[n], number=f"依申〔2026〕第{n}号", title=f"第{n}项住房补贴发放明细",
                        column="natural", status=states[n % 5], received_on=days[n % 45], clock_from=days[n % 45],
                        due_on=due[days[n % 45]])
            for n, form in enumerate(forms)
        ], batch_size=5000,
    )  # fmt: skip
    Duty.objects.bulk_create(
        [
            Duty(rule=REPLY_DUTY, clock="C3", subject_type=SUBJECT, subject_id=str(row.pk), title=row.number,
                 agency=owner[n], opened_on=row.received_on, due_on=row.due_on, calendar_version=book.version)
            for n, row in enumerate(rows)
        ], batch_size=5000,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _client(city: Any, who: str) -> Any:
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.force_login(city.people[who], backend="django.contrib.auth.backends.ModelBackend")
    return client


_CLIENTS: dict[str, Any] = {}


def _page(city: Any, who: str, path: str) -> None:
    if who not in _CLIENTS:
        _CLIENTS[who] = _client(city, who)
    client = _CLIENTS[who]
    response = client.get(f"/desk/applications/{path}")
    text = response.content.decode()
    if response.status_code != 200 or text.count("依申〔") < (1 if SEARCHED in path else PER_PAGE):
        raise SystemExit(f"登记簿没有列出：{path} {response.status_code}")


def _queries(city: Any, who: str, path: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    _page(city, who, path)
    with CaptureQueriesContext(connection) as asked:
        _page(city, who, path)
    return sum(1 for one in asked.captured_queries if not _is_of_the_shell(one["sql"]))


def _is_of_the_shell(sql: str) -> bool:
    """Whether it counts for the navigation of the desk, which every page has alike."""
    return sql.startswith("SELECT COUNT(*)") and "applications_" not in sql


def _raw(city: Any, who: str) -> None:
    """The same rows in the same order, their applicants, forms and clocks, and the count of each state."""
    from django.db import connection

    mine = "WHERE a.agency_id = %s" if who == "shen" else ""
    asked = [city.housing.pk] if mine else []
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT a.id, a.submission_id, a.number, a.title, a.status, a.due_on, s.receipt FROM applications_application a "
            f"JOIN applications_submission s ON s.id = a.submission_id {mine} ORDER BY "
            "CASE a.status WHEN 'arrived' THEN 0 WHEN 'supplementing' THEN 2 WHEN 'closed' THEN 3 ELSE 1 END, a.due_on, "
            "a.closed_on DESC, a.id DESC LIMIT 25",
            asked,
        )
        rows = cursor.fetchall()
        marks = ", ".join(["%s"] * len(rows))
        cursor.execute(
            f"SELECT * FROM applications_applicant WHERE submission_id IN ({marks})", [row[1] for row in rows]
        )
        cursor.fetchall()
        cursor.execute(
            f"SELECT * FROM duties_duty WHERE subject_type = 'application' AND subject_id IN ({marks})",
            [str(row[0]) for row in rows],
        )
        cursor.fetchall()
        cursor.execute(f"SELECT a.status, count(*) FROM applications_application a {mine} GROUP BY a.status", asked)
        cursor.fetchall()


def _letter(city: Any) -> float:
    """Return the median of milliseconds for one letter of a real case, after the fonts were read."""
    from django.utils import timezone

    from gongkai.responsive.applications.actions.letters import acknowledge
    from gongkai.responsive.applications.models import Application

    one = Application.objects.select_related("agency", "submission").filter(due_on__gte=timezone.localdate()).first()
    if one is None:
        raise SystemExit("没有可以制作文书的办件")
    taken = [wall_ms(lambda: acknowledge(one, city.shen)) for _ in range(MOST_LETTERS)]
    return statistics.median(taken[3:])
