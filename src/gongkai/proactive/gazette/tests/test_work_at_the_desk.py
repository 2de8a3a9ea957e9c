"""The whole road by the pages, as the people of the office walk it; and what others see of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gongkai.engine.publishing import queries as publishing
from gongkai.proactive.gazette.models import Issue
from gongkai.proactive.gazette.tests.world import City, filled, gazette, public, released, town

if TYPE_CHECKING:
    from django.test import Client

    from gongkai.proactive.gazette.models import Gazette

__all__ = ["gazette", "town"]


@pytest.mark.requirement("R286")
def test_an_issue_is_made_by_the_pages_alone(gazette: Gazette, town: City, client: Client) -> None:
    paper = public(town)
    client.force_login(town.people["bian"])
    client.post(
        "/desk/gazette/new/",
        {"gazette": gazette.pk, "year": 2026, "number": 1, "total": 1, "planned_on": "2026-03-31"},
    )
    issue = Issue.objects.get()
    base = f"/desk/gazette/{issue.pk}/"
    assert "政策文件（通知）" in client.get(f"{base}choose/").content.decode()
    client.post(f"{base}choose/", {"item": [paper.item_id], "into": ""})
    client.post(f"{base}add/", {"column": "chronicle", "title": "大事记", "body": "一日无事。"})
    first, second = issue.entries.order_by("order")
    client.post(f"{base}do/move/", {"entry": second.pk, "way": "up"})
    assert list(issue.entries.order_by("order").values_list("pk", flat=True)) == [second.pk, first.pk]
    client.post(f"{base}do/select/")
    client.force_login(town.people["gao"])
    client.post(f"{base}do/read/")
    text = f"{base}texts/{second.pk}/"
    refused = client.post(f"{text}do/note/", {"quote": "没有的话", "remark": "有误"})
    assert refused.status_code == 409
    assert "有误" in refused.content.decode()
    client.post(f"{text}do/note/", {"quote": "一日", "remark": "应写明月份"})
    client.post(f"{base}do/finish/")
    client.force_login(town.people["bian"])
    finding = second.findings.get()
    client.post(f"{text}do/decide/", {"finding": finding.pk, "verdict": "kept", "answer": "栏目名已写明月份"})
    client.force_login(town.people["ni"])
    client.post(f"{base}do/read/")
    client.post(f"{base}do/finish/")
    client.force_login(town.people["wei"])
    seen = client.get(base).context["seen"]
    client.post(f"{base}do/approve/", {"opinion": "同意", "seen": seen})
    client.force_login(town.people["gao"])
    client.post(f"{base}do/release/")
    assert publishing.release_by_key("gazette/2026/1") is not None
    assert client.get("/gazette/2026/1/1").status_code == 200
    assert "标准文本" in client.get("/gazette/2026/1/2").content.decode()


def test_another_agency_does_not_see_it(gazette: Gazette, town: City, client: Client) -> None:
    issue = filled(gazette, town)
    client.force_login(town.people["mo"])
    for address in ("", "choose/", "english/"):
        assert client.get(f"/desk/gazette/{issue.pk}/{address}").status_code == 404


def test_every_page_of_the_desk_opens(gazette: Gazette, town: City, client: Client) -> None:
    issue = released(filled(gazette, town, public(town)), town)
    entry = issue.entries.first()
    assert entry is not None
    client.force_login(town.people["gao"])
    for address in (
        "", "new/", "standard/", "standard/?all=1", "window/", "paper/", "paper/recipients/", f"paper/{issue.pk}/", "history/",
        f"{issue.pk}/", f"{issue.pk}/choose/", f"{issue.pk}/texts/{entry.pk}/", f"{issue.pk}/english/",
    ):  # fmt: skip
        assert client.get(f"/desk/gazette/{address}").status_code == 200, address


def test_old_issues_come_in_by_the_page_with_a_trial_first(gazette: Gazette, town: City, client: Client) -> None:
    rows = "年份,期号,总期号,标题,正文\n1998,1,1,甲,文\n1998,x,2,乙,文\n".encode()
    client.force_login(town.people["gao"])
    trial = client.post(
        "/desk/gazette/history/", {"file": SimpleUploadedFile("旧刊.csv", rows), "source": "纸质公报", "dry": "1"}
    )
    assert "可以入库1期、1篇" in trial.content.decode()
    assert "第3行" in trial.content.decode()
    assert not Issue.objects.exists()
    client.post("/desk/gazette/history/", {"file": SimpleUploadedFile("旧刊.csv", rows), "source": "纸质公报"})
    assert Issue.objects.get().old
    junk = client.post(
        "/desk/gazette/history/", {"file": SimpleUploadedFile("旧刊.csv", b"\xff\xfe\x00\xd8"), "source": "纸质公报"}
    )
    assert junk.status_code == 422


def test_public_pages_take_no_cookie_and_bad_input_finds_nothing(gazette: Gazette, town: City, client: Client) -> None:
    released(filled(gazette, town), town)
    for address in (
        "/gazette/", "/gazette/2026/1", "/gazette/2026/1?view=all", "/gazette/2026/1/1", "/gazette/points/", "/en/gazette/",
    ):  # fmt: skip
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert not answer.cookies
    for asked in (
        {"year": "x"},
        {"no": "٣"},
        {"q": "\x00'\"<b>" * 500},
        {"q": "甲", "page": "99999"},
        {"year": "99999"},
    ):
        assert client.get("/gazette/", asked).status_code == 200
    assert client.get("/gazette/2026/7").status_code == 404
    assert client.get("/gazette/2026/1/77").status_code == 404
