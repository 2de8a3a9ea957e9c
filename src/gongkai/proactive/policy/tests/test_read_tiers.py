"""Steps of one benefit: for whom, how much, up to how much; and which of them a profile decides."""

from __future__ import annotations

import pytest

from gongkai.proactive.policy.rules.conditions import Answer, Profile, evaluate
from gongkai.proactive.policy.rules.extraction.proposals import proposals
from gongkai.proactive.policy.rules.items import facts_of_proposal
from gongkai.proactive.policy.rules.tiers import TierRefused, applying, as_lines, from_lines

pytestmark = pytest.mark.requirement("R182")


def tiers(text: str) -> list[tuple[str, str]]:
    facts = facts_of_proposal(proposals(text)[0], text)
    return [(one["who"], one["gives"]) for one in facts["tiers"]]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "对A类园区给予建设费用20%的补助、B类园区15%、C类园区10%，最高不超过200万元。",
            [("A类园区", "20%，最高200万元"), ("B类园区", "15%，最高200万元"), ("C类园区", "10%，最高200万元")],
        ),
        ("创业大赛一等奖奖励10万元、二等奖5万元、三等奖2万元。", [("一等奖", "10万元"), ("二等奖", "5万元"), ("三等奖", "2万元")]),
        (
            "对获评国家级、省级、市级示范社的，分别给予30万元、20万元、10万元奖励。",
            [("国家级", "30万元"), ("省级", "20万元"), ("市级", "10万元")],
        ),
        (
            "大型企业按设备投资的5%给予补助，最高100万元；小微企业按设备投资的10%给予补助，最高50万元。",
            [("大型企业", "5%，最高100万元"), ("小微企业", "10%，最高50万元")],
        ),
        (
            "80周岁以上的，每人每月发放津贴100元；90周岁以上的，每人每月发放津贴300元。",
            [("80周岁以上的", "100元"), ("90周岁以上的", "300元")],
        ),
        (
            "按学历给予生活补贴，标准如下：\n学历\t补贴标准\n博士\t每月3000元\n硕士\t每月1500元",
            [("博士", "3000元"), ("硕士", "1500元")],
        ),
        ("第一年补贴租金的80%，第二年补贴租金的50%，第三年补贴租金的30%。", [("第一年", "80%"), ("第二年", "50%"), ("第三年", "30%")]),
    ],
)  # fmt: skip
def test_each_step_says_for_whom_and_how_much(text: str, wanted: list[tuple[str, str]]) -> None:
    assert tiers(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "对小微企业按实际租金的30%给予补贴，最高20万元。", "每人每月补贴600元，每年最高7200元。",
        "按合同金额的20%和设备费用的30%给予补助。", "失业人员免费参加培训。",
    ],
)  # fmt: skip
def test_one_measure_for_all_has_no_steps(text: str) -> None:
    assert tiers(text) == []


@pytest.mark.parametrize(
    ("text", "profile", "wanted"),
    [
        ("大型企业按投资的5%给予补助；小微企业按投资的10%给予补助。", {"size": "small"}, "小微企业"),
        ("大型企业按投资的5%给予补助；小微企业按投资的10%给予补助。", {}, ""),
        ("80周岁以上的，每人每月发放津贴100元；90周岁以上的，每人每月发放津贴300元。", {"age": 95.0}, "90周岁以上的"),
        ("80周岁以上的，每人每月发放津贴100元；90周岁以上的，每人每月发放津贴300元。", {"age": 85.0}, "80周岁以上的"),
        ("80周岁以上的，每人每月发放津贴100元；90周岁以上的，每人每月发放津贴300元。", {"age": 60.0}, ""),
        ("创业大赛一等奖奖励10万元、二等奖5万元。", {"age": 60.0}, ""),
    ],
)
def test_a_profile_decides_the_step_where_it_can(text: str, profile: Profile, wanted: str) -> None:
    found = facts_of_proposal(proposals(text)[0], text)["tiers"]
    one = applying(found, profile)
    assert (one["who"] if one else "") == wanted


@pytest.mark.parametrize(
    ("text", "profile", "wanted"),
    [
        ("大型企业按投资的5%给予补助；小微企业按投资的10%给予补助。", {"size": "small"}, Answer.YES),
        ("对大型企业给予投资额5%的补助、小微企业10%。", {"size": "micro"}, Answer.YES),
        ("对大型企业给予投资额5%的补助、小微企业10%。", {"size": "medium"}, Answer.NO),
        ("小微企业按20%给予补助，其他企业按10%给予补助。", {"size": "large"}, Answer.DEPENDS),
    ],
)
def test_the_first_step_shuts_nobody_of_the_others_out(text: str, profile: Profile, wanted: Answer) -> None:
    (item,) = proposals(text)
    assert evaluate(item.condition, profile).answer is wanted


def test_steps_are_written_and_read_in_lines() -> None:
    found = from_lines("大型企业：5%，最高100万元\n\n小微企业: 10%")
    assert [one["who"] for one in found] == ["大型企业", "小微企业"]
    assert as_lines(found) == "大型企业：5%，最高100万元\n小微企业：10%"
    with pytest.raises(TierRefused, match="冒号"):
        from_lines("大型企业5%")
