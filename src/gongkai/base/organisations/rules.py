"""Permissions and roles as data with human words. The staff handbook page is generated from them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Permission(StrEnum):
    """`process:thing:act`, alphabetical. A permission is held in an agency (and below it, where the role says so)."""

    CASEWORK_DISPATCH = "casework:letter:dispatch"
    CASEWORK_TEMPLATES = "casework:template:manage"
    APPLICATIONS_ACCEPT = "applications:application:accept"
    APPLICATIONS_APPROVE = "applications:reply:approve"
    APPLICATIONS_CHALLENGE = "applications:challenge:manage"
    APPLICATIONS_COUNSEL = "applications:opinion:counsel"
    APPLICATIONS_HANDLE = "applications:application:handle"
    APPLICATIONS_IDENTITY = "applications:applicant:look"
    APPLICATIONS_INTAKE = "applications:application:submit"
    APPLICATIONS_OPINION = "applications:opinion:give"
    APPLICATIONS_READ = "applications:application:read"
    DOCUMENTS_APPROVE_ATTRIBUTE = "documents:attribute:approve"
    DOCUMENTS_CHECK = "documents:document:check"
    DOCUMENTS_DRAFT = "documents:document:draft"
    DOCUMENTS_HEAD_REVIEW = "documents:document:head_review"
    DOCUMENTS_ISSUE = "documents:document:issue"
    DOCUMENTS_READ = "documents:document:read"
    DOCUMENTS_REDACT = "documents:redaction:mark"
    DOCUMENTS_SECRECY_REVIEW = "documents:document:secrecy_review"
    DOCUMENTS_SIGN = "documents:document:sign"
    DUTIES_ADOPT = "duties:clock:adopt"
    DUTIES_HOLIDAYS = "duties:holiday:manage"
    DUTIES_READ = "duties:duty:read"
    EVENTS_READ = "events:event:read"
    EXCHANGE_INTAKE = "exchange:document:submit"
    EXCHANGE_MANAGE = "exchange:delivery:manage"
    GAZETTE_APPROVE = "gazette:issue:approve"
    GAZETTE_EDIT = "gazette:issue:edit"
    INTERPRETATION_DRAFT = "interpretation:interpretation:draft"
    INTERPRETATION_MANAGE = "interpretation:programme:manage"
    INTERPRETATION_REVIEW = "interpretation:interpretation:review"
    ORGANISATIONS_AGENCIES = "organisations:agency:manage"
    ORGANISATIONS_PEOPLE = "organisations:person:manage"
    ORGANISATIONS_STAND_IN = "organisations:stand_in:appoint"
    POLICY_CONFIRM = "policy:item:confirm"
    POLICY_EDIT = "policy:item:edit"
    POLICY_READ = "policy:item:read"
    PUBLISHING_COLUMNS = "publishing:column:manage"
    PUBLISHING_CORRECT = "publishing:edition:correct"
    PUBLISHING_RELEASE = "publishing:edition:release"
    PUBLISHING_WITHDRAW = "publishing:item:withdraw"
    REGULATIONS_MANAGE = "regulations:library:manage"
    REPORTS_MANAGE = "reports:annual:manage"
    SCREENING_DECIDE = "screening:hit:decide"
    SEARCH_MANAGE = "search:vocabulary:manage"
    SERVICES_MANAGE = "services:item:manage"
    SITEWATCH_MANAGE = "sitewatch:finding:manage"
    STOCK_JUDGE = "stock:entry:judge"
    STOCK_LEGAL = "stock:entry:legal_check"
    STOCK_MANAGE = "stock:round:manage"
    SUBSCRIPTIONS_MANAGE = "subscriptions:push:manage"
    SUBSCRIPTIONS_READ = "subscriptions:push:read"
    TAGS_MANAGE = "tags:catalogue:manage"
    TAKEOVER_RUN = "takeover:site:run"
    TARGETED_DISCLOSE = "targeted:delivery:manage"
    THEMES_MANAGE = "themes:theme:manage"


PERMISSION_NAMES: dict[Permission, str] = {
    Permission("casework:letter:dispatch"): "制发、寄送文书，登记收发",
    Permission("casework:template:manage"): "管理文书模板和编号",
    Permission("applications:application:accept"): "接收、登记依申请公开申请",
    Permission("applications:reply:approve"): "批准依申请公开答复和延长",
    Permission("applications:challenge:manage"): "登记涉及依申请公开的复议、诉讼和投诉",
    Permission("applications:opinion:counsel"): "以法律顾问身份审查答复",
    Permission("applications:application:handle"): "办理依申请公开申请",
    Permission("applications:applicant:look"): "查看申请人身份信息（留痕）",
    Permission("applications:application:submit"): "通过接口送来依申请公开申请",
    Permission("applications:opinion:give"): "对依申请公开提出科室意见",
    Permission("applications:application:read"): "查阅依申请公开办理情况",
    Permission("documents:attribute:approve"): "审查非全文公开的公开属性",
    Permission("documents:document:check"): "办公室核稿",
    Permission("documents:document:draft"): "起草、修改、送审公文",
    Permission("documents:document:head_review"): "科室审核",
    Permission("documents:document:issue"): "编号印发",
    Permission("documents:document:read"): "查阅公文",
    Permission("documents:redaction:mark"): "标注删减内容",
    Permission("documents:document:secrecy_review"): "保密审查",
    Permission("documents:document:sign"): "签发",
    Permission("duties:clock:adopt"): "核准启用依据未核实的时限",
    Permission("duties:holiday:manage"): "录入放假通知",
    Permission("duties:duty:read"): "查看时限",
    Permission("events:event:read"): "查阅操作记录",
    Permission("exchange:document:submit"): "通过接口送稿",
    Permission("exchange:delivery:manage"): "管理系统对接、报送和比对差异",
    Permission("gazette:issue:approve"): "审定、发布政府公报",
    Permission("gazette:issue:edit"): "编辑政府公报",
    Permission("interpretation:interpretation:draft"): "起草解读方案和解读材料",
    Permission("interpretation:programme:manage"): "管理解读渠道、发布会台账、供应商和评选",
    Permission("interpretation:interpretation:review"): "审定解读方案、审核解读材料",
    Permission("organisations:agency:manage"): "管理机关",
    Permission("organisations:person:manage"): "管理人员和岗位",
    Permission("organisations:stand_in:appoint"): "安排代理",
    Permission("policy:item:confirm"): "确认、发布政策事项",
    Permission("policy:item:edit"): "拆解政策事项",
    Permission("policy:item:read"): "查阅政策事项的进度和统计",
    Permission("publishing:column:manage"): "管理栏目",
    Permission("publishing:edition:correct"): "更正已公开内容",
    Permission("publishing:edition:release"): "公开发布",
    Permission("publishing:item:withdraw"): "撤下已公开内容",
    Permission("regulations:library:manage"): "管理法规库",
    Permission("reports:annual:manage"): "编制、冻结和公布政府信息公开工作年度报告",
    Permission("screening:hit:decide"): "处理发布前检查的提示",
    Permission("search:vocabulary:manage"): "维护检索词表、推荐和检索报告",
    Permission("services:item:manage"): "管理办事事项和阅办联动",
    Permission("sitewatch:finding:manage"): "处理网站监测发现的问题，安排值守",
    Permission("stock:entry:judge"): "对存量文件逐件作出判断",
    Permission("stock:entry:legal_check"): "对清理结论作合法性审核",
    Permission("stock:round:manage"): "组织存量梳理、复审和清理",
    Permission("subscriptions:push:manage"): "管理推送、合作单位和线下投放",
    Permission("subscriptions:push:read"): "查阅推送和合作的情况、效果",
    Permission("tags:catalogue:manage"): "管理标签目录",
    Permission("takeover:site:run"): "接管旧网站",
    Permission("targeted:delivery:manage"): "办理定点、定向公开",
    Permission("themes:theme:manage"): "管理政策专题集成",
}


class Reach(StrEnum):
    """How far a post carries."""

    DIVISION = "division"
    AGENCY = "agency"
    SUBTREE = "subtree"


@dataclass(frozen=True)
class Role:
    """`key` is what the database stores; `purpose` says in a sentence what the person is for."""

    key: str
    name: str
    purpose: str
    reach: Reach
    permissions: frozenset[Permission]


P = Permission


def _role(key: str, name: str, purpose: str, reach: Reach, *permissions: Permission) -> Role:
    return Role(key, name, purpose, reach, frozenset(permissions))


ROLES: dict[str, Role] = {
    role.key: role
    for role in (
        _role(
            "drafter",
            "拟稿人",
            "起草公文，提出公开属性、理由、解读方案和发布要求，处理退文。",
            Reach.AGENCY,
            P.DOCUMENTS_DRAFT,
            P.DOCUMENTS_READ,
            P.DUTIES_READ,
            P.DOCUMENTS_REDACT,
            P.INTERPRETATION_DRAFT,
            P.POLICY_EDIT,
            P.SCREENING_DECIDE,
            P.APPLICATIONS_OPINION,
            P.APPLICATIONS_READ,
        ),
        _role(
            "division_head",
            "科室负责人",
            "审核本科室拟制的公文及其公开属性。",
            Reach.DIVISION,
            P.DOCUMENTS_HEAD_REVIEW,
            P.DOCUMENTS_DRAFT,
            P.DOCUMENTS_READ,
            P.DUTIES_READ,
            P.DOCUMENTS_REDACT,
            P.INTERPRETATION_DRAFT,
            P.INTERPRETATION_REVIEW,
            P.POLICY_EDIT,
            P.SCREENING_DECIDE,
            P.APPLICATIONS_OPINION,
            P.APPLICATIONS_READ,
        ),
        _role(
            "openness_officer",
            "政务公开专员",
            "在办公室核稿、退文、编号印发、发布和更正，盯住每一个时限。",
            Reach.AGENCY,
            P.CASEWORK_DISPATCH,
            P.CASEWORK_TEMPLATES,
            P.DOCUMENTS_CHECK,
            P.DOCUMENTS_ISSUE,
            P.DOCUMENTS_DRAFT,
            P.DOCUMENTS_READ,
            P.DUTIES_READ,
            P.EVENTS_READ,
            P.GAZETTE_EDIT,
            P.INTERPRETATION_DRAFT,
            P.INTERPRETATION_MANAGE,
            P.INTERPRETATION_REVIEW,
            P.POLICY_CONFIRM,
            P.POLICY_EDIT,
            P.SERVICES_MANAGE,
            P.SUBSCRIPTIONS_MANAGE,
            P.THEMES_MANAGE,
            P.PUBLISHING_CORRECT,
            P.PUBLISHING_RELEASE,
            P.PUBLISHING_WITHDRAW,
            P.DOCUMENTS_REDACT,
            P.EXCHANGE_MANAGE,
            P.REGULATIONS_MANAGE,
            P.REPORTS_MANAGE,
            P.SCREENING_DECIDE,
            P.SEARCH_MANAGE,
            P.SITEWATCH_MANAGE,
            P.STOCK_JUDGE,
            P.STOCK_MANAGE,
            P.TAGS_MANAGE,
            P.TAKEOVER_RUN,
            P.TARGETED_DISCLOSE,
            P.APPLICATIONS_ACCEPT,
            P.APPLICATIONS_CHALLENGE,
            P.APPLICATIONS_HANDLE,
            P.APPLICATIONS_IDENTITY,
            P.APPLICATIONS_READ,
        ),
        _role(
            "application_handler",
            "依申请公开经办人",
            "接收、登记、办理依申请公开申请，拟出答复，登记送达。",
            Reach.AGENCY,
            P.APPLICATIONS_ACCEPT,
            P.APPLICATIONS_CHALLENGE,
            P.APPLICATIONS_HANDLE,
            P.APPLICATIONS_IDENTITY,
            P.APPLICATIONS_READ,
            P.CASEWORK_DISPATCH,
            P.DOCUMENTS_READ,
            P.DUTIES_READ,
        ),
        _role(
            "legal_counsel",
            "法律顾问",
            "对疑难答复出具法律意见。",
            Reach.AGENCY,
            P.APPLICATIONS_COUNSEL,
            P.APPLICATIONS_READ,
        ),
        _role(
            "secrecy_reviewer",
            "保密审查员",
            "对国家秘密、工作秘密、敏感信息逐项作出审查结论。",
            Reach.AGENCY,
            P.DOCUMENTS_SECRECY_REVIEW,
            P.DOCUMENTS_READ,
            P.DUTIES_READ,
            P.SCREENING_DECIDE,
        ),
        _role(
            "openness_authority",
            "政务公开主管部门审查人",
            "对删减后公开、依申请公开、不予公开的公文进行审查。",
            Reach.SUBTREE,
            P.DOCUMENTS_APPROVE_ATTRIBUTE,
            P.APPLICATIONS_READ,
            P.DOCUMENTS_READ,
            P.DUTIES_ADOPT,
            P.DUTIES_READ,
            P.REPORTS_MANAGE,
            P.INTERPRETATION_MANAGE,
            P.SUBSCRIPTIONS_MANAGE,
            P.THEMES_MANAGE,
            P.SCREENING_DECIDE,
            P.STOCK_JUDGE,
        ),
        _role(
            "legal_reviewer",
            "合法性审核员",
            "对规范性文件的清理结论作合法性审核，维护法规库。",
            Reach.SUBTREE,
            P.STOCK_LEGAL,
            P.DOCUMENTS_READ,
            P.DUTIES_READ,
            P.REGULATIONS_MANAGE,
        ),
        _role(
            "signing_leader",
            "签发领导",
            "对审查齐备的公文作出签发决定。",
            Reach.AGENCY,
            P.DOCUMENTS_SIGN,
            P.DOCUMENTS_READ,
            P.DUTIES_READ,
            P.GAZETTE_APPROVE,
            P.INTERPRETATION_REVIEW,
            P.APPLICATIONS_APPROVE,
            P.APPLICATIONS_IDENTITY,
            P.APPLICATIONS_READ,
        ),
        _role(
            "supervisor",
            "监督员",
            "查看本级及下级机关的时限、办理情况和记录。",
            Reach.SUBTREE,
            P.DOCUMENTS_READ,
            P.DUTIES_READ,
            P.EVENTS_READ,
            P.APPLICATIONS_READ,
            P.POLICY_READ,
            P.SUBSCRIPTIONS_READ,
        ),
        _role(
            "site_editor",
            "网站编辑",
            "管理栏目、首页和专题的编排。",
            Reach.AGENCY,
            P.PUBLISHING_COLUMNS,
            P.DOCUMENTS_READ,
            P.GAZETTE_EDIT,
            P.SERVICES_MANAGE,
            P.THEMES_MANAGE,
            P.SEARCH_MANAGE,
            P.SITEWATCH_MANAGE,
            P.TAGS_MANAGE,
        ),
        _role("auditor", "审计员", "查阅全部操作记录，不能改动任何内容。", Reach.SUBTREE, P.EVENTS_READ),
        _role(
            "administrator",
            "系统管理员",
            "管理机关、人员、代理和放假安排；不能审批公文，也不能取消公开属性环节。",
            Reach.SUBTREE,
            P.ORGANISATIONS_AGENCIES,
            P.ORGANISATIONS_PEOPLE,
            P.ORGANISATIONS_STAND_IN,
            P.DUTIES_HOLIDAYS,
            P.DUTIES_READ,
            P.EVENTS_READ,
            P.PUBLISHING_COLUMNS,
        ),
        _role(
            "partner",
            "对接系统",
            "办公系统等通过接口送来公文，只能送稿，不能审批。",
            Reach.AGENCY,
            P.APPLICATIONS_INTAKE,
            P.EXCHANGE_INTAKE,
            P.DOCUMENTS_DRAFT,
        ),
    )
}

AGENCY_KINDS: dict[str, str] = {
    "government": "人民政府",
    "office": "政府办公室（厅）",
    "department": "工作部门",
    "dispatched": "派出机关",
    "subdistrict": "街道办事处",
    "institution": "事业单位",
}

# Roles whose holders must set up a second factor before they can do anything else; configuration of the platform.
SECOND_FACTOR_ROLES: frozenset[str] = frozenset()


PARTNER = "partner"
"""The role of a system that is connected by the interface."""

# What a partner's token may be good for, in words. Another right beside the post: a token holds what is ticked, no more.
SCOPES: dict[str, str] = {
    "intake:applications": "转来依申请公开申请，查询转来申请的办理情况",
    "intake:documents": "送来公文稿件，查询稿件的办理情况",
}


def roles_with(permission: Permission) -> list[Role]:
    return [role for role in ROLES.values() if permission in role.permissions]
