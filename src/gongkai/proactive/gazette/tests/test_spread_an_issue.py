"""Channels, paper, the window of all policy documents, the history, the English edition, the interface."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from gongkai.base.files.rules import extract
from gongkai.base.jobs.models import Job
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.search import actions as search_actions
from gongkai.engine.search import queries as index
from gongkai.engine.search.reactions import documents_of_releases
from gongkai.proactive.gazette import actions, queries
from gongkai.proactive.gazette.actions import Refused
from gongkai.proactive.gazette.actions.papering import make_paper
from gongkai.proactive.gazette.rules.history import OldIssue, OldText, read_list
from gongkai.proactive.gazette.tests.world import City, filled, gazette, public, released, town

if TYPE_CHECKING:
    from django.test import Client

    from gongkai.proactive.gazette.models import Gazette, Issue

__all__ = ["gazette", "town"]
TODAY = dt.date(2026, 11, 22)
LINES = [
    {"year": 1998, "number": 1, "total": 1, "day": "1998-01-20", "column": "政府文件", "title": "关于整治城区水系的决定",
     "doc_number": "云川政发〔1998〕1号", "issuer": "云川市人民政府", "formed_on": "1998-01-05", "text": "整治城区水系，先截污，后清淤。"},
    {"year": 1998, "number": 3, "total": 3, "day": "1998-03-20", "column": "人事任免", "title": "任免通知", "text": "任命李甲为市水利局局长。"},
]  # fmt: skip


def history(gazette: Gazette, city: City, lines: list[dict[str, object]] | None = None) -> actions.Report:
    data = "\n".join(json.dumps(one, ensure_ascii=False) for one in lines or LINES).encode()
    return actions.import_issues(gazette=gazette, data=data, name="旧刊.jsonl", by=city.gao)


def indexed() -> None:
    search_actions.rebuild(documents=documents_of_releases())


@pytest.mark.requirement("R287")
def test_the_portal_is_there_at_once_and_the_missing_channels_are_named(
    gazette: Gazette, town: City, client: Client
) -> None:
    issue = released(filled(gazette, town), town)
    assert queries.missing_channels([issue]) == {issue.pk: ["政务微博", "微信公众号", "移动客户端"]}
    with pytest.raises(Refused, match="https://"):
        actions.note_channel(issue=issue, channel="wechat", url="javascript:alert(1)", by=town.bian)
    actions.note_channel(issue=issue, channel="wechat", url="https://mp.example/1", by=town.bian)
    assert queries.missing_channels([issue]) == {issue.pk: ["政务微博", "移动客户端"]}
    client.force_login(town.people["bian"])
    assert "政务微博、移动客户端" in client.get("/desk/gazette/").content.decode()


def paper_round(gazette: Gazette, city: City, run: int = 10) -> Issue:
    for name, place, copies, point in (("市图书馆", "library", 6, True), ("明德社区", "village", 5, False)):
        actions.edit_recipient(
            gazette=gazette, name=name, place=place, copies=copies, is_point=point, address="明德路9号", by=city.bian
        )
    issue = released(filled(gazette, city), city)
    actions.set_print_run(issue=issue, copies=run, by=city.bian)
    actions.plan_supply(issue=issue, by=city.bian)
    return issue


@pytest.mark.requirement("R288")
def test_what_falls_short_at_a_reading_point_comes_first(gazette: Gazette, town: City, client: Client) -> None:
    issue = paper_round(gazette, town)
    library, village = issue.supplies.order_by("-recipient__is_point")
    actions.send(supply=library, copies=6, on=TODAY, by=town.bian)
    with pytest.raises(Refused, match="不能再送5份"):
        actions.send(supply=village, copies=5, on=TODAY, by=town.bian)
    actions.send(supply=village, copies=4, on=TODAY, by=town.bian)
    with pytest.raises(Refused, match="不能多于"):
        actions.receive(supply=library, copies=7, on=TODAY, signer="馆员", by=town.bian)
    actions.receive(supply=library, copies=4, on=TODAY, signer="馆员", by=town.bian)
    assert [one.recipient.name for one in queries.shortages(gazette)] == ["市图书馆", "明德社区"]
    assert queries.supply_totals(issue)["grassroots"] == 45
    assert "市图书馆" in client.get("/gazette/points/").content.decode()
    client.force_login(town.people["bian"])
    assert "取阅点，须补足" in client.get("/desk/gazette/paper/").content.decode()


@pytest.mark.requirement("R292")
def test_the_print_run_shows_its_trend(gazette: Gazette, town: City, client: Client) -> None:
    for number, run in ((1, 3000), (2, 2600)):
        issue = released(filled(gazette, town, number=number, total=number), town)
        actions.set_print_run(issue=issue, copies=run, by=town.bian)
    assert [change for _, change in queries.print_runs(gazette)] == [None, -400]
    client.force_login(town.people["bian"])
    assert "-400" in client.get("/desk/gazette/paper/").content.decode()


@pytest.mark.requirement("R294")
def test_every_policy_document_stands_in_an_issue_or_has_a_reason(gazette: Gazette, town: City, client: Client) -> None:
    one = public(town)
    two = public(town, title="关于开展房屋安全检查的通知", number="云川住建发〔2026〕13号")
    assert queries.window_counts(queries.window(gazette))["missing"] == 2
    released(filled(gazette, town, one), town)
    client.force_login(town.people["bian"])
    page = client.get("/desk/gazette/window/?state=missing").content.decode()
    assert "关于开展房屋安全检查的通知" in page
    assert "新市民住房租赁补贴" not in page
    refused = client.post("/desk/gazette/window/", {"document": two.item_id, "why": "other", "note_text": ""})
    assert refused.status_code == 409
    client.post("/desk/gazette/window/", {"document": two.item_id, "why": "local", "note_text": "只涉及两个小区"})
    counts = queries.window_counts(queries.window(gazette))
    assert (counts["missing"], counts["printed"], counts["reason"]) == (0, 1, 1)
    assert "只涉及两个小区" in client.get("/desk/gazette/window/export.csv").content.decode()


@pytest.mark.requirement("R289")
def test_old_issues_are_found_by_year_number_title_and_text_and_gaps_are_told(
    gazette: Gazette, town: City, client: Client
) -> None:
    report = history(gazette, town)
    assert (len(report.made), report.texts, report.refused) == (2, 2, [])
    indexed()
    shelf = client.get("/gazette/").content.decode()
    assert "缺1期：总第2期" in shelf
    assert "1998年第3号" in shelf
    assert "1998年第3号" not in client.get("/gazette/?no=1").content.decode()
    found = client.get("/gazette/", {"q": "先截污，后清淤"}).content.decode()
    assert "关于整治城区水系的决定" in found
    assert "<mark" in found
    assert "整治城区水系" in client.get("/gazette/", {"q": "云川政发〔1998〕1号"}).content.decode()
    assert "李甲" in client.get("/gazette/1998/3/1").content.decode()
    release = publishing.release_by_key("gazette/1998/1")
    assert release is not None
    assert timezone.localdate(release.published_at) == dt.date(1998, 1, 20)


def test_while_the_index_is_built_titles_and_numbers_still_find(
    gazette: Gazette, town: City, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def outdated(request: object) -> None:
        raise index.IndexOutdatedError

    history(gazette, town)
    monkeypatch.setattr(index, "search", outdated)
    page = client.get("/gazette/", {"q": "整治城区"}).content.decode()
    assert "关于整治城区水系的决定" in page
    assert "检索库正在建立" in page
    assert "整治城区水系" in client.get("/gazette/", {"q": "云川政发[1998]1号"}).content.decode()


def test_a_dry_run_takes_nothing_in_and_a_second_import_doubles_nothing(gazette: Gazette, town: City) -> None:
    data = "\n".join(json.dumps(one, ensure_ascii=False) for one in LINES).encode()
    dry = actions.import_issues(gazette=gazette, data=data, name="a.jsonl", by=town.gao, dry_run=True)
    assert (len(dry.made), gazette.issues.count()) == (2, 0)
    history(gazette, town)
    again = history(gazette, town)
    assert again.made == []
    assert len(again.refused) == 2


def test_a_list_with_bad_lines_names_them_and_takes_the_rest() -> None:
    rows = "年份,期号,总期号,标题,正文\n1998,1,1,甲,文\n1998,,2,乙,文\n1998,1,9,丙,文\n"
    issues, wrong = read_list(rows.encode("gb18030"), "旧刊.csv")
    assert [one.total for one in issues] == [1]
    assert len(wrong) == 2
    assert "第3行：缺少期号" in wrong[0]


def test_an_issue_of_the_future_is_no_history(gazette: Gazette, town: City) -> None:
    old = OldIssue(year=2099, number=1, total=1, day=dt.date(2099, 1, 1), texts=[OldText(title="甲", text="文")])
    with pytest.raises(Refused, match="不是历史期次"):
        actions.take_over_issue(gazette=gazette, old=old, by=town.gao, source="纸质公报")


def english(gazette: Gazette, city: City) -> None:
    issue = released(filled(gazette, city, public(city)), city)
    made = actions.begin_english(issue=issue, by=city.bian)
    first, second = issue.entries.order_by("order")
    actions.edit_english(
        english=made, title="Gazette of Yunchuan, 2026, No. 1", preface="Issue of March 2026.", by=city.bian,
        texts={first.pk: ("Notice on Rental Subsidies", "A household receives 300 yuan a month."), second.pk: ("Chronicle of March", "")},
    )  # fmt: skip
    with pytest.raises(Refused, match="不能作语言审校"):
        actions.review_english(english=made, agree=True, by=city.bian)
    with pytest.raises(Refused, match="语言审校"):
        actions.publish_english(english=made, by=city.gao)
    actions.review_english(english=made, agree=True, opinion="译文准确", by=city.gao)
    actions.publish_english(english=made, by=city.gao)


@pytest.mark.requirement("R290")
def test_the_english_edition_stands_in_the_english_window_and_is_found(
    gazette: Gazette, town: City, client: Client
) -> None:
    english(gazette, town)
    indexed()
    page = client.get("/en/gazette/2026/1").content.decode()
    assert '<html lang="en"' in page
    assert "the Chinese text prevails" in page
    assert "300 yuan a month" in page
    assert 'hreflang="zh-Hans"' in page
    chinese = client.get("/gazette/2026/1").content.decode()
    assert 'hreflang="en"' in chinese
    assert 'href="/en/gazette/2026/1"' in chinese
    assert "Gazette of Yunchuan, 2026, No. 1" in client.get("/en/gazette/").content.decode()
    found = client.get("/en/search", {"q": "household"}).content.decode()
    assert "/en/gazette/2026/1" in found


def test_an_issue_nobody_translated_says_so_in_english_and_is_not_offered(
    gazette: Gazette, town: City, client: Client
) -> None:
    released(filled(gazette, town), town)
    answer = client.get("/en/gazette/2026/1")
    assert answer.status_code == 200
    assert "has not been translated" in answer.content.decode()
    assert "noindex" in answer.content.decode()
    assert client.get("/en/gazette/2026/9").status_code == 404


def test_the_issue_is_printed_as_one_file(gazette: Gazette, town: City, client: Client) -> None:
    issue = released(filled(gazette, town, public(town)), town)
    assert client.get("/gazette/2026/1.pdf").status_code == 503
    make_paper(item_pk=issue.item_id)
    answer = client.get("/gazette/2026/1.pdf")
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")
    assert "每户每月三百元" in extract(answer.content, "a.pdf").text.replace("\n", "")


def test_the_interface_tells_issues_texts_and_gaps(gazette: Gazette, town: City, client: Client) -> None:
    history(gazette, town)
    issues = client.get("/api/v1/gazette/issues").json()
    assert [one["id"] for one in issues] == ["gazette/1998/3", "gazette/1998/1"]
    whole = client.get("/api/v1/gazette/issues/1998/1").json()
    assert whole["contents"][0]["doc_number"] == "云川政发〔1998〕1号"
    assert "先截污" in client.get("/api/v1/gazette/issues/1998/1/1").json()["html"]
    assert client.get("/api/v1/gazette/missing").json() == {"present": 2, "missing": [[2, 2]]}
    assert client.get("/api/v1/gazette/issues/1998/9").status_code == 404


def test_the_feed_tells_the_issues(gazette: Gazette, town: City, client: Client) -> None:
    released(filled(gazette, town), town)
    answer = client.get("/gazette/feed.xml")
    assert "atom+xml" in answer["Content-Type"]
    assert "/gazette/2026/1<" in answer.content.decode()


def test_the_file_is_ordered_with_the_release(gazette: Gazette, town: City) -> None:
    issue = released(filled(gazette, town), town)
    assert Job.objects.filter(kind="gazette.paper", payload__item=issue.item_id).exists()


@pytest.mark.requirement("R254")
def test_a_search_shows_one_line_for_a_document_and_its_print_in_the_gazette(
    client: Client, gazette: Gazette, town: City
) -> None:
    paper = public(town)
    released(filled(gazette, town, paper), town)
    search_actions.rebuild(documents=documents_of_releases())
    html = client.get("/search", {"q": "新市民住房租赁补贴"}).content.decode()
    assert html.count(f'href="/documents/{paper.item.key}"') >= 1
    headings = re.findall(r"<h2><a href=\"([^\"]+)\"", html)
    assert f"/documents/{paper.item.key}" in headings
    assert "/gazette/2026/1/1" not in headings
    assert '另载 <a href="/gazette/2026/1/1">公报刊文：云川市人民政府公报2026年第1号（总第1期）</a>' in html
    alone = client.get("/search", {"q": "新市民住房租赁补贴", "kind": "gazette-text"}).content.decode()
    assert "/gazette/2026/1/1" in re.findall(r"<h2><a href=\"([^\"]+)\"", alone)
