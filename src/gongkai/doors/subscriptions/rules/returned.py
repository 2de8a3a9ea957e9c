"""What a returned mail says: delivery reports (RFC 3464) and complaints (RFC 5965), as they come from the mail server. No Django."""

from __future__ import annotations

import email
import re
from dataclasses import dataclass
from email.message import Message
from typing import Literal

LARGEST = 2_000_000
MESSAGE_ID = re.compile(r"Message-ID:\s*<([^<>\s]{5,160})>", re.IGNORECASE)
STATUS = re.compile(r"^Status:\s*([245])\.\d{1,3}\.\d{1,3}", re.IGNORECASE | re.MULTILINE)
ACTION = re.compile(r"^Action:\s*(\w+)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class Returned:
    """`kind`: hard (no such mailbox), soft (full, later), complaint. `message_id` names the letter."""

    kind: Literal["hard", "soft", "complaint"]
    message_id: str


def _text(part: Message) -> str:
    inner = part.get_payload()
    if isinstance(inner, list):
        return "\n".join(one.as_string() for one in inner if isinstance(one, Message))
    decoded = part.get_payload(decode=True)
    return decoded.decode("utf-8", "replace") if isinstance(decoded, bytes) else str(inner)


def read_returned(data: bytes) -> Returned | None:
    """Return what came back, None for anything that is no report about a letter (an answer, an out-of-office note)."""
    message = email.message_from_bytes(data[:LARGEST])
    report = ""
    original = ""
    complaint = False
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            report += _text(part)
        elif kind == "message/feedback-report":
            complaint = True
        elif kind in {"message/rfc822", "text/rfc822-headers", "message/rfc822-headers"}:
            original += _text(part)
    found = MESSAGE_ID.search(original)
    if found is None:
        return None
    if complaint:
        return Returned("complaint", found[1])
    status, action = STATUS.search(report), ACTION.search(report)
    if action is None or action[1].lower() not in {"failed", "delayed"}:
        return None
    hard = action[1].lower() == "failed" and (status is None or status[1] == "5")
    return Returned("hard" if hard else "soft", found[1])
