"""What editors of the city's sites made beside its documents: a topic, reposts, the site register, a theme for each site.

All by the real verbs and through the same reviews. The superior sites and the city's own rules are invented.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from gongkai.base.organisations.models import Site
from gongkai.base.organisations.queries import the_system
from gongkai.doors.site import actions
from gongkai.doors.site.models import Piece
from gongkai.doors.site.queries import edition_of
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.models import Column
from gongkai.proactive.documents.rules import SECRECY_CHECKS
from gongkai.project.demo import days
from gongkai.project.demo.founding import City
from gongkai.project.demo.lives import Step

NOTHING_FOUND = dict.fromkeys(SECRECY_CHECKS, "none")
THEMES = {"linjiang.yunchuan.example": "umber", "zjj.yunchuan.example": "pine"}
LEDE = "在云川就业、租房的新市民，能领多少、怎么申请、要多久，都在这一页。"
BLOCKS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("text", {"title": "先看要点", "html": "<p>新市民在本市稳定就业、租房居住的，按户领取租赁补贴，累计不超过三十六个月。补贴按季发到社会保障卡。</p><p>能够通过数据共享核验的，不用提交证明材料。</p>"}),
    ("table", {"title": "补贴标准", "lines": "家庭人口｜基本标准（元/月）｜在川北新区就业（元/月）\n一人户｜300｜360\n二人户｜450｜510\n三人及以上户｜600｜600"}),
    ("timeline", {"title": "办理要几步", "lines": "第一步｜提出申请｜通过市政务服务平台、“云川通”应用，或者就近到街道办事处、镇人民政府\n五个工作日内｜初审｜街道办事处、镇人民政府受理后初审\n再五个工作日内｜作出决定｜区住房保障主管部门书面告知申请人\n次月起｜开始发放｜按月计算，按季发放"}),
    ("query", {"title": "住房保障文件", "theme": "住房保障", "limit": 6}),
    ("faq", {"title": "常见问题", "lines": "问：夫妻两人都符合条件，能领两份吗？\n答：不能。租赁补贴按户发放，以一方为申请人。\n\n问：换工作中断了养老保险，补贴会停吗？\n答：中断不超过三个月的，不停发。\n\n问：领满三十六个月以后怎么办？\n答：补贴自动终止。符合公共租赁住房保障条件的，可以同时提出轮候申请，轮候时间自首次领取补贴之月起计算。"}),
    ("cards", {"title": "接着看", "lines": "住房城乡建设局｜职能、地址和联系方式｜/agencies/yc-zjj/\n部门文件｜市级部门文件｜/columns/department-docs/\n政府信息公开｜指南、制度和年报｜/disclosure/"}),
)  # fmt: skip
REPOSTS: tuple[dict[str, Any], ...] = (
    {
        "sort": "repost",
        "title": "关于支持新就业群体安居的若干措施",
        "html": "<p>各市人民政府，省政府各部门：</p><p>为了支持新就业群体安居，提出以下措施。各地要结合实际，扩大住房租赁补贴的覆盖范围，简化申请手续，按时足额发放。</p><p>各市要在年底前公布本地办法，并在政府网站上做好政策解答。</p>",
        "source_name": "省人民政府门户网站",
        "source_url": "https://www.province.example/zwgk/2026/ajcs.html",
        "ago": 2,
    },
    {
        "sort": "reference",
        "title": "省平台刊发：云川市公开住房租赁补贴发放情况",
        "html": "<p>省政务公开平台介绍了云川市按季公开住房租赁补贴受理、审核和发放情况的做法。</p>",
        "source_name": "省政务公开平台",
        "source_url": "https://open.province.example/news/yunchuan-2026.html",
        "ago": 6,
    },
)
REGISTER = {
    "open.yunchuan.example": (
        "全市政府信息公开的统一平台：公文、法定主动公开内容、依申请公开指引和公开核验。", "市政府办公室政务公开科", "3",
    ),
    "linjiang.yunchuan.example": (
        "临江区和所属街道的政府信息公开。", "区政府办公室政务公开科", "2",
    ),
    "zjj.yunchuan.example": ("住房保障、房产市场和建筑业的政策与信息公开。", "办公室", "2"),
}  # fmt: skip
# What a column takes: the rule finds what stands in the wrong place, the words tell readers.
RULES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "plans": ("发展规划科", "openness", {"categories": ["规划计划"]}),
    "budgets": ("预算科", "services", {"categories": ["财政信息"]}),
    "personnel": ("综合科", "openness", {"categories": ["人事信息"]}),
    "normative": ("政策法规科", "openness", {"kinds": ["document"]}),
    "notices": ("信息公开科", "interaction", {}),
}
SCOPES = {
    "normative": "收行政规范性文件，包括已经废止、失效的；其他文件放“政策文件”的其他子栏目。",
    "notices": "收面向公众的通知、通告、公示和意见征集；机关内部的通知不收。",
}


def steps(city: City, end: dt.date) -> list[Step]:
    """Return what the editors did on the last day of the story and the days before it."""
    before = days.back(end, 3)
    return [
        (days.at(before, "register"), lambda: _register(city, before)),
        (days.at(before, "topic"), lambda: _topic(city)),
        (days.at(end, "reposts"), lambda: _reposts(city, end)),
    ]


def _register(city: City, day: dt.date) -> None:
    del day
    for site in Site.objects.select_related("agency"):
        purpose, keeper, grade = REGISTER[site.host]
        by = city.who(site.agency.code, "site_editor") if _has_editor(city, site) else the_system("demo")
        top = Column.objects.filter(site=site, parent=None, visible=True).values_list("name", flat=True)
        actions.edit_profile(
            site=site, by=by,
            changes={
                "purpose": purpose, "content_duty": "按栏目更新要求发布，信息形成或者变更后及时公开。", "keeper": keeper,
                "keeper_phone": "000-60000001", "security_grade": grade, "security_filing": f"云等保备99{site.pk:04d}",
                "column_set": list(top), "repost_hours": 24,
                "repost_basis": "《云川市政府网站管理办法》第十二条（示范城市自定）",
            },
        )  # fmt: skip
        if site.is_default:
            actions.confirm_check(site=site, remark="逐栏查看，页脚要素齐全，栏目按要求更新。", by=by)
        if site.host in THEMES:
            actions.choose_theme(site=site, theme=THEMES[site.host], by=city.who("yc-gov", "administrator"))
        _rules(site)


def _has_editor(city: City, site: Site) -> bool:
    return (site.agency.code, "site_editor") in city.holders


def _rules(site: Site) -> None:
    for column in Column.objects.filter(site=site, slug__in=RULES).select_related("site__agency"):
        keeper, block, takes = RULES[column.slug]
        changes = {"keeper": keeper, "block": block, "takes": takes, "scope": SCOPES.get(column.slug, "")}
        publishing.edit_column(column=column, changes=changes, by=the_system("demo"))


def _released(city: City, piece: Piece) -> None:
    editor, officer = city.who("yc-gov", "site_editor"), city.who("yc-gov", "openness_officer")
    actions.submit(piece=piece, by=editor)
    actions.approve(piece=piece, step="check", by=officer, opinion="内容与公开的文件一致。")
    secrecy = city.who("yc-gov", "secrecy_reviewer")
    actions.approve(piece=piece, step="secrecy", by=secrecy, opinion="未发现涉密和敏感内容。", checks=NOTHING_FOUND)
    actions.publish(piece=piece, by=officer)


def _topic(city: City) -> None:
    editor = city.who("yc-gov", "site_editor")
    topic = actions.create_topic(
        agency=city.agencies["yc-gov"], slug="rental-subsidy", title="新市民住房租赁补贴", lede=LEDE, by=editor
    )
    for kind, typed in BLOCKS:
        version = edition_of(topic).version
        topic = actions.add_block(topic=topic, version=version, kind=kind, typed=typed, by=editor)
    _released(city, topic)


def _reposts(city: City, day: dt.date) -> None:
    editor = city.who("yc-gov", "site_editor")
    for one in REPOSTS:
        repost = actions.register_repost(
            agency=city.agencies["yc-gov"], sort=one["sort"], title=one["title"], html=one["html"], by=editor,
            facts={
                "source_name": one["source_name"], "source_url": one["source_url"],
                "original_on": day - dt.timedelta(days=one["ago"]),
            },
        )  # fmt: skip
        actions.check_link(repost=repost, works=True, by=editor)
        _released(city, repost)
