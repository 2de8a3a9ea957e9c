"""Questions that a page offers to go on with: only those that the document answers, and a click does answer them."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Callable

import pytest
from django.test import Client

from gongkai.engine.publishing.models import Release

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R255")]
DOGS = """<p>为方便市民，现将养犬登记有关事项通知如下：</p>
<p>一、申请养犬登记，应当符合下列条件：</p><p>（一）有固定住所；</p><p>（二）犬只已经免疫。</p>
<p>二、申请人可以通过政务服务平台提出申请，也可以到公安派出所窗口办理。</p>
<p>三、登记应当提交下列材料：</p><p>（一）身份证复印件；</p><p>（二）免疫证明。</p>
<p>四、对审核有异议的，可以申请复核，并提交书面材料。</p>
<p>五、市公安局负责养犬登记的发放和管理。提供虚假材料的，处五百元罚款。</p>"""
OTHER = "<p>补贴标准为每月90元。咨询电话：0990-5550999。</p>"


def chips(reader: Client, question: str, **more: str) -> dict[str, str]:
    page = reader.get("/ask", query_params={"q": question, **more}).content.decode()
    section = page.partition('id="further"')[2].partition("</ul>")[0]
    found = re.findall(r'href="([^"]+)">([^<]+)</a>', section)
    return {label: html.unescape(url) for url, label in found}


@pytest.fixture
def dogs(publish: Callable):
    publish("关于另一件事的通知", OTHER, "云川住建发〔2026〕62号")
    return publish("关于办理养犬登记的通知", DOGS, "云川住建发〔2026〕61号", summary="养犬登记怎么办。")


def test_only_what_the_document_answers_is_offered_and_a_click_shows_the_passage_made_for_it(
    dogs, reader: Client
) -> None:
    offered = chips(reader, "养犬登记谁负责管理？")
    expected = {
        "需要什么条件？": "有固定住所",
        "需要什么材料？": "免疫证明",
        "怎么办理？": "通过政务服务平台提出申请",
        "在哪里办理？": "派出所窗口",
    }
    assert set(offered) == set(expected)
    for label, part in expected.items():
        page = reader.get(offered[label]).content.decode()
        first = page[page.index('id="source-1"') :].partition("</article>")[0]
        plain = re.sub(r"<[^>]+>", "", first)
        assert part in plain, label
        assert f"/documents/{dogs.item.key}" in first


def test_the_day_it_takes_effect_is_offered_where_it_is_another_day(dogs, reader: Client) -> None:
    assert "什么时候开始施行？" not in chips(reader, "养犬登记谁负责管理？")
    Release.objects.filter(key=dogs.item.key).update(effective_on=dt.date(2026, 12, 1))
    offered = chips(reader, "养犬登记谁负责管理？", again="1")
    assert "2026年12月1日" in reader.get(offered["什么时候开始施行？"]).content.decode()


def test_a_document_that_answers_nothing_further_offers_nothing(publish: Callable, reader: Client) -> None:
    publish("关于启用新印章的通知", "<p>自即日起启用新印章，旧印章作废。</p>", "云川住建发〔2026〕63号")
    page = reader.get("/ask", query_params={"q": "新印章启用了，旧印章作废了吗？"}).content.decode()
    assert 'id="source-1"' in page
    assert "接着问这份文件" not in page
