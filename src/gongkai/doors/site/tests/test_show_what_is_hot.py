"""Hot documents and searches from aggregated visits: no person, no cookie, and its effect measured."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.base.organisations import actions as organisations
from gongkai.base.organisations.queries import the_system
from gongkai.doors.site import actions
from gongkai.doors.site.models import DailyVisit
from gongkai.doors.site.queries import hot_releases, hot_searches, visits_by_source
from gongkai.doors.site.queries.visits import forget_rankings
from gongkai.doors.site.rules.hot import Reading, hot_terms, ranked, share, term_of
from gongkai.engine.publishing.rules import Withdrawal
from gongkai.engine.search.models import AskedTerm
from gongkai.proactive.documents import actions as documents
from gongkai.project.tests.cast import City

from .conftest import BROWSER, HOST, page, publish
from .test_arrange_a_topic import desk

TODAY = dt.date(2026, 11, 22)


def visit(city: City, key: str, times: int, *, days: int = 0, source: str = "", site=None) -> None:
    forget_rankings()
    DailyVisit.objects.create(
        site=site or city.site, key=key, count=times, source=source, day=timezone.localdate() - dt.timedelta(days=days)
    )


@pytest.mark.requirement("R264")
def test_what_is_read_most_stands_on_the_home_and_agency_pages(reader: Client, city: City, published) -> None:
    other = publish(city, number="云川住建发〔2026〕13号", title="关于电梯检验的通知")
    assert "近期关注" not in page(reader, "/")
    visit(city, published.item.key, 20)
    visit(city, other.item.key, 90, days=1)
    actions.choose_theme(site=city.site, theme="pine", by=city.guan)  # any change makes kept pages void
    for address in ("/", "/agencies/yc-zjj/"):
        block = page(reader, address).split('id="hot"')[1].split("</section>")[0]
        first, second = (block.index(f"/documents/{one.item.key}?from=hot") for one in (other, published))
        assert first < second


@pytest.mark.requirement("R264")
def test_the_effect_is_measured_by_where_readers_came_from(city: City, published) -> None:
    address = f"/documents/{published.item.key}"
    for number, asked in enumerate(("", "?from=hot", "?from=hot", "?from=nonsense", "?from=hot")):
        agent = BROWSER if number < 4 else "Baiduspider/2.0"
        Client(HTTP_HOST=HOST, HTTP_USER_AGENT=agent, REMOTE_ADDR=f"10.0.0.{number}").get(address + asked)
    actions.flush_views()
    counts = visits_by_source(city.site, since=timezone.localdate())
    assert (counts[""], counts["hot"]) == (2, 2)
    assert share(counts, "hot") == 50
    html = desk("bian").get(f"/desk/site/book/{city.site.pk}/hot/").content.decode()
    assert "50.0%" in html


def test_one_kept_page_serves_readers_from_everywhere_and_no_cookie_is_set(reader: Client, published) -> None:
    address = f"/documents/{published.item.key}"
    first = reader.get(f"{address}?from=hot")
    second = reader.get(address)
    assert second["X-Page-Cache"] == "hit"
    assert first.content == second.content
    assert b"from=hot" not in second.content
    assert b"from%3Dhot" not in second.content
    assert not first.cookies


def test_nothing_of_readers_is_written_down(reader: Client, published) -> None:
    reader.get(f"/documents/{published.item.key}?from=hot")
    actions.flush_views()
    names = {field.name for field in DailyVisit._meta.get_fields()}
    assert names == {"id", "day", "site", "key", "source", "count"}


def test_what_is_hot_on_one_site_is_not_on_another(city: City, published) -> None:
    housing = organisations.create_site(
        host="zjj.yunchuan.example", name="住建", agency=city.housing, by=the_system("test")
    )
    visit(city, published.item.key, 50)
    assert [one.key for one in hot_releases(city.site)] == [published.item.key]
    assert hot_releases(housing) == []


def test_a_withdrawn_document_is_hot_no_more(reader: Client, city: City, published) -> None:
    visit(city, published.item.key, 50)
    assert published.item.key in page(reader, "/").split('id="hot"')[1]
    documents.withdraw(document=published, kind=Withdrawal.PRIVACY, reason="涉及隐私", by=city.shen)
    assert 'id="hot"' not in page(reader, "/")


def test_a_hidden_key_in_the_counts_never_shows(reader: Client, city: City) -> None:
    visit(city, "secret/2026-1", 5000)
    assert 'id="hot"' not in page(reader, "/")
    assert "secret/2026-1" not in page(reader, "/")


def asked(city: City, words: str, times: int, *, days: int = 0, found: int = 3) -> None:
    on = timezone.localdate() - dt.timedelta(days=days)
    forget_rankings()
    AskedTerm.objects.create(on=on, site=city.site.host, words=words, asked=times, found=found)


@pytest.mark.requirement("R264")
def test_searches_are_shown_only_in_words_the_site_has_published(reader: Client, city: City, published) -> None:
    asked(city, "租赁补贴", 30)
    asked(city, "某局长贪污", 900)
    asked(city, "发放", 2)
    asked(city, "13912345678", 99)
    assert hot_searches(city.site) == ["租赁补贴"]
    assert 'href="/search?q=%E7%A7%9F%E8%B5%81%E8%A1%A5%E8%B4%B4"' in page(reader, "/")


def test_an_editor_can_take_a_search_off(reader: Client, city: City, published) -> None:
    asked(city, "租赁补贴", 30)
    address = f"/desk/site/book/{city.site.pk}/hot/"
    assert "大家在搜" in page(reader, "/")
    desk("bian").post(f"{address}words/", {"term": "租赁补贴", "reason": "活动刷量"})
    assert "大家在搜" not in page(reader, "/")
    assert "活动刷量" in desk("bian").get(address).content.decode()
    desk("bian").post(f"{address}words/", {"term": "租赁补贴", "what": "show"})
    assert "大家在搜" in page(reader, "/")


def test_the_newer_weighs_more_and_the_rare_and_old_are_left_out() -> None:
    def read(name: str, count: int, age: int) -> Reading:
        return Reading(TODAY - dt.timedelta(days=age), name, count)

    rows = [read("old", 30, 28), read("new", 12, 0), read("rare", 4, 0), read("gone", 900, 31)]
    assert ranked(rows, TODAY) == ["new", "old"]
    assert hot_terms([read("公积金", 9, 0), read("x", 9, 0)], TODAY) == ["公积金"]


@pytest.mark.parametrize(
    "query",
    ["", "房", "110105194912310021", "张三 13812345678", "a@b.example", "很长很长很长很长很长很长很长很长的一句话"],
)
def test_it_never_shows_a_search_that_may_name_a_person_or_a_number(query: str) -> None:
    assert term_of(query) == ""


def test_daily_counts_do_not_grow_for_ever(city: City) -> None:
    visit(city, "a", 1, days=500)
    visit(city, "b", 1, days=30)
    assert actions.drop_old_visits() == 1
    assert [one.key for one in DailyVisit.objects.all()] == ["b"]


def test_a_hot_word_goes_with_the_title_that_said_it(reader: Client, city: City, published) -> None:
    asked(city, "租赁补贴", 30)
    assert "大家在搜" in page(reader, "/")
    documents.withdraw(document=published, kind=Withdrawal.SECRECY, reason="依规定撤下", by=city.shen)
    assert "大家在搜" not in page(reader, "/")
    assert "租赁补贴" not in page(reader, "/")
