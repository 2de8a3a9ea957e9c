from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from gongkai.engine.publishing.rules import Withdrawal
from gongkai.proactive.documents import actions as documents
from gongkai.proactive.policy import queries
from gongkai.proactive.policy.models import PolicyItem, PolicyPackage
from gongkai.proactive.policy.tests.world import RENT, corrected, hear, policy_document, public_item
from gongkai.project.tests.cast import City


def as_(city: City, who: str) -> Client:
    client = Client()
    client.force_login(city.people[who])
    return client


def fields(page: Any) -> dict[str, Any]:
    """Return what the form of an item holds, as a browser would send it."""
    form = page.context["form"]
    return {name: value for name, value in form.initial.items() if name in form.fields and value not in (None, False)}


@pytest.mark.requirement("R182")
def test_from_the_list_of_documents_to_the_public_page_by_two_people(city: City) -> None:
    document = policy_document(city)
    hear()
    lin, shen = as_(city, "lin"), as_(city, "shen")
    assert "关于高校毕业生租房补贴的通知" in lin.get("/desk/policy/").content.decode()
    base = f"/desk/policy/documents/{document.item_id}/"
    assert "<mark" in lin.get(base).content.decode()
    assert lin.post(f"{base}do/extract/").status_code == 302
    row = PolicyItem.objects.get()
    page = lin.get(f"/desk/policy/items/{row.pk}/")
    assert 'class="here"' in page.content.decode()
    typed = fields(page) | {"title": "高校毕业生租房补贴", "caps": "600", "opens": "3月1日"}
    assert lin.post(f"/desk/policy/items/{row.pk}/", typed).status_code == 302
    stale = lin.post(f"/desk/policy/items/{row.pk}/", typed | {"title": "后来的"})
    assert stale.status_code == 422
    assert "后来的" in stale.content.decode()
    wrong = lin.post(f"/desk/policy/items/{row.pk}/", typed | {"caps": "六百", "closes": "13月40日"})
    assert "请只填数字" in wrong.content.decode()
    assert "请写作2026-03-01" in wrong.content.decode()
    assert lin.post(f"/desk/policy/items/{row.pk}/do/submit/").status_code == 302
    assert "待核对发布" in shen.get("/desk/policy/").content.decode()
    seen = shen.get(f"/desk/policy/items/{row.pk}/").context["digest"]
    shen.post(f"/desk/policy/items/{row.pk}/do/release/", {"seen": seen})
    assert "高校毕业生租房补贴" in Client().get(f"/policies/{row.item.key}").content.decode()
    assert as_(city, "mo").get(f"/desk/policy/items/{row.pk}/").status_code == 404
    listed = lin.get("/desk/policy/items/?state=public&kind=subsidy&audience=resident").content.decode()
    assert row.item.key in listed
    assert "100%" in lin.get("/desk/policy/figures/").content.decode().replace("\n", "")


def test_conditions_are_edited_without_script(city: City) -> None:
    document = policy_document(city)
    lin = as_(city, "lin")
    hear()
    lin.post(f"/desk/policy/documents/{document.item_id}/do/extract/")
    row = PolicyItem.objects.get()
    base = f"/desk/policy/items/{row.pk}/condition/"

    def version() -> int:
        return queries.working_edition(PolicyItem.objects.get(pk=row.pk)).version

    assert 'name="number"' in lin.get(f"{base}?into=&fact=age").content.decode()
    lin.post(f"{base}?into=&fact=age", {"op": "ge", "number": "45", "version": version()})
    row.refresh_from_db()
    last = len(row.facts["condition"]["all"]) - 1
    assert row.facts["condition"]["all"][last] == {"fact": "age", "op": "ge", "value": 45.0}
    lin.post(f"{base}wrap/", {"path": str(last), "version": version()})
    lin.post(f"{base}?into={last}&fact=veteran", {"flag": "yes", "version": version()})
    refused = lin.post(f"{base}?into=&fact=age", {"op": "lt", "number": "400", "version": version()})
    assert refused.status_code == 422
    lin.post(f"{base}turn/", {"path": f"{last}.1", "version": version()})
    assert "不属于：退役军人" in lin.get(base).content.decode()
    lin.post(f"{base}remove/", {"path": str(last), "version": version()})
    row.refresh_from_db()
    assert len(row.facts["condition"]["all"]) == last
    assert (
        "请刷新页面" in lin.post(f"{base}remove/", {"path": "9.9", "version": version()}, follow=True).content.decode()
    )


def test_packages_are_made_at_the_desk(city: City) -> None:
    row = public_item(city)
    lin, shen = as_(city, "lin"), as_(city, "shen")
    typed = {"title": "青年安居服务包", "audience": "resident", "intro": "青年看这里", "members": [row.item.key]}
    assert lin.post("/desk/policy/packages/new/", typed).status_code == 302
    package = PolicyPackage.objects.get()
    base = f"/desk/policy/packages/{package.pk}/"
    lin.post(f"{base}do/submit/")
    shen.post(f"{base}do/release/", {"seen": shen.get(base).context["digest"]})
    assert "青年安居服务包" in Client().get("/policies/packages/").content.decode()
    assert lin.post(base, typed | {"title": "青年安居包", "version": "1"}).status_code == 302
    assert "正在修改" in lin.get("/desk/policy/packages/").content.decode()
    assert "青年安居服务包" in Client().get("/policies/packages/").content.decode()


def test_a_corrected_document_shows_its_differences_at_the_item(city: City) -> None:
    document = policy_document(city)
    row = public_item(city, document)
    corrected(city, document, RENT.replace("最高600元", "最高800元"))
    page = as_(city, "lin").get(f"/desk/policy/items/{row.pk}/").content.decode()
    assert "依据文件有了新的版本" in page
    assert "<ins>8</ins>" in page or "800" in page
    assert "待复核" in as_(city, "lin").get("/desk/policy/").content.decode()
    assert "正在核对" in Client().get(f"/policies/{row.item.key}").content.decode()


@pytest.mark.requirement("R190")
def test_the_interface_lists_items_and_judges_a_profile_without_keeping_it(city: City, client: Client) -> None:
    document = policy_document(city)
    row = public_item(city, document)
    listed = json.loads(client.get("/api/v1/policies?audience=resident").content)
    assert [one["id"] for one in listed["items"]] == [row.item.key]
    assert listed["next_cursor"] is None
    one = json.loads(client.get(f"/api/v1/policies/{row.item.key}").content)
    assert one["figures"]["caps"] == [600.0]
    assert {fact["key"] for fact in json.loads(client.get("/api/v1/policies/facts").content)} >= {"age", "staff"}
    profile = {"household_here": True, "home_here": False, "graduated_years": 2, "education": "master"}

    def asked(**facts: object) -> Any:
        body = {"audience": "resident", "profile": profile | facts}
        return client.post("/api/v1/policies/evaluate", json.dumps(body), content_type="application/json")

    answer = json.loads(asked().content)["items"][0]
    assert (answer["id"], answer["answer"], answer["unknown"]) == (row.item.key, "yes", [])
    assert json.loads(asked(home_here=True).content)["items"][0]["answer"] == "no"
    assert json.loads(asked(home_here=None).content)["items"][0]["unknown"] == ["home_here"]
    wrong = asked(age=400, shoe=43)
    assert wrong.status_code == 422
    assert "shoe" in wrong.content.decode()
    documents.withdraw(document=document, kind=Withdrawal.ERROR, reason="标准有误", by=city.shen)
    assert json.loads(client.get("/api/v1/policies").content)["items"] == []
    assert client.get(f"/api/v1/policies/{row.item.key}").status_code == 410
    assert client.get("/api/v1/policies/none/such").status_code == 404
