"""What is not theirs is refused in the shell of the desk, in words; a stranger learns nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client

if TYPE_CHECKING:
    from gongkai.project.tests.cast import City

pytestmark = pytest.mark.django_db
REGISTER = "/desk/exchange/messages/"


def test_a_register_of_others_is_refused_in_words(city: City, client: Client) -> None:
    client.force_login(city.people["lin"])
    answer = client.get(REGISTER)
    html = answer.content.decode()
    assert answer.status_code == 403
    assert "您没有这项权限，需要时请联系本单位管理员。" in html
    assert 'class="desk-rail"' in html  # the way back is on the page
    assert answer["Cache-Control"] == "no-store"


def test_a_stranger_is_asked_to_sign_in(client: Client) -> None:
    answer = client.get(REGISTER)
    assert answer.status_code == 302
    assert "/desk/sign-in" in answer["Location"] or "next=" in answer["Location"]
