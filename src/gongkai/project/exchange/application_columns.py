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
    "申请人姓名": "applicant", "申请人名称": "applicant", "姓名": "applicant", "身份证号": "identity_number",
    "身份证号码": "identity_number", "证件号": "identity_number", "联系电话": "phone", "手机": "phone", "手机号码": "phone",
    "邮箱": "email", "电子邮件": "email", "地址": "address", "联系地址": "address", "邮编": "postal_code",
    "联系人姓名": "contact", "申请日期": "arrived", "收件日期": "arrived", "确认收到日期": "confirmed", "补正内容": "supplement_wanted",
    "办理状态": "status", "承办人": "handler", "答复日期": "closed",
}  # fmt: skip
# What belongs to any line of the format and says nothing of a case.
BESIDE = frozenset({"kind", "url", "date", "extra", "序号"})
# What people also write in a cell. What may mean two things, as 邮寄 (signed for or not), is not guessed.
ALSO_WRITTEN: dict[str, dict[str, str]] = {
    "channel": {
        "当面提交": "counter", "现场": "counter", "现场提交": "counter", "窗口": "counter", "网络": "web", "网上": "web",
        "网站": "web", "挂号信": "registered-mail", "特快专递": "registered-mail", "EMS": "registered-mail",
        "平信": "ordinary-mail", "口述": "oral", "邮件": "email", "电子邮箱": "email",
    },
    "identity": {"身份证": "id-card", "二代身份证": "id-card", "营业执照": "credit-code", "社会信用代码": "credit-code"},
    "applicant_kind": {"公民": "natural", "个人": "natural", "企业": "business", "律师事务所": "legal-service"},
}  # fmt: skip
BY_HEADING = {heading: column for column, heading in COLUMNS.items()} | OTHER_NAMES
# Field of OldCase → column, to say in which column something does not fit.
COLUMN_OF: dict[str, str] = {
    "arrived_on": "arrived", "confirmed_on": "confirmed", "closed_on": "closed", "supplement_asked_on": "supplement_asked",
    "supplement_due_on": "supplement_due", "supplement_on": "supplement_received", "inquiries": "inquiries",
    "extension_on": "extension_on", "extension_days": "extension_days", "outcome": "outcome", "status": "status",
}  # fmt: skip
