"""What the gallery shows: every component with every variant. All names and figures belong to the fictional 云川市."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.utils.safestring import mark_safe

from gongkai.base.ui import charts, diff
from gongkai.base.ui.parts import Clock, ClockDay, ClockLine, DayKind

Date = dt.date
MONTHS = (
    ("12月", 612),
    ("1月", 701),
    ("2月", 498),
    ("3月", 742),
    ("4月", 760),
    ("5月", 688),
    ("6月", 803),
    ("7月", 771),
)
REST_OF_YEAR = (("8月", 749), ("9月", 812), ("10月", 690), ("11月", 431))
RATES = tuple(zip((m for m, _ in MONTHS), (98.1, 98.6, 97.9, 98.8, 99.1, 99.0, 99.3, 99.4), strict=True))


def _days() -> tuple[ClockDay, ...]:
    """An application received on 19 October 2026, paused for a third party, due on 25 November; today is the 20th."""
    days: list[ClockDay] = []
    day, today = Date(2026, 10, 19), Date(2026, 11, 20)
    while day <= Date(2026, 11, 25):
        kind: DayKind = "rest" if day.weekday() > 4 else "work" if day <= today else "left"
        if Date(2026, 10, 28) <= day <= Date(2026, 11, 5):
            kind = "pause"
        if day == Date(2026, 10, 19):
            kind = "start"
        if day == Date(2026, 11, 25):
            kind = "due"
        days.append(ClockDay(day, kind, today=day == today))
        day += dt.timedelta(days=1)
    return tuple(days)


def _clocks() -> dict[str, Any]:
    account = (
        ClockLine("10月19日", "双方确认收到，当日不计", article="条例第三十一条"),
        ClockLine("10月20日", "第1个工作日"),
        ClockLine("10月28日", "书面征求第三方意见，时限暂停", article="条例第三十三条"),
        ClockLine("11月6日", "收到第三方意见次日，恢复计时"),
        ClockLine("11月25日", "答复到期，星期三", amount="还剩3个工作日"),
    )
    opened = Clock(
        "normal", "剩余", "3个工作日", 85, account, _days(), "10月19日收到，10月28日至11月5日暂停，11月25日到期"
    )
    closed = [
        Clock("normal", "剩余", "16个工作日", 20),
        Clock("today", "今日到期", spent=100),
        Clock("late", "逾期2个工作日"),
        Clock("paused", "已暂停6个工作日"),
        Clock("provisional", "暂定1月8日", spent=5),
        Clock("done", "提前4个工作日办结"),
    ]
    return {"clock": opened, "clocks": closed}


def _documents() -> dict[str, Any]:
    base = {"agency": "市人民政府办公室", "url": "#"}
    items = [
        base
        | {
            "title_html": mark_safe("云川市新市民<mark>住房租赁补贴</mark>实施办法（试行）"),
            "validity": "in_force",
            "doc_number": "云川政办规〔2026〕5号",
            "dates": [{"name": "成文", "date": Date(2026, 3, 9)}, {"name": "公布", "date": Date(2026, 3, 12)}],
            "excerpt": "在本市稳定就业、无自有住房的新市民，可以按照本办法申领住房租赁补贴。每户每月最高600元，累计发放不超过36个月。",
            "tags": [{"label": "原文", "url": "#"}, {"label": "解读2", "url": "#"}, {"label": "问答12", "url": "#"}],
        },
        base
        | {
            "title": "云川市引进人才租房补贴发放细则（试行）",
            "validity": "已失效",
            "doc_number": "云川人社规〔2023〕2号",
            "excerpt": "有效期届满，自2025年7月1日起失效。",
        },
    ]
    day = [
        base
        | {
            "title": "云川市人民政府关于印发《云川市城市内涝治理实施方案（2026—2030年）》的通知",
            "validity": "future",
            "validity_label": "12月20日起施行",
            "doc_number": "云川政发〔2026〕31号",
        },
        base
        | {"title": "图解：老旧小区加装电梯，补贴怎么领", "kind": "政策解读", "extra": ["对应云川政办规〔2026〕7号"]},
    ]
    return {"documents": items, "day_items": day, "day": Date(2026, 11, 20)}


def _lives() -> dict[str, Any]:
    return {
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


def _relations() -> dict[str, Any]:
    return {
        "relations": [
            {
                "glyph": "办",
                "title": "办事",
                "links": [{"label": "住房租赁补贴申领", "url": "#"}, {"label": "查询申领进度", "url": "#"}],
            },
            {"glyph": "读", "title": "解读", "links": [{"label": "图解：谁能领，领多少，怎么领", "url": "#"}]},
            {
                "glyph": "问",
                "title": "问答，共12条",
                "links": [{"label": "换了工作，补贴会停吗？", "url": "#", "note": "11月3日更新"}],
            },
        ],
        "fields": [
            {"glyph": "财", "label": "财政预决算", "note": "本月更新26件", "url": "#"},
            {"glyph": "环", "label": "生态环境", "note": "空气质量每小时更新", "url": "#"},
            {"glyph": "教", "label": "义务教育", "note": "招生结果已公布", "url": "#"},
            {"glyph": "医", "label": "医疗卫生", "note": "本月更新9件", "url": "#"},
        ],
        "colnav": [
            {"label": "公开指南", "note": "6月12日修订", "url": "#"},
            {"label": "公开年报", "note": "2008—2025", "url": "#", "current": True},
        ],
        "outline": [
            {"label": "第一章　总则", "id": "c1"},
            {"label": "第二章　条件和标准", "id": "c2", "current": True},
            {"label": "第五条", "id": "c2a5", "level": 2},
        ],
        "files": [
            {
                "name": "云川政办规〔2026〕5号（版式文件，带电子印章）",
                "type": "OFD",
                "size": 421888,
                "pages": 6,
                "url": "#",
            },
            {"name": "附件：租赁补贴标准测算表", "type": "XLSX", "size": 24576, "note": "2张表", "url": "#"},
        ],
        "suggest": [
            {
                "title": "云川市2023—2025年老旧小区改造项目清单及竣工情况",
                "url": "#",
                "meta": ["主动公开", "市住房城乡建设局"],
            },
            {
                "title": "关于锦云里小区改造工程竣工验收备案的公示",
                "url": "#",
                "meta": ["结果公开"],
                "note": "验收结论、参建单位",
            },
        ],
    }


def _review() -> dict[str, Any]:
    buttons = [{"label": "改正", "type": "button"}, {"label": "忽略", "type": "button"}]
    return {
        "findings": [
            {
                "number": "1",
                "id": "f1",
                "severity": "warn",
                "title": "文号括号有误",
                "text": "应为六角括号。",
                "buttons": buttons,
            },
            {
                "number": "2—3",
                "id": "f2",
                "severity": "block",
                "title": "证件号、电话",
                "text": "共2处。",
                "open": True,
                "buttons": buttons,
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


def _lists() -> dict[str, Any]:
    kinds = [("政府文件", 31, True), ("政策解读", 24, False), ("常见问题", 46, False)]
    choices = [{"value": label, "label": label, "count": count, "checked": on} for label, count, on in kinds]
    years = [("2022", 9), ("2023", 12), ("2024", 18), ("2025", 26), ("2026", 53)]
    return {
        "facets": [
            {"label": "内容类型", "name": "kind", "open": True, "choices": choices},
            {
                "label": "成文年份",
                "name": "year",
                "open": True,
                "chart": charts.bars(years, label="每年件数"),
                "choices": [],
            },
            {"label": "主题", "name": "theme", "choices": [{"value": "1", "label": "住房保障", "count": 74}]},
        ],
        "chosen": [{"label": "政府文件", "remove_url": "?"}, {"label": "2024—2026年", "remove_url": "?"}],
        "pages": Paginator(range(128), 10).page(4),
        "head": [{"label": "区"}, {"label": "受理（户）", "right": True}, {"label": "金额（万元）", "right": True}],
        "rows": [["临江区", "1,902", "318.6"], ["云岭区", "1,307", None], ["合计", "3,209", "318.6"]],
        "tabs": [
            {"label": "由我办", "url": "#", "count": 12, "current": True},
            {"label": "待我审查", "url": "#", "count": 3},
            {"label": "已办结", "url": "#"},
        ],
        "meta": [
            {"label": "索引号", "value": "11990000MB0000019F/2026-00118"},
            {"label": "发文机关", "value": "云川市人民政府办公室", "url": "#"},
            {"label": "成文日期", "value": Date(2026, 3, 9)},
            {"label": "浏览次数", "value": "18,402", "aux": True},
        ],
        "options": [
            {"value": "web", "label": "网上查看", "note": "答复后当即可看，最快", "checked": True},
            {"value": "mail", "label": "邮寄纸质件", "note": "由邮政企业寄送"},
        ],
    }


def _figures() -> dict[str, Any]:
    points = MONTHS + REST_OF_YEAR
    coming = ((20, 2), (23, 4), (24, 3), (25, 4), (26, 1), (27, 0), (30, 2), (1, 3), (2, 1), (3, 2))
    due = charts.strip([(str(day), count) for day, count in coming], label="今后十个工作日到期件数")
    return {
        "stats": [
            {
                "label": "本年主动公开",
                "value": "8,146",
                "unit": "件",
                "chart": charts.bars(points, label="近十二个月主动公开件数"),
                "rows": points,
            },
            {
                "label": "依申请按时答复率",
                "value": "99.4",
                "unit": "%",
                "chart": charts.sparkline(RATES, label="按时答复率", goal=100),
                "rows": RATES,
            },
        ],
        "chart_bars": charts.bars(MONTHS[:6], label="半年主动公开件数", labels=True),
        "chart_line": charts.line(MONTHS[:6], label="半年主动公开件数", goal=700),
        "strip": [
            {"label": "逾期", "value": 1, "unit": "件", "kind": "bad", "url": "#late"},
            {"label": "今日到期", "value": 2, "unit": "件", "kind": "warn", "url": "#today"},
            {"label": "三个工作日内", "value": 4, "unit": "件", "url": "#soon"},
            {"label": "本月按时率", "value": "98.6", "unit": "%", "aux": True},
            {"label": "今后十个工作日到期", "chart": due, "aux": True},
        ],
    }


def _tasks() -> dict[str, Any]:
    clocks = _clocks()
    state = {"label": "拟答复", "kind": "info"}
    return {
        "tasks": [
            {
                "clock": clocks["clocks"][2],
                "title": "锦云里小区维修资金使用明细",
                "url": "#",
                "number": "申〔2026〕287号",
                "note": "应于11月18日答复",
                "state": {"label": "待签发", "shape": "wait"},
                "who": "沈若川",
                "action": {"label": "催签", "kind": "primary"},
            },
            {
                "clock": clocks["clock"],
                "title": "2025年度既有住宅加装电梯补贴发放明细",
                "url": "#",
                "number": "申〔2026〕268号",
                "note": "第三方意见已收到",
                "state": state,
                "who": "许明朗",
                "action": {"label": "处理"},
            },
        ]
    }


SWATCHES = (
    ("accent", "石青"),
    ("accent-deep", "石青深"),
    ("accent-line", "石青线"),
    ("accent-soft", "石青底"),
    ("zhu", "朱"),
    ("ink", "墨"),
    ("ink-2", "淡墨"),
    ("line", "界线"),
    ("ground", "底"),
    ("sunk", "凹"),
)


def everything() -> dict[str, Any]:
    parts = (_clocks, _documents, _lives, _relations, _review, _lists, _figures, _tasks)
    return {"swatches": SWATCHES} | {key: value for part in parts for key, value in part().items()}
