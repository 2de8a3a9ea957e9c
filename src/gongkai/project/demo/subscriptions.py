"""Who in the city wants to hear of what: readers, enterprises, partners, points for paper, and what was done together.

All by the real verbs. Addresses end in example.com and belong to nobody; names of organisations are invented.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from gongkai.base.organisations.queries import Acting
from gongkai.doors.subscriptions import actions
from gongkai.doors.subscriptions.models import Partner, Request
from gongkai.doors.subscriptions.rules import Criteria
from gongkai.engine.publishing.actions.outbox import deliver
from gongkai.engine.publishing.queries import public_releases
from gongkai.project.demo.founding import City

# words, facets, frequency, kind
READERS: tuple[tuple[str, tuple[str, ...], dict[str, list[str]], str, str], ...] = (
    ("reader1@example.com", ("租赁", "补贴"), {}, "now", "person"),
    ("reader2@example.com", (), {"theme": ["住房保障"]}, "day", "person"),
    ("reader3@example.com", ("入学",), {}, "week", "person"),
    ("reader4@example.com", (), {"agency": ["yc-zjj"]}, "day", "person"),
    ("office@example.com", ("企业",), {"kind": ["document"]}, "now", "enterprise"),
)
# What some said of themselves, so that what fits them is found for them.
PROFILES: dict[str, dict[str, list[str]]] = {
    "reader4@example.com": {"age": ["66"], "household_here": ["yes"], "lives_here": ["yes"], "employment": ["farming"]},
    "office@example.com": {
        "form": ["individual"],
        "registered_here": ["yes"],
        "industry": ["trade"],
        "dishonest": ["no"],
    },
}
# kind, name, the post to talk to, mail
PARTNERS: tuple[tuple[str, str, str, str], ...] = (
    ("chamber", "云川市电子信息商会", "秘书处", "chamber@example.com"),
    ("park", "川北新区软件园", "企业服务部", "park@example.com"),
    ("association", "云川市物业管理协会", "会员部", ""),
    ("committee", "临江街道明德社区居委会", "社区工作站", "committee@example.com"),
    ("platform", "云川资讯平台", "内容合作部", ""),
)
# Set up and not switched on: nobody answers at an invented address.
WEBHOOKS = {"云川资讯平台": "https://push.news.example/policies"}
POINTS: tuple[tuple[str, str, str], ...] = (
    ("window", "市政务服务中心综合窗口", "云川市临江区明德路1号"),
    ("park", "川北新区软件园服务大厅", "川北新区创新路6号"),
    ("committee", "明德社区服务站", "临江区明德路20号"),
)
# kind, partner, title, text, people, result, days ago
RECORDS: tuple[tuple[str, str, str, str, int | None, str, int], ...] = (
    (
        "coaching",
        "川北新区软件园",
        "惠企政策集中辅导",
        "讲解申报条件、材料和时间，现场答疑。",
        46,
        "收集问题12个，已全部答复",
        20,
    ),
    (
        "demand",
        "云川市电子信息商会",
        "希望减少重复提交的材料",
        "会员反映部分申报材料可以通过数据共享取得。",
        None,
        "已转主管部门研究",
        14,
    ),
    (
        "evaluation",
        "云川市物业管理协会",
        "既有住宅加装电梯政策评价",
        "流程清楚，建议增加费用分摊的示例。",
        None,
        "解读中已补充示例",
        9,
    ),
)
HOUSING = "yc-zjj"
AGREEMENT_LASTS = dt.timedelta(days=365)


def build_readers(city: City) -> None:
    """Begin with what is public now: nobody is told of the years before anybody subscribed."""
    deliver(names=["subscriptions", "partners"])
    for line in READERS:
        _reader(*line)
    _enterprise(city)
    for kind, name, keeper, email in PARTNERS:
        _partner(city, kind, name, keeper, email)


def build_subscriptions(city: City) -> None:
    _together(city, {one.name: one for one in Partner.objects.filter(agency=city.agencies[HOUSING])})
    _paper(city)
    # Reminders in browsers are set up; nobody's browser is invented.
    actions.save_push_key(contact="ops@example.com", by=city.who("yc-gov", "openness_authority"))


def _reader(address: str, words: tuple[str, ...], facets: dict[str, list[str]], frequency: str, kind: str) -> None:
    criteria = Criteria.of(words, (), facets)
    name = "、".join(words) or "、".join(value for values in facets.values() for value in values)
    if actions.ask(address=address, name=name, criteria=criteria, frequency=frequency, kind=kind):
        subscriber = actions.confirm(request=Request.objects.order_by("-pk")[0])
        if address in PROFILES:
            actions.set_profile(subscriber=subscriber, profile=PROFILES[address], agreed=True)


def _enterprise(city: City) -> None:
    actions.register(
        agency=city.agencies[HOUSING], channel="sms", address="13800000000", kind="enterprise",
        consent_note="企业服务登记表2026-018", criteria=Criteria.of(["租赁"]), name="住房租赁", by=_officer(city),
        profile={"form": ["enterprise"], "size": ["small"], "registered_here": ["yes"], "staff": ["48"]},
    )  # fmt: skip


def _officer(city: City) -> Acting:
    return city.who(HOUSING, "openness_officer")


def _partner(city: City, kind: str, name: str, keeper: str, email: str) -> Partner:
    return actions.save_partner(
        agency=city.agencies[HOUSING], name=name, kind=kind, keeper=keeper, email=email,
        webhook_url=WEBHOOKS.get(name, ""), active=name not in WEBHOOKS, by=_officer(city),
    )  # fmt: skip


def _together(city: City, partners: dict[str, Partner]) -> None:
    today = timezone.localdate()
    for kind, partner, title, text, people, result, ago in RECORDS:
        actions.save_cooperation(
            agency=city.agencies[HOUSING], kind=kind, partner=partners[partner], on=today - dt.timedelta(days=ago),
            title=title, text=text, people=people, result=result, by=_officer(city),
        )  # fmt: skip
    actions.save_cooperation(
        agency=city.agencies[HOUSING], kind="agreement", partner=partners["云川市电子信息商会"],
        on=today - dt.timedelta(days=30), ends_on=today - dt.timedelta(days=30) + AGREEMENT_LASTS,
        title="政策推送和需求收集试点合作协议", by=_officer(city),
    )  # fmt: skip


def _paper(city: City) -> None:
    """One policy goes to counters on paper, and one counter has signed for it."""
    officer = _officer(city)
    points = [
        actions.save_point(agency=city.agencies[HOUSING], name=name, kind=kind, address=address, by=officer)
        for kind, name, address in POINTS
    ]
    release = public_releases().filter(agency=city.agencies[HOUSING], kind="document").first()
    if release is None:
        return
    campaign = actions.prepare(key=release.key, method="offline", by=officer, target="窗口、园区和社区")
    reviewer = city.who("yc-gov", "openness_authority")
    actions.approve(campaign=campaign, by=reviewer, opinion="同意")
    campaign.refresh_from_db()
    today = timezone.localdate()
    actions.hand_out(campaign=campaign, points=points, sheets=50, handed_on=today, by=officer)
    first = campaign.hand_outs.select_related("campaign__agency", "point").first()
    if first is not None:
        actions.receive(handed=first, received_on=today, received_by="综合窗口", note="", by=officer)
