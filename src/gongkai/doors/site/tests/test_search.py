from __future__ import annotations

import datetime as dt
import json
import re

import pytest
from django.test import Client

from gongkai.engine.publishing.actions import deliver
from gongkai.engine.publishing.rules import Withdrawal
from gongkai.engine.search.queries import is_indexed
from gongkai.proactive.documents import actions as documents
from gongkai.proactive.documents.rules import Status
from gongkai.project.tests.cast import City, document_at

from .conftest import NUMBER, page, publish


@pytest.mark.requirement("R254")
@pytest.mark.parametrize("words", ["租赁补贴", "租賃補貼", NUMBER, "云川住建发 [2026] 12 号", "每户每月三百元"])
def test_it_finds_words_traditional_script_and_numbers_in_any_spelling(reader: Client, published, words: str) -> None:
    html = page(reader, "/search", 200, query_params={"q": words})
    assert f"/documents/{published.item.key}" in html


@pytest.mark.requirement("R254")
def test_it_narrows_by_agency_theme_and_date(reader: Client, city: City, published) -> None:
    address = f"/documents/{published.item.key}"
    assert address in page(reader, "/search?q=补贴&agency=yc-zjj&theme=住房保障&from=2026-01-01")
    assert address not in page(reader, "/search?q=补贴&agency=yc-jyj")
    assert address not in page(reader, "/search?q=补贴&to=2020-01-01")
    assert "<mark>补贴</mark>" in page(reader, "/search?q=补贴")


def test_without_a_result_it_says_what_to_try(reader: Client, published) -> None:
    html = page(reader, "/search?q=量子计算机")
    assert "没有查到" in html
    assert "减少检索词" in html


def test_a_withdrawn_document_vanishes_before_the_index_hears_of_it(reader: Client, city: City, published) -> None:
    key = published.item.key
    documents.withdraw(document=published, kind=Withdrawal.ERROR, reason="有误", by=city.shen)
    assert is_indexed(key)
    for address in ("/search?q=租赁补贴", "/documents/?q=租赁补贴", "/feeds/search.xml?q=租赁补贴"):
        html = page(reader, address)
        assert key not in html
        assert "三百元" not in html
    assert "关于做好" not in page(reader, "/search/suggest?q=关于做好")


def test_suggestions_name_public_titles(reader: Client, published) -> None:
    found = json.loads(page(reader, "/search/suggest?q=新市民"))
    assert {
        "label": "关于做好新市民住房租赁补贴发放工作的通知",
        "note": "文件",
        "url": f"/documents/{published.item.key}",
    } in found


def test_script_in_a_query_stays_text(reader: Client, published) -> None:
    html = page(reader, "/search", 200, query_params={"q": '"><script>alert(1)</script>补贴'})
    assert "<script>alert" not in html


def test_nonsense_in_the_address_is_no_error(reader: Client, published) -> None:
    for query in ("page=9999999", "page=x", "year=abc", "from=2026-13-45", "sort=zzz", "theme=", "agency=%00", "q=%00"):
        page(reader, f"/search?{query}")
        page(reader, f"/documents/?{query}")


def test_a_page_kept_between_release_and_index_does_not_stay(reader: Client, city: City) -> None:
    words = "青瓷花瓶修缮名录"
    document = document_at(city, Status.PUBLISHED, number=NUMBER, html=f"<p>{words}</p>")
    address = f"/documents/{document.item.key}"
    # The release is committed, the index has not heard: this page is kept without it.
    assert address not in page(reader, f"/search?q={words}")
    deliver()
    assert address in page(reader, f"/search?q={words}")


@pytest.mark.requirement("R254")
def test_years_are_chosen_one_by_one_and_an_agency_with_those_below(city: City, reader: Client) -> None:
    for number, day in (("云川住建规〔2023〕1号", "2023-05-06"), ("云川住建规〔2024〕1号", "2024-05-06")):
        publish(city, number=number, formed_on=dt.date.fromisoformat(day), issued_on=dt.date.fromisoformat(day))
    publish(city)

    def total(query: str) -> int:
        found = re.search(r'class="count">(\d+)件', page(reader, f"/search?q=租赁补贴&{query}"))
        return int(found[1]) if found else -1

    one, other, both = total("year=2023"), total("year=2026"), total("year=2023&year=2026")
    assert (one, both) == (1, one + other)
    assert total("agency=yc-gov") == 0
    assert total("agency=yc-gov&below=yes") == total("agency=yc-zjj") == 3
    assert 'name="below" value="yes" checked' in page(reader, "/search?q=租赁补贴&agency=yc-gov&below=yes")
    api = "/api/v1/search?q=租赁补贴&agency=yc-gov"
    assert [reader.get(f"{api}{more}").json()["total"] for more in ("", "&subtree=true")] == [0, 3]
