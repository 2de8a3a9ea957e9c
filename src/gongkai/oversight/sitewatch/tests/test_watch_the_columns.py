"""Columns against the indicators, what falls due, what stands in the wrong place, the tags of our own pages."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.base.notify.models import Message
from gongkai.base.organisations import actions as organisations
from gongkai.base.organisations.queries import the_system
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.models import Placement, Release
from gongkai.oversight.sitewatch import actions, queries
from gongkai.oversight.sitewatch.models import Finding, HealthDay
from gongkai.oversight.sitewatch.queries.judging import judgement
from gongkai.oversight.sitewatch.rules import Kind, State
from gongkai.oversight.sitewatch.rules.indicators import Result
from gongkai.oversight.sitewatch.tests.world import published
from gongkai.project.tests.cast import City

SYSTEM = the_system("sitewatch")


def column(city: City, slug: str, name: str, **facts):
    return publishing.create_column(site=city.site, slug=slug, name=name, agency=city.housing, by=SYSTEM, **facts)


def aged(release: Release, days: int) -> None:
    """Make a release as old as the story needs it; time itself cannot be had in a test."""
    Release.objects.filter(pk=release.pk).update(first_published_at=timezone.now() - dt.timedelta(days=days))


def judged(city: City):
    today = timezone.localdate()
    return {one.key: one for one in judgement(city.site, queries.shelves(city.site), today).indicators}


def test_a_fresh_site_passes_and_says_what_nobody_judged_yet(city: City):
    published(city, "关于公租房的通知", wanted_columns=["department-docs"])
    found = judged(city)
    assert {key for key, one in found.items() if one.judged.result is Result.VETO} == set()
    assert {key for key, one in found.items() if one.judged.result is Result.UNKNOWN} == {"V1", "V2", "V5", "V6"}


@pytest.mark.requirement("R260")
def test_idle_columns_veto_with_the_evidence_at_hand(city: City):
    release = published(city, "关于公租房的通知")
    for number in range(5):
        publishing.place(
            item=release.item, column=column(city, f"news{number}", f"动态{number}", column_type="工作动态"), by=SYSTEM
        )
    aged(release, 15)
    found = judged(city)
    assert found["V3"].judged.result is Result.VETO
    assert found["V4"].judged.result is Result.VETO
    assert [one.url for one in found["V4"].evidence if "动态0" in one.what] == ["/columns/news0/"]
    assert "距今15天" in found["V4"].evidence[-1].fact


def test_four_empty_columns_pass_and_five_veto(city: City):
    published(city, "关于公租房的通知", wanted_columns=["department-docs"])
    for number in range(5):
        assert judged(city)["V4"].judged.result is Result.PASS
        column(city, f"empty{number}", f"空栏{number}")
    publishing.edit_column(column=city.column, changes={"visible": False}, by=SYSTEM)
    assert judged(city)["V4"].judged.result is Result.VETO


def test_a_correction_of_an_old_thing_makes_no_column_new(city: City):
    release = published(city, "关于公租房的通知")
    place = column(city, "news", "工作动态", column_type="工作动态")
    publishing.place(item=release.item, column=place, by=SYSTEM)
    aged(release, 20)
    shelf = next(one for one in queries.shelves(city.site) if one.column == place)
    assert Release.objects.get(pk=release.pk).published_at.date() >= timezone.now().date() - dt.timedelta(days=1)
    assert shelf.breaks_national(timezone.localdate())


@pytest.mark.requirement("R260")
def test_the_keeper_of_a_column_hears_of_it_before_it_falls_due(city: City):
    release = published(city, "关于公租房的通知")
    place = column(city, "notices", "通知公告", column_type="通知公告", update_days=14)
    publishing.place(item=release.item, column=place, by=SYSTEM)
    today = timezone.localdate()
    aged(release, 9)
    assert [one.word for one in queries.dues(city.site, queries.shelves(city.site), today, today) if one.column] == [
        "还有5天"
    ]
    actions.morning(today=today)
    actions.morning(today=today)
    told = Message.objects.filter(kind="sitewatch", person=city.people["shen"])
    assert [message.title for message in told if "通知公告" in message.title] == [
        "栏目“通知公告”还有5天：栏目更新要求（间隔不超过14日）"
    ]


def test_the_yearly_report_of_the_site_is_among_what_falls_due(city: City):
    due = queries.dues(city.site, [], None, dt.date(2026, 11, 21))
    assert [(one.what, one.limit.last_day) for one in due] == [("政府网站工作年度报表", dt.date(2027, 1, 31))]


def test_what_is_known_from_practice_counts_only_once_adopted(city: City):
    release = published(city, "关于公租房的通知", wanted_columns=["department-docs"])
    aged(release, 200)
    today = timezone.localdate()
    shelves = queries.shelves(city.site)
    assert judgement(city.site, shelves, today).score == 100
    with pytest.raises(actions.Refused, match="依据"):
        actions.adopt(site=city.site, indicator="D1", source=" ", by=city.bian)
    actions.adopt(site=city.site, indicator="D1", source="云川市政府网站考核办法", by=city.bian)
    assert judgement(city.site, shelves, today).score == 95


def test_an_indicator_no_program_can_judge_takes_a_persons_conclusion(city: City):
    today = timezone.localdate()
    with pytest.raises(actions.Refused, match="自动计算"):
        actions.record(site=city.site, indicator="V3", result="pass", note="看过", on=today, by=city.bian)
    actions.record(site=city.site, indicator="V5", result="veto", note="留言四个月未答复", on=today, by=city.bian)
    assert judged(city)["V5"].judged.result is Result.VETO
    assert "边若水" in judged(city)["V5"].judged.says


@pytest.mark.requirement("R259")
def test_a_misplaced_document_is_found_and_moved(city: City):
    plans = column(city, "plans", "规划计划")
    budgets = column(city, "budgets", "财政信息")
    for place, genre in ((plans, "规划"), (budgets, "通知")):
        publishing.edit_column(column=place, changes={"takes": {"genres": [genre]}}, by=city.bian)
    release = published(city, "关于住房租赁补贴的通知")
    publishing.place(item=release.item, column=plans, by=SYSTEM)
    actions.inspect(site=city.site, by=SYSTEM)
    task = Finding.objects.get(kind=Kind.MISPLACED)
    assert task.agency == city.housing
    assert "文种是“通知”" in task.detail
    assert "可能属于：财政信息" in task.detail
    client = Client()
    client.force_login(city.people["bian"], backend="django.contrib.auth.backends.ModelBackend")
    where = f"/desk/sitewatch/findings/{task.pk}/do/move/"
    assert client.post(where, {"to": plans.pk}).status_code == 409
    assert client.post(where, {"to": budgets.pk}).status_code == 302
    assert set(Placement.objects.filter(item=release.item).values_list("column__slug", flat=True)) == {"budgets"}
    actions.recheck(finding=task, by=SYSTEM)
    assert task.state == State.CLOSED


def test_an_empty_column_and_an_undated_document_become_tasks_of_their_agency(city: City):
    release = published(city, "关于公租房的通知")
    Release.objects.filter(pk=release.pk).update(formed_on=None, issued_on=None)
    actions.inspect(site=city.site, by=SYSTEM)
    found = {task.kind: task.agency.code for task in Finding.objects.all()}
    assert found == {Kind.EMPTY: "yc-gov", Kind.UNDATED: "yc-zjj"}


@pytest.mark.requirement("R263")
def test_the_label_tags_of_our_own_pages_are_whole(city: City):
    published(city, "关于公租房的通知", wanted_columns=["department-docs"])
    actions.inspect(site=city.site, by=SYSTEM)
    assert list(Finding.objects.filter(kind=Kind.TAGS).values_list("title", "detail")) == []


def test_a_code_of_nine_digits_is_found_on_every_page(city: City):
    organisations.edit_site(site=city.site, changes={"identification_code": "990000001"}, by=SYSTEM)
    published(city, "关于公租房的通知", wanted_columns=["department-docs"])
    actions.inspect(site=city.site, by=SYSTEM)
    tasks = Finding.objects.filter(kind=Kind.TAGS)
    assert tasks.count() > 3
    assert all("网站标识码“990000001”" in task.detail for task in tasks)


def test_a_day_is_kept_once_however_often_it_is_looked_at(city: City):
    published(city, "关于公租房的通知", wanted_columns=["department-docs"])
    actions.daily()
    actions.daily()
    row = HealthDay.objects.get()
    assert (row.score, row.vetoes, row.empty_columns) == (100, [], 0)


@pytest.mark.requirement("R248")
def test_the_way_to_the_portal_is_measured_and_a_later_portal_is_flagged(city: City):
    today = timezone.localdate()
    release = published(city, "关于公租房的通知", issued_on=today - dt.timedelta(days=40))
    published(city, "关于电梯的通知", issued_on=today)
    line = queries.delays(city.site, today)[0]
    assert (line.agency, line.count, line.late) == ("云川市住房和城乡建设局", 2, 1)
    assert line.longest > 20
    with pytest.raises(actions.Refused, match="没有找到"):
        actions.record_channel(number="没有", channel="政务微信", at=timezone.now(), by=city.shen)
    at = timezone.now() - dt.timedelta(hours=30)
    actions.record_channel(number=release.key, channel="政务微信", at=at, by=city.shen)
    order = queries.orders(city.site)[0]
    assert order.portal_later
    assert order.words == "30小时"


@pytest.mark.requirement("R249")
def test_blocks_without_columns_or_news_are_out_of_balance(city: City):
    release = published(city, "关于公租房的通知", wanted_columns=["department-docs"])
    column(city, "guides", "办事指南", column_type="办事指南")
    lines = {line.name: line for line in queries.balance(city.site, queries.shelves(city.site))}
    assert release.title
    assert lines["政民互动"].wrong == "没有栏目"
    assert "只有0件" in lines["政务服务"].wrong
    assert (lines["政务公开"].active, lines["政务公开"].wrong) == (1, "")


def test_nothing_counted_is_no_full_score(city: City):
    today = timezone.localdate()
    assert not judgement(city.site, queries.shelves(city.site), today).scored
    assert queries.sites_scored() == set()
    actions.adopt(site=city.site, indicator="D1", source="云川市政府网站考核办法", by=city.bian)
    judged = judgement(city.site, queries.shelves(city.site), today)
    assert judged.scored
    assert judged.has_score is not bool(judged.vetoed)  # after a veto nothing more is counted
    assert queries.sites_scored() == {city.site.pk}


def test_services_are_left_to_a_person_with_the_reason(city: City):
    judged = judgement(city.site, queries.shelves(city.site), timezone.localdate())
    services = next(one for one in judged.indicators if one.key == "V6")
    assert services.judged.result == "unknown"
    assert "没有登记本站的办事事项" in services.judged.says
