"""An administrator appoints, ends and resets by pages."""

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.project.tests.cast import City


@pytest.fixture
def guan(city: City) -> Client:
    client = Client()
    client.force_login(city.people["guan"])
    return client


def test_a_new_person_gets_a_post_and_a_password(city: City, guan: Client) -> None:
    answer = guan.post(
        "/desk/settings/people/add/",
        {
            "username": "new", "name": "新来者", "agency": city.housing.pk, "role": "drafter",
            "starts_on": timezone.localdate().isoformat(), "password": "initial-pass-1",
        },
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()
    client = Client()
    answer = client.post("/desk/sign-in/", {"username": "new", "password": "initial-pass-1"})
    assert answer["Location"] == "/desk/account/password/"


def test_posts_are_appointed_and_ended(city: City, guan: Client) -> None:
    page = f"/desk/settings/people/{city.people['lin'].pk}/posts/"
    day = timezone.localdate().isoformat()
    form = {"do": "appoint", "agency": city.housing.pk, "role": "openness_officer", "starts_on": day}
    assert guan.post(page, form).status_code == 302
    assert "政务公开专员" in guan.get(page).content.decode()
    post = city.people["lin"].posts.get(role="openness_officer")
    assert guan.post(page, {"do": "end", "post": post.pk}).status_code == 302
    post.refresh_from_db()
    assert post.ends_on == timezone.localdate()


def test_a_division_of_another_agency_is_refused_in_words(city: City, guan: Client) -> None:
    page = f"/desk/settings/people/{city.people['mo'].pk}/posts/"
    form = {
        "do": "appoint", "agency": city.schools.pk, "division": city.rental.pk, "role": "drafter",
        "starts_on": timezone.localdate().isoformat(),
    }  # fmt: skip
    assert "不是云川市教育局的内设机构" in guan.post(page, form).content.decode()


def test_a_deactivated_person_is_out_at_once(city: City, guan: Client) -> None:
    lin = Client()
    lin.force_login(city.people["lin"])
    assert guan.post(f"/desk/settings/people/{city.people['lin'].pk}/posts/", {"do": "deactivate"}).status_code == 302
    assert lin.get("/desk/").status_code == 302


def test_an_agency_is_registered_edited_and_its_history_shown(city: City, guan: Client) -> None:
    form = {
        "code": "yc-wlj",
        "name": "云川市文化旅游局",
        "kind": "department",
        "parent": city.government.pk,
        "order": 50,
    }
    answer = guan.post("/desk/settings/agencies/add/", form)
    assert answer.status_code == 302, answer.content.decode()
    listed = guan.get("/desk/settings/agencies/?q=文化").content.decode()
    assert "云川市文化旅游局" in listed
    from gongkai.base.organisations.models import Agency

    agency = Agency.objects.get(code="yc-wlj")
    assert agency.lineage == "/yc-gov/yc-wlj/"
    edited = form | {"short_name": "市文旅局"}
    assert guan.post(f"/desk/settings/agencies/{agency.pk}/edit/", edited).status_code == 302
    page = guan.get(f"/desk/settings/agencies/{agency.pk}/").content.decode()
    assert "市文旅局" in page
    assert "修改机关信息" in page
