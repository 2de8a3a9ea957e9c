"""English versions at the desk: bound to an edition, reviewed and released by the one road, and following their document."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.base.events.models import Event
from gongkai.base.notify.models import Message
from gongkai.base.organisations.queries import NotAllowed, OutOfSight
from gongkai.doors.site import actions
from gongkai.doors.site.models import EnglishName, Translation
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.actions import NotReady, Refused
from gongkai.engine.publishing.models import Release
from gongkai.engine.publishing.rules import State, Withdrawal
from gongkai.proactive.documents import actions as documents
from gongkai.project.tests.cast import City

from .conftest import page
from .englishwork import BODY, SUMMARY, TITLE, edited, translated, translation
from .piecework import appoint, approved, released
from .test_arrange_a_topic import desk


@pytest.fixture(autouse=True)
def _posts(city: City) -> None:
    appoint(city)


def test_nothing_is_public_before_it_was_reviewed_and_released(reader: Client, city: City, published) -> None:
    made = translation(city, published)
    address = f"/en/documents/{published.item.key}"
    with pytest.raises(Refused, match="还没有送审"):
        actions.publish(piece=made, by=city.shen)
    actions.submit(piece=made, by=city.bian)
    with pytest.raises(NotReady, match="保密审查"):
        actions.publish(piece=made, by=city.shen)
    assert TITLE not in page(reader, address)
    with pytest.raises(Refused, match="已经送审"):
        edited(city, made)


def test_the_release_is_an_item_of_its_own_bound_to_the_edition(city: City, published) -> None:
    made = translated(city, published)
    said = made.item.release.edition.snapshot
    assert (said["source"], said["source_edition"], said["language"]) == (published.item.key, 1, "en")
    assert said["source_sha256"] == published.item.release.edition.content_sha256
    assert made.item.key == f"{published.item.key}/EN"


def test_a_correction_of_the_chinese_makes_it_one_of_an_earlier_edition(
    reader: Client, city: City, published, correct
) -> None:
    made = translated(city, published)
    address = f"/en/documents/{published.item.key}"
    assert "earlier edition" not in page(reader, address)
    correct(published, old="三百元", new="三百五十元", note="标准有误")
    text = page(reader, address)
    assert "This translation is of an earlier edition" in text
    assert f"/documents/{published.item.key}/compare?old=1&amp;new=2" in text
    assert Message.objects.filter(person=city.people["bian"], title__startswith="中文文件已更正").count() == 1
    assert "中文已更正" in desk("bian").get("/desk/site/english/").content.decode()
    actions.open_next(piece=made, reason="Followed the correction", by=city.bian)
    edited(city, made, body=BODY.replace("three hundred", "three hundred and fifty"))
    made.refresh_from_db()
    with pytest.raises(NotReady, match="对应第2版"):
        released(city, made)
    actions.send_back(piece=made, step="check", opinion="请改版次", by=city.shen)
    edited(city, made, body=BODY.replace("three hundred", "three hundred and fifty"), of_edition=2)
    made.refresh_from_db()
    released(city, made)
    text = page(reader, address)
    assert "earlier edition" not in text
    assert "three hundred and fifty yuan" in text


def test_it_goes_with_its_document(reader: Client, city: City, published) -> None:
    made = translated(city, published)
    documents.withdraw(document=published, kind=Withdrawal.PRIVACY, reason="涉及个人信息", by=city.shen)
    publishing.deliver()
    assert not Release.objects.filter(item=made.item_id).exists()
    made.item.refresh_from_db()
    assert made.item.withdrawal_kind == Withdrawal.PRIVACY
    assert made.item.withdrawn_title == ""
    page(reader, f"/en/documents/{published.item.key}", 410)
    publishing.deliver()
    assert actions.follow_withdrawal(published.item) is False


def test_one_that_waits_for_its_time_is_stopped_with_its_document(city: City, published) -> None:
    made = approved(city, translation(city, published))
    actions.schedule(piece=made, at=timezone.now() + dt.timedelta(hours=2), by=city.shen)
    documents.withdraw(document=published, kind=Withdrawal.ERROR, reason="有误", by=city.shen)
    publishing.deliver()
    assert made.item.editions.get().state == State.PREPARING
    with pytest.raises(NotReady, match="中文文件没有公开"):
        actions.publish(piece=made, by=city.shen)


def test_one_that_waits_for_its_time_is_stopped_by_a_correction(city: City, published, correct) -> None:
    made = approved(city, translation(city, published))
    actions.schedule(piece=made, at=timezone.now() + dt.timedelta(hours=2), by=city.shen)
    correct(published, old="三百元", new="三百五十元", note="标准有误")
    assert made.item.editions.get().state == State.PREPARING


def test_it_is_made_of_what_is_public_here_and_only_once(city: City, published) -> None:
    release = published.item.release
    with pytest.raises(OutOfSight):
        actions.create_translation(agency=city.schools, source=release, title=TITLE, by=city.bian)
    with pytest.raises(NotAllowed):
        actions.create_translation(agency=city.government, source=release, title=TITLE, by=city.jian)
    with pytest.raises(Refused, match="英文标题"):
        actions.create_translation(agency=city.government, source=release, title="Notice 通知", by=city.bian)
    translation(city, published)
    with pytest.raises(Refused, match="已有英文版"):
        actions.create_translation(agency=city.government, source=release, title=TITLE, by=city.bian)
    with pytest.raises(Refused, match="对应的中文版次"):
        edited(city, Translation.objects.get(), of_edition=7)


def test_an_empty_level_is_not_handed_in(city: City, published) -> None:
    made = translation(city, published, summary="", body="")
    with pytest.raises(Refused, match="没有写英文摘要；没有填写译文"):
        actions.submit(piece=made, by=city.bian)
    actions.submit(piece=edited(city, made, level="title"), by=city.bian)


def test_giving_up_a_new_version_brings_back_what_is_public(city: City, published) -> None:
    made = translated(city, published)
    actions.open_next(piece=made, reason="Shorter", by=city.bian)
    edited(city, made, level="title")
    made.refresh_from_db()
    actions.discard(piece=made, reason="不改了", by=city.bian)
    made.refresh_from_db()
    assert (made.level, made.summary, made.body) == ("full", SUMMARY, BODY)


def test_an_editor_does_it_all_at_the_desk(reader: Client, city: City, published) -> None:
    editor = desk("bian")
    begun = editor.post(
        "/desk/site/english/new/",
        {"agency": city.government.pk, "number": published.doc_number, "title": TITLE},
    )
    made = Translation.objects.get()
    address = f"/desk/site/english/{made.pk}/"
    assert begun["Location"] == address
    form = {"version": 1, "title": TITLE, "level": "full", "summary": SUMMARY, "body": BODY, "of_edition": 1}
    assert editor.post(address, form).status_code == 302
    assert editor.post(address, form).status_code == 422  # somebody saved since
    assert editor.post(f"{address}do/submit/").status_code == 302
    checker, secrecy = desk("shen"), desk("he")
    checker.post(f"{address}do/approve/", {"step": "check", "opinion": "一致"})
    answers = dict.fromkeys(("state_secret", "work_secret", "sensitive"), "none")
    secrecy.post(f"{address}do/approve/", {"step": "secrecy", **answers})
    assert "立即发布" in checker.get(address).content.decode()
    checker.post(f"{address}do/publish/")
    assert TITLE in page(reader, f"/en/documents/{published.item.key}")
    assert TITLE in editor.get("/desk/site/english/").content.decode()


def test_an_unknown_number_is_told_to_the_editor(city: City) -> None:
    answer = desk("bian").post(
        "/desk/site/english/new/", {"agency": city.government.pk, "number": "云川政发〔1999〕1号", "title": TITLE}
    )
    assert answer.status_code == 422
    assert "没有查到已公开的文件" in answer.content.decode()


def test_names_are_given_at_the_desk_and_recorded(city: City) -> None:
    editor = desk("bian")
    assert "没有英文名称" in editor.get("/desk/site/english/names/").content.decode()
    address = f"/desk/site/english/names/agency/{city.housing.pk}/"
    assert editor.post(address, {"name": "Housing 局"}).status_code == 422
    assert editor.post(address, {"name": "Yunchuan Housing Bureau", "address": "28 Anju Road"}).status_code == 302
    assert EnglishName.objects.get(agency=city.housing).address == "28 Anju Road"
    assert Event.objects.filter(tag="site:english:name").count() == 1
    assert desk("lin").post(address, {"name": "Mine"}).status_code == 403
    assert editor.get("/desk/site/english/names/agency/999999/").status_code == 404
