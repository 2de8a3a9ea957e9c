"""When a page says that it is not there, when it is not what the link says, when a link counts as broken."""

from __future__ import annotations

import datetime as dt

import pytest

from gongkai.oversight.sitewatch.rules.links import (
    Outcome,
    Seen,
    counts_as_broken,
    failed_days_after,
    fits,
    says_not_here,
)

TODAY = dt.date(2026, 11, 20)


def seen(title: str, text: str = "") -> Seen:
    return Seen(title, title, text or f"{title}。各区人民政府，市政府各部门：现印发给你们，请认真贯彻执行。")


@pytest.mark.parametrize(
    "title",
    ["404", "404 Not Found", "404错误", "Error 404", "HTTP 404 - 找不到文件", "页面不存在", "您访问的页面不存在", "该文章已被删除", "Page not found", "无法找到您要访问的页面"],
)  # fmt: skip
def test_a_page_that_says_so_is_not_there(title: str):
    assert says_not_here(seen(title))


@pytest.mark.parametrize(
    "title", ["关于做好404年度工作的通知", "云川住建发〔2026〕404号", "国道404线改造工程环评公示", "网站无障碍服务说明"]
)
def test_a_number_in_a_title_is_no_error(title: str):
    assert not says_not_here(seen(title))


def test_a_long_text_about_missing_pages_is_there():
    assert not says_not_here(Seen("网站普查情况通报", "通报", "部分网站存在页面不存在的情况。" * 60))


@pytest.mark.parametrize(
    ("label", "title"),
    [
        ("《云川市住房租赁补贴办法》", "云川市人民政府关于印发云川市住房租赁补贴办法的通知_云川市人民政府"),
        ("省政府办公厅", "广东省人民政府办公厅"),
        ("国家企业信用信息公示系统", "国家企业信用信息公示系统"),
        ("查看原文：住房公积金缴存基数调整", "关于2026年度住房公积金缴存基数调整的公告"),
    ],
)
def test_a_shorter_or_longer_name_still_fits(label: str, title: str):
    assert fits(label, seen(title)) is True


@pytest.mark.parametrize("label", ["点击查看", "详情", "附件下载", "http://www.example.cn/a", "官网", "更多>>", ""])
def test_a_text_that_names_nothing_is_not_judged(label: str):
    assert fits(label, seen("环球旅行社春季优惠线路")) is None


def test_what_the_text_names_may_stand_in_the_page_instead_of_the_title():
    assert (
        fits(
            "住房租赁补贴申请表",
            Seen("下载中心", "下载中心", "表格：住房租赁补贴申请表、公共租赁住房申请表，请打印填写。"),
        )
        is True
    )


@pytest.mark.parametrize("title", ["环球旅行社春季优惠线路", "澳门娱乐城官方网站", "本域名出售"])
def test_another_page_does_not_fit(title: str):
    text = "海岛五日游，特价机票，欢迎来电咨询报名，优惠更多。"
    assert fits("住房租赁补贴发放办法", Seen(title, title, text)) is False


def test_a_taken_over_domain_does_not_fit_even_a_text_that_names_nothing():
    assert fits("点击查看", seen("某某娱乐城 真人荷官")) is False


def test_another_host_is_broken_only_after_two_days():
    url = "https://www.example.gov.cn/a"
    assert not counts_as_broken(Outcome.UNREACHED, outside=True, url=url, failed_days=1)
    assert counts_as_broken(Outcome.UNREACHED, outside=True, url=url, failed_days=2)
    assert counts_as_broken(Outcome.GONE, outside=False, url="/documents/a", failed_days=1)
    assert counts_as_broken(Outcome.PRIVATE, outside=True, url="http://10.0.0.1/", failed_days=1)
    assert not counts_as_broken(Outcome.UNSURE, outside=True, url=url, failed_days=9)


def test_two_failures_on_one_day_are_one_and_a_good_look_begins_anew():
    assert failed_days_after(Outcome.MISSING, 0, None, TODAY) == 1
    assert failed_days_after(Outcome.MISSING, 1, TODAY, TODAY) == 1
    assert failed_days_after(Outcome.MISSING, 1, TODAY - dt.timedelta(days=1), TODAY) == 2
    assert failed_days_after(Outcome.UNSURE, 1, TODAY - dt.timedelta(days=1), TODAY) == 1
    assert failed_days_after(Outcome.MOVED, 5, TODAY, TODAY) == 0
