"""What must be public on the agency's own initiative: the item codes of 条例 arts 20 and 21, and the five opennesses."""

from __future__ import annotations

from enum import StrEnum

# Number of the item in 条例第二十条.
ARTICLE_20: dict[int, str] = {
    1: "行政法规、规章和规范性文件",
    2: "机关职能、机构设置、办公地址、办公时间、联系方式、负责人姓名",
    3: "国民经济和社会发展规划、专项规划、区域规划及相关政策",
    4: "国民经济和社会发展统计信息",
    5: "行政许可和其他对外管理服务事项的依据、条件、程序以及办理结果",
    6: "行政处罚、行政强制的依据、条件、程序以及有一定社会影响的行政处罚决定",
    7: "财政预算、决算信息",
    8: "行政事业性收费项目及其依据、标准",
    9: "政府集中采购项目的目录、标准及实施情况",
    10: "重大建设项目的批准和实施情况",
    11: "扶贫、教育、医疗、社会保障、促进就业等方面的政策、措施及其实施情况",
    12: "突发公共事件的应急预案、预警信息及应对情况",
    13: "环境保护、公共卫生、安全生产、食品药品、产品质量的监督检查情况",
    14: "公务员招考的职位、名额、报考条件等事项以及录用结果",
    15: "法律、法规、规章和国家有关规定规定应当主动公开的其他政府信息",
}
ARTICLE_21_CITY: tuple[str, ...] = ("市政建设", "公共服务", "公益事业", "土地征收", "房屋征收", "治安管理", "社会救助")
ARTICLE_21_TOWN: tuple[str, ...] = (
    "农业农村政策",
    "农田水利工程建设运营",
    "农村土地承包经营权流转",
    "宅基地使用情况审核",
    "土地征收",
    "房屋征收",
    "筹资筹劳",
    "社会救助",
)


class Openness(StrEnum):
    """五公开: the stage of government work an item shows."""

    DECISION = "decision"
    EXECUTION = "execution"
    MANAGEMENT = "management"
    SERVICE = "service"
    RESULT = "result"

    @property
    def word(self) -> str:
        return {"decision": "决策", "execution": "执行", "management": "管理", "service": "服务", "result": "结果"}[
            self.value
        ] + "公开"
