"""Whatever an old site does wrong is told page by page or line by line, and nothing of it is lost in silence."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from gongkai.base.organisations.queries import the_system
from gongkai.doors.takeover import actions, queries, rules
from gongkai.doors.takeover.models import OldPage, Run
from gongkai.doors.takeover.rules import Fate
from gongkai.engine.publishing.models import Release
from gongkai.project.tests.cast import City

TODAY = dt.date(2026, 11, 22)
TEXT = "为方便群众办事，自即日起在各街道便民服务中心设立专门窗口，受理有关申请，材料齐全的当场办结，不齐全的一次告知。"
OTHER = "节假日照常开放，周一闭馆检修；停车场面向公众免费，老年人和残疾人可以预约上门代办，联系电话见各街道公告栏。"


def html(title: str, *, said: str = "utf-8", day: str = "2019-03-04 10:00", text: str = TEXT, more: str = "") -> str:
    return (
        f"<html><head><meta charset={said}><title>{title}</title></head><body><div class=title>{title}</div>"
        f"<p>发布时间：{day}</p><div class=TRS_Editor><p>{text}</p>{more}</div></body></html>"
    )


def put(root: Path, name: str, data: bytes) -> None:
    place = root / "www.old.example" / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)


def judged(city: City, root: Path) -> Run:
    run = actions.begin(folder=root, agency=city.housing, mapping=[], by=the_system("takeover"))
    actions.judge(run=run, folder=actions.scan(run=run))
    return run


def taken(city: City, root: Path) -> Run:
    run = judged(city, root)
    actions.commit(run=actions.start_commit(run=run, by=the_system("takeover")))
    return run


@pytest.mark.parametrize("real", ["utf-8", "gbk", "gb18030"])
@pytest.mark.parametrize(
    "said", ["utf-8", "gb2312", "gbk", "GB18030", "iso-8859-1", "windows-1252", "us-ascii", "kl-7"]
)
def test_a_page_is_read_as_it_is_written_whatever_it_says_of_itself(real: str, said: str) -> None:
    page = rules.read_page(html("关于设立服务窗口的通知", said=said).encode(real), "/a.html", TODAY)
    assert page.title == "关于设立服务窗口的通知"
    assert TEXT in page.text
    honest = {"utf-8": {"utf-8"}, "gbk": {"gb2312", "gbk", "GB18030"}, "gb18030": {"gb2312", "gbk", "GB18030"}}
    told = any("声明的编码" in notice for notice in page.notices)
    assert told == (said not in honest[real])


def test_rare_characters_of_gb18030_are_kept() -> None:
    page = rules.read_page(
        html("云川市㙍塘镇通知", said="gb2312", text=f"㙍塘、𠮷祥里。{TEXT}").encode("gb18030"), "/a.html", TODAY
    )
    assert "㙍塘、𠮷祥里" in page.text


@pytest.mark.parametrize(
    "broken",
    [
        "<div><p>{text}",
        "<table><tr><td><p>{text}</td></tr>",
        "<p>{text}</div></div></span></p>",
        "<font size=2 color=#00><b><p>{text}</font></b>",
        "<o:p></o:p><![if !supportEmptyParas]>&nbsp;<![endif]><p class=MsoNormal>{text}<o:p></o:p></p>",
        "<p>{text}</p></body></html><html><body><p>又一份网页的尾巴</p>",
        "<p>{text}</p><!-- 未闭合的注释",
        "\x00\x0b<p>{text}</p>\x1f",
    ],
)  # fmt: skip
def test_broken_html_keeps_its_wording(broken: str) -> None:
    raw = f"<html><head><meta charset=utf-8><title>窗口设置通知</title></head><body>{broken.format(text=TEXT)}"
    assert TEXT in rules.read_page(raw.encode(), "/a.html", TODAY).text


@pytest.mark.parametrize(
    "written",
    [
        "2019-03-04", "2019-3-4", "2019/3/4", "2019.03.04", "2019年3月4日", "2019 年 3 月 4 日", "2019年03月04日 10:30",
        "２０１９年３月４日", "二〇一九年三月四日", "二○一九年三月四日", "二零一九年三月四日", "2019-03-04T10:30:00+08:00",
        "20190304", "2019030410:30", "Mon Mar 04 10:30:00 CST 2019", "Mar 4, 2019", "2019-03-04 10:30:05.0", "[2019-03-04]",
    ],
)  # fmt: skip
def test_a_day_is_read_in_every_spelling(written: str) -> None:
    page = rules.read_page(html("窗口设置通知", day=written).encode(), "/a.html", TODAY)
    assert page.published is not None
    assert page.published.date() == dt.date(2019, 3, 4)
    assert page.published_from == "页面文字"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("二〇〇八年元月五日", (2008, 1, 5)),
        ("一九九八年十二月廿五日", (1998, 12, 25)),
        ("二〇一〇年十月卅一日", (2010, 10, 31)),
    ],
)
def test_a_signature_in_chinese_numerals_is_a_day(written: str, day: tuple[int, int, int]) -> None:
    raw = html("窗口设置通知", day="", more=f"<p>云川市住房和城乡建设局</p><p>{written}</p>")
    assert rules.read_page(raw.encode(), "/a.html", TODAY).formed_on == dt.date(*day)


@pytest.mark.parametrize("written", ["2019-13-45", "2031-01-01", "0000-00-00", "上周三", "1970-01-01 08:00"])
def test_a_day_that_cannot_be_is_told_and_not_guessed(written: str) -> None:
    page = rules.read_page(html("窗口设置通知", day=written).encode(), "/a.html", TODAY)
    assert page.published is None
    assert any(f"日期“{written}”" in notice for notice in page.notices)


@pytest.mark.django_db
def test_what_is_missing_or_linked_by_nobody_stands_in_the_report(city: City, tmp_path: Path) -> None:
    more = '<a href="lost.doc">附件一</a><a href="here.txt">附件二</a><img src="lost.png">'
    put(tmp_path, "a.html", html("窗口设置通知", more=more).encode())
    put(tmp_path, "here.txt", "名单".encode())
    put(tmp_path, "orphan.xls", b"nobody links here")
    run = taken(city, tmp_path)
    page = OldPage.objects.get()
    assert {"附件缺失，已去除链接、保留文字：/lost.doc", "图片缺失：/lost.png"} <= set(page.notices)
    assert [file.name for file in Release.objects.get().edition.files.all()] == ["附件二.txt"]
    assert "附件一" in Release.objects.get().edition.text
    queries.report_xlsx(run, tmp_path / "report.xlsx")
    book = load_workbook(tmp_path / "report.xlsx")
    assert [row[0] for row in book["没有接管的文件"].iter_rows(min_row=2, values_only=True)] == ["/orphan.xls"]


@pytest.mark.django_db
def test_two_pages_at_one_old_address_are_both_told_and_neither_is_lost(city: City, tmp_path: Path) -> None:
    put(tmp_path, "view.jsp?id=1", html("窗口设置通知").encode())
    put(tmp_path, "view.jsp?id=1.html", html("场馆开放公告", text=OTHER).encode())
    run = judged(city, tmp_path)
    first, second = run.pages.order_by("pk")
    assert (first.fate, second.fate) == (Fate.READY, Fate.HELD)
    assert "旧地址相同" in second.reason
    actions.decide(page=second, take=True, why="两页都要保留", by=city.shen)
    actions.commit(run=actions.start_commit(run=run, by=city.shen))
    assert set(run.pages.values_list("fate", flat=True)) == {Fate.DONE}
    assert Release.objects.count() == 2
    first.refresh_from_db()
    assert Client().get("/view.jsp?id=1")["Location"] == f"/documents/{first.key}"
    again = judged(city, tmp_path)
    assert {page.reason[:5] for page in again.pages.all()} == {"此前已接管"}


@pytest.mark.django_db
def test_an_old_address_that_leads_somewhere_already_is_told(city: City, tmp_path: Path) -> None:
    for host, title, text in (("one", "窗口设置通知", TEXT), ("two", "场馆开放公告", OTHER)):
        place = tmp_path / host / f"www.{host}.example"
        place.mkdir(parents=True)
        (place / "a.html").write_text(html(title, text=text), encoding="utf-8")
        taken(city, tmp_path / host)
    first, second = OldPage.objects.order_by("pk")
    assert second.fate == Fate.DONE
    assert f"旧地址 /a.html 此前已跳转到 /documents/{first.key}，没有改动" in second.notices


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("/a/,department-docs,\n/b/,department-docs,\n/a/,,不接管\n", "第4行：与第2行说的是同样的页面，结果却不同"),
        ("/a/,department-docs,接管\n/a/,部门文件,\n", ""),
    ],
)
def test_lines_that_contradict_each_other_are_refused_and_repeated_ones_are_not(
    city: City, tmp_path: Path, lines: str, said: str
) -> None:
    sheet = tmp_path / "columns.csv"
    sheet.write_text(f"路径,栏目,处理\n{lines}", encoding="utf-8")
    if not said:
        assert len(queries.read_sheet(sheet, queries.Places())) == 1
        return
    with pytest.raises(queries.WrongSheet) as refused:
        queries.read_sheet(sheet, queries.Places())
    assert said in str(refused.value)


@pytest.mark.django_db
def test_every_page_of_the_folder_has_one_line_in_the_report(city: City, tmp_path: Path) -> None:
    put(tmp_path, "a.html", html("窗口设置通知").encode("gbk"))
    put(tmp_path, "b.html", b"")
    put(tmp_path, "c.html", b"\x00\x01binary")
    put(tmp_path, "d.html", html("没有日期", day="", text=OTHER).encode())
    (tmp_path / "www.old.example/e.html").symlink_to(tmp_path / "www.old.example/a.html")
    run = taken(city, tmp_path)
    told = {line["文件"].rpartition("/")[2]: (line["结果"], line["说明"]) for line in queries.report_lines(run)}
    assert {name: fate for name, (fate, _) in told.items()} == {
        "a.html": "已接管", "b.html": "读不了", "c.html": "读不了", "d.html": "要素不全", "e.html": "读不了",
    }  # fmt: skip
    assert all(reason for fate, reason in told.values() if fate != "已接管")
    assert timezone.localtime(OldPage.objects.get(fate=Fate.DONE).published_at).hour == 10
