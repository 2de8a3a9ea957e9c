from __future__ import annotations

import pytest
from django.test import Client

from gongkai.engine.answers.actions import count_opinion
from gongkai.project.tests.cast import City

pytestmark = pytest.mark.django_db


def signed_in(city: City, name: str) -> Client:
    client = Client(HTTP_HOST="open.yunchuan.example")
    client.force_login(city.people[name], backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_editors_see_which_documents_answer_badly(city: City, dogs) -> None:
    for helpful in (True, False, False):
        assert count_opinion(key=dogs.item.key, wanted="amount", helpful=helpful)
    html = signed_in(city, "bian").get("/desk/answers/?days=30").content.decode()
    assert "关于加强养犬登记管理的通知" in html
    assert '有帮助<b class="num">1</b>次，没有帮助<b class="num">2</b>次' in html


def test_others_do_not_and_another_bureau_sees_only_its_own(city: City, dogs) -> None:
    count_opinion(key=dogs.item.key, wanted="amount", helpful=False)
    assert signed_in(city, "lin").get("/desk/answers/").status_code == 403
    assert "关于加强养犬登记管理的通知" not in signed_in(city, "mo").get("/desk/answers/?days=x").content.decode()
