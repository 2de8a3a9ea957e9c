"""What an office system may do to us: in any order, twice, late, contradictory. Nothing lost, each told in words."""

import base64
import json
from typing import Any

import pytest
from django.test import Client

from gongkai.base.events import queries as events
from gongkai.base.files.models import StoredFile
from gongkai.doors.exchange import actions
from gongkai.doors.exchange.models import Message, Task
from gongkai.doors.exchange.tests.conftest import WHOLE, Caller
from gongkai.engine.publishing.actions import NotReady
from gongkai.engine.publishing.models import Item
from gongkai.proactive.documents import actions as documents
from gongkai.proactive.documents.models import Document
from gongkai.proactive.documents.queries import working_edition
from gongkai.proactive.documents.rules import Status
from gongkai.project.tests.cast import City, step

FILE = {"name": "附件1.txt", "content": base64.b64encode("补贴标准表".encode()).decode()}


def attachment(oa: Caller, file: Any = FILE, external_id: str = "OA-1", key: str = "a1") -> Any:
    return oa.send({"kind": "attachment", "external_id": external_id, "file": file}, key)


def the_document() -> Document:
    return Document.objects.get()


@pytest.mark.requirement("R027")
def test_a_whole_document_goes_on_and_is_acknowledged(city: City, oa: Caller) -> None:
    answer = oa.document()
    assert answer.status_code == 201, answer.json()
    body = answer.json()
    assert (body["state"], body["document"]["status"]) == ("applied", "division_review")
    asked = oa.call("GET", f"/api/v1/exchange/messages/{body['receipt']}")
    assert asked.json() == body
    assert the_document().division == city.rental


def test_the_same_again_is_answered_alike_and_changes_nothing(city: City, oa: Caller) -> None:
    first, second = oa.document(), oa.document()
    assert second["Idempotency-Replayed"] == "true"
    assert (first.json(), Document.objects.count()) == (second.json(), 1)


def test_one_key_for_two_contents_is_refused_in_words(city: City, oa: Caller) -> None:
    oa.document()
    answer = oa.document(title="另一件", key="d-OA-1")
    assert answer.status_code == 409
    assert "内容不同" in answer.json()["detail"]
    assert Document.objects.count() == 1


def test_the_same_document_under_a_new_key_is_not_taken_in_twice(city: City, oa: Caller) -> None:
    oa.document()
    again = oa.document(key="other").json()
    assert (again["state"], Document.objects.count(), Task.objects.count()) == ("applied", 1, 0)


@pytest.mark.requirement("R027")
def test_the_same_number_with_another_text_becomes_a_task(city: City, oa: Caller) -> None:
    oa.document(doc_number="云川住建发〔2026〕3号")
    answer = oa.document("OA-2", html="<p>补贴按月发放。</p>", doc_number="云川住建发(2026)第3号").json()
    assert (answer["state"], Document.objects.count()) == ("conflict", 1)
    task = Task.objects.get()
    assert task.detail["differs"] == ["html"]
    assert "补贴按户发放" in task.detail["ours"]["html"]
    assert "补贴按月发放" in task.detail["theirs"]["html"]


def test_a_conflict_may_be_settled_for_what_was_sent(city: City, oa: Caller) -> None:
    oa.document(attachments_to_follow=1)
    oa.document(html="<p>补贴按月发放。</p>", key="other", attachments_to_follow=1)
    actions.decide(task=Task.objects.get(), decision="adopt", reason="已与来文科室核对", by=city.shen)
    assert "补贴按月发放" in working_edition(the_document()).text
    assert Message.objects.get(key="other").state == "applied"


def test_a_conflict_may_be_settled_for_what_stands(city: City, oa: Caller) -> None:
    oa.document()
    oa.document(html="<p>补贴按月发放。</p>", key="other")
    actions.decide(task=Task.objects.get(), decision="keep", reason="以先收为准", by=city.shen)
    assert "补贴按户发放" in working_edition(the_document()).text
    assert Message.objects.get(key="other").payload == {}


@pytest.mark.requirement("R027")
def test_an_attachment_before_its_document_waits_and_joins_it(city: City, oa: Caller) -> None:
    early = attachment(oa).json()
    assert (early["state"], early["document"]) == ("parked", None)
    assert oa.document(attachments_to_follow=1).json()["document"]["status"] == "division_review"
    assert [one.name for one in working_edition(the_document()).files.all()] == ["附件1.txt"]
    assert oa.call("GET", f"/api/v1/exchange/messages/{early['receipt']}").json()["state"] == "applied"


def test_a_waiting_file_that_cannot_be_used_does_not_keep_its_document_out(city: City, oa: Caller) -> None:
    empty = {"name": "空.txt", "content": base64.b64encode(b" ").decode(), "as_text": True}
    early = attachment(oa, empty).json()
    assert oa.document().json()["document"]["status"] == "division_review"
    assert oa.call("GET", f"/api/v1/exchange/messages/{early['receipt']}").json()["state"] == "parked"
    assert Task.objects.get().kind == "supplement"


def test_a_document_waits_for_the_files_that_were_promised(city: City, oa: Caller) -> None:
    assert oa.document(attachments_to_follow=1).json()["document"]["status"] == "draft"
    assert attachment(oa).json()["document"]["status"] == "division_review"


def test_corrections_in_the_wrong_order_end_with_the_newest(city: City, oa: Caller) -> None:
    oa.correction("第二次更正", 2)
    oa.document(attachments_to_follow=1)
    late = oa.correction("第一次更正", 1).json()
    assert working_edition(the_document()).text == "第二次更正"
    assert "较早" in late["note"]


@pytest.mark.requirement("R027")
def test_a_withdrawal_before_its_document_stops_it_when_it_comes(city: City, oa: Caller) -> None:
    assert oa.withdrawal().json()["state"] == "parked"
    assert oa.document().json()["document"]["status"] == "abandoned"


def test_a_withdrawal_of_a_draft_ends_it(city: City, oa: Caller) -> None:
    oa.document(attachments_to_follow=1)
    assert oa.withdrawal().json()["document"]["status"] == "abandoned"


@pytest.mark.requirement("R027")
def test_a_withdrawal_before_publication_stops_what_is_ready_to_go(city: City, oa: Caller) -> None:
    oa.document()
    document = the_document()
    while document.status != Status.ISSUED:
        step(city, document, number="云川住建发〔2026〕3号")
    oa.withdrawal()
    with pytest.raises(NotReady, match="来文单位已撤回"):
        documents.publish(document=document, by=city.shen)
    desk = Client()
    desk.force_login(city.people["shen"])
    task_page = desk.get(f"/desk/exchange/tasks/{Task.objects.get().pk}/").content.decode()
    assert "由签发领导在公文页面上决定" in task_page
    actions.decide(task=Task.objects.get(), decision="stop", reason="属实", by=city.shen)
    with pytest.raises(NotReady, match="来文单位已撤回"):
        documents.publish(document=document, by=city.shen)


def test_a_withdrawal_in_review_is_decided_by_a_person_and_ends_the_paper(city: City, oa: Caller) -> None:
    oa.document()
    oa.withdrawal()
    assert the_document().status == Status.HEAD_REVIEW
    actions.decide(task=Task.objects.get(), decision="stop", reason="属实", by=city.shen)
    assert the_document().status == Status.ABANDONED


def test_a_withdrawal_found_to_be_a_mistake_lets_the_document_go_on(city: City, oa: Caller) -> None:
    oa.document()
    oa.withdrawal()
    actions.decide(task=Task.objects.get(), decision="go-on", reason="电话核实系误操作", by=city.shen)
    document = the_document()
    while document.status != Status.PUBLISHED:
        step(city, document, number="云川住建发〔2026〕3号")


def test_a_correction_of_a_draft_that_was_changed_here_is_asked_about(city: City, oa: Caller) -> None:
    oa.document(attachments_to_follow=1)
    document = the_document()
    edition = working_edition(document)
    documents.save(
        document=document, version=edition.version, by=city.shen, title=edition.title, html="<p>我方改过。</p>", mode=edition.mode
    )  # fmt: skip
    assert oa.correction("来文更正").json()["state"] == "conflict"
    assert working_edition(the_document()).text == "我方改过。"


def test_a_correction_of_something_public_opens_a_new_edition_when_adopted(city: City, oa: Caller) -> None:
    oa.document()
    document = the_document()
    while document.status != Status.PUBLISHED:
        step(city, document, number="云川住建发〔2026〕3号")
    oa.correction("补贴按季发放。")
    actions.decide(task=Task.objects.get(), decision="adopt", reason="更正标准", by=city.shen)
    assert (the_document().status, working_edition(the_document()).text) == (Status.DRAFT, "补贴按季发放。")


@pytest.mark.parametrize(
    ("document", "field"),
    [({"title": ""}, "document.title"), ({"genre": "诗歌"}, "document.genre"), ({"formed_on": "2026-02-30"}, "document.formed_on"),
     ({"colour": "red"}, "document.colour"), ({"division": "无此科"}, "document.division"), ({"agency": "x"}, "document.agency"),
     ({"html": "<p>机密★5年</p>"}, "document.html"), ({"files": [{"name": "a", "content": "%"}]}, "document.files.0.content")],
)  # fmt: skip
def test_nonsense_is_refused_with_its_field_and_nothing_is_kept(
    city: City, oa: Caller, document: Any, field: str
) -> None:
    answer = oa.document(**document)
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json"), answer.content
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert (Item.objects.count(), Message.objects.count()) == (0, 0)
    assert oa.document().status_code == 201


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff\xfe", b'{"kind":"poem"}', b'{"kind":"document"}', b"[" * 5000])
def test_a_body_that_means_nothing_is_told_so_in_chinese(city: City, oa: Caller, body: bytes) -> None:
    answer = oa.send(body)
    assert answer.status_code in {400, 422}
    assert any("\u4e00" <= letter <= "\u9fff" for letter in answer.json()["detail"])


@pytest.mark.requirement("R008")
def test_an_attachment_with_a_secrecy_mark_is_not_even_stored(city: City, oa: Caller) -> None:
    secret = {"name": "附件.txt", "content": base64.b64encode("秘密★1年\n附件内容".encode()).decode()}
    answer = attachment(oa, secret)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "file")
    assert StoredFile.objects.count() == 0


def test_a_request_that_is_too_large_is_told_another_way(city: City, oa: Caller, settings: Any) -> None:
    settings.MAX_UPLOAD_BYTES = 500
    answer = oa.document(html="<p>" + "长" * 70_000 + "</p>")
    assert (answer.status_code, Message.objects.count()) == (413, 0)
    assert "另送" in answer.json()["detail"]


def test_every_call_is_on_record_without_content(city: City, oa: Caller) -> None:
    oa.document()
    oa.document()
    oa.document("OA-9", genre="诗歌", title="不应留下的标题")
    rows = list(events.events(tag="exchange:call").order_by("seq"))
    assert [row.tag.rpartition(":")[2] for row in rows] == ["accept", "repeat", "refuse"]
    said = json.dumps([[row.new, row.remark, row.subject_label] for row in rows], ensure_ascii=False)
    assert WHOLE["title"] not in said
    assert "不应留下的标题" not in said


def test_what_is_done_keeps_no_second_copy_of_the_content(city: City, oa: Caller) -> None:
    oa.document()
    message = Message.objects.get()
    assert (message.payload, message.files.count()) == ({}, 0)


@pytest.mark.requirement("R008")
def test_a_document_found_secret_leaves_nothing_of_its_messages(city: City, oa: Caller) -> None:
    oa.document(attachments_to_follow=1)
    oa.document(html="<p>另一个版本</p>", key="other")
    documents.seal(document=the_document(), register_number="S-1", kept_at="机要室", by=city.he)
    actions.follow()
    kept = [[one.payload, one.label, one.note] for one in Message.objects.filter(direction="in")]
    kept += [[one.title, one.detail] for one in Task.objects.all()]
    said = json.dumps(kept, ensure_ascii=False)
    assert "另一个版本" not in said
    assert WHOLE["title"] not in said
