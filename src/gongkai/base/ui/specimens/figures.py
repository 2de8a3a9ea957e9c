"""Lists, tables, figures and charts."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.paginator import Paginator

from gongkai.base.ui import charts

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
KINDS = [("政府文件", 31, True), ("政策解读", 24, False), ("常见问题", 46, False)]
CHOICES = [{"value": label, "label": label, "count": count, "checked": on} for label, count, on in KINDS]
YEARS = [("2022", 9), ("2023", 12), ("2024", 18), ("2025", 26), ("2026", 53)]
LISTS: dict[str, Any] = {
    "facets": [
        {"label": "内容类型", "name": "kind", "open": True, "choices": CHOICES},
        {
            "label": "成文年份",
            "name": "year",
            "open": True,
            "chart": charts.bars(YEARS, label="每年件数"),
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
POINTS = MONTHS + REST_OF_YEAR
COMING = ((20, 2), (23, 4), (24, 3), (25, 4), (26, 1), (27, 0), (30, 2), (1, 3), (2, 1), (3, 2))
DUE = charts.strip([(str(day), count) for day, count in COMING], label="今后十个工作日到期件数")
FIGURES: dict[str, Any] = {
    "stats": [
        {
            "label": "本年主动公开",
            "value": "8,146",
            "unit": "件",
            "chart": charts.bars(POINTS, label="近十二个月主动公开件数"),
            "rows": POINTS,
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
        {"label": "今后十个工作日到期", "chart": DUE, "aux": True},
    ],
}
