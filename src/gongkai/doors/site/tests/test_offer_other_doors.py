"""Where /ask knows no answer, it shows the doors behind which somebody does."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from gongkai.engine.publishing.actions import deliver
from gongkai.engine.publishing.queries import column_model
from gongkai.project.tests.cast import City, Status, document_at

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R255")]


@pytest.fixture(autouse=True)
def _library(city: City) -> None:
    document_at(city, Status.PUBLISHED, title="关于夏季防汛值守的通知", html="<p>值守二十四小时不间断。</p>")
    deliver()


def asked(city: City, question: str, **more: str) -> str:
    client = Client(HTTP_HOST=city.site.host)
    return client.get("/ask", query_params={"q": question, **more}).content.decode()


def test_an_application_is_offered_with_the_agency_that_the_question_names(city: City) -> None:
    named = f"{city.housing.name}去年给滑雪场批了多少钱？"
    html = asked(city, named)
    assert "没有找到答案" in html
    address = re.search(r'href="(/apply/[^"]*)"', html)
    assert address
    assert address[1] == f"/apply/?agency={city.housing.code}"
    form = Client(HTTP_HOST=city.site.host).get(address[1])
    assert form.status_code == 200
    assert re.search(rf'value="{city.housing.code}"[^>]*(?:selected|checked)', form.content.decode())
    assert 'href="/apply/"' in asked(city, "滑雪场几点关门？")


def test_the_message_board_is_the_one_that_the_site_has(city: City, settings) -> None:
    assert "到留言板提问" not in asked(city, "滑雪场几点关门？")
    column_model().objects.create(
        site=city.site, agency=city.site.agency, slug="letters", name="领导信箱", block="interaction"
    )
    html = asked(city, "滑雪场几点关门？", again="1")
    assert '"/columns/letters/"' in html
    settings.MESSAGE_BOARD_URL = "https://12345.example/write?text={question}"
    html = asked(city, "滑雪场几点关门？", again="2")
    assert "https://12345.example/write?text=%E6%BB%91" in html
    assert html.index("到留言板提问") < html.index("申请公开政府信息")
