"""Special topics: arranged at the desk, reviewed and released like everything else, shown at /topics/."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone

from gongkai.base.notify.models import Message
from gongkai.base.organisations.queries import NotAllowed
from gongkai.doors.site import actions
from gongkai.doors.site.models import Topic
from gongkai.doors.site.queries import edition_of
from gongkai.doors.site.rules import BlockRefused
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.actions import AlreadyReviewed, NotReady, Refused, Stale
from gongkai.engine.publishing.rules import Withdrawal
from gongkai.proactive.documents import actions as documents
from gongkai.project.tests.cast import NOTHING_FOUND, PASSWORD, City

from .conftest import HOST, page, publish
from .piecework import TEXT, appoint, approved, released, topic, version


@pytest.fixture(autouse=True)
def _posts(city: City) -> None:
    appoint(city)


def desk(username: str) -> Client:
    client = Client(HTTP_HOST=HOST)
    assert client.login(request=RequestFactory().get("/"), username=username, password=PASSWORD)
    return client


ALL_BLOCKS = (
    ("text", TEXT),
    ("query", {"title": "相关文件", "words": "租赁补贴", "limit": 5}),
    ("column", {"title": "部门文件", "slug": "department-docs", "limit": 3}),
    ("cards", {"title": "办事入口", "lines": "申请补贴｜先看条件｜/documents/\n省平台｜https://www.province.example/"}),
    ("timeline", {"title": "进展", "lines": "2026年3月｜方案印发｜明确标准\n2026年4月｜开始受理"}),
    ("table", {"title": "标准", "lines": "户型｜每月补贴\n一人户｜300元\n三人户｜500元"}),
    ("faq", {"title": "常见问题", "lines": "问：谁可以申请？\n答：在本市就业的新市民。\n可以委托他人。\n\n问：多久办结？\n答：二十个工作日。"}),
)  # fmt: skip


@pytest.mark.requirement("R252", "R263")
def test_a_topic_shows_its_blocks_and_tells_machines_of_its_questions(reader: Client, city: City, published) -> None:
    released(city, topic(city, *ALL_BLOCKS))
    html = page(reader, "/topics/rent/")
    said = html.replace("<wbr>", "")
    for words in (
        "每户每月可以领取补贴",
        "办事入口",
        "https://www.province.example/",
        "方案印发",
        "一人户",
        "谁可以申请",
    ):
        assert words in said
    assert said.count(f'href="/documents/{published.item.key}?from=topic"') == 2
    assert "新市民租房补贴" in page(reader, "/topics/").replace("<wbr>", "")
    assert "新市民租房补贴" in page(reader, "/").replace("<wbr>", "")
    graph = json.loads(re.search(r'ld\+json">(.*?)</script>', html)[1])["@graph"]
    asked = next(one for one in graph if one["@type"] == "FAQPage")["mainEntity"]
    assert asked[0]["acceptedAnswer"]["text"] == "在本市就业的新市民。\n可以委托他人。"
    assert 'name="ArticleTitle" content="新市民租房补贴"' in html


def test_a_topic_is_found_by_search_and_stands_in_feed_and_sitemap(reader: Client, city: City) -> None:
    released(city, topic(city))
    assert "/topics/rent/" in page(reader, "/search?q=新市民租房补贴")
    assert "/topics/rent/" in page(reader, "/feeds/latest.xml")
    assert "/topics/rent/" in page(reader, f"/sitemap-{timezone.localdate():%Y-%m}.xml")


def test_nothing_of_a_topic_is_public_before_every_review(reader: Client, city: City) -> None:
    made = topic(city)
    page(reader, "/topics/rent/", 404)
    with pytest.raises(Refused, match="还没有送审"):
        actions.publish(piece=made, by=city.shen)
    with pytest.raises(NotReady, match="审核"):
        publishing.release(edition=edition_of(made), by=city.shen)
    actions.submit(piece=made, by=city.bian)
    with pytest.raises(Refused, match="请先完成“审核”"):
        actions.approve(piece=made, step="secrecy", by=city.he, checks=NOTHING_FOUND)
    with pytest.raises(NotAllowed):
        actions.approve(piece=made, step="check", by=city.bian)
    actions.approve(piece=made, step="check", by=city.shen)
    with pytest.raises((NotAllowed, AlreadyReviewed)):
        actions.approve(piece=made, step="secrecy", by=city.shen, checks=NOTHING_FOUND)
    page(reader, "/topics/rent/", 404)
    assert "租房补贴" not in page(reader, "/topics/")


def test_each_is_told_when_it_is_their_turn(city: City) -> None:
    approved(city, made := topic(city))
    told = {
        (message.person.username, message.title[:5])
        for message in Message.objects.filter(url=f"/desk/site/topics/{made.pk}/").select_related("person")
    }
    assert {("shen", "待审核：专"), ("he", "待保密审查"), ("shen", "待发布：专")} <= told
    assert not [name for name, _ in told if name == "bian"]
    actions.send_back(piece=made, step="check", opinion="改短", by=city.shen)
    assert Message.objects.filter(person=city.people["bian"], title__startswith="已退回").exists()


def test_what_was_found_before_release_must_be_decided(city: City) -> None:
    made = topic(city, ("text", TEXT | {"html": "<p>联系人手机号13912345678，身份证号11010519491231002X。</p>"}))
    approved(city, made)
    with pytest.raises(NotReady):
        actions.publish(piece=made, by=city.shen)


def test_a_change_after_review_needs_another(city: City) -> None:
    made = approved(city, topic(city))
    with pytest.raises(Refused, match="已经送审"):
        actions.add_block(topic=made, version=version(made), kind="text", typed=TEXT, by=city.bian)
    actions.send_back(piece=made, step="check", opinion="标题改短", by=city.shen)
    actions.add_block(topic=made, version=version(made), kind="text", typed=TEXT, by=city.bian)
    actions.submit(piece=made, by=city.bian)
    with pytest.raises(NotReady, match="审核"):
        actions.publish(piece=made, by=city.shen)


def test_two_editors_lose_nothing(city: City) -> None:
    made = topic(city)
    seen = version(made)
    actions.add_block(topic=made, version=seen, kind="text", typed=TEXT, by=city.bian)
    with pytest.raises(Stale):
        actions.add_block(topic=made, version=seen, kind="text", typed=TEXT, by=city.bian)
    made.refresh_from_db()
    assert len(made.blocks) == 2


def test_blocks_change_places_and_leave(city: City) -> None:
    made = topic(city, ("text", TEXT | {"title": "甲"}), ("text", TEXT | {"title": "乙"}))
    last = made.blocks[1]["id"]
    made = actions.move_block(topic=made, version=version(made), block=last, up=True, by=city.bian)
    assert [block["title"] for block in made.blocks] == ["乙", "甲"]
    made = actions.remove_block(topic=made, version=version(made), block=last, by=city.bian)
    assert [block["title"] for block in made.blocks] == ["甲"]


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("cards", {"title": "x", "lines": "坏｜javascript:alert(1)"}),
        ("cards", {"title": "x", "lines": "坏｜//evil.example/"}),
        ("cards", {"title": "x", "lines": "坏｜/desk/settings/"}),
        ("cards", {"title": "x", "lines": "坏｜data:text/html,x"}),
        ("table", {"title": "x", "lines": "一｜二\n只有一列"}),
        ("faq", {"title": "x", "lines": "没有问号的话"}),
        ("query", {"title": "x", "limit": 5}),
        ("query", {"title": "x", "words": "通知", "limit": 5000}),
        ("text", {"html": "<script>alert(1)</script>"}),
        ("iframe", {"title": "x"}),
    ],
)
def test_it_refuses_what_may_not_stand_in_a_block(city: City, kind: str, typed: dict) -> None:
    made = topic(city)
    with pytest.raises(BlockRefused):
        actions.add_block(topic=made, version=version(made), kind=kind, typed=typed, by=city.bian)


def test_text_is_cleaned_by_the_one_allow_list(reader: Client, city: City) -> None:
    dirty = '<p onclick="x()">好<img src=x onerror=alert(1)><script>alert(2)</script><iframe src="//e"></iframe></p>'
    released(
        city,
        topic(
            city,
            ("text", TEXT | {"html": dirty}),
            ("faq", {"title": "<b>问</b>", "lines": "问：<i>a</i>\n答：<script>x</script>"}),
        ),
    )
    main = page(reader, "/topics/rent/").split("<main")[1].split("</main")[0]
    for bad in ("onclick", "onerror", "<script", "<iframe", "<i>a</i>", "<b>问"):
        assert bad not in main


def test_only_public_documents_can_be_picked(city: City) -> None:
    from gongkai.project.tests.cast import Status, document_at

    hidden = document_at(city, Status.SIGNED, title="关于内部安排的通知")
    made = topic(city)
    with pytest.raises(Refused, match="没有查到已公开的文件"):
        actions.add_block(
            topic=made,
            version=version(made),
            kind="picks",
            typed={"title": "文件", "keys": hidden.item.key},
            by=city.bian,
        )


def test_a_withdrawn_document_leaves_a_kept_topic_at_once(reader: Client, city: City, published) -> None:
    key = published.item.key
    released(city, topic(city, ("text", TEXT), ("picks", {"title": "文件", "keys": "云川住建发[2026]12号"})))
    assert f"/documents/{key}" in page(reader, "/topics/rent/")
    assert reader.get("/topics/rent/")["X-Page-Cache"] == "hit"
    documents.withdraw(document=published, kind=Withdrawal.ERROR, reason="有误", by=city.shen)
    html = page(reader, "/topics/rent/")
    assert f"/documents/{key}" not in html
    assert "关于做好新市民住房租赁补贴" not in html.replace("<wbr>", "")


def test_a_new_document_enters_a_kept_topic_at_once(reader: Client, city: City) -> None:
    released(city, topic(city, ("text", TEXT), ("query", {"title": "文件", "agency": "yc-zjj", "limit": 5})))
    page(reader, "/topics/rent/")
    document = publish(city)
    assert f"/documents/{document.item.key}" in page(reader, "/topics/rent/")


def test_a_correction_stays_unseen_until_released_and_can_be_given_up(reader: Client, city: City) -> None:
    made = released(city, topic(city))
    actions.open_next(piece=made, reason="补充标准", by=city.bian)
    made = Topic.objects.get(pk=made.pk)
    made = actions.add_block(
        topic=made, version=version(made), kind="text", typed={"html": "<p>尚在酝酿的标准。</p>"}, by=city.bian
    )
    assert "尚在酝酿" not in page(reader, "/topics/rent/")
    actions.discard(piece=made, reason="不改了", by=city.bian)
    assert len(Topic.objects.get(pk=made.pk).blocks) == 1
    actions.open_next(piece=made, reason="补充标准", by=city.bian)
    made = Topic.objects.get(pk=made.pk)
    made = actions.add_block(
        topic=made, version=version(made), kind="text", typed={"html": "<p>新的标准。</p>"}, by=city.bian
    )
    released(city, made)
    assert "新的标准" in page(reader, "/topics/rent/")


def test_it_can_be_scheduled_and_withdrawn(reader: Client, city: City) -> None:
    made = approved(city, topic(city))
    at = timezone.now() + dt.timedelta(hours=2)
    actions.schedule(piece=made, at=at, by=city.shen)
    page(reader, "/topics/rent/", 404)
    assert publishing.release_due(now=at) == 1
    page(reader, "/topics/rent/")
    actions.withdraw(piece=made, kind=Withdrawal.ERROR, reason="内容过时", by=city.shen)
    assert "内容过时" in page(reader, "/topics/rent/", 410)
    assert "租房补贴" not in page(reader, "/topics/").replace("<wbr>", "")


@pytest.mark.requirement("R252")
def test_an_editor_arranges_previews_and_hands_in_at_the_desk(reader: Client, city: City, published) -> None:
    editor = desk("bian")
    answer = editor.post(
        "/desk/site/topics/new/", {"agency": city.government.pk, "title": "租房", "slug": "zf", "lede": "一页看全。"}
    )
    made = Topic.objects.get(slug="zf")
    assert (answer.status_code, answer["Location"]) == (302, f"/desk/site/topics/{made.pk}/")
    for kind, typed in ALL_BLOCKS:
        answer = editor.post(f"/desk/site/topics/{made.pk}/blocks/new/{kind}/", typed | {"version": version(made)})
        assert answer.status_code == 302, (kind, answer.content.decode()[:3000])
    made.refresh_from_db()
    for block in made.blocks:
        assert editor.get(f"/desk/site/topics/{made.pk}/blocks/{block['id']}/").status_code == 200
    stale = editor.post(f"/desk/site/topics/{made.pk}/blocks/new/text/", TEXT | {"version": 1})
    assert stale.status_code == 422
    preview = editor.get(f"/desk/site/topics/{made.pk}/preview/")
    assert "预览，尚未公开" in preview.content.decode()
    assert f"/documents/{published.item.key}" in preview.content.decode()
    assert "no-store" in preview["Cache-Control"]
    assert editor.post(f"/desk/site/topics/{made.pk}/do/submit/", follow=True).status_code == 200
    officer, secrecy = desk("shen"), desk("he")
    html = officer.get(f"/desk/site/topics/{made.pk}/").content.decode()
    seen = re.search(r'name="seen" value="([^"]+)"', html)[1]
    officer.post(f"/desk/site/topics/{made.pk}/do/approve/", {"step": "check", "seen": seen})
    secrecy.post(f"/desk/site/topics/{made.pk}/do/approve/", {"step": "secrecy", **NOTHING_FOUND})
    officer.post(f"/desk/site/topics/{made.pk}/do/publish/")
    assert "每户每月可以领取补贴" in page(reader, "/topics/zf/")


def test_another_agency_sees_nothing_of_it_at_the_desk(city: City) -> None:
    made = topic(city)
    assert desk("mo").get(f"/desk/site/topics/{made.pk}/").status_code == 404
    assert desk("mo").post(f"/desk/site/topics/{made.pk}/do/submit/").status_code == 404
    assert desk("lin").get("/desk/site/topics/").status_code == 403


def test_a_link_to_a_topic_is_no_broken_link(reader: Client, city: City) -> None:
    """The check before release knows our addresses: a card that leads to another topic must not stop this one."""
    released(city, topic(city))
    cards = {"title": "接着看", "lines": "租房｜/topics/rent/\n转载｜/reposts/\n住建局｜/agencies/yc-zjj/"}
    released(city, topic(city, ("cards", cards), slug="more", title="住房政策汇总"))
    page(reader, "/topics/more/")


def test_a_topic_page_stays_light_and_the_second_reader_costs_one_query(
    reader: Client, city: City, published, django_assert_num_queries
) -> None:
    released(city, topic(city, *ALL_BLOCKS))
    first = page(reader, "/topics/rent/")
    assert len(first.encode()) < 40_000
    with django_assert_num_queries(1):
        assert page(reader, "/topics/rent/") == first
