"""An amount is told with what it is paid for; papers that grant nothing are not offered for taking apart."""

from __future__ import annotations

from typing import Any

import pytest

from gongkai.proactive.policy.rules.amounts import amount_words
from gongkai.proactive.policy.rules.titles import grants_nothing


def facts(benefit: str, **figures: list[float]) -> dict[str, Any]:
    return {"benefit": benefit, "figures": figures}


@pytest.mark.parametrize(
    ("benefit", "figures", "said"),
    [
        ("每亩118元，按核定面积发放。", {"amounts": [118]}, "每亩118元"),
        ("按分摊额的百分之五十补助，每户不超过1万元。", {"percents": [50], "caps": [10_000]}, "50%，每户最高1万元"),
        ("博士每月2000元，硕士每月1200元。", {"amounts": [2_000, 1_200]}, "每月2000元、1200元"),
        ("每人每月补贴300元", {"amounts": [300]}, "每人每月300元"),
        ("新建800元/平方米，最高15万元。", {"amounts": [800], "caps": [150_000]}, "800元/平方米，最高15万元"),
        ("一次性奖励2000元；另按每辆500元补贴。", {"amounts": [2_000, 500]}, "2000元、每辆500元"),
        ("每家企业最高补助 1,500,000 元", {"caps": [1_500_000]}, "每家最高150万元"),
        ("每年按时申报，奖励5000元", {"amounts": [5_000]}, "5000元"),  # the comma parts them
        ("每户补贴12000元", {"amounts": [2_000]}, "2000元"),  # no part of another number
    ],
)
def test_an_amount_says_what_it_is_paid_for(benefit: str, figures: dict[str, list[float]], said: str) -> None:
    assert amount_words(facts(benefit, **figures)) == said


@pytest.mark.parametrize(
    ("title", "none"),
    [
        ("云川市住房和城乡建设局政府信息公开指南（2026年版）", True),
        ("云川市人民政府2025年政府信息公开工作年度报告", True),
        ("关于云川市2025年财政预算执行情况和2026年财政预算草案的报告", True),
        ("关于印发《技术改造补贴申报指南》的通知", False),
        ("关于政务公开示范点奖励办法的通知", False),
    ],
)
def test_papers_of_disclosure_and_reports_grant_nothing(title: str, none: bool) -> None:
    assert grants_nothing(title) is none
