"""A form of several people is answered to each of them, or to whom they named; nobody is forgotten when one envelope leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from gongkai.engine.casework import actions as casework
from gongkai.engine.casework.models import Dispatch, Letter
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.rules.forms import Party
from gongkai.responsive.applications.tests.desk_world import REGISTER, page, signed_in
from gongkai.responsive.applications.tests.world import QIAN, at_work, fresh, staff

if TYPE_CHECKING:
    from gongkai.project.tests.cast import City
    from gongkai.responsive.applications.models import Application

pytestmark = pytest.mark.django_db
ZHOU = Party(
    kind="natural", name="周二芳", identity="id-card", identity_number="110101199003074477", phone="13800000001",
    address="云川市临江区柳荫路7号",
)  # fmt: skip
SUN = Party(
    kind="natural", name="孙三省", identity="id-card", identity_number="110101199003070054", phone="13800000002"
)


@pytest.fixture
def town(city: City) -> City:
    return staff(city)


def answered(town: City, *others: Party) -> tuple[Application, Letter]:
    application = at_work(town, on=timezone.localdate())
    for one in others:
        actions.join(submission=application.submission, party=one, by=town.jing)
    actions.decide(application=fresh(application), code="R2", where="随信寄送", by=town.jing)
    return fresh(application), actions.issue(application=fresh(application), by=town.jing)


def post(town: City, path: str, **data: object) -> str:
    return signed_in(town, "jing").post(path, data, follow=True).content.decode()


def posted(town: City, one: Dispatch, number: str) -> None:
    casework.record_posted(dispatch=one, on=timezone.localdate(), tracking=number, by=town.jing)


@pytest.mark.requirement("R231")
def test_each_of_several_is_written_to_before_the_case_closes(town: City) -> None:
    application, letter = answered(town, ZHOU, SUN)
    html = page(signed_in(town, "jing"), application, query=f"?letter={letter.pk}")
    assert "还有人没有寄给" in html
    assert "钱一鸣、周二芳、孙三省" in html
    assert "云川市临江区柳荫路7号 周二芳收" in html
    said = post(town, f"/desk/letters/{letter.pk}/dispatch_each/", route="post")
    assert "孙三省没有留下这种地址" in said
    first, second = Dispatch.objects.order_by("pk")
    posted(town, first, "XA100045")
    assert fresh(application).status == "replying"
    assert "还有2位申请人没有寄给" in page(signed_in(town, "jing"), application)
    posted(town, second, "XA100046")
    assert fresh(application).status == "replying"
    third = casework.dispatch(letter=letter, route="hand", address="孙三省", by=town.jing)
    casework.record_signed(dispatch=third, on=timezone.localdate(), signed_by="孙三省", by=town.jing)
    assert fresh(application).status == "closed"
    assert "还有人没有寄给" not in page(signed_in(town, "jing"), application, query=f"?letter={letter.pk}")


def test_who_was_named_receives_for_all(town: City) -> None:
    application, letter = answered(town, ZHOU)
    people = f"{REGISTER}{application.pk}/parties/"
    other = application.submission.applicants.get(position=2)
    said = post(
        town, f"{people}represent/",
        **{f"represent{other.pk}-how": "两人签名的推选书", "applicant": other.pk, "seen": fresh(application).version},
    )  # fmt: skip
    assert "已登记代表人" in said
    assert "推选的代表人，代收文书" in said
    html = page(signed_in(town, "jing"), application, query=f"?letter={letter.pk}")
    assert "还有人没有寄给" not in html
    assert "柳荫路7号" in html
    assert "明德路18号" not in html
    posted(town, casework.dispatch(letter=letter, route="post", address="柳荫路7号 周二芳收", by=town.jing), "XA100047")
    assert fresh(application).status == "closed"


def test_what_is_put_on_their_page_is_there_for_all(town: City) -> None:
    application, letter = answered(town, ZHOU)
    casework.dispatch(letter=letter, route="site", by=town.jing)
    assert fresh(application).status == "closed"


def test_an_envelope_that_comes_back_is_sent_again_to_that_one(town: City) -> None:
    application, letter = answered(town, ZHOU)
    casework.dispatch_each(letter=letter, route="post", by=town.jing)
    first, second = Dispatch.objects.order_by("pk")
    posted(town, first, "XA100048")
    posted(town, second, "XA100049")
    assert fresh(application).status == "closed"
    casework.record_returned(dispatch=second, on=timezone.localdate(), reason="查无此人", by=town.jing)
    assert "答复被退回" in page(signed_in(town, "jing"), application)
    again = casework.dispatch(letter=letter, route="hand", address="周二芳", by=town.jing)
    casework.record_signed(dispatch=again, on=timezone.localdate(), signed_by="周二芳", by=town.jing)
    assert "请另行送达" not in page(signed_in(town, "jing"), application)


def test_the_only_applicant_is_written_to_at_the_address_of_the_form(town: City) -> None:
    application, letter = answered(town)
    html = page(signed_in(town, "jing"), application, query=f"?letter={letter.pk}")
    assert f"{QIAN.address} {QIAN.name}收" in html
    assert "还有人没有寄给" not in html
