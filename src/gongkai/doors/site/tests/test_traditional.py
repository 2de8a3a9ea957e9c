from __future__ import annotations

import re

import pytest
from django.test import Client

from gongkai.doors.site.script import page_in_traditional, to_traditional
from gongkai.engine.publishing.models import Release

from .conftest import page


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
