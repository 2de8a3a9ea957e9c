"""值班读网: what is looked at every day, and which days are days of duty. No Django."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

SOURCE = "平台配置：每个工作日读网一次并记录；上级文件要求专栏“日常检查、维护和更新”“专人专责”，没有规定清单"


class Seen(StrEnum):
    FINE = "fine"
    WRONG = "wrong"
    NONE = "none"


SEEN_NAMES = {Seen.FINE: "正常", Seen.WRONG: "发现问题", Seen.NONE: "没有这一项"}


@dataclass(frozen=True, slots=True)
class Point:
    key: str
    name: str
    look: str


# The statutory column first (国办公开办函〔2019〕61号 names its parts), then what every reader meets.
POINTS: tuple[Point, ...] = (
    Point("home", "首页和法定专栏入口", "打得开，入口在显著位置，最新内容有日期"),
    Point("guide", "政府信息公开指南", "联系方式、受理地址与实际一致"),
    Point("system", "政府信息公开制度", "链接打得开，文件仍然有效"),
    Point("content", "法定主动公开内容", "应公开的新文件已经上网，分类正确"),
    Point("report", "政府信息公开年报", "历年年报打得开"),
    Point("application", "依申请公开", "说明、渠道和申请表可用"),
    Point("notices", "通知公告和政策文件", "最近更新在期限之内，标题和正文无误"),
    Point("files", "附件下载", "抽查两件，打得开，内容相符"),
    Point("search", "检索", "用当天文件的标题和文号都能查到"),
    Point("media", "政务新媒体账号", "账号正常，内容与网站一致"),
)
POINTS_BY_KEY = {point.key: point for point in POINTS}
LATEST_ENTRY_DAYS = 7  # an entry for a day longer ago is no record of that day any more; configuration
MISSED_DAYS_SHOWN = 62
MOST_TURN_DAYS = 366  # calendar days of one turn, and how far from today it may begin; configuration


def checklist_defects(answers: Mapping[str, str], found: str) -> list[str]:
    """Return what an entry lacks: every point has an answer, and what is wrong is written down."""
    open_points = [point.name for point in POINTS if answers.get(point.key) not in set(Seen)]
    defects = [f"还没有填写：{'、'.join(open_points)}"] if open_points else []
    if Seen.WRONG in answers.values() and not found.strip():
        defects.append("有一项发现了问题，请在“发现的问题”里写明")
    return defects


def missing_days(duty_days: Iterable[dt.date], written: Iterable[dt.date], today: dt.date) -> list[dt.date]:
    """Return the days of duty before today without an entry, oldest first."""
    known = set(written)
    return sorted(day for day in set(duty_days) if day < today and day not in known)
