"""The banner of a topic: chosen at the desk, reviewed with the topic, public with its release and not before."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.base.files import actions as files
from gongkai.base.files import pictures
from gongkai.doors.site import actions
from gongkai.doors.site.models import Topic
from gongkai.doors.site.queries import edition_of
from gongkai.doors.site.rules import BlockRefused
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing import queries
from gongkai.engine.publishing.actions import Refused
from gongkai.engine.publishing.rules import Withdrawal
from gongkai.engine.screening import actions as deciding
from gongkai.engine.screening.queries.decided import undecided
from gongkai.project.tests.cast import City

from .conftest import page
from .piecework import appoint, released, topic, version
from .test_arrange_a_topic import desk
from .test_show_pictures import drawn

ALT = "云川河畔的保障性租赁住房小区"


@pytest.fixture(autouse=True)
def _posts(city: City) -> None:
    appoint(city)


def sent(client: Client, made: Topic, **typed: object):
    facts = {"version": version(made), "tone": "deep", "alt": ALT} | typed
    return client.post(f"/desk/site/topics/{made.pk}/banner/", facts)


def picture(width: int = 2000, height: int = 500) -> SimpleUploadedFile:
    return SimpleUploadedFile("河畔.png", drawn(width, height), "image/png")


def public(city: City, made: Topic) -> Topic:
    for hit in undecided(edition_of(made)):
        deciding.decide(
            edition=edition_of(made), fingerprint=hit.fingerprint, choice="accepted", reason="看过图", by=city.shen
        )
    return released(city, made)


@pytest.mark.requirement("R252")
def test_an_editor_gives_a_topic_a_banner_and_readers_see_it_in_sizes(reader: Client, city: City) -> None:
    made, client = topic(city), desk("bian")
    answer = sent(client, made, picture=picture())
    assert answer.status_code == 302, answer.content.decode()
    assert ALT in client.get(f"/desk/site/topics/{made.pk}/").content.decode()
    shown = client.get(f"/desk/site/topics/{made.pk}/banner/picture/")
    assert b"".join(shown.streaming_content) == drawn(2000, 500)
    assert "topic-picture" in client.get(f"/desk/site/topics/{made.pk}/preview/").content.decode()
    public(city, made)
    html = page(reader, "/topics/rent/")
    image = re.search(r'<div class="topic-picture no-print"><img ([^>]*)>', html)[1]
    assert f'alt="{ALT}"' in image
    assert 'width="1600" height="400"' in image
    assert "tone-deep" in html
    for address in re.findall(r"(/pictures/\S+) \d+w", image):
        assert reader.get(address)["Content-Type"] == "image/webp"
    assert "/topics/rent/" in page(reader, "/search?q=云川河畔")


def test_the_simple_version_and_paper_do_without_the_picture(reader: Client, city: City) -> None:
    made = topic(city)
    sent(desk("bian"), made, picture=picture())
    public(city, made)
    html = page(reader, "/topics/rent/?look=elder")
    assert "topic-picture" not in html
    assert "tone-deep" in html


def test_a_picture_without_words_or_of_another_kind_is_refused(city: City) -> None:
    made, client = topic(city), desk("bian")
    answer = sent(client, made, alt="  ", picture=picture())
    assert (answer.status_code, "替代文字" in answer.content.decode()) == (422, True)
    answer = sent(client, made, picture=SimpleUploadedFile("说明.txt", "不是图片".encode(), "text/plain"))
    assert (answer.status_code, "JPG" in answer.content.decode()) == (422, True)
    made.refresh_from_db()
    assert (made.banner, edition_of(made).files.count()) == ({}, 0)
    with pytest.raises(BlockRefused, match="底色"):
        actions.set_banner(topic=made, version=version(made), tone="pink", alt="", by=city.bian)


def test_a_ground_alone_needs_neither_picture_nor_words(reader: Client, city: City) -> None:
    made = topic(city)
    assert sent(desk("bian"), made, tone="soft", alt="").status_code == 302
    released(city, made)
    html = page(reader, "/topics/rent/")
    assert "tone-soft" in html
    assert "topic-picture" not in html


def test_a_topic_of_before_keeps_its_reviews_and_its_face(reader: Client, city: City) -> None:
    made = topic(city)
    released(city, made)
    assert "banner" not in edition_of(made).snapshot
    assert 'class="page-topic"' in page(reader, "/topics/rent/")


def test_nothing_of_a_banner_is_public_before_its_release(reader: Client, city: City) -> None:
    made = topic(city)
    sent(desk("bian"), made, picture=picture())
    attached = edition_of(made).files.get()
    address = f"/pictures/{made.item.key}/1/{attached.file_id}/480"
    assert reader.get(address).status_code == 404
    assert reader.get(f"/desk/site/topics/{made.pk}/banner/picture/").status_code in {302, 403}
    assert not pictures.place(attached.file.sha256, 480).exists()
    public(city, made)
    assert reader.get(address).status_code == 200
    actions.withdraw(piece=made, kind=Withdrawal.ERROR, reason="有误", by=city.shen)
    assert reader.get(address).status_code == 404
    publishing.deliver()
    assert not pictures.place(attached.file.sha256, 480).exists()


def test_another_picture_asks_for_the_reviews_again(city: City) -> None:
    made = topic(city)
    sent(desk("bian"), made, picture=picture())
    actions.submit(piece=made, by=city.bian)
    for hit in undecided(edition_of(made)):
        deciding.decide(
            edition=edition_of(made), fingerprint=hit.fingerprint, choice="accepted", reason="看过", by=city.shen
        )
    actions.approve(piece=made, step="check", by=city.shen)
    assert [one.key for one in queries.missing_steps(edition_of(made))] == ["secrecy"]
    Topic.objects.filter(pk=made.pk).update(banner={"tone": "deep", "alt": "别的话"})
    assert [one.key for one in queries.missing_steps(edition_of(made))] == ["check", "secrecy"]
    with pytest.raises(Refused, match="送审"):
        actions.set_banner(topic=made, version=version(made), tone="", alt="", remove=True, by=city.bian)


def test_a_given_up_edition_leaves_the_public_banner(reader: Client, city: City) -> None:
    made = topic(city)
    sent(desk("bian"), made, picture=picture())
    public(city, made)
    actions.open_next(piece=made, reason="换图", by=city.bian)
    client = desk("bian")
    assert sent(client, made, tone="", alt="", remove="on").status_code == 302
    made.refresh_from_db()
    assert (made.banner, edition_of(made).files.count()) == ({}, 0)
    assert ALT in page(reader, "/topics/rent/")
    actions.discard(piece=made, reason="还用原图", by=city.bian)
    made.refresh_from_db()
    assert made.banner == {"tone": "deep", "alt": ALT}


def test_the_same_words_stay_when_only_the_ground_changes(city: City) -> None:
    made = topic(city)
    stored = files.store(data=drawn(900, 300), filename="河畔.png", by="test")
    actions.set_banner(topic=made, version=version(made), tone="", alt=ALT, file=stored, by=city.bian)
    actions.set_banner(topic=made, version=version(made), tone="grey", alt=ALT, by=city.bian)
    made.refresh_from_db()
    assert made.banner == {"tone": "grey", "alt": ALT}
    assert edition_of(made).files.get().file == stored
