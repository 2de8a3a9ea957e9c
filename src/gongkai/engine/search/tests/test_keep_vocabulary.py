"""The desk of the search: words, what stands above the results, counts without persons."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from gongkai.base.events.queries import events_of
from gongkai.base.events.rules import Subject
from gongkai.base.organisations.queries import NotAllowed
from gongkai.engine.search import actions, queries
from gongkai.engine.search.index.synonyms import vocabulary
from gongkai.engine.search.models import AskedTerm, SynonymGroup
from gongkai.engine.search.rules.keeping import kept_words, matches_pattern
from gongkai.project.tests.cast import City

TODAY = dt.date.today


def signed_in(city: City, name: str) -> Client:
    client = Client()
    client.force_login(city.people[name])
    return client


def test_a_one_way_word_is_not_searched_backwards() -> None:
    words = vocabulary(
        [("query", ("学区", "招生范围")), ("both", ("低保", "最低生活保障")), ("index", ("公租房", "公共租赁"))]
    )
    assert words.variants("学区") == ["招生范围"]
    assert words.variants("招生范围") == []
    assert words.variants("最低生活保障") == ["低保"]
    assert words.variants("公租房") == []
    assert words.added_to("公租房申请") == ("公共租赁",)


@pytest.mark.requirement("R254")
def test_an_officer_adds_synonyms_and_the_record_says_so(city: City) -> None:
    client = signed_in(city, "bian")
    assert client.get("/desk/search/synonyms/").status_code == 200
    answer = client.post("/desk/search/synonyms/add/", {"words": "彩礼 婚俗改革", "side": "query", "is_active": "on"})
    assert answer.status_code == 302
    group = SynonymGroup.objects.get(words="彩礼、婚俗改革")
    assert queries.vocabulary().variants("彩礼") == ["婚俗改革"]
    assert events_of(Subject("search-synonyms", str(group.pk))).get().tag == "search:synonyms:save"


def test_one_word_alone_is_refused_with_a_sentence(city: City) -> None:
    client = signed_in(city, "bian")
    answer = client.post("/desk/search/synonyms/add/", {"words": "彩礼", "side": "both", "is_active": "on"})
    assert "至少要有两个词" in answer.content.decode()


def test_the_desk_is_closed_to_who_does_not_keep_the_vocabulary(city: City) -> None:
    client = signed_in(city, "lin")
    for address in ("/desk/search/", "/desk/search/synonyms/", "/desk/search/promotions/", "/desk/search/try/"):
        assert client.get(address).status_code == 403
    with pytest.raises(NotAllowed):
        actions.save_synonyms(words="甲、乙", side="both", by=city.lin)


def test_searches_are_counted_without_persons(city: City) -> None:
    actions.count_asked(site="a.example", words="我叫张三 13812345678 租房补贴", found=0, mark="m")
    actions.count_asked(site="a.example", words="我叫张三 13812345678 租房补贴", found=0, mark="m")
    row = AskedTerm.objects.get()
    assert (row.asked, row.found) == (1, 0)
    assert "张三" not in row.words
    assert "1381" not in row.words


def test_clicks_have_a_mean_place_and_old_counts_go(city: City) -> None:
    for place in (1, 4):
        actions.count_asked(site="a.example", words="低保", found=7)
        actions.count_click(site="a.example", words="低保", place=place)
    today = dt.date.today()
    [one] = queries.terms(since=today - dt.timedelta(days=1), until=today + dt.timedelta(days=1))
    assert (one.asked, one.clicks, one.place) == (2, 2, 2.5)
    assert queries.zero_terms(since=today - dt.timedelta(days=1), until=today + dt.timedelta(days=1)) == []
    actions.keep_for(days=30, by=city.bian)
    assert actions.forget_old(today=today + dt.timedelta(days=20)) == 0
    assert actions.forget_old(today=today + dt.timedelta(days=40)) == 1


@pytest.mark.requirement("R254")
def test_the_report_shows_what_was_not_found_and_exports_it(city: City) -> None:
    actions.count_asked(site="a.example", words="=cmd()", found=0)
    client = signed_in(city, "bian")
    assert "=cmd()" in client.get("/desk/search/").content.decode()
    exported = client.get("/desk/search/export.csv?zero=1").content.decode()
    assert "'=cmd()" in exported
    assert client.post("/desk/search/keep/", {"days": "90"}).status_code == 302
    assert queries.keep_days() == 90


@pytest.mark.parametrize(
    ("pattern", "query", "fits"),
    [("低保", "低保", True), ("低保", "低保标准", False), ("低保*", "低保标准", True), ("*低保*", "申请低保", True),
     ("*", "低保", False), ("低保", "", False)],
)  # fmt: skip
def test_patterns_fit_whole_beginning_or_part(pattern: str, query: str, fits: bool) -> None:
    assert matches_pattern(pattern, query) is fits


def test_kept_words_are_short_and_masked() -> None:
    assert kept_words("  低保\x00  a@b.cn ") == "低保 ＊"
    assert len(kept_words("补" * 500)) == 60
