"""What comes back to a handler is told and stands on the start page: opinions, counsel, approval, refusal."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from gongkai.base.notify.models import Message
from gongkai.engine.duties.queries import calendar
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.queries.waiting import waiting_count, waiting_for
from gongkai.responsive.applications.tests.desk_world import REGISTER, do, signed_in
from gongkai.responsive.applications.tests.test_tell_who_is_next import WITHHELD, counted, start_page
from gongkai.responsive.applications.tests.world import MATTER, QIAN, at_work, fresh, on_day, staff

if TYPE_CHECKING:
    from gongkai.project.tests.cast import City
    from gongkai.responsive.applications.models import Application

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(city: City) -> City:
    return staff(city)


def today() -> dt.date:
    return timezone.localdate()


def told(city: City, name: str) -> list[str]:
    rows = Message.objects.filter(person=city.people[name], key__startswith="application-next:").order_by("pk")
    return [one.title for one in rows]


def lines(city: City, name: str) -> list[str]:
    return [one.what.value for one in waiting_for(getattr(city, name))]


def drafted(town: City) -> Application:
    application = at_work(town, on=today())
    actions.decide(application=application, by=town.jing, **WITHHELD)
    return fresh(application)


def test_a_refused_draft_comes_back_to_its_handler(town: City) -> None:
    application = drafted(town)
    assert lines(town, "jing") == []
    answer = signed_in(town, "zheng").post(
        f"{REGISTER}{application.pk}/approve/",
        {"verdict": "back", "opinion": "理由不足：孙某", "seen": application.version},
    )
    assert answer.status_code == 302
    (title,) = told(town, "jing")
    assert title == f"申请{application.number}：答复已退回，请修改"
    text = start_page(town, "jing")
    assert "修改退回的答复" in text
    assert f'href="{REGISTER}{application.pk}/"' in text
    assert counted(text)
    assert not [secret for secret in (QIAN.name, MATTER.title, "孙某") if secret in text]
    actions.decide(application=fresh(application), by=town.jing, **WITHHELD)
    assert lines(town, "jing") == []


def test_an_approved_answer_waits_to_be_issued(town: City) -> None:
    application = drafted(town)
    actions.approve(application=application, by=town.zheng)
    assert told(town, "jing") == [f"申请{application.number}：答复已批准，请印发"]
    assert "印发批准的答复" in start_page(town, "jing")
    assert do(signed_in(town, "jing"), application, "issue", on=today().isoformat()).status_code == 302
    assert lines(town, "jing") == []


def test_counsel_and_division_come_back_and_the_line_waits_for_the_last(town: City) -> None:
    application = at_work(town, on=today())
    actions.ask_counsel(application=application, question="能否不予公开？", by=town.jing)
    actions.ask_division(
        application=fresh(application), division=town.rental, question="有无记录？", due_on=today(), by=town.jing
    )
    answer = do(signed_in(town, "lu"), application, "answer_counsel", answer="可以", agrees="1")
    assert answer.status_code == 302, answer.content.decode()[:3000]
    assert told(town, "jing") == [f"申请{application.number}：法律顾问已出具意见"]
    assert lines(town, "jing") == []
    actions.answer_division(opinion=application.opinions.get(), answer="有记录", by=town.ke)
    assert told(town, "jing")[1] == f"申请{application.number}：科室已反馈意见"
    assert lines(town, "jing") == ["意见已收齐，拟出答复"]
    assert waiting_count(town.jing) == 1
    assert told(town, "ke") == [f"申请{application.number}：征求科室意见，请反馈"]


def test_silence_of_a_third_party_is_told_but_not_what_one_put_down_oneself(town: City) -> None:
    with on_day("2026-03-02"):
        application = at_work(town, on=dt.date(2026, 3, 2))
        first = actions.inquire(
            application=application, party="third-party", name="江畔物业", about="合同", by=town.jing
        )
        actions.receive_letter(inquiry=first, on=dt.date(2026, 3, 2), by=town.jing)
        second = actions.inquire(
            application=fresh(application), party="agency", name="云川市财政局", about="拨款", by=town.jing
        )
        actions.answer_inquiry(inquiry=second, answer="consented", reason="", by=town.jing)
        assert told(town, "jing") == []
    past = calendar().add_working_days(dt.date(2026, 3, 2), 20).due
    with on_day(past.isoformat()):
        assert actions.close_silent(past) == 1
        assert actions.close_silent(past) == 0
        assert told(town, "jing") == [f"申请{application.number}：征求意见期满，没有收到意见"]
        assert lines(town, "jing") == ["意见已收齐，拟出答复"]


def test_an_extension_granted_or_refused_is_told(town: City) -> None:
    application = at_work(town, on=today())
    extension = actions.propose_extension(application=application, days=5, reason="检索量大", by=town.jing)
    actions.refuse_extension(extension=extension, by=town.zheng, remark="可以按期")
    again = actions.propose_extension(application=fresh(application), days=5, reason="检索量大", by=town.jing)
    actions.approve_extension(extension=again, by=town.zheng)
    number = application.number
    assert told(town, "jing") == [f"申请{number}：延长答复没有批准，请按原期限答复", f"申请{number}：延长答复已批准"]


def test_only_the_handler_is_told_and_nobody_of_another_agency(town: City) -> None:
    application = at_work(town, on=today())
    actions.assign(application=application, handler=town.people["shen"], division=None, by=town.jing)
    actions.decide(application=fresh(application), by=town.jing, **WITHHELD)
    actions.send_back(application=fresh(application), opinion="理由不足", by=town.zheng)
    assert [name for name in ("jing", "shen", "mo", "lin", "lu") if told(town, name)] == ["shen"]
    assert lines(town, "shen") == ["修改退回的答复"]
    assert lines(town, "jing") == lines(town, "mo") == []
