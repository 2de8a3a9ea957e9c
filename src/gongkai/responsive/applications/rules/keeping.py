"""How long personal data stays after a case was closed, and what its archive holds. No Django."""

from __future__ import annotations

from collections.abc import Iterable

from gongkai.engine.screening.rules import screen

RETENTION_YEARS = 10
RETENTION_SOURCE = "平台默认值：本平台没有收录规定保存年限的法律条文，请按本机关文书档案保管期限表设定，并写明依据"
FEWEST_YEARS, MOST_YEARS = 1, 100
WARNED_MONTHS = 3  # calendar months before the erasure in which a case stands on the list of what goes next
# Sealed columns of an applicant that are emptied; the kind stays, since the statistics count it.
PERSONAL = (
    "name", "identity_number", "phone", "email", "address", "fax", "representative", "contact", "agent", "fingerprint", "email_mark",
)  # fmt: skip
RECORD_PERSONAL = (
    "who",
    "identity_number",
    "contact",
    "email_mark",
    "record",
    "evidence",
    "reason",
)  # of a request to correct a record
# What was written about the applicant goes too.
ERASED = "办结满保存年限，按规定清除申请人信息"
NUMBERS_OF_PERSONS = ("personal.id-number", "personal.phone", "personal.bank-card")
SOMEBODY, NUMBER = "某某", "〔号码已清除〕"
SHORTEST_NAME = 2


def without_names(text: str, names: Iterable[str]) -> str:
    """Return the text with these names and with numbers that name a person taken out; the rest of the record stays."""
    for found in sorted(screen(text, only=NUMBERS_OF_PERSONS), key=lambda one: one.start, reverse=True):
        text = text[: found.start] + NUMBER + text[found.end :]
    for name in sorted({one.strip() for one in names}, key=len, reverse=True):
        if len(name) >= SHORTEST_NAME:
            text = text.replace(name, SOMEBODY)
    return text
