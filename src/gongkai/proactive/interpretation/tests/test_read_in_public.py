"""What the public sees of interpretations: list, page, card, versions, tombstones, interface."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from django.utils.html import strip_tags

from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.rules import Withdrawal
from gongkai.proactive.documents.rules import Status as Stand
from gongkai.proactive.interpretation import actions, queries
from gongkai.project.tests.cast import EXPLAINED, NOTHING_FOUND, WRITTEN, document_at, drafted, step

NORM = {"category": "行政规范性文件", "genre": "办法", "title": "云川市新市民住房租赁补贴办法"}
NUMBER = "云川住建规〔2026〕1号"
HOST = {"HTTP_HOST": "open.yunchuan.example"}
POINTS = {
    "title": "租房补贴怎么领", "who": ["没有住房的新市民"],
    "amounts": [{"label": "一人户", "value": "每月300元", "note": ""}], "theme": "pine",
}  # fmt: skip


def only(document: Any) -> Any:
    (one,) = queries.interpretations_of(document.item)
    return one


def published(city: Any, **changes: Any) -> Any:
    """Return a public document with its interpretation."""
    return document_at(city, Stand.PUBLISHED, number=NUMBER, **NORM | changes)


def signed(city: Any, one: Any) -> Any:
    """Take an interpretation that goes out by itself to the public."""
    actions.submit(interpretation=one, by=city.lin)
    actions.approve(interpretation=one, by=city.zhou)
    actions.approve(interpretation=one, by=city.he, checks=NOTHING_FOUND)
    actions.approve(interpretation=one, by=city.zheng)
    actions.publish(interpretation=one, by=city.shen)
    one.refresh_from_db()
    return one


def second(city: Any, document: Any, **changes: Any) -> Any:
    given = {
        "title": "再说合租怎么领", "form": "qa", "html": f"<h2>合租能领吗？</h2><p>能，各领各的。</p>{EXPLAINED}", "sort": "second",
        "stage": "implementation", "reason": "群众多次问到合租",
    } | changes  # fmt: skip
    return signed(city, actions.draft(policy=document.item, by=city.lin, **given, **WRITTEN))


def get(client: Any, address: str, status: int = 200) -> str:
    response = client.get(address, **HOST)
    assert response.status_code == status, (response.status_code, address)
    return str(response.content.decode())


@pytest.mark.requirement("R162")
def test_document_and_interpretation_lead_to_each_other(client, city):
    document = published(city)
    one = only(document)
    assert f"/interpretations/{one.item.key}" in get(client, f"/documents/{document.item.key}")
    text = get(client, f"/interpretations/{one.item.key}")
    assert f"/documents/{document.item.key}" in text
    assert "云川市新市民住房租赁补贴办法" in text
    assert "现行有效" in text


@pytest.mark.requirement("R172")
def test_points_are_a_card_on_the_page_and_a_picture_to_take_away(client, city):
    document = published(city)
    one = second(city, document, form="graphic", title="一图看懂", html=f"<p>看图。</p>{EXPLAINED}", points=POINTS)
    base = f"/interpretations/{one.item.key}"
    text = get(client, base)
    assert 'data-card-theme="pine"' in text
    assert "每月300元" in "".join(strip_tags(text).split())
    picture = client.get(f"{base}/card.svg", **HOST)
    assert picture.content.startswith(b"<svg")
    assert b"<script" not in picture.content
    asked = second(city, document)
    assert get(client, f"/interpretations/{asked.item.key}/card.svg", 404)


@pytest.mark.requirement("R172")
def test_questions_stand_as_questions_for_people_and_machines(client, city):
    document = published(city)
    one = second(city, document)
    text = get(client, f"/interpretations/{one.item.key}")
    assert "合租能领吗？" in text
    assert '<h2 id="p1">' in text  # search leads to the very question
    said = json.loads(text.partition('application/ld+json">')[2].partition("</script>")[0])
    page = next(thing for thing in said["@graph"] if thing["@type"] == "FAQPage")
    assert page["mainEntity"][0]["acceptedAnswer"]["text"] == "能，各领各的。"


@pytest.mark.requirement("R168")
def test_marked_facts_stand_in_boxes_of_their_own(client, city):
    document = published(city)
    facts = [{"kind": "data", "text": "去年3200户领到补贴", "source": "市住房城乡建设局"}]
    one = second(city, document, facts=facts)
    text = get(client, f"/interpretations/{one.item.key}")
    assert "客观数据" in text
    assert "出处：市住房城乡建设局" in text


def test_other_interpretations_of_the_policy_are_named(client, city):
    document = published(city)
    first = only(document)
    one = second(city, document)
    assert f'href="/interpretations/{one.item.key}"' in get(client, f"/interpretations/{first.item.key}")


def test_the_list_is_narrowed_sorted_and_taken_away(client, city):
    document = published(city)
    second(city, document)
    assert "2件" in get(client, "/interpretations/")
    narrow = get(client, "/interpretations/?form=qa&q=合租")
    assert "再说合租怎么领" in narrow
    assert ">一图读懂</a>" not in narrow
    assert "没有符合条件的解读" in get(client, "/interpretations/?q=没有这样的词")
    rows = list(csv.reader(io.StringIO(get(client, "/interpretations/?format=csv").lstrip("\ufeff"))))
    assert len(rows) == 3
    told = json.loads(get(client, "/interpretations/?format=json&stage=implementation"))
    assert [row["title"] for row in told["items"]] == ["再说合租怎么领"]
    assert told["items"][0]["policy"] == document.item.key


@pytest.mark.parametrize("query", ["form=nothing", "stage=%00", "year=99999", "page=zzz", "sort=drop", "agency=%27"])
def test_nonsense_in_the_address_is_no_error(client, city, query):
    published(city)
    get(client, f"/interpretations/?{query}")


@pytest.mark.requirement("R169")
def test_a_newer_edition_of_the_policy_is_said_until_the_interpretation_follows(client, city):
    document = published(city)
    one = only(document)
    address = f"/interpretations/{one.item.key}"
    release = document.item.release
    edition = release.edition
    edition.state = "superseded"
    edition.save(update_fields=["state"])
    newer = edition.__class__.objects.create(
        item=document.item, number=2, state="published", title=edition.title, html=edition.html, text=edition.text,
        mode=edition.mode, published_at=edition.published_at, snapshot=edition.snapshot, content_sha256="0" * 64,
    )  # fmt: skip
    release.edition = newer
    release.save(update_fields=["edition"])
    text = get(client, address)
    assert "解读对应文件第1版" in text
    assert f"/documents/{document.item.key}/compare?old=1" in text
    assert "仍然适用" not in text
    one = only(document)
    with pytest.raises(publishing.Refused, match="核对结论"):
        actions.recheck(interpretation=one, conclusion=" ", by=city.lin)
    client.force_login(city.people["lin"])
    said = {"recheck-reason": "只改了错别字，解读不受影响。"}
    assert client.post(f"/desk/interpretation/{one.pk}/do/recheck/", said).status_code == 302
    text = get(client, address)
    assert "对照第2版核对，解读仍然适用" in text
    assert "只改了错别字" not in text  # the conclusion is the house's own
    with pytest.raises(publishing.Refused, match="没有新的版本"):
        actions.recheck(interpretation=only(document), conclusion="再核对一次", by=city.lin)


def test_a_repealed_policy_is_marked(client, city):
    document = published(city)
    one = only(document)
    repealer = drafted(city, title="关于废止租赁补贴办法的通知")
    publishing.relate(source=repealer.item, verb="repeals", target=document.item, by=city.shen)
    while repealer.status != Stand.PUBLISHED:
        step(city, repealer, number="云川住建发〔2026〕8号")
    text = get(client, f"/interpretations/{one.item.key}")
    assert "所解读的文件已不再施行" in text


def test_a_policy_that_is_not_public_is_not_named(client, city):
    document = drafted(city, **NORM | {"title": "秘而未宣的办法草案"})
    one = actions.draft(
        policy=document.item, title="草案想解决什么", html=f"<p>想听听大家的意见。</p>{EXPLAINED}", by=city.lin, stage="draft",
        consultation_url="https://open.yunchuan.example/consultations/1", **WRITTEN,
    )  # fmt: skip
    signed(city, one)
    text = get(client, f"/interpretations/{one.item.key}")
    assert "秘而未宣" not in text
    assert "https://open.yunchuan.example/consultations/1" in text
    told = json.loads(get(client, f"/api/v1/interpretations/{one.item.key}"))
    assert told["policy"] is None
    assert document.item.key not in get(client, "/interpretations/?format=csv")


def test_what_was_withdrawn_answers_gone_with_its_reason(client, city):
    document = published(city)
    one = second(city, document)
    actions.withdraw(interpretation=one, kind=Withdrawal.ERROR, reason="算例有误", by=city.shen)
    assert "算例有误" in get(client, f"/interpretations/{one.item.key}", 410)
    assert "算例有误" in get(client, f"/api/v1/interpretations/{one.item.key}", 410)
    assert get(client, f"/interpretations/{one.item.key}.json", 410)
    assert get(client, "/interpretations/yunchuan/nothing", 404)


def test_an_earlier_wording_keeps_its_address(client, city):
    document = published(city)
    one = second(city, document)
    edition = actions.open_next(interpretation=one, reason="补充换租的情形", by=city.lin)
    actions.save(
        interpretation=one, version=edition.version, by=city.lin, title="再说合租和换租",
        html=f"<h2>换租要重报吗？</h2><p>不用，更新合同备案号就行。</p>{EXPLAINED}",
    )  # fmt: skip
    signed(city, one)
    base = f"/interpretations/{one.item.key}"
    assert "再说合租和换租" in get(client, base)
    assert "补充换租的情形" in get(client, base)
    older = get(client, f"{base}/v1")
    assert "这是已被替换的旧版本" in older
    assert "合租能领吗？" in older
    assert json.loads(get(client, f"{base}/v1.json"))["edition"] == 1


def test_the_json_beside_it_is_what_the_log_proves(client, city):
    import hashlib

    document = published(city)
    one = only(document)
    response = client.get(f"/interpretations/{one.item.key}.json", **HOST)
    assert hashlib.sha256(response.content).hexdigest() == one.item.release.edition.content_sha256
    assert one.item.key in get(client, f"/verify/?q={one.item.key}")


def test_feed_and_sitemap_know_interpretations(client, city):
    document = published(city)
    one = only(document)
    assert f"/interpretations/{one.item.key}" in get(client, "/feeds/latest.xml")
    maps = get(client, "/sitemap.xml")
    pages = [part.partition("</loc>")[0] for part in maps.split("<loc>")[1:]]
    found = "".join(get(client, page.partition("open.yunchuan.example")[2]) for page in pages if "sitemap" in page)
    assert f"/interpretations/{one.item.key}" in found + maps


def test_the_interface_pages_by_cursor_and_revalidates(client, city):
    document = published(city)
    second(city, document)
    first = client.get("/api/v1/interpretations?limit=1", **HOST)
    told = first.json()
    assert [row["form"] for row in told["items"]] == ["qa"]
    rest = client.get(f"/api/v1/interpretations?limit=1&cursor={told['next_cursor']}", **HOST).json()
    assert [row["form"] for row in rest["items"]] == ["graphic"]
    assert rest["next_cursor"] is None
    assert client.get("/api/v1/interpretations?limit=1", HTTP_IF_NONE_MATCH=first["ETag"], **HOST).status_code == 304
    assert client.get("/api/v1/interpretations?cursor=zzz", **HOST).status_code == 422
    assert client.get("/api/v1/interpretations?form=zzz", **HOST).status_code == 422
    one = client.get(f"/api/v1/interpretations/{told['items'][0]['id']}", **HOST).json()
    assert one["policy"]["doc_number"] == NUMBER
    assert client.get("/api/v1/interpretations/nothing/2026-1", **HOST).status_code == 404
    named = client.get(f"/api/v1/interpretations?policy={document.item.key}", **HOST).json()
    assert len(named["items"]) == 2


@pytest.mark.requirement("R172")
def test_a_press_conference_says_when_and_with_whom(client, city):
    import datetime as dt

    document = published(city)
    first = only(document)
    one = second(
        city, document, form="press", held_on=dt.date(2026, 3, 9), speakers="郑怀山，市住房城乡建设局局长\n林知远",
        title="租房补贴新闻发布会实录",
    )  # fmt: skip
    text = get(client, f"/interpretations/{one.item.key}")
    assert "举行时间" in text
    assert "2026年3月9日" in text
    assert "郑怀山<small>市住房城乡建设局局长</small>" in text
    told = json.loads(get(client, f"/api/v1/interpretations/{one.item.key}"))
    assert (told["held_on"], told["speakers"]) == ("2026-03-09", ["郑怀山，市住房城乡建设局局长", "林知远"])
    plain = json.loads(get(client, f"/api/v1/interpretations/{first.item.key}"))
    assert (plain["held_on"], plain["speakers"]) == (None, [])
