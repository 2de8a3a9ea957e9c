"""The pages: who reads them, what stands there, what is done from them, what leaves as a table."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.base.jobs.models import Job
from gongkai.base.organisations.queries import the_system
from gongkai.oversight.sitewatch import actions
from gongkai.oversight.sitewatch.models import Finding, LogEntry, Watch
from gongkai.oversight.sitewatch.rules import State
from gongkai.oversight.sitewatch.rules.checklist import POINTS
from gongkai.oversight.sitewatch.tests.world import published
from gongkai.project.tests.cast import City

SYSTEM = the_system("sitewatch")


@pytest.fixture
def task(city: City) -> Finding:
    published(city, "关于申报工作的通知", '<p><a href="/nowhere/">申报入口</a></p>', wanted_columns=["department-docs"])
    actions.daily()
    return Finding.objects.get(kind="link")


def signed_in(city: City, name: str) -> Client:
    client = Client()
    client.force_login(city.people[name], backend="django.contrib.auth.backends.ModelBackend")
    return client


def words(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, path
    return response.content.decode()


PAGES = ("", "findings/", "columns/", "log/", "reach/", "settings/")


@pytest.mark.requirement("R258")
@pytest.mark.requirement("R260")
def test_the_editor_the_officer_and_the_supervisor_read_the_health_of_the_site(city: City, task: Finding):
    for name in ("bian", "shen", "jian"):
        client = signed_in(city, name)
        for page in PAGES:
            assert "云川市政府信息公开平台" in words(client, f"/desk/sitewatch/{city.site.pk}/{page}")
    text = words(signed_in(city, "jian"), f"/desk/sitewatch/{city.site.pk}/")
    assert "申报入口" in text
    assert "站点无法访问" in text
    assert "<svg" in text
    assert "没有开启，只核查站内链接" in text


def test_another_agencys_officer_sees_no_task_of_others_and_a_drafter_is_told_who_may(city: City, task: Finding):
    stranger = signed_in(city, "mo")
    assert "申报入口" not in words(stranger, f"/desk/sitewatch/{city.site.pk}/findings/")
    words(stranger, f"/desk/sitewatch/findings/{task.pk}/", 404)
    assert stranger.post(f"/desk/sitewatch/findings/{task.pk}/do/exempt/", {"exempt-note": "x"}).status_code == 404
    words(signed_in(city, "lin"), f"/desk/sitewatch/{city.site.pk}/", 403)
    words(signed_in(city, "bian"), "/desk/sitewatch/999/", 404)


@pytest.mark.requirement("R258")
def test_an_officer_reports_a_link_repaired_and_the_look_decides(city: City, task: Finding):
    client = signed_in(city, "shen")
    page = f"/desk/sitewatch/findings/{task.pk}/"
    assert "发现问题" in words(client, page)
    answer = client.post(f"{page}do/report/", {"report-note": "已改"}, follow=True)
    assert "复查发现问题仍在" in answer.content.decode()
    task.refresh_from_db()
    assert task.state == State.OPEN
    refused = client.post(f"{page}do/report/", {"report-note": ""})
    assert refused.status_code == 409
    assert "请写明怎样修复的" in refused.content.decode()


def test_a_supervisor_reads_but_changes_nothing(city: City, task: Finding):
    client = signed_in(city, "jian")
    assert client.post(f"/desk/sitewatch/findings/{task.pk}/do/exempt/", {"exempt-note": "x"}).status_code == 403
    assert client.post(f"/desk/sitewatch/{city.site.pk}/look/").status_code == 403
    assert client.post(f"/desk/sitewatch/{city.site.pk}/settings/watch/", {}).status_code == 403
    assert not Watch.objects.exists()


def test_the_editor_asks_for_a_round_and_sets_how_the_site_is_watched(city: City, task: Finding):
    client = signed_in(city, "bian")
    client.post(f"/desk/sitewatch/{city.site.pk}/look/")
    assert Job.objects.filter(kind="sitewatch.site", key=str(city.site.pk)).count() == 1
    where = f"/desk/sitewatch/{city.site.pk}/settings/watch/"
    refused = client.post(where, {"watch-probe_url": "http://10.0.0.1/"})
    assert refused.status_code == 422
    assert "只能测量本站" in refused.content.decode()
    client.post(where, {"watch-ask_outside": "on", "watch-probe_url": "http://localhost:8000/"})
    watch = Watch.objects.get(site=city.site)
    assert (watch.ask_outside, watch.probe_url) == (True, "http://localhost:8000/")


@pytest.mark.requirement("R260")
def test_the_log_is_written_on_its_page_and_leaves_as_a_table(city: City):
    client = signed_in(city, "bian")
    where = f"/desk/sitewatch/{city.site.pk}/log/"
    today = timezone.localdate()
    client.post(where, {"person": city.people["bian"].pk, "starts_on": today - dt.timedelta(days=9), "ends_on": today})
    assert "缺少值班记录" in words(client, where)
    answers = {f"p_{point.key}": "fine" for point in POINTS}
    half = client.post(f"{where}write/", {"day": today, **dict(list(answers.items())[:3])})
    assert half.status_code == 422
    client.post(f"{where}write/", {"day": today, "seen": "首页正常", **answers})
    assert LogEntry.objects.get().seen == "首页正常"
    table = client.get(f"{where}export.csv").content.decode("utf-8-sig")
    assert "首页正常" in table
    assert "缺记" in table


@pytest.mark.requirement("R260")
def test_who_is_not_on_duty_is_told_who_is_instead_of_being_shown_a_form(city: City):
    bian, jian = signed_in(city, "bian"), signed_in(city, "jian")
    where = f"/desk/sitewatch/{city.site.pk}/log/"
    today = timezone.localdate()
    turn = {"person": city.people["bian"].pk, "starts_on": today - dt.timedelta(days=9), "ends_on": today}
    assert bian.post(where, turn).status_code == 302
    assert "补记" in bian.get(where).content.decode()
    assert "补记" not in jian.get(where).content.decode()
    told = jian.get(f"{where}write/").content.decode()
    assert "这一天不由您值班" in told
    assert city.people["bian"].name in told
    assert "检查清单" not in told
    assert "检查清单" in bian.get(f"{where}write/").content.decode()
    twice = bian.post(where, turn | {"starts_on": today, "ends_on": today + dt.timedelta(days=3)})
    assert twice.status_code == 422
    assert "已经安排值班" in twice.content.decode()


@pytest.mark.requirement("R258")
def test_the_health_and_the_tasks_leave_as_tables(city: City, task: Finding):
    client = signed_in(city, "jian")
    table = client.get(f"/desk/sitewatch/{city.site.pk}/export.csv").content.decode("utf-8-sig")
    assert "V4 栏目不更新" in table
    assert "申报入口" in table
    assert "政府网站工作年度报表" in table
    assert "申报入口" in client.get(f"/desk/sitewatch/{city.site.pk}/findings/export.csv?kind=link").content.decode()


def test_the_other_forms_of_the_settings_do_what_they_say(city: City, task: Finding):
    client = signed_in(city, "bian")
    where = f"/desk/sitewatch/{city.site.pk}/settings"
    record = {"record-indicator": "V1", "record-result": "pass", "record-note": "抽查20页", "record-on": "2026-01-01"}
    assert client.post(f"{where}/record/", record).status_code == 302
    assert client.post(f"{where}/adopt/", {"adopt-indicator": "D1", "adopt-source": "考核办法"}).status_code == 302
    channel = {"number": task.item.key, "channel": "政务微信", "at": "2026-01-01T09:00"}
    assert signed_in(city, "shen").post(f"{where}/channel/", channel).status_code == 302
    text = words(client, f"{where}/")
    assert "考核办法" in text
    assert "政务微信" in words(client, f"/desk/sitewatch/{city.site.pk}/reach/")
