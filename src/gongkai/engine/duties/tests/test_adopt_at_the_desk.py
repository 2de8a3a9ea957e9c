"""The page on which time limits are put in force."""

from __future__ import annotations

import pytest
from django.test import Client

from gongkai.engine.duties import queries
from gongkai.project.tests.cast import City

pytestmark = pytest.mark.django_db
PAGE = "/desk/duties/adoptions/"


def signed_in(city: City, name: str) -> Client:
    client = Client()
    client.force_login(city.people[name])
    return client


def test_the_authority_of_the_city_adopts_with_a_basis_and_ends_it(city: City) -> None:
    clock = queries.unverified()[0]
    client = signed_in(city, "xu")
    assert clock.what in client.get(PAGE).content.decode()
    answer = client.post(f"{PAGE}{clock.id}/adopt/", {f"{clock.id}-basis": ""})
    assert answer.status_code == 422
    answer = client.post(f"{PAGE}{clock.id}/adopt/", {f"{clock.id}-basis": "已核对原文第三条"}, follow=True)
    assert "已核准启用" in answer.content.decode()
    assert queries.adopted_clock(clock.id) is not None
    assert client.post(f"{PAGE}{clock.id}/adopt/", {f"{clock.id}-basis": "再来"}).status_code == 422
    client.post(f"{PAGE}{clock.id}/end/")
    assert queries.adopted_clock(clock.id) is None


def test_others_read_and_do_not_change(city: City) -> None:
    clock = queries.unverified()[0]
    client = signed_in(city, "shen")
    assert "核准启用</button>" not in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}{clock.id}/adopt/", {f"{clock.id}-basis": "已核对"}).status_code == 403
    assert Client().get(PAGE).status_code == 302


def test_a_clock_that_nobody_knows_is_not_there(city: City) -> None:
    assert signed_in(city, "xu").post(f"{PAGE}C999/adopt/").status_code == 404


def test_it_is_listed_under_the_settings(city: City) -> None:
    assert PAGE in signed_in(city, "guan").get("/desk/settings/").content.decode()
