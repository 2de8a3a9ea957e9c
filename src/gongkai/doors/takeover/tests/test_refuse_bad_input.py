"""What a crawl folder may hold that must not get in, must not get out, and must not stop the rest."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from gongkai.base.organisations.queries import the_system
from gongkai.doors.takeover import actions
from gongkai.doors.takeover.models import OldPage, Run
from gongkai.doors.takeover.rules import Fate
from gongkai.engine.publishing.models import Release
from gongkai.project.tests.cast import City

pytestmark = pytest.mark.django_db
GOOD = "<html><head><meta charset=utf-8><meta name=ArticleTitle content='{title}'><meta name=PubDate content='2019-03-04 10:00'></head><body><div class=TRS_Editor><p>{text}</p>{more}</div></body></html>"
TEXT = "为方便群众办事，自即日起在各街道便民服务中心设立专门窗口，受理有关申请，材料齐全的当场办结。"


def page(root: Path, name: str, title: str, more: str = "") -> None:
    place = root / "www.old.example" / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(GOOD.format(title=title, text=title + TEXT, more=more), encoding="utf-8")


def taken(city: City, root: Path) -> Run:
    by = the_system("takeover")
    run = actions.begin(folder=root, agency=city.housing, mapping=[], by=by)
    actions.judge(run=run, folder=actions.scan(run=run))
    actions.commit(run=actions.start_commit(run=run, by=by))
    return run


def test_links_out_of_the_folder_are_not_followed(city: City, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    page(secret, "inner.html", "不应读到的网页")
    (secret / "passwd.txt").write_text("不应读到的文件")
    root = tmp_path / "crawl"
    page(root, "a.html", "窗口设置通知", '<a href="linked.txt">名单</a><a href="../../../secret/passwd.txt">密码</a>')
    (root / "www.old.example" / "linked.txt").symlink_to(secret / "passwd.txt")
    (root / "www.old.example" / "away").symlink_to(secret)
    run = taken(city, root)
    assert {old.path for old in run.pages.filter(reason__contains="符号链接")} == {
        "www.old.example/linked.txt", "www.old.example/away",
    }  # fmt: skip
    release = Release.objects.get()
    assert not release.edition.files.exists()
    assert "href" not in release.edition.html
    assert set(OldPage.objects.get(title="窗口设置通知").broken) == {"/linked.txt", "/secret/passwd.txt"}


def test_a_page_that_became_a_link_after_the_scan_is_not_read(city: City, tmp_path: Path) -> None:
    page(tmp_path / "crawl", "a.html", "窗口设置通知")
    page(tmp_path / "other", "b.html", "别处的网页")
    by = the_system("takeover")
    run = actions.begin(folder=tmp_path / "crawl", agency=city.housing, mapping=[], by=by)
    actions.judge(run=run, folder=actions.scan(run=run))
    place = tmp_path / "crawl/www.old.example/a.html"
    place.unlink()
    place.symlink_to(tmp_path / "other/www.old.example/b.html")
    actions.commit(run=actions.start_commit(run=run, by=by))
    assert OldPage.objects.get().fate == Fate.REFUSED
    assert Release.objects.count() == 0


def test_a_page_that_changed_after_the_scan_is_not_taken_over(city: City, tmp_path: Path) -> None:
    page(tmp_path, "a.html", "窗口设置通知")
    by = the_system("takeover")
    run = actions.begin(folder=tmp_path, agency=city.housing, mapping=[], by=by)
    actions.judge(run=run, folder=actions.scan(run=run))
    page(tmp_path, "a.html", "换过的标题")
    actions.commit(run=actions.start_commit(run=run, by=by))
    assert "有变动" in OldPage.objects.get().reason


def test_a_monstrous_page_is_put_aside_and_the_rest_goes_on(city: City, tmp_path: Path) -> None:
    page(tmp_path, "a.html", "窗口设置通知")
    with (tmp_path / "www.old.example" / "huge.html").open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    (tmp_path / "www.old.example" / "deep.html").write_text("<html><body>" + "<div>" * 60_000 + TEXT)
    (tmp_path / "www.old.example" / "picture.html").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(5000))
    run = taken(city, tmp_path)
    fates = dict(run.pages.values_list("address", "fate"))
    assert fates["/huge.html"] == fates["/picture.html"] == Fate.UNREADABLE
    assert fates["/a.html"] == Fate.DONE
    assert "不像一篇文章" in run.pages.get(address="/huge.html").reason


def test_a_bomb_and_a_program_among_attachments_are_left_out_and_named(city: City, tmp_path: Path) -> None:
    page(tmp_path, "a.html", "窗口设置通知", '<a href="bomb.docx">附件一</a><a href="tool.txt">附件二</a>')
    with zipfile.ZipFile(tmp_path / "www.old.example" / "bomb.docx", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("word/document.xml", b" " * (200 * 1024 * 1024))
    (tmp_path / "www.old.example" / "tool.txt").write_bytes(b"MZ" + bytes(500))
    run = taken(city, tmp_path)
    old = run.pages.get(address="/a.html")
    assert old.fate == Fate.DONE
    assert sum("附件没有接收" in notice for notice in old.notices) == 2
    assert not Release.objects.get().edition.files.exists()


def test_scripts_and_traps_in_a_page_do_not_become_public(city: City, tmp_path: Path) -> None:
    more = (
        '<script>alert(1)</script><p onclick="steal()">请<a href="javascript:alert(2)">点击</a></p>'
        '<iframe src="http://evil.example/"></iframe><p style="display: none">看不见的广告词</p>'
    )
    page(tmp_path, "a.html", "窗口设置通知", more)
    taken(city, tmp_path)
    html = Release.objects.get().edition.html
    assert not any(word in html for word in ("script", "alert", "steal", "iframe", "广告词"))
    assert "点击" in html


def test_personal_data_in_an_attachment_holds_its_page_back(city: City, tmp_path: Path) -> None:
    page(tmp_path, "a.html", "补贴发放名单公示", '<a href="list.csv">名单</a>')
    page(
        tmp_path,
        "b.html",
        "窗口设置通知",
        "<p>节假日照常开放，周一闭馆检修；停车场面向公众免费，老年人和残疾人可预约上门代办。</p>" * 2,
    )
    (tmp_path / "www.old.example" / "list.csv").write_text(
        "姓名,身份证号\n王小川,11010519491231002X\n", encoding="utf-8"
    )
    run = taken(city, tmp_path)
    old = run.pages.get(address="/a.html")
    assert old.fate == Fate.HELD
    assert "list.csv" in old.reason
    assert [release.title for release in Release.objects.all()] == ["窗口设置通知"]
