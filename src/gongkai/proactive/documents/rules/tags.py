"""What is recorded of the business beside the process: redaction, norm check, opinion form, countersigning. No Django."""

from gongkai.base.events.rules import declare

declare(
    {
        "documents:redaction:mark": "标注删减内容",
        "documents:redaction:unmark": "取消删减标注",
        "documents:redaction:review": "复核删减内容",
        "documents:redaction:file": "决定附件如何公开",
        "documents:norm:check": "公文规范性审核",
        "documents:opinion:save": "填写公文公开发布意见单",
        "documents:opinion:material": "添加解读材料",
        "documents:opinion:package": "生成报送材料包",
        "documents:document:countersign": "登记会签意见",
        "documents:document:assign": "指定拟稿人",
    }
)
