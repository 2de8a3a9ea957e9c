"""What a mail server answered, in words for people, and the marks by which a mail is known again. No Django."""

from __future__ import annotations

import hashlib
import re
import smtplib
from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message

BOUNCED = "5"  # the class of a status that stays (RFC 3463)
_ID = re.compile(r"<?([0-9a-f]{32})@[^\s>]+>?")
BOUNCE_DAYS = 60  # a report about an older mail is looked up by hand
MOST_BOUNCE = 2 * 1024 * 1024  # bytes of a report; it holds the mail that came back at most


def mark_of(*parts: object) -> str:
    """Return the first half of a Message-ID: the same for the same mail, so that a mailbox drops a second copy."""
    return hashlib.sha256(":".join(str(part) for part in parts).encode()).hexdigest()[:32]


def codes_of(error: Exception) -> Sequence[int]:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return [code for code, _ in error.recipients.values()]
    return [error.smtp_code] if isinstance(error, smtplib.SMTPResponseException) else []


def is_final(error: Exception) -> bool:
    """A refusal of the 500 family stays one (RFC 5321, 4.2.1); wrong log-in data somebody may mend meanwhile."""
    codes = codes_of(error)
    lasting = bool(codes) and all(500 <= code < 600 for code in codes)
    return lasting and not isinstance(error, smtplib.SMTPAuthenticationError)


def reason_of(error: Exception) -> str:
    codes = "、".join(str(code) for code in codes_of(error))
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return f"对方邮箱拒收（{codes}），请核对邮箱地址"
    return f"邮件服务器拒绝发送（{codes}）" if codes else "邮件服务器连接不上"


@dataclass(frozen=True)
class Bounce:
    """A report that a mail did not arrive (RFC 3464): by which mark the mail is known, and the status as reported."""

    mark: str
    status: str

    @property
    def lasts(self) -> bool:
        return self.status.startswith(BOUNCED)

    @property
    def reason(self) -> str:
        return f"邮件被对方邮件系统退回（{self.status or '没有写明代码'}）"


def bounce_in(data: bytes) -> Bounce | None:
    """Read a report as it lies in the mailbox of the sender; None where it is none, or of a mail that is not ours."""
    parts = list(message_from_bytes(data, policy=policy.default).walk())
    status = next((found for part in parts if (found := _status(part))), "")
    own = parts[0].get("Message-ID", "") if parts else ""
    for text in (_id_in(part) for part in parts[1:]):
        mark = _ID.search(text)
        if mark and text != own:
            return Bounce(mark[1], status)
    return None


def _status(part: Message) -> str:
    """Each block of a delivery report is a message of its own to the parser."""
    return str(part.get("Status", "")).strip()[:20]


def _id_in(part: Message) -> str:
    """The returned mail stands in the report whole, or only its headers as text."""
    if part.get_content_type() in {"text/rfc822-headers", "message/rfc822-headers"}:
        payload = part.get_payload(decode=True)
        lines = payload.decode("latin-1") if isinstance(payload, bytes) else ""
        return next((line for line in lines.splitlines() if line.lower().startswith("message-id:")), "")
    return str(part.get("Message-ID", "") or part.get("Original-Message-ID", ""))
