"""The words of what happens here, for the record."""

from __future__ import annotations

from gongkai.base.events.rules import declare

declare(
    {
        "stock:round:open": "开始存量梳理",
        "stock:round:draw": "抽取梳理清单",
        "stock:round:assign": "分派梳理任务",
        "stock:round:finish": "梳理办结",
        "stock:round:result": "起草清理结果",
        "stock:entry:propose": "提出逐件判断",
        "stock:entry:check": "合法性审核通过",
        "stock:entry:return": "退回重新判断",
        "stock:entry:approve": "批准逐件判断",
        "stock:interval:set": "设定复审周期",
        "stock:normative:register": "登记行政规范性文件",
        "stock:normative:expire": "规范性文件到期失效",
        "stock:normative:judge": "认定是否属于规范性文件",
        "stock:plan:file": "收入规划库",
        "stock:plan:edit": "修改规划著录",
        "stock:compilation:draft": "编制文件汇编",
        "stock:compilation:edit": "调整汇编篇目",
        "stock:compilation:review": "审查文件汇编",
        "stock:compilation:publish": "公布文件汇编",
        "stock:compilation:rebuild": "重新制作汇编文件",
    }
)
