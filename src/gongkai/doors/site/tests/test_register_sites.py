"""The site register: what each site states, what it lacks, the yearly check, and how its columns are kept."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.base.notify.models import Message
from gongkai.doors.site import actions
from gongkai.doors.site.models import SiteProfile
from gongkai.doors.site.queries import defects_of
from gongkai.doors.site.rules import SiteFacts, site_defects
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing import queries as publishing_queries
from gongkai.engine.publishing.actions import Refused
from gongkai.engine.publishing.rules import ColumnRule, Standing, misfit
from gongkai.project.tests.cast import City

from .conftest import page, publish
from .test_arrange_a_topic import desk

TODAY = dt.date(2026, 11, 22)
WHOLE = SiteFacts(
    name="n", host="h", sponsor="s", address="a", phone="p", postal_code="c", copyright="c", identification_code="3100000087",
    icp_number="i", police_number="p", purpose="p", content_duty="c", keeper="k", keeper_phone="1", security_grade="2",
    security_filing="f", checked_on=TODAY, columns=("政策",), column_set=("政策",),
)  # fmt: skip


def test_a_complete_site_lacks_nothing() -> None:
    assert site_defects(WHOLE, TODAY) == []


@pytest.mark.requirement("R268")
@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("sponsor", "主办单位"),
        ("address", "地址"),
        ("phone", "联系电话"),
        ("postal_code", "邮政编码"),
        ("copyright", "版权"),
    ],
)
def test_each_missing_part_of_the_footer_is_named(name: str, word: str) -> None:
    (found,) = site_defects(SiteFacts(**{**WHOLE.__dict__, name: ""}), TODAY)
    assert word in found


@pytest.mark.requirement("R250")
def test_columns_beside_the_stated_set_are_flagged() -> None:
    facts = SiteFacts(**{**WHOLE.__dict__, "columns": ("政策", "副业"), "column_set": ("政策", "公告")})
    assert site_defects(facts, TODAY) == [
        "栏目“副业”不在登记的栏目设置中。",
        "登记的栏目“公告”没有开设，或者已经隐藏。",
    ]


def test_a_wrong_code_and_an_old_check_are_flagged() -> None:
    facts = SiteFacts(**{**WHOLE.__dict__, "identification_code": "310000008", "checked_on": dt.date(2025, 11, 21)})
    assert len(site_defects(facts, TODAY)) == 2
    facts = SiteFacts(**{**WHOLE.__dict__, "checked_on": dt.date(2025, 11, 22)})
    assert site_defects(facts, TODAY) == []


@pytest.mark.requirement("R250", "R268")
def test_the_register_is_kept_and_exported_at_the_desk(city: City) -> None:
    editor, address = desk("bian"), f"/desk/site/book/{city.site.pk}/"
    assert "没有登记“功能定位”" in editor.get(address).content.decode()
    stated = {
        "purpose": "政府信息的统一公开", "content_duty": "及时公开", "column_set": "部门文件\n", "keeper": "公开科",
        "keeper_phone": "000-1", "security_grade": "3", "security_filing": "云等保1",
    }  # fmt: skip
    assert editor.post(f"{address}edit/", stated).status_code == 302
    html = editor.get(address).content.decode()
    assert "政府信息的统一公开" in html
    assert "没有登记“功能定位”" not in html
    assert editor.post(f"{address}edit/", stated | {"repost_hours": "24"}).status_code == 422
    exported = editor.get("/desk/site/book/export/csv/")
    if exported.status_code == 404:
        exported = editor.get("/desk/site/book/export.csv")
    assert exported.status_code == 200
    text = b"".join(exported.streaming_content).decode() if exported.streaming else exported.content.decode()
    for said in ("政府信息的统一公开", "公开科", "第三级", "云等保1"):
        assert said in text


@pytest.mark.requirement("R250")
def test_the_yearly_check_is_recorded_and_reminded(city: City) -> None:
    assert actions.remind_checks() == 1
    assert Message.objects.filter(person=city.people["bian"], title__contains="年度核查").count() == 1
    with pytest.raises(Refused, match="核查情况"):
        actions.confirm_check(site=city.site, remark=" ", by=city.bian)
    desk("bian").post(f"/desk/site/book/{city.site.pk}/check/", {"remark": "逐栏查看，没有问题。"})
    assert actions.remind_checks() == 0
    assert not [one for one in defects_of(city.site) if "年度核查" in one]
    SiteProfile.objects.update(checked_on=timezone.localdate() - dt.timedelta(days=340))
    assert actions.remind_checks() == 1


# --- columns ----------------------------------------------------------------------------------------


@pytest.mark.requirement("R251", "R252")
def test_readers_see_owner_duty_and_what_may_stand_in_a_column(reader: Client, city: City) -> None:
    publishing.edit_column(
        column=city.column, by=city.bian,
        changes={"keeper": "政策法规科", "takes": {"kinds": ["document"], "genres": ["通知", "公告"]}, "update_duty": "每周更新"},
    )  # fmt: skip
    html = page(reader, "/columns/department-docs/")
    for said in ("公文；文种：公告、通知", "政策法规科", "每周更新", "市人民政府"):
        assert said in html
    publishing.edit_column(column=city.column, by=city.bian, changes={"scope": "只收通知和公告。"})
    assert "只收通知和公告。" in page(reader, "/columns/department-docs/")


@pytest.mark.requirement("R259")
def test_what_stands_in_the_wrong_column_is_found_and_moved(reader: Client, city: City, published) -> None:
    plans = publishing.create_column(
        site=city.site, slug="plans", name="规划计划", agency=city.government, by=city.bian
    )
    publishing.edit_column(column=city.column, by=city.bian, changes={"takes": {"categories": ["规划计划"]}})
    address = f"/desk/site/book/{city.site.pk}/columns/"
    html = desk("bian").get(address).content.decode()
    assert "公开类别是“其他文件”，本栏目只收“规划计划”" in html
    assert f"/documents/{published.item.key}" in page(reader, "/columns/department-docs/")
    moving = {"key": published.item.key, "column": city.column.pk, "to": plans.pk, "reason": "与收录范围不符"}
    desk("bian").post(f"{address}move/", moving)
    assert f"/documents/{published.item.key}" not in page(reader, "/columns/department-docs/")
    assert f"/documents/{published.item.key}" in page(reader, "/columns/plans/")
    assert publishing_queries.misplaced([city.column, plans]) == []
    with pytest.raises(Refused, match="已经不在"):
        publishing.move(item=published.item, column=city.column, to=plans, reason="x", by=city.bian)


@pytest.mark.parametrize(
    ("takes", "fits"),
    [
        ({}, True), ({"kinds": ["document"]}, True), ({"kinds": ["topic"]}, False), ({"genres": ["公告"]}, False),
        ({"genres": ["通知"]}, True), ({"categories": ["规划计划"]}, False), ({"own_agency": True}, False),
        ({"kinds": "document", "nonsense": 1}, True),
    ],
)  # fmt: skip
def test_the_rule_of_a_column(takes: dict, fits: bool) -> None:
    item = Standing(kind="document", kind_name="公文", genre="通知", category="其他文件", same_agency=False)
    assert (misfit(ColumnRule.of(takes), item) == "") is fits


@pytest.mark.requirement("R249")
def test_an_idle_block_is_flagged(city: City, published) -> None:
    publishing.edit_column(column=city.column, by=city.bian, changes={"block": "openness"})
    publishing.create_column(
        site=city.site, slug="ask", name="征集", agency=city.government, by=city.bian, block="interaction"
    )
    html = desk("bian").get(f"/desk/site/book/{city.site.pk}/columns/").content.decode()
    rows = html.split('id="blocks"')[1]
    assert "90日内没有发布内容" in rows.split("政民互动")[1]
    assert "没有设置栏目" in rows.split("政务服务")[1].split("政民互动")[0]
    assert "没有" not in rows.split("政务公开")[1].split("政务服务")[0]


def test_editors_are_told_what_the_statutory_column_lacks_and_readers_are_not(reader: Client, city: City) -> None:
    html = desk("bian").get(f"/desk/site/book/{city.site.pk}/columns/").content.decode()
    assert "《政府信息公开条例》第十二条" in html
    assert "没有开设栏目" in html
    assert "指南" not in page(reader, "/disclosure/").split("<main")[1].split("</main")[0]


@pytest.mark.requirement("R251", "R253")
def test_an_agency_page_has_the_statutory_parts_with_its_own_things(reader: Client, city: City, published) -> None:
    guide = publishing.create_column(
        site=city.site, slug="guide", name="政府信息公开指南", agency=city.office, by=city.bian, statutory=True
    )
    publishing.place(item=published.item, column=guide, by=city.bian)
    html = page(reader, "/agencies/yc-zjj/").split("<main")[1]
    assert "政府信息公开指南" in html.split('id="guide"')[1].split("</section>")[0]
    assert "依申请公开" in html
    assert 'id="guide"' not in page(reader, "/agencies/yc-jyj/")
    assert 'id="report"' not in html


def test_the_column_form_keeps_the_rule(city: City) -> None:
    address = f"/desk/settings/columns/{city.column.pk}/edit/"
    form = {
        "name": "部门文件", "agency": city.government.pk, "column_type": "政策文件", "order": 10, "visible": "on",
        "kinds": ["document"], "genres": "通知、公告", "categories": "", "scope": "部门的文件", "keeper": "公开科",
        "description": "市级部门文件",
    }  # fmt: skip
    assert desk("bian").post(address, form).status_code == 302
    city.column.refresh_from_db()
    assert city.column.takes == {"kinds": ["document"], "genres": ["通知", "公告"]}
    assert (
        "文种"
        not in page(
            Client(HTTP_HOST="open.yunchuan.example", HTTP_USER_AGENT="Mozilla/5.0"), "/columns/department-docs/"
        )
        .split("部门的文件")[0]
        .split("收录范围")[1]
    )
    publish(city)
