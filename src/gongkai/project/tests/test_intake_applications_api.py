"""A city platform hands over applications through the API and follows them."""

from __future__ import annotations

import base64
import io
import json
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from gongkai.base.events import queries as events
from gongkai.base.organisations import actions as organisations
from gongkai.base.organisations.models import ApiToken, IdempotentCall
from gongkai.base.organisations.queries import the_system
from gongkai.base.vault.models import SealedFile
from gongkai.project.tests.cast import START, City
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.models import Application, Submission
from gongkai.responsive.applications.queries import handed_over
from gongkai.responsive.applications.tests.world import staff

PERSON = {
    "kind": "natural", "name": "钱一鸣", "identity": "id-card", "identity_number": "110101199003070038",
    "phone": "13800000000", "email": "qian@example.com",
}  # fmt: skip
FORM: dict[str, Any] = {
    "external_id": "CITY/2026/0001", "agency": "yc-zjj", "arrived_at": "2026-03-02T22:15:00+08:00",
    "applicants": [PERSON], "matters": [{"title": "2025年住房租赁补贴发放明细", "description": "各区户数"}],
    "form": "electronic", "method": "online",
}  # fmt: skip
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
URL = "/api/v1/intake/applications"


@pytest.fixture
def town(city: City) -> City:
    cache.clear()
    return staff(city)


def issued(town: City, name: str = "cityplatform", scopes: tuple[str, ...] = ("intake:applications",)) -> str:
    system = the_system("test")
    person = town.people.get(name)
    if person is None:
        person = organisations.create_person(username=name, name=name, password=None, agency=town.housing, by=system)
        organisations.appoint(person=person, agency=town.housing, role="partner", starts_on=START, by=system)
        town.people[name] = person
    return organisations.issue_token(name=name, person=person, agency=town.housing, scopes=scopes, by=system)


@pytest.fixture
def token(town: City) -> str:
    return issued(town)


def post(token: str, body: Any, key: str = "k1") -> Any:
    return Client().post(
        URL, body if isinstance(body, str) else json.dumps(body), content_type="application/json",
        HTTP_AUTHORIZATION=f"Bearer {token}", HTTP_IDEMPOTENCY_KEY=key,
    )  # fmt: skip


def where(token: str, external_id: str = FORM["external_id"]) -> Any:
    return Client().get(f"{URL}/{external_id}", HTTP_AUTHORIZATION=f"Bearer {token}")


@pytest.mark.requirement("R227")
def test_a_form_is_taken_in_with_receipt_and_secret_and_waits_for_confirmation(town: City, token: str) -> None:
    answer = post(token, FORM)
    body = answer.json()
    assert answer.status_code == 201, body
    form = Submission.objects.get()
    assert (body["receipt"], body["external_id"]) == (form.receipt, FORM["external_id"])
    assert check_password(body["secret"], form.secret)
    assert (form.door, form.arrived_on.isoformat(), form.received_on) == ("platform", "2026-03-02", None)
    assert form.arrived_at.isoformat() == "2026-03-02T14:15:00+00:00"
    assert body["matters"][0]["state"] == "arrived"
    assert form.applicants.get().name == "钱一鸣"


@pytest.mark.requirement("R227")
def test_a_repeated_call_is_answered_alike_under_any_key(town: City, token: str) -> None:
    first = post(token, FORM).json()
    actions.confirm(submission=Submission.objects.get(), on=timezone.localdate(), how="phone", by=town.jing)
    again, other = post(token, FORM), post(token, FORM, "k2")
    assert (again.status_code, again.json(), other.json()) == (201, first, first)
    assert again["Idempotency-Replayed"] == "true"
    assert Submission.objects.count() == 1


def test_under_a_new_token_the_answer_is_the_same_without_the_secret(town: City, token: str) -> None:
    first = post(token, FORM).json()
    again = post(issued(town), FORM, "k9").json()
    assert again == first | {"secret": None}


@pytest.mark.requirement("R227")
def test_the_same_number_or_key_with_other_content_is_refused_in_words(town: City, token: str) -> None:
    post(token, FORM)
    other = FORM | {"matters": [{"title": "另一项"}]}
    for key, word in (("k1", "Idempotency-Key"), ("k2", "这个编号的申请已经收到")):
        answer = post(token, other, key)
        assert (answer.status_code, word in answer.json()["detail"]) == (409, True), answer.json()
    assert Submission.objects.count() == 1


def test_nothing_personal_and_no_secret_lies_in_calls_events_and_refusals(town: City, token: str) -> None:
    body = post(token, FORM).json()
    wrong = post(token, FORM | {"applicants": [PERSON | {"identity_number": "110101199003070039"}]}, "k3")
    assert wrong.status_code == 422
    kept = json.dumps(
        list(IdempotentCall.objects.values("key", "body", "request_digest")), ensure_ascii=False, default=str
    )
    said = "\n".join(
        f"{one.subject_label} {one.remark} {one.new}" for one in events.events(tag="applications:intake:*")
    )
    said += "\n".join(str(one.new) + one.remark for one in events.events(tag="applications:intake:refuse"))
    for private in (body["secret"], "钱一鸣", "1101011990", "13800000000", "qian@example.com", "补贴"):
        assert private not in kept
        assert private not in said
        assert private not in wrong.content.decode()


@pytest.mark.requirement("R227")
def test_every_defect_is_told_by_field_in_chinese_at_once(town: City, token: str) -> None:
    answer = post(token, {
        "external_id": "", "agency": "yc-zjj", "arrived_at": "2026-03-02 22:15", "form": "诗歌", "matters": [],
        "applicants": [PERSON | {"identity_number": "110101199003070039", "email": "qian", "name": "云川有限公司"}, {"kind": 1}],
        "files": [{"name": "a.pdf", "content": "%%%"}], "colour": "red",
    })  # fmt: skip
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    told = {one["field"]: one["message"] for one in answer.json()["errors"]}
    assert {
        "external_id", "arrived_at", "form", "method", "matters", "applicants.0.identity_number", "applicants.0.email",
        "applicants.0.kind", "applicants.1.kind", "applicants.1.name", "files.0.content", "colour",
    } <= set(told), told  # fmt: skip
    assert "校验码" in told["applicants.0.identity_number"]
    assert "格式不正确。" not in told.values(), told
    assert not Submission.objects.exists()
    assert post(token, FORM).status_code == 201  # a corrected call may use the key again


@pytest.mark.parametrize(
    ("changes", "status", "field"),
    [
        ({"agency": "yc-jyj"}, 422, "agency"),
        ({"agency": "nobody"}, 422, "agency"),
        ({"arrived_at": "2099-01-01T00:00:00+08:00"}, 422, "arrived_at"),
        ({"matters": [{"title": f"第{n}项"} for n in range(200)]}, 422, "matters"),
        ({"files": [{"name": "身份证.txt", "content": "5rWL6K+V", "identity": True}]}, 422, "files.0.name"),
        ({"files": [{"name": "材料.exe", "content": "TVqQAAMA"}]}, 422, "files.0.content"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_leaves_nothing(
    town: City, token: str, changes: dict[str, Any], status: int, field: str
) -> None:
    answer = post(token, FORM | changes)
    assert answer.status_code == status, answer.json()
    assert [one["field"] for one in answer.json()["errors"]] == [field]
    assert not Submission.objects.exists()
    assert not SealedFile.objects.exists()
    assert not IdempotentCall.objects.exists()


def test_not_json_and_not_allowed_are_said_so(town: City, token: str) -> None:
    assert post(token, "\x00{").status_code == 400
    assert post("wrong", FORM).status_code == 401
    assert post(issued(town, "oa", ("intake:documents",)), FORM).status_code == 403
    key = Client().post(URL, json.dumps(FORM), content_type="application/json", HTTP_AUTHORIZATION=f"Bearer {token}")
    assert (key.status_code, key.json()["errors"][0]["field"]) == (422, "Idempotency-Key")


def test_files_come_sealed_in_base64_or_multipart(town: City, token: str) -> None:
    content = base64.b64encode(PDF).decode()
    files = [{"name": "身份证.pdf", "content": content, "identity": True}, {"name": "说明.pdf", "content": content}]
    assert post(token, FORM | {"files": files}).status_code == 201
    form = Submission.objects.get()
    assert form.applicants.get().identity_file is not None
    assert form.materials.count() == 1
    proof, paper = io.BytesIO(PDF), io.BytesIO(PDF)
    proof.name, paper.name = "身份证.pdf", "说明.pdf"
    answer = Client().post(
        URL, {"application": json.dumps(FORM | {"external_id": "M1"}), "identity": proof, "files": paper},
        HTTP_AUTHORIZATION=f"Bearer {token}", HTTP_IDEMPOTENCY_KEY="m1",
    )  # fmt: skip
    assert answer.status_code == 201, answer.json()
    assert SealedFile.objects.count() == 4


@pytest.mark.requirement("R227")
def test_the_platform_follows_its_own_forms_and_nobody_elses(town: City, token: str, monkeypatch: Any) -> None:
    monkeypatch.setattr(handed_over, "SETTLED_AFTER", -timezone.timedelta(seconds=1))
    two = FORM | {"matters": [{"title": "甲"}, {"title": "乙"}], "arrived_at": timezone.now().isoformat()}
    post(token, two)
    actions.confirm(submission=Submission.objects.get(), on=timezone.localdate(), how="phone", by=town.jing)
    first, second = Application.objects.order_by("position")
    actions.answer_at_once(application=first, where="已当场打印", by=town.jing)
    actions.withdraw(application=second, reason="", by=town.jing)
    body = where(token).json()
    assert [one["state"] for one in body["matters"]] == ["closed", "closed"]
    assert body["matters"][0]["outcome_name"].startswith("予以公开")
    assert [one["event"] for one in body["matters"][1]["steps"]] == ["arrived", "registered", "withdrawn"]
    assert "甲" not in json.dumps(body, ensure_ascii=False)
    stranger = issued(town, "other")
    assert (where(stranger).status_code, where(token, "nothing").status_code) == (404, 404)
    auth = {"HTTP_AUTHORIZATION": f"Bearer {token}"}
    told = Client().get(URL, **auth).json()
    assert [one["event"] for one in told["happened"]] == [
        "arrived", "arrived", "registered", "registered", "replied", "withdrawn",
    ]  # fmt: skip
    assert {one["external_id"] for one in told["happened"]} == {FORM["external_id"]}
    assert Client().get(URL, {"after": told["cursor"]}, **auth).json()["happened"] == []
    assert Client().get(URL, HTTP_AUTHORIZATION=f"Bearer {stranger}").json()["happened"] == []
    assert ApiToken.objects.count() == 2


@pytest.mark.requirement("R227")
def test_the_example_of_the_description_is_taken_in_as_it_stands(town: City, token: str) -> None:
    paths = Client().get("/api/v1/openapi.json").json()["paths"]
    example = paths["/api/v1/intake/applications"]["post"]["requestBody"]["content"]["application/json"]["example"]
    taken = post(token, example)
    assert taken.status_code == 201, taken.content.decode()
    assert where(token, example["external_id"]).json()["matters"][0]["state"] == "arrived"
