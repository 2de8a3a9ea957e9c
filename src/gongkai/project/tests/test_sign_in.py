"""Sign-in with a second factor, and officers who stand in for one another."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from gongkai.base.organisations import actions
from gongkai.base.organisations.queries import acting, visible_agencies
from gongkai.proactive.documents import actions as documents
from gongkai.proactive.documents.rules import Status
from gongkai.project.tests.cast import PASSWORD, City, document_at, step


def code_of(device: TOTPDevice) -> str:
    return f"{totp(device.bin_key, device.step, device.t0, device.digits, device.drift):06d}"


def test_a_person_with_a_second_factor_is_asked_for_the_code(city: City, client: Client) -> None:
    device = TOTPDevice.objects.create(user=city.people["shen"], confirmed=True)
    answer = client.post("/desk/sign-in/", {"username": "shen", "password": PASSWORD})
    assert answer["Location"].endswith("/desk/sign-in/code/")
    assert client.get("/desk/").status_code == 302
    assert "不对" in client.post("/desk/sign-in/code/", {"code": "000000"}).content.decode()
    # A wrong code slows the next one down; the device forgets when it is told to.
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    assert client.post("/desk/sign-in/code/", {"code": code_of(device)}).status_code == 302
    assert client.get("/desk/").status_code == 200


def test_a_second_factor_is_set_up_with_one_code(city: City, client: Client) -> None:
    client.force_login(city.people["shen"])
    page = client.get("/desk/account/second-factor/").content.decode()
    assert "<svg" in page
    device = TOTPDevice.objects.get(user=city.people["shen"])
    assert client.post("/desk/account/second-factor/", {"code": code_of(device)}).status_code == 302
    device.refresh_from_db()
    assert device.confirmed


def test_sign_in_does_not_lead_elsewhere(city: City, client: Client) -> None:
    answer = client.post("/desk/sign-in/", {"username": "shen", "password": PASSWORD, "next": "https://evil.example/"})
    assert answer["Location"] == "/desk/"


def away(city: City, absent: str, substitute: str) -> None:
    today = timezone.localdate()
    actions.appoint_stand_in(
        absent=city.people[absent], substitute=city.people[substitute], agency=city.housing, starts_on=today,
        ends_on=today + dt.timedelta(days=3), reason="出差", by=getattr(city, absent),
    )  # fmt: skip


def test_a_stand_in_reviews_in_the_absent_officers_place(city: City) -> None:
    away(city, "he", "zheng")
    document = document_at(city, Status.SECRECY_REVIEW)
    client = Client()
    client.force_login(city.people["zheng"])
    answer = client.post(
        f"/desk/documents/{document.pk}/clear/", {"state_secret": "none", "work_secret": "none", "sensitive": "none"}
    )
    assert answer.status_code == 302
    page = client.get(f"/desk/documents/{document.pk}/").content.decode()
    assert "代何静言" in page


def test_nobody_approves_twice_in_one_chain_not_even_as_a_stand_in(city: City) -> None:
    away(city, "he", "zheng")
    document = document_at(city, Status.SECRECY_REVIEW)
    nothing = {"state_secret": "none", "work_secret": "none", "sensitive": "none"}
    documents.clear(document=document, by=city.zheng, results=nothing)
    with pytest.raises(documents.AlreadyReviewed, match="不能在一个流程里审查两次"):
        documents.sign(document=document, by=city.zheng)


def test_a_stand_in_ends_with_its_days(city: City) -> None:
    away(city, "he", "zheng")
    later = timezone.localdate() + dt.timedelta(days=4)
    assert any(grant.standing_in_for for grant in city.zheng.grants)
    assert not any(grant.standing_in_for for grant in acting(city.people["zheng"], today=later).grants)


def test_an_officer_appoints_a_stand_in_by_page(city: City, client: Client) -> None:
    client.force_login(city.people["he"])
    today = timezone.localdate().isoformat()
    answer = client.post(
        "/desk/account/stand-in/",
        {"substitute": city.people["shen"].pk, "starts_on": today, "ends_on": today, "reason": "休假"},
    )
    assert answer.status_code == 302, answer.content.decode()
    assert "沈若川" in client.get("/desk/account/").content.decode()


@pytest.mark.parametrize("name", ["lin", "zhou", "shen", "he", "xu", "zheng", "mo", "guan", "jian", "bian"])
def test_list_and_object_agree_on_agencies(city: City, name: str) -> None:
    by = getattr(city, name)
    listed = set(visible_agencies(by))
    assert listed == {
        agency for agency in (city.government, city.office, city.housing, city.schools) if by.sees(agency)
    }


def test_a_partner_or_administrator_cannot_skip_the_attribute(city: City, client: Client) -> None:
    document = document_at(city, Status.OFFICE_REVIEW)
    client.force_login(city.people["guan"])
    assert client.post(
        f"/desk/documents/{document.pk}/check/", {"mode": "full-text", "mode_grounds": "x"}
    ).status_code in {403, 404}
    step(city, document)
    assert document.status == Status.SECRECY_REVIEW
