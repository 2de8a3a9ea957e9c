"""The process of one official document: statuses, one table of transitions, attributes, defects. No Django."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing.rules import Step
from gongkai.law import grounds
from gongkai.law.disclosure import Openness
from gongkai.law.grounds import Attribute, Mode
from gongkai.law.numbers import judge_number
from gongkai.proactive.documents.rules import tags as tags  # declares what is recorded

if TYPE_CHECKING:
    from collections.abc import Mapping


class Status(StrEnum):
    DRAFT = "draft"
    HEAD_REVIEW = "division_review"
    OFFICE_REVIEW = "office_review"
    RETURNED = "returned"
    SECRECY_REVIEW = "security_review"
    AUTHORITY_REVIEW = "authority_review"
    SIGNING = "signing"
    SIGNED = "signed"
    ISSUED = "issued"
    FILED = "filed"
    PUBLISHED = "published"
    SERVED = "served"
    WITHDRAWN = "withdrawn"
    ABANDONED = "abandoned"
    SEALED = "sealed"


STATUS_NAMES: dict[Status, str] = {
    Status.DRAFT: "拟稿",
    Status.HEAD_REVIEW: "科室审核",
    Status.OFFICE_REVIEW: "办公室核稿",
    Status.RETURNED: "已退文",
    Status.SECRECY_REVIEW: "保密审查",
    Status.AUTHORITY_REVIEW: "主管部门审查",
    Status.SIGNING: "待签发",
    Status.SIGNED: "待编号印发",
    Status.ISSUED: "待公开",
    Status.FILED: "已印发（不主动公开）",
    Status.PUBLISHED: "已公开",
    Status.SERVED: "已定向公开",
    Status.WITHDRAWN: "已撤下",
    Status.ABANDONED: "已终止",
    Status.SEALED: "涉密存根",
}

# The stations that the stepper on every document page shows, in order.
STATIONS: tuple[Status, ...] = (
    Status.DRAFT,
    Status.HEAD_REVIEW,
    Status.OFFICE_REVIEW,
    Status.SECRECY_REVIEW,
    Status.AUTHORITY_REVIEW,
    Status.SIGNING,
    Status.SIGNED,
    Status.PUBLISHED,
)


class Owner(StrEnum):
    """Whose turn it is while a document is in a status."""

    DRAFTER = "拟稿人"
    HEAD = "科室负责人"
    OFFICE = "政务公开专员"
    SECRECY = "保密审查员"
    AUTHORITY = "政务公开主管部门"
    LEADER = "签发领导"
    NOBODY = "无"


OWNERS: dict[Status, Owner] = {
    Status.DRAFT: Owner.DRAFTER,
    Status.HEAD_REVIEW: Owner.HEAD,
    Status.OFFICE_REVIEW: Owner.OFFICE,
    Status.RETURNED: Owner.DRAFTER,
    Status.SECRECY_REVIEW: Owner.SECRECY,
    Status.AUTHORITY_REVIEW: Owner.AUTHORITY,
    Status.SIGNING: Owner.LEADER,
    Status.SIGNED: Owner.OFFICE,
    Status.ISSUED: Owner.OFFICE,
    Status.FILED: Owner.NOBODY,
    Status.PUBLISHED: Owner.NOBODY,
    Status.SERVED: Owner.NOBODY,
    Status.WITHDRAWN: Owner.NOBODY,
    Status.ABANDONED: Owner.NOBODY,
    Status.SEALED: Owner.NOBODY,
}


@dataclass(frozen=True)
class Move:
    """One row of the process: who may take a document from one status to another, by which verb."""

    verb: str
    name: str
    permission: Permission


def _move(verb: str, name: str, permission: Permission) -> Move:
    return Move(verb, name, permission)


_P = Permission
_RETURN_BY: dict[Status, Permission] = {
    Status.HEAD_REVIEW: _P.DOCUMENTS_HEAD_REVIEW,
    Status.OFFICE_REVIEW: _P.DOCUMENTS_CHECK,
    Status.SECRECY_REVIEW: _P.DOCUMENTS_SECRECY_REVIEW,
    Status.AUTHORITY_REVIEW: _P.DOCUMENTS_APPROVE_ATTRIBUTE,
    Status.SIGNING: _P.DOCUMENTS_SIGN,
}
_SUBMIT = _move("submit", "送科室审核", _P.DOCUMENTS_DRAFT)
_ABANDON = _move("abandon", "终止办理", _P.DOCUMENTS_DRAFT)
_HEAD = _move("approve_head", "审核同意", _P.DOCUMENTS_HEAD_REVIEW)
_CHECK = _move("check", "核稿同意", _P.DOCUMENTS_CHECK)
_CLEAR = _move("clear", "保密审查通过", _P.DOCUMENTS_SECRECY_REVIEW)
_AGREE = _move("agree_attribute", "审查同意", _P.DOCUMENTS_APPROVE_ATTRIBUTE)
_SIGN = _move("sign", "签发", _P.DOCUMENTS_SIGN)
_ISSUE = _move("issue", "编号印发", _P.DOCUMENTS_ISSUE)
# What the sender called back after the signature: whoever signs decides whether it ends (R027).
_STOP = _move("stop", "停止办理", _P.DOCUMENTS_SIGN)
_SEAL = _move("seal", "登记为涉密并清除内容", _P.DOCUMENTS_SECRECY_REVIEW)
_CORRECT = _move("correct", "更正", _P.PUBLISHING_CORRECT)
_REATTRIBUTE = _move("reattribute", "变更公开属性", _P.DOCUMENTS_APPROVE_ATTRIBUTE)
# Circumstances changed: what named recipients got is to be public (R015). Everybody reviews it anew, or it stays.
# A correction that is not wanted any more: what is public stays, and is public as before.
_DROP = _move("drop_correction", "放弃更正", _P.DOCUMENTS_DRAFT)
_WIDEN = _move("widen", "转为主动公开", _P.TARGETED_DISCLOSE)
_NARROW = _move("narrow", "仍定向公开", _P.DOCUMENTS_DRAFT)

TRANSITIONS: dict[Status, dict[Status, Move]] = {
    Status.DRAFT: {
        Status.HEAD_REVIEW: _SUBMIT,
        Status.ABANDONED: _ABANDON,
        Status.PUBLISHED: _DROP,
        Status.SEALED: _SEAL,
        Status.SERVED: _NARROW,
    },
    Status.RETURNED: {
        Status.HEAD_REVIEW: _SUBMIT,
        Status.ABANDONED: _ABANDON,
        Status.PUBLISHED: _DROP,
        Status.SEALED: _SEAL,
        Status.SERVED: _NARROW,
    },
    Status.HEAD_REVIEW: {Status.OFFICE_REVIEW: _HEAD},
    Status.OFFICE_REVIEW: {Status.SECRECY_REVIEW: _CHECK},
    Status.SECRECY_REVIEW: {
        Status.AUTHORITY_REVIEW: _CLEAR,
        Status.SIGNING: _CLEAR,
        Status.SEALED: _SEAL,
    },
    Status.AUTHORITY_REVIEW: {Status.SIGNING: _AGREE},
    Status.SIGNING: {Status.SIGNED: _SIGN, Status.ISSUED: _SIGN},
    Status.SIGNED: {Status.ISSUED: _ISSUE, Status.FILED: _ISSUE, Status.ABANDONED: _STOP},
    Status.ISSUED: {
        Status.PUBLISHED: _move("publish", "公开", _P.PUBLISHING_RELEASE),
        Status.SERVED: _move("serve", "定向送达完毕", _P.TARGETED_DISCLOSE),
        Status.FILED: _REATTRIBUTE,
        Status.ABANDONED: _STOP,
    },
    Status.PUBLISHED: {
        Status.DRAFT: _CORRECT,
        Status.WITHDRAWN: _move("withdraw", "撤下", _P.PUBLISHING_WITHDRAW),
        Status.FILED: _REATTRIBUTE,
    },
    Status.FILED: {Status.DRAFT: _REATTRIBUTE},
    Status.SERVED: {Status.DRAFT: _WIDEN},
    Status.WITHDRAWN: {Status.DRAFT: _CORRECT},
    # Only where something was public before: its address still says that it was taken down.
    Status.ABANDONED: {Status.DRAFT: _CORRECT},
    Status.SEALED: {},
}
for _status, _permission in _RETURN_BY.items():
    TRANSITIONS[_status][Status.RETURNED] = _move("return", "退回", _permission)


# --- attributes -------------------------------------------------------------------------------------

ATTRIBUTE_NAMES: dict[str, str] = {attribute.value: attribute.word for attribute in Attribute}
MODE_NAMES: dict[str, str] = {mode.value: mode.word for mode in Mode}
FIVE_NAMES: dict[str, str] = {openness.value: openness.word for openness in Openness}
GENRES: tuple[str, ...] = (
    "通知", "意见", "决定", "通告", "公告", "通报", "方案", "办法", "规定", "细则", "函", "批复", "报告", "令",
    "会议纪要", "规划", "清单", "公示", "请示", "预案", "指南", "其他",
)  # fmt: skip
CATEGORIES: tuple[str, ...] = (
    "行政规范性文件", "其他文件", "规划计划", "财政信息", "通知公告", "人事信息", "应急管理",
)  # fmt: skip
THEMES: tuple[str, ...] = (
    "城乡建设", "住房保障", "教育", "卫生健康", "社会保障", "劳动就业", "财政税务", "生态环境", "自然资源",
    "交通运输", "农业农村", "市场监管", "应急安全", "科技产业", "营商环境", "民政救助", "养老服务", "文化旅游",
    "公共安全", "政务公开", "数据治理", "城市管理",
)  # fmt: skip
# 公开为常态: what nobody argued against is disclosed in full on the agency's own initiative (R005).
# The clock that issue starts and publication stops; its length and source stand in the duty rules.
PUBLICATION_DUTY = "publish-after-issue"
# So begin the names of all clocks that a release stops, those of other packages included.
PUBLICATION_CLOCKS = "publish-after-"
LEAST_TEXT = 20  # characters; a shorter text only says “见附件” (full-text rate, R037)
SEALED_TITLE = "（涉密文件存根）"
FILE_VERDICTS: dict[str, str] = {"open": "原样公开", "redacted": "删减后公开", "withheld": "不公开"}
ATTRIBUTE_STEPS: dict[str, str] = {
    "proposed": "拟稿提出",
    "drafting": "拟稿修改",
    "agreed": "审查同意",
    "changed": "变更",
}
COUNTERSIGN_RESULTS: dict[str, str] = {"agree": "同意", "reservation": "有保留意见", "refused": "退回修改"}
REQUEST_OUTCOMES: dict[str, str] = {"signed": "已会签", "returned": "退回修改", "recalled": "撤回送签"}
HOLD_DECISIONS: dict[str, str] = {"stop": "停止办理", "go-on": "继续办理"}
DEFAULT_ATTRIBUTE, DEFAULT_MODE = Attribute.PROACTIVE.value, Mode.FULL_TEXT.value


def is_full_disclosure(attribute: str, mode: str) -> bool:
    return attribute == Attribute.PROACTIVE and mode == Mode.FULL_TEXT


HEAD = Step("head", "科室负责人审核")
OFFICE = Step("office", "办公室核稿")
SECRECY_CHECKS: dict[str, str] = {"state_secret": "国家秘密", "work_secret": "工作秘密", "sensitive": "敏感信息"}
SECRECY = Step("secrecy", "保密审查", tuple(SECRECY_CHECKS))
AUTHORITY = Step("authority", "政务公开主管部门审查")
SIGN = Step("sign", "签发")
TAKEOVER = Step("takeover", "接管登记")


def required_steps(attribute: str, mode: str) -> list[Step]:
    """Return the reviews a document needs; everything but full disclosure also needs the openness authority (R007)."""
    steps = [HEAD, OFFICE, SECRECY]
    if not is_full_disclosure(attribute, mode):
        steps.append(AUTHORITY)
    return [*steps, SIGN]


def attribute_defects(facts: Mapping[str, Any]) -> list[str]:
    """Return what is missing of attribute, reason and reason category (R001–R005): the causes of 退文."""
    attribute, mode = str(facts.get("attribute") or ""), str(facts.get("mode") or "")
    if attribute == Attribute.PROACTIVE and mode not in MODE_NAMES:
        return ["没有选择公开方式，请选择全文公开、删减后公开等方式。"]
    problems = grounds.attribute_problems(
        Attribute(attribute) if attribute in ATTRIBUTE_NAMES else None,
        mode=Mode(mode) if mode in MODE_NAMES else Mode.FULL_TEXT,
        reason=str(facts.get("reason") or ""),
        category=str(facts.get("ground") or ""),
    )
    return list(problems)


def draft_defects(facts: Mapping[str, Any]) -> list[str]:
    """Return what keeps a draft from being sent on: the attribute business and the particulars of the text."""
    defects = attribute_defects(facts)
    wanted = {"title": "标题", "genre": "文种", "text": "正文", "interpretation_plan": "解读方案"}
    defects += [f"未填写{name}" for key, name in wanted.items() if not str(facts.get(key) or "").strip()]
    if facts.get("attribute") == Attribute.PROACTIVE:
        # The library refuses an entry without these (R031); better said now than after the signature.
        library = {"release_channel": "发布要求", "category": "公开类别", "themes": "主题分类"}
        defects += [f"未填写{name}" for key, name in library.items() if not facts.get(key)]
    if not facts.get("five"):
        defects.append("未标注“五公开”类别")
    defects += facts.get("redaction") or []
    effective, expires = facts.get("effective_on"), facts.get("expires_on")
    if isinstance(effective, dt.date) and isinstance(expires, dt.date) and expires < effective:
        defects.append("有效期至早于施行日期")
    return defects


def library_defects(facts: Mapping[str, Any]) -> list[str]:
    """Return what an entry of the public library lacks (R031): the uniform particulars, each named."""
    defects = []
    wanted = {
        "title": "标题",
        "genre": "文种",
        "category": "公开类别",
        "themes": "主题分类",
        "formed_on": "成文日期",
        "issuers": "发文机关",
    }
    defects += [f"缺少{name}" for key, name in wanted.items() if not facts.get(key)]
    number = str(facts.get("doc_number") or "")
    if number:
        verdict = judge_number(number)
        if not verdict.valid:
            defects.append(f"发文字号不规范：{verdict.reason}")
    formed, issued = facts.get("formed_on"), facts.get("issued_on")
    if isinstance(formed, dt.date) and isinstance(issued, dt.date) and issued < formed:
        defects.append("印发日期早于成文日期")
    return defects
