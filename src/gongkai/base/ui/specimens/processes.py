"""How things went, how far they are, what is to be decided."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.safestring import mark_safe

from gongkai.base.ui import diff

Date = dt.date
LIVES: dict[str, Any] = {
    "lifeline": [
        {"date": Date(2025, 12, 8), "label": "公开征求意见30日"},
        {"date": Date(2026, 3, 9), "label": "成文"},
        {"date": Date(2026, 3, 12), "label": "公布"},
        {"date": Date(2026, 5, 1), "label": "施行"},
        {"date": Date(2026, 11, 20), "label": "今天，现行有效", "state": "now"},
        {"date": Date(2027, 10, 30), "label": "开始实施后评估", "state": "next"},
        {"date": Date(2028, 4, 30), "label": "试行期满", "state": "next"},
    ],
    "timeline": [
        {"when": "10月16日 20:41", "title": "您在网上提交申请"},
        {
            "when": "10月19日 10:05",
            "title": "双方确认收到，时限从次日起算",
            "text": "网上申请以双方确认之日为收到之日。",
        },
        {
            "when": "10月28日—11月5日",
            "title": "征求第三方意见，时限暂停",
            "state": "hold",
            "text": "内容涉及一家企业的商业信息。",
        },
        {"when": "11月6日起", "title": "正在核对和整理", "state": "now", "who": "局办公室"},
        {"when": "11月25日前", "title": "答复您", "state": "next", "text": "逾期未答复的，您可以申请行政复议。"},
    ],
    "steps": [
        {"label": "拟稿", "state": "done"},
        {"label": "核稿", "state": "done"},
        {"label": "保密与发布审查", "state": "now"},
        {"label": "签发", "state": "next"},
        {"label": "公开", "state": "next"},
    ],
    "explain": [
        {"title": "我们当日登记并发给您编号", "when": "今天"},
        {"title": "内容不清楚的，会一次性告诉您怎么补正"},
        {"title": "书面答复您", "when": "12月18日前", "text": "需要延长的，会在到期前告知理由。"},
    ],
    "history": [
        {
            "at": dt.datetime(2026, 11, 20, 9, 30, 12),  # noqa: DTZ001 shown as it is
            "who": "许明朗",
            "what": "修改了条目",
            "changes": [{"label": "负责人", "old": "沈若川", "new": "林知远"}],
        },
        {"at": dt.datetime(2026, 11, 2, 15, 4, 5), "who": "林知远", "what": "登记"},  # noqa: DTZ001
    ],
}
BUTTONS = [{"label": "改正", "type": "button"}, {"label": "忽略", "type": "button"}]
REVIEW: dict[str, Any] = {
    "findings": [
        {
            "number": "1",
            "id": "f1",
            "severity": "warn",
            "title": "文号括号有误",
            "text": "应为六角括号。",
            "buttons": BUTTONS,
        },
        {
            "number": "2—3",
            "id": "f2",
            "severity": "block",
            "title": "证件号、电话",
            "text": "共2处。",
            "open": True,
            "buttons": BUTTONS,
        },
        {
            "number": "4",
            "id": "f3",
            "severity": "judge",
            "title": "像是过程性信息",
            "text": "须由您判断。",
            "open": True,
        },
    ],
    "missing": ["敏感信息未判断", "提示还有4处未处理"],
    "decision": [
        {"label": "同意，送签发", "kind": "primary", "disabled": True},
        {"label": "退回", "kind": "danger", "type": "button", "dialog": "ret"},
        {"label": "转会商", "type": "button"},
    ],
    "diff": diff.compare(
        ["我局于2026年8月对全市企业开展了专项检查。", "责令退还共计19.2万元。", "附件一并印发。"],
        [
            "我局于2026年8月至9月对全市企业开展了随机抽查。",
            "责令退还共计21.7万元。",
            "结果向社会公开，接受监督，欢迎来电。",
        ],
    ),
    "official": {
        "head": "云川市人民政府办公室文件",
        "number": "云川政办规〔2026〕5号",
        "title": "云川市人民政府办公室关于印发《云川市新市民住房租赁补贴实施办法（试行）》的通知",
        "to": "各区人民政府，市政府各部门，各有关单位：",
        "html": mark_safe(
            "<p>《云川市新市民住房租赁补贴实施办法（试行）》已经市人民政府第72次常务会议审议通过，现印发给你们，请认真贯彻执行。</p>"
            '<p class="sign">云川市人民政府办公室<br>2026年3月9日</p><p class="remark">（此件公开发布）</p>'
            '<h2 class="annex">云川市新市民住房租赁补贴<br>实施办法（试行）</h2><h3 id="c2">第二章　条件和标准</h3>'
            '<p id="c2a5"><b class="art">第五条</b>租赁补贴按户发放，标准为：一人户每月300元，二人户每月450元，三人及以上户每月600元。</p>'
        ),
        "cc": "市委办公室，市人大常委会办公室，市政协办公室。",
        "office": "云川市人民政府办公室",
        "printed": Date(2026, 3, 10),
        "source": "索引号11990000MB0000019F/2026-00118，打印时现行有效。",
    },
}
