"""The kinds of reply to an application, where each is counted, and what the applicant can do against it (rules 1.5)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from gongkai.law.clocks import CLOCKS
from gongkai.law.grounds import GROUNDS
from gongkai.law.sources import Confidence


class Remedy(StrEnum):
    REVIEW_FIRST = "review-first"  # 行政复议法 2023 art 23(1)(4): no suit without review
    EITHER = "either"
    NONE = "none"


class Row(StrEnum):
    """Row of table 三 of the annual report."""

    DISCLOSED = "（一）予以公开"
    PARTLY = "（二）部分公开"
    SECRET = "（三）1.属于国家秘密"  # noqa: S105 - a row of the report
    FORBIDDEN = "（三）2.其他法律行政法规禁止公开"
    DANGER = "（三）3.危及“三安全一稳定”"
    THIRD_PARTY = "（三）4.保护第三方合法权益"
    INTERNAL = "（三）5.属于三类内部事务信息"
    PROCESS = "（三）6.属于四类过程性信息"
    ENFORCEMENT_FILE = "（三）7.属于行政执法案卷"
    ENQUIRY = "（三）8.属于行政查询事项"
    NOT_HELD = "（四）1.本机关不掌握相关政府信息"
    NOT_READY = "（四）2.没有现成信息需要另行制作"
    STILL_UNCLEAR = "（四）3.补正后申请内容仍不明确"
    PETITION = "（五）1.信访举报投诉类申请"
    REPEATED = "（五）2.重复申请"
    PUBLICATION = "（五）3.要求提供公开出版物"
    UNREASONABLE = "（五）4.无正当理由大量反复申请"
    CONFIRMATION = "（五）5.要求行政机关确认或重新出具已获取信息"
    NOT_CORRECTED = "（六）1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"
    NOT_PAID = "（六）2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"
    OTHER = "（六）3.其他"


@dataclass(frozen=True, slots=True)
class ReplyKind:
    """One kind of reply. `settled` False: the remedy is our inference and a person must confirm it before the letter."""

    code: str
    name: str
    article: str
    row: Row
    remedy: Remedy
    ground: str = ""
    settled: bool = True
    row_confidence: Confidence = Confidence.TEXT

    @property
    def withholds(self) -> bool:
        return bool(self.ground)


_SURE = Confidence.MEMORY_SURE
_EITHER, _REVIEW = Remedy.EITHER, Remedy.REVIEW_FIRST
_REFUSALS = tuple(
    ReplyKind(
        f"R4{letter}",
        f"不予公开：{ground.name}",
        f"条例第三十六条第三项、{ground.source.article}",
        row,
        _REVIEW,
        ground.code,
    )
    for letter, ground, row in zip(
        "abcdefg",
        GROUNDS.values(),
        (Row.SECRET, Row.FORBIDDEN, Row.DANGER, Row.THIRD_PARTY, Row.INTERNAL, Row.PROCESS, Row.ENFORCEMENT_FILE),
        strict=True,
    )
)
# fmt: off
REPLY_KINDS: dict[str, ReplyKind] = {
    kind.code: kind
    for kind in (
        ReplyKind("R1", "已主动公开，告知获取方式、途径", "条例第三十六条第一项", Row.DISCLOSED, _EITHER, row_confidence=_SURE),
        ReplyKind("R2", "予以公开，提供信息或者告知获取方式、途径和时间", "条例第三十六条第二项", Row.DISCLOSED, _EITHER, row_confidence=_SURE),
        ReplyKind("R3", "部分公开，区分处理", "条例第三十七条", Row.PARTLY, _REVIEW, settled=False),
        *_REFUSALS,
        ReplyKind("R5", "法律、行政法规对获取另有规定，依照其规定办理", "条例第三十六条第七项", Row.ENQUIRY, _EITHER, settled=False),
        ReplyKind("R6", "经检索没有所申请的信息", "条例第三十六条第四项", Row.NOT_HELD, _EITHER, row_confidence=_SURE),
        ReplyKind("R7", "不属于本机关负责公开", "条例第三十六条第五项", Row.NOT_HELD, _EITHER, row_confidence=_SURE),
        ReplyKind("R8", "需要加工、分析，没有现成信息", "条例第三十八条", Row.NOT_READY, _EITHER),
        ReplyKind("R9", "补正后申请内容仍不明确", "条例第三十条", Row.STILL_UNCLEAR, _EITHER),
        ReplyKind("R10", "信访、投诉、举报等，不作为政府信息公开申请处理", "条例第三十九条第一款", Row.PETITION, _EITHER),
        ReplyKind("R11", "重复申请，不予重复处理", "条例第三十六条第六项", Row.REPEATED, _EITHER),
        ReplyKind("R12", "要求提供公报、报刊、书籍等公开出版物", "条例第三十九条第二款", Row.PUBLICATION, _EITHER),
        ReplyKind("R13", "申请数量、频次明显超过合理范围且无正当理由", "条例第三十五条", Row.UNREASONABLE, _EITHER),
        ReplyKind("R14", "要求确认或者重新出具已经获取的信息", "", Row.CONFIRMATION, _EITHER),
        ReplyKind("R15", "逾期不补正，视为放弃申请", "条例第三十条", Row.NOT_CORRECTED, _EITHER),
        ReplyKind("R16", "逾期未缴费，视为放弃申请", "国办函〔2020〕109号", Row.NOT_PAID, _EITHER),
        ReplyKind("R17", "其他终结（撤回申请等）", "", Row.OTHER, Remedy.NONE),
    )
}
# fmt: on


class AgencyKind(StrEnum):
    """What kind of body replies: it decides who reviews (行政复议法第二十四条、第二十七条、第二十八条)."""

    DEPARTMENT = "department"
    GOVERNMENT = "government"
    DISPATCHED = "dispatched"  # 派出机关, such as a 街道 office
    VERTICAL = "vertical"  # 海关、金融、外汇管理等垂直领导机关、税务、国家安全
    JUSTICE = "justice"  # 司法行政部门 acting as review body


_AUTHORITIES: dict[AgencyKind, str] = {
    AgencyKind.DEPARTMENT: "本级人民政府",
    AgencyKind.GOVERNMENT: "上一级人民政府",
    AgencyKind.DISPATCHED: "设立该派出机关的人民政府",
    AgencyKind.VERTICAL: "上一级主管部门",
    AgencyKind.JUSTICE: "本级人民政府或者上一级司法行政部门",
}


@dataclass(frozen=True, slots=True)
class RemedyAdvice:
    """What the letter tells the applicant. `lawsuit_months` None: no direct suit may be offered."""

    review_first: bool
    review_authority: str
    review_days: int | None
    lawsuit_months: int | None
    sentence: str
    needs_confirmation: bool


def review_authority(kind: AgencyKind) -> str:
    """Who reviews, as the law puts it; the letter needs the name of that body."""
    return _AUTHORITIES[kind]


def advise(reply: ReplyKind, agency: AgencyKind, *, authority_name: str = "") -> RemedyAdvice:
    """The remedies paragraph for a reply. `authority_name` replaces the general word (本级人民政府) by the body's name."""
    if reply.remedy is Remedy.NONE:
        return RemedyAdvice(False, "", None, None, "", needs_confirmation=False)
    authority = authority_name or review_authority(agency)
    days, months = CLOCKS["C11"].length, CLOCKS["C12"].length
    review = f"可以自收到本答复之日起{days}日内向{authority}申请行政复议"
    if reply.remedy is Remedy.REVIEW_FIRST:
        sentence = f"如对本答复不服，应当先申请行政复议：{review}（《中华人民共和国行政复议法》第二十三条）。"
        return RemedyAdvice(True, authority, days, None, sentence, needs_confirmation=not reply.settled)
    sentence = f"如对本答复不服，{review}，也可以自收到本答复之日起{months}个月内向人民法院提起行政诉讼。"
    return RemedyAdvice(False, authority, days, months, sentence, needs_confirmation=not reply.settled)
