"""The public read API, as a stranger calls it."""

import json
from typing import Any

import pytest
from django.test import Client

from gongkai.base.events.rules import check_proof
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.rules import Withdrawal
from gongkai.engine.search import actions as search
from gongkai.proactive.documents import actions
from gongkai.proactive.documents.rules import Status
from gongkai.project.tests.cast import City, document_at, drafted

HOST = {"HTTP_HOST": "open.yunchuan.example"}
SECRET_WORD = "无人可见词"


def get(client: Client, path: str, **headers: Any) -> Any:
    return client.get(f"/api/v1/{path}", **HOST, **headers)


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    from django.core.cache import cache

    cache.clear()


@pytest.mark.requirement("R034")
def test_a_document_is_read_by_its_index_number(city: City, client: Client) -> None:
    document = document_at(city, Status.PUBLISHED, number="云川住建发〔2026〕12号")
    answer = get(client, f"documents/{document.item.key}")
    assert answer.status_code == 200
    body = answer.json()
    assert body["id"] == document.item.key
    assert body["doc_number"] == "云川住建发〔2026〕12号"
    assert "每户每月三百元" in body["html"]
    assert body["validity_name"] == "现行有效"


def test_numbers_are_found_in_any_spelling(city: City, client: Client) -> None:
    document_at(city, Status.PUBLISHED, number="云川住建发〔2026〕12号")
    document_at(city, Status.PUBLISHED)
    assert len(get(client, "documents?q=云川住建发[2026] 12号").json()["items"]) == 1
    assert len(get(client, "documents?q=新市民住房租赁").json()["items"]) == 2
    assert get(client, "documents?q=没有这个标题").json()["items"] == []


def test_filters_narrow(city: City, client: Client) -> None:
    document_at(city, Status.PUBLISHED)
    for query, count in [
        ("agency=yc-zjj", 1), ("agency=yc-jyj", 0), ("agency=yc-gov", 0), ("agency=yc-gov&subtree=true", 1),
        ("theme=住房保障", 1), ("theme=教育", 0), ("genre=通知", 1), ("genre=令", 0), ("year=2026", 1), ("year=2020", 0),
        ("kind=document", 1), ("kind=other", 0),
    ]:  # fmt: skip
        assert len(get(client, f"documents?{query}").json()["items"]) == count, query


def test_pages_neither_repeat_nor_skip_while_others_are_published(city: City, client: Client) -> None:
    keys = [document_at(city, Status.PUBLISHED).item.key for _ in range(5)]
    first = get(client, "documents?limit=2").json()
    document_at(city, Status.PUBLISHED)
    second = get(client, f"documents?limit=2&cursor={first['next_cursor']}").json()
    third = get(client, f"documents?limit=2&cursor={second['next_cursor']}").json()
    seen = [item["id"] for page in (first, second, third) for item in page["items"]]
    assert seen == keys[::-1]
    assert third["next_cursor"] is None


def test_an_unchanged_answer_is_not_sent_twice(city: City, client: Client) -> None:
    document = document_at(city, Status.PUBLISHED)
    tag = get(client, "documents")["ETag"]
    assert get(client, "documents", HTTP_IF_NONE_MATCH=tag).status_code == 304
    actions.withdraw(document=document, kind=Withdrawal.ERROR, reason="标准有误", by=city.shen)
    assert get(client, "documents", HTTP_IF_NONE_MATCH=tag).json()["items"] == []


def test_what_was_withdrawn_says_so(city: City, client: Client) -> None:
    document = document_at(city, Status.PUBLISHED)
    actions.withdraw(document=document, kind=Withdrawal.ERROR, reason="标准有误", by=city.shen)
    answer = get(client, f"documents/{document.item.key}")
    assert (answer.status_code, answer["Content-Type"]) == (410, "application/problem+json")
    assert "标准有误" in answer.json()["detail"]


@pytest.mark.requirement("R008")
def test_nothing_leaks_that_is_not_released(city: City, client: Client) -> None:
    public = document_at(city, Status.PUBLISHED)
    hidden = [
        drafted(city, title=f"{SECRET_WORD}草稿"),
        document_at(city, Status.SIGNING, title=f"{SECRET_WORD}待签"),
        document_at(
            city, Status.FILED, title=f"{SECRET_WORD}不公开", attribute="not-disclosed", ground="X6", reason="请示"
        ),
        document_at(city, Status.ISSUED, title=f"{SECRET_WORD}待公开"),
    ]
    sealed = document_at(city, Status.SECRECY_REVIEW, title=f"{SECRET_WORD}涉密")
    actions.seal(document=sealed, register_number="云住建密登2026-1", kept_at="保密室", by=city.he)
    doors = ["documents", f"documents?q={SECRET_WORD}", f"search?q={SECRET_WORD}", "search?q=", "columns", "agencies",
             "log/entries", "openapi.json", f"documents/{public.item.key}"]  # fmt: skip
    for door in doors:
        answer = get(client, door)
        assert answer.status_code == 200, door
        assert SECRET_WORD not in answer.content.decode(), door
        assert SECRET_WORD not in json.dumps(answer.json(), ensure_ascii=False), door
    for document in [*hidden, sealed]:
        answer = get(client, f"documents/{document.item.key}")
        assert answer.status_code == 404
        assert get(client, f"log/proof/{document.item.key}").status_code == 404


def test_search_answers_like_the_portal_and_drops_what_was_withdrawn(city: City, client: Client) -> None:
    document = document_at(city, Status.PUBLISHED)
    search.rebuild(documents=[])
    publishing.deliver()
    body = get(client, "search?q=租赁补贴").json()
    assert (body["total"], body["hits"][0]["id"]) == (1, document.item.key)
    actions.withdraw(document=document, kind=Withdrawal.ERROR, reason="标准有误", by=city.shen)
    body = get(client, "search?q=租赁补贴").json()  # the index has not heard of it yet
    assert (body["total"], body["hits"]) == (0, [])
    search.rebuild(documents=[])


def test_columns_and_agencies_are_listed(city: City, client: Client) -> None:
    assert [one["slug"] for one in get(client, "columns").json()["items"]] == ["department-docs"]
    assert {one["code"] for one in get(client, "agencies").json()["items"]} == {
        "yc-gov",
        "yc-office",
        "yc-zjj",
        "yc-jyj",
    }


def test_the_log_gives_entries_and_proofs_that_hold(city: City, client: Client) -> None:
    document = document_at(city, Status.PUBLISHED)
    page = get(client, "log/entries?limit=1").json()
    assert page["items"][0]["item"] == document.item.key
    proof = get(client, f"log/proof/{document.item.key}").json()
    assert check_proof(proof)


@pytest.mark.parametrize(
    ("path", "field"),
    [("documents?year=abc", "year"), ("documents?cursor=xyz", "cursor"), ("documents?since=2026-02-30", "since"),
     ("documents?limit=1000", "limit"), ("search?sort=best", "sort")],
)  # fmt: skip
def test_a_bad_request_names_its_field_in_chinese(city: City, client: Client, path: str, field: str) -> None:
    answer = get(client, path)
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    (error,) = answer.json()["errors"]
    assert error["field"] == field
    assert error["message"].endswith("。")


def test_an_address_that_does_not_exist_answers_with_problem_details(city: City, client: Client) -> None:
    answer = get(client, "nonsense/here")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_too_many_calls_are_slowed_down(city: City, client: Client, settings: Any) -> None:
    settings.API_CALLS_PER_MINUTE = 3
    codes = [get(client, "agencies").status_code for _ in range(4)]
    assert codes == [200, 200, 200, 429]
    answer = get(client, "agencies")
    assert int(answer["Retry-After"]) >= 1
    assert get(client, "agencies", REMOTE_ADDR="10.9.9.9").status_code == 200


def test_the_description_and_its_page_need_nothing_from_elsewhere(city: City, client: Client) -> None:
    openapi = get(client, "openapi.json").json()
    assert openapi["openapi"].startswith("3.1")
    assert {"/api/v1/documents", "/api/v1/documents/{id}", "/api/v1/intake/documents"} <= set(openapi["paths"])
    page = get(client, "docs").content.decode()
    assert "https://" not in page
    from django.contrib.staticfiles import finders

    assert finders.find("ninja/swagger-ui-bundle.js")


def test_one_page_of_the_list_costs_few_queries(city: City, client: Client, django_assert_max_num_queries: Any) -> None:
    for _ in range(3):
        document_at(city, Status.PUBLISHED)
    with django_assert_max_num_queries(6):
        get(client, "documents")


def test_a_wrong_method_is_told_which_ones_there_are(city: City, client: Client) -> None:
    answer = client.post("/api/v1/search", **HOST)
    assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")
    assert "GET" in answer["Allow"]
    assert "GET" in answer.json()["detail"]


@pytest.mark.requirement("R263")
def test_every_operation_shows_how_it_is_called_and_the_example_is_understood(city: City, client: Client) -> None:
    document_at(city, Status.PUBLISHED)
    paths = get(client, "openapi.json").json()["paths"]
    misunderstood = []
    for path, operations in paths.items():
        for method, operation in operations.items():
            (sample,) = operation["x-codeSamples"]
            address = sample["source"].rpartition("https://open.example.gov.cn")[2].rstrip("'")
            assert "{" not in address, path
            named = [one for one in operation.get("parameters", ()) if one["in"] in {"path", "query"}]
            assert not [one["name"] for one in named if one.get("required") and "example" not in one], path
            headers = {"Idempotency-Key": "OA-2026-0001"} if method == "post" else {}
            body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("example")
            assert (method == "post") == (body is not None), path
            answer = client.generic(
                method.upper(),
                address,
                json.dumps(body) if body else "",
                content_type="application/json",
                headers=headers,
            )
            if answer.status_code not in {200, 401, 404}:
                misunderstood.append((method, address, answer.status_code, answer.content.decode()[:300]))
    assert not misunderstood


@pytest.mark.django_db
def test_a_value_that_is_none_of_those_asked_for_is_told_in_chinese(client):
    answer = client.get("/api/v1/policies?audience=%E4%B8%AA%E4%BA%BA")
    assert answer.status_code == 422
    assert "只能是“company”、“resident”之一。" in answer.content.decode()
