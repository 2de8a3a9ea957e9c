"""The page of looks: for auditors, each for the agencies below their post."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.base.organisations.officer import listed_under
from gongkai.base.vault import actions
from gongkai.base.vault.models import Look
from gongkai.project.tests.cast import City, build_city

from .conftest import ABOUT

pytestmark = pytest.mark.django_db
PAGE = "/desk/looks/"


@pytest.fixture
def city(db: None) -> City:
    found = build_city()
    actions.look(subject=ABOUT, fields=["姓名", "证件号"], by=found.lin, why="起草答复")
    actions.look(subject=ABOUT, fields=["联系电话"], by=found.mo, why="=电话告知")
    return found


def signed_in(city: City, name: str) -> Client:
    client = Client()
    client.force_login(city.people[name])
    return client


def text(client: Client, query: str = "") -> str:
    response = client.get(PAGE + query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_supervisor_sees_all_below_and_what_was_seen(city: City) -> None:
    page = text(signed_in(city, "jian"))
    for words in ("林知远", "陌然", "姓名、证件号", "起草答复", "10.0.0.7", ABOUT.label, "共2条"):
        assert words in page
    assert ABOUT.id not in [cell.strip() for cell in page.split("<td>")]


def test_an_officer_of_one_agency_sees_its_own_only(city: City) -> None:
    page = text(signed_in(city, "shen"))
    assert "林知远" in page
    assert "陌然" not in page
    other = text(signed_in(city, "mo"))
    assert "陌然" in other
    assert "林知远" not in other


def test_a_drafter_is_told_who_may_and_a_stranger_signs_in(city: City) -> None:
    refused = signed_in(city, "lin").get(PAGE)
    assert refused.status_code == 403
    assert "供" in refused.content.decode()
    assert Client().get(PAGE)["Location"].startswith("/desk/sign-in/")
    assert signed_in(city, "jian").post(PAGE).status_code == 405


def test_filters_narrow_and_a_day_includes_its_evening(city: City) -> None:
    client = signed_in(city, "jian")
    assert "陌然" not in text(client, "?person=林知远")
    assert "起草答复" not in text(client, "?q=电话")
    today = timezone.localdate()
    assert "共2条" in text(client, f"?since={today}&until={today}")
    assert "没有符合条件的记录" in text(client, f"?until={today - dt.timedelta(days=1)}")
    assert "共2条" in text(client, "?since=nonsense&until=2026-99-99")


def test_the_csv_is_text_that_no_spreadsheet_computes(city: City) -> None:
    response = signed_in(city, "jian").get(PAGE + "?format=csv&page=2&person=陌然")
    body = b"".join(response.streaming_content).decode()
    assert body.startswith("\ufeff时间,")
    assert "'=电话告知" in body
    assert "林知远" not in body
    other = signed_in(city, "mo").get(PAGE + "?format=csv")
    assert "林知远" not in b"".join(other.streaming_content).decode()


def test_many_are_paged(city: City) -> None:
    Look.objects.bulk_create(
        Look(person_key="person:1", person_name=f"员{n}", agency_code=city.housing.code, subject_type="x", subject_id=str(n),
             fields=["姓名"], why="核对") for n in range(60)
    )  # fmt: skip
    client = signed_in(city, "jian")
    assert 'aria-current="page"' in text(client)
    assert "林知远" in text(client, "?page=2")


def test_it_is_listed_under_the_record(city: City) -> None:
    assert [one.key for one in listed_under("events", city.jian)] == ["looks"]
    assert not listed_under("events", city.lin)
