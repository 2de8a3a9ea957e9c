"""What is not public must show nowhere: publish, withhold or withdraw a marker, then look into everything."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.base.files import actions as files
from gongkai.doors.site import actions
from gongkai.doors.site.models import DailyVisit
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.rules import Withdrawal
from gongkai.proactive.documents import actions as documents
from gongkai.proactive.documents.rules import Status
from gongkai.project.tests.cast import City, document_at

from .conftest import page, publish
from .piecework import appoint, released, repost, topic

MARK = "玄鸟密约"
BAIT = "青鸾"  # stands beside the mark; what a reader types is not a leak
ON_ITS_WAY = [
    Status.DRAFT, Status.HEAD_REVIEW, Status.OFFICE_REVIEW, Status.SECRECY_REVIEW, Status.SIGNING, Status.SIGNED, Status.ISSUED,
]  # fmt: skip
WORDS = f"<p>{BAIT}与{MARK}的全部内容在此。</p>"
MONTH = f"/sitemap-{timezone.localdate():%Y-%m}.xml"
PLACES = (
    "/", "/documents/", "/documents/?way=catalogue", "/documents/?way=advanced", f"/documents/?q={BAIT}", "/disclosure/",
    "/agencies/", "/agencies/yc-zjj/", "/columns/department-docs/", f"/search?q={BAIT}", f"/search?exact={BAIT}",
    f"/search/suggest?q={BAIT}", "/feeds/latest.xml", "/feeds/columns/department-docs.xml",
    "/feeds/agencies/yc-zjj.xml", f"/feeds/search.xml?q={BAIT}", "/sitemap.xml", "/sitemap-pages.xml", MONTH, "/topics/", "/reposts/", "/reposts/?sort=reference", "/documents/?format=csv",
    "/documents/?format=json", "/columns/department-docs/?format=csv", "/agencies/yc-zjj/?format=json", "/robots.txt",
    "/verify/", "/verify/head.json", "/api/v1/documents", f"/api/v1/search?q={BAIT}", "/api/v1/log/entries",
    "/api/v1/openapi.json",
)  # fmt: skip


def found_in(reader: Client, *more: str) -> list[str]:
    """Return the places that say the mark."""
    places = []
    for address in (*PLACES, *more):
        response = reader.get(address)
        text = b"".join(response.streaming_content) if response.streaming else response.content
        if MARK in text.decode(errors="replace").replace("<wbr>", "").replace("</mark>", ""):
            places.append(address)
    return places


@pytest.mark.requirement("R008")
@pytest.mark.parametrize("status", ON_ITS_WAY)
def test_a_document_on_its_way_shows_nowhere(reader: Client, city: City, status: Status) -> None:
    document = document_at(city, status, title=f"关于{BAIT}{MARK}的通知", html=WORDS, number="云川住建发〔2026〕77号")
    publishing.deliver()
    key = document.item.key
    assert (
        found_in(reader, f"/documents/{key}", f"/documents/{key}.json", f"/documents/{key}/v1", f"/verify/?q={key}")
        == []
    )


@pytest.mark.requirement("R008")
def test_a_sealed_document_and_a_stub_show_nowhere(reader: Client, city: City) -> None:
    document = document_at(city, Status.SECRECY_REVIEW, title=f"关于{BAIT}{MARK}的通知", html=WORDS)
    documents.seal(document=document, register_number="机登2026-9", kept_at="机要室", by=city.he)
    documents.register_stub(agency=city.housing, register_number="机登2026-10", kept_at="机要室", by=city.he)
    publishing.deliver()
    assert found_in(reader, f"/documents/{document.item.key}", f"/verify/?q={document.item.key}") == []


def test_a_document_that_is_not_for_the_public_shows_nowhere(reader: Client, city: City) -> None:
    document = document_at(
        city, Status.FILED, title=f"关于{BAIT}{MARK}的函", html=WORDS, number="云川住建发〔2026〕78号",
        attribute="on-application", ground="A1", reason="不属于主动公开范围，依申请提供", next_review_on="2027-11-01",
    )  # fmt: skip
    publishing.deliver()
    assert found_in(reader, f"/documents/{document.item.key}") == []


@pytest.mark.parametrize("heard", [False, True])
def test_a_withdrawn_document_leaves_every_place_at_once(reader: Client, city: City, heard: bool) -> None:
    document = publish(city, title=f"关于{BAIT}{MARK}的通知", html=WORDS)
    assert "/documents/" in found_in(reader)
    documents.withdraw(document=document, kind=Withdrawal.SECRECY, reason="依规定撤下", by=city.shen)
    if heard:
        publishing.deliver()
    key = document.item.key
    places = found_in(reader, f"/documents/{key}", f"/documents/{key}.pdf", f"/verify/?q={key}", f"/documents/{key}/v1")
    # Words for suggestions come from the index, which hears of the withdrawal a second later.
    assert [place for place in places if heard or "suggest" not in place] == []


def test_a_document_that_is_no_longer_for_the_public_leaves_every_place(reader: Client, city: City) -> None:
    document = publish(city, html=WORDS)
    assert f"/search?q={BAIT}" in found_in(reader)
    publishing.withdraw(item=document.item, kind=Withdrawal.ATTRIBUTE, reason="改为依申请公开", by=city.shen)
    publishing.deliver()
    key = document.item.key
    assert found_in(reader, f"/documents/{key}", f"/documents/{key}.json", f"/documents/{key}.docx") == []
    page(reader, f"/documents/{key}", 410)


def test_a_correction_in_preparation_does_not_show(reader: Client, city: City, published) -> None:
    documents.correct(document=published, note="更正", by=city.shen)
    edition = published.item.editions.get(number=2)
    documents.save(
        document=published,
        version=edition.version,
        by=city.shen,
        title=f"关于{BAIT}{MARK}的通知",
        html=WORDS,
        mode="full-text",
    )
    publishing.deliver()
    key = published.item.key
    assert found_in(reader, f"/documents/{key}", f"/documents/{key}/history", f"/documents/{key}/compare") == []
    page(reader, f"/documents/{key}/v2", 404)


def test_typeset_copies_of_a_withdrawn_document_leave_the_disk(reader: Client, city: City, settings) -> None:
    document = publish(city, html=WORDS)
    reader.get(f"/documents/{document.item.key}.pdf")
    folder = settings.DATA_DIR / "cache" / "papers"
    assert list(folder.iterdir())
    documents.withdraw(document=document, kind=Withdrawal.SECRECY, reason="依规定撤下", by=city.shen)
    publishing.deliver()
    assert list(folder.iterdir()) == []


def test_a_file_is_given_only_while_its_edition_is_public(reader: Client, city: City) -> None:
    document = document_at(city, Status.DRAFT)
    stored = files.store(data=b"%PDF-1.4\n" + MARK.encode() + b"\n%%EOF\n", filename="附表.pdf", by="test")
    documents.add_file(document=document, file=stored, name="附表.pdf", by=city.lin)
    address = f"/files/{document.item.key}/1/{stored.pk}/附表.pdf"
    page(reader, address, 404)


@pytest.mark.requirement("R008", "R252", "R264")
@pytest.mark.parametrize("status", [Status.DRAFT, Status.SECRECY_REVIEW, Status.ISSUED])
def test_a_topic_and_the_hot_list_take_nothing_that_is_not_public(reader: Client, city: City, status: Status) -> None:
    appoint(city)
    hidden = document_at(city, status, title=f"关于{BAIT}{MARK}的通知", html=WORDS, number="云川住建发〔2026〕77号")
    publishing.place(item=hidden.item, column=city.column, by=city.bian)
    blocks = (
        ("text", {"html": f"<p>{BAIT}</p>"}),
        ("query", {"title": "文件", "words": BAIT, "limit": 20}),
        ("column", {"title": "栏目", "slug": city.column.slug, "limit": 20}),
    )
    released(city, topic(city, *blocks))
    DailyVisit.objects.create(site=city.site, key=hidden.item.key, count=999, day=timezone.localdate())
    assert found_in(reader, "/topics/rent/") == []


@pytest.mark.requirement("R008")
def test_a_topic_and_a_repost_on_their_way_show_nowhere(reader: Client, city: City) -> None:
    appoint(city)
    words = {"title": MARK, "html": f"<p>{BAIT}{MARK}</p>"}
    drafted = topic(city, ("text", words), title=f"{BAIT}{MARK}专题")
    other = repost(city, title=f"{BAIT}{MARK}意见")
    actions.submit(piece=drafted, by=city.bian)
    actions.submit(piece=other, by=city.bian)
    publishing.deliver()
    places = (
        "/topics/rent/",
        f"/reposts/{other.item.key}",
        f"/verify/?q={drafted.item.key}",
        f"/api/v1/documents/{other.item.key}",
    )
    assert found_in(reader, *places) == []


@pytest.mark.requirement("R008")
def test_a_withdrawn_topic_leaves_every_place_at_once(reader: Client, city: City) -> None:
    appoint(city)
    made = released(city, topic(city, ("text", {"html": f"<p>{BAIT}{MARK}</p>"}), title=f"{BAIT}{MARK}专题"))
    assert {"/", "/topics/", "/feeds/latest.xml"} <= set(found_in(reader))
    actions.withdraw(piece=made, kind=Withdrawal.SECRECY, reason="依规定撤下", by=city.shen)
    assert found_in(reader, "/topics/rent/") == []
