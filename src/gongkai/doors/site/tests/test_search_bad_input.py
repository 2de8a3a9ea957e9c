"""Whatever is typed into the search, page and interface answer, and quickly."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.test import Client

from .conftest import page

HALF = "\ud800补贴\udfff"
TYPED = [
    "补贴" * 1_000,
    "。，！？；：、…—（）《》“”",
    "\x00\x01\x02\x1b[31m补贴\x7f\u200b\u202e",
    "'; DROP TABLE publishing_release; --",
    '1 OR 1=1) UNION SELECT password FROM "organisations_person"',
    'title_b:补贴 AND (body_b:"租赁"~3 OR *:*) ^5 [a TO b] {x} \\',
    "-补贴 -租赁 -",
    "NOT NOT NOT",
    '"补贴 “租赁',
    "😀🏠补贴👨‍👩‍👧",
    "2024年" * 60,
    "第九百九十九条第九百九十九条",
    "〔2026〕〔2026〕号号",
    "去年近三年2020-2019年 市教育局 云川市 怎么办理？",
    "a" * 400,
    " ".join("租房补贴条件"[n % 6] for n in range(200)),
    "%00%ff%fe",
    "../../etc/passwd",
    "${jndi:ldap://x} {{7*7}} <img src=x onerror=alert(1)>",
]
ADDRESSES = ["/search", "/documents/", "/feeds/search.xml", "/search/suggest", "/api/v1/search"]


@pytest.mark.requirement("R254")
@pytest.mark.parametrize("address", ADDRESSES)
def test_no_words_break_a_door(reader: Client, published, address: str) -> None:
    for typed in TYPED:
        response = reader.get(f"{address}?{urlencode({'q': typed}, errors='surrogatepass')}", follow=True)
        assert response.status_code == (422 if address.startswith("/api") and len(typed) > 200 else 200), typed[:40]
        assert b"<img src=x" not in response.content
        assert b"DROP TABLE publishing_release; --</script" not in response.content


@pytest.mark.parametrize("address", ADDRESSES)
def test_ten_thousand_characters_make_an_address_too_long_and_that_is_said(reader: Client, address: str) -> None:
    response = reader.get(address, query_params={"q": "补贴" * 5_000})
    assert response.status_code == 414
    assert "太长" in response.content.decode()


@pytest.mark.parametrize("address", ADDRESSES)
def test_half_a_character_is_left_out(reader: Client, published, address: str) -> None:
    # As bytes in the address, for no client library would send it otherwise.
    assert reader.get(f"{address}?q=%ED%A0%80%E8%A1%A5%E8%B4%B4").status_code == 200


@pytest.mark.parametrize(
    "query",
    ["page=9999999", "page=1001", "page=-3", "page=1e9", "agency=nowhere", "region=nowhere", "region=yc-gov&region=%00",
     "kind=zzz&theme=zzz&genre=zzz", "validity=eternal", "year=9999", "year=0000&year=9999", "from=2030-01-01&to=2020-01-01",
     "literal=zzz&literal=date&literal=date", "more=zzz", "sort=%27", "from=0000-00-00", "agency=" + "x" * 5000],
)  # fmt: skip
def test_unknown_values_and_deep_pages_are_answered(reader: Client, published, query: str) -> None:
    for address in ("/search", "/documents/"):
        assert "</html>" in reader.get(f"{address}?q=补贴&{query}", follow=True).content.decode()
    assert reader.get(f"/feeds/search.xml?q=补贴&{query}").status_code == 200


def test_words_of_the_reader_are_never_markup(reader: Client, published) -> None:
    html = page(
        reader, "/search", 200, query_params={"q": '2026年<b onmouseover="x">补贴', "exact": "<i>", "without": "<u>"}
    )
    assert "<b onmouseover" not in html
    assert "<i>" not in html
    assert "<u>" not in html


def test_a_day_that_is_none_is_named_and_the_rest_is_searched(reader: Client, published) -> None:
    html = page(reader, "/search?q=补贴&from=2026-13-45&to=2026-02-30")
    assert "“2026-13-45”不是日期，没有按它筛选" in html
    assert "“2026-02-30”不是日期" in html
    assert f"/documents/{published.item.key}" in html
    assert "不是日期" not in page(reader, "/search?q=补贴&from=hot")
    assert "不是日期" in page(reader, "/documents/?from=2026年3月")


def test_words_that_are_no_day_are_told(reader: Client, published) -> None:
    assert "“三月”不是日期，没有按它筛选" in page(reader, "/search?q=补贴&from=三月")


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("kind=zzz", "“内容类型”里没有“zzz”"),
        ("validity=eternal", "“有效性”里没有“eternal”"),
        ("year=去年", "“年份”里没有“去年”"),
    ],
)
def test_a_filter_that_cannot_be_understood_is_told_and_left_out(
    reader: Client, published, query: str, told: str
) -> None:
    html = page(reader, f"/search?q=补贴&{query}")
    assert told in html
    assert "没有按它筛选" in html
    assert f"/documents/{published.item.key}" in html
    assert "没有看懂" not in page(reader, "/search?q=补贴&kind=document&validity=valid&year=2026")


def test_a_long_query_is_not_repeated_at_length_and_that_is_told(reader: Client, published) -> None:
    def followed(address: str) -> str:
        answer = reader.get(address, follow=True)
        assert answer.status_code == 200
        return answer.content.decode()

    html = followed("/search?q=" + "补贴" * 1_500 + "&theme=" + "x" * 3_000)
    assert "输入的内容太长" in html
    assert len(html) < 60_000
    assert "输入的内容太长" not in page(reader, "/search?q=补贴")
    asked = followed("/ask?q=" + "租房补贴怎么申请" * 300)
    assert "问题太长" in asked
    assert len(asked) < 60_000


def test_past_the_last_page_stands_the_last_one(reader: Client, published) -> None:
    html = page(reader, "/search?q=补贴&page=40")
    assert "一共只有1页，这是最后一页" in html
    assert f"/documents/{published.item.key}" in html
    assert "没有查到符合条件的信息" not in html


@pytest.mark.parametrize(
    ("query", "told"), [("agency=nowhere", "“发文机关”里没有“nowhere”"), ("region=zzz", "“地区”里没有“zzz”")]
)
def test_an_agency_that_is_not_here_is_told_and_left_out(reader: Client, published, query: str, told: str) -> None:
    html = page(reader, f"/search?q=补贴&{query}")
    assert told in html
    assert f"/documents/{published.item.key}" in html
