"""The English window: what the platform's own words are called in English, and how a translation is bound. No Django.

Names of agencies and columns, titles and texts are supplied by officers; only words that the platform itself uses stand
here. A test holds these tables against the Chinese ones, so that no word of a page is without its English.
"""

from __future__ import annotations

import datetime as dt
import re

PREFIX = "/en/"
LEVELS = {"title": "只有标题", "summary": "标题和摘要", "full": "全文译文"}
LEVEL_WORDS = {"title": "English title", "summary": "English summary", "full": "Full translation"}
MOST_SUMMARY = 500  # characters: as much as a release keeps
_MARK = "/EN"
HAN = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
# A run of Chinese with the figures and letters inside it: 云川住建发〔2026〕12号 is one piece.
HAN_RUN = re.compile(rf"[{HAN}](?:[{HAN}0-9A-Za-z·—…“”‘’ ]*[{HAN}])?")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip

GENRES = {
    "通知": "Notice", "意见": "Opinions", "决定": "Decision", "通告": "Public notice", "公告": "Announcement",
    "通报": "Circular", "方案": "Plan", "办法": "Measures", "规定": "Provisions", "细则": "Detailed rules",
    "函": "Letter", "批复": "Reply", "报告": "Report", "令": "Order", "会议纪要": "Minutes", "规划": "Programme",
    "清单": "List", "公示": "Publication for comment", "请示": "Request for instructions", "预案": "Contingency plan",
    "指南": "Guide", "其他": "Other",
}  # fmt: skip
CATEGORIES = {
    "行政规范性文件": "Administrative normative document", "其他文件": "Other document",
    "规划计划": "Plans and programmes", "财政信息": "Public finance", "通知公告": "Notices", "人事信息": "Personnel",
    "应急管理": "Emergency management",
}  # fmt: skip
THEMES = {
    "城乡建设": "Urban and rural construction", "住房保障": "Housing", "教育": "Education", "卫生健康": "Health",
    "社会保障": "Social security", "劳动就业": "Labour and employment", "财政税务": "Finance and taxation",
    "生态环境": "Environment", "自然资源": "Natural resources", "交通运输": "Transport",
    "农业农村": "Agriculture and rural affairs", "市场监管": "Market regulation", "应急安全": "Emergency and safety",
    "科技产业": "Science and industry", "营商环境": "Business environment", "民政救助": "Civil affairs and relief",
    "养老服务": "Care for the elderly", "文化旅游": "Culture and tourism", "公共安全": "Public security",
    "政务公开": "Open government", "数据治理": "Data governance", "城市管理": "City management",
}  # fmt: skip
# By the keys of engine.publishing.rules.Validity.
VALIDITY = {
    "valid": "In force", "not-yet": "Not yet in force", "amended": "In force as amended", "expired": "Expired",
    "repealed": "Repealed",
}  # fmt: skip
# By the keys of base.organisations.rules.AGENCY_KINDS.
AGENCY_KINDS = {
    "government": "Governments", "office": "Government offices", "department": "Departments",
    "dispatched": "Dispatched agencies", "subdistrict": "Sub-district offices", "institution": "Public institutions",
}  # fmt: skip
# By the keys of engine.publishing.rules.Withdrawal.
WITHDRAWALS = {
    "error": "the content is being checked for an error", "privacy": "it concerned personal privacy or business secrets",
    "secrecy": "on grounds of secrecy", "law": "it is by law no longer public",
    "attribute": "its disclosure status was lawfully changed", "duplicate": "it was published twice",
}  # fmt: skip
# By the keys of queries.statutory.PARTS: name, what it is for, and by which article of 《政府信息公开条例》.
PARTS = {
    "policy": ("Policies", "Regulations, normative documents and other policy documents, collected in one place.", ""),
    "guide": (
        "Guide to government information",
        "Which information exists, how it is ordered, how to obtain it, and which office to turn to.",
        "Article 12",
    ),
    "system": ("Rules of disclosure", "The rules by which the agencies disclose information.", "Article 4"),
    "content": (
        "Information disclosed proactively",
        "What agencies must publish on their own initiative: plans, budgets, permits, penalties, procurement and more.",
        "Articles 19 to 21",
    ),
    "report": (
        "Annual reports",
        "What each agency disclosed and how it answered applications, year by year.",
        "Articles 49 and 50",
    ),
    "application": (
        "Disclosure on application",
        "Information that was not published may be asked for, in writing, from the agency that holds it.",
        "Article 27",
    ),
}


def translation_key(key: str) -> str:
    """Return the index number of the English version of an item."""
    return f"{key}{_MARK}"


def source_key(key: str) -> str:
    return key.removesuffix(_MARK)


def en_date(day: dt.date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def en_count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def has_han(text: str) -> bool:
    return HAN_RUN.search(text) is not None


def is_english(text: str) -> bool:
    """Return whether this may stand as English wording: letters, and no Chinese."""
    return re.search(r"[A-Za-z]", text) is not None and not has_han(text)
