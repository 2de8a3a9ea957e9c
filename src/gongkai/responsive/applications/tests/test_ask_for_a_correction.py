"""Somebody asks on the web that a record about himself be put right (条例第四十一条): what is asked, kept, refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import TextField
from django.db.models.functions import Cast
from django.test import Client
from django.utils import timezone

from gongkai.base.guard import queries as guard_queries
from gongkai.base.notify.models import Message
from gongkai.base.organisations.queries import the_system
from gongkai.base.vault.actions import keep_file
from gongkai.base.vault.queries import SealedFile
from gongkai.engine.duties.models import Duty
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.actions.records import day_offered
from gongkai.responsive.applications.models import Application, Draft, RecordRequest
from gongkai.responsive.applications.queries.facts import facts as all_facts
from gongkai.responsive.applications.tests.record_web import (
    ADDRESS,
    FORM,
    PLACE,
    RIGHT,
    TOKEN,
    WHY,
    WRONG,
    hidden_of,
    papers,
    picture,
    post,
    proof,
    send,
    sent,
)
from gongkai.responsive.applications.tests.web import receipt_of, text_of
from gongkai.responsive.applications.tests.web import send as send_application
from gongkai.responsive.applications.tests.world import QIAN as QIAN_PARTY
from gongkai.responsive.applications.tests.world import staff

if TYPE_CHECKING:
    from gongkai.project.tests.cast import City

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard_queries, "MOST", 50)


@pytest.fixture
def browser(city: City) -> Client:
    staff(city)
    return Client()


def test_the_way_is_found_in_plain_words_and_says_what_it_is_for(browser: Client) -> None:
    applying = text_of(browser.get("/apply/"))
    assert "发现政府机关记录的本人信息有误？" in applying
    assert f'href="{ADDRESS}"' in applying
    form = browser.get(ADDRESS)
    assert form["Cache-Control"] == "private, no-cache"
    assert "X-Robots-Tag" not in form
    html = text_of(form)
    assert "户口簿" in html
    assert f'href="{ADDRESS}guide"' in html
    guide = text_of(browser.get(f"{ADDRESS}guide"))
    for words in ("第四十一条", "申请公开", "变更登记", "行政复议", "不计入", "20个工作日", "证据"):
        assert words in guide, words


@pytest.mark.requirement("R227")
def test_it_goes_in_with_a_receipt_and_a_secret_shown_once_and_is_the_request_of_the_desk(browser: Client) -> None:
    reviewed = post(browser, "check", **papers())
    html = text_of(reviewed)
    assert reviewed.status_code == 200, html[:3000]
    for words in ("核对并提交", PLACE, WRONG, RIGHT, WHY, "户口簿.png", "身份证.png", "云川市住房和城乡建设局"):
        assert words in html, words
    answer = browser.post(ADDRESS, hidden_of(reviewed) | {"verb": "send"} | proof())
    number, secret = receipt_of(answer)
    one = RecordRequest.objects.get()
    assert (one.receipt, one.door, one.state, one.entered_by, one.method) == (number, "web", "open", None, "online")
    assert number.startswith("GZ")
    assert secret
    assert secret not in one.secret
    assert (one.received_on, one.due_on) == (timezone.localdate(), day_offered(timezone.localdate()))
    assert one.record == f"{PLACE}（现记录为：{WRONG}；应当为：{RIGHT}）"
    assert (one.who, one.kind, one.identity) == ("钱一鸣", "natural", "id-card")
    assert "13800000000" in one.contact
    assert sorted(one.materials.values_list("what", flat=True)) == ["evidence", "identity"]
    assert not SealedFile.objects.filter(kept_until__isnull=False).exists()
    shown = text_of(answer)
    assert "钱一鸣" not in shown
    assert WRONG not in shown
    assert answer["Cache-Control"] == "no-store, private"
    duty = Duty.objects.get(subject_type="record-request")
    assert (duty.status, duty.due_on) == ("open", one.due_on)
    assert Message.objects.filter(key=f"record-arrived:{one.pk}", person__username="jing").exists()
    assert list(all_facts()) == []  # no application, no row of table 三
    assert not Application.objects.exists()


def test_the_same_form_sent_twice_is_taken_in_once(browser: Client) -> None:
    reviewed = post(browser, "check", **papers())
    number, _ = receipt_of(browser.post(ADDRESS, hidden_of(reviewed) | {"verb": "send"} | proof()))
    again = browser.post(ADDRESS, hidden_of(reviewed) | {"verb": "send"} | proof())
    assert receipt_of(again) == (number, "")
    assert "没有重复提交" in text_of(again)
    assert RecordRequest.objects.count() == 1


def test_a_form_that_came_in_at_the_same_moment_takes_no_number(city: City) -> None:
    staff(city)
    by = the_system("applicant")
    paper = keep_file(data=picture("x.png").read(), name="户口簿.png", by=by, purpose="申请材料")
    facts: dict[str, Any] = {
        "agency": city.housing, "party": QIAN_PARTY, "record": PLACE, "evidence": WHY, "method": "online", "by": by,
        "materials": [("evidence", paper)],
    }  # fmt: skip
    actions.submit_record_request(external_id="web-record:one", **facts)
    with pytest.raises(actions.Refused, match="已经提交过"):
        actions.submit_record_request(external_id="web-record:one", **facts)
    with pytest.raises(actions.Refused, match="证据材料"):
        actions.submit_record_request(external_id="web-record:two", **facts | {"materials": [("identity", paper)]})
    actions.submit_record_request(external_id="web-record:three", **facts)
    numbers = RecordRequest.objects.order_by("pk").values_list("number", flat=True)
    assert ["第1号" in numbers[0], "第2号" in numbers[1], len(numbers)] == [True, True, 2]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"p1-identity_number": "110101199003070039"}, "校验码"),
        ({"p1-name": "云川市江畔物业服务有限公司"}, "像是单位"),
        ({"p1-phone": "", "p1-email": "", "p1-address": ""}, "至少留下一种联系方式"),
        ({"agency": "nowhere"}, "请选择是哪个机关的记录"),
        ({"place": "\x00\x07 "}, "请写明是哪一份记录"),
        ({"place": "长" * 201}, "超过200字"),
        ({"wrong": ""}, "请照抄记录里现在的写法"),
        ({"right": WRONG}, "与现在的记录一样"),
        ({"evidence": ""}, "请写明用什么证明"),
        ({"evidence": "字" * 10000}, "超过4000字（现有10000字）"),
        ({"method": "teleport"}, "请选择怎样告知您"),
        ({"method": "fax"}, "请填写传真号码"),
        ({"upload": None}, "请上传证据材料"),
        ({"p1-upload": None}, "请上传证件的扫描件"),
        ({"upload": SimpleUploadedFile("证据.exe", b"MZ\x00\x00", "application/x")}, "“证据.exe”没有收下"),
        ({"upload": SimpleUploadedFile("证据.jpg", b"not a picture", "image/jpeg")}, "证据.jpg"),
        ({"p1-upload": SimpleUploadedFile("证件.docx", b"PK\x03\x04", "application/x")}, "不能作为身份证明"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_what_was_typed_stays(
    browser: Client, changes: dict[str, Any], said: str
) -> None:
    answer = post(browser, "check", **papers() | changes)
    html = text_of(answer)
    assert answer.status_code == 422
    assert said in html
    assert 'role="alert"' in html
    assert html.count(RIGHT) >= 1 or "right" in changes
    assert html.count("字" * 10000) == 1 or changes.get("evidence") != "字" * 10000
    assert browser.post(ADDRESS, hidden_of(answer) | FORM | changes_of(changes) | {"verb": "send"}).status_code == 422
    assert not RecordRequest.objects.exists()


def changes_of(changes: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in changes.items() if isinstance(value, str)}


def test_each_line_of_the_summary_leads_to_its_field_and_fields_say_what_is_wrong(browser: Client) -> None:
    html = text_of(post(browser, "check", place="", evidence="", **{"p1-identity_number": "1"}))
    summary = re.search(r'<div class="callout is-bad"(.*?)</div>', html, re.DOTALL)
    assert summary is not None
    targets = re.findall(r'href="#([^"]+)"', summary[1])
    assert set(targets) == {"place", "evidence", "upload", "p1-identity_number", "p1-scan"}
    for target in targets:
        assert f'id="{target}"' in html, target
    for name in ("place", "evidence", "p1-identity_number"):
        field = re.search(rf'<(?:textarea|input)[^>]* id="{name}"[^>]*>', html)
        assert field is not None
        assert 'aria-invalid="true"' in field[0]
        assert f"{name}_error" in field[0]


def test_a_scan_of_eighty_megabytes_is_refused_and_what_was_typed_stays(browser: Client) -> None:
    huge = SimpleUploadedFile("扫描件.pdf", b"%PDF-1.4\n" + b"0" * (80 * 1024 * 1024), "application/pdf")
    answer = post(browser, "check", **papers() | {"p1-upload": huge})
    html = text_of(answer)
    assert answer.status_code == 422
    assert "太大，没有收下" in html
    assert WHY in html
    assert "户口簿.png" in html  # what was good is kept


def test_files_are_sealed_at_once_need_not_be_sent_again_and_can_be_dropped(browser: Client) -> None:
    answer = post(browser, "check", **papers() | {"p1-phone": "电话"})
    assert answer.status_code == 422
    assert {one.purpose for one in SealedFile.objects.all()} == {"身份证明", "申请材料"}
    assert all(one.kept_until for one in SealedFile.objects.all())
    kept = hidden_of(answer)
    assert post(browser, "check", **{name: kept[name] for name in ("p1-scan", "file")}).status_code == 200
    evidence = SealedFile.objects.get(purpose="申请材料")
    dropped = post(browser, "check", **{name: kept[name] for name in ("p1-scan", "file")}, drop_file=str(evidence.pk))
    assert "请上传证据材料" in text_of(dropped)
    strange = post(browser, "check", **{name: kept[name] for name in ("p1-scan", "file")}, token=f"{TOKEN}-other")
    assert strange.status_code == 422  # a file of another form is none of this one


def test_a_script_in_the_text_is_text(browser: Client) -> None:
    changes = {"wrong": "<script>alert(1)</script>", "evidence": '"><img src=x onerror=alert(1)>\x00😀'}
    html = text_of(post(browser, "check", **papers() | changes))
    assert "<script>alert(1)" not in html
    assert "<img src=x" not in html
    assert "&lt;script&gt;alert(1)" in html
    send(browser, **changes)
    assert RecordRequest.objects.get().evidence.endswith("😀")


def test_too_many_papers_are_told_and_the_first_ones_stay(browser: Client) -> None:
    many = [picture(f"证据{n}.png") for n in range(12)]
    html = text_of(post(browser, "check", **papers() | {"upload": many}))
    assert "最多10个" in html
    assert "证据9.png" in html
    assert "证据10.png" not in html


def test_without_the_answer_of_the_guard_nothing_is_sent(browser: Client) -> None:
    reviewed = hidden_of(post(browser, "check", **papers()))
    answer = browser.post(ADDRESS, reviewed | {"verb": "send"})
    assert answer.status_code == 422
    assert "请回答验证问题" in text_of(answer)
    other = guard_of_another_form()
    assert browser.post(ADDRESS, reviewed | {"verb": "send"} | other).status_code == 422
    assert not RecordRequest.objects.exists()


def guard_of_another_form() -> dict[str, str]:
    from gongkai.responsive.applications.tests.web import proof as proof_of_application

    return proof_of_application()


def test_a_form_without_its_token_is_refused_and_other_methods_are_not_known(browser: Client) -> None:
    assert Client(enforce_csrf_checks=True).post(ADDRESS, FORM | {"verb": "check"}).status_code == 403
    assert browser.put(ADDRESS).status_code == 405
    assert browser.post(f"{ADDRESS}guide").status_code == 405


def test_too_many_from_one_address_have_to_wait(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongkai.responsive.applications.portal.records.SEND_TRIES", 1)
    send(browser)
    answer = send(browser, token=f"{TOKEN}-second")
    assert answer.status_code == 422
    assert WHY in text_of(answer)
    assert RecordRequest.objects.count() == 1


def test_agencies_are_found_by_name_without_script(browser: Client) -> None:
    html = text_of(post(browser, "find", agency="", agency_words="教育"))
    assert "云川市教育局</option>" in html
    assert "云川市住房和城乡建设局</option>" not in html
    assert WHY in html
    assert 'value="yc-zjj" selected' in text_of(browser.get(f"{ADDRESS}?agency=yc-zjj"))


def test_an_organisation_may_ask_as_well(browser: Client) -> None:
    company = {
        "p1-kind": "business", "p1-name": "云川市江畔物业服务有限公司", "p1-identity": "credit-code",
        "p1-identity_number": "91350100M000100Y43", "p1-representative": "孙二川",
    }  # fmt: skip
    sent(browser, **company)
    one = RecordRequest.objects.get()
    assert (one.kind, one.identity) == ("business", "credit-code")
    assert "孙二川" in one.contact


def test_a_draft_is_kept_sealed_opened_by_its_code_and_only_on_its_own_page(browser: Client) -> None:
    html = text_of(post(browser, "save-draft", **papers()))
    code = re.search(r"data-draft>([^<]+)<", html)
    assert code is not None
    raw = Draft.objects.annotate(sealed=Cast("content", TextField())).values_list("code", "sealed").get()
    assert WHY not in str(raw)
    opened = text_of(Client().post(ADDRESS, {"verb": "open-draft", "draft_code": code[1]}))
    assert WHY in opened
    assert "户口簿.png" in opened
    assert "另一张表" in text_of(Client().post("/apply/", {"verb": "open-draft", "draft_code": code[1]}))
    assert "没有这份草稿" in text_of(Client().post(ADDRESS, {"verb": "open-draft", "draft_code": "AAAA-BBBB-CCCC"}))
    sent(browser, draft=code[1])
    assert not Draft.objects.exists()


def test_what_it_says_lies_sealed(browser: Client) -> None:
    sent(browser)
    columns = ("who", "identity_number", "contact", "record", "evidence")
    texts = {f"raw_{name}": Cast(name, TextField()) for name in columns}
    raw = str(RecordRequest.objects.annotate(**texts).values_list(*texts).get())
    assert not [mark for mark in ("钱一鸣", "110101", "13800000000", PLACE, WRONG, WHY) if mark in raw]


def test_an_application_goes_in_as_before(browser: Client) -> None:
    send_application(browser)
    assert Application.objects.count() == 1
    assert not RecordRequest.objects.exists()
