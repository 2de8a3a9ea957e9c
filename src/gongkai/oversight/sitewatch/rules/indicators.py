"""政府网站与政务新媒体检查指标 as data (国办秘函〔2019〕19号), and what makes an indicator fail. No Django.

Only what was verified (confidence T or P) drives the result. What we know from practice alone is offered as configuration:
it counts from the day on which a named officer adopts it, with a source of their own.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from gongkai.law.months import add_months
from gongkai.law.sources import Confidence, Source

SCHEME = Source("《政府网站与政务新媒体检查指标》", "（国办秘函〔2019〕19号）")
DRIVING = frozenset({Confidence.TEXT, Confidence.PARTIAL})


class Result(StrEnum):
    """VETO: this alone fails the site. UNKNOWN: the platform holds nothing to judge it by; a person says so instead."""

    PASS = "pass"  # noqa: S105 - a conclusion
    VETO = "veto"
    UNKNOWN = "unknown"


RESULT_NAMES = {Result.PASS: "未触发", Result.VETO: "触发否决", Result.UNKNOWN: "待人工核查"}


@dataclass(frozen=True, slots=True)
class Veto:
    """One 单项否决 indicator. `computed`: the platform judges it itself, otherwise an officer records what was found."""

    key: str
    name: str
    says: str
    confidence: Confidence
    computed: bool


@dataclass(frozen=True, slots=True)
class Deduction:
    """扣分项: so many points for each `what`. Without the driving confidence it counts only once adopted."""

    key: str
    name: str
    points: int
    says: str
    source: Source
    confidence: Confidence

    @property
    def drives(self) -> bool:
        return self.confidence in DRIVING


P, S = Confidence.PARTIAL, Confidence.PRACTICE
# Thresholds, each standing once.
SLOW_SECONDS = 15.0  # a visit that takes so long or longer counts as not open
VISITS_A_DAY, WATCH_DAYS = 20, 7
MOST_FAILED_SHARE = 0.05
HOME_IDLE_DAYS = 14
NEWS_IDLE_DAYS, NOTICE_IDLE_MONTHS, MOST_IDLE = 14, 6, 5
MOST_STALE, MOST_EMPTY = 10, 5
REPLY_MONTHS = 3
FAIL_BELOW, BONUS_ABOVE, FULL = 60, 80, 100

VETOES: tuple[Veto, ...] = (
    Veto("V1", "安全、泄密事故等严重问题", "严重表述错误、泄露国家秘密、反动暴力色情内容或链接、伪造发稿日期等，出现任一情形", P, computed=False),
    Veto("V2", "站点无法访问", f"监测一周，每天间隔访问{VISITS_A_DAY}次以上，{SLOW_SECONDS:g}秒仍未打开的占{MOST_FAILED_SHARE:.0%}以上", P, computed=True),
    Veto("V3", "首页不更新", "首页2周内没有更新", P, computed=True),
    Veto("V4", "栏目不更新", f"动态、要闻类2周未更新和通知公告、政策文件类一级栏目6个月未更新的合计{MOST_IDLE}个以上，或者应更新而未更新的栏目{MOST_STALE}个以上，或者空白栏目{MOST_EMPTY}个以上", P, computed=True),
    Veto("V5", "互动回应差", "没有提供有效的网上咨询渠道，或者1年内有效留言超过3个月没有答复", P, computed=False),
    Veto("V6", "服务不实用", "没有办事服务，或者事项的办事指南要素类别大面积缺失", P, computed=False),
)  # fmt: skip
_SELF_CHECK = Source("某部门网站2019年自查扣分记录")
DEDUCTIONS: tuple[Deduction, ...] = (
    Deduction("D1", "政策文件一级栏目6个月未更新", 5, "每个栏目扣5分", _SELF_CHECK, S),
    Deduction("D2", "办事统计3个月未更新", 2, "每个栏目扣2分", _SELF_CHECK, S),
    Deduction("D3", "留言答复2个月未更新", 3, "每个栏目扣3分", _SELF_CHECK, S),
)
STATISTICS_IDLE_MONTHS, REPLIES_IDLE_MONTHS = 3, 2


class Group(StrEnum):
    """What the indicators ask of a column depends on its group."""

    NEWS = "news"
    NOTICE = "notice"
    POLICY = "policy"
    STATISTICS = "statistics"
    REPLIES = "replies"
    OTHER = "other"


GROUP_NAMES = {
    Group.NEWS: "动态、要闻类",
    Group.NOTICE: "通知公告类",
    Group.POLICY: "政策文件类",
    Group.STATISTICS: "办事统计类",
    Group.REPLIES: "留言答复类",
    Group.OTHER: "其他",
}
# Column types of the guide and names in use; the type decides before the name.
_BY_TYPE = {
    "工作动态": Group.NEWS,
    "通知公告": Group.NOTICE,
    "政策文件": Group.POLICY,
    "问答（常见问题）": Group.REPLIES,
}
# Column types of the guide to labels and those that decide about a term of update or a block, as a keeper chooses them.
COLUMN_TYPES = (
    "政策文件", "通知公告", "工作动态", "财政信息", "人事信息", "规划计划", "应急管理", "组织机构", "办事指南", "表格下载",
    "互动交流", "意见征集", "问答（常见问题）", "政务公开", "公开指南", "公开制度", "主动公开", "公开年报", "公报", "政府信息公开", "其他", "其他（按要求更新）",
)  # fmt: skip
_BY_NAME = (
    ("动态", Group.NEWS), ("要闻", Group.NEWS), ("办事统计", Group.STATISTICS), ("留言", Group.REPLIES),
    ("通知公告", Group.NOTICE), ("公示公告", Group.NOTICE),
)  # fmt: skip


def group_of(column_type: str, name: str) -> Group:
    found = next((group for word, group in _BY_NAME if word in name), None)
    return found or _BY_TYPE.get(column_type, Group.OTHER)


@dataclass(frozen=True, slots=True)
class Limit:
    """Until when a column may stand as it is: the last day that is still in time, and by which rule."""

    last_day: dt.date
    rule: str


def national_limit(group: Group, first_level: bool, newest: dt.date) -> Limit | None:
    """Return the last day on which the national indicators still let the column pass; None when they say nothing of it."""
    if group is Group.NEWS:
        return Limit(newest + dt.timedelta(days=NEWS_IDLE_DAYS), "动态、要闻类2周内更新（检查指标 V4）")
    if group in {Group.NOTICE, Group.POLICY} and first_level:
        return Limit(add_months(newest, NOTICE_IDLE_MONTHS), "通知公告、政策文件类一级栏目6个月内更新（检查指标 V4）")
    return None


def home_limit(newest: dt.date) -> Limit:
    return Limit(newest + dt.timedelta(days=HOME_IDLE_DAYS), "首页2周内更新（检查指标 V3）")


@dataclass(frozen=True, slots=True)
class Judged:
    """What an indicator came to, in words that can be checked: the numbers counted and the threshold."""

    key: str
    result: Result
    says: str


def judge_access(seconds: list[float | None]) -> Judged:
    """V2 from the visits of a week: each its seconds until open, None when it did not open at all."""
    wanted = VISITS_A_DAY * WATCH_DAYS
    if len(seconds) < wanted:
        return Judged(
            "V2",
            Result.UNKNOWN,
            f"近{WATCH_DAYS}日只有{len(seconds)}次访问记录，不足{wanted}次，不能判断。在监测设置里填写访问测量地址后自动测量。",
        )
    failed = sum(1 for one in seconds if one is None or one >= SLOW_SECONDS)
    share = failed / len(seconds)
    result = Result.VETO if share >= MOST_FAILED_SHARE else Result.PASS
    return Judged("V2", result, f"近{WATCH_DAYS}日访问{len(seconds)}次，{failed}次没有打开，占{share:.2%}。")


def judge_home(newest: dt.date | None, today: dt.date) -> Judged:
    """V3. A home page on which nothing bears a date counts as not updated."""
    if newest is None:
        return Judged("V3", Result.VETO, "首页没有任何有日期的内容。")
    idle = (today - newest).days
    result = Result.VETO if today > home_limit(newest).last_day else Result.PASS
    return Judged("V3", result, f"首页最近更新于{newest:%Y-%m-%d}，距今{idle}天。")


def judge_columns(*, news: int, notices: int, stale: int, empty: int) -> Judged:
    """V4 from counted columns: idle 动态要闻, idle 通知公告政策文件, should-update-but-stale, empty."""
    hit = news + notices >= MOST_IDLE or stale >= MOST_STALE or empty >= MOST_EMPTY
    says = (
        f"动态、要闻类未更新{news}个，通知公告、政策文件类未更新{notices}个（合计{MOST_IDLE}个否决）；"
        f"应更新而未更新{stale}个（{MOST_STALE}个否决）；空白栏目{empty}个（{MOST_EMPTY}个否决）。"
    )
    return Judged("V4", Result.VETO if hit else Result.PASS, says)


def judge_replies(unanswered: list[dt.date], today: dt.date, *, channel: bool) -> Judged:
    """V5 from the days on which effective messages still unanswered came in; `channel`: online consultation exists."""
    if not channel:
        return Judged("V5", Result.VETO, "没有提供有效的网上咨询渠道。")
    late = [day for day in unanswered if today > add_months(day, REPLY_MONTHS)]
    result = Result.VETO if late else Result.PASS
    return Judged("V5", result, f"超过{REPLY_MONTHS}个月没有答复的留言{len(late)}件。")


class Grade(StrEnum):
    FAIL = "fail"
    PASS = "pass"  # noqa: S105 - a grade
    BONUS = "bonus"


GRADE_NAMES = {Grade.FAIL: "不合格", Grade.PASS: "合格", Grade.BONUS: "合格，可进入加分"}


def grade(score: int, *, vetoed: bool) -> Grade:
    """Return the stage that a score reaches. A veto fails the site whatever the score."""
    if vetoed or score < FAIL_BELOW:
        return Grade.FAIL
    return Grade.BONUS if score > BONUS_ABOVE else Grade.PASS
