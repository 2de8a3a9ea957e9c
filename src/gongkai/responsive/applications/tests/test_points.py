"""Where applications are received in person, who is there, and when nobody is (R229)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.base.notify.models import Message
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.models import Point, Shift, Training
from gongkai.responsive.applications.rules.points import Span, uncovered
from gongkai.responsive.applications.tests.world import on_day, staff

if TYPE_CHECKING:
    from django.test import Client

    from gongkai.project.tests.cast import City

NINE, NOON, ONE, FIVE = dt.time(9), dt.time(12), dt.time(13), dt.time(17)


@pytest.fixture
def town(city: City) -> City:
    return staff(city)


def minutes(span: Span) -> range:
    return range(span.starts.hour * 60 + span.starts.minute, span.ends.hour * 60 + span.ends.minute)


times = st.integers(8 * 60, 18 * 60 - 1).map(lambda n: dt.time(n // 60, n % 60))
spans = st.tuples(times, times).filter(lambda pair: pair[0] < pair[1]).map(lambda pair: Span(*pair))


@given(open_=spans, covered=st.lists(spans, max_size=6))
def test_a_minute_is_uncovered_when_no_shift_holds_it(open_: Span, covered: list[Span]) -> None:
    held = {minute for one in covered for minute in minutes(one)}
    wanted = [minute for minute in minutes(open_) if minute not in held]
    assert [minute for one in uncovered(open_, covered) for minute in minutes(one)] == wanted


def window(town: City) -> Point:
    return actions.save_point(
        agency=town.housing, name="一楼大厅", address="云川市临江区明德路1号", morning_from=NINE, morning_until=NOON,
        afternoon_from=ONE, afternoon_until=FIVE, by=town.jing,
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.requirement("R229")
def test_an_officer_keeps_window_shift_and_training_and_sees_the_hours_with_nobody(town: City, client: Client) -> None:
    base = "/desk/applications"
    with on_day("2026-11-23"):
        client.force_login(town.people["jing"])
        made = client.post(
            f"{base}/points/add/",
            {
                "agency": town.housing.pk, "name": "一楼大厅", "address": "明德路1号", "morning_from": "09:00",
                "morning_until": "12:00", "afternoon_from": "13:00", "afternoon_until": "17:00", "is_open": "on",
            },
        )  # fmt: skip
        assert made.status_code == 302, made.content.decode()[:2000]
        point, jing = Point.objects.get(), town.people["jing"]
        shift = {"point": point.pk, "person": jing.pk, "on": "2026-11-23", "starts": "09:00", "ends": "11:00"}
        assert client.post(f"{base}/shifts/add/", shift).status_code == 302
        text = client.get(f"{base}/gaps/").content.decode()
        assert "2026-11-23" in text
        assert "11:00—12:00" in text
        assert "09:00—11:00" not in text
        assert "经手清" in text
        training = {
            "agency": town.housing.pk, "person": jing.pk, "on": "2026-11-20", "topic": "答复口径", "hours": "4", "result": "合格",
        }  # fmt: skip
        assert client.post(f"{base}/trainings/add/", training).status_code == 302
        again = client.post(f"{base}/shifts/add/", shift | {"starts": "10:00", "ends": "12:00"})
        assert again.status_code != 302
        assert "已在“一楼大厅”值守" in again.content.decode()
    assert (Shift.objects.count(), Training.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_who_receives_applications_is_told_once_of_unstaffed_hours(town: City) -> None:
    window(town)
    with on_day("2026-11-22") as on:
        assert actions.tell_of_gaps(on) > 0
        assert actions.tell_of_gaps(on) == 0
    assert Message.objects.filter(title__contains="无人值守").exists()


@pytest.mark.django_db
def test_another_agency_sees_nothing_of_it(town: City, client: Client) -> None:
    point = window(town)
    client.force_login(town.people["mo"])
    text = client.get("/desk/applications/gaps/").content.decode()
    assert point.name not in text
