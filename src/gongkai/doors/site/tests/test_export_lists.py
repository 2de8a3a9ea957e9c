"""Any public list as CSV and JSON: what the page lists, all of it, and nothing else."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from django.test import Client

from gongkai.doors.site.portal import listing
from gongkai.engine.publishing.rules import Withdrawal
from gongkai.proactive.documents import actions as documents
from gongkai.project.tests.cast import City

from .conftest import NUMBER, page, publish

LISTS = ("/documents/", "/columns/department-docs/", "/agencies/yc-zjj/")


@pytest.mark.requirement("R263")
@pytest.mark.parametrize("address", LISTS)
def test_a_list_comes_as_csv_and_json(reader: Client, published, address: str) -> None:
    html = page(reader, address)
    links = [
        link.replace("&amp;", "&") for link in re.findall(r'href="([^"]+format=(?:csv|json)[^"]*)" download', html)
    ]
    assert len(links) == 2
    rows = list(csv.DictReader(io.StringIO(page(reader, links[0]).removeprefix("\ufeff"))))
    said = json.loads(page(reader, links[1]))
    assert [row["文号"] for row in rows] == [NUMBER] == [one["doc_number"] for one in said["items"]]
    assert rows[0]["效力"] == "现行有效"
    assert said["count"] == 1
    assert rows[0]["地址"] == f"http://open.yunchuan.example/documents/{published.item.key}"
    answer = reader.get(links[0])
    assert "attachment" in answer["Content-Disposition"]
    assert "public" in answer["Cache-Control"]


@pytest.mark.requirement("R263")
def test_a_filtered_list_exports_what_was_filtered(reader: Client, city: City, published) -> None:
    publish(
        city,
        number="云川住建发〔2026〕13号",
        title="关于电梯检验的通知",
        themes=["市场监管"],
        html="<p>电梯每年检验一次。</p>",
        summary="",
    )
    both = json.loads(page(reader, "/documents/?format=json"))
    one = json.loads(page(reader, "/documents/?theme=市场监管&format=json"))
    assert (both["count"], one["count"]) == (2, 1)
    assert one["items"][0]["title"] == "关于电梯检验的通知"


@pytest.mark.requirement("R254", "R263")
def test_what_was_searched_exports_all_that_was_found_and_says_when_it_is_not_all(
    reader: Client, city: City, published, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = {published.item.key} | {publish(city, number=f"云川住建发〔2026〕{n}号").item.key for n in (21, 22, 23)}
    monkeypatch.setattr(listing, "EXPORT_PAGE", 2)  # so that four are two pages of the search
    assert "/search?q=%E8%A1%A5%E8%B4%B4&amp;format=csv" in page(reader, "/search?q=补贴")
    told = json.loads(page(reader, "/search?q=补贴&format=json"))
    assert ({one["index_number"] for one in told["items"]}, told["truncated"]) == (keys, False)
    assert "量子" not in page(reader, "/search?q=量子计算机&format=csv")
    monkeypatch.setattr(listing.index, "DEEPEST", 2)
    few = json.loads(page(reader, "/search?q=补贴 发放&format=json"))
    assert (few["count"], few["truncated"]) == (2, True)


@pytest.mark.requirement("R263")
def test_machines_are_told_how_to_apply(reader: Client, published) -> None:
    html = page(reader, "/disclosure/")
    graph = json.loads(re.search(r'ld\+json">(.*?)</script>', html)[1])["@graph"]
    service = next(one for one in graph if one["@type"] == "GovernmentService")
    assert service["serviceOperator"]["name"] == "云川市人民政府"
    assert 'id="application"' in html


def test_no_cell_is_taken_for_a_formula(reader: Client, city: City) -> None:
    publish(city, title='=HYPERLINK("http://evil.example")关于补贴的通知')
    rows = list(csv.DictReader(io.StringIO(page(reader, "/documents/?format=csv").removeprefix("\ufeff"))))
    assert rows[0]["标题"].startswith("'=")


def test_a_withdrawal_leaves_the_file_at_once(reader: Client, city: City, published) -> None:
    assert published.item.key in page(reader, "/documents/?format=csv")
    documents.withdraw(document=published, kind=Withdrawal.ERROR, reason="有误", by=city.shen)
    assert published.item.key not in page(reader, "/documents/?format=csv")


@pytest.mark.requirement("R263")
def test_machines_are_told_of_the_data_behind_a_list(reader: Client, published) -> None:
    html = page(reader, "/columns/department-docs/")
    graph = json.loads(re.search(r'ld\+json">(.*?)</script>', html)[1])["@graph"]
    data = next(one for one in graph if one["@type"] == "Dataset")
    assert [one["encodingFormat"] for one in data["distribution"]] == ["text/csv", "application/json"]
    for one in data["distribution"]:
        page(reader, one["contentUrl"].removeprefix("http://open.yunchuan.example"))
    assert 'rel="canonical" href="http://open.yunchuan.example/columns/department-docs/"' in html


def test_nonsense_formats_are_the_page_itself(reader: Client, published) -> None:
    assert "<html" in page(reader, "/documents/?format=exe")


@pytest.mark.requirement("R263")
@pytest.mark.parametrize(
    ("path", "head"), [("/agencies/", "机关代码"), ("/topics/", "专题"), ("/gazette/", "期次"), ("/plans/", "规划"), ("/compilations/", "汇编")]
)  # fmt: skip
def test_lists_that_are_no_documents_leave_as_files_too(reader: Client, published, path: str, head: str) -> None:
    lines = page(reader, f"{path}?format=csv").removeprefix("\ufeff").splitlines()
    assert lines[0].startswith(head)
    assert isinstance(json.loads(page(reader, f"{path}?format=json")), list)
    assert "text/html" in reader.get(f"{path}?format=exe")["Content-Type"]


def test_the_list_of_agencies_holds_each_with_its_address_and_its_number(reader: Client, city: City, published) -> None:
    html = page(reader, "/agencies/")
    assert "/agencies/?format=csv" in html
    rows = {
        row["机关代码"]: row
        for row in csv.DictReader(io.StringIO(page(reader, "/agencies/?format=csv").removeprefix("\ufeff")))
    }
    assert rows[city.housing.code]["公开件数"] == "1"
    assert rows[city.housing.code]["网址"].endswith(f"/agencies/{city.housing.code}/")
