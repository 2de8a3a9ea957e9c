"""The page /ask and the API, as a reader meets them."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.test import Client

from gongkai.engine.answers.models import Usefulness
from gongkai.engine.publishing.models import Release
from gongkai.engine.publishing.rules import Withdrawal
from gongkai.project.tests.cast import City, documents

from .conftest import Model

pytestmark = pytest.mark.django_db
QUESTION = "遛狗不牵狗绳罚多少钱？"


@pytest.fixture(autouse=True)
def _guarded(settings) -> None:
    settings.CACHE_GUARD_RAISES = True


def get(client: Client, question: str, status: int = 200, **more: str) -> str:
    response = client.get(f"/ask?{urlencode({'q': question, **more})}", follow=True)
    assert response.status_code == status
    return response.content.decode()


@pytest.mark.requirement("R255")
def test_the_answer_stands_with_source_date_validity_and_a_link_to_its_paragraph(reader: Client, dogs) -> None:
    html = get(reader, QUESTION)
    assert "五十元以上二百元</b>以下罚款" in html or "二百元" in html
    assert dogs.doc_number in html
    assert "现行有效" in html
    anchor = re.search(rf'href="/documents/{re.escape(dogs.item.key)}#(p\d+)"', html)
    assert anchor
    text = reader.get(f"/documents/{dogs.item.key}").content.decode()
    paragraph = re.search(rf'<(\w+)[^>]* id="{anchor[1]}"[^>]*>(.*?)</\1>', text, re.DOTALL)
    assert paragraph
    assert "不使用犬绳" in paragraph[2]


@pytest.mark.requirement("R255")
def test_without_an_answer_it_says_so_and_offers_other_ways(reader: Client, dogs) -> None:
    html = get(reader, "结婚登记要带什么材料？")
    assert "没有找到答案" in html
    assert "/search?q=" in html
    assert 'href="tel:000-00000000"' in html
    assert "<blockquote" not in html


@pytest.mark.requirement("R255")
def test_one_goes_on_about_the_same_document_by_the_address_alone(dogs) -> None:
    first = Client(HTTP_HOST="open.yunchuan.example")
    assert f'name="about" value="{dogs.item.key}"' in get(first, QUESTION)
    another = Client(HTTP_HOST="open.yunchuan.example")
    assert "2026年12月31日" in get(another, "那什么时候截止？", about=dogs.item.key)


def test_a_withdrawn_text_is_gone_from_answers_at_once(reader: Client, dogs, city: City) -> None:
    assert "二百元" in get(reader, QUESTION)
    documents.withdraw(document=dogs, kind=Withdrawal.ERROR, reason="有误", by=city.shen)
    html = get(reader, QUESTION)
    assert "二百元" not in html
    assert "没有找到答案" in html


def test_a_repealed_text_is_never_shown_without_a_warning(reader: Client, dogs) -> None:
    Release.objects.filter(key=dogs.item.key).update(repealed_on=dt.date(2026, 2, 1))
    html = get(reader, QUESTION)
    assert html.index("已废止，以下内容仅供了解历史规定") < html.index("<blockquote")


def test_the_page_may_be_kept_and_sets_no_cookie(reader: Client, dogs) -> None:
    response = reader.get("/ask", query_params={"q": QUESTION})
    assert "public" in response["Cache-Control"]
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in response.content.decode()
    assert reader.get("/ask", query_params={"q": QUESTION})["X-Page-Cache"] == "hit"
    assert len(response.content) < 60_000


def test_another_sites_texts_are_not_answered_from(reader: Client, dogs, city: City) -> None:
    city.site.__class__.objects.filter(pk=city.site.pk).update(agency=city.schools, whole_tree=False)
    assert "二百元" not in get(reader, QUESTION)


@pytest.mark.parametrize("question", ['"><script>alert(1)</script>', "\x00", "养" * 1500, "🐶", "  ", "%F0%9F"])
def test_nonsense_is_shown_as_text_and_is_no_error(reader: Client, dogs, question: str) -> None:
    assert "<script>alert" not in get(reader, question, about=question)


def test_half_surrogates_in_the_address_are_no_error(reader: Client, dogs) -> None:
    assert reader.get("/ask?q=%ED%A0%BD&about=%ED%A0%BD").status_code == 200


def test_opinions_are_counted_and_nothing_of_the_reader(reader: Client, dogs) -> None:
    form = {"key": dogs.item.key, "wanted": "amount", "q": QUESTION}
    for helpful in ("yes", "yes", "no"):
        response = reader.post("/ask/opinion", form | {"helpful": helpful})
        assert response.status_code == 303
        assert not response.cookies
    row = Usefulness.objects.get()
    assert (row.helpful, row.unhelpful) == (2, 1)
    assert QUESTION not in str([getattr(row, field.name) for field in row._meta.fields])
    assert "谢谢" in reader.get(response["Location"]).content.decode()


def test_opinions_of_nothing_public_and_too_many_are_not_counted(reader: Client, dogs) -> None:
    for form in (
        {"key": "no-such"},
        {"key": dogs.item.key, "wanted": "nonsense"},
        {"key": dogs.item.key, "helpful": "x"},
    ):
        reader.post("/ask/opinion", {"wanted": "amount", "helpful": "yes"} | form)
    assert not Usefulness.objects.exists()
    for _ in range(30):
        reader.post("/ask/opinion", {"key": dogs.item.key, "wanted": "amount", "helpful": "yes"})
    assert Usefulness.objects.get().helpful <= 10
    assert reader.get("/ask/opinion").status_code == 405


def test_a_models_wording_names_its_sources_and_its_fault_leaves_the_rest_as_it_was(
    reader: Client, dogs, model: Model
) -> None:
    model.says = "携犬外出不使用犬绳的，由公安机关处五十元以上二百元以下罚款。[1]"
    html = get(reader, QUESTION)
    assert 'href="#source-1"' in html
    model.raw = b"junk"
    plain = get(reader, QUESTION, asked="again")  # another address: the first page is kept
    assert 'class="said' not in plain
    assert "<blockquote" in plain


@pytest.mark.requirement("R255")
def test_the_api_answers_or_says_null(reader: Client, dogs) -> None:
    told = json.loads(reader.get("/api/v1/ask", query_params={"q": QUESTION}).content)
    assert told["answer"].startswith("携犬外出不使用犬绳的")
    assert told["passages"][0]["doc_number"] == dogs.doc_number
    assert told["passages"][0]["url"].startswith(f"/documents/{dogs.item.key}#p")
    assert json.loads(reader.get("/api/v1/ask", query_params={"q": "地铁几点停运？"}).content)["answer"] is None
    assert reader.get("/api/v1/ask").status_code == 422


def test_the_api_is_limited_like_the_rest(reader: Client, dogs, settings) -> None:
    settings.API_CALLS_PER_MINUTE = 2
    codes = [reader.get("/api/v1/ask", query_params={"q": "地铁"}).status_code for _ in range(4)]
    assert codes[-1] == 429


def test_the_empty_page_shows_how_to_ask(reader: Client, publish: Callable) -> None:
    html = get(reader, "")
    assert "可以这样问" in html
    assert "noindex" not in html
