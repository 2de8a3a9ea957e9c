"""States, routes and tags of letters; what the platform sets by itself, with its source."""

from __future__ import annotations

from enum import StrEnum

from gongkai.base.events.rules import declare

SUBJECT = "letter"
declare(
    {
        "casework:series:arrange": "设定文书编号格式",
        "casework:series:advance": "接续纸质编号",
        "casework:template:write": "修改文书模板",
        "casework:template:upper": "改用上级文书模板",
        "casework:letter:draft": "起草文书",
        "casework:letter:revise": "修改文书",
        "casework:letter:submit": "送签文书",
        "casework:letter:countersign": "会签文书",
        "casework:letter:send_back": "退回文书",
        "casework:letter:issue": "签发文书",
        "casework:letter:void": "作废文书",
        "casework:letter:correct": "更正文书",
        "casework:letter:erase": "到期清除文书内容",
        "casework:letter:dispatch": "安排发送文书",
        "casework:letter:posted": "登记寄出",
        "casework:letter:signed": "登记签收",
        "casework:letter:redated": "更正寄出、签收登记",
        "casework:letter:returned": "登记退信",
        "casework:letter:settled": "退信已处理",
        "casework:letter:mailed": "文书邮件已发出",
        "casework:letter:unmailed": "文书邮件未发出",
    }
)


class Refused(Exception):
    """The verb cannot be done; the sentence says what to do next."""


class Stale(Refused):
    """Somebody else (or another tab) changed the letter since this page was opened."""


class Damaged(Exception):
    """A kept paper no longer has the digest under which it was issued. Nothing of it is given out."""


class State(StrEnum):
    DRAFT = "draft"
    COUNTERSIGNING = "countersigning"
    ISSUED = "issued"
    VOID = "void"


STATE_NAMES: dict[str, str] = {
    State.DRAFT: "起草中",
    State.COUNTERSIGNING: "会签中",
    State.ISSUED: "已签发",
    State.VOID: "已作废",
}
OPEN = (State.DRAFT, State.COUNTERSIGNING)


class Route(StrEnum):
    """The first three as `law.delivery.Route` knows them; how the others count is configuration."""

    POST = "post"
    COURIER = "courier"
    HAND = "hand"
    SITE = "site"
    MAIL = "mail"
    FAX = "fax"


ROUTE_NAMES: dict[str, str] = {
    Route.POST: "邮寄（邮政）",
    Route.COURIER: "其他快递",
    Route.HAND: "当面送达",
    Route.SITE: "网上查收",
    Route.MAIL: "电子邮件",
    Route.FAX: "传真",
}
BY_PAPER = (Route.POST, Route.COURIER, Route.HAND)
STAMPED = (*BY_PAPER, Route.FAX)  # printed, and stamped where the agency signs
SEAL_HINT = "邮寄、快递、当面送达和传真的，打印后在落款处加盖机关印章再送出；网上查收、电子邮件送达的是电子件，不印盖章提示，申请人要盖章件的请改用纸质方式。"
# What leaves the house as a thing and may come back.
POSTED = (Route.POST, Route.COURIER)
# No instrument at hand says which day counts for these; a person has to look at it before it is relied on.
ELECTRONIC_SOURCE = (
    "平台配置：网上查收、电子邮件、传真以文书到达申请人一方系统之日计算（现行规定没有写明，启用前由法制机构核定）"
)


class DispatchState(StrEnum):
    PREPARED = "prepared"
    SENT = "sent"
    SIGNED = "signed"
    RETURNED = "returned"
    SETTLED = "settled"


DISPATCH_NAMES: dict[str, str] = {
    DispatchState.PREPARED: "待寄出",
    DispatchState.SENT: "已发出",
    DispatchState.SIGNED: "已签收",
    DispatchState.RETURNED: "被退回",
    DispatchState.SETTLED: "退回已处理",
}
MAIL_JOB = "casework.mail"


class MailState(StrEnum):
    NONE = ""
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"


MAIL_NAMES: dict[str, str] = {
    MailState.NONE: "",
    MailState.QUEUED: "邮件等待发送",
    MailState.SENDING: "邮件正在发送",
    MailState.SENT: "邮件已发出",
    MailState.FAILED: "邮件未能发出",
    MailState.UNKNOWN: "发送中断，是否送到不明",
}


class PaperKind(StrEnum):
    PDF = "pdf"
    DOCX = "docx"


MEDIA_TYPES: dict[str, str] = {
    PaperKind.PDF: "application/pdf",
    PaperKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
MOST_TEXT = 40_000  # characters of a text or template
MOST_VALUE = 5_000  # characters of one variable
MOST_ROWS = 500  # of one posting in bulk


def mail_text(*, agency: str, phone: str, link: str, attached: bool) -> tuple[str, str]:
    """Return subject and text of the mail: that a letter is there and where. No name, no number, nothing of the content."""
    where = "文书见附件。" if attached else f"请打开下面的网址查看：\n\n{link}" if link else f"请与{agency}联系领取。"
    asked = f"如有疑问，请与{agency}联系{f'：{phone}' if phone else ''}。"
    end = "本邮件由系统自动发出，请勿直接回复。"
    return f"{agency}：有一份文书请您查收", "\n".join(
        ["您好：", "", f"{agency}有一份文书请您查收。{where}", "", asked, end, ""]
    )
