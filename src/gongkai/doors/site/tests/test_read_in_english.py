"""The English window: pages in English, Chinese marked as Chinese, and a way between the two."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client

from gongkai.base.organisations.rules import AGENCY_KINDS
from gongkai.doors.site import actions, cache
from gongkai.doors.site.queries.statutory import PARTS
from gongkai.doors.site.rules import english
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import Validity, Withdrawal
from gongkai.law.clocks import CLOCKS
from gongkai.proactive.documents import actions as documents
from gongkai.proactive.documents.rules import CATEGORIES, GENRES, THEMES
from gongkai.project.tests.cast import City

from .conftest import page, publish
from .englishwork import SUMMARY, TITLE, local_links, translated, unmarked_chinese
from .piecework import appoint


@pytest.fixture(autouse=True)
def _posts(city: City) -> None:
    appoint(city)


def test_every_word_of_the_platform_has_its_english() -> None:
    for known, words in (
        (english.GENRES, GENRES),
        (english.CATEGORIES, CATEGORIES),
        (english.THEMES, THEMES),
        (english.VALIDITY, [str(one) for one in Validity]),
        (english.AGENCY_KINDS, AGENCY_KINDS),
        (english.WITHDRAWALS, [str(one) for one in Withdrawal]),
        (english.PARTS, [part.key for part in PARTS]),
    ):
        assert set(known) == set(words)
    said = [
        *english.GENRES.values(),
        *english.CATEGORIES.values(),
        *english.THEMES.values(),
        *english.VALIDITY.values(),
    ]
    assert all(english.is_english(word) for word in said)


def test_no_chinese_stands_unmarked_on_any_page_and_every_link_leads_somewhere(
    reader: Client, city: City, published
) -> None:
    translated(city, published)
    other = publish(city, number="云川住建发〔2026〕13号", title="关于城市桥梁养护的通知")
    waiting = {"/en/", f"/en/documents/{other.item.key}", "/en/search?q=subsidy", "/en/search?q=桥梁", "/en/search"}
    seen: set[str] = set()
    while waiting:
        address = waiting.pop()
        seen.add(address)
        text = page(reader, address)
        assert '<html lang="en"' in text
        assert unmarked_chinese(text) == [], address
        waiting |= {unescape(link) for link in local_links(text)} - seen
    kinds = {"/en/", "/en/documents/", "/en/documents/?all=1", "/en/disclosure/", "/en/agencies/", "/en/agencies/yc-zjj/",
             "/en/apply/", "/en/contact/", f"/en/documents/{published.item.key}"}  # fmt: skip
    assert kinds <= seen
    assert unmarked_chinese(page(reader, "/en/nowhere/", 404)) == []


def test_the_check_for_chinese_finds_it() -> None:
    bad = '<html lang="en"><body><p title="标题">Notice 通知 <b lang="zh-Hans">公告</b>尾</p></body></html>'
    assert len(unmarked_chinese(bad)) == 3


def test_a_document_without_translation_has_its_particulars_in_english(reader: Client, city: City, published) -> None:
    text = page(reader, f"/en/documents/{published.item.key}")
    for said in ("Date of document", "9 March 2026", "Housing", "Index number", "Not translated", 'content="noindex'):
        assert said in text
    assert f'href="/documents/{published.item.key}"' in text
    assert 'hreflang="en"' not in page(reader, f"/documents/{published.item.key}").partition("<body")[0]


def test_a_translation_is_shown_with_what_prevails(reader: Client, city: City, published) -> None:
    translated(city, published)
    address = f"/en/documents/{published.item.key}"
    text = page(reader, address)
    for said in (
        TITLE,
        SUMMARY,
        "three hundred yuan",
        "Unofficial translation; the Chinese text prevails",
        "edition 1",
    ):
        assert said in text
    assert text.partition("<body")[2].count(SUMMARY) == 1
    assert '<span lang="zh-Hans">街道办事处</span>' in text
    host = "http://open.yunchuan.example"
    for language, path in (("zh-Hans", f"/documents/{published.item.key}"), ("en", address)):
        link = f'<link rel="alternate" hreflang="{language}" href="{host}{path}">'
        assert link in text
        assert link in page(reader, f"/documents/{published.item.key}")


def test_a_site_without_columns_knows_its_english_versions_too(reader: Client, city: City, published) -> None:
    publishing.column_model().objects.update(visible=False)
    address = f"/documents/{published.item.key}"
    assert f'hreflang="en" href="http://open.yunchuan.example/en{address}"' not in page(reader, address)
    translated(city, published)
    assert f'hreflang="en" href="http://open.yunchuan.example/en{address}"' in page(reader, address)
    assert 'rel="alternate" hreflang="en"' not in page(reader, f"{address}/history")


@pytest.mark.parametrize(
    ("chinese", "address"),
    [("/", "/en/"), ("/documents/", "/en/documents/"), ("/disclosure/", "/en/disclosure/"), ("/agencies/", "/en/agencies/"),
     ("/agencies/yc-zjj/", "/en/agencies/yc-zjj/"), ("/columns/department-docs/", "/en/columns/department-docs/")],
)  # fmt: skip
def test_sister_pages_lead_to_each_other(reader: Client, published, chinese: str, address: str) -> None:
    assert f'<a href="{address}" lang="en" hreflang="en">English</a>' in page(reader, chinese)
    assert f'<a href="{chinese}" lang="zh-Hans" hreflang="zh-Hans">中文</a>' in page(reader, address)


def test_a_page_without_english_offers_none(reader: Client, published) -> None:
    for address in ("/verify/", "/topics/", f"/documents/{published.item.key}/history"):
        assert 'hreflang="en"' not in page(reader, address)


def test_english_pages_are_kept_and_say_nothing_of_one_reader(reader: Client, city: City, published) -> None:
    translated(city, published)
    for address in (
        "/en/",
        "/en/documents/",
        f"/en/documents/{published.item.key}",
        "/en/search?q=subsidy",
        "/en/apply/",
    ):
        cache.clear()
        first = reader.get(address)
        assert first["Content-Language"] == "en"
        assert not first.cookies
        again = reader.get(address)
        assert (again["X-Page-Cache"], again.content) == ("hit", first.content)


def test_english_pages_show_chinese_as_it_is_stored(reader: Client, city: City, published) -> None:
    reader.cookies["gongkai_script"] = "hant"
    response = reader.get(f"/en/documents/{published.item.key}")
    assert response["Content-Language"] == "en"
    assert "新市民住房租赁补贴" in response.content.decode().replace("<wbr>", "")


def test_english_words_find_the_translation_from_both_windows(reader: Client, city: City, published) -> None:
    translated(city, published)
    address = f"/en/documents/{published.item.key}"
    for query in ("rental subsidies", "RENTAL", "household"):
        assert f'href="{address}"' in page(reader, f"/en/search?q={query}"), query
        assert f'href="{address}"' in page(reader, f"/search?q={query}"), query
    chinese = page(reader, "/en/search?q=租赁补贴")
    assert f'href="{address}"' in chinese
    assert TITLE in chinese
    assert "Nothing was found" in page(reader, "/en/search?q=submarine")


@pytest.mark.requirement("R254")
def test_one_finds_many_and_the_right_word_only(reader: Client, city: City, published) -> None:
    translated(city, published)
    address = f'href="/en/documents/{published.item.key}"'
    for query in ("rental subsidy", "notices", "households", "apply"):
        assert address in page(reader, f"/en/search?q={query}"), query
    assert "<mark>Subsidies</mark>" in page(reader, "/en/search?q=rental+subsidy")
    for query in ("subsid", "pay"):
        assert address not in page(reader, f"/en/search?q={query}"), query


@pytest.mark.requirement("R254")
def test_english_titles_are_suggested_while_typing_only_while_they_are_public(
    reader: Client, city: City, published
) -> None:
    def proposed(typed: str) -> list[dict[str, str]]:
        response = reader.get("/en/search/suggest", {"q": typed})
        assert response.status_code == 200
        assert "public" not in response.get("Cache-Control", "")
        return response.json()

    assert proposed("subs") == []
    translated(city, published)
    entry = {"label": TITLE, "url": f"/en/documents/{published.item.key}"}
    for typed in ("subs", "rental sub", "Subsidy", "NEW res"):
        (found,) = proposed(typed)
        assert entry.items() <= found.items(), typed
        assert found["note"].startswith("Published ")
    for typed in ("", "a", "zzz", "补贴", "\x00", "x" * 5000, '"(AND'):
        assert proposed(typed) == []
    text = page(reader, "/en/")
    assert 'data-suggest="/en/search/suggest"' in text
    assert 'action="/en/search"' in text
    assert "data-suggest" not in page(reader, "/en/?look=elder")
    documents.withdraw(document=published, kind=Withdrawal.ERROR, reason="有误", by=city.shen)
    assert proposed("subs") == []


def test_english_versions_are_no_lines_of_chinese_lists(reader: Client, city: City, published) -> None:
    translated(city, published)
    for address in ("/", "/documents/", "/agencies/yc-gov/", "/disclosure/", "/feeds/latest.xml"):
        assert TITLE not in page(reader, address), address
    assert f"/en/documents/{published.item.key}" in page(
        reader, f"/sitemap-{published.item.release.published_at:%Y-%m}.xml"
    )


def test_names_of_agencies_and_columns_are_those_that_officers_gave(reader: Client, city: City, published) -> None:
    text = page(reader, "/en/agencies/")
    assert '<span lang="zh-Hans">云川市住房和城乡建设局</span>' in text
    actions.name_in_english(
        target=city.housing, facts={"name": "Yunchuan Housing Bureau", "about": "Housing."}, by=city.bian
    )
    actions.name_in_english(target=city.column, facts={"name": "Documents of departments"}, by=city.bian)
    actions.name_in_english(target=city.site, facts={"name": "Yunchuan Open Government"}, by=city.bian)
    text = page(reader, "/en/agencies/")
    assert "Yunchuan Housing Bureau" in text
    assert "Yunchuan Open Government" in text
    assert "Documents of departments" in page(reader, "/en/columns/department-docs/")
    assert "Yunchuan Housing Bureau" in page(reader, f"/en/documents/{published.item.key}")
    assert "Yunchuan Housing Bureau" in page(reader, "/en/search?q=housing")


def test_the_guide_to_applying_takes_its_periods_from_the_law(reader: Client, city: City) -> None:
    text = page(reader, "/en/apply/")
    assert f"within {CLOCKS['C3'].length} working days" in text
    assert f"within {CLOCKS['C11'].length} days" in text


def test_what_was_withdrawn_is_gone_in_english_too(reader: Client, city: City, published) -> None:
    translated(city, published)
    documents.withdraw(document=published, kind=Withdrawal.ERROR, reason="有误", by=city.shen)
    # Before the outbox is heard, nobody finds it any more; afterwards it is withdrawn itself.
    assert TITLE not in page(reader, "/en/documents/")
    assert f'href="/en/documents/{published.item.key}"' not in page(reader, "/en/search?q=rental")
    assert f'href="/en/documents/{published.item.key}"' not in page(reader, "/search?q=rental")
    text = page(reader, f"/en/documents/{published.item.key}", 410)
    assert unmarked_chinese(text) == []
    assert "being checked for an error" in text
