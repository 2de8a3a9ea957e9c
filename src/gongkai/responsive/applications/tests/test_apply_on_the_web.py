"""Somebody applies on the web: what is asked, what is offered, what comes back, what is refused in clear words."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import TextField
from django.db.models.functions import Cast
from django.test import Client
from PIL import Image

from gongkai.base.guard import queries as guard_queries
from gongkai.base.vault.queries import SealedFile
from gongkai.responsive.applications.actions.drafts import drop_old_drafts
from gongkai.responsive.applications.models import Applicant, Application, Draft, Submission
from gongkai.responsive.applications.tests.web import QIAN, TOKEN, post, receipt_of, send, text_of

if TYPE_CHECKING:
    from gongkai.project.tests.cast import City

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard_queries, "MOST", 50)


@pytest.fixture
def browser(city: City) -> Client:
    del city
    return Client()


def picture(name: str = "身份证.png") -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(data, "PNG")
    return SimpleUploadedFile(name, data.getvalue(), "image/png")


@pytest.mark.requirement("R227")
def test_an_application_goes_in_with_a_receipt_and_a_secret_shown_once(browser: Client) -> None:
    assert "核对并提交" in text_of(post(browser, "check"))
    response = send(browser)
    number, secret = receipt_of(response)
    submission = Submission.objects.get()
    assert (submission.receipt, submission.door, submission.external_id) == (number, "web", f"web:{TOKEN}")
    assert secret
    assert secret not in submission.secret
    assert submission.received_on is None  # both sides have to confirm
    applicant = Applicant.objects.get()
    assert (applicant.name, applicant.phone) == ("钱一鸣", "13800000000")
    assert "钱一鸣" in submission.original
    html = text_of(response)
    assert "第三十一条" in html
    assert "<svg" in html  # the QR
    assert "钱一鸣" not in html
    assert response["Cache-Control"] == "no-store, private"


def test_the_same_form_sent_twice_is_taken_in_once(browser: Client) -> None:
    number, _ = receipt_of(send(browser))
    again = send(browser, **{"m1-title": "别的内容"})
    assert receipt_of(again) == (number, "")
    assert "没有重复提交" in text_of(again)
    assert Submission.objects.count() == 1


def test_no_purpose_is_asked(browser: Client) -> None:
    html = text_of(browser.get("/apply/"))
    assert "不问用途" in html
    assert not re.search(r'name="[^"]*(purpose|use|yongtu)', html)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"p1-identity_number": "110101199003070039"}, "校验码"),
        ({"p1-name": "云川市江畔物业服务有限公司"}, "像是单位"),
        ({"p1-kind": "business", "p1-name": "云川市江畔物业服务有限公司"}, "统一社会信用代码"),
        ({"p1-phone": "", "p1-email": "", "p1-address": ""}, "至少留下一种联系方式"),
        ({"p1-email": "qian@"}, "邮箱写得不完整"),
        ({"agency": "nowhere"}, "请选择向哪个机关申请"),
        ({"m1-title": "\x00\x07 "}, "请写明所申请信息"),
        ({"m1-title": "长" * 201}, "名称超过"),
        ({"form": "", "method": "teleport"}, "请选择需要的形式"),
        ({"method": "fax"}, "请填写传真号码"),
        ({"p1-kind": "ghost"}, "请选择申请人类别"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_what_was_typed_stays(
    browser: Client, changes: dict[str, Any], said: str
) -> None:
    response = post(browser, "check", **changes)
    html = text_of(response)
    assert response.status_code == 422
    assert said in html
    assert "各区发放户数和金额" in html
    assert send(browser, **changes).status_code == 422
    assert not Submission.objects.exists()


def test_emoji_and_control_characters_do_no_harm(browser: Client) -> None:
    send(browser, **{"m1-title": "加装电梯\x0b批复😀", "m1-text": "第一行\r\n第二行\x00<script>alert(1)</script>"})
    found = Application.objects.get()
    assert (found.title, found.description.splitlines()[0]) == ("加装电梯 批复😀", "第一行")


def test_two_hundred_matters_are_too_many_and_none_is_lost(browser: Client) -> None:
    many = {f"m{n}-title": f"第{n}号档案" for n in range(1, 201)}
    response = post(browser, "check", **many, matters="200")
    html = text_of(response)
    assert "一张申请表最多写20项，现有200项" in html
    assert "第200号档案" in html


def test_a_text_of_several_things_can_be_divided_with_one_button(browser: Client) -> None:
    title = "2023年、2024年部门预算"
    assert "拆成2项" in text_of(post(browser, "check", **{"m1-title": title}))
    divided = text_of(post(browser, "split:1", **{"m1-title": title}, step="review"))
    assert "2023年部门预算" in divided
    assert "共2项" in divided
    send(browser, **{"m1-title": "2023年部门预算", "m2-title": "2024年部门预算", "m2-text": ""}, matters="2")
    assert list(Application.objects.order_by("position").values_list("position", "title")) == [
        (1, "2023年部门预算"), (2, "2024年部门预算"),
    ]  # fmt: skip


def test_matters_and_applicants_come_and_go_without_script(browser: Client) -> None:
    html = text_of(post(browser, "add-matter"))
    assert 'name="m2-title"' in html
    assert 'name="m2-title"' not in text_of(post(browser, "drop-matter:2", matters="2"))
    html = text_of(post(browser, "add-party"))
    assert 'name="p2-name"' in html
    assert "代表人" in html
    second = {"p2-kind": "natural", "p2-name": "孙二川", "p2-identity": "passport", "p2-identity_number": "E12345678"}
    send(browser, **second, parties="2", matters="1")
    assert sorted(one.name for one in Applicant.objects.all()) == ["孙二川", "钱一鸣"]


def test_agencies_are_found_by_name_and_an_abolished_one_is_not_offered(browser: Client, city: City) -> None:
    html = text_of(post(browser, "find", agency="", agency_words="教育"))
    assert "云川市教育局</option>" in html
    assert "云川市住房和城乡建设局</option>" not in html
    assert "名称里没有" in text_of(post(browser, "find", agency="", agency_words="水产"))
    city.schools.abolished_on = city.schools.__class__._meta.get_field("abolished_on").to_python("2026-01-01")
    city.schools.save()
    assert "云川市教育局</option>" not in text_of(browser.get("/apply/"))


def test_a_scan_is_sealed_at_once_and_need_not_be_sent_again(browser: Client) -> None:
    html = text_of(post(browser, "check", **{"p1-upload": picture(), "p1-phone": "电话"}))
    sealed = SealedFile.objects.get()
    assert sealed.purpose == "身份证明"
    assert sealed.kept_until is not None  # it goes unless the form is sent
    token = re.search(r'name="p1-scan" value="([^"]+)"', html)
    assert token is not None
    send(browser, **{"p1-scan": token[1]})
    assert Applicant.objects.get().identity_file_id == sealed.pk
    sealed.refresh_from_db()
    assert sealed.kept_until is None


def test_a_scan_of_another_form_cannot_be_attached(browser: Client) -> None:
    html = text_of(post(browser, "check", **{"p1-upload": picture(), "p1-phone": "电话"}))
    token = re.search(r'name="p1-scan" value="([^"]+)"', html)
    assert token is not None
    send(browser, **{"p1-scan": token[1]}, token="another-form-0123456789abcd")
    assert Applicant.objects.get().identity_file is None


@pytest.mark.parametrize(
    ("upload", "said"),
    [
        (SimpleUploadedFile("证件.docx", b"PK\x03\x04", "application/x"), "不能作为身份证明"),
        (SimpleUploadedFile("证件.jpg", b"not a picture at all", "image/jpeg"), "证件.jpg"),
    ],
)
def test_an_identity_paper_of_the_wrong_type_is_refused(browser: Client, upload: SimpleUploadedFile, said: str) -> None:
    response = post(browser, "check", **{"p1-upload": upload})
    assert response.status_code == 422
    assert said in text_of(response)
    assert "钱一鸣" in text_of(response)


def test_a_scan_of_eighty_megabytes_is_refused_and_what_was_typed_stays(browser: Client) -> None:
    huge = SimpleUploadedFile("扫描件.pdf", b"%PDF-1.4\n" + b"0" * (80 * 1024 * 1024), "application/pdf")
    response = post(browser, "check", **{"p1-upload": huge})
    html = text_of(response)
    assert response.status_code == 422
    assert "太大，没有收下" in html
    assert "各区发放户数和金额" in html
    assert not SealedFile.objects.exists()


def test_without_the_answer_of_the_guard_nothing_is_sent(browser: Client) -> None:
    response = post(browser, "send")
    assert response.status_code == 422
    assert "请回答验证问题" in text_of(response)
    assert 'value="钱一鸣"' in text_of(response)
    assert not Submission.objects.exists()


def test_a_form_without_its_token_is_refused(city: City) -> None:
    del city
    assert Client(enforce_csrf_checks=True).post("/apply/", QIAN | {"verb": "check"}).status_code == 403


def test_too_many_from_one_address_have_to_wait(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongkai.responsive.applications.portal.applying.SEND_TRIES", 1)
    send(browser)
    response = send(browser, token="another-form-0123456789abcd")
    assert response.status_code == 422
    assert Submission.objects.count() == 1
    assert "钱一鸣" in text_of(response)


def test_the_number_is_judged_while_typing(browser: Client) -> None:
    facts = {"kind": "natural", "identity": "id-card", "number": "110101199003070039", "name": "钱一鸣"}
    assert "校验码" in browser.post("/apply/identity", facts).json()["defect"]
    assert browser.post("/apply/identity", facts | {"number": "110101199003070038"}).json() == {"defect": ""}
    assert browser.post("/apply/identity", {"kind": "x"}).json() == {"defect": ""}
    assert browser.get("/apply/identity").status_code == 405


def test_a_draft_is_kept_sealed_and_opened_by_its_code_alone(browser: Client) -> None:
    html = text_of(post(browser, "save-draft", agency=""))
    code = re.search(r"data-draft>([^<]+)<", html)
    assert code is not None
    draft = Draft.objects.get()
    assert "钱一鸣" in draft.content
    raw = Draft.objects.values_list("code").annotate(sealed=Cast("content", TextField())).get()
    assert code[1] not in str(raw)
    assert "钱一鸣" not in str(raw)
    opened = text_of(Client().post("/apply/", {"verb": "open-draft", "draft_code": code[1].lower().replace("-", " ")}))
    assert 'value="钱一鸣"' in opened
    wrong = Client().post("/apply/", {"verb": "open-draft", "draft_code": "AAAA-BBBB-CCCC"})
    assert "没有这份草稿" in text_of(wrong)
    assert "没有这份草稿" in text_of(Client().post("/apply/", {"verb": "open-draft"}))
    post(browser, "save-draft", draft=code[1], **{"p1-name": "孙二川"})
    assert Draft.objects.count() == 1
    send(browser, draft=code[1])
    assert not Draft.objects.exists()


def test_a_draft_goes_after_its_time(browser: Client) -> None:
    post(browser, "save-draft")
    kept_until = Draft.objects.get().kept_until
    assert drop_old_drafts(kept_until) == 0
    assert drop_old_drafts(kept_until + dt.timedelta(days=1)) == 1
