"""What an application is and where it may go, without a database."""

from gongkai.base.events.rules import declare
from gongkai.responsive.applications.rules.intake import (
    CONFIRMATION_NAMES,
    DESK_DOORS,
    DOOR_NAMES,
    IDENTITY_NAMES,
    Confirmation,
    Door,
    Identity,
)
from gongkai.responsive.applications.rules.road import (
    APPLICANT_NAMES,
    FORM_NAMES,
    METHOD_NAMES,
    ONLY_THEN,
    ORDERED_FROM,
    PENDING,
    PUBLIC_NAMES,
    STAGE_NAMES,
    STATUS_NAMES,
    VERBS,
    WITHDRAWABLE,
    ApplicantKind,
    Form,
    Method,
    Stage,
    Status,
    Verb,
)

declare({f"applications:application:{key}": verb.name for key, verb in VERBS.items()})
declare(
    {
        "applications:application:submit": "提交申请",
        "applications:application:correct": "更正统计口径",
        "applications:application:letter": "文书",
        "applications:application:erase": "到期清除申请人信息",
        "applications:bulletin:withdraw": "撤回复议诉讼情况通报",
        "applications:keeping:set": "设定个人信息保存年限",
        "applications:challenge:file": "登记复议、诉讼或者投诉",
        "applications:challenge:edit": "更新复议、诉讼或者投诉",
        "applications:challenge:order": "登记责令重新答复",
        "applications:point:save": "登记受理点",
        "applications:shift:save": "安排受理点值守",
        "applications:training:save": "登记受理人员培训",
        "applications:bulletin:send": "通报复议诉讼情况",
        "applications:conversion:propose": "提请转为主动公开",
        "applications:conversion:settle": "转为主动公开的审查结论",
    }
)

__all__ = [
    "APPLICANT_NAMES",
    "CONFIRMATION_NAMES",
    "DESK_DOORS",
    "DOOR_NAMES",
    "FORM_NAMES",
    "IDENTITY_NAMES",
    "METHOD_NAMES",
    "ONLY_THEN",
    "ORDERED_FROM",
    "PENDING",
    "PUBLIC_NAMES",
    "STAGE_NAMES",
    "STATUS_NAMES",
    "VERBS",
    "WITHDRAWABLE",
    "ApplicantKind",
    "Confirmation",
    "Door",
    "Form",
    "Identity",
    "Method",
    "Stage",
    "Status",
    "Verb",
]
