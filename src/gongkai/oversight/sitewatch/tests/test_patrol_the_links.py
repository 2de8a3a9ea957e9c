"""A round over the links of a site: what is found, when it becomes a task, how the task ends."""

from __future__ import annotations

import datetime as dt
import sys

import pytest
from django.utils import timezone

from gongkai.base.jobs.models import Job
from gongkai.base.jobs.rules import ClaimedJob
from gongkai.base.organisations.queries import NotAllowed, OutOfSight, the_system
from gongkai.engine.duties.models import Duty
from gongkai.engine.publishing import actions as publishing
from gongkai.oversight.sitewatch import actions
from gongkai.oversight.sitewatch.actions.asking import Found
from gongkai.oversight.sitewatch.actions.own_pages import OwnPage
from gongkai.oversight.sitewatch.models import Finding, Link, Patrol
from gongkai.oversight.sitewatch.reactions import run_daily, run_site
from gongkai.oversight.sitewatch.rules import Outcome, State
from gongkai.oversight.sitewatch.tests.world import Others, published
from gongkai.project.tests.cast import City

SYSTEM = the_system("sitewatch")
AWAY = "https://www.example.gov.cn/policy/1.html"


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch):
    """Return a function that moves the clock on by days."""
    real = timezone.now

    def go(days: int) -> None:
        monkeypatch.setattr(timezone, "now", lambda: real() + dt.timedelta(days=days))

    return go


def links_of(site) -> dict[str, str]:
    return dict(Link.objects.filter(site=site, item__isnull=False).values_list("url", "outcome"))


@pytest.mark.requirement("R258")
def test_every_link_of_a_public_page_is_resolved_against_what_is_public(city: City):
    there = published(city, "关于公布公共租赁住房申请窗口的通知")
    gone = published(city, "关于开展商品房预售检查的通知")
    publishing.withdraw(item=gone.item, kind="error", reason="内容有误", by=city.shen)
    hidden = document_in_work(city)
    publishing.add_redirect(old_path="/old/1.html", new_path=f"/documents/{there.key}", by=SYSTEM)
    page = published(
        city, "关于做好住房保障工作的通知",
        f'<p><a href="/documents/{there.key}">公共租赁住房申请窗口</a><a href="/documents/{gone.key}">商品房预售检查</a>'
        f'<a href="/documents/{hidden}">内部方案</a><a href="/old/1.html">旧地址</a><a href="/nowhere/1">不存在的页面</a><a href="/desk/">后台</a>'
        f'<a href="/columns/department-docs/">部门文件</a><a href="/columns/none/">没有的栏目</a><a href="/documents/{there.key}?a=1">义务植树活动安排</a></p>',
    )  # fmt: skip
    row = actions.patrol(site=city.site, by=SYSTEM)
    found = dict(Link.objects.filter(path=f"/documents/{page.key}").values_list("url", "outcome"))
    assert found == {
        f"/documents/{there.key}": Outcome.OK,
        f"/documents/{gone.key}": Outcome.GONE,
        f"/documents/{hidden}": Outcome.HIDDEN,
        "/old/1.html": Outcome.MOVED,
        "/nowhere/1": Outcome.MISSING,
        "/desk/": Outcome.INSIDE,
        "/columns/department-docs/": Outcome.OK,
        "/columns/none/": Outcome.MISSING,
        f"/documents/{there.key}?a=1": Outcome.WRONG,
    }
    assert row.outside == Patrol.Outside.OFF
    assert Finding.objects.filter(kind="link", state=State.OPEN).count() == row.broken == 6


def document_in_work(city: City) -> str:
    from gongkai.project.tests.cast import drafted

    return str(drafted(city, title="关于内部方案的请示").item.key)


def test_the_frame_of_our_own_site_has_no_broken_link(city: City):
    published(city, "关于公布公共租赁住房申请窗口的通知")
    actions.patrol(site=city.site, by=SYSTEM)
    frame = Link.objects.filter(item__isnull=True)
    assert frame.filter(path="/").count() > 5
    assert list(frame.exclude(outcome__in=[Outcome.OK, Outcome.MOVED]).values_list("path", "url", "outcome")) == []


@pytest.mark.requirement("R258")
def test_another_host_becomes_a_task_on_the_second_day_and_the_task_ends_with_the_next_good_look(city: City, later):
    published(city, "关于转发政策的通知", f'<p><a href="{AWAY}">住房租赁补贴政策</a></p>')
    actions.change_watch(site=city.site, changes={"ask_outside": True}, by=city.bian)
    others = Others()
    others.says[AWAY] = Outcome.MISSING
    for _ in range(2):
        actions.patrol(site=city.site, by=SYSTEM, asks=others)
    assert not Finding.objects.exists()
    later(1)
    row = actions.patrol(site=city.site, by=SYSTEM, asks=others)
    task = Finding.objects.get()
    assert (row.opened, task.state, task.agency) == (1, State.OPEN, city.housing)
    duty = Duty.objects.get(rule="repair-site")
    assert duty.due_on == task.due_on > timezone.localdate()
    assert [(look.outcome, look.times) for look in task.link.looks.all()] == [(Outcome.MISSING, 3)]
    later(2)
    others.says[AWAY] = Outcome.OK
    assert actions.patrol(site=city.site, by=SYSTEM, asks=others).closed == 1
    task.refresh_from_db()
    assert task.state == State.CLOSED
    assert Duty.objects.get(rule="repair-site").status == "done"
    others.says[AWAY] = Outcome.MISSING
    for days in (3, 4):
        later(days)
        actions.patrol(site=city.site, by=SYSTEM, asks=others)
    task.refresh_from_db()
    assert task.state == State.OPEN


def test_without_a_way_out_only_our_own_links_are_judged_and_it_says_so(city: City):
    published(city, "关于转发政策的通知", f'<p><a href="{AWAY}">政策</a><a href="/nowhere/">查询入口</a></p>')
    actions.change_watch(site=city.site, changes={"ask_outside": True}, by=city.bian)
    row = actions.patrol(site=city.site, by=SYSTEM, asks=Others(reached=False))
    assert row.outside == Patrol.Outside.OFFLINE
    assert "没有联网" in row.get_outside_display()
    assert links_of(city.site) == {AWAY: "", "/nowhere/": Outcome.MISSING}


def test_where_it_is_switched_off_nobody_outside_is_asked(city: City):
    published(city, "关于转发政策的通知", f'<p><a href="{AWAY}">政策</a></p>')
    others = Others()
    assert actions.patrol(site=city.site, by=SYSTEM, asks=others).outside == Patrol.Outside.OFF
    assert others.asked == []


def broken(city: City) -> Finding:
    published(city, "关于申报工作的通知", '<p><a href="/nowhere/">申报入口</a></p>')
    actions.patrol(site=city.site, by=SYSTEM)
    return Finding.objects.get()


@pytest.mark.requirement("R258")
def test_a_task_reported_repaired_comes_back_while_the_link_is_still_broken(city: City):
    task = actions.report_repaired(finding=broken(city), note="已改", by=city.shen)
    assert task.state == State.REPAIRED
    task = actions.recheck(finding=task, by=SYSTEM)
    assert task.state == State.OPEN
    publishing.withdraw(item=task.item, kind="error", reason="内容有误", by=city.shen)
    actions.report_repaired(finding=task, note="页面已撤下", by=city.shen)
    assert actions.recheck(finding=task, by=SYSTEM).state == State.CLOSED


def test_what_is_let_stand_needs_a_reason_and_stays_let_stand(city: City):
    task = broken(city)
    with pytest.raises(actions.Refused, match="为什么"):
        actions.exempt(finding=task, reason=" ", by=city.shen)
    actions.exempt(finding=task, reason="入口下月开通，文中已说明", by=city.shen)
    assert actions.patrol(site=city.site, by=SYSTEM).opened == 0
    task.refresh_from_db()
    assert task.state == State.EXEMPT
    assert actions.reopen(finding=task, by=city.bian).state == State.OPEN


def test_a_stranger_does_not_see_the_task_and_a_drafter_may_not_close_it(city: City):
    task = broken(city)
    with pytest.raises(OutOfSight):
        actions.report_repaired(finding=task, note="已改", by=city.mo)
    with pytest.raises(NotAllowed):
        actions.report_repaired(finding=task, note="已改", by=city.lin)


def test_a_link_that_left_its_page_ends_its_task(city: City):
    task = broken(city)
    publishing.withdraw(item=task.item, kind="error", reason="内容有误", by=city.shen)
    actions.patrol(site=city.site, by=SYSTEM)
    task.refresh_from_db()
    assert task.state == State.CLOSED
    assert not Link.objects.filter(item__isnull=False, present=True).exists()


def test_what_only_seems_not_to_be_there_is_opened_before_it_is_called_broken(city: City, monkeypatch):
    """A page whose address the table of columns does not know is still a page when it opens."""
    rounds = sys.modules[OwnPage.__module__.replace("own_pages", "patrol")]
    real = rounds.read_own
    monkeypatch.setattr(
        rounds,
        "read_own",
        lambda host, path, query="": OwnPage(path, 200, None) if path == "/columns/new/" else real(host, path, query),
    )
    published(city, "关于转发政策的通知", '<p><a href="/columns/new/">专题</a><a href="/columns/none/">没有的</a></p>')
    actions.patrol(site=city.site, by=SYSTEM)
    assert links_of(city.site) == {"/columns/new/": Outcome.OK, "/columns/none/": Outcome.MISSING}


def test_a_target_that_became_another_page_is_told_with_what_it_used_to_be(city: City, later):
    published(city, "关于转发政策的通知", f'<p><a href="{AWAY}">住房租赁补贴政策</a></p>')
    actions.change_watch(site=city.site, changes={"ask_outside": True}, by=city.bian)
    label = "住房租赁补贴政策"
    says = [Found(Outcome.OK, title="住房租赁补贴政策解读"), *[Found(Outcome.WRONG, "不符。", title="旅行社")] * 2]
    for days, one in enumerate(says):
        later(days)
        actions.patrol(site=city.site, by=SYSTEM, asks=lambda links, one=one: ({(AWAY, label): one}, True))
    task = Finding.objects.get()
    assert task.title.startswith("错链：住房租赁补贴政策")
    assert "以前这里是“住房租赁补贴政策解读”" in task.link.looks.get(outcome=Outcome.WRONG).reason


def test_the_nightly_job_looks_at_each_site_by_a_job_of_its_own(city: City):
    run_daily([])
    job = Job.objects.get(kind="sitewatch.site")
    run_site([ClaimedJob(job.pk, job.kind, job.key, job.payload, 1, 8)])
    assert Patrol.objects.get(site=city.site).finished_at is not None
