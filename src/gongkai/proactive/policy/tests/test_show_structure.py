"""The structure of conditions and steps as people meet it: an officer who confirms, a reader, somebody who asks what applies."""

from __future__ import annotations

import pytest
from django.test import Client

from gongkai.proactive.policy import actions
from gongkai.proactive.policy.models import PolicyItem
from gongkai.proactive.policy.tests.test_work_at_the_desk import as_, fields
from gongkai.proactive.policy.tests.world import extracted, policy_document
from gongkai.project.tests.cast import City

EQUIPMENT = (
    "<p>第一条 申请设备补贴的企业，应当同时符合下列条件：</p><p>（一）在本市登记注册；</p>"
    "<p>（二）属于高新技术企业或者职工200人以上。</p>"
    "<p>第二条 符合本办法第一条规定条件的，大型企业按设备投资的5%给予补贴，最高100万元；小微企业按设备投资的10%给予补贴，最高50万元。</p>"
    "<p>第三条 被列为失信被执行人的企业，不予补贴。</p>"
    "<p>第四条 同一设备符合多项扶持政策的，按照从高不重复原则给予补贴。</p>"
    "<p>第五条 企业登录云川惠企平台提出申请。由市住房和城乡建设局审核。</p>"
)
FITS = {"audience": "company", "registered_here": "yes", "titles": "high-tech", "dishonest": "no"}


@pytest.fixture
def row(city: City) -> PolicyItem:
    return extracted(city, policy_document(city, html=EQUIPMENT, title="关于工业设备补贴的办法"))


@pytest.mark.requirement("R182")
def test_the_officer_reads_the_structure_beside_the_painted_source(city: City, row: PolicyItem) -> None:
    page = as_(city, "lin").get(f"/desk/policy/items/{row.pk}/").content.decode()
    asked = "在本市登记注册；企业规模：微型企业或者小型企业或者大型企业；没有失信记录"
    assert f"<dt>满足全部：</dt><dd>{asked}</dd>" in page
    assert "<dt>满足任一：</dt><dd>资质和称号：高新技术企业；从业人员不低于200人</dd>" in page
    for sentence in ("（一）在本市登记注册；", "第三条 被列为失信被执行人的企业，不予补贴。"):
        assert f'<mark class="f-condition" title="条件">{sentence}' in page, sentence
    assert "大型企业：5%，最高100万元\n小微企业：10%，最高50万元" in page
    assert "从高不重复原则" in page


def test_the_officer_mends_a_step_and_is_told_how_where_it_cannot_be_read(city: City, row: PolicyItem) -> None:
    lin = as_(city, "lin")
    path = f"/desk/policy/items/{row.pk}/"
    typed = fields(lin.get(path))
    wrong = lin.post(path, typed | {"tiers": "小微企业10%"})
    assert wrong.status_code == 422
    assert "中间用冒号隔开" in wrong.content.decode()
    assert "小微企业10%</textarea>" in wrong.content.decode()
    assert lin.post(path, typed | {"tiers": "小微企业：12%"}).status_code == 302
    row.refresh_from_db()
    assert [(one["who"], one["gives"]) for one in row.facts["tiers"]] == [("小微企业", "12%")]
    assert row.facts["tiers"][0]["condition"] is not None


@pytest.mark.requirement("R182", "R190")
def test_a_company_is_told_whether_it_fits_and_which_step_is_its_own(
    city: City, row: PolicyItem, client: Client
) -> None:
    actions.submit(row=row, by=city.lin)
    actions.release(row=row, by=city.shen)
    shown = client.get(f"/policies/{row.item.key}").content.decode()
    assert "从高不重复原则" in shown
    assert "<td>10%，最高50万元</td>" in shown
    told = client.get(f"/api/v1/policies/{row.item.key}").json()
    assert "10%，最高50万元" in {step["gives"] for step in told["tiers"]}
    assert any("从高不重复" in note for note in told["notes"])

    def group(**more: str) -> tuple[str, str]:
        page = client.post("/policies/match/", FITS | more).content.decode()
        at = page.index(f'href="/policies/{row.item.key}"')
        return max(
            ("g-yes", "g-depends", "g-no"), key=lambda name: page.rfind(f'<section aria-labelledby="{name}"', 0, at)
        ), page

    small, page = group(size="small")
    assert small == "g-yes"
    assert page.index("小微企业 <span") < page.index("按您填写的情况是这一档")
    assert page.count("按您填写的情况是这一档") == 1
    assert group(size="small", titles="none-of-these", staff="30")[0] == "g-no"
    assert group(size="small", titles="none-of-these", staff="300")[0] == "g-yes"
    assert group(size="small", registered_here="no")[0] == "g-no"
    refused, page = group(size="small", dishonest="yes")
    assert refused == "g-no"
    assert "按您填写的情况是这一档" not in page
    assert "按您填写的情况是这一档" not in group()[1]
