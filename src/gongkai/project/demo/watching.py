"""The sites under watch: a roster, a week of duty logs with one day missing, links that went wrong, a first round.

No host outside is asked: the patrol says that it looked at our own links only.
"""

from __future__ import annotations

import datetime as dt
from functools import partial

from django.utils import timezone

from gongkai.base.organisations.models import Site
from gongkai.base.organisations.queries import Acting, the_system
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing import queries
from gongkai.engine.publishing.models import Column
from gongkai.engine.publishing.rules import KINDS
from gongkai.oversight.sitewatch import actions
from gongkai.oversight.sitewatch.actions import accessible
from gongkai.oversight.sitewatch.rules.checklist import POINTS, Seen
from gongkai.proactive.documents import actions as documents
from gongkai.project.demo import days
from gongkai.project.demo.founding import City
from gongkai.project.demo.lives import OLD_SITE, Step

FINE = {point.key: Seen.FINE.value for point in POINTS} | {"application": Seen.NONE.value}
LOGGED_DAYS, MISSED = 6, 3  # working days before the end of the story; the third of them nobody wrote
OLD_PAGE = (
    "<p>市民可以从下列渠道获取住房保障信息。</p>"
    '<p>政策文件见{there}。申请材料在<a href="/zfbz/bgxz/201905.html">住房保障申请表格下载</a>领取，'
    '历年分配结果见<a href="/columns/housing-results/">保障房分配结果栏目</a>，'
    '窗口地址见<a href="/agencies/yc-zjj-office/">住房保障中心</a>，办事流程<a href="/documents/">点击这里</a>。</p>'
    '<p>国家有关规定可以在<a href="https://www.ministry.example/zfbz/">国家住房保障政策专栏</a>查询。</p>'
)
FOUND = "“表格下载”栏目里的两份表格仍是旧版"
# What an officer wrote to the office besides the portal (R248): number, channel, hours before the portal.
ELSEWHERE = ("政务微信“云川发布”", 30)


def steps(city: City, end: dt.date) -> list[Step]:
    """Return what the watch of the city's site did in the last days of the story."""
    listed: list[Step] = [(days.at(days.back(end, LOGGED_DAYS + 1), "roster"), lambda: _roster(city, end))]
    listed.append((days.at(days.forward(days.OPENING_DAY, 3), "old-page"), lambda: _old_page(city)))
    for back in range(LOGGED_DAYS, -1, -1):
        if back != MISSED:
            day = days.back(end, back)
            listed.append((days.at(day, "duty-log", first=9, last=11), partial(_log, city, day, back)))
    listed.append((days.at(days.back(end, 1), "placed-wrong"), lambda: _place_wrong(city)))
    for back in range(LOGGED_DAYS, 0, -1):
        day = days.back(end, back)
        listed.append((days.at(day, "figures", first=17, last=18), partial(_figures, day)))
    listed.append((days.at(end, "patrol", first=17, last=18), lambda: _round(end)))
    return listed


def _site() -> Site:
    return Site.objects.select_related("agency").get(is_default=True)


def _editor(city: City) -> Acting:
    return city.who("yc-gov", "site_editor")


def _old_page(city: City) -> None:
    """A page of the old site comes over with the links it had: one still right, the others not."""
    officer = city.who("yc-zjj", "openness_officer")
    right = queries.public_releases(_site()).filter(genre="办法").order_by("item_id").first()
    there = f'<a href="{KINDS[right.kind].path(right.key)}">{right.title}</a>' if right else "政策文件栏目"
    documents.file_takeover(
        agency=city.agencies["yc-zjj"], title="住房保障信息获取渠道的通告", html=OLD_PAGE.format(there=there), by=officer,
        source=OLD_SITE, external_id="old-channels", issued_on=dt.date(2023, 4, 10), wake=False,
        published_at=days.at(dt.date(2023, 4, 12), "old-page"), formed_on=dt.date(2023, 4, 10), genre="通告",
        category="通知公告", themes=["住房保障"], keywords=["住房保障", "信息公开"],
        summary="告知市民从哪里获取住房保障政策、办事和结果信息。", wanted_columns=["notices"],
    )  # fmt: skip


def _roster(city: City, end: dt.date) -> None:
    person = _editor(city).person
    if person is None:
        return
    start = days.back(end, LOGGED_DAYS)
    actions.assign_turn(
        site=_site(), person=person, starts_on=start, ends_on=end + dt.timedelta(days=60), by=_editor(city)
    )
    actions.record(
        site=_site(), indicator="V1", result="pass", note="逐栏抽查30个页面，没有严重表述错误，没有涉密内容。", on=timezone.localdate(),
        by=_editor(city),
    )  # fmt: skip


def _log(city: City, day: dt.date, back: int) -> None:
    wrong = back == 1
    actions.write_entry(
        site=_site(), day=day, answers=FINE | ({"files": Seen.WRONG.value} if wrong else {}),
        seen="首页、法定专栏和当日发布的文件已读，检索可用。", found=FOUND if wrong else "",
        by=_editor(city),
    )  # fmt: skip


def _round(day: dt.date) -> None:
    """Look at the city's own site; of the others the figures of the day."""
    by = the_system("sitewatch")
    actions.inspect(site=_site(), by=by, today=day)
    actions.patrol(site=_site(), by=by)
    _figures(day)


def _figures(day: dt.date) -> None:
    for site in Site.objects.select_related("agency"):
        actions.snapshot(site=site, today=day)


def look_at_pages() -> None:
    """The nightly round of accessibility over every public page of every site."""
    for site in Site.objects.select_related("agency"):
        accessible.look_at_site(site=site)


def _place_wrong(city: City) -> None:
    """An editor puts a notice into the plans by mistake, and somebody writes down that another channel was first."""
    site = _site()
    plans = Column.objects.filter(site=site, slug="plans").first()
    notice = queries.public_releases(site).filter(genre="通知").order_by("-published_at").select_related("item").first()
    if plans is None or notice is None:
        return
    if queries.rule_of(plans).is_open:
        publishing.edit_column(column=plans, changes={"takes": {"categories": ["规划计划"]}}, by=the_system("demo"))
    publishing.place(item=notice.item, column=plans, by=_editor(city))
    channel, hours = ELSEWHERE
    officer = next((code for code in (notice.agency.code, "yc-zjj") if (code, "openness_officer") in city.holders), "")
    if officer == notice.agency.code:
        actions.record_channel(
            number=notice.key, channel=channel, at=notice.first_published_at - dt.timedelta(hours=hours),
            by=city.who(officer, "openness_officer"),
        )  # fmt: skip
