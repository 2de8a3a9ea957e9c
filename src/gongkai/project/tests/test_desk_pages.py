"""The document desk as its people use it: pages and forms, not actions."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from gongkai.engine.publishing.models import Release
from gongkai.proactive.documents.models import Document
from gongkai.proactive.documents.rules import Status
from gongkai.project.tests.cast import GOOD, PASSWORD, TEXT, City, document_at, drafted


def as_(city: City, name: str) -> Client:
    client = Client()
    client.force_login(city.people[name])
    return client


def post(client: Client, document: Document, verb: str, **data: str) -> int:
    response = client.post(reverse("documents:decide", args=[document.pk, verb]), data)
    document.refresh_from_db()
    return response.status_code


def test_an_officer_signs_in_and_sees_what_waits(city: City, client: Client) -> None:
    document_at(city, Status.OFFICE_REVIEW)
    answer = client.post("/desk/sign-in/", {"username": "shen", "password": PASSWORD}, follow=True)
    assert "关于做好新市民住房租赁补贴发放工作的通知" in answer.content.decode()


def test_five_wrong_passwords_lock_the_account(city: City, client: Client) -> None:
    for _ in range(5):
        answer = client.post("/desk/sign-in/", {"username": "shen", "password": "不对"})
    assert answer.status_code == 429
    assert client.post("/desk/sign-in/", {"username": "shen", "password": PASSWORD}).status_code == 429


@pytest.mark.requirement("R001", "R002", "R003", "R007", "R009", "R010", "R013", "R014")
def test_a_document_goes_from_draft_to_public_by_pages_alone(city: City) -> None:
    lin = as_(city, "lin")
    form = {
        "version": "1", "agency": city.housing.pk, "division": city.rental.pk, "title": "关于新市民租房补贴的通知",
        "html": TEXT, "attribute": "proactive", "mode": "abstract", "ground": "X4", "reason": "含第三方商业秘密",
        **{key: value for key, value in GOOD.items() if key != "keywords"}, "keywords": "补贴、租赁",
        "wanted_columns": ["department-docs"], "formed_on": "2026-03-09",
    }  # fmt: skip
    answer = lin.post("/desk/documents/new/", form)
    assert answer.status_code == 302, answer.content.decode()
    document = Document.objects.get()
    assert post(lin, document, "submit") == 302
    page = as_(city, "zhou").get(f"/desk/documents/{document.pk}/").content.decode()
    assert "含第三方商业秘密" in page
    assert "同步发布图解" in page
    assert post(as_(city, "zhou"), document, "approve-head", opinion="同意") == 302
    assert post(as_(city, "shen"), document, "check", mode="abstract", mode_grounds="") == 422
    assert post(as_(city, "shen"), document, "check", mode="abstract", mode_grounds="涉及第三方") == 302
    assert post(as_(city, "he"), document, "clear", state_secret="none", work_secret="none") == 422
    assert post(as_(city, "he"), document, "clear", state_secret="none", work_secret="none", sensitive="found") == 409
    assert post(as_(city, "he"), document, "clear", state_secret="none", work_secret="none", sensitive="none") == 302
    assert document.status == Status.AUTHORITY_REVIEW
    assert post(as_(city, "xu"), document, "agree-attribute") == 302
    assert post(as_(city, "zheng"), document, "sign") == 302
    assert post(as_(city, "shen"), document, "issue", number="云川住建发〔2026〕3号", issued_on="2026-11-20") == 302
    assert post(as_(city, "shen"), document, "publish") == 302
    assert Release.objects.get().doc_number == "云川住建发〔2026〕3号"
    slip = as_(city, "shen").get(f"/desk/documents/{document.pk}/slip/").content.decode()
    assert "政务公开主管部门审查" in slip
    assert "商业秘密" in slip


@pytest.mark.requirement("R004")
def test_a_return_shows_its_cause_and_is_counted(city: City) -> None:
    document = document_at(city, Status.OFFICE_REVIEW)
    assert post(as_(city, "shen"), document, "return", cause="公开属性不当", detail="应主动公开") == 302
    assert "应主动公开" in as_(city, "lin").get(f"/desk/documents/{document.pk}/edit/").content.decode()
    counted = as_(city, "jian").get("/desk/documents/returns/").content.decode()
    assert "房产市场科" in counted
    assert "公开属性不当" in counted


@pytest.mark.requirement("R005")
def test_openness_is_preset_and_anything_else_needs_a_reason(city: City) -> None:
    page = as_(city, "lin").get("/desk/documents/new/").content.decode()
    assert re.search(r'<input[^>]*value="proactive"[^>]*checked', page)
    document = drafted(city, attribute="on-application")
    answer = as_(city, "lin").post(f"/desk/documents/{document.pk}/submit/")
    assert answer.status_code == 409
    assert "写明理由" in answer.content.decode()


def test_what_was_typed_stays_when_another_saved_first(city: City) -> None:
    document = drafted(city)
    lin = as_(city, "lin")
    page = f"/desk/documents/{document.pk}/edit/"
    form = {"version": "1", "agency": city.housing.pk, "title": "甲", "html": "<p>甲</p>", "attribute": "proactive", "mode": "full-text"}
    assert lin.post(page, form).status_code == 302
    answer = lin.post(page, form | {"title": "乙说", "html": "<p>乙的正文</p>"})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "乙的正文" in text
    assert "有人修改过" in text


def test_reading_pages_open(city: City) -> None:
    document = document_at(city, Status.PUBLISHED, number="云川住建发〔2026〕3号")
    shen = as_(city, "shen")
    for tail in ("", "history/", "compare/", "slip/"):
        assert shen.get(f"/desk/documents/{document.pk}/{tail}").status_code == 200
    for page in ("/desk/", "/desk/documents/?tab=all", "/desk/account/", "/desk/events/", "/desk/settings/codes/"):
        assert shen.get(page).status_code == 200, page
    for page in ("agencies", "people", "sites", "columns"):
        assert as_(city, "guan").get(f"/desk/settings/{page}/").status_code == 200, page


def test_days_come_back_into_the_form_as_a_browser_reads_them(city: City) -> None:
    document = drafted(city)
    page = as_(city, "lin").get(f"/desk/documents/{document.pk}/edit/").content.decode()
    assert re.search(r'name="formed_on"[^>]*value="2026-03-09"', page)
