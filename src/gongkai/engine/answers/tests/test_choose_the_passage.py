"""Which passage of the right document is shown, and what is shown where none answers outright."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from gongkai.engine.answers.queries import ask
from gongkai.engine.answers.rules import read
from gongkai.engine.publishing.models import Release

pytestmark = pytest.mark.django_db
POOL = """<p>现将夏季游泳池开放有关事项通知如下：</p>
<p>一、开放时间。2026年6月1日至9月30日，每日9时至21时。</p>
<p>二、免费对象。年满70周岁（1956年6月1日前出生）的老年人游泳池票免费，游泳池凭证入场。</p>
<p>三、收费标准。游泳池票价按照下表执行：</p>
<table><thead><tr><th>人群</th><th>票价（元/次）</th></tr></thead><tbody><tr><td>成人</td><td>30</td></tr><tr><td>学生</td><td>15</td></tr></tbody></table>
<p>四、安全管理。每池配备救生员，接到险情30秒内到位。禁止携带玻璃制品入场。</p>
<p>五、退票。月票未使用的次数，应当在申请后5日内退还票款。</p>"""


@pytest.fixture
def pool(publish: Callable):
    return publish("关于夏季游泳池开放的通知", POOL, "云川住建发〔2026〕51号", summary="游泳池开放时间和票价。")


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("游泳池什么时候开始开？", "6月1日至9月30日"),
        ("游泳池学生票多少钱一次？", "15"),
        ("游泳池不能携带什么入场？", "玻璃制品"),
        ("我办了张游泳池月票没用完，退钱几天能到？", "5日内退还"),
    ],
)
def test_the_passage_says_what_the_question_wants_not_what_the_title_says_again(pool, question: str, part: str) -> None:
    found = ask(question)
    first = (found.passages or found.nearest)[0].passage
    assert part in first.text + "".join(cell for row in first.rows for cell in row)


@pytest.mark.requirement("R255")
def test_a_paragraph_that_leads_into_a_table_brings_it_and_the_row_that_is_meant_is_marked(
    pool, reader: Client
) -> None:
    html = reader.get("/ask", query_params={"q": "游泳池学生票价是多少？"}).content.decode()
    first = html[html.index('id="source-1"') :].partition("</article>")[0]
    assert "票价按照下表执行" in first
    assert '<th scope="col">票价（元/次）</th>' in first
    marked = first[first.index('class="is-hit"') :].partition("</tr>")[0]
    assert "学生" in marked
    assert "15" in marked
    assert first.count('class="is-hit"') == 1


@pytest.mark.requirement("R255")
def test_a_document_that_is_surely_meant_shows_what_comes_nearest_and_says_that_it_is_no_answer(
    pool, reader: Client
) -> None:
    answer = ask("游泳池月票能不能过户？")
    assert not answer.known
    assert answer.nearest[0].release.key == pool.item.key
    html = reader.get("/ask", query_params={"q": "游泳池月票能不能过户？"}).content.decode()
    assert "不能确定答案" in html
    assert "是不是您要问的，请看原文" in html
    assert "没有找到答案" not in html
    assert 'id="source-1"' in html
    told = reader.get("/api/v1/ask", query_params={"q": "游泳池月票能不能过户？"}).json()
    assert told["answer"] is None
    assert told["nearest"][0]["key"] == pool.item.key


def test_without_such_a_document_nothing_is_shown(pool, reader: Client) -> None:
    html = reader.get("/ask", query_params={"q": "滑雪场几点关门？"}).content.decode()
    assert "没有找到答案" in html
    assert 'class="passage' not in html


def test_a_text_printed_again_appears_once_and_as_it_was_published_first(publish: Callable, pool) -> None:
    again = publish("关于游泳池开放的通知（公报）", POOL, "云川住建发〔2026〕52号")
    first = Release.objects.get(key=pool.item.key)
    Release.objects.filter(key=again.item.key).update(
        title=first.title, doc_number=first.doc_number, doc_number_key=first.doc_number_key
    )
    for question in ("游泳池什么时候开始开？", "游泳池票价是多少？"):
        assert {found.release.key for found in ask(question).passages} == {pool.item.key}


def test_what_somebody_tells_of_himself_weighs_less_than_what_he_asks() -> None:
    terms = read("我妈在乡下种菜，游泳池票价多少？").terms
    assert terms["票价" if "票价" in terms else "游泳池"] > terms["种菜"]
