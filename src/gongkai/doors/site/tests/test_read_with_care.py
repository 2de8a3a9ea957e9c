"""Reading closely: what a document cites and whether that holds, its attachments as pages, two wordings side by side."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from gongkai.base.ui import diff
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.rules import Withdrawal
from gongkai.engine.regulations.tests.conftest import TITLE, load, record
from gongkai.project.tests.cast import City

from .conftest import publish
from .test_download import attached  # noqa: F401 - a fixture

CITING = f"<p>根据《{TITLE}》第二条和《没有人知道的办法》，通知如下。</p><p>第一条　依照《{TITLE}》办理。</p>"


def test_a_cited_law_leads_to_what_it_is_and_whether_it_holds(city: City, reader: Client) -> None:
    load(record())
    document = publish(city, html=CITING)
    page = reader.get(f"/documents/{document.item.key}").content.decode()
    assert page.count('class="cited"') == 3
    listed = reader.get(f"/documents/{document.item.key}/citations").content.decode()
    anchor = page.split("citations#")[1].split('"')[0]
    entry = listed.split(f'id="{anchor}"')[1].split("</li></ul>")[0]
    assert f"《{TITLE}》" in entry
    assert "现行有效" in entry
    assert "文中2处引用" in entry
    assert "本平台没有收录" in listed.split("没有人知道的办法》</b>")[1]


def test_a_cited_document_of_our_own_is_opened_from_there(city: City, reader: Client) -> None:
    basis = publish(city, title="云川市住房租赁管理办法")
    publishing.deliver(names=["regulations"])
    document = publish(city, number="云川住建发〔2026〕13号", html="<p>按照《云川市住房租赁管理办法》办理。</p>")
    assert f'href="/documents/{basis.item.key}">打开这份文件' in reader.get(f"/documents/{document.item.key}/citations").content.decode()  # fmt: skip


def test_a_title_inside_a_link_stays_as_it_is(city: City, reader: Client) -> None:
    document = publish(city, html='<p>见<a href="/documents/">《别的文件》</a>。</p>')
    page = reader.get(f"/documents/{document.item.key}").content.decode()
    assert 'class="cited"' not in page


def test_an_attachment_is_read_as_a_page(city: City, reader: Client, attached: Any) -> None:  # noqa: F811
    document, _, address = attached
    file_id = address.split("/")[-2]
    page = reader.get(f"/documents/{document.item.key}").content.decode()
    assert f"/documents/{document.item.key}/preview/{file_id}" in page
    shown = reader.get(f"/documents/{document.item.key}/preview/{file_id}")
    assert shown.status_code == 200
    assert "家庭人口" in shown.content.decode()
    assert reader.get(f"/documents/{document.item.key}/preview/{int(file_id) + 1}").status_code == 404


def test_the_preview_of_what_was_withdrawn_is_gone(city: City, reader: Client, attached: Any) -> None:  # noqa: F811
    document, _, address = attached
    publishing.withdraw(item=document.item, kind=Withdrawal.PRIVACY, reason="含个人信息", by=city.shen)
    gone = reader.get(f"/documents/{document.item.key}/preview/{address.split('/')[-2]}")
    assert gone.status_code == 410
    assert "家庭人口" not in gone.content.decode()
    assert reader.get(f"/documents/{document.item.key}/citations").status_code == 410


def test_a_paragraph_that_moved_is_one_change_and_not_two() -> None:
    first, second, third = "第一条　目的和依据在此。", "第二条　适用范围在此说明。", "第三条　职责分工在此说明清楚。"
    rows = diff.compare([first, second, third], [third, first, second])
    assert [(row.kind, row.label) for row in rows] == [("moved", "原第3段→第1段")]
    (row,) = diff.compare([first, second, third], [third.replace("清楚", "明白"), first, second])
    assert row.kind == "moved"
    assert "".join(part.text for part in row.before) == third
    assert "明白" in "".join(part.text for part in row.after)


@pytest.mark.requirement("R035")
def test_two_wordings_stand_side_by_side(reader: Client, published: Any, correct: Any) -> None:
    correct(published, old="三百元", new="四百元", note="更正补贴标准")
    key = published.item.key
    page = reader.get(f"/documents/{key}/compare?old=1&new=2&view=sides").content.decode()
    assert '<table class="diff-sides"' in page
    assert 'data-side="第1版"' in page
