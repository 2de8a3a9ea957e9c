"""How long personal data stays after a case was closed, and what its archive holds. No Django."""

from __future__ import annotations

RETENTION_YEARS = 10
RETENTION_SOURCE = (
    "平台配置：办结满10年后清除申请人身份信息和材料，办理记录和统计保留；本平台没有收录规定保存年限的法律条文，"
    "请按本机关文书档案保管期限表调整"
)
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
