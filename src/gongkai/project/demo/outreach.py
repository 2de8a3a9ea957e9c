"""How far the city's policies reached: spread, channels, leaders, suppliers, guests, a contest, what readers said."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

from gongkai.base.organisations.queries import agency_model
from gongkai.engine.publishing.models import Release
from gongkai.oversight.outreach import actions, queries
from gongkai.oversight.outreach.models import (
    Appearance,
    ChannelUse,
    Guest,
    Leader,
    Product,
    Spread,
    Supplier,
    Survey,
    Watch,
)
from gongkai.project.demo.founding import City

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.oversight.outreach.queries import Line

OFFICE, HOUSING = "yc-office", "yc-zjj"
LEADERS = (("甲子安", "局长", "head"), ("乙丑宁", "副局长", "deputy"))
OUTLETS = (("news", "云川日报", 32000), ("wechat", "云川发布", 86000), ("video", "云川融媒", 41000))


def build_outreach(city: City) -> None:
    """Put down what officers recorded after the release of the policies that have an interpretation."""
    today = timezone.localdate()
    lines = queries.policy_lines(agencies=agency_model().objects.all(), today=today)
    for place, line in enumerate(lines):
        by = city.who(line.release.agency.code, "openness_officer")
        if place % 3 < 2:
            _spread(line, by, today, most=3 - place % 3)
            _channels(line, by, today)
        if line.plan.misreading:
            _watched(line, by, today)
    _leaders(city, lines, today)
    _supplied(city, lines, today)
    _rated(today)
    _contest(city, today)


def _day(line: Line, after: int, today: dt.date) -> dt.date:
    return min(line.published + dt.timedelta(days=after), today)


def _spread(line: Line, by: Acting, today: dt.date, *, most: int) -> None:
    item, agency = line.release.item, line.release.agency
    for after, (kind, outlet, reach) in enumerate(OUTLETS[:most], 1):
        on = _day(line, after, today)
        actions.keep(
            entry=Spread(policy=item, agency=agency, kind=kind, outlet=outlet, on=on, reach=reach // after), by=by
        )
    survey = Survey(
        policy=item,
        agency=agency,
        held_on=_day(line, 20, today),
        method="政务服务大厅问卷",
        sample=240,
        reached=182,
        aware=121,
    )
    actions.keep(entry=survey, by=by)


def _channels(line: Line, by: Acting, today: dt.date) -> None:
    for channel in line.missing:
        on, place = _day(line, 1, today), "首页政策解读栏目" if channel == "portal" else "要闻"
        use = ChannelUse(
            policy=line.release.item, agency=line.release.agency, channel=channel, used=True, on=on, place=place
        )
        actions.keep(entry=use, by=by)


def _watched(line: Line, by: Acting, today: dt.date) -> None:
    look = Watch(
        policy=line.release.item, agency=line.release.agency, looked_on=_day(line, 5, today), place="本地论坛和短视频评论",
        misread="有帖子说在云川工作就能直接领补贴。", response="在原帖下说明申领条件，并发布一图读懂。",
        responded_on=_day(line, 6, today),
    )  # fmt: skip
    actions.keep(entry=look, by=by)


def _leaders(city: City, lines: list[Line], today: dt.date) -> None:
    policy = next((line.release.item for line in lines if line.release.agency.code in {OFFICE, HOUSING}), None)
    for code, tiers in (
        (HOUSING, LEADERS),
        ("yc-mzj", (("丙寅和", "局长", "head"),)),
        ("linjiang", (("丁卯平", "区长", "district"),)),
    ):
        if code not in city.agencies:
            continue
        by, agency = city.who(code, "openness_officer"), city.agencies[code]
        for name, title, tier in tiers:
            leader = Leader(agency=agency, name=name, title=title, tier=tier, starts_on=dt.date(today.year - 1, 1, 1))
            actions.keep(entry=leader, by=by)
            if tier != "head" or code == HOUSING:
                event = "市政府新闻发布会" if tier != "district" else "区长在线访谈"
                on = min(dt.date(today.year, 3, 18), today)
                actions.keep(
                    entry=Appearance(
                        agency=agency, leader=leader, on=on, kind="press" if tier != "district" else "interview",
                        event=event, policy=policy,
                    ),
                    by=by,
                )  # fmt: skip


def _supplied(city: City, lines: list[Line], today: dt.date) -> None:
    if HOUSING not in city.agencies:
        return
    by, agency = city.who(HOUSING, "openness_officer"), city.agencies[HOUSING]
    supplier = Supplier(
        agency=agency, name="云川图文传播服务社", scope="政策图解和短视频制作", contract="云川采〔2026〕018",
        starts_on=dt.date(today.year, 1, 1),
    )  # fmt: skip
    actions.keep(entry=supplier, by=by)
    for name, form, result in (
        ("租赁补贴怎么领（长图）", "graphic", "approve"),
        ("租房备案三步走（短视频）", "video", ""),
    ):
        product = Product(agency=agency, supplier=supplier, name=name, form=form, delivered_on=today)
        actions.keep(entry=product, by=by)
        if result:
            head = city.who(HOUSING, "division_head")
            actions.review_product(product=product, result=result, opinion="金额、条件与文件一致，没有差错。", by=head)
    for line in lines[:1]:
        officer = city.who(line.release.agency.code, "openness_officer")
        for name, kind, unit in (("戊辰文", "scholar", "云川大学公共管理学院教授"), ("己巳民", "deputy", "市人大代表")):
            guest = Guest(
                policy=line.release.item, agency=line.release.agency, event="政策解读座谈会", on=_day(line, 3, today),
                name=name, kind=kind, unit=unit, part="列席并点评",
            )  # fmt: skip
            actions.keep(entry=guest, by=officer)


def _rated(today: dt.date) -> None:
    """Readers of a week, each from an address of the documentation range."""
    for place, release in enumerate(Release.objects.filter(kind="interpretation").order_by("pk")[:6]):
        for reader in range(18):
            stars = (5, 4, 5, 3, 4, 2 if place % 3 == 2 else 5)[reader % 6] - (1 if place % 3 == 2 else 0)
            answers = {"clear": "yes" if stars > 3 else "partly", "useful": "yes" if stars > 2 else "no"}
            day = today - dt.timedelta(days=reader % 7)
            actions.rate(
                key=release.key,
                stars=max(stars, 1),
                answers=answers,
                address=f"203.0.113.{place * 20 + reader}",
                today=day,
            )
    actions.forget_votes(today=today)


def _contest(city: City, today: dt.date) -> None:
    found = list(Release.objects.filter(kind="interpretation").select_related("agency").order_by("pk")[:3])
    if OFFICE not in city.agencies or not found:
        return
    by = city.who(OFFICE, "openness_officer")
    contest = actions.open_contest(
        agency=city.agencies[OFFICE], title=f"{today.year}年优秀政策解读评选", year=today.year,
        opens_on=today - dt.timedelta(days=20), closes_on=today + dt.timedelta(days=10), by=by,
        criteria=[{"name": "准确全面", "weight": 40}, {"name": "通俗易懂", "weight": 40}, {"name": "传播效果", "weight": 20}],
    )  # fmt: skip
    for release in found:
        officer = city.who(release.agency.code, "openness_officer")
        actions.enter(contest=contest, key=release.key, reason="群众看得懂、用得上", by=officer, today=today)
    for username in ("jyj.open", "wjw.open", "mzj.open"):
        if username in city.people:
            actions.add_juror(contest=contest, person=city.people[username], by=by)
