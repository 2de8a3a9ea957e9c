"""A review or court orders the agency to answer (again): the case comes back, a second answer leaves, the first stays readable (R243)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from gongkai.base.notify.models import Message
from gongkai.engine.casework import actions as casework
from gongkai.engine.casework.queries import letters_of, wording_of
from gongkai.engine.duties.queries import of_subject
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.rules.watch import ORDERED_DUTY
from gongkai.responsive.applications.tests.desk_world import REGISTER, do, page, signed_in
from gongkai.responsive.applications.tests.overturned import BODY, NUMBER, TERMS, challenged, ordered, refused, sent
from gongkai.responsive.applications.tests.web import entered
from gongkai.responsive.applications.tests.world import MATTER, QIAN, at_work, fresh, handed_in, on_day, staff

if TYPE_CHECKING:
    from gongkai.project.tests.cast import City

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(city: City) -> City:
    return staff(city)


@pytest.mark.requirement("R243")
def test_the_case_comes_back_with_the_day_of_the_judgement(town: City) -> None:
    application = refused(town)
    assert ordered(town, challenged(town, application)).status_code == 302
    again = fresh(application)
    assert (again.status, again.outcome, again.closed_on) == ("handling", "", None)
    assert again.due_on == dt.date(2026, 6, 23)
    duty = of_subject(actions.subject_of(again)).get(rule=ORDERED_DUTY, status="open")
    assert NUMBER in duty.title
    with on_day("2026-06-02"):
        text = page(signed_in(town, "jing"), again)
        register = signed_in(town, "jing").get(REGISTER).content.decode()
        supervised = signed_in(town, "shen").get("/desk/duties/").content.decode()
    assert f"{BODY}（{NUMBER}）责令重新答复，2026年6月23日前" in text
    assert TERMS in text
    assert "已被撤销" in text
    (letter,) = letters_of(actions.subject_of(again)).filter(kind="application.reply.R4d")
    own = signed_in(town, "jing").get(f"/desk/letters/{letter.pk}/").content.decode()
    assert "这份答复已被" in own
    assert NUMBER in own.split("这份答复已被")[1][:80]
    assert again.number in register
    assert NUMBER in supervised
    assert Message.objects.filter(person=town.people["jing"], title__contains="责令重新答复").count() == 1


@pytest.mark.requirement("R243")
def test_a_second_answer_leaves_and_the_first_stays_readable(town: City) -> None:
    application = refused(town)
    (first,) = letters_of(actions.subject_of(application)).filter(kind="application.reply.R4d")
    words = wording_of(first)
    ordered(town, challenged(town, application))
    with on_day("2026-06-05"):
        actions.decide(application=fresh(application), code="R2", where="随信寄送", by=town.jing)
    application = sent(town, application, "2026-06-08")
    assert (application.status, application.outcome, application.closed_late) == ("closed", "R2", False)
    assert of_subject(actions.subject_of(application)).get(rule=ORDERED_DUTY).status == "done"
    second = actions.reply_of(application)
    assert second is not None
    first.refresh_from_db()
    assert first.state == "issued"
    assert wording_of(first) == words
    assert second.number != first.number
    said = wording_of(second)
    assert f"本机关2026年3月10日作出的答复（{first.number}）已被{BODY}（{NUMBER}）撤销" in said
    assert "已被" not in words


def test_the_applicant_reads_both_and_which_one_stands(town: City) -> None:
    with on_day("2026-03-02"):
        received = actions.submit(
            agency=town.housing, door="counter", form="electronic", method="online", by=town.jing,
            matters=[MATTER], parties=[QIAN],
        )  # fmt: skip
        application = actions.accept(application=received.submission.applications.get(), by=town.jing)
        actions.decide(application=application, code="R1", where="见网站首页", by=town.jing)
    application = sent(town, application, "2026-03-10")
    ordered(town, challenged(town, application))
    with on_day("2026-06-05"):
        browser = entered(Client(), received.submission.receipt, received.secret)
        text = browser.get("/apply/track").content.decode()
        assert f"已被{BODY}（{NUMBER}）撤销" in text
        assert "应在2026年6月23日前答复您" in text
        assert "不服怎么办" not in text
        actions.decide(application=fresh(application), code="R2", where="不能提前看到", by=town.jing)
        letter = actions.issue(application=fresh(application), by=town.jing)
        listed = browser.get("/apply/track").content.decode()
        assert listed.count("答复书：") == 1
        assert browser.get(f"/apply/track/letters/{letter.pk}").status_code == 404
        casework.dispatch(letter=letter, route="site", by=town.jing)
        text = browser.get("/apply/track").content.decode()
    assert text.count("答复书：") == 2
    assert text.count(f"已被{BODY}（{NUMBER}）撤销") == 1
    assert "不服怎么办" in text


@pytest.mark.parametrize("result", ["upheld", "other"])
def test_what_is_upheld_or_taken_back_opens_nothing(town: City, result: str) -> None:
    application = refused(town)
    case = challenged(town, application)
    plain = {"decide-result": result, "decide-cause": "", "decide-measures": ""}
    nothing = {"decide-answer_by": "", "decide-terms": ""}
    wrong = ordered(town, case, **plain)
    assert wrong.status_code == 422
    assert "只有结果纠正的" in wrong.content.decode()
    assert TERMS in wrong.content.decode()
    assert ordered(town, case, **plain, **nothing).status_code == 302
    assert fresh(application).status == "closed"
    assert not of_subject(actions.subject_of(application)).filter(status__in=["open", "paused"]).exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"decide-answer_by": ""}, "按裁判文书填写"),
        ({"decide-terms": ""}, "抄录裁判文书"),
        ({"decide-answer_by": "2026-06-20"}, "不是工作日"),
        ({"decide-answer_by": "2026-05-29"}, "不能早于结案日期"),
    ],
)
def test_the_day_comes_from_the_judgement_alone(town: City, changes: dict[str, str], sentence: str) -> None:
    application = refused(town)
    case = challenged(town, application)
    answer = ordered(town, case, **changes)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert fresh(case).result == ""
    assert fresh(application).status == "closed"


def test_an_order_may_be_put_down_after_the_result_and_once(town: City) -> None:
    application = refused(town)
    case = challenged(town, None)
    assert ordered(town, case, **{"decide-answer_by": "", "decide-terms": ""}).status_code == 302
    client, url = signed_in(town, "jing"), f"{REGISTER}challenges/{case.pk}/"
    data = {"order-answer_by": "2026-06-23", "order-terms": TERMS, "order-application": "没有这个号"}
    with on_day("2026-06-02"):
        assert 'id="v-order"' in client.get(url).content.decode()
        assert "请核对登记编号" in client.post(f"{url}do/order/", data).content.decode()
        assert client.post(f"{url}do/order/", data | {"order-application": application.number}).status_code == 302
        assert fresh(application).status == "handling"
        text = client.get(url).content.decode()
        assert 'id="v-order"' not in text
        assert "2026年6月23日前" in text
        assert client.post(f"{url}do/order/", data | {"order-application": application.number}).status_code == 422


def test_strangers_order_nothing(town: City) -> None:
    case = challenged(town, refused(town))
    data = {"order-answer_by": "2026-06-23", "order-terms": TERMS}
    assert signed_in(town, "mo").post(f"{REGISTER}challenges/{case.pk}/do/order/", data).status_code == 404


def test_what_was_never_answered_goes_on_with_the_day_of_the_judgement_and_stays_late(town: City) -> None:
    with on_day("2026-03-02"):
        application = at_work(town, on=dt.date(2026, 3, 2))
    assert ordered(town, challenged(town, application)).status_code == 302
    application = fresh(application)
    assert (application.status, application.due_on) == ("handling", dt.date(2026, 6, 23))
    with on_day("2026-06-05"):
        actions.decide(application=application, code="R2", where="随信寄送", by=town.jing)
    application = sent(town, application, "2026-06-08")
    assert application.closed_late is True
    letter = actions.reply_of(application)
    assert letter is not None
    assert f"依照{BODY}（{NUMBER}），本机关现答复如下" in wording_of(letter)


def test_nothing_gives_more_time_than_the_judgement(town: City) -> None:
    application = refused(town)
    ordered(town, challenged(town, application))
    client = signed_in(town, "jing")
    with on_day("2026-06-02"):
        offered = page(client, fresh(application))
        assert not [verb for verb in ("propose_extension", "charge", "split", "merge") if f'id="v-{verb}"' in offered]
        assert 'id="v-inquire"' in offered
        answer = do(client, application, "propose_extension", days=10, reason="检索量大")
        assert answer.status_code == 422
        assert "由裁判确定了答复期限" in answer.content.decode()
        actions.inquire(application=fresh(application), party="third-party", name="甲", about="合同", by=town.jing)
    assert fresh(application).due_on == dt.date(2026, 6, 23)


def test_what_becomes_of_the_old_letter_does_not_close_the_case(town: City) -> None:
    application = refused(town)
    first = actions.reply_of(application)
    assert first is not None
    ordered(town, challenged(town, application))
    with on_day("2026-06-05"):
        actions.decide(application=fresh(application), code="R2", where="随信寄送", by=town.jing)
        assert fresh(application).status == "replying"
        again = casework.dispatch(letter=first, route="hand", by=town.jing)
        casework.record_signed(dispatch=again, on=dt.date(2026, 6, 5), signed_by="钱", by=town.jing)
    assert fresh(application).status == "replying"


def test_a_case_that_waits_to_be_confirmed_cannot_be_ordered(town: City) -> None:
    with on_day("2026-03-02"):
        application = handed_in(town, on=dt.date(2026, 3, 2), door="web")
    answer = ordered(town, challenged(town, application))
    assert answer.status_code == 422
    assert "请先办完这一步" in answer.content.decode()
