"""The mail that something new lies on the track page: no content, nobody's name, the number only by its end. No Django."""

from __future__ import annotations

import re
from enum import StrEnum

JOB = "applications.letter-mail"
TRACK = "/apply/track"
SHOWN = 4  # of the number: enough to tell two applications apart, too little to try it
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


class MailState(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    BOUNCED = "bounced"
    UNKNOWN = "unknown"
    DROPPED = "dropped"


MAIL_STATE_NAMES: dict[str, str] = {
    MailState.QUEUED: "等待发出邮件提醒",
    MailState.SENDING: "正在发出邮件提醒",
    MailState.SENT: "已发邮件提醒",
    MailState.FAILED: "邮件提醒没有发出",
    MailState.BOUNCED: "邮件提醒被退回",
    MailState.UNKNOWN: "邮件提醒发送时中断，不知是否发出",
    MailState.DROPPED: "不再需要邮件提醒",
}


LEFT = (MailState.SENT, MailState.SENDING, MailState.UNKNOWN)
NOT_REACHED = (MailState.FAILED, MailState.BOUNCED)
NOT_REACHED_TITLE = "邮件提醒没有送到申请人，请用其他方式告诉申请人"


def address_in(text: str) -> str:
    """Return the first whole e-mail address of what somebody wrote as their contact, "" where there is none."""
    found = ADDRESS.search(text)
    return found[0] if found else ""


def mail_text(*, agency: str, number: str, link: str, record: bool = False) -> tuple[str, str]:
    what = "更正政府信息申请" if record else "政府信息公开申请"
    subject = f"您的{what}有新的文书"
    body = (
        f"您向{agency}提出的{what}（编号尾号{number[-SHOWN:]}）有新的文书。\n\n"
        f"请打开下面的网址，输入编号和查询密码查看：\n\n{link}\n\n"
        "本邮件只作提醒，不含文书内容；没有收到提醒，不影响文书的送达和各项期限。\n"
        "本邮件由系统自动发出，请勿直接回复。\n"
    )
    return subject, body
