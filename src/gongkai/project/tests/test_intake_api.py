"""The OA hands over documents through the API."""

import base64
import io
import json
import threading
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from docx import Document as Docx

from gongkai.base.events import queries as events
from gongkai.base.files.models import StoredFile
from gongkai.base.organisations import actions as organisations
from gongkai.base.organisations.queries import the_system
from gongkai.engine.publishing.models import Item
from gongkai.proactive.documents import actions
from gongkai.proactive.documents.models import Document
from gongkai.proactive.documents.rules import Status
from gongkai.project.tests.cast import START, City, build_city, step

WHOLE: dict[str, Any] = {
    "external_id": "OA-2026-0001",
    "agency": "yc-zjj",
    "division": "房产市场科",
    "title": "关于做好住房租赁补贴发放工作的通知",
    "html": "<p>各区住房和城乡建设局：</p><p>补贴按户发放。</p>",
    "attribute": "proactive",
    "mode": "full-text",
    "genre": "通知",
    "category": "其他文件",
    "themes": ["住房保障"],
    "five": ["service"],
    "interpretation_plan": "同步发布图解",
    "formed_on": "2026-03-09",
}


def make_token(city: City, scopes: tuple[str, ...] = ("intake:documents",)) -> str:
    system = the_system("test")
    person = organisations.create_person(username="oa", name="办公系统", password=None, agency=city.housing, by=system)
    organisations.appoint(person=person, agency=city.housing, role="partner", starts_on=START, by=system)
    return organisations.issue_token(name="办公系统", person=person, agency=city.housing, scopes=scopes, by=system)


@pytest.fixture
def token(city: City) -> str:
    cache.clear()
    return make_token(city)


def post(token: str, body: Any, key: str = "k1") -> Any:
    return Client().post(
        "/api/v1/intake/documents", json.dumps(body), content_type="application/json",
        HTTP_AUTHORIZATION=f"Bearer {token}", HTTP_IDEMPOTENCY_KEY=key,
    )  # fmt: skip


def where(token: str, key: str) -> Any:
    return Client().get(f"/api/v1/intake/documents/{key}", HTTP_AUTHORIZATION=f"Bearer {token}")


@pytest.mark.requirement("R002")
def test_a_whole_document_goes_on_to_the_head_of_division(city: City, token: str) -> None:
    answer = post(token, WHOLE)
    assert answer.status_code == 201, answer.json()
    assert (answer.json()["status"], answer.json()["missing"]) == ("division_review", [])
    document = Document.objects.get(item__key=answer.json()["id"])
    assert (document.item.origin, document.division) == ("oa", city.rental)
    assert (document.attribute, document.interpretation_plan, document.release_channel) == (
        "proactive", "同步发布图解", "政府网站",
    )  # fmt: skip
    assert document.item.editions.get().mode == "full-text"


def test_what_came_by_api_goes_the_same_road_as_any_other(city: City, token: str) -> None:
    key = post(token, WHOLE).json()["id"]
    document = Document.objects.get(item__key=key)
    while document.status != Status.PUBLISHED:
        step(city, document, number="云川住建发〔2026〕3号")
    body = where(token, key).json()
    assert (body["status_name"], body["url"]) == ("已公开", f"/documents/{key}")


@pytest.mark.requirement("R001", "R004")
def test_a_document_without_attribute_is_kept_as_draft_and_told_what_is_missing(city: City, token: str) -> None:
    answer = post(token, {"agency": "yc-zjj", "title": "关于召开会议的通知"})
    assert answer.status_code == 201
    assert answer.json()["status"] == "draft"
    assert any("公开属性" in sentence for sentence in answer.json()["missing"])


def test_a_file_becomes_the_wording(city: City, token: str) -> None:
    paper = Docx()
    paper.add_paragraph("各区住房和城乡建设局：补贴按月发放。")
    data = io.BytesIO()
    paper.save(data)
    content = base64.b64encode(data.getvalue()).decode()
    sent = {**WHOLE, "html": "", "files": [{"name": "正文.docx", "content": content, "as_text": True}]}
    answer = post(token, sent)
    assert answer.status_code == 201, answer.json()
    assert "补贴按月发放" in Item.objects.get(key=answer.json()["id"]).editions.get().html


def test_files_also_come_as_multipart(city: City, token: str) -> None:
    body = {key: value for key, value in WHOLE.items() if key != "html"}
    text = io.BytesIO("关于补贴的通知\n补贴按年发放。".encode())
    text.name = "正文.txt"
    answer = Client().post(
        "/api/v1/intake/documents", {"document": json.dumps(body), "text": text},
        HTTP_AUTHORIZATION=f"Bearer {token}", HTTP_IDEMPOTENCY_KEY="m1",
    )  # fmt: skip
    assert answer.status_code == 201, answer.json()
    assert "补贴按年发放" in Item.objects.get(key=answer.json()["id"]).editions.get().text


def test_a_repeated_call_is_answered_alike_and_changes_nothing(city: City, token: str) -> None:
    first, second = post(token, WHOLE), post(token, WHOLE)
    assert (second.status_code, second.json()) == (201, first.json())
    assert second["Idempotency-Replayed"] == "true"
    assert Document.objects.count() == 1


def test_one_key_for_two_contents_is_refused(city: City, token: str) -> None:
    post(token, WHOLE)
    answer = post(token, {**WHOLE, "title": "另一件"})
    assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
    assert Document.objects.count() == 1


def test_one_document_under_two_keys_is_refused(city: City, token: str) -> None:
    key = post(token, WHOLE, "k1").json()["id"]
    answer = post(token, WHOLE, "k2")
    assert answer.status_code == 409
    assert key in answer.json()["detail"]


def test_a_refused_call_may_be_corrected_under_its_key(city: City, token: str) -> None:
    assert post(token, {**WHOLE, "agency": "nobody"}).status_code == 422
    assert post(token, WHOLE).status_code == 201


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"agency": "nobody"}, "agency"), ({"agency": "yc-jyj"}, "agency"), ({"formed_on": "2026-02-30"}, "formed_on"),
     ({"title": ""}, "title"), ({"genre": "诗歌"}, "genre"), ({"themes": ["玄学"]}, "themes.0"), ({"attribute": "secret"}, "attribute"),
     ({"division": "无此科"}, "division"), ({"colour": "red"}, "colour"), ({"files": [{"name": "a.txt", "content": "%%%"}]}, "files.0.content"),
     ({"html": "<p>机密★5年</p>"}, "html")],
)  # fmt: skip
def test_nonsense_is_refused_with_its_field_and_nothing_is_kept(
    city: City, token: str, changes: Any, field: str
) -> None:
    answer = post(token, {**WHOLE, **changes})
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert not Item.objects.exists()


def test_a_file_that_cannot_be_read_is_refused_in_words(city: City, token: str) -> None:
    content = base64.b64encode(b"PK\x03\x04broken").decode()
    answer = post(token, {**WHOLE, "files": [{"name": "坏.docx", "content": content}]})
    assert answer.status_code == 422
    assert answer.json()["detail"].endswith("。")
    assert not Item.objects.exists()


def test_a_file_without_text_cannot_be_the_wording_and_leaves_nothing(city: City, token: str) -> None:
    data = io.BytesIO()
    Docx().save(data)
    content = base64.b64encode(data.getvalue()).decode()
    answer = post(token, {**WHOLE, "html": "", "files": [{"name": "空.docx", "content": content, "as_text": True}]})
    assert (answer.status_code, Item.objects.count()) == (422, 0)
    assert "没有可提取的文字" in answer.json()["detail"]


@pytest.mark.requirement("R008")
def test_an_attachment_with_a_secrecy_mark_is_not_even_stored(city: City, token: str) -> None:
    content = base64.b64encode("秘密★1年\n附件内容".encode()).decode()
    answer = post(token, {**WHOLE, "files": [{"name": "附件.txt", "content": content}]})
    assert answer.status_code == 422
    assert StoredFile.objects.count() == 0
    assert "附件内容" not in json.dumps([event.new for event in events.events()], ensure_ascii=False)


def test_a_request_that_is_too_large_is_told_another_way(city: City, token: str, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 500
    answer = post(token, {**WHOLE, "html": "<p>" + "长" * 1000 + "</p>"})
    assert (answer.status_code, answer["Content-Type"]) == (413, "application/problem+json")
    assert "multipart" in answer.json()["detail"]


def test_every_call_leaves_an_event(city: City, token: str) -> None:
    key = post(token, WHOLE).json()["id"]
    post(token, WHOLE)
    post(token, {"title": "缺机关"}, "k3")
    where(token, key)
    tags = [event.tag for event in events.events(tag="documents:intake").order_by("seq")]
    assert tags == [f"documents:intake:{act}" for act in ("receive", "repeat", "refuse", "read")]
    assert events.verify() == []


def test_it_needs_a_token_with_the_scope_and_a_key(city: City, token: str) -> None:
    assert post("wrong", WHOLE).status_code == 401
    assert Client().post("/api/v1/intake/documents", "{}", content_type="application/json").status_code == 401
    answer = Client().post(
        "/api/v1/intake/documents",
        json.dumps(WHOLE),
        content_type="application/json",
        HTTP_AUTHORIZATION=f"Bearer {token}",
    )
    assert answer.json()["errors"][0]["field"] == "Idempotency-Key"
    assert post(token, "{not json").status_code == 422


def test_a_token_without_the_scope_is_told_so(city: City) -> None:
    cache.clear()
    assert post(make_token(city, scopes=("intake:applications",)), WHOLE).status_code == 403


def test_a_partner_sees_only_its_own_agency(city: City, token: str) -> None:
    other = actions.draft(agency=city.schools, title="教育局的通知", by=city.mo)
    assert where(token, other.item.key).status_code == 404


def test_a_partner_cannot_decide_anything(city: City, token: str) -> None:
    key = post(token, WHOLE).json()["id"]
    for path in (f"documents/{key}/decisions", f"intake/documents/{key}/decisions", f"intake/documents/{key}"):
        answer = Client().post(
            f"/api/v1/{path}", "{}", content_type="application/json", HTTP_AUTHORIZATION=f"Bearer {token}"
        )
        assert answer.status_code in {404, 405}
    assert Document.objects.get(item__key=key).status == Status.HEAD_REVIEW


@pytest.mark.skipif(
    "connection.vendor == 'sqlite' and connection.is_in_memory_db()",
    reason="两个连接需要文件数据库（GONGKAI_TEST_DATABASE_FILE）",
)
@pytest.mark.django_db(transaction=True)
def test_two_calls_at_one_moment_take_in_one_document() -> None:
    cache.clear()
    token = make_token(build_city())
    answers: list[Any] = []
    barrier = threading.Barrier(2)

    def call() -> None:
        barrier.wait()
        try:
            answers.append(post(token, WHOLE))
        finally:
            connection.close()

    threads = [threading.Thread(target=call) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert Document.objects.count() == 1
    assert sorted(answer.headers.get("Idempotency-Replayed", "") for answer in answers) == ["", "true"]
