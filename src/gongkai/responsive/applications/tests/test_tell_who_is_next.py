"""Who does the next step is told and finds it waiting at the desk; nobody else is, and nothing of the case is said."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from gongkai.base.notify.models import Message
from gongkai.base.organisations import actions as organisations
from gongkai.base.organisations.queries import the_system
from gongkai.project.tests.cast import PASSWORD, START
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.queries.waiting import waiting_count, waiting_for
from gongkai.responsive.applications.tests.desk_world import REGISTER, do, signed_in
from gongkai.responsive.applications.tests.world import MATTER, QIAN, at_work, staff

if TYPE_CHECKING:
    from gongkai.project.tests.cast import City
    from gongkai.responsive.applications.models import Application

pytestmark = pytest.mark.django_db
WITHHELD = {
    "code": "R4d", "reason": "公开会对第三方合法权益造成损害。", "severable": "不可分割。", "override": "第三方无法联系",
    "bases": [{"name": "《中华人民共和国政府信息公开条例》", "article": "第十五条", "rank": "行政法规"}],
}  # fmt: skip
POSTED = {
    "outcome": "R4d", "reason": WITHHELD["reason"], "severable": "不可分割。", "override": "第三方无法联系",
    "basis_name_0": "《中华人民共和国政府信息公开条例》", "basis_article_0": "第十五条", "basis_rank_0": "行政法规",
}  # fmt: skip
EVERYBODY = ("lin", "zhou", "shen", "he", "xu", "zheng", "mo", "guan", "jian", "jing", "lu", "ke")


@pytest.fixture
def town(city: City) -> City:
    return staff(city)


def today() -> dt.date:
    return timezone.localdate()


def told(city: City, name: str) -> list[Message]:
    return list(Message.objects.filter(person=city.people[name], key__startswith="application-next:").order_by("pk"))


def only(city: City, *names: str) -> None:
    """These people were told, once each, and nobody else; what waits is counted for them alone."""
    assert {name for name in EVERYBODY if told(city, name)} == set(names)
    assert {name for name in EVERYBODY if waiting_count(getattr(city, name))} == set(names)


def says_nothing(city: City, name: str, application: Application) -> Message:
    (message,) = told(city, name)
    text = f"{message.title}{message.body}"
    assert application.number in text
    for secret in (QIAN.name, QIAN.email, MATTER.title, MATTER.description, "问题所在"):
        assert secret not in text
    return message


def start_page(city: City, name: str) -> str:
    answer = signed_in(city, name).get("/desk/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def counted(text: str) -> bool:
    """Whether the menu shows one thing beside 依申请."""
    return "<span>依申请</span><small>1<" in text


def test_an_answer_waits_for_who_approves(town: City) -> None:
    application = at_work(town, on=today())
    posted = POSTED | {"seen": str(application.version)}
    answer = signed_in(town, "jing").post(f"{REGISTER}{application.pk}/decide/", posted)
    assert answer.status_code == 302, answer.content.decode()
    only(town, "zheng")
    message = says_nothing(town, "zheng", application)
    assert message.url == f"{REGISTER}{application.pk}/"
    client = signed_in(town, "zheng")
    assert client.get(message.url).status_code == 200
    text = start_page(town, "zheng")
    assert "批准答复" in text
    assert application.number in text
    assert f'href="{message.url}"' in text
    assert counted(text)
    assert MATTER.title not in text
    assert application.number in client.get("/desk/messages/").content.decode()


def test_a_stranger_is_told_nothing_and_sees_nothing(town: City) -> None:
    application = at_work(town, on=today())
    actions.decide(application=application, by=town.jing, **WITHHELD)
    for name in ("mo", "lin", "lu"):
        assert "批准答复" not in start_page(town, name)
        assert not counted(start_page(town, name))
    assert application.number not in signed_in(town, "mo").get("/desk/messages/").content.decode()
    assert waiting_for(the_system("test")) == []


def test_who_drafted_is_not_asked_to_approve_it(town: City) -> None:
    organisations.appoint(
        person=town.people["zheng"], agency=town.housing, role="application_handler", starts_on=START,
        by=the_system("test"),
    )  # fmt: skip
    application = at_work(town, on=today())
    actions.decide(application=application, by=town.zheng, **WITHHELD)
    only(town)


def test_the_task_is_gone_once_it_is_done(town: City) -> None:
    application = at_work(town, on=today())
    actions.decide(application=application, by=town.jing, **WITHHELD)
    actions.approve(application=application, by=town.zheng)
    assert waiting_count(town.zheng) == 0
    assert "批准答复" not in start_page(town, "zheng")


def test_an_answer_drafted_again_is_told_again(town: City) -> None:
    application = at_work(town, on=today())
    actions.decide(application=application, by=town.jing, **WITHHELD)
    actions.send_back(application=application, opinion="理由不足", by=town.zheng)
    assert waiting_count(town.zheng) == 0
    actions.decide(application=application, by=town.jing, **WITHHELD)
    assert len(told(town, "zheng")) == 2
    assert waiting_count(town.zheng) == 1


def test_an_extension_waits_for_who_decides_it(town: City) -> None:
    application = at_work(town, on=today())
    client = signed_in(town, "jing")
    assert do(client, application, "propose_extension", days=10, reason="问题所在：检索量大").status_code == 302
    only(town, "zheng")
    assert "延长" in says_nothing(town, "zheng", application).title
    text = start_page(town, "zheng")
    assert "决定延长答复" in text
    assert counted(text)
    actions.refuse_extension(extension=application.extensions.get(), by=town.zheng, remark="可以按期")
    assert waiting_count(town.zheng) == 0


def test_counsel_is_told_and_then_who_approves(town: City) -> None:
    application = at_work(town, on=today())
    client = signed_in(town, "jing")
    assert do(client, application, "ask_counsel", question="问题所在：能否不予公开？").status_code == 302
    only(town, "lu")
    message = says_nothing(town, "lu", application)
    assert signed_in(town, "lu").get(message.url).status_code == 200
    text = start_page(town, "lu")
    assert "出具法律意见" in text
    assert counted(text)
    actions.decide(application=application, by=town.jing, **WITHHELD)
    only(town, "lu")  # nobody can approve while counsel has it
    actions.answer_counsel(counsel=application.counsels.get(), answer="可以", agrees=True, by=town.lu)
    assert waiting_count(town.lu) == 0
    assert waiting_count(town.zheng) == 1
    says_nothing(town, "zheng", application)


def test_a_division_is_told_where_it_answers(town: City) -> None:
    other = organisations.create_division(agency=town.housing, name="法规科", by=the_system("test"))
    person = organisations.create_person(
        username="wai", name="外科员", password=PASSWORD, agency=town.housing, by=the_system("test")
    )
    organisations.appoint(
        person=person, agency=town.housing, role="drafter", division=other, starts_on=START, by=the_system("test")
    )
    town.people["wai"] = person
    application = at_work(town, on=today())
    client = signed_in(town, "jing")
    posted = {
        "division": town.rental.pk,
        "question": "问题所在：有无记录？",
        "due_on": (today() + dt.timedelta(7)).isoformat(),
    }
    assert do(client, application, "ask_division", **posted).status_code == 302
    only(town, "lin", "zhou", "ke")
    assert told(town, "wai") == []
    assert waiting_count(town.wai) == 0
    assert "反馈科室意见" not in start_page(town, "wai")
    message = says_nothing(town, "ke", application)
    opinion = application.opinions.get()
    assert message.url == f"{REGISTER}opinions/{opinion.pk}/"
    assert signed_in(town, "ke").get(message.url).status_code == 200
    text = start_page(town, "ke")
    assert "反馈科室意见" in text
    assert counted(text)
    actions.answer_division(opinion=opinion, answer="有记录", by=town.ke)
    assert [waiting_count(getattr(town, name)) for name in ("lin", "zhou", "ke")] == [0, 0, 0]
