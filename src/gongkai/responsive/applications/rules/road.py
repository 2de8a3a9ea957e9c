"""The road of one application: who applies, by which channel, the states, the five stages, the verbs. No Django."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ApplicantKind(StrEnum):
    """The columns of table 三: a natural person, or an organisation in one of five kinds."""

    PERSON = "natural"
    BUSINESS = "business"
    RESEARCH = "research"
    CHARITY = "public-benefit"
    LEGAL_SERVICE = "legal-service"
    OTHER = "other"

    @property
    def is_person(self) -> bool:
        return self is ApplicantKind.PERSON


APPLICANT_NAMES: dict[str, str] = {
    ApplicantKind.PERSON: "自然人",
    ApplicantKind.BUSINESS: "商业企业",
    ApplicantKind.RESEARCH: "科研机构",
    ApplicantKind.CHARITY: "社会公益组织",
    ApplicantKind.LEGAL_SERVICE: "法律服务机构",
    ApplicantKind.OTHER: "其他法人或者组织",
}


class Form(StrEnum):
    """形式要求: in what form the information is wanted (条例第二十九条、第四十条)."""

    PAPER = "paper"
    ELECTRONIC = "electronic"
    COPY = "copy"
    READING = "reading"


FORM_NAMES: dict[str, str] = {
    Form.PAPER: "纸质",
    Form.ELECTRONIC: "电子数据",
    Form.COPY: "复制件",
    Form.READING: "现场查阅、抄录",
}


class Method(StrEnum):
    """How the answer is to come."""

    ONLINE = "online"
    MAIL = "mail"
    POST = "post"
    FAX = "fax"
    PICK_UP = "pick-up"


METHOD_NAMES: dict[str, str] = {
    Method.ONLINE: "在本平台查看",
    Method.MAIL: "电子邮件",
    Method.POST: "邮寄",
    Method.FAX: "传真",
    Method.PICK_UP: "当面领取",
}


class Status(StrEnum):
    ARRIVED = "arrived"
    EXAMINING = "examining"
    SUPPLEMENTING = "supplementing"
    HANDLING = "handling"
    PAYING = "paying"
    DECIDING = "deciding"
    REPLYING = "replying"
    CLOSED = "closed"


STATUS_NAMES: dict[str, str] = {
    Status.ARRIVED: "待确认收到",
    Status.EXAMINING: "待审查",
    Status.SUPPLEMENTING: "待补正",
    Status.HANDLING: "办理中",
    Status.PAYING: "待缴费",
    Status.DECIDING: "答复审批中",
    Status.REPLYING: "待送达",
    Status.CLOSED: "已办结",
}
# What the applicant reads: how far it is, never who thinks what inside the house.
PUBLIC_NAMES: dict[str, str] = {
    Status.ARRIVED: "已提交，等待确认收到",
    Status.EXAMINING: "已收到，正在审查",
    Status.SUPPLEMENTING: "等待您补正",
    Status.HANDLING: "正在办理",
    Status.PAYING: "等待您缴费",
    Status.DECIDING: "正在办理",
    Status.REPLYING: "已作出答复，正在送达",
    Status.CLOSED: "已办结",
}
PENDING = tuple(status for status in Status if status is not Status.CLOSED)
# Until a reply was decided, its applicant may take it back.
WITHDRAWABLE = (
    Status.ARRIVED,
    Status.EXAMINING,
    Status.SUPPLEMENTING,
    Status.HANDLING,
    Status.PAYING,
    Status.DECIDING,
)


class Stage(StrEnum):
    """The five stages, each with time and person (接收、登记、办理、调查、答复)."""

    RECEIVE = "receive"
    REGISTER = "register"
    HANDLE = "handle"
    INVESTIGATE = "investigate"
    REPLY = "reply"


STAGE_NAMES: dict[str, str] = {
    Stage.RECEIVE: "接收",
    Stage.REGISTER: "登记",
    Stage.HANDLE: "办理",
    Stage.INVESTIGATE: "调查",
    Stage.REPLY: "答复",
}


@dataclass(frozen=True)
class Verb:
    """From which states a verb leads where (None: it stays), and the stage that it belongs to."""

    name: str
    before: tuple[Status, ...]
    after: Status | None
    stage: Stage


S = Status
AT_WORK = (S.EXAMINING, S.HANDLING)
# A judgement may say by when to answer what was never answered.
ORDERED_FROM = (S.EXAMINING, S.SUPPLEMENTING, S.HANDLING, S.DECIDING, S.REPLYING)
AFTER_NOTICE = (S.HANDLING, S.DECIDING, S.REPLYING, S.CLOSED)  # of a fee, once nothing waits to be paid
VERBS: dict[str, Verb] = {
    "confirm": Verb("确认收到", (S.ARRIVED,), S.EXAMINING, Stage.RECEIVE),
    "reroute": Verb("转其他机关接收", (S.ARRIVED,), None, Stage.RECEIVE),
    "accept": Verb("审查通过，开始办理", (S.EXAMINING,), S.HANDLING, Stage.REGISTER),
    "ask_supplement": Verb("一次性告知补正", (S.EXAMINING,), S.SUPPLEMENTING, Stage.REGISTER),
    "supplement": Verb("收到补正", (S.SUPPLEMENTING,), S.HANDLING, Stage.REGISTER),
    "assign": Verb("分办", (S.EXAMINING, S.HANDLING, S.PAYING, S.DECIDING), None, Stage.HANDLE),
    "ask_division": Verb("征求科室意见", AT_WORK, None, Stage.INVESTIGATE),
    "answer_division": Verb("科室反馈意见", PENDING, None, Stage.INVESTIGATE),
    "enter_opinion": Verb("登记线下的科室意见", PENDING, None, Stage.INVESTIGATE),
    "ask_counsel": Verb("请法律顾问审查", (S.HANDLING, S.DECIDING), None, Stage.INVESTIGATE),
    "answer_counsel": Verb("法律顾问出具意见", PENDING, None, Stage.INVESTIGATE),
    "enter_counsel": Verb("登记线下的法律意见", PENDING, None, Stage.INVESTIGATE),
    "meet": Verb("会商研判", (S.EXAMINING, S.HANDLING, S.DECIDING), None, Stage.INVESTIGATE),
    "search": Verb("登记检索", AT_WORK, None, Stage.INVESTIGATE),
    "contact": Verb("与申请人沟通", tuple(S), None, Stage.HANDLE),
    "inquire": Verb("发出征求意见函", (S.HANDLING,), None, Stage.INVESTIGATE),
    "receive_letter": Verb("对方收到征求意见函", PENDING, None, Stage.INVESTIGATE),
    "answer_inquiry": Verb("收到对方意见", PENDING, None, Stage.INVESTIGATE),
    "close_inquiry": Verb("征求意见期满", PENDING, None, Stage.INVESTIGATE),
    "propose_extension": Verb("提请延长答复", (S.HANDLING, S.DECIDING), None, Stage.HANDLE),
    "approve_extension": Verb("批准延长答复", (S.HANDLING, S.DECIDING), None, Stage.HANDLE),
    "refuse_extension": Verb("不批准延长", PENDING, None, Stage.HANDLE),
    "ask_reasons": Verb("要求说明理由", (S.EXAMINING, S.HANDLING), None, Stage.HANDLE),
    "give_reasons": Verb("申请人说明理由", PENDING, None, Stage.HANDLE),
    "delay": Verb("告知合理的延迟答复期限", (S.HANDLING,), None, Stage.HANDLE),
    "charge": Verb("发出收费通知", (S.HANDLING,), S.PAYING, Stage.HANDLE),
    "waive": Verb("免收", (S.PAYING,), S.HANDLING, Stage.HANDLE),
    "recall_fee": Verb("收费通知作废", (S.PAYING,), S.HANDLING, Stage.HANDLE),
    "pay": Verb("登记缴费", (S.PAYING,), S.HANDLING, Stage.HANDLE),
    "part_payment": Verb("登记部分到账或者逾期到账", (S.PAYING,), None, Stage.HANDLE),
    "receive_money": Verb("登记不应缴的到账", AFTER_NOTICE, None, Stage.HANDLE),
    "return_money": Verb("登记退款", (S.PAYING, *AFTER_NOTICE), None, Stage.HANDLE),
    "split": Verb("拆分", AT_WORK, None, Stage.REGISTER),
    "party": Verb("申请人变更", tuple(S), None, Stage.HANDLE),
    "link": Verb("关联相似申请", tuple(S), None, Stage.HANDLE),
    "merge": Verb("并案办理", AT_WORK, S.CLOSED, Stage.HANDLE),
    "unmerge": Verb("撤销并案", (S.CLOSED,), S.HANDLING, Stage.HANDLE),
    "tie": Verb("共同办理", AT_WORK, None, Stage.HANDLE),
    "untie": Verb("不再共同办理", PENDING, None, Stage.HANDLE),
    "copy_answer": Verb("答复用于共同办理的各件", (S.DECIDING, S.REPLYING, S.CLOSED), None, Stage.REPLY),
    "decide": Verb("拟出答复", (S.EXAMINING, S.SUPPLEMENTING, S.HANDLING, S.PAYING), S.DECIDING, Stage.REPLY),
    "send_back": Verb("退回重拟", (S.DECIDING,), S.HANDLING, Stage.REPLY),
    "approve": Verb("批准答复", (S.DECIDING,), S.REPLYING, Stage.REPLY),
    "recall": Verb("答复书作废，重新拟出", (S.REPLYING,), S.HANDLING, Stage.REPLY),
    "deliver": Verb("送达答复", (S.REPLYING,), S.CLOSED, Stage.REPLY),
    "part_served": Verb("寄出给部分申请人", (S.REPLYING,), None, Stage.REPLY),
    "redeliver": Verb("更正送达日期", (S.CLOSED,), None, Stage.REPLY),
    "return": Verb("答复被退回", (S.CLOSED,), None, Stage.REPLY),
    "serve_again": Verb("另行送达答复", (S.CLOSED,), None, Stage.REPLY),
    "answer_again": Verb("依裁判重新答复", (S.CLOSED,), S.HANDLING, Stage.HANDLE),
    "answer_by_order": Verb("依裁判限期答复", ORDERED_FROM, None, Stage.HANDLE),
    "answer_at_once": Verb("当场答复", (S.EXAMINING,), S.CLOSED, Stage.REPLY),
    "withdraw": Verb("申请人撤回", WITHDRAWABLE, S.CLOSED, Stage.REPLY),
    "end": Verb("其他终结", WITHDRAWABLE, S.CLOSED, Stage.REPLY),
}
# From these states only these replies can be drafted: what else was asked for has not been examined.
ONLY_THEN: dict[Status, tuple[str, ...]] = {
    S.SUPPLEMENTING: ("R15",),
    S.PAYING: ("R16",),
}
