from __future__ import annotations

import re

import pytest
from django.test import Client

from gongkai.project.tests.cast import City

from .conftest import page


def keys(html: str) -> list[str]:
    return re.findall(r'<h2><a href="/documents/([^"]+)"', html)


@pytest.mark.requirement("R254")
def test_a_year_in_the_words_narrows_and_can_be_taken_back(reader: Client, published) -> None:
    html = page(reader, "/search?q=2026年租赁补贴")
    assert published.item.key in keys(html)
    assert "按“2026年”筛选" in html
    assert "literal=date" in html
    assert "按“2026年”筛选" not in page(reader, "/search?q=2026年租赁补贴&literal=date")


@pytest.mark.requirement("R254")
def test_a_limit_that_leaves_nothing_hides_nothing(reader: Client, published) -> None:
    html = page(reader, "/search?q=2019年租赁补贴")
    assert published.item.key in keys(html)
    assert "按“2019年”筛选没有查到" in html


@pytest.mark.requirement("R254")
@pytest.mark.parametrize("name", ["市住房城乡建设局", "住建局", "云川市住房和城乡建设局"])
def test_an_agency_is_known_by_all_its_names(reader: Client, published, name: str) -> None:
    html = page(reader, f"/search?q={name} 租赁补贴")
    assert published.item.key in keys(html)
    assert "按“市住房城乡建设局”筛选" in html
    assert 'href="/agencies/yc-zjj/"' in html


@pytest.mark.requirement("R254")
def test_another_agency_s_name_is_left_out_with_a_note(reader: Client, city: City, published) -> None:
    html = page(reader, "/search?q=市教育局 租赁补贴")
    assert "筛选没有查到" in html
    assert published.item.key in keys(html)


@pytest.mark.requirement("R255")
def test_a_question_leads_to_its_answer_and_other_words_do_not(reader: Client, published) -> None:
    html = page(reader, "/search?q=租赁补贴怎么申请")
    assert published.item.key in keys(html)
    assert re.search(r'href="/ask\?q=[^"]+">直接问一问', html)
    assert "直接问一问" not in page(reader, "/search?q=租赁补贴")


@pytest.mark.requirement("R254")
@pytest.mark.parametrize("name", ["建设局", "市建设局"])
def test_an_agency_is_known_by_what_it_was_called_before(reader: Client, published, name: str) -> None:
    assert "按“市住房城乡建设局”筛选" in page(reader, f"/search?q={name} 租赁补贴")
