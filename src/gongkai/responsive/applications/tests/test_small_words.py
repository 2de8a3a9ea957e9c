"""What pages say where little things meet: a search beside a choice, two mistakes at once, the kinds of one field."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.base.guard import queries as guard_queries
from gongkai.law.fees import charge_items, charge_pages
from gongkai.responsive.applications.models import Fee
from gongkai.responsive.applications.rules.splitting import parts
from gongkai.responsive.applications.tests.desk_world import signed_in
from gongkai.responsive.applications.tests.web import post, text_of

if TYPE_CHECKING:
    from gongkai.law.fees import Charge
    from gongkai.project.tests.cast import City

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(city: City, monkeypatch: pytest.MonkeyPatch) -> Client:
    del city
    monkeypatch.setattr(guard_queries, "MOST", 50)
    return Client()


def test_an_agency_that_is_chosen_and_named_so_is_found(browser: Client) -> None:
    assert "名称里没有" not in text_of(post(browser, "find", agency="yc-zjj", agency_words="住房"))
    assert "名称里没有" in text_of(post(browser, "find", agency="yc-zjj", agency_words="水产"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "公租房申请审批结果\n保障资金分配表\n公租房轮候名单",
            ("公租房申请审批结果", "保障资金分配表", "公租房轮候名单"),
        ),
        ("申请公开：\n施工图\n验收报告", ("施工图", "验收报告")),
        ("轮候名单\n资金分配表\n2025年的", ("轮候名单", "资金分配表，2025年的")),
        ("我住在明德路\n想了解补贴怎么发", ()),
        ("我去年申请过补贴。\n审批结果\n资金分配表", ("审批结果", "资金分配表")),
    ],
)
def test_short_lines_that_name_things_are_offered_as_parts(text: str, found: tuple[str, ...]) -> None:
    assert parts(text) == found


@pytest.mark.parametrize("data", [b"\x00\x01\x02\xfe\xff\x00" * 40, "其实是文字".encode(), b"MZ" + b"\0" * 100])
def test_a_refused_proof_names_the_kinds_of_its_field(browser: Client, data: bytes) -> None:
    html = text_of(post(browser, "check", **{"p1-upload": SimpleUploadedFile("身份证.jpg", data, "image/jpeg")}))
    assert "可上传：pdf、jpg、png。" in html
    assert "xlsx" not in html
    assert "“.txt”" not in html


def test_two_mistakes_about_one_applicant_are_said_at_once(browser: Client) -> None:
    wrong = {"p1-name": "云川市江畔物业服务有限公司", "p1-identity_number": "110101199003070039"}
    html = text_of(post(browser, "check", **wrong))
    assert "像是单位" in html
    assert "校验码" in html


def test_what_may_be_left_empty_is_said_once(city: City) -> None:
    html = text_of(signed_in(city, "shen").get("/desk/applications/challenges/new/"))
    assert "案号" in html
    assert "（选填）（选填）" not in re.sub(r"<[^>]+>", "", html)


@pytest.mark.parametrize(
    ("charged", "line"),
    [(charge_pages(100), "第31至100页：每页10元，计700元"), (charge_items(12), "第11至12件：每件100元，计200元")],
)
def test_a_fee_names_its_unit(charged: Charge, line: str) -> None:
    tiers = [[one.first, one.last, one.unit_yuan, one.yuan] for one in charged.tiers]
    lines = Fee(method=charged.method, tiers=tiers).lines
    assert line in lines
    assert lines[0].endswith("不收费")


def test_the_days_and_rates_are_filtered_with_the_controls_of_the_house(city: City) -> None:
    html = text_of(signed_in(city, "shen").get("/desk/reports/figures/"))
    form = html[html.index('class="toolbar') :].partition("</form>")[0]
    assert [f'for="id_{name}"' in form for name in ("agency", "start", "end", "alone")] == [True] * 4
