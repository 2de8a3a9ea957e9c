from __future__ import annotations

import re

import pytest
from django.test import Client

from gongkai.doors.site.carrying import links_carrying
from gongkai.doors.site.script import page_in_traditional, to_traditional
from gongkai.engine.publishing.models import Release
from gongkai.project.tests.cast import City

from .conftest import page, publish


@pytest.mark.requirement("R272")
def test_the_page_is_shown_in_traditional_script_and_the_text_stays(reader: Client, published) -> None:
    key = published.item.key
    simplified = page(reader, f"/documents/{key}")
    html = page(reader, f"/documents/{key}?script=hant")
    assert '<html lang="zh-Hant"' in html
    assert "新市民住房租賃補貼" in html.replace("<wbr>", "")
    assert "租赁" in Release.objects.get().edition.html
    assert f'rel="canonical" href="http://open.yunchuan.example/documents/{key}"' in html
    assert page(reader, f"/documents/{key}") == simplified


@pytest.mark.requirement("R272")
def test_the_choice_is_remembered_and_can_be_taken_back(reader: Client, published) -> None:
    response = reader.get("/display/script?to=hant&next=/documents/")
    assert (response.status_code, response["Location"]) == (302, "/documents/")
    html = page(reader, "/documents/")
    assert "政府文件" in html
    assert "發文機關" in html
    assert ">简体<" in html
    reader.get("/display/script?to=hans&next=/documents/")
    assert "发文机关" in page(reader, "/documents/")


@pytest.mark.requirement("R272")
def test_search_finds_both_and_form_values_stay_what_they_are(reader: Client, published) -> None:
    html = page(reader, "/documents/?script=hant&q=租賃補貼")
    assert f"/documents/{published.item.key}" in html
    assert 'name="theme" value="住房保障"' in html


def test_it_does_not_lead_off_the_site(reader: Client, city) -> None:
    assert reader.get("/display/script?to=hant&next=https://evil.example/")["Location"] == "/"


def test_only_what_people_read_is_converted() -> None:
    html = '<html lang="zh-CN"><a href="/x?q=公开" title="公开" data-k="公开">公开</a><script>"公开"</script></html>'
    shown = page_in_traditional(html)
    assert re.findall("公开|公開", shown) == ["公开", "公開", "公开", "公開", "公开"]
    assert to_traditional("发展、头发") == "發展、頭髮"


def longer(text: str) -> str:
    """Return the text as another converter would give it, with other words of other lengths."""
    for old, new in (
        ("互联网", "網際網路"),
        ("软件", "軟體"),
        ("打印机", "印表機"),
        ("电子邮件", "電郵"),
        ("头发", "頭髮"),
    ):
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>在<mark>互联网</mark>办<mark>软件</mark>登记</p>", "<p>在<mark>網際網路</mark>办<mark>軟體</mark>登记</p>"),
        ("<p><mark>电子邮件</mark>和<b>打印机</b>。</p>", "<p><mark>電郵</mark>和<b>印表機</b>。</p>"),
        ("<p>剪<mark>头</mark>发</p>", "<p>剪<mark>頭</mark>髮</p>"),
        ("<p>互联<wbr>网和<mark>软件</mark></p>", "<p>網際<wbr>網路和<mark>軟體</mark></p>"),
        ("<p>互联网</p><p><mark>软件</mark></p>", "<p>網際網路</p><p><mark>軟體</mark></p>"),
        ('<li id="p3"><b class="art"><a href="#p3">第一条</a></b>互联网</li>',
         '<li id="p3"><b class="art"><a href="#p3">第一条</a></b>網際網路</li>'),
    ],
)  # fmt: skip
def test_highlights_keep_their_place_where_lengths_differ(html: str, shown: str) -> None:
    assert page_in_traditional(html, longer) == shown


def test_a_word_cut_by_a_highlight_is_converted_as_a_word() -> None:
    assert page_in_traditional("<p>剪头<mark>发</mark>，<mark>发</mark>展</p>") == (
        "<p>剪頭<mark>髮</mark>，<mark>發</mark>展</p>"
    )


def test_sentences_that_only_stand_beside_each_other_are_not_one() -> None:
    assert page_in_traditional("<ul><li>头</li><li>发</li></ul>") == "<ul><li>頭</li><li>發</li></ul>"


def test_a_defined_word_is_converted_in_its_sentence() -> None:
    html = '<p>剪<a class="term" href="#d1">头</a>发</p><nav><a href="/1">头</a><a href="/2">发</a></nav>'
    assert page_in_traditional(html) == (
        '<p>剪<a class="term" href="#d1">頭</a>髮</p><nav><a href="/1">頭</a><a href="/2">發</a></nav>'
    )


def test_nothing_is_lost_whatever_the_page_holds() -> None:
    strange = "<p>\ue000公开\uf8ff<mark>\U000f0000</mark></p><textarea>公开</textarea><!-- 公开 -->"
    assert page_in_traditional(strange).count("公開") == 1
    assert page_in_traditional(strange).replace("公開", "公开") == strange


@pytest.mark.requirement("R272")
def test_search_in_either_script_finds_the_other_with_the_right_words_marked(reader: Client, city: City) -> None:
    publish(
        city, title="关于软件和头发产业发展的通知", html="<p>支持软件产业。</p><p>头发加工属于后勤，发展里程长。</p>"
    )
    other = publish(
        city, number="云川住建发〔2026〕13号", title="關於網絡軟件採購的通知",
        html="<p>各單位採購軟件，應當公開。</p><p>軟件由後勤部門驗收。</p>",
    )  # fmt: skip
    for query in ("头发", "頭髮"):
        text = page(reader, f"/search?q={query}&script=hant")
        assert "<mark>頭髮</mark>" in text.replace("<wbr>", ""), query
        assert "<mark>头发</mark>" in page(reader, f"/search?q={query}").replace("<wbr>", ""), query
    for query in ("软件采购", "軟件採購"):
        assert f"/documents/{other.item.key}" in page(reader, f"/search?q={query}"), query


@pytest.mark.requirement("R272")
def test_anchors_passages_and_citations_are_the_same_places_in_both_scripts(reader: Client, city: City) -> None:
    paragraphs = "".join(f"<p>第{number}条 后勤部门发展软件，不得干涉头发加工。</p>" for number in "一二三四五六七八")
    law = "<p>根据《中华人民共和国政府信息公开条例》第十九条，制定本办法。本办法所称后台软件，是指后勤用的程序。</p>"
    document = publish(city, title="云川市后勤软件管理办法", html=f"<h2>第一章 总则</h2>{law}{paragraphs}")
    address = f"/documents/{document.item.key}"

    def places(text: str) -> list[str]:
        text = re.sub(r"[?](?:script=hant&amp;)?script=hant|&amp;script=han[st]", "", text)
        return re.findall(r'(?:id|href)="(#?[pc]\d+|[^"]*#[^"]*)"', text.partition("<main")[2])

    simplified, traditional = page(reader, address), page(reader, f"{address}?script=hant")
    assert places(traditional) == places(simplified) != []
    assert "後勤部門發展軟件，不得干涉頭髮加工" in traditional
    assert "是指後勤用的程序" in re.sub(r"<[^>]+>", "", traditional)
    reader.cookies["gongkai_script"] = "hant"
    found = page(reader, "/search?q=頭髮加工")
    assert places(found) == places(page(reader, "/search?q=頭髮加工&script=hans"))
    assert "zh-Hant" in found
    explained = reader.get(f"{address}/citations").content.decode()
    assert '<html lang="zh-Hant"' in explained
    assert "政府信息公開條例" in explained


@pytest.mark.requirement("R272")
def test_suggestions_are_shown_in_the_readers_script_and_search_the_stored_words(reader: Client, published) -> None:
    shown = reader.get("/search/suggest", {"q": "租賃", "script": "hant"}).json()
    assert shown
    titles = [one for one in shown if one["url"]]
    assert "新市民住房租賃補貼" in titles[0]["label"]
    assert "新市民住房租赁补贴" in titles[0]["value"]
    assert titles[0]["url"] == f"/documents/{published.item.key}?script=hant"
    assert 'data-suggest="/search/suggest?script=hant"' in page(reader, "/documents/?script=hant")


@pytest.mark.requirement("R272")
def test_what_is_said_and_copied_is_in_one_script(reader: Client, published) -> None:
    text = page(reader, f"/documents/{published.item.key}?script=hant")
    cited = re.search(r'data-cite="([^"]*)"', text)
    assert cited is not None
    assert "租賃補貼" in cited[1]
    assert f'data-url="http://open.yunchuan.example/documents/{published.item.key}"' in text


def links(text: str) -> list[str]:
    return re.findall(r'<a\b[^>]*?\shref="([^"]*)"', text)


@pytest.mark.requirement("R272")
def test_a_script_chosen_in_the_address_alone_goes_along_without_a_cookie(
    reader: Client, city: City, published
) -> None:
    address = f"/documents/{published.item.key}"
    opened = reader.get(f"{address}?script=hant")
    assert not opened.cookies
    text = opened.content.decode()
    seen, waiting = set(), [link for link in links(text) if link.startswith("/") and "script=" in link]
    assert any(link.startswith("/agencies/") for link in waiting)
    while waiting and len(seen) < 25:
        link = waiting.pop(0).replace("&amp;", "&").partition("#")[0]
        if link in seen or "/display/" in link:
            continue
        seen.add(link)
        response = reader.get(link)
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            shown = response.content.decode()
            assert '<html lang="zh-Hant"' in shown, link
            waiting += [one for one in links(shown) if one.startswith("/") and "script=" in one]
    assert len(seen) > 15
    assert set(reader.cookies) <= {"csrftoken"}  # of the form to apply; none tells the script
    assert '<html lang="zh-CN"' in page(reader, address)


@pytest.mark.requirement("R272")
def test_machines_are_told_nothing_of_the_script_of_one_address(reader: Client, published) -> None:
    address = f"/documents/{published.item.key}"
    text = page(reader, f"{address}?script=hant")
    assert f'rel="canonical" href="http://open.yunchuan.example{address}"' in text
    assert 'href="/feeds/latest.xml"' in text
    for tail in (".json", ".pdf", ".docx"):
        assert f'href="{address}{tail}"' in text
    assert f'"@id": "http://open.yunchuan.example{address}"' in text
    for path in ("/feeds/latest.xml", "/sitemap-pages.xml", f"{address}.json"):
        assert b"script=hant" not in reader.get(f"{path}?script=hant").content.replace(b'hreflang="zh-Hant"', b""), path
    assert "script=hant" not in page(reader, address).partition("<body")[2]


def test_a_cookie_needs_no_parameter_and_taking_it_back_works_from_such_an_address(reader: Client, published) -> None:
    address = f"/documents/{published.item.key}"
    text = page(reader, f"{address}?script=hant")
    back = re.search(r'href="(/display/script[^"]*to=hans[^"]*)"', text)[1].replace("&amp;", "&")
    response = reader.get(back)
    assert response["Location"] == address
    assert '<html lang="zh-CN"' in page(reader, address)
    reader.cookies["gongkai_script"] = "hant"
    text = page(reader, address)
    assert '<html lang="zh-Hant"' in text
    assert "script=hant" not in text.partition("<body")[2]


def test_a_search_asked_there_stays_there(reader: Client, published) -> None:
    text = page(reader, "/documents/?script=hant")
    form = re.search(r'<form class="search.*?</form>', text, re.DOTALL)[0]
    assert form.count('name="script" value="hant"') == 1
    assert all(one.count('name="script"') <= 1 for one in re.findall(r"<form.*?</form>", text, re.DOTALL))


@pytest.mark.parametrize(
    ("link", "there"),
    [("/documents/?q=a&amp;page=2#p1", "/documents/?q=a&amp;page=2&amp;script=hant#p1"), ("/", "/?script=hant"),
     ("?page=2", "?page=2&amp;script=hant"), ("#p3", "#p3"), ("https://other.example/", "https://other.example/"),
     ("//other.example/", "//other.example/"), ("/en/", "/en/"), ("/files/a/1/2/x.pdf", "/files/a/1/2/x.pdf"),
     ("/x?script=hans", "/x?script=hans"), ("mailto:a@b.example", "mailto:a@b.example"), ("/a?x=&quot;", "/a?x=&quot;&amp;script=hant")],
)  # fmt: skip
def test_which_links_carry_the_script(link: str, there: str) -> None:
    assert links_carrying(f'<a class="x" href="{link}">字</a>', "hant") == f'<a class="x" href="{there}">字</a>'
