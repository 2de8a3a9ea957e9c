"""An address of any length is answered in words, and never by an error of ours."""

from __future__ import annotations

import pytest
from django.test import Client

from gongkai.project.addresses import LONGEST
from gongkai.project.tests.cast import City

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("R254")
@pytest.mark.parametrize("where", ["/search?q=", "/documents/?q=", "/desk/?next=", "/nowhere/"])
def test_a_page_whose_address_is_too_long_says_so_in_plain_words(city: City, where: str) -> None:
    response = Client().get(where + "a" * (LONGEST + 1))
    assert response.status_code == 414
    assert "请缩短检索的文字" in response.content.decode()
    assert response["Cache-Control"] == "no-store"


def test_a_program_is_told_the_same_as_json(city: City) -> None:
    response = Client().get("/api/v1/search?q=" + "a" * (LONGEST + 1))
    assert (response.status_code, "太长" in response.json()["detail"]) == (414, True)


def test_the_longest_search_a_person_types_is_answered(city: City) -> None:
    shortened = Client().get("/search", query_params={"q": "补贴" * 1_000})
    assert shortened.status_code == 302
    assert len(shortened["Location"]) < 2_000
    assert Client().get(shortened["Location"]).status_code == 200
