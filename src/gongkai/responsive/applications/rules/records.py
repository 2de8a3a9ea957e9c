"""更正政府信息 (条例第四十一条): somebody shows that what an agency keeps about him is wrong; how it may end, and the letters. No Django.

No application for information, and so no row of table 三: the register counts these by themselves. The article sets no
period and speaks of no remedy; review and lawsuit follow from 条例第五十一条.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from gongkai.base.events.rules import declare
from gongkai.base.organisations.rules import Permission
from gongkai.engine.casework.rules import CounterStep, LetterKind, NumberSeries, register, register_series
from gongkai.law.sources import Source
from gongkai.responsive.applications.rules import addressing
from gongkai.responsive.applications.rules.letters import REMEDY

SUBJECT = "record-request"
ARTICLE = Source("《中华人民共和国政府信息公开条例》", "第四十一条", "条例")
DAYS = 20  # working days offered as the day of the answer
DAYS_SOURCE = "平台配置：条例第四十一条没有规定办理期限，默认给20个工作日，可逐件调整"
UNCOUNTED = "更正申请不是政府信息公开申请，不计入年度报告表三，在本登记簿单独统计。"
SERIES = "record-request"
HANDLE = Permission.APPLICATIONS_HANDLE
CONTACT_NAMES = {
    "phone": "电话", "email": "电子邮箱", "address": "通信地址", "postal_code": "邮政编码", "fax": "传真",
    "representative": "法定代表人或者负责人", "contact": "联系人", "agent": "代理人",
}  # fmt: skip
declare(
    {
        "applications:record:receive": "登记更正申请",
        "applications:record:evidence": "更正申请补充证据",
        "applications:record:settle": "拟出更正申请的处理决定",
        "applications:record:close": "更正申请办结",
        "applications:record:reopen": "更正申请重新办理",
    }
)


class RecordState(StrEnum):
    OPEN = "open"
    DECIDING = "deciding"
    CLOSED = "closed"


class Material(StrEnum):
    IDENTITY = "identity"
    EVIDENCE = "evidence"


MATERIAL_NAMES: dict[str, str] = {Material.IDENTITY: "身份证明", Material.EVIDENCE: "证据材料"}
# What people have in hand; whether it proves enough is found out by the agency.
EVIDENCE_KINDS = (
    "居民身份证、户口簿、营业执照等证件",
    "行政机关、法院、仲裁机构、公证机构出具的文书",
    "登记、缴费、考试、参保等凭证，或者有关系统的查询结果",
    "当初提交的申请材料和受理凭证",
    "学校、医院、用人单位等出具并盖章的证明",
)
# Of a form on the web: a line that says which record, what stands in it, what should.
MOST_PLACE, MOST_WORDS = 200, 500
MOST_MATERIALS = 50


STATE_NAMES: dict[str, str] = {
    RecordState.OPEN: "核查中",
    RecordState.DECIDING: "文书会签中",
    RecordState.CLOSED: "已办结",
}


# What the applicant reads: how far it is, never who thinks what inside the house.
PUBLIC_NAMES: dict[str, str] = {
    RecordState.OPEN: "已收到，正在核查",
    RecordState.DECIDING: "正在办理",
    RecordState.CLOSED: "已办结",
}


class RecordOutcome(StrEnum):
    """What the article knows: corrected; found right; forwarded to who may correct it; told who that is."""

    CORRECTED = "corrected"
    KEPT = "kept"
    FORWARDED = "forwarded"
    POINTED = "pointed"


OUTCOME_NAMES: dict[str, str] = {
    RecordOutcome.CORRECTED: "经审核属实，已更正",
    RecordOutcome.KEPT: "经审核不予更正",
    RecordOutcome.FORWARDED: "不属于本机关职能，转送有权更正的机关",
    RecordOutcome.POINTED: "不属于本机关职能，告知向有权更正的机关提出",
}
ELSEWHERE = (RecordOutcome.FORWARDED, RecordOutcome.POINTED)
# Who answers for what a record of the agency says; one's own draft is signed by somebody else.
STEPS = (CounterStep("approve", "负责人批准", Permission.APPLICATIONS_APPROVE),)

register_series(NumberSeries(SERIES, "更正政府信息申请登记编号", "依更"))
_OPENING = (
    "本机关于{{收到日期}}收到{{称呼}}要求更正政府信息的申请（登记编号：{{登记编号}}），要求更正：{{要求更正的记录}}。"
)
_VARIABLES = {
    "申请人": "申请人姓名或者名称", addressing.NAME: addressing.LABEL, "登记编号": "更正申请的登记编号", "收到日期": "收到申请的日期",
    "要求更正的记录": "要求更正的记录和内容", "处理情况": "事实、理由和更正的内容", "依据条文": "依据的条文",
    "有权机关": "有权更正的机关", "有权机关联系方式": "该机关的联系方式", "救济告知": "救济途径",
}  # fmt: skip
_CONTACT = "[[如有 有权机关联系方式]]\n联系方式：{{有权机关联系方式}}。\n[[完]]"
_BODIES: dict[str, tuple[str, str]] = {
    RecordOutcome.CORRECTED: (
        "更正告知书", "经审核，{{称呼}}提供的证据属实。本机关已予更正：\n\n{{处理情况}}。\n\n依照{{依据条文}}，现予告知。",
    ),
    RecordOutcome.KEPT: (
        "不予更正告知书", "经审核，本机关决定不予更正：\n\n{{处理情况}}。\n\n依照{{依据条文}}，现予告知。",
    ),
    RecordOutcome.FORWARDED: (
        "更正申请转送告知书",
        f"经审查，更正该信息不属于本机关职能范围。{{{{处理情况}}}}。\n\n依照{{{{依据条文}}}}，本机关已将{{{{称呼}}}}的申请转送{{{{有权机关}}}}处理，现予告知。\n\n{_CONTACT}",
    ),
    RecordOutcome.POINTED: (
        "更正申请告知书",
        f"经审查，更正该信息不属于本机关职能范围。{{{{处理情况}}}}。\n\n依照{{{{依据条文}}}}，请向{{{{有权机关}}}}提出。\n\n{_CONTACT}",
    ),
}  # fmt: skip


def as_asked(place: str, wrong: str, right: str) -> str:
    """Return in one sentence, as letters quote it, what is asked to be put right."""
    return f"{place.rstrip('。')}（现记录为：{wrong.rstrip('。')}；应当为：{right.rstrip('。')}）"


def contact_words(facts: Mapping[str, str]) -> str:
    """Return in lines how somebody is reached."""
    return "\n".join(
        f"{name}：{facts[key].strip()}" for key, name in CONTACT_NAMES.items() if facts.get(key, "").strip()
    )


def letter_key(outcome: str) -> str:
    return f"record.{outcome}"


def _required(body: str) -> tuple[str, ...]:
    plain = body.partition("[[如有")[0]
    known = (one for one in _VARIABLES if one != addressing.NAME)
    return ("申请人", *(one for one in known if f"{{{{{one}}}}}" in plain), "救济告知")


for _outcome, (_name, _text) in _BODIES.items():
    _body = f"{_OPENING}\n\n{_text}\n\n[[条款:救济]]"
    register(
        LetterKind(
            key=letter_key(_outcome), name=_name, title=f"政府信息{_name}", variables=_VARIABLES, body=_body,
            required=tuple(dict.fromkeys(_required(_body))), clauses={"救济": REMEDY}, steps=STEPS,
            series="application-letter", to="申请人", permission=HANDLE,
        )
    )  # fmt: skip

HANDOVER = "record.handover"
register(
    LetterKind(
        key=HANDOVER, name="更正申请转送函", title="更正政府信息申请转送函",
        variables={key: _VARIABLES[key] for key in ("登记编号", "收到日期", "要求更正的记录", "处理情况", "依据条文", "有权机关")},
        required=("登记编号", "收到日期", "要求更正的记录", "处理情况", "依据条文", "有权机关"),
        body="本机关于{{收到日期}}收到更正政府信息的申请（登记编号：{{登记编号}}），要求更正：{{要求更正的记录}}。\n\n{{处理情况}}。\n\n依照{{依据条文}}，现将该申请及其证据材料转送贵机关处理，"
        "请予办理并告知申请人。申请人的姓名和联系方式见所附申请材料。",
        series="application-letter", addressee="agency", to="有权机关", permission=HANDLE,
    )
)  # fmt: skip


def defects(outcome: str, reason: str, other: str, other_contact: str) -> list[str]:
    """Return what keeps this outcome from being put up for signature."""
    found = []
    if outcome not in OUTCOME_NAMES:
        return ["请选择处理结果。"]
    if not reason.strip():
        said = "更正前后的内容" if outcome == RecordOutcome.CORRECTED else "事实和理由"
        found.append(f"请写明{said}，告知书里会写给申请人。")
    if outcome in ELSEWHERE and not other.strip():
        found.append("请写明有权更正的机关。")
    if outcome == RecordOutcome.POINTED and not other_contact.strip():
        found.append("请写明该机关的联系方式，申请人好去提出。")
    return found
