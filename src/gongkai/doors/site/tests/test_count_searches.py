"""What is counted of searches, what stands above them, and the hook for subscriptions."""

from __future__ import annotations

import datetime as dt
import html as markup
import re

import pytest
from django.test import Client

from gongkai.engine.publishing.rules import Withdrawal
from gongkai.engine.search import actions, queries
from gongkai.engine.search.models import AskedTerm
from gongkai.engine.search.queries import Filters, Stored
from gongkai.proactive.documents import actions as documents
from gongkai.project.tests.cast import City

from .conftest import page, publish


def counted(html: str) -> str:
    found = re.search(r'data-counted="([^"]+)"', html)
    assert found
    return markup.unescape(found[1])


@pytest.mark.requirement("R254")
def test_a_search_is_counted_once_also_from_a_kept_page(reader: Client, published) -> None:
    for _ in range(3):
        html = page(reader, "/search?q=租赁补贴")
        picture = re.search(r'src="(/search/seen\?[^"]+)"', html)
        assert picture
        assert reader.get(markup.unescape(picture[1]))["Content-Type"] == "image/gif"
    row = AskedTerm.objects.get()
    assert (row.words, row.asked, row.found) == ("租赁补贴", 1, 1)
    other = Client(
        HTTP_HOST=reader.defaults["HTTP_HOST"],
        HTTP_USER_AGENT=reader.defaults["HTTP_USER_AGENT"],
        REMOTE_ADDR="10.1.1.1",
    )
    other.get("/search/seen", {"s": counted(html)})
    assert AskedTerm.objects.get().asked == 2


@pytest.mark.requirement("R254")
def test_clicks_and_answers_are_counted_and_say_nothing_of_the_reader(reader: Client, published) -> None:
    token = counted(page(reader, "/search?q=租赁补贴"))
    response = reader.post("/search/opened", {"s": token, "place": "3"})
    assert response.status_code == 204
    assert not response.cookies
    assert "谢谢" in reader.post("/search/helped", {"s": token, "helped": "no"}).content.decode()
    row = AskedTerm.objects.get()
    assert (row.clicks, row.places, row.not_helped) == (1, 3, 1)
    assert {field.name for field in AskedTerm._meta.fields} == {
        "id", "on", "site", "words", "found", "asked", "clicks", "places", "first_clicks", "helped", "not_helped",
    }  # fmt: skip


def test_words_that_were_not_searched_and_robots_are_not_counted(reader: Client, published) -> None:
    token = counted(page(reader, "/search?q=租赁补贴"))
    for given in ("", "x", token + "x", "a" * 5000):
        assert reader.post("/search/opened", {"s": given, "place": "1"}).status_code == 204
    for place in ("0", "-1", "x", "99999", "²"):
        reader.post("/search/opened", {"s": token, "place": place})
    robot = Client(HTTP_HOST=reader.defaults["HTTP_HOST"], HTTP_USER_AGENT="Somebot/1.0")
    robot.get("/search/seen", {"s": token})
    assert not AskedTerm.objects.filter(asked__gt=0).exists()
    assert not AskedTerm.objects.filter(clicks__gt=0).exists()


def test_a_counting_page_stays_keepable(reader: Client, published) -> None:
    response = reader.get("/search?q=租赁补贴")
    assert "public" in response["Cache-Control"]
    assert not response.cookies


@pytest.mark.requirement("R254")
def test_what_officers_set_above_is_shown_while_it_is_public_and_in_time(reader: Client, city: City, published) -> None:
    today = dt.date.today()
    actions.save_promotion(
        patterns="租房\n*房补*",
        title="租赁补贴一次看懂",
        item_key=published.item.key,
        by=city.bian,
        ends_on=today + dt.timedelta(days=9),
    )
    assert "租赁补贴一次看懂" in page(reader, "/search?q=租房")
    assert "租赁补贴一次看懂" in page(reader, "/search?q=申请房补的条件")
    assert "租赁补贴一次看懂" not in page(reader, "/search?q=租房合同")
    documents.withdraw(document=published, kind=Withdrawal.ERROR, reason="有误", by=city.shen)
    assert "租赁补贴一次看懂" not in page(reader, "/search?q=租房")


def test_a_promotion_must_point_to_something_public(city: City, published) -> None:
    with pytest.raises(actions.Refused, match="索引号"):
        actions.save_promotion(patterns="租房", title="无", item_key="nothing-here", by=city.bian)
    with pytest.raises(actions.Refused, match="一项"):
        actions.save_promotion(patterns="租房", title="无", by=city.bian)


@pytest.mark.requirement("R254")
def test_a_stored_query_knows_a_new_release_that_answers_it(city: City) -> None:
    release = publish(city).item.release
    assert queries.matches(Stored(text="租赁补贴"), release)
    assert queries.matches(Stored(text="2026年 住建局 租赁补贴"), release)
    assert queries.matches(Stored(text="", filters=Filters(agency=("yc-zjj",))), release)
    assert not queries.matches(Stored(text="养犬登记"), release)
    assert not queries.matches(Stored(text="租赁补贴", filters=Filters(agency=("yc-jyj",))), release)
    # A relaxed result, or one outside a limit, is shown to who searches, and notifies nobody.
    assert not queries.matches(Stored(text="2019年 租赁补贴"), release)
    assert queries.matches(Stored(text="2019年 租赁补贴", literal=("date",)), release) is False
