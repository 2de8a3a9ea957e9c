"""The standard wording of an answer is the agency's own, and what it says is of this application (R234); meetings (R242)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from gongkai.base.notify.models import Message
from gongkai.engine.casework.queries import wording_of
from gongkai.engine.casework.rules import kind
from gongkai.engine.duties import actions as duties
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.rules.letters import reply_key
from gongkai.responsive.applications.tests.desk_world import do, page, signed_in
from gongkai.responsive.applications.tests.world import at_work, fresh, on_day, staff

if TYPE_CHECKING:
    from gongkai.project.tests.cast import City

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(city: City) -> City:
    return staff(city)


@pytest.mark.requirement("R234")
def test_an_agency_rewords_its_answers_and_each_still_speaks_of_its_own_case(town: City) -> None:
    key = reply_key("R8")
    path = f"/desk/letters/templates/yc-zjj/{key}/"
    officer = signed_in(town, "shen")
    standard = kind(key).body
    own = standard.replace("需要本机关对现有政府信息进行加工、分析", "需要本机关逐户汇总、加工")
    said = {"reason": "统一口径", "valid_from": str(timezone.localdate()), "seen": "0"}
    without_remedy = officer.post(path, said | {"text": own.replace("[[条款:救济]]", "")})
    assert without_remedy.status_code == 422
    assert "救济途径" in without_remedy.content.decode()
    assert officer.post(path, said | {"text": own}).status_code == 302
    application = at_work(town, on=timezone.localdate())
    actions.decide(application=application, code="R8", reason="全市分户数据没有现成汇总。", by=town.jing)
    letter = actions.reply_of(application)
    assert letter is not None
    words = wording_of(letter)
    for own_word in (
        "需要本机关逐户汇总、加工",
        application.title,
        application.number,
        "全市分户数据没有现成汇总",
        "行政复议",
    ):
        assert own_word in words


@pytest.mark.requirement("R242")
def test_a_meeting_is_on_record_with_people_and_conclusion(town: City) -> None:
    application = at_work(town, on=timezone.localdate())
    client = signed_in(town, "jing")
    kept = do(client, application, "meet", on=timezone.localdate(), people="办公室、房产市场科", conclusion="")
    assert kept.status_code == 422
    assert "办公室、房产市场科" in kept.content.decode()
    done = do(
        client, application, "meet", on=timezone.localdate(), people="办公室、房产市场科", conclusion="可以部分公开"
    )
    assert done.status_code == 302
    text = page(client, application)
    assert "可以部分公开" in text
    assert "办公室、房产市场科" in text


@pytest.mark.requirement("R232")
def test_a_division_that_keeps_silent_is_reminded_and_then_its_leader_is_told(town: City) -> None:
    with on_day("2026-03-02"):
        application = at_work(town, on=timezone.localdate())
        due = timezone.localdate().replace(day=6)
        actions.ask_division(
            application=application, division=town.rental, question="有没有分区数据", due_on=due, by=town.jing
        )
    with on_day("2026-03-05"):
        duties.remind()
        assert Message.objects.filter(title__contains="房产市场科反馈意见").exists()
    before = Message.objects.count()
    with on_day("2026-03-09"):
        duties.remind()
        told = Message.objects.order_by("pk")[before:]
        assert town.people["zheng"].pk in {one.person_id for one in told}
    assert fresh(application).status == "handling"
