"""At 100,000 open duties: a bounded number of queries, and time that a desk can bear. Run with `-m slow -s` for figures."""

import datetime as dt
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.base.organisations import actions as organisations
from gongkai.base.organisations.models import Agency
from gongkai.base.organisations.queries import the_system
from gongkai.engine.duties import actions, queries
from gongkai.engine.duties.models import Duty
from gongkai.engine.duties.tests.conftest import NOTICE_2027, PUBLISH, day, tags
from gongkai.law.deadlines import publish_due

MANY, BUREAUS, TODAY = 100_000, 20, day("11-16")


def _double(times):
    """Copying rows inside the database takes seconds where the ORM takes a minute."""
    names = [field.column for field in Duty._meta.concrete_fields if not field.primary_key]
    for n in range(times):
        picked = ["subject_id || '-' || %s" if name == "subject_id" else f'"{name}"' for name in names]
        listed = ", ".join(f'"{name}"' for name in names)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO duties_duty ({listed}) SELECT {', '.join(picked)} FROM duties_duty",
                [str(n)],
            )


@pytest.fixture
def crowd(city):
    """100,000 open duties of 20 bureaus below the city, opened between August and the end of 2026."""
    system = the_system("test")
    bureaus = [city.housing, city.schools] + [
        organisations.create_agency(code=f"yc-b{n:02}", name=f"云川市第{n}局", parent=city.government, by=system)
        for n in range(BUREAUS - 2)
    ]
    opened = [day("8-3") + dt.timedelta(days=n) for n in range(150)]
    due = {d: publish_due(d, calendar=queries.calendar()) for d in opened}
    Duty.objects.bulk_create(
        (
            Duty(
                rule=PUBLISH, clock="ISSUE", subject_type="document", subject_id=str(n), title=f"第{n}件",
                agency=bureaus[n // len(opened) % BUREAUS], opened_on=d, due_on=due[d].due, provisional=due[d].provisional,
                calendar_version=queries.current_book().version,
            )
            for n, d in ((n, opened[n % len(opened)]) for n in range(MANY // 32))
        ),
        batch_size=2000,
    )  # fmt: skip
    _double(5)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return city


def timed(label, call):
    with CaptureQueriesContext(connection) as captured:
        begun = time.process_time()
        result = call()
        spent = (time.process_time() - begun) * 1000
    print(f"{label}: {spent:.0f} ms, {len(captured)} queries")  # noqa: T201 - the figures, with -s
    return result, spent, len(captured)


@pytest.mark.slow
@pytest.mark.one_database
def test_a_hundred_thousand_open_duties_are_a_bounded_number_of_queries(crowd):
    for name in ("jian", "shen"):  # the whole city; one bureau
        by = getattr(crowd, name)
        page, spent, asked = timed(
            f"{name} page", lambda by=by: queries.tasks(list(queries.open_duties(by)[:50]), TODAY)
        )
        assert (len(page), asked) == (50, 4)
        assert spent < 1000
        found, spent, asked = timed(f"{name} counts", lambda by=by: queries.counts(by, today=TODAY))
        assert asked == 3
        assert spent < 2000
        _, spent, asked = timed(
            f"{name} soon", lambda by=by: list(queries.open_duties(by, bucket="soon", today=TODAY)[:50])
        )
        assert asked <= 4
        assert spent < 1000
    assert 0 < found.total < MANY / 10
    agencies = Agency.objects.all()
    _, spent, asked = timed("rate", lambda: queries.on_time_rate(agencies, day("8-1"), day("12-31"), today=TODAY))
    assert asked == 1
    assert spent < 2000
    touched = Duty.objects.filter(due_on__gte=day("12-25")).count()
    begun = time.process_time()
    actions.load_notice(notice=NOTICE_2027, by=crowd.guan)
    print(f"loading: {time.process_time() - begun:.1f} s")  # noqa: T201
    actions.recompute()
    spent = time.process_time() - begun
    moved = len(tags("duties:duty:reschedule"))
    print(f"notice: {touched} looked at, {moved} moved, each with its event: {spent:.1f} s")  # noqa: T201
    assert 0 < moved <= touched
    assert not Duty.objects.filter(calendar_version__lt=queries.current_book().version).exists()
    assert not Duty.objects.filter(provisional=True).exists()
    assert spent < 120
