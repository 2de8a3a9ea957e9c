from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from gongkai.base.files import actions as files
from gongkai.base.notify.models import Message
from gongkai.base.organisations.queries import NotAllowed
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing import queries as published
from gongkai.proactive.documents.rules import Status
from gongkai.proactive.targeted import actions, queries
from gongkai.proactive.targeted.models import Delivery, Recipient
from gongkai.proactive.targeted.rules import Channel, Line
from gongkai.project.tests.cast import NOTHING_FOUND, City, document_at

TITLE, WORDS = "关于明德里小区七号楼加固资金分摊的告知", "七号楼每户分摊壹万贰仟元"
PEOPLE = [Line(Channel.LINK, "住户甲", "明德里七号楼", "000-0000"), Line(Channel.PLACE, "明德社区公告栏")]


def prepared(city: City, lines: list[Line] | None = None, days: int = 30) -> Delivery:
    return actions.draft(
        agency=city.housing, title=TITLE, text=WORDS, why="只涉及该楼住户", by=city.shen, lines=lines or PEOPLE,
        expires_at=timezone.now() + dt.timedelta(days=days),
    )  # fmt: skip


def reviewed(city: City, delivery: Delivery) -> Delivery:
    actions.review(delivery=delivery, step="secrecy", agree=True, by=city.he, checks=NOTHING_FOUND)
    actions.review(delivery=delivery, step="approval", agree=True, by=city.zheng)
    return delivery


def delivered(city: City) -> Delivery:
    return actions.deliver(delivery=reviewed(city, prepared(city)), by=city.shen)


def person(delivery: Delivery) -> Recipient:
    return delivery.recipients.get(channel="link")


def link(recipient: Recipient) -> str:
    return f"/targeted/{queries.token_of(recipient)}"


def sign(client: Client, recipient: Recipient, **more: str) -> object:
    return client.post(link(recipient), {"pin": queries.pin_of(recipient), "name": "住户甲"} | more)


def test_nothing_goes_out_without_both_reviews(city: City) -> None:
    delivery = prepared(city)
    with pytest.raises(actions.Refused, match="保密审查"):
        actions.deliver(delivery=delivery, by=city.shen)
    with pytest.raises(NotAllowed):
        actions.review(delivery=delivery, step="approval", agree=True, by=city.he)


def test_another_recipient_voids_the_reviews(city: City) -> None:
    delivery = reviewed(city, prepared(city))
    edition = queries.edition_of(delivery)
    actions.edit(
        delivery=delivery, version=edition.version, title=TITLE, text=WORDS, why="理由", by=city.shen,
        expires_at=delivery.expires_at, lines=[*PEOPLE, Line(Channel.LINK, "住户乙")],
    )  # fmt: skip
    with pytest.raises(actions.Refused, match="缺“保密审查”"):
        actions.deliver(delivery=delivery, by=city.shen)


@pytest.mark.requirement("R015")
def test_a_recipient_opens_with_link_and_code_and_a_receipt_is_kept(city: City, client: Client) -> None:
    recipient = person(delivered(city))
    door = client.get(link(recipient))
    assert WORDS not in door.content.decode()
    assert TITLE not in door.content.decode()
    recipient.refresh_from_db()
    assert recipient.receipt_at is None  # looking at the door signs nothing
    page = sign(client, recipient)
    assert WORDS in page.content.decode()
    recipient.refresh_from_db()
    assert (recipient.receipt_name, recipient.receipt_address, recipient.opened) == ("住户甲", "127.0.0.1", 1)
    for answer in (door, page):
        assert answer["Cache-Control"] == "no-store, private"
        assert "noindex" in answer["X-Robots-Tag"]
        assert answer["Referrer-Policy"] == "same-origin"


def test_wrong_codes_lock_the_link_until_a_new_one_is_given(city: City, client: Client) -> None:
    recipient = person(delivered(city))
    right = queries.pin_of(recipient)
    wrong = "000000" if right != "000000" else "000001"
    for _ in range(5):
        assert client.post(link(recipient), {"pin": wrong, "name": "某"}).status_code == 422
    assert sign(client, recipient).status_code == 410
    again = actions.reissue(recipient=recipient, by=city.shen)
    assert sign(client, again).status_code == 200


def test_an_old_or_a_forged_or_an_expired_link_opens_nothing(city: City, client: Client) -> None:
    delivery = delivered(city)
    recipient = person(delivery)
    old = link(recipient)
    actions.reissue(recipient=recipient, by=city.shen)
    assert client.get(old).status_code == 410
    assert client.get(old[:-3] + "abc").status_code == 404
    assert client.get("/targeted/x").status_code == 404
    Delivery.objects.filter(pk=delivery.pk).update(expires_at=timezone.now())
    recipient.refresh_from_db()
    assert client.get(link(recipient)).status_code == 410


@pytest.mark.requirement("R015")
def test_whoever_opens_what_was_withdrawn_reads_the_reason(city: City, client: Client) -> None:
    delivery = delivered(city)
    actions.withdraw(delivery=delivery, reason="分摊方案重新测算", by=city.shen)
    answer = client.get(link(person(delivery)))
    assert answer.status_code == 410
    assert "分摊方案重新测算" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store, private"


def test_files_come_by_the_same_door(city: City, client: Client) -> None:
    delivery = prepared(city)
    stored = files.store(data="明细".encode(), filename="分摊表.txt", by="shen")
    attached = actions.attach(delivery=delivery, file=stored, name="分摊表.txt", by=city.shen)
    delivery = actions.deliver(delivery=reviewed(city, delivery), by=city.shen)
    recipient = person(delivery)
    address = f"{link(recipient)}/files/{attached.pk}"
    assert client.get(address).status_code == 405
    assert client.post(address, {"pin": "x"}).status_code == 422
    sign(client, recipient)
    answer = client.post(address, {"pin": queries.pin_of(recipient)})
    assert b"".join(answer.streaming_content) == "明细".encode()
    assert client.get(f"/files/{delivery.item.key}/1/{stored.pk}/x").status_code == 404


def test_publishing_itself_refuses_to_release_it(city: City) -> None:
    delivery = reviewed(city, prepared(city))
    with pytest.raises(publishing.Refused, match="不得进入公开渠道"):
        publishing.release(edition=queries.edition_of(delivery), by=city.shen)


CLOSED = ("desk/", "targeted/", "metrics")


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield route


def fill(route: str, values: dict[str, object]) -> str:
    """Put values into the places of a route, whether it is written as a path or as a regular expression."""
    route = re.sub(
        r"<(?:\w+:)?(\w+)>", lambda found: str(values.get(found[1], "x")), re.sub(r"\(\?P(<\w+>)[^)]*\)", r"\1", route)
    )
    return "/" + route.replace("^", "").replace("$", "").replace("\\", "")


PUBLIC = [route for route in routes(get_resolver()) if not route.lstrip("^").startswith(CLOSED)]


@pytest.mark.requirement("R015")
def test_no_public_door_shows_it(city: City, client: Client, settings) -> None:
    from gongkai.engine.search import actions as search
    from gongkai.engine.search.reactions import documents_of_releases

    document = document_at(city, Status.PUBLISHED)
    delivery = delivered(city)
    sign(client, person(delivery))
    publishing.deliver()
    search.index(documents=list(documents_of_releases()), deletes=[])
    key = delivery.item.key
    values = {"key": key, "slug": "department-docs", "code": "yc-zjj", "agency": "yc-zjj", "form": "json", "number": 1}
    paths = {fill(one, values) for one in PUBLIC}
    paths |= {
        f"/documents/{key}", f"/documents/{key}.json", f"/documents/{key}.pdf", f"/search?q={WORDS[:6]}",
        "/search?q=加固资金", f"/verify/?q={key}", f"/documents/?way=number&number={key}", "/sitemap.xml", "/robots.txt",
        "/feeds/latest.xml", "/api/v1/documents", f"/api/v1/documents/{key}", "/api/v1/search?q=加固资金",
        "/api/v1/log/entries", f"/api/v1/log/entries?item={key}", "/agencies/yc-zjj/", "/columns/department-docs/", "/",
    }  # fmt: skip
    seen = 0
    for path in sorted(paths):
        answer = Client().get(path)
        body = answer.content.decode(errors="replace") if not answer.streaming else ""
        asked = key in path or "加固" in path or WORDS[:6] in path
        assert WORDS not in body, path
        assert TITLE not in body, path
        assert asked or key not in body, path
        seen += answer.status_code == 200
    assert seen > 10
    assert not published.public_releases().filter(key=key).exists()
    assert published.public_releases().filter(item=document.pk).exists()  # the walk sees what is public


def test_robots_keep_away_from_links(city: City, client: Client) -> None:
    assert client.get(link(person(delivered(city))))["X-Robots-Tag"].startswith("noindex")


def test_officers_are_reminded_while_nobody_signed(city: City) -> None:
    delivery = delivered(city)
    assert actions.remind() == 0
    later = timezone.now() + dt.timedelta(days=3, hours=1)
    assert actions.remind(now=later) == 1
    assert actions.remind(now=later) == 0
    assert "2个对象未签收" in Message.objects.get(kind="targeted").title
    Recipient.objects.filter(delivery=delivery).update(receipt_at=later, receipt_name="甲")
    assert actions.remind(now=later + dt.timedelta(days=9)) == 0


@pytest.mark.requirement("R015")
def test_the_desk_shows_links_only_to_those_who_deliver(city: City, client: Client) -> None:
    delivery = delivered(city)
    pin = queries.pin_of(person(delivery))
    client.force_login(city.people["shen"])
    assert pin in client.get(f"/desk/targeted/{delivery.pk}/").content.decode()
    assert "签收单" in client.get(f"/desk/targeted/{delivery.pk}/slip/{person(delivery).pk}/").content.decode()
    client.force_login(city.people["zheng"])
    assert pin not in client.get(f"/desk/targeted/{delivery.pk}/").content.decode()
    for stranger, status in (("mo", 404), ("lin", 404)):
        client.force_login(city.people[stranger])
        assert client.get(f"/desk/targeted/{delivery.pk}/").status_code == status
        assert client.post(f"/desk/targeted/{delivery.pk}/do/withdraw/", {"reason": "x"}).status_code == 404


def test_the_whole_way_by_the_desk(city: City, client: Client) -> None:
    client.force_login(city.people["shen"])
    answer = client.post(
        "/desk/targeted/new/",
        {
            "version": 1, "agency": city.housing.pk, "title": TITLE, "text": WORDS, "why": "只涉及住户",
            "expires_on": timezone.localdate() + dt.timedelta(days=9), "people": "住户甲，七号楼", "places": "公告栏",
        },
    )  # fmt: skip
    pk = Delivery.objects.get().pk
    assert answer.status_code == 302
    client.force_login(city.people["he"])
    secrecy = {"step": "secrecy", "result": "approve", **NOTHING_FOUND}
    assert client.post(f"/desk/targeted/{pk}/do/review/", secrecy).status_code == 302
    client.force_login(city.people["zheng"])
    assert client.post(f"/desk/targeted/{pk}/do/review/", {"step": "approval", "result": "approve"}).status_code == 302
    client.force_login(city.people["shen"])
    assert client.post(f"/desk/targeted/{pk}/do/deliver/").status_code == 302
    place = Recipient.objects.get(channel="place")
    assert client.post(f"/desk/targeted/{pk}/recipients/{place.pk}/receipt/", {"name": "值班员"}).status_code == 302
    assert "值班员" in client.get(f"/desk/targeted/{pk}/").content.decode()
    assert client.get("/desk/targeted/").status_code == 200
