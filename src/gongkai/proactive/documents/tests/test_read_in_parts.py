"""A long text is read in parts: nothing is lost or doubled, every link finds its paragraph, the whole is one address away."""

from __future__ import annotations

import re
from itertools import pairwise
from urllib.parse import quote

import pytest
from django.test import Client
from lxml import html as lxml_html

from gongkai.engine.publishing.actions import deliver
from gongkai.engine.publishing.rules import paragraph_path
from gongkai.proactive.documents.portal.parting import LONG, PART, parts_of, reading_of
from gongkai.proactive.documents.portal.sheets import whole
from gongkai.proactive.documents.rules import Status
from gongkai.project.tests.cast import City, document_at

NUMBERS = "一二三四五六七八九十"
SENTENCE = (
    "住房租赁企业应当在门店公示房源编号、租金标准和收费项目，不得发布虚假房源信息，不得以隐瞒、欺骗的方式收取费用。"
)


def numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    ten = f"{NUMBERS[tens - 1] if tens > 1 else ''}十" if tens else ""
    return ten + (NUMBERS[ones - 1] if ones else "")


def act(*, chapters: int = 7, articles: int = 10, paragraphs: int = 11) -> str:
    """Return a text of about 8,000 characters a chapter; its second article defines a word that all others use."""
    html, count = "", 0
    for chapter in range(1, chapters + 1):
        html += f"<h2>第{numeral(chapter)}章 租赁管理之{chapter}</h2>"
        for _ in range(articles):
            count += 1
            opening = "本办法所称托管房源，是指由企业代为出租的住房。" if count == 2 else "托管房源同样办理。"
            html += f"<p>第{numeral(count)}条 {opening}{SENTENCE}</p>"
            html += "".join(
                f"<p>（{NUMBERS[n % 10]}）编号{count:03d}-{n:02d}：{SENTENCE}</p>" for n in range(paragraphs)
            )
    return html + "<h2>房源信息公示表</h2><p>填表单位：</p>"


LONG_ACT = act()


def words(html: str) -> str:
    return re.sub(r"\s+", "", "".join(lxml_html.fromstring(f"<div>{html}</div>").itertext()))


def page(path: str, status: int = 200) -> str:
    answer = Client().get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def text_of(shown: str) -> str:
    """Return the inner text of the paper itself."""
    root = lxml_html.fromstring(shown)
    (article,) = root.xpath('//article[@id="text"]')
    return "".join(article.itertext())


@pytest.fixture
def address(city: City) -> str:
    document = document_at(city, Status.PUBLISHED, number="云川住建发〔2026〕12号", html=LONG_ACT)
    return f"/documents/{document.item.key}"


def test_the_parts_hold_every_block_once_and_begin_with_chapters() -> None:
    parts = parts_of(LONG_ACT)
    assert len(parts) == -(-len(words(LONG_ACT)) // PART) > 1
    assert words("".join(part.before + part.annexed for part in parts)) == words(whole(LONG_ACT))
    ids = [number for part in parts for number in re.findall(r'\bid="p(\d+)"', part.before + part.annexed)]
    assert ids == [str(number) for number in range(1, len(ids) + 1)]
    assert [(part.first, part.last) for part in parts][1:] == [
        (before.last + 1, part.last) for before, part in pairwise(parts)
    ]
    for part in parts:
        assert part.before.startswith("<h2"), part.name
        assert len(words(part.before)) < 1.4 * PART
    assert [part.signs for part in parts] == [False] * (len(parts) - 1) + [True]
    assert [bool(part.annexed) for part in parts] == [False] * (len(parts) - 1) + [True]
    assert parts[0].name.startswith("第一章 租赁管理之1（第一条至第")


@pytest.mark.parametrize(
    "html",
    [
        "".join(f"<p>{SENTENCE}</p>" for _ in range(2000)),
        "<h2>总则</h2><p>" + SENTENCE * 2000 + "</p>",
        "".join(
            f"<h3>第{numeral(n)}节 事项</h3><table><tr><td>{SENTENCE * 40}</td></tr></table>" for n in range(1, 40)
        ),
        "<ol>" + "".join(f"<li>{SENTENCE}</li>" for _ in range(2000)) + "</ol>",
        "<h2>一、总体要求</h2>" + f"<p>{SENTENCE}</p>" * 300 + "<h2>附件一览</h2>" + f"<p>{SENTENCE}</p>" * 1500,
    ],
)
def test_texts_of_any_shape_come_whole(html: str) -> None:
    parts = parts_of(html)
    if parts:
        assert words("".join(part.before + part.annexed for part in parts)) == words(whole(html))
        assert sum(part.signs for part in parts) == 1
        assert all(part.before or part.annexed for part in parts)
        assert all(part.name for part in parts)
    reading = reading_of(html, "", "")
    assert reading is not None
    assert words(reading.before)


def test_a_text_of_common_length_stays_on_one_page(city: City) -> None:
    short = act(chapters=5, paragraphs=10)
    assert len(words(short)) < LONG
    document = document_at(city, Status.PUBLISHED, number="云川住建发〔2026〕13号", html=short)
    path = f"/documents/{document.item.key}"
    shown = page(path)
    assert "data-parts" not in shown
    assert "本文各部分" not in shown
    assert "编号050-09" in page(f"{path}?part=7")


def test_a_reader_turns_from_part_to_part_and_finds_the_whole(address: str) -> None:
    first, last = page(address), page(f"{address}?part=2")
    everything = page(f"{address}?part=all")
    assert page(f"{address}?part=1").count("编号") == first.count("编号")
    for shown in (first, last):
        assert "全文较长，分2部分显示" in shown
        assert "打印这部分" in shown
    assert "编号001-00" in text_of(first)
    assert "编号070-10" not in text_of(first)
    assert "编号070-10" in text_of(last)
    assert 'rel="next" href="?part=2#text"' in first
    assert 'rel="prev" href="?part=1#text"' in last
    assert 'rel="next"' not in last
    inner = text_of(everything)
    assert inner.count("编号") == text_of(first).count("编号") + text_of(last).count("编号")
    assert "打印这部分" not in everything
    # The head of the paper opens the first part, signature and imprint close the last.
    assert ('class="redhead"' in first, 'class="redhead"' in last) == (True, False)
    assert ('class="imprint"' in first, 'class="imprint"' in last) == (False, True)
    assert ('class="sign"' in first, 'class="sign"' in last) == (False, 'class="sign"' in everything)
    assert f'{address}?part=2"' in re.findall(r'<link rel="canonical"[^>]*>', last)[0]
    assert "（第2部分）" in re.findall(r"<title>[^<]*", last)[0]
    for wrong in ("9", "0", "-1", "x", "1.5", "²", "99999999999"):
        page(f"{address}?part={wrong}", 404)


def test_every_link_inside_leads_to_a_page_that_has_its_paragraph(address: str) -> None:
    pages = {query: page(f"{address}{query}") for query in ("", "?part=1", "?part=2", "?part=all")}
    across = 0
    for here, shown in pages.items():
        for query, anchor in re.findall(r'href="(\?part=\w+)?#(p\d+)"', shown):
            across += bool(query)
            assert f'id="{anchor}"' in pages[query or here], (here, query, anchor)
    assert across > 30, "the last part uses a word that the first defines"
    # Script sends who comes with the number of a paragraph alone to the part where it stands.
    ends = [int(last) for last in re.findall(r'data-parts="([\d ]+)"', pages[""])[0].split()]
    for number in (1, ends[0], ends[0] + 1, ends[1]):
        part = next(place for place, last in enumerate(ends, start=1) if number <= last)
        assert f'id="p{number}"' in pages[f"?part={part}"]
    assert "data-parts" not in pages["?part=all"]


@pytest.mark.requirement("R254")
def test_without_script_too_a_link_from_elsewhere_opens_the_part_of_its_paragraph(city: City) -> None:
    """From the search, from an answer and from the page of what is cited: the address itself says which paragraph."""
    html = LONG_ACT.replace("编号069-05：", "编号069-05：依照《云川市犬只登记办法》，租客饲养孔雀的，")
    document = document_at(city, Status.PUBLISHED, number="云川住建发〔2026〕12号", html=html)
    path = f"/documents/{document.item.key}"
    deliver()
    ways = {
        "search": page(f"/search?q={quote('租客饲养孔雀')}"),
        "ask": page(f"/ask?q={quote('租客饲养孔雀依照什么办法登记？')}"),
        "cited": page(f"{path}/citations"),
    }
    for name, shown in ways.items():
        found = re.findall(rf'href="({re.escape(path)}\?at=(p\d+))#(p\d+)"', shown)
        assert found, name
        address, asked, anchor = found[0]
        assert asked == anchor
        opened = page(address)
        assert f'id="{anchor}"' in opened, name
        assert "租客饲养孔雀" in text_of(opened), name
        assert f'{path}?part=2"' in re.findall(r'<link rel="canonical"[^>]*>', opened)[0]
    assert "租客饲养孔雀" not in text_of(page(path))
    for junk in ("p1", "p99999", "p", "x", "p²", "p1'", "%00", "p" + "9" * 400):
        assert "编号001-00" in text_of(page(f"{path}?at={junk}")), "the first part where no such paragraph is"
    assert paragraph_path("/a", "p7") == "/a#p7"
    assert paragraph_path("/a", "") == "/a"
    assert paragraph_path("/a?b=1", "p700") == "/a?b=1&at=p700#p700"
    assert paragraph_path("/a", "text") == "/a#text"


@pytest.mark.requirement("R272")
def test_traditional_readers_and_old_wordings_have_the_same_parts(address: str) -> None:
    hant = page(f"{address}?part=2&script=hant")
    assert "?part=1&amp;script=hant#text" in hant
    assert re.findall(r'\bid="p\d+"', hant) == re.findall(r'\bid="p\d+"', page(f"{address}?part=2"))
    assert "编号070-10" in text_of(page(f"{address}/v1?part=2"))


def test_articles_with_a_second_number_are_articles() -> None:
    html = "<h2>第一章 总则</h2><p>第二条之一 企业应当公示。</p><p>第三条 个人应当登记。</p>"
    text = whole(html)
    assert '<b class="art"><a href="#p2">第二条之一</a></b>企业' in text
    reading = reading_of(html, "", "")
    assert reading is not None
    assert [entry.text for entry in reading.outline if not entry.is_article] == ["第一章 总则"]
