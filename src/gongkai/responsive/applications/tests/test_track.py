"""The page on which an applicant follows what was handed in, and what can be done there."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.hashers import check_password, identify_hasher
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from django.test import Client
from django.utils import timezone
from PIL import Image

from gongkai.base.files import actions as files
from gongkai.base.guard import queries as guard_queries
from gongkai.base.guard.models import Visits
from gongkai.engine.casework import actions as casework
from gongkai.engine.casework.queries import letters_of
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.models import Applicant, Application, Submission
from gongkai.responsive.applications.portal import session, tracking
from gongkai.responsive.applications.rules.window import WRONG
from gongkai.responsive.applications.tests.desk_world import signed_in
from gongkai.responsive.applications.tests.web import entered, receipt_of, send, text_of
from gongkai.responsive.applications.tests.world import MATTER, QIAN, at_work, fresh, on_day, staff

if TYPE_CHECKING:
    from gongkai.project.tests.cast import City

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard_queries, "MOST", 50)


@pytest.fixture
def town(city: City) -> City:
    return staff(city)


@pytest.fixture
def door(town: City) -> tuple[str, str]:
    """Number and secret of a form that was sent on the web."""
    del town
    return receipt_of(send(Client()))


@pytest.fixture
def inside(door: tuple[str, str]) -> Client:
    return entered(Client(), *door)


def today() -> dt.date:
    return timezone.localdate()


def look(browser: Client) -> str:
    response = browser.get("/apply/track")
    assert response.status_code == 200
    return text_of(response)


def the_one() -> Application:
    return Application.objects.select_related("agency", "submission").get(position=1)


def confirmed(browser: Client) -> Application:
    assert browser.post("/apply/track/confirm").status_code == 302
    return the_one()


@pytest.mark.requirement("R227")
def test_the_applicant_confirms_and_sees_stage_clock_and_letter(inside: Client) -> None:
    assert "请确认：这份申请是您提交的" in look(inside)
    application = confirmed(inside)
    assert (application.status, application.received_on) == ("examining", today())
    assert application.submission.confirmed_how == "applicant"
    html = look(inside)
    assert application.number in html
    assert "本机关已收到申请" in html
    assert re.search(r"应在\d{4}年\d{1,2}月\d{1,2}日前答复您", html)
    assert 'class="clock-details' in html
    assert 'aria-current="step">登记' in html
    assert "钱一鸣" not in html
    assert "110101199003070038" not in html


def test_register_number_works_as_well_as_the_receipt(inside: Client, door: tuple[str, str]) -> None:
    number = confirmed(inside).number
    for typed in (number, number.replace("〔", "[").replace("〕", "]"), door[0].lower(), f" {door[0]} "):
        entered(Client(), typed, door[1].lower().replace("-", ""))


def test_wrong_number_and_wrong_secret_get_one_answer_and_one_work(
    door: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []

    def watched(secret: str, stored: str) -> bool:
        hashed.append(stored)
        return check_password(secret, stored)

    monkeypatch.setattr(session, "check_password", watched)
    answers = []
    for number, secret in ((door[0], "AAAA-BBBB"), ("SQ26-AAAA-BBBB", door[1]), ("", ""), ("'; --", "\x00" * 9)):
        response = Client().post("/apply/track", {"number": number, "secret": secret})
        assert response.status_code == 422
        assert session.COOKIE not in response.cookies
        html = re.sub(r'value="[^"]*"', "", text_of(response))
        answers.append(re.sub(r"<input type=\"hidden\"[^>]*>", "", html))
    assert WRONG in answers[0]
    assert len(set(answers)) == 1
    assert len(hashed) == 4
    assert len({identify_hasher(one).algorithm for one in hashed}) == 1  # by the same method, at the same cost


def guess(number: str, secret: str = "AAAA-BBBB", address: str = "192.0.2.7") -> Any:
    return Client(REMOTE_ADDR=address).post("/apply/track", {"number": number, "secret": secret})


def pass_by(minutes: int) -> None:
    Visits.objects.update(started_at=F("started_at") - dt.timedelta(minutes=minutes, seconds=1))


def test_guessing_at_a_number_takes_longer_each_time_and_the_right_one_has_to_wait_too(door: tuple[str, str]) -> None:
    assert [guess(door[0]).status_code for _ in range(5)] == [422] * 5
    for minutes in (1, 2, 4):
        response = guess(door[0], door[1])
        assert response.status_code == 429
        assert "这个编号多次输入不对" in text_of(response)
        assert session.COOKIE not in response.cookies
        pass_by(minutes)
        assert f"请在{2 * minutes}分钟后再试" in text_of(guess(door[0]))
    pass_by(8)
    assert guess(door[0], door[1]).status_code == 302
    assert "后再试" not in text_of(guess(door[0]))  # who found the right one begins anew


def test_a_number_that_is_not_there_is_slowed_down_like_one_that_is(door: tuple[str, str]) -> None:
    said = [
        [re.sub(r'value="[^"]*"', "", text_of(guess(number))) for _ in range(7)]
        for number in (door[0], "SQ26-ZZZZ-ZZZZ")
    ]
    assert said[0] == said[1]


def test_others_behind_the_same_address_go_in_to_theirs(door: tuple[str, str]) -> None:
    for _ in range(12):
        guess("SQ26-ZZZZ-ZZZZ")
    for place in range(12):
        guess(f"SQ26-ZZZZ-{place:04}")
    assert guess(door[0], door[1]).status_code == 302
    for _ in range(12):
        guess(door[0])
    assert guess(door[0], door[1]).status_code == 429
    assert guess(door[0], door[1], address="192.0.2.8").status_code == 302  # nobody shuts another's number


def test_who_tries_numbers_by_the_hundred_is_stopped(door: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracking, "TRACK_TRIES", 6)
    assert [guess(f"SQ26-ZZZZ-{place:04}").status_code for place in range(7)] == [422] * 6 + [429]
    assert guess(door[0], door[1]).status_code == 429


def test_the_cookie_is_of_this_page_alone_and_ends(inside: Client, door: tuple[str, str]) -> None:
    cookie = inside.cookies[session.COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/apply/track", True, "Strict")
    assert door[0] not in cookie.value
    assert "gongkai_session" not in inside.cookies
    stolen = Client()
    stolen.cookies[session.COOKIE] = cookie.value + "x"
    assert "回执编号或者登记编号" in look(stolen)
    inside.post("/apply/track/leave")
    assert "回执编号或者登记编号" in look(inside)
    assert inside.post("/apply/track/confirm").status_code == 302
    assert the_one().status == "arrived"


def test_a_look_ends_after_its_time(inside: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "LOOK_LASTS", dt.timedelta(seconds=-1))
    assert "一段时间不操作会自动退出" in look(inside)


def test_nothing_of_these_pages_is_kept_or_indexed(inside: Client) -> None:
    for address in ("/apply/track", "/apply/track/1/withdraw", "/apply/track/letters/999"):
        response = inside.get(address)
        if response.status_code != 404:
            assert response["Cache-Control"] == "no-store, private"
            assert "noindex" in response["X-Robots-Tag"]
        assert "X-Page-Cache" not in response
    assert "/apply/track" not in text_of(inside.get("/sitemap-pages.xml"))


@pytest.mark.parametrize(
    "address", ["/apply/track/burn", "/apply/track/2/withdraw", "/apply/track/letters/1", "/apply/track/given/1"]
)
def test_what_is_not_there_is_not_found(inside: Client, address: str) -> None:
    assert inside.get(address).status_code == 404


@pytest.mark.parametrize("address", ["confirm", "attach", "contact", "1/supplement", "1/reasons"])
def test_verbs_are_done_by_post_alone(inside: Client, address: str) -> None:
    assert inside.get(f"/apply/track/{address}").status_code == 404


def test_nobody_acts_for_a_form_without_its_secret(inside: Client, door: tuple[str, str]) -> None:
    del inside, door
    for address in ("confirm", "attach", "contact", "1/withdraw", "1/supplement", "1/reasons"):
        assert Client().post(f"/apply/track/{address}", {"text": "甲"}).status_code == 302
    assert the_one().status == "arrived"


def test_a_form_of_another_site_cannot_act(door: tuple[str, str]) -> None:
    browser = Client(enforce_csrf_checks=True)
    page = text_of(browser.get("/apply/track"))
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token is not None
    facts = {"number": door[0], "secret": door[1]}
    assert browser.post("/apply/track", facts).status_code == 403
    assert browser.post("/apply/track", facts | {"csrfmiddlewaretoken": token[1]}).status_code == 302
    assert browser.post("/apply/track/confirm").status_code == 403
    assert the_one().status == "arrived"


def test_taking_it_back_asks_once_more(inside: Client) -> None:
    assert "撤回以后不再办理" in text_of(inside.get("/apply/track/1/withdraw"))
    assert the_one().status == "arrived"
    inside.post("/apply/track/1/withdraw", {"reason": "已经找到"})
    application = the_one()
    assert (application.status, application.outcome) == ("closed", "R17")
    html = look(inside)
    assert "撤回这件申请" not in html
    assert "不服怎么办" not in html
    again = inside.post("/apply/track/1/withdraw", {"reason": "再来"})
    assert again.status_code == 422
    said = text_of(again)
    assert "现在是“已办结”" in said
    assert "再来" in said  # what was typed is not lost
    assert "待审查" not in said  # the table of an officer's states is no help to an applicant


def asked(inside: Client, town: City) -> Application:
    application = confirmed(inside)
    actions.ask_supplement(
        application=application, wanted="请写明楼栋号。", due_on=today() + dt.timedelta(days=15), by=town.jing
    )
    return fresh(application)


def test_a_correction_comes_in_with_files_and_the_clock_begins_anew(inside: Client, town: City) -> None:
    asked(inside, town)
    html = look(inside)
    assert "请您补正" in html
    assert "请写明楼栋号。" in html
    empty = inside.post("/apply/track/1/supplement", {"text": " "})
    assert empty.status_code == 422
    data = io.BytesIO()
    Image.new("RGB", (30, 20)).save(data, "PNG")
    inside.post(
        "/apply/track/1/supplement",
        {"text": "明德小区3号楼", "upload": SimpleUploadedFile("楼栋.png", data.getvalue(), "image/png")},
    )
    application = the_one()
    assert application.status == "handling"
    assert application.submission.materials.get().why == "随补正提交"
    assert "答复期限重新计算" in look(inside)


def test_a_correction_after_the_period_is_told_so_and_taken(inside: Client, town: City) -> None:
    application = asked(inside, town)
    asking = application.supplement
    asking.asked_on, asking.due_on = today() - dt.timedelta(days=9), today() - dt.timedelta(days=1)
    asking.save()
    assert "已过" in look(inside)
    without = inside.post("/apply/track/1/supplement", {"text": "3号楼"})
    assert without.status_code == 422
    assert "请写明逾期的理由" in text_of(without)
    assert "3号楼" in text_of(without)
    inside.post("/apply/track/1/supplement", {"text": "3号楼", "late": "因住院迟延"})
    assert "超过补正期限收到，由本机关审查逾期的理由" in look(inside)
    application = the_one()
    assert application.supplement.answer == "逾期的理由：因住院迟延\n3号楼"
    desk = signed_in(town, "jing").get(f"/desk/applications/{application.pk}/").content.decode()
    assert "超过补正期限" in desk
    actions.decide(application=application, code="R15", reason="逾期三日，没有正当理由", by=town.jing)
    assert the_one().status == "deciding"


def test_a_file_of_the_wrong_type_leaves_everything_as_it_was(inside: Client, town: City) -> None:
    asked(inside, town)
    wrong = SimpleUploadedFile("木马.exe", b"MZ\x90\x00", "application/pdf")
    response = inside.post("/apply/track/1/supplement", {"text": "明德小区3号楼", "upload": wrong})
    assert response.status_code == 422
    assert "明德小区3号楼</textarea>" in text_of(response)
    assert the_one().status == "supplementing"


def test_reasons_are_given_on_the_page(inside: Client, town: City) -> None:
    application = confirmed(inside)
    actions.ask_reasons(application=application, facts="本月第12件", by=town.jing)
    assert "本月第12件" in look(inside)
    inside.post("/apply/track/1/reasons", {"text": "用于研究"})
    assert fresh(application).reason_request.answer == "用于研究"


def test_material_and_a_message_reach_the_case(inside: Client) -> None:
    confirmed(inside)
    assert inside.post("/apply/track/attach", {"text": ""}).status_code == 422
    inside.post("/apply/track/attach", {"text": "请打另一个电话"})
    assert the_one().contacts.get().text == "请打另一个电话"
    assert "已收到您补充的说明" in look(inside)


def test_contact_is_changed_without_being_shown(inside: Client) -> None:
    confirmed(inside)
    wrong = inside.post("/apply/track/contact", {"phone": "打我电话"})
    assert wrong.status_code == 422
    inside.post("/apply/track/contact", {"phone": "13900000001"})
    assert Applicant.objects.get().phone == "13900000001"
    html = look(inside)
    assert "已更新电话" in html
    assert "13900000001" not in html
    step = the_one().steps.filter(verb="contact").get()
    assert "13900000001" not in step.text


def answered(inside: Client, town: City) -> Application:
    """Given out with a file, the letter put on the page of the applicant."""
    application = actions.accept(application=confirmed(inside), by=town.jing)
    stored = files.store(data=b"%PDF-1.4\n%%EOF\n", filename="明细.pdf", by="test")
    actions.decide(application=application, code="R2", given=[(stored, "明细.pdf")], by=town.jing)
    letter = actions.issue(application=fresh(application), by=town.jing)
    assert "答复书" not in look(inside)  # issued, and still in the house
    casework.dispatch(letter=letter, route="site", by=town.jing)
    return fresh(application)


@pytest.mark.requirement("R227")
def test_the_answer_its_file_and_the_remedies_are_there(inside: Client, town: City) -> None:
    application = answered(inside, town)
    assert application.status == "closed"
    html = look(inside)
    assert "不服怎么办" in html
    assert "云川市人民政府申请行政复议" in html
    assert html.count("收到答复起算") == 2
    link = re.search(r'href="(/apply/track/given/\d+)"', html)
    assert link is not None
    response: Any = inside.get(link[1])
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    letter = letters_of(actions.subject_of(application)).get(kind="application.reply.R2")
    pdf = inside.get(f"/apply/track/letters/{letter.pk}")
    assert pdf.content.startswith(b"%PDF")
    dispatch = letter.dispatches.get()
    assert (dispatch.state, dispatch.signed_on) == ("signed", today())
    assert inside.get(f"/apply/track/letters/{letter.pk}").status_code == 200


def test_letters_and_files_of_others_are_not_found(inside: Client, town: City) -> None:
    application = answered(inside, town)
    letter = letters_of(actions.subject_of(application)).get(kind="application.reply.R2")
    other = entered(Client(), *receipt_of(send(Client(), token="another-form-0123456789abcd")))
    assert other.get(f"/apply/track/letters/{letter.pk}").status_code == 404
    assert other.get(f"/apply/track/given/{application.decisions.get().given.get().pk}").status_code == 404
    assert Client().get(f"/apply/track/letters/{letter.pk}").status_code == 302


def test_letters_to_third_parties_are_not_shown(inside: Client, town: City) -> None:
    application = actions.accept(application=confirmed(inside), by=town.jing)
    actions.inquire(application=application, party="third-party", name="江畔物业", about="单价", by=town.jing)
    html = look(inside)
    assert "江畔物业" not in html
    assert "意见征询函" not in html
    assert "不计入答复期限" in html
    letter = letters_of(actions.subject_of(application)).get(kind="application.third-party")
    assert inside.get(f"/apply/track/letters/{letter.pk}").status_code == 404


def test_what_was_erased_says_so_and_nothing_else(inside: Client, town: City) -> None:
    answered(inside, town)
    Submission.objects.update(erased_at=timezone.now())
    html = look(inside)
    assert "申请人信息已于" in html
    assert "住房租赁补贴" not in html
    assert inside.post("/apply/track/attach", {"text": "甲"}).status_code == 404


def test_the_fee_is_shown_with_its_sum_and_opening_the_notice_counts_as_received(inside: Client, town: City) -> None:
    application = actions.accept(application=confirmed(inside), by=town.jing)
    fee = actions.charge(
        application=application, method="按量", pages=260, how_to_pay="到非税收入平台缴纳", by=town.jing
    )
    html = look(inside)
    assert f"{fee.yuan}元" in html
    assert "到非税收入平台缴纳" in html
    assert "等待您缴费" in html
    letter = letters_of(actions.subject_of(application)).get(kind="application.fee")
    casework.dispatch(letter=letter, route="site", by=town.jing)
    inside.get(f"/apply/track/letters/{letter.pk}")
    fee.refresh_from_db()
    assert fee.reached_on == today()
    assert fee.due_on is not None


@pytest.mark.requirement("R228")
def test_an_answer_on_the_spot_can_be_looked_up_afterwards(town: City) -> None:
    received = actions.submit(
        agency=town.housing,
        door="counter",
        matters=[MATTER],
        parties=[QIAN],
        form="paper",
        method="pick-up",
        by=town.jing,
    )
    application = received.submission.applications.get()
    actions.answer_at_once(application=application, where="已当场打印提供", by=town.jing)
    html = look(entered(Client(), received.submission.receipt, received.secret))
    assert "已当场答复" in html
    assert "已办结" in html


def test_a_corrected_day_of_posting_closes_the_case_on_the_right_day_and_counts_it_late(town: City) -> None:
    with on_day("2026-03-02") as day:
        application = at_work(town, on=day)
    due = fresh(application).due_on
    assert due is not None
    with on_day((due - dt.timedelta(days=1)).isoformat()):
        actions.decide(application=application, code="R2", where="随信寄送", by=town.jing)
        letter = actions.issue(application=fresh(application), by=town.jing)
        sent = casework.dispatch(letter=letter, route="post", by=town.jing, address=QIAN.address)
        casework.record_posted(dispatch=sent, on=timezone.localdate(), tracking="XA00000000001", by=town.jing)
    assert (fresh(application).status, fresh(application).closed_late) == ("closed", False)
    with on_day((due + dt.timedelta(days=5)).isoformat()):
        casework.redate(dispatch=sent, on=due + dt.timedelta(days=3), reason="以邮局收据为准", by=town.jing)
    found = fresh(application)
    assert (found.closed_on, found.closed_late) == (due + dt.timedelta(days=3), True)
    assert found.steps.last().verb == "redeliver"
