"""What a report of our own goes through, and by when it is published. No Django."""

from __future__ import annotations

from enum import StrEnum

from gongkai.base.events.rules import declare
from gongkai.base.organisations.rules import Permission
from gongkai.engine.duties.rules import DutyRule, register


class State(StrEnum):
    DRAFT = "draft"
    FROZEN = "frozen"
    PUBLISHED = "published"


STATE_NAMES: dict[str, str] = {State.DRAFT: "编制中", State.FROZEN: "已冻结", State.PUBLISHED: "已公布"}


class Source(StrEnum):
    """Where a number of a cell is from."""

    LIVE = "live"
    ENTERED = "entered"
    IMPORTED = "imported"


SOURCE_NAMES: dict[str, str] = {Source.LIVE: "台账", Source.ENTERED: "填报", Source.IMPORTED: "导入"}

REMIND_SOURCE = "平台配置：到期前10个、3个工作日和到期当日提醒，逾期后每7日提醒一次"
DEPARTMENT_DUTY = register(
    DutyRule(
        key="annual-report-department",
        name="政府信息公开工作年度报告",
        clock="C9",
        remind=Permission.REPORTS_MANAGE,
        remind_before=(10, 3, 0),
        source=REMIND_SOURCE,
        escalate=Permission.DOCUMENTS_SIGN,
    )
).key
GOVERNMENT_DUTY = register(
    DutyRule(
        key="annual-report-government",
        name="本级政府信息公开工作年度报告",
        clock="C10",
        remind=Permission.REPORTS_MANAGE,
        remind_before=(10, 3, 0),
        source=REMIND_SOURCE,
        escalate=Permission.DOCUMENTS_SIGN,
    )
).key


def duty_of(agency_kind: str) -> str:
    """Return the duty of an agency: 条例第四十九条 gives the government's own report two months more."""
    return GOVERNMENT_DUTY if agency_kind == "government" else DEPARTMENT_DUTY


declare(
    {
        "annual_report:report:open": "建立年度报告",
        "annual_report:report:write": "编写年度报告正文",
        "annual_report:report:enter": "填报年度报告表二",
        "annual_report:report:bring": "导入年度报告表二",
        "annual_report:report:remind": "提醒填报年度报告表二",
        "annual_report:report:freeze": "冻结年度报告",
        "annual_report:report:correct": "更正年度报告数据",
        "annual_report:report:publish": "登记年度报告公布",
        "annual_report:report:take-over": "载入已公布的年度报告",
    }
)
NIL_SENTENCE = "{year}年，本机关没有收到政府信息公开申请，也没有上年结转的申请。"
# From whom each number of table 二 comes. Rules and normative documents are counted here and settled with 司法行政.
SECOND_SOURCES: dict[str, str] = {
    "规章": "按台账计数，与司法行政部门核定的不同时填写核定数",
    "行政规范性文件": "按台账计数，与司法行政部门核定的不同时填写核定数",
    "行政许可": "各行政许可实施机构报送的全部处理决定",
    "行政处罚": "各执法机构报送的全部处理决定，包括依法不公开的",
    "行政强制": "各执法机构报送的全部处理决定",
    "行政事业性收费": "财政部门或者财务机构的决算数，含信息处理费，单位为万元",
}
