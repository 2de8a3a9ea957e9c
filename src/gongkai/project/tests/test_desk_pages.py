"""The document desk as its people use it: pages and forms, not actions."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.models import Release
from gongkai.proactive.documents import actions as documents
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
    form = {
        "version": "1",
        "agency": city.housing.pk,
        "title": "甲",
        "html": "<p>甲</p>",
        "attribute": "proactive",
        "mode": "full-text",
    }
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


@pytest.mark.requirement("R031")
def test_an_entry_without_its_particulars_is_refused_with_the_list_of_defects(city: City) -> None:
    document = document_at(city, Status.ISSUED, number="云川住建发〔2026〕8号")
    Document.objects.filter(pk=document.pk).update(themes=[], genre="")
    answer = as_(city, "shen").post(f"/desk/documents/{document.pk}/publish/")
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "缺少主题分类" in text
    assert "缺少文种" in text


@pytest.mark.requirement("R016")
def test_a_sensitive_document_is_timed_with_an_assessment(city: City) -> None:
    document = document_at(city, Status.ISSUED, number="云川住建发〔2026〕9号", sensitive=True)
    page = f"/desk/documents/{document.pk}/schedule/"
    at = (timezone.localtime() + dt.timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M")
    refused = as_(city, "shen").post(page, {"at": at})
    assert refused.status_code == 409
    assert "时度效评估" in refused.content.decode()
    Document.objects.filter(pk=document.pk).update(timing_assessment="节前发布，避免影响开盘")
    # What reviewers saw has changed, so the old reviews no longer carry a release.
    assert as_(city, "shen").post(page, {"at": at}).status_code == 409


@pytest.mark.requirement("R016")
def test_a_scheduled_document_appears_at_its_time_and_not_before(city: City) -> None:
    document = document_at(
        city, Status.ISSUED, number="云川住建发〔2026〕9号", sensitive=True, timing_assessment="节后第一个工作日发布"
    )
    at = timezone.localtime() + dt.timedelta(hours=2)
    shen = as_(city, "shen")
    past = (timezone.localtime() - dt.timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M")
    assert shen.post(f"/desk/documents/{document.pk}/schedule/", {"at": past}).status_code == 409
    assert post(shen, document, "schedule", at=at.strftime("%Y-%m-%dT%H:%M")) == 302
    publishing.release_due()
    assert not Release.objects.exists()
    publishing.release_due(now=at + dt.timedelta(minutes=1))
    assert Release.objects.get().key == document.item.key
    assert Document.objects.get().status == Status.PUBLISHED


@pytest.mark.requirement("R016")
def test_one_that_may_not_go_out_keeps_no_other_waiting(city: City) -> None:
    at = timezone.now() + dt.timedelta(hours=2)
    first, second = (document_at(city, Status.ISSUED, number=f"云川住建发〔2026〕{n}号") for n in (9, 10))
    for document in (first, second):
        documents.schedule(document=document, at=at, by=city.shen)
    Document.objects.filter(pk=first.pk).update(attribute="on-application")  # decided otherwise meanwhile
    with pytest.raises(publishing.NotReady, match="不能公开发布"):
        publishing.release_due(now=at + dt.timedelta(minutes=1))
    assert [release.key for release in Release.objects.all()] == [second.item.key]


@pytest.mark.requirement("R021")
def test_five_opennesses_are_asked_for_and_shown(city: City) -> None:
    document = drafted(city, five=[])
    refused = as_(city, "lin").post(f"/desk/documents/{document.pk}/submit/")
    assert "五公开" in refused.content.decode()
    shown = as_(city, "lin").get(f"/desk/documents/{drafted(city, five=['decision', 'result']).pk}/").content.decode()
    assert "决策公开、结果公开" in shown


@pytest.mark.requirement("R008")
def test_a_secret_document_leaves_a_stub_at_most(city: City) -> None:
    document = document_at(city, Status.SECRECY_REVIEW, title="关于某专项工作的秘密通知")
    he = as_(city, "he")
    assert post(he, document, "seal", register_number="云住建密登2026-2", kept_at="机要室") == 302
    page = he.get("/desk/documents/secret-stubs/").content.decode()
    assert "云住建密登2026-2" in page
    for name in ("lin", "shen", "he", "jian"):
        own = f"/desk/documents/{document.pk}/"
        for url in (
            own,
            own + "compare/",
            own + "compare/?view=sides",
            own + "history/",
            "/desk/documents/?tab=all",
            "/desk/events/",
            "/desk/events/?format=csv",
        ):
            text = as_(city, name).get(url).content.decode()
            assert "每户每月三百元" not in text
            assert "某专项工作" not in text


@pytest.mark.requirement("R038")
def test_the_life_of_an_item_is_on_one_page(city: City) -> None:
    document = document_at(city, Status.PUBLISHED, number="云川住建发〔2026〕3号")
    assert post(as_(city, "shen"), document, "withdraw", kind="error", reason="附件有误") == 302
    page = as_(city, "shen").get(f"/desk/documents/{document.pk}/history/").content.decode()
    for word in ("起草公文", "核稿同意", "签发", "编号印发", "公开", "撤下", "附件有误"):
        assert word in page
    detail = as_(city, "shen").get(f"/desk/documents/{document.pk}/").content.decode()
    assert "本机关制作" in detail
    assert "保存位置" in detail


@pytest.mark.requirement("R022", "R023")
def test_the_publication_clock_runs_from_issue_to_release(city: City) -> None:
    document = document_at(city, Status.SIGNED, formed_on=dt.date(2026, 2, 6))
    issued = {"number": "云川住建发〔2026〕21号", "issued_on": "2026-02-09"}
    assert post(as_(city, "shen"), document, "issue", **issued) == 302
    # 10 working days from Mon 9 Feb: the Spring Festival is off, Sat 14 and 28 Feb are worked.
    page = as_(city, "shen").get(f"/desk/documents/{document.pk}/").content.decode()
    assert "逾期" in page
    assert "2月28日" in page
    assert "春节" in page
    assert "逾期" in as_(city, "jian").get("/desk/").content.decode()
    assert post(as_(city, "shen"), document, "publish") == 302
    done = as_(city, "jian").get("/desk/duties/export.csv")
    lines = b"".join(done.streaming_content).decode("utf-8-sig").splitlines()
    assert any("云川住建发〔2026〕21号" in line and line.endswith("逾期") for line in lines), lines


@pytest.mark.requirement("R007")
def test_an_issued_document_turned_inward_is_filed_and_its_clock_ends(city: City) -> None:
    document = document_at(city, Status.ISSUED, number="云川住建发〔2026〕22号")
    data = {"attribute": "not-disclosed", "ground": "X5", "reason": "属内部事务信息"}
    assert post(as_(city, "shen"), document, "reattribute", **data) == 403
    assert post(as_(city, "xu"), document, "reattribute", **data) == 302
    assert document.status == Status.FILED
    assert post(as_(city, "shen"), document, "publish") in {403, 409}
    assert not Release.objects.exists()


@pytest.mark.requirement("R035")
def test_a_correction_goes_through_all_reviews_and_then_replaces_the_old_wording(city: City) -> None:
    document = document_at(city, Status.PUBLISHED, number="云川住建发〔2026〕23号")
    assert post(as_(city, "shen"), document, "correct", note="更正补贴标准") == 302
    edition = document.item.editions.get(number=2)
    form = {
        "version": edition.version, "agency": city.housing.pk, "division": city.rental.pk, "title": edition.title,
        "html": TEXT.replace("三百元", "四百元"), "attribute": "proactive", "mode": "full-text", "formed_on": "2026-03-09",
        **{key: value for key, value in GOOD.items() if key not in {"keywords", "formed_on"}}, "submit": "1",
    }  # fmt: skip
    # The officer who corrects is the author now and reviews none of it; colleagues do.
    second_officer(city)
    assert as_(city, "shen").post(f"/desk/documents/{document.pk}/edit/", form).status_code == 302
    assert post(as_(city, "zhou"), document, "approve-head") == 302
    assert post(as_(city, "shen"), document, "check", mode="full-text", mode_grounds="同前") in {403, 409}
    assert post(as_(city, "shen2"), document, "check", mode="full-text", mode_grounds="同前") == 302
    assert post(as_(city, "he"), document, "clear", state_secret="none", work_secret="none", sensitive="none") == 302
    assert Release.objects.get().edition.number == 1
    assert post(as_(city, "zheng"), document, "sign") == 302
    assert document.status == Status.ISSUED
    assert post(as_(city, "shen2"), document, "publish") == 302
    release = Release.objects.get()
    assert release.edition.number == 2
    assert release.doc_number == "云川住建发〔2026〕23号"
    assert "四百元" in release.edition.html


def second_officer(city: City) -> None:
    from gongkai.base.organisations import actions as organisations
    from gongkai.base.organisations.queries import the_system

    system = the_system("test")
    person = organisations.create_person(
        username="shen2", name="沈二", password=PASSWORD, agency=city.housing, by=system
    )
    organisations.appoint(
        person=person, agency=city.housing, role="openness_officer", starts_on=dt.date(2020, 1, 1), by=system
    )
    city.people["shen2"] = person


def test_a_published_document_turned_inward_leaves_the_public_at_once(city: City) -> None:
    document = document_at(city, Status.PUBLISHED, number="云川住建发〔2026〕24号")
    data = {"attribute": "not-disclosed", "ground": "X4", "reason": "涉及第三方商业秘密"}
    assert post(as_(city, "xu"), document, "reattribute", **data) == 302
    assert document.status == Status.FILED
    assert not Release.objects.exists()
    answer = Client(headers={"host": "open.yunchuan.example"}).get(f"/documents/{document.item.key}")
    assert answer.status_code == 410
    assert "公开属性已依法变更" in answer.content.decode()


def test_a_filed_document_turned_public_starts_through_all_reviews(city: City) -> None:
    document = document_at(city, Status.FILED, attribute="not-disclosed", ground="X6", reason="请示")
    data = {"attribute": "proactive", "reason": "过程已结束，应当公开"}
    assert post(as_(city, "xu"), document, "reattribute", **data) == 302
    assert document.status == Status.DRAFT
    assert post(as_(city, "shen"), document, "publish") in {403, 409}
