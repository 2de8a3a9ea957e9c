"""无障碍检查: what is found on a page, where, with what remedy; the same as beside the draft; who reads it, who looks again."""

from __future__ import annotations

import pytest
from django.test import Client
from lxml import html as lxml_html

from gongkai.base.jobs.models import Job
from gongkai.base.jobs.rules import ClaimedJob
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.screening.queries import findings_for_edition
from gongkai.oversight.sitewatch import actions
from gongkai.oversight.sitewatch.actions.accessible import look_at_page, look_at_site
from gongkai.oversight.sitewatch.models import PageReport
from gongkai.oversight.sitewatch.reactions import run_access
from gongkai.oversight.sitewatch.rules.accessible import CRITERIA, NAMES, page_barriers, wording_barriers
from gongkai.oversight.sitewatch.tests.test_read_the_health import signed_in, words
from gongkai.oversight.sitewatch.tests.world import published
from gongkai.project.tests.cast import City

BAD = (
    "<h2>一、申报条件</h2><p>申报表<a href='/documents/'>点击这里</a>。</p><h4>（一）材料</h4>"
    "<table><tr><td>区</td><td>窗口</td></tr><tr><td>临江区</td><td>东门</td></tr></table>"
)
PAGE = "<!doctype html><html lang='zh-CN'><head><title>页</title></head><body><main><h1>题</h1>{}</main></body></html>"


def found_on(markup: str) -> dict[str, str]:
    root = lxml_html.document_fromstring(PAGE.format(markup))
    return {one.check: one.place for one in page_barriers(root)}


def test_every_criterion_has_a_name():
    assert set(NAMES) == set(CRITERIA)


@pytest.mark.parametrize(
    ("markup", "check"),
    [
        ("<h2>流程</h2><p>见图<img src='/a.png'></p>", "access.image"),
        ("<p><a href='/x'>点击这里</a></p>", "access.link"),
        ("<h2>一</h2><h4>二</h4>", "access.heading"),
        ("<table><tr><td>甲</td><td>乙</td></tr><tr><td>1</td><td>2</td></tr></table>", "table.head"),
        ("<p style='margin:0;color:#ccc'>浅色的字</p>", "page.colour"),
        ("<p><font color='red'>红字</font></p>", "page.colour"),
        ("<form><input type='text' name='q'></form>", "page.name"),
        ("<button></button>", "page.name"),
        ("<p id='a'>1</p><p id='a'>2</p>", "page.id"),
        ("<section aria-labelledby='nowhere'><h2>节</h2></section>", "page.reference"),
        ("<video src='/v.mp4'></video>", "page.media"),
        ("<audio src='/v.mp3' autoplay></audio>", "page.media"),
        ("<iframe src='/x'></iframe>", "page.frame"),
        ("<h1>又一个</h1>", "page.heading"),
        ("<p>The city government has published the following rules on the housing subsidy for new residents of the city.</p>", "page.passage"),
    ],
)  # fmt: skip
def test_it_finds_what_is_in_the_way(markup: str, check: str):
    assert check in found_on(markup)


@pytest.mark.parametrize(
    "markup",
    [
        "<p>见图<img src='/a.png' alt='办理流程：先登记，后受理'></p>",
        "<p><a href='/x'>《实施办法》</a></p>",
        "<p><a href='/x' aria-label='下载《实施办法》'>下载</a></p>",
        "<h2>一</h2><h3>二</h3>",
        "<table><tr><th>甲</th><th>乙</th></tr><tr><td>1</td><td>2</td></tr></table>",
        "<label for='q'>标题</label><input id='q' name='q'><label>年份<select><option>1</option></select></label>",
        "<video src='/v.mp4'><track src='/v.vtt'></video><iframe title='地图' src='/x'></iframe>",
        "<p lang='en'>The city government has published the following rules on the housing subsidy for new residents of the city.</p>",
        "<p>平台提供 RSS、Atom 和 JSON 三种格式。</p>",
    ],
)
def test_it_says_nothing_about_what_is_right(markup: str):
    assert found_on(markup) == {}


def test_a_page_without_language_title_or_main_is_told_so():
    root = lxml_html.document_fromstring("<html><head></head><body><h1>题</h1></body></html>")
    assert {one.check for one in page_barriers(root)} == {"page.language", "page.title", "page.main"}


def test_the_place_names_the_heading_above_and_the_how_manieth():
    barriers = wording_barriers("<h2>甲</h2><p><img src='1.png' alt='一'></p><h2>乙</h2><p><img src='2.png'>说明</p>")
    assert [one.place for one in barriers if one.check == "access.image"] == ["“乙”之下，第2张图片"]


@pytest.mark.requirement("R257")
def test_the_report_agrees_with_what_stands_beside_the_draft(city: City):
    release = published(city, "关于组织申报的通知", BAD)
    look_at_site(site=city.site)
    report = PageReport.objects.get(path=f"/documents/{release.key}")
    beside = findings_for_edition(release.edition, city.lin)["findings"]
    assert {one["check"] for one in report.barriers} == {"access.link", "access.heading", "table.head"}
    shown = {(one["title"], one["text"]) for one in beside}
    for one in report.barriers:
        assert any(title == one["title"] and one["why"].rstrip("。") in text for title, text in shown), one["title"]


@pytest.mark.requirement("R257")
def test_an_editor_reads_per_page_what_is_wrong_where_and_how_to_mend_it(city: City):
    release = published(city, "关于组织申报的通知", BAD)
    published(city, "关于召开会议的通知")
    actions.daily()
    editor = signed_in(city, "bian")
    listed = words(editor, f"/desk/sitewatch/{city.site.pk}/access/")
    assert "关于组织申报的通知" in listed
    assert "关于召开会议的通知" not in listed
    report = PageReport.objects.get(path=f"/documents/{release.key}")
    text = words(editor, f"/desk/sitewatch/access/{report.pk}/")
    assert "点击这里" in text
    assert "“一、申报条件”之下" in text
    assert "请用目标的名称作链接文字" in text
    assert "2.4.4 链接目的" in text
    assert f"/desk/documents/?tab=all&amp;q={release.key}" in text
    table = words(editor, f"/desk/sitewatch/{city.site.pk}/access/export.csv")
    assert "链接文字不明" in table
    assert "关于组织申报的通知" not in words(editor, f"/desk/sitewatch/{city.site.pk}/access/?kind=access.image")
    assert "关于召开会议的通知" in words(editor, f"/desk/sitewatch/{city.site.pk}/access/?all=1")


@pytest.mark.requirement("R257")
def test_a_page_is_looked_at_again_on_demand_and_a_withdrawn_one_forgotten(city: City):
    release = published(city, "关于组织申报的通知", BAD)
    look_at_site(site=city.site)
    report = PageReport.objects.get(path=f"/documents/{release.key}")
    PageReport.objects.filter(pk=report.pk).update(barriers=[], count=0, kinds="", digest="old")
    editor = signed_in(city, "bian")
    answer = editor.post(f"/desk/sitewatch/access/{report.pk}/look/", follow=True)
    assert "已重新检查：3处问题" in answer.content.decode()
    publishing.withdraw(item=release.item, kind="error", reason="内容有误", by=city.shen)
    answer = editor.post(f"/desk/sitewatch/access/{report.pk}/look/", follow=True)
    assert "已经不公开" in answer.content.decode()
    assert not PageReport.objects.filter(pk=report.pk).exists()


def test_the_whole_site_is_looked_at_in_the_background(city: City):
    release = published(city, "关于组织申报的通知", BAD)
    answer = signed_in(city, "bian").post(f"/desk/sitewatch/{city.site.pk}/access/look/", follow=True)
    assert "已安排检查全部页面" in answer.content.decode()
    job = Job.objects.get(kind="sitewatch.access")
    run_access([ClaimedJob(job.pk, job.kind, job.key, job.payload, 1, 8)])
    assert PageReport.objects.get(path=f"/documents/{release.key}").count == 3


def test_a_text_that_did_not_change_is_not_judged_twice(city: City, monkeypatch: pytest.MonkeyPatch):
    published(city, "关于组织申报的通知", BAD)
    look_at_site(site=city.site)
    before = PageReport.objects.get(item__isnull=False)
    monkeypatch.setattr("gongkai.oversight.sitewatch.actions.accessible.wording_barriers", lambda html: 1 / 0)
    look_at_site(site=city.site)
    after = PageReport.objects.get(item__isnull=False)
    assert (after.count, after.since) == (before.count, before.since)
    assert after.looked_at > before.looked_at


@pytest.mark.requirement("R257")
def test_the_pages_that_the_program_makes_are_looked_at_whole_and_are_clean(city: City):
    published(city, "关于召开会议的通知", wanted_columns=["department-docs"])
    look_at_site(site=city.site)
    frame = PageReport.objects.filter(item__isnull=True)
    assert {"/", "/documents/", "/disclosure/", "/ask", "/columns/department-docs/"} <= set(frame.values_list("path", flat=True))  # fmt: skip
    assert [(row.path, one["title"], one["excerpt"]) for row in frame for one in row.barriers] == []


def test_who_may_not_see_a_page_hears_nothing_of_it(city: City):
    release = published(city, "关于组织申报的通知", BAD)
    look_at_site(site=city.site)
    report = PageReport.objects.get(path=f"/documents/{release.key}")
    stranger = signed_in(city, "mo")
    assert stranger.get(f"/desk/sitewatch/access/{report.pk}/").status_code in {403, 404}
    assert stranger.post(f"/desk/sitewatch/access/{report.pk}/look/").status_code in {403, 404}
    assert Client().get(f"/desk/sitewatch/access/{report.pk}/").status_code == 302


def test_looking_again_at_nothing_public_forgets_it(city: City):
    report = PageReport.objects.create(site=city.site, agency=city.site.agency, path="/documents/nothing", digest="x")
    assert look_at_page(report=report, by=city.bian) is None
