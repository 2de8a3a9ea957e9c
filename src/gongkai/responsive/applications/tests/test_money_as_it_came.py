"""Money that came in another sum, twice or too late is put down as it came, and goes back where it is not owed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from gongkai.responsive.applications import actions
from gongkai.responsive.applications.models import Fee
from gongkai.responsive.applications.tests.desk_world import do, page, signed_in
from gongkai.responsive.applications.tests.world import at_work, fresh, on_day, staff

if TYPE_CHECKING:
    from django.test import Client

    from gongkai.project.tests.cast import City
    from gongkai.responsive.applications.models import Application

pytestmark = pytest.mark.django_db
PAGES = 40  # over the free pages: 100 yuan by the tariff


@pytest.fixture
def town(city: City) -> City:
    return staff(city)


def waiting(town: City) -> Application:
    application = at_work(town, on=timezone.localdate())
    actions.charge(application=application, method="按量", pages=PAGES, how_to_pay="窗口缴纳", by=town.jing)
    actions.fee_reached(application=fresh(application), on=timezone.localdate(), by=town.jing)
    return fresh(application)


def paid(client: Client, application: Application, yuan: int, **more: object) -> str:
    answer = do(client, application, "pay", yuan=yuan, on=timezone.localdate(), **more)
    return "" if answer.status_code == 302 else answer.content.decode()


@pytest.mark.requirement("R240")
def test_too_little_is_refused_first_then_put_down_and_made_up(town: City) -> None:
    application, client = waiting(town), signed_in(town, "jing")
    refused = paid(client, application, 60, voucher="PJ-60")
    assert "应缴100元，登记的是60元" in refused
    assert "照实收登记" in refused
    assert "PJ-60" in refused
    assert paid(client, application, 60, voucher="PJ-60", as_received="on") == ""
    assert fresh(application).status == "paying"
    html = page(client, application)
    assert "缴费40元，已到账60元" in html
    assert paid(client, application, 100) != ""
    assert paid(client, application, 40, voucher="PJ-40") == ""
    assert fresh(application).status == "handling"
    assert Fee.objects.get().paid_yuan == 100
    assert "应退还" not in page(client, application)


@pytest.mark.requirement("R240")
def test_too_much_settles_the_fee_and_the_rest_goes_back(town: City) -> None:
    application, client = waiting(town), signed_in(town, "jing")
    assert paid(client, application, 150, as_received="on") == ""
    assert fresh(application).status == "handling"
    assert "应退还申请人50元" in page(client, application)
    ledger = client.get("/desk/applications/fees/").content.decode()
    assert "应退还" in ledger
    assert "50元" in ledger
    today = timezone.localdate()
    more = do(client, application, "return_money", yuan=80, on=today, how="原路退回")
    assert "应退还50元" in more.content.decode()
    assert do(client, application, "return_money", yuan=50, on=today, how="原路退回 T-1").status_code == 302
    html = page(client, application)
    assert "应退还申请人" not in html
    assert "原路退回 T-1" in html
    exported = client.get("/desk/applications/fees/export.csv")
    assert "150,50,0" in b"".join(exported.streaming_content).decode()


def test_a_second_payment_goes_back_and_the_fee_stays_paid(town: City) -> None:
    application, client = waiting(town), signed_in(town, "jing")
    assert paid(client, application, 100) == ""
    today = timezone.localdate()
    assert do(client, application, "receive_money", yuan=100, on=today, voucher="PJ-2").status_code == 302
    assert "应退还申请人100元" in page(client, application)
    assert do(client, application, "return_money", yuan=100, on=today, how="原路退回").status_code == 302
    assert Fee.objects.get().state == "paid"
    assert "应退还申请人" not in page(client, application)


def test_money_that_came_too_late_does_not_move_the_case(town: City) -> None:
    with on_day("2026-04-20"):
        application = waiting(town)
        due = Fee.objects.get().due_on
    assert due is not None
    with on_day(str(due + dt.timedelta(days=1))):
        client = signed_in(town, "jing")
        assert "逾期缴纳的不再受理" in paid(client, application, 100)
        assert paid(client, application, 100, as_received="on") == ""
        assert fresh(application).status == "paying"
        assert "应退还申请人100元" in page(client, application)


def test_late_money_given_back_takes_nothing_from_what_came_in_time(town: City) -> None:
    with on_day("2026-04-20"):
        application = waiting(town)
        assert paid(signed_in(town, "jing"), application, 60, as_received="on") == ""
        due = Fee.objects.get().due_on
    assert due is not None
    with on_day(str(due + dt.timedelta(days=1))) as late:
        client = signed_in(town, "jing")
        assert paid(client, application, 40, as_received="on") == ""
        assert do(client, application, "return_money", yuan=40, on=late, how="原路退回").status_code == 302
        html = page(client, application)
        assert "应退还申请人" not in html
    assert [one.returned_yuan for one in fresh(application).payments.order_by("on")] == [0, 40]


def test_a_voided_notice_leaves_what_came_in_to_go_back(town: City) -> None:
    application, client = waiting(town), signed_in(town, "jing")
    assert paid(client, application, 60, as_received="on") == ""
    actions.recall_fee(application=fresh(application), by=town.jing)
    assert "应退还申请人60元" in page(client, application)
    with pytest.raises(actions.Refused, match="没有发过收费通知"):
        actions.receive_money(application=at_work(town, on=timezone.localdate()), yuan=5, by=town.jing)
