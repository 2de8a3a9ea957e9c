"""Documents, their lives and what belongs to them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.safestring import mark_safe

Date = dt.date
BASE = {"agency": "市人民政府办公室", "url": "#"}
ITEMS = [
    BASE
    | {
        "title_html": mark_safe("云川市新市民<mark>住房租赁补贴</mark>实施办法（试行）"),
        "validity": "in_force",
        "doc_number": "云川政办规〔2026〕5号",
        "dates": [{"name": "成文", "date": Date(2026, 3, 9)}, {"name": "公布", "date": Date(2026, 3, 12)}],
        "excerpt": "在本市稳定就业、无自有住房的新市民，可以按照本办法申领住房租赁补贴。每户每月最高600元，累计发放不超过36个月。",
        "tags": [{"label": "原文", "url": "#"}, {"label": "解读2", "url": "#"}, {"label": "问答12", "url": "#"}],
    },
    BASE
    | {
        "title": "云川市引进人才租房补贴发放细则（试行）",
        "validity": "已失效",
        "doc_number": "云川人社规〔2023〕2号",
        "excerpt": "有效期届满，自2025年7月1日起失效。",
    },
]
DAY_ITEMS = [
    BASE
    | {
        "title": "云川市人民政府关于印发《云川市城市内涝治理实施方案（2026—2030年）》的通知",
        "validity": "future",
        "validity_label": "12月20日起施行",
        "doc_number": "云川政发〔2026〕31号",
    },
    BASE | {"title": "图解：老旧小区加装电梯，补贴怎么领", "kind": "政策解读", "extra": ["对应云川政办规〔2026〕7号"]},
]
DOCUMENTS: dict[str, Any] = {"documents": ITEMS, "day_items": DAY_ITEMS, "day": Date(2026, 11, 20)}
RELATIONS: dict[str, Any] = {
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
        {
            "name": "平台标志.png",
            "type": "PNG",
            "size": 2048,
            "url": "#",
            "picture": {
                "src": "/static/ui/icon.svg",
                "srcset": "/static/ui/icon.svg 480w",
                "width": 480,
                "height": 480,
                "alt": "平台标志",
            },
        },
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
