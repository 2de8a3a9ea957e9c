"""Reposts from superiors with source, day and delay, and references to what stands on their sites."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.base.notify.models import Message
from gongkai.doors.site import actions
from gongkai.doors.site.models import Repost
from gongkai.engine.publishing.actions import NotReady, Refused
from gongkai.engine.publishing.rules import Withdrawal
from gongkai.project.tests.cast import City

from .conftest import page
from .piecework import appoint, approved, released, repost, version
from .test_arrange_a_topic import desk


@pytest.fixture(autouse=True)
def _posts(city: City) -> None:
    appoint(city)


TERM = {"repost_hours": 24, "repost_basis": "《云川市政府网站管理办法》第十二条"}


@pytest.mark.requirement("R262")
def test_a_repost_names_source_original_day_link_and_delay(reader: Client, city: City) -> None:
    today = timezone.localdate()
    made = released(city, repost(city, original_on=today - dt.timedelta(days=3), doc_number="云政发〔2026〕9号"))
    html = page(reader, f"/reposts/{made.item.key}")
    for said in (
        "省人民政府门户网站",
        "云政发〔2026〕9号",
        "原文发布后第3日转载",
        "https://www.province.example/zwgk/1.html",
    ):
        assert said in html
    assert "现行有效" not in html
    listed = page(reader, "/reposts/")
    assert "原文发布后第3日转载" in listed
    assert "关于加快发展保障性租赁住房的意见" in page(reader, "/search?q=保障性租赁住房").replace("<wbr>", "").replace(
        "<mark>", ""
    ).replace("</mark>", "")


@pytest.mark.requirement("R262")
def test_the_term_comes_from_the_site_register_with_its_source(city: City) -> None:
    assert repost(city).due_at is None
    actions.edit_profile(site=city.site, changes=TERM, by=city.bian)
    made = repost(city, source_url="https://www.province.example/2")
    assert made.due_at is not None
    assert made.due_at - made.received_at == dt.timedelta(hours=24)
    assert "《云川市政府网站管理办法》第十二条" in made.term
    with pytest.raises(Refused, match="依据"):
        actions.edit_profile(site=city.site, changes={"repost_basis": " "}, by=city.bian)


@pytest.mark.requirement("R262")
def test_an_overdue_repost_is_reminded_once_a_day_and_shown(city: City) -> None:
    actions.edit_profile(site=city.site, changes=TERM, by=city.bian)
    made = repost(city)
    assert actions.remind_reposts() == 1
    assert actions.remind_reposts() == 0
    Repost.objects.filter(pk=made.pk).update(due_at=timezone.now() - dt.timedelta(hours=5), reminded_on=None)
    actions.remind_reposts()
    assert Message.objects.filter(person=city.people["bian"], title__startswith="转载").exists()
    assert "已超时5小时" in desk("bian").get("/desk/site/reposts/").content.decode()


@pytest.mark.requirement("R270")
def test_what_stands_on_a_superiors_site_is_found_here_with_a_checked_link(reader: Client, city: City) -> None:
    made = released(city, repost(city, sort="reference", title="省平台刊发我市住房保障工作情况"))
    actions.check_link(repost=made, works=True, by=city.bian)
    listed = page(reader, "/reposts/?sort=reference")
    assert "省平台刊发我市住房保障工作情况" in listed
    assert "核对，链接有效" in listed
    assert "省平台刊发" not in page(reader, "/reposts/")
    actions.check_link(repost=made, works=False, by=city.bian)
    assert "原网站的这个地址已经打不开" in page(reader, f"/reposts/{made.item.key}")


def test_nothing_of_a_repost_is_public_before_its_reviews(reader: Client, city: City) -> None:
    made = repost(city)
    page(reader, f"/reposts/{made.item.key}", 404)
    assert "保障性租赁住房" not in page(reader, "/reposts/")
    actions.submit(piece=made, by=city.bian)
    with pytest.raises(NotReady, match="保密审查"):
        actions.publish(piece=made, by=city.shen)


def test_a_withdrawn_repost_says_so(reader: Client, city: City) -> None:
    made = released(city, repost(city))
    actions.withdraw(piece=made, kind=Withdrawal.ERROR, reason="原文已更正", by=city.shen)
    assert "原文已更正" in page(reader, f"/reposts/{made.item.key}", 410)
    assert "保障性租赁住房" not in page(reader, "/reposts/")


def test_one_can_decide_not_to_repost_with_a_reason(city: City) -> None:
    made = repost(city)
    with pytest.raises(Refused, match="原因"):
        actions.decline(repost=made, reason=" ", by=city.bian)
    actions.decline(repost=made, reason="与本市无关", by=city.bian)
    with pytest.raises(Refused, match="不转载"):
        actions.submit(piece=Repost.objects.get(pk=made.pk), by=city.bian)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "/documents/x", "ftp://a.example/", "https://"])
def test_it_refuses_an_address_that_is_no_web_page(city: City, url: str) -> None:
    with pytest.raises(Refused):
        repost(city, source_url=url)


def test_the_same_page_is_not_registered_twice_and_no_original_is_from_tomorrow(city: City) -> None:
    repost(city)
    with pytest.raises(Refused, match="已经登记过"):
        repost(city)
    with pytest.raises(Refused, match="今天之后"):
        repost(city, source_url="https://a.example/", original_on=timezone.localdate() + dt.timedelta(days=1))


@pytest.mark.requirement("R262")
def test_an_officer_registers_edits_and_checks_at_the_desk(city: City) -> None:
    editor = desk("bian")
    facts = {
        "version": 1, "agency": city.government.pk, "sort": "repost", "title": "省意见", "source_name": "省网站",
        "source_url": "https://www.province.example/9", "original_on": "2026-11-01", "html": "<p>正文。</p>",
    }  # fmt: skip
    assert editor.post("/desk/site/reposts/new/", facts).status_code == 302
    made = Repost.objects.get()
    address = f"/desk/site/reposts/{made.pk}/"
    changed = facts | {"version": version(made), "title": "省里的意见", "columns": ["department-docs"]}
    assert editor.post(address, changed).status_code == 302
    assert editor.post(address, changed).status_code == 422
    editor.post(f"{address}do/check/", {"works": "yes"})
    made.refresh_from_db()
    assert (made.link_works, made.columns) == (True, ["department-docs"])
    approved(city, made)
    assert "立即发布" in desk("shen").get(address).content.decode()
