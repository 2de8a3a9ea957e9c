"""What is recorded of a document: the moves of its process, then the business beside it. No Django."""

from gongkai.base.events.rules import declare

declare(
    {
        "documents:document:draft": "起草公文",
        "documents:document:save": "修改公文要素",
        "documents:document:submit": "送科室审核",
        "documents:document:approve_head": "科室审核同意",
        "documents:document:return": "退文",
        "documents:document:check": "核稿同意",
        "documents:document:clear": "保密审查通过",
        "documents:document:agree_attribute": "主管部门审查同意",
        "documents:document:sign": "签发",
        "documents:document:issue": "编号印发",
        "documents:document:publish": "公开",
        "documents:document:correct": "开始更正",
        "documents:document:withdraw": "撤下",
        "documents:document:reattribute": "变更公开属性",
        "documents:document:abandon": "终止办理",
        "documents:document:stop": "停止办理",
        "documents:document:go_on": "继续办理",
        "documents:document:serve": "定向送达完毕",
        "documents:document:widen": "提出由定向公开转为主动公开",
        "documents:document:narrow": "仍定向公开",
        "documents:document:seal": "登记为涉密并清除内容",
        "documents:document:stub": "登记涉密文件存根",
        "documents:document:takeover": "接管已公开公文",
        "documents:redaction:mark": "标注删减内容",
        "documents:redaction:unmark": "取消删减标注",
        "documents:redaction:review": "复核删减内容",
        "documents:redaction:file": "决定附件如何公开",
        "documents:norm:check": "公文规范性审核",
        "documents:opinion:save": "填写公文公开发布意见单",
        "documents:opinion:material": "添加解读材料",
        "documents:opinion:package": "生成报送材料包",
        "documents:document:countersign": "登记会签意见",
        "documents:countersign:ask": "送会签",
        "documents:countersign:recall": "撤回送签",
        "documents:countersign:sign": "会签",
        "documents:document:assign": "指定拟稿人",
    }
)
