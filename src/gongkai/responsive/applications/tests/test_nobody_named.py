"""What many read holds no number of a person, and a case of review or court stands in the register once."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.responsive.applications.models import Bulletin, Challenge
from gongkai.responsive.applications.tests.desk_world import signed_in
from gongkai.responsive.applications.tests.world import at_work, fresh, staff

if TYPE_CHECKING:
    from gongkai.project.tests.cast import City

pytestmark = pytest.mark.django_db
NAMED = "申请人身份证110101199003074477，电话13800001234"


@pytest.fixture
def town(city: City) -> City:
    return staff(city)


def today() -> dt.date:
    return timezone.localdate()


def refused(client: Client, path: str, data: dict[str, Any], *said: str) -> None:
    answer = client.post(f"/desk/applications/{path}", data)
    html = answer.content.decode()
    assert answer.status_code == 422
    for one in said:
        assert one in html


@pytest.mark.requirement("R232")
def test_a_question_to_a_division_or_counsel_names_nobody(town: City) -> None:
    application = at_work(town, on=today())
    jing, seen = signed_in(town, "jing"), fresh(application).version
    asked = {
        "ask_division-division": town.rental.pk, "ask_division-question": NAMED, "ask_division-due_on": today(), "seen": seen,
    }  # fmt: skip
    refused(jing, f"{application.pk}/do/ask_division/", asked, "身份证号码", "手机号码", "这里不写个人信息", NAMED)
    refused(
        jing,
        f"{application.pk}/do/ask_counsel/",
        {"ask_counsel-question": NAMED, "seen": seen},
        "这里不写个人信息",
        NAMED,
    )
    assert not application.opinions.exists()


@pytest.mark.requirement("R244")
def test_a_bulletin_names_nobody(town: City) -> None:
    data = {
        "agency": town.housing.pk, "title": "情况通报", "since": "2026-01-01", "until": "2026-06-30", "text": NAMED,
    }  # fmt: skip
    refused(signed_in(town, "shen"), "bulletins/new/", data, "这里不写个人信息", NAMED)
    assert not Bulletin.objects.exists()


@pytest.mark.requirement("R243")
def test_a_case_is_registered_once_and_is_heard_after_it_was_filed(town: City) -> None:
    client = signed_in(town, "shen")
    data = {
        "agency": town.housing.pk, "kind": "review", "body": "云川市人民政府", "number": "云府复〔2026〕98号",
        "claims": "请求撤销答复", "filed_on": today(), "hearing_on": today() - dt.timedelta(days=9),
    }  # fmt: skip
    refused(client, "challenges/new/", data, "开庭、听证日期不能早于提出日期")
    refused(client, "challenges/new/", data | {"hearing_on": "", "claims": NAMED}, "这里不写个人信息")
    kept = data | {"hearing_on": ""}
    assert client.post("/desk/applications/challenges/new/", kept).status_code == 302
    refused(client, "challenges/new/", kept, "已经登记过")
    assert Challenge.objects.count() == 1
