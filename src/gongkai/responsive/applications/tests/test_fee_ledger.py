"""The ledger of fees: what was asked for, paid, waived (R240)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from gongkai.responsive.applications import actions
from gongkai.responsive.applications.tests.world import at_work, fresh, staff

if TYPE_CHECKING:
    from django.test import Client

    from gongkai.project.tests.cast import City
    from gongkai.responsive.applications.models import Application

pytestmark = pytest.mark.django_db
BASE = "/desk/applications/fees/"


@pytest.fixture
def town(city: City) -> City:
    return staff(city)


def charged(town: City, pages: int) -> Application:
    application = at_work(town, on=timezone.localdate())
    actions.charge(application=application, method="按量", pages=pages, how_to_pay="到银行缴纳", by=town.jing)
    return fresh(application)


@pytest.mark.requirement("R240")
def test_the_ledger_adds_up_what_was_asked_for_and_what_came_in(town: City, client: Client) -> None:
    actions.pay(application=charged(town, 40), yuan=100, by=town.jing, voucher="PJ-1")
    actions.waive(application=charged(town, 50), reason="经济确有困难", by=town.jing)
    client.force_login(town.people["jing"])
    text = client.get(BASE).content.decode()
    assert '通知<strong class="num">2</strong>件' in text
    assert '应缴<strong class="num">300</strong>元' in text
    assert '实缴<strong class="num">100</strong>元' in text
    only = client.get(BASE, {"state": "paid"}).content.decode()
    assert "票据PJ-1" in only
    assert "经济确有困难" not in only
    table = b"".join(client.get(f"{BASE}export.csv").streaming_content).decode()
    assert "经济确有困难" in table
    assert "钱一鸣" not in table


def test_nobody_of_another_agency_sees_it_and_a_division_is_sent_away(town: City, client: Client) -> None:
    number = charged(town, 40).number
    client.force_login(town.people["mo"])
    assert number not in client.get(BASE).content.decode()
    client.force_login(town.people["ke"])
    assert client.get(BASE).status_code == 403


def test_a_wrong_date_in_the_address_is_taken_as_none(town: City, client: Client) -> None:
    client.force_login(town.people["jing"])
    assert client.get(BASE, {"since": "2026-13-40", "until": "x"}).status_code == 200
