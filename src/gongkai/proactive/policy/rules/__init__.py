"""政策事项: words, kinds, addresses, reviews and clocks. The conditions and the reading of texts stand beside this file."""

from __future__ import annotations

from gongkai.base.events.rules import declare
from gongkai.base.organisations.rules import Permission
from gongkai.engine.duties.rules import DutyRule, register
from gongkai.engine.publishing.rules import Step

declare(
    {
        "policy:item:extract": "从文件中提取政策事项",
        "policy:item:add": "新增政策事项",
        "policy:item:edit": "修改政策事项",
        "policy:item:submit": "确认政策事项，送发布",
        "policy:item:return": "退回政策事项",
        "policy:item:drop": "放弃政策事项",
        "policy:item:follow": "政策事项随文件撤下",
        "policy:scan:dismiss": "登记文件没有可拆解的事项",
        "policy:scan:restore": "文件恢复待拆解",
        "policy:package:create": "新建政策服务包",
        "policy:package:edit": "修改政策服务包",
        "policy:package:submit": "送发布政策服务包",
        "policy:package:return": "退回政策服务包",
        "policy:period:ready": "核对申请办理渠道",
    }
)

ITEM = "policy-item"
PACKAGE = "policy-package"
KIND_NAMES = {ITEM: "政策事项", PACKAGE: "政策服务包"}
CONFIRM = Step("confirm", "核对发布")

PER_PAGE = 30
MOST_IN_PACKAGE = 100
MOST_PROPOSALS = 200  # of one document; longer ones are compilations, and better read in parts
LONGEST_QUERY = 60


def item_path(key: str) -> str:
    return f"/policies/{key}"


def package_path(key: str) -> str:
    return f"/policies/packages/{key}"


OPENING_DUTY = register(
    DutyRule(
        key="policy-opening",
        name="政策申请开放",
        clock="POLICY-DATE",
        remind=Permission.POLICY_EDIT,
        remind_before=(10, 3, 0),
        source="平台配置：申请开始前10个、3个工作日和当日提醒责任部门核对办理渠道",
        opens=Permission.POLICY_EDIT,
    )
).key
CLOSING_DUTY = register(
    DutyRule(
        key="policy-closing",
        name="政策申请截止",
        clock="POLICY-DATE",
        remind=Permission.POLICY_EDIT,
        remind_before=(10, 3, 0),
        source="平台配置：申请截止前10个、3个工作日和当日提醒责任部门告知尚未申请的对象",
        opens=Permission.POLICY_EDIT,
    )
).key
