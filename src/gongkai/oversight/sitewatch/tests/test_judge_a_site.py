"""The national indicators on the worked examples of their own wording."""

from __future__ import annotations

import datetime as dt

import pytest

from gongkai.oversight.sitewatch.rules.indicators import (
    DEDUCTIONS,
    VETOES,
    Grade,
    Group,
    Result,
    grade,
    group_of,
    judge_access,
    judge_columns,
    judge_home,
    judge_replies,
    national_limit,
)
from gongkai.oversight.sitewatch.rules.pages import PageKind, code_defect, date_defect, page_defects

TODAY = dt.date(2026, 11, 21)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(("slow", "result"), [(7, Result.VETO), (6, Result.PASS)])
def test_seven_slow_visits_of_a_hundred_and_forty_are_five_percent(slow: int, result: Result):
    judged = judge_access([15.0] * slow + [1.0] * (140 - slow))
    assert judged.result is result
    assert f"{slow}次没有打开" in judged.says


def test_exactly_fifteen_seconds_count_as_failed_and_a_little_less_does_not():
    assert judge_access([15.0] * 7 + [1.0] * 133).result is Result.VETO
    assert judge_access([14.99] * 140).result is Result.PASS
    assert judge_access([None] * 7 + [1.0] * 133).result is Result.VETO


def test_too_few_visits_judge_nothing():
    assert judge_access([1.0] * 139).result is Result.UNKNOWN


@pytest.mark.parametrize(
    ("newest", "result"), [("2026-11-06", Result.VETO), ("2026-11-08", Result.PASS), ("2026-11-07", Result.PASS)]
)
def test_a_home_page_may_stand_for_two_weeks(newest: str, result: Result):
    assert judge_home(day(newest), TODAY).result is result


def test_a_home_page_without_any_date_counts_as_not_updated():
    assert judge_home(None, TODAY).result is Result.VETO


@pytest.mark.parametrize(
    ("news", "notices", "stale", "empty", "result"),
    [(3, 2, 0, 0, Result.VETO), (3, 1, 0, 0, Result.PASS), (0, 0, 0, 5, Result.VETO), (0, 0, 0, 4, Result.PASS),
     (0, 0, 10, 0, Result.VETO), (2, 2, 9, 4, Result.PASS)],
)  # fmt: skip
def test_idle_stale_and_empty_columns_each_have_their_threshold(news, notices, stale, empty, result):
    assert judge_columns(news=news, notices=notices, stale=stale, empty=empty).result is result


@pytest.mark.parametrize(
    ("received", "result"), [("2026-08-15", Result.VETO), ("2026-08-25", Result.PASS), ("2026-08-21", Result.PASS)]
)
def test_a_message_may_wait_three_months(received: str, result: Result):
    assert judge_replies([day(received)], TODAY, channel=True).result is result
    assert judge_replies([], TODAY, channel=False).result is Result.VETO


@pytest.mark.parametrize(
    ("score", "expected"), [(59, Grade.FAIL), (60, Grade.PASS), (80, Grade.PASS), (81, Grade.BONUS)]
)
def test_the_score_grades_and_a_veto_overrules_it(score: int, expected: Grade):
    assert grade(score, vetoed=False) is expected
    assert grade(100, vetoed=True) is Grade.FAIL


def test_only_what_was_verified_drives():
    assert all(one.confidence.value in {"T", "P"} for one in VETOES)
    assert [one.key for one in DEDUCTIONS if one.drives] == []


def test_columns_are_judged_by_their_group():
    assert group_of("工作动态", "部门动态") is Group.NEWS
    assert group_of("政策文件", "政策文件") is Group.POLICY
    assert group_of("其他", "办事统计") is Group.STATISTICS
    newest = day("2026-05-21")
    assert national_limit(Group.POLICY, True, newest).last_day == TODAY
    assert national_limit(Group.POLICY, False, newest) is None
    assert national_limit(Group.NEWS, False, newest).last_day == day("2026-06-04")


WHOLE = {
    "SiteName": "云川市政府信息公开平台", "SiteDomain": "open.yunchuan.example", "SiteIDCode": "9901000001",
    "ColumnName": "政策文件", "ColumnDescription": "文件", "ColumnKeywords": "文件", "ColumnType": "政策文件",
    "ArticleTitle": "通知", "PubDate": "2026-11-05 09:22", "ContentSource": "市政府",
}  # fmt: skip


def defects(kind: PageKind = PageKind.ARTICLE, **changes: str) -> list[tuple[str, bool]]:
    return [(one.tag, one.blocks) for one in page_defects(WHOLE | changes, kind)]


def test_the_label_tags_of_an_article_are_checked():
    assert defects() == []
    assert defects(PubDate="2026-08-03 13:04:31") == []
    assert defects(PubDate="2026-11-05") == [("PubDate", True)]
    assert defects(PubDate="1970-01-01 08:00") == [("PubDate", True)]
    assert defects(SiteIDCode="310000008") == [("SiteIDCode", True)]
    assert defects(ContentSource=" ") == [("ContentSource", True)]
    assert defects(SiteDomain="http://open.yunchuan.example") == [("SiteDomain", True)]


def test_a_list_page_with_an_article_title_is_only_worth_a_look():
    assert defects(PageKind.LIST, PubDate="", ContentSource="") == [("ArticleTitle", False)]


def test_identification_codes_of_ministries_are_known():
    assert code_defect("bm12345678") == ""
    assert code_defect("bm1234567") != ""
    assert date_defect("2026-02-30 10:00") != ""
