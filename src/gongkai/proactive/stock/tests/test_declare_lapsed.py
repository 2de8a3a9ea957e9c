"""A clean-up declares a document lapsed: it is over everywhere, never called repealed, and the right person checked it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.base.notify.models import Message
from gongkai.base.organisations.queries import NotAllowed
from gongkai.base.ui.text import cn_date
from gongkai.engine.publishing.actions import deliver
from gongkai.engine.publishing.models import Release
from gongkai.proactive.documents.models import Document
from gongkai.proactive.documents.rules import Status
from gongkai.proactive.stock import actions
from gongkai.proactive.stock.actions import results
from gongkai.proactive.stock.models import Entry, Round
from gongkai.proactive.stock.tests.test_keep_the_library import rule
from gongkai.project.tests.cast import City, step

TITLE = "云川市住房租赁试行办法"


def cleaned(city: City, *documents: Document) -> Round:
    """Return a clean-up round with these documents, each proposed as lapsed."""
    found = actions.open_round(
        kind="cleanup", agency=city.housing, title="2026年规范性文件清理",
        closes_on=timezone.localdate() + dt.timedelta(days=60), source="市政府清理通知", by=city.shen,
    )  # fmt: skip
    actions.draw(round_=found, by=city.shen)
    for entry in found.entries.filter(document__in=documents):
        actions.propose(entry=entry, verdict="expired", reason="调整对象已经不存在", by=city.shen)
    return found


def declared(city: City) -> Document:
    """Return a document that a published clean-up declared lapsed today; all consumers have heard of it."""
    document = rule(
        city, TITLE, number="云川住建规〔2024〕6号", expires_on=timezone.localdate() + dt.timedelta(days=400)
    )
    found = cleaned(city, document)
    for entry in found.entries.all():
        actions.check_legality(entry=entry, by=city.fa)
        actions.approve(entry=entry, by=city.xu)
    result = results.draft_result(round_=found, by=city.lin)
    while result.status != Status.PUBLISHED:
        step(city, result)
    deliver()
    document.refresh_from_db()
    return document


def text(path: str) -> str:
    answer: Any = Client().get(path)
    assert answer.status_code == 200, path
    return str(answer.content.decode())


@pytest.mark.requirement("R025")
def test_its_page_says_lapsed_and_its_life_line_names_the_day(city: City) -> None:
    document = declared(city)
    page = text(f"/documents/{document.item.key}")
    assert "已失效" in page
    assert "已废止" not in page
    line = page.partition("lifeline")[2].partition("</ol>")[0]
    assert "宣布失效" in line
    assert "清理结论：宣布失效" in line
    result = document.item.reverse_relations.exclude(verb="interprets").get().source
    assert f"/documents/{result.key}" in line
    assert cn_date(timezone.localdate()) in page
    release = Release.objects.get(item=document.pk)
    assert (release.repealed_on, release.expires_on) == (None, timezone.localdate() - dt.timedelta(days=1))


@pytest.mark.requirement("R024", "R025")
def test_the_register_of_normative_documents_says_lapsed(city: City) -> None:
    declared(city)
    page = text("/normative/")
    assert "已失效" in page
    assert "清理结论：宣布失效" in page
    plain = re.sub(r"<[^>]+>|\s", "", page)
    assert f"{cn_date(timezone.localdate())}宣布失效" in plain
    assert "有效期至" not in plain
    assert TITLE in text("/normative/?validity=expired")
    assert TITLE not in text("/normative/?validity=repealed")
    (line,) = [one for one in Client().get("/normative/list.json").json() if one["标题"] == TITLE]
    assert (line["效力状态"], line["最近清理结论"]) == ("已失效", "宣布失效")
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    assert f"{yesterday:%Y-%m-%d}" in text(f"/normative/?on={yesterday:%Y-%m-%d}")


def test_search_and_api_say_lapsed(city: City) -> None:
    document = declared(city)
    found = text("/search?q=住房租赁试行办法")
    row = found[found.index(document.item.key) - 1500 : found.index(document.item.key) + 1500]
    assert "已失效" in row
    assert "已废止" not in row
    said = Client().get(f"/api/v1/documents/{document.item.key}").json()
    assert (said["validity"], said["validity_name"]) == ("expired", "已失效")


def test_the_result_names_what_it_declares_lapsed(city: City) -> None:
    document = declared(city)
    relation = document.item.reverse_relations.exclude(verb="interprets").get()
    assert relation.verb == "lapses"
    result = text(f"/documents/{relation.source.key}")
    assert "宣布失效的行政规范性文件目录" in result
    assert f"/documents/{document.item.key}" in result


@pytest.mark.requirement("R025")
def test_only_a_legal_reviewer_checks_legality(city: City) -> None:
    entry = cleaned(city, rule(city)).entries.get()
    for who in ("lin", "zhou", "xu", "he"):
        with pytest.raises(NotAllowed):
            actions.check_legality(entry=entry, by=getattr(city, who))
    with pytest.raises(NotAllowed):
        actions.check_legality(entry=entry, by=city.shen)  # the openness officer, who proposed it too
    assert actions.check_legality(entry=entry, by=city.fa).state == "checked"
    with pytest.raises(NotAllowed):
        actions.approve(entry=entry, by=city.fa)


def test_an_openness_officer_who_did_not_propose_may_not_check_either(city: City) -> None:
    document = rule(city)
    found = cleaned(city)
    actions.assign(round_=found, entries=found.entries.all(), person=city.people["lin"], by=city.shen)
    entry = found.entries.get(document=document)
    actions.propose(entry=entry, verdict="expired", reason="调整对象已经不存在", by=city.lin)
    with pytest.raises(NotAllowed):
        actions.check_legality(entry=entry, by=city.shen)


def test_the_desk_tells_the_legal_reviewer_what_waits(city: City, client: Client) -> None:
    found = cleaned(city, rule(city), rule(city, "云川市物业管理办法"))
    told = Message.objects.get(person=city.people["fa"])
    assert told.title == f"有清理结论待合法性审核：{found.title}"
    client.force_login(city.people["fa"])
    waiting = client.get(told.url).content.decode()
    assert "云川市物业管理办法" in waiting
    assert "云川市住房租赁管理办法" in waiting
    shown = client.get(f"/desk/stock/rounds/{found.pk}/").content.decode()
    assert "2件待您作合法性审核" in shown
    first = found.entries.order_by("pk").first()
    assert first is not None
    page = client.get(f"/desk/stock/entries/{first.pk}/judge/").content.decode()
    assert "审核通过" in page
    done = client.post(f"/desk/stock/entries/{first.pk}/do/check/", {"opinion": "依据充分"})
    assert done["Location"].endswith("/judge/")  # on to the next one that waits
    assert "1件待您作合法性审核" in client.get(f"/desk/stock/rounds/{found.pk}/").content.decode()
    assert Entry.objects.filter(state="checked", checker=city.people["fa"]).count() == 1


def test_a_hundred_proposals_of_one_day_tell_once(city: City) -> None:
    found = cleaned(city, rule(city), rule(city, "云川市物业管理办法"))
    entry = found.entries.order_by("pk").first()
    assert entry is not None
    actions.return_(entry=entry, reason="理由不足", by=city.fa)
    actions.propose(entry=entry, verdict="expired", reason="规定的期限已过", by=city.shen)
    assert Message.objects.filter(person=city.people["fa"], kind="stock").count() == 1


def test_others_are_not_asked_to_check(city: City, client: Client) -> None:
    found = cleaned(city, rule(city))
    client.force_login(city.people["shen"])
    assert "待您作合法性审核" not in client.get(f"/desk/stock/rounds/{found.pk}/").content.decode()
    assert "没有" in client.get("/desk/stock/entries/?mine=legal").content.decode()
