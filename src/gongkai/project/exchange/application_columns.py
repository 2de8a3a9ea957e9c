"""The columns of a running case in a table, by their key and by the heading that people write."""

from __future__ import annotations

# Column of the format → its Chinese heading; both are read.
COLUMNS: dict[str, str] = {
    "id": "编号", "number": "登记编号", "agency": "机关", "channel": "提交渠道", "arrived": "到达日期", "confirmed": "确认日期",
    "received": "收到日期", "applicant_kind": "申请人类别", "applicant": "申请人", "identity": "证件类型",
    "identity_number": "证件号码", "phone": "电话", "email": "电子邮箱", "address": "通信地址", "postal_code": "邮政编码",
    "representative": "法定代表人", "contact": "联系人", "title": "申请内容", "description": "内容描述", "form": "提供形式",
    "method": "获取方式", "status": "状态", "supplement_asked": "告知补正日期", "supplement_due": "补正期限",
    "supplement_wanted": "补正要求", "supplement_received": "收到补正日期", "inquiries": "征求意见",
    "inquiry_party": "征求对象", "inquiry_name": "征求对象名称", "inquiry_about": "征求内容", "inquiry_sent": "征求发出日期",
    "inquiry_reached": "对方收到日期", "inquiry_received": "收到意见日期", "inquiry_answer": "对方意见",
    "inquiry_reason": "对方理由", "extension_days": "延长工作日", "extension_on": "批准延长日期",
    "extension_reason": "延长理由", "outcome": "办理结果", "closed": "办结日期", "handler": "经办人",
}  # fmt: skip
# What the reader of tables has made of headings, and what people also write.
OTHER_NAMES: dict[str, str] = {
    "issuer": "agency", "text": "description", "external_id": "id", "旧编号": "id", "姓名或者名称": "applicant",
    "申请渠道": "channel", "渠道": "channel", "办结结果": "outcome", "答复结果": "outcome", "所需信息": "title",
}  # fmt: skip
BY_HEADING = {heading: column for column, heading in COLUMNS.items()} | OTHER_NAMES
# Field of OldCase → column, to say in which column something does not fit.
COLUMN_OF: dict[str, str] = {
    "arrived_on": "arrived", "confirmed_on": "confirmed", "closed_on": "closed", "supplement_asked_on": "supplement_asked",
    "supplement_due_on": "supplement_due", "supplement_on": "supplement_received", "inquiries": "inquiries",
    "extension_on": "extension_on", "extension_days": "extension_days", "outcome": "outcome", "status": "status",
}  # fmt: skip
