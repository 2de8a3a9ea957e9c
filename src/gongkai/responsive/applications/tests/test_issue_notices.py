"""Notices of a case: receipt, transfer, what a third party is told; looked at and reworded before they leave."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.base.guard import queries as guard_queries
from gongkai.base.organisations.queries import the_system
from gongkai.engine.casework import actions as casework
from gongkai.engine.casework.queries import letters_of, wording_of
from gongkai.engine.casework.rules import kind
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.models import Submission
from gongkai.responsive.applications.rules import Door
from gongkai.responsive.applications.rules.forms import Matter
from gongkai.responsive.applications.tests.desk_world import REGISTER, do, page, signed_in
from gongkai.responsive.applications.tests.web import entered, receipt_of, send, text_of
from gongkai.responsive.applications.tests.world import QIAN, at_work, fresh, handed_in, on_day, staff

if TYPE_CHECKING:
    from gongkai.engine.casework.models import Letter
    from gongkai.project.tests.cast import City
    from gongkai.responsive.applications.models import Application

pytestmark = pytest.mark.django_db
OPEN = {"code": "R2", "where": "随本答复书邮寄"}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard_queries, "MOST", 50)


@pytest.fixture
def town(city: City) -> City:
    return staff(city)


def today() -> dt.date:
    return timezone.localdate()


def notices(application: Application, key: str) -> list[Letter]:
    return list(letters_of(actions.subject_of(application)).filter(kind=f"application.{key}").order_by("pk"))


@pytest.mark.parametrize("door", ["counter", "oral", "registered-mail", "ordinary-mail", "platform", "fax"])
def test_what_is_registered_gets_its_receipt_by_every_door(town: City, door: str) -> None:
    more: dict[str, Any] = (
        {"confirmed_on": today(), "confirmed_how": "phone"} if Door(door).channel.needs_confirmation else {}
    )
    application = fresh(handed_in(town, on=today(), door=door, **more))
    letter = notices(application, "receipt")[0]
    assert letter.state == "issued"
    words = wording_of(letter)
    assert application.number in words
    assert application.submission.receipt in words
    assert f"{application.due_on:%Y年%-m月%-d日}" in words


def test_an_unconfirmed_form_gets_none_until_both_sides_confirmed(town: City) -> None:
    application = handed_in(town, on=today(), door="web")
    assert notices(application, "receipt") == []
    actions.confirm(submission=application.submission, on=today(), how="applicant", by=the_system("applicant"))
    assert len(notices(application, "receipt")) == 1


def test_each_part_of_a_divided_form_gets_one_and_an_old_register_none(town: City) -> None:
    application = handed_in(town, on=today())
    parts = actions.split(application=application, matters=[Matter("甲"), Matter("乙")], by=town.jing)
    assert [len(notices(one, "receipt")) for one in parts] == [1, 1]
    late = handed_in(town, on=today() - dt.timedelta(days=120))
    assert notices(late, "receipt") == []


@pytest.mark.requirement("R230")
def test_the_applicant_sees_the_receipt_on_the_track_page_and_takes_it_home(town: City) -> None:
    del town
    number, secret = receipt_of(send(Client()))
    browser = entered(Client(), number, secret)
    assert browser.post("/apply/track/confirm").status_code == 302
    html = text_of(browser.get("/apply/track"))
    found = re.search(r'href="(/apply/track/letters/\d+)">登记回执', html)
    assert found is not None
    paper = browser.get(found[1])
    assert paper.content.startswith(b"%PDF")
    slip = browser.get("/apply/track/receipt.pdf")
    assert slip["Content-Type"] == "application/pdf"
    assert slip.content.startswith(b"%PDF")
    assert Client().get("/apply/track/receipt.pdf").status_code == 302


def test_the_receipt_with_its_secret_is_given_to_who_shows_both(town: City) -> None:
    del town
    html = text_of(send(Client()))
    number, secret = re.search(r"data-receipt>([^<]+)<", html), re.search(r"data-secret>([^<]+)<", html)
    assert number is not None
    assert secret is not None
    assert "下载PDF" in html
    right = Client().post("/apply/receipt.pdf", {"number": number[1], "secret": secret[1]})
    assert right.content.startswith(b"%PDF")
    wrong = Client().post("/apply/receipt.pdf", {"number": number[1], "secret": "AAAA-AAAA"})
    assert wrong.status_code == 422
    assert not wrong.content.startswith(b"%PDF")


def test_the_desk_prints_slip_and_receipt(town: City) -> None:
    application = handed_in(town, on=today())
    client = signed_in(town, "jing")
    html = client.get(f"{REGISTER}{application.pk}/slip/").content.decode()
    letter = notices(application, "receipt")[0]
    assert f"/desk/letters/{letter.pk}/paper.pdf" in html
    assert client.get(f"{REGISTER}{application.pk}/slip.pdf").content.startswith(b"%PDF")
    assert signed_in(town, "mo").get(f"{REGISTER}{application.pk}/slip.pdf").status_code in {403, 404}


def test_a_form_that_goes_to_another_agency_tells_the_applicant_where(town: City) -> None:
    application = handed_in(town, on=today(), door="web")
    done = do(signed_in(town, "jing"), application, "reroute", agency=town.schools.pk, reason="入学政策由市教育局制作")
    assert done.status_code == 302
    letter = notices(application, "transfer")[0]
    assert (letter.agency_id, letter.state) == (town.housing.pk, "issued")
    words = wording_of(letter)
    assert "云川市教育局" in words
    assert application.submission.receipt in words
    moved = Submission.objects.get(pk=application.submission_id)
    assert moved.agency == town.schools
    assert "转办告知书" in page(signed_in(town, "mo"), fresh(application))


def objected(town: City) -> Application:
    application = at_work(town, on=today())
    inquiry = actions.inquire(
        application=application, party="third-party", name="江畔公司", about="合同价款", by=town.jing, on=today()
    )
    actions.receive_letter(inquiry=inquiry, on=today(), by=town.jing)
    actions.answer_inquiry(inquiry=inquiry, answer="refused", reason="涉及商业秘密", by=town.jing, on=today())
    return application


def test_what_a_third_party_objected_to_needs_approval_and_the_third_party_is_told(town: City) -> None:
    application = objected(town)
    with pytest.raises(actions.Refused, match="公共利益"):
        actions.decide(application=application, by=town.jing, **OPEN)
    why = "涉及保障性住房的公共资金，不公开将严重影响公共利益。"
    actions.decide(application=application, by=town.jing, override=why, **OPEN)
    assert fresh(application).status == "deciding"
    assert notices(application, "third-told") == []
    actions.approve(application=application, by=town.zheng)
    letter = notices(application, "third-told")[0]
    words = wording_of(letter)
    for part in ("江畔公司", "合同价款", why, "行政复议", "行政诉讼", "第三十二条"):
        assert part in words
    assert "第三方告知书已经制成" in page(signed_in(town, "jing"), fresh(application))


def test_the_approver_reads_what_the_third_party_is_told_and_may_reword_it(town: City) -> None:
    application = objected(town)
    actions.decide(application=application, by=town.jing, override="公共利益", **OPEN)
    leader, path = signed_in(town, "zheng"), f"{REGISTER}{application.pk}/approve/"
    html = leader.get(path).content.decode()
    assert "批准时一并发给第三方的告知书" in html
    assert "江畔公司：" in html
    assert notices(application, "third-told") == []  # looked at, not kept
    standard = kind("application.third-told").body
    posted = {"verdict": "approve", "opinion": "同意", "seen": fresh(application).version, "standard": standard}
    posted |= {"letter": re.search(r'name="letter" value="([^"]*)"', html)[1]}  # type: ignore[index]
    changed = f"{standard}\n\n公开的是合同价款，付款账号不公开。"
    without = leader.post(path, posted | {"told": changed.replace("[[条款:救济]]", "")})
    assert without.status_code == 422
    said = without.content.decode()
    assert "救济途径" in said
    assert "付款账号不公开" in said
    assert fresh(application).status == "deciding"
    assert leader.post(path, posted | {"told": changed.replace("\n", "\r\n")}).status_code == 302
    words = wording_of(notices(application, "third-told")[0])
    assert "付款账号不公开" in words
    assert "合同价款" in words


def test_an_answer_that_is_recalled_tells_the_third_party_anew(town: City) -> None:
    application = objected(town)
    actions.decide(application=application, by=town.jing, override="公共利益", **OPEN)
    actions.approve(application=application, by=town.zheng)
    reply = actions.issue(application=application, by=town.jing)
    casework.void(letter=reply, reason="文字有误", by=town.jing)
    assert [one.state for one in notices(application, "third-told")] == ["void"]
    actions.decide(application=application, by=town.jing, override="公共利益", **OPEN)
    actions.approve(application=application, by=town.zheng)
    assert [one.state for one in notices(application, "third-told")] == ["void", "issued"]


@pytest.mark.requirement("R234")
def test_a_notice_is_looked_at_and_reworded_before_it_leaves(town: City) -> None:
    application = handed_in(town, on=today())
    client = signed_in(town, "jing")
    facts = {"wanted": "请写明年份。", "on": today(), "due_on": today() + dt.timedelta(days=20)}
    url = f"{REGISTER}{application.pk}/do/ask_supplement/"
    posted = {f"ask_supplement-{name}": str(value) for name, value in facts.items()} | {
        "seen": str(fresh(application).version)
    }
    shown = client.post(url, posted | {"wording": "preview"})
    html = shown.content.decode()
    assert shown.status_code == 200
    assert "请写明年份。" in html
    assert "政府信息公开申请补正告知书" in re.sub(r"<[^>]+>", "", html)
    assert fresh(application).status == "examining"
    assert notices(application, "supplement") == []
    text = re.search(r'name="text" rows="16">(.*?)</textarea>', html, re.DOTALL)
    assert text is not None
    changed = text[1].replace("无正当理由", "请注意：无正当理由")
    broken = client.post(url, posted | {"wording": "issue", "text": changed.replace("{{补正期限}}", "下月")})
    assert broken.status_code == 422
    assert "补正的最后日期" in broken.content.decode()
    assert fresh(application).status == "examining"
    assert client.post(url, posted | {"wording": "issue", "text": changed}).status_code == 302
    assert "请注意：无正当理由" in wording_of(notices(application, "supplement")[0])
    assert fresh(application).status == "supplementing"


def test_a_mandatory_clause_cannot_be_taken_out(town: City) -> None:
    application = objected(town)
    text = "{{申请人}}{{征询内容}}{{公开理由}}{{依据条文}}"
    from gongkai.engine.casework import rules

    found = rules.problems(text, rules.kind("application.third-told"), dict.fromkeys(("申请人",), QIAN.name))
    assert any(one.code == "missing-clause" for one in found)
    assert application.pk


def test_what_is_put_down_afterwards_has_no_notice_to_look_at(town: City) -> None:
    with on_day("2026-03-02") as day:
        application = handed_in(town, on=day)
    client = signed_in(town, "jing")
    posted = {
        "ask_supplement-wanted": "请写明年份。", "ask_supplement-on": "2026-03-03", "ask_supplement-due_on": "2026-03-24",
        "seen": str(fresh(application).version), "wording": "preview",
    }  # fmt: skip
    answer = client.post(f"{REGISTER}{application.pk}/do/ask_supplement/", posted)
    assert answer.status_code == 422
    assert "不再另制文书" in answer.content.decode()
    assert fresh(application).status == "examining"
