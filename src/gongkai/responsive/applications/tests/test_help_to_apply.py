"""Who reads, sees or hears with difficulty asks for help with the form, and officers see it and say what they did (条例第四十三条)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client

from gongkai.base.guard import queries as guard_queries
from gongkai.responsive.applications.models import Application, ContactNote
from gongkai.responsive.applications.tests.desk_world import REGISTER, do, page, signed_in
from gongkai.responsive.applications.tests.test_enter_at_the_desk import NEW, typed
from gongkai.responsive.applications.tests.web import entered, post, receipt_of, send, text_of
from gongkai.responsive.applications.tests.world import staff

if TYPE_CHECKING:
    from gongkai.project.tests.cast import City

pytestmark = pytest.mark.django_db
LARGE, READ = "大字文本", "当面或者电话读给我听"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard_queries, "MOST", 50)


@pytest.fixture
def town(city: City) -> City:
    return staff(city)


def test_help_is_ticked_kept_through_the_pages_seen_at_the_desk_and_recorded_when_given(town: City) -> None:
    wanted = ["large-print", "read-aloud", "anything"]
    assert "条例第四十三条" in text_of(Client().get("/apply/"))
    wrong = text_of(post(Client(), "check", help=wanted, **{"m1-title": ""}))
    assert wrong.count('name="help"') == 6
    assert 'value="large-print" checked' in wrong
    review = text_of(post(Client(), "check", help=wanted))
    assert f"{READ}；{LARGE}" in review
    assert '<input type="hidden" name="help" value="large-print">' in review
    number, secret = receipt_of(send(Client(), help=wanted, matters="2", **{"m2-title": "公租房轮候情况"}))
    assert ContactNote.objects.count() == Application.objects.count() == 2
    assert LARGE in text_of(entered(Client(), number, secret).get("/apply/track"))
    application = Application.objects.earliest("pk")
    officer = signed_in(town, "jing")
    html = page(officer, application)
    assert f"申请人需要帮助：{READ}；{LARGE}（条例第四十三条）。" in html
    assert LARGE not in officer.get(REGISTER).content.decode()
    said = do(officer, application, "contact", way="提供帮助", text="电话读了登记回执，寄出大字件", public="")
    assert said.status_code == 302
    for one in Application.objects.all():  # who was helped with one matter was helped
        html = page(officer, one)
        assert "电话读了登记回执" in html
        assert "申请人需要帮助：" not in html


def test_nothing_ticked_leaves_nothing_behind(town: City) -> None:
    del town
    receipt_of(send(Client()))
    assert not ContactNote.objects.exists()


def test_an_officer_ticks_it_for_whoever_comes_in_person(town: City) -> None:
    client = signed_in(town, "jing")
    again = client.post(NEW, typed(town, "counter", help_wanted=["sign", "visit"], more="matters")).content.decode()
    assert again.count("checked") >= 2
    client.post(NEW, typed(town, "counter", help_wanted=["sign", "visit"]))
    assert "手语沟通；行动不便" in page(client, Application.objects.get())
