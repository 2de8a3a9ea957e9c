"""Where a text asks for several things, the parts are proposed; what asks for one thing is left alone."""

from __future__ import annotations

import pytest

from gongkai.responsive.applications.rules.splitting import parts


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1. 2024年预算\n2. 2025年决算报告", ("2024年预算", "2025年决算报告")),
        ("申请公开：（一）规划许可证；（二）验收报告；（三）施工图", ("规划许可证", "验收报告", "施工图")),
        ("《甲办法》和《乙方案》的文本", ("《甲办法》", "《乙方案》")),
        ("2023年、2024年和2025年部门预算", ("2023年部门预算", "2024年部门预算", "2025年部门预算")),
        ("2022至2024年部门决算", ("2022年部门决算", "2023年部门决算", "2024年部门决算")),
        ("施工合同以及监理合同", ("施工合同", "监理合同")),
        ("拆迁补偿方案\n评估报告\n安置名单", ("拆迁补偿方案", "评估报告", "安置名单")),
        ("住房补贴发放明细", ()),
        ("监督和管理情况", ()),
        ("和平路和解放路的改造方案", ()),
        ("2025年1月1日和2025年3月1日的会议纪要", ()),
        ("2025.3.1会议纪要，涉及12.5万元", ()),
        ("2001至2025年的人口变化", ()),
        ("", ()),
        ("；；；", ()),
    ],
)
def test_a_text_is_divided_where_it_asks_for_several_things(text: str, found: tuple[str, ...]) -> None:
    assert parts(text) == found
