"""The site register (网站登记): what every site must state, and what is missing (R250, R268). No Django."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.law.months import add_months

GRADES = {"": "未定级", "1": "第一级", "2": "第二级", "3": "第三级", "4": "第四级"}
CHECK_MONTHS = 12
CHECK_SOURCE = "平台配置：每年核查一次，随网站工作年度报表（国办函〔2018〕12号）一并进行"
REMIND_DAYS = 30
# 政府网站标识码: ten digits, the first six a division code; central bodies use bm and eight digits (rules.md 5.1).
SITE_CODE = re.compile(r"(\d{10}|bm\d{8})")


@dataclass(frozen=True)
class SiteFacts:
    """Everything the register says of a site; `columns` are those that stand, `column_set` those that were stated."""

    name: str
    host: str
    sponsor: str = ""
    address: str = ""
    phone: str = ""
    postal_code: str = ""
    copyright: str = ""
    identification_code: str = ""
    icp_number: str = ""
    police_number: str = ""
    purpose: str = ""
    content_duty: str = ""
    keeper: str = ""
    keeper_phone: str = ""
    security_grade: str = ""
    security_filing: str = ""
    checked_on: dt.date | None = None
    columns: Sequence[str] = ()
    column_set: Sequence[str] = ()


# R268: what the footer of every page must show. R250: what the site must state of itself.
FOOTER = {
    "sponsor": "主办单位",
    "address": "地址",
    "phone": "联系电话",
    "postal_code": "邮政编码",
    "copyright": "版权声明",
}
NUMBERS = {"identification_code": "网站标识码", "icp_number": "ICP备案号", "police_number": "公安备案号"}
STATED = {
    "purpose": "功能定位", "content_duty": "内容建设要求", "keeper": "负责人（岗位）", "keeper_phone": "负责人电话",
    "security_grade": "网络安全等级", "security_filing": "等级保护备案编号",
}  # fmt: skip


def check_due(checked_on: dt.date | None) -> dt.date | None:
    """Return when the yearly check is due again; None while there was none: it is due now."""
    return add_months(checked_on, CHECK_MONTHS) if checked_on else None


def site_defects(facts: SiteFacts, today: dt.date) -> list[str]:
    """Return what is missing or wrong, one Chinese sentence each, footer first."""
    found = [f"页脚缺“{word}”。" for name, word in FOOTER.items() if not getattr(facts, name)]
    found += [f"缺“{word}”，页脚不能显示。" for name, word in NUMBERS.items() if not getattr(facts, name)]
    if facts.identification_code and not SITE_CODE.fullmatch(facts.identification_code):
        found.append("网站标识码应为10位数字，或者“bm”加8位数字。")
    found += [f"没有登记“{word}”。" for name, word in STATED.items() if not getattr(facts, name)]
    found += _column_defects(facts)
    due = check_due(facts.checked_on)
    if due is None:
        found.append("还没有做过年度核查。")
    elif due < today:
        found.append(f"年度核查已于{due:%Y-%m-%d}到期。")
    return found


def _column_defects(facts: SiteFacts) -> list[str]:
    """Return columns beside the stated set, and stated ones that do not stand (R250)."""
    if not facts.column_set:
        return ["没有登记栏目设置。"]
    stated, standing = set(facts.column_set), list(facts.columns)
    more = [name for name in standing if name not in stated]
    less = [name for name in facts.column_set if name not in set(standing)]
    found = [f"栏目“{'”“'.join(more)}”不在登记的栏目设置中。"] if more else []
    return found + ([f"登记的栏目“{'”“'.join(less)}”没有开设，或者已经隐藏。"] if less else [])
