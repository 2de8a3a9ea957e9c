"""Themes from a superior come in by file and form; readers and partners find every theme."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from gongkai.engine.publishing import actions as publishing
from gongkai.proactive.themes import actions, queries
from gongkai.proactive.themes.models import Theme
from gongkai.proactive.themes.tests.world import hear, made, published, released
from gongkai.project.tests.cast import City

SUPERIOR = {
    "agency": "yc-zjj", "superior_name": "省政务公开办公室", "superior_number": "JC-2026-07", "batch": "第二批", "title": "新市民安居",
    "slug": "xinshimin-anju", "statement": "新市民住房租赁补贴和公租房政策。", "words": ["租赁补贴", "公租房"], "tags": ["住房保障"],
    "due_on": "2026-06-30",
}  # fmt: skip


def as_(city: City, name: str) -> Client:
    client = Client()
    client.force_login(city.people[name])
    return client


def sent(city: City, *rows: object):
    file = SimpleUploadedFile("themes.json", json.dumps(list(rows), ensure_ascii=False).encode())
    return as_(city, "shen").post("/desk/themes/receive/", {"file": file})


@pytest.mark.requirement("R181")
def test_a_superiors_theme_is_received_filled_and_shown_with_its_batch(city: City) -> None:
    assert sent(city, SUPERIOR).status_code == 302
    theme = Theme.objects.get()
    assert (theme.origin, theme.batch, theme.due_on.isoformat()) == ("superior", "第二批", "2026-06-30")
    listed = as_(city, "shen").get("/desk/themes/").content.decode()
    assert "已超过上级要求的完成期限" in listed
    assert "省政务公开办公室" in listed
    published(city, "关于发放新市民住房租赁补贴的通知")
    hear()
    released(city, queries.find(theme.pk, city.shen))
    shown = Client().get("/themes/xinshimin-anju").content.decode()
    assert "省政务公开办公室部署（第二批）" in shown
    assert "关于发放新市民住房租赁补贴的通知" in shown


@pytest.mark.requirement("R181")
def test_the_same_number_again_is_the_same_theme(city: City) -> None:
    sent(city, SUPERIOR)
    assert sent(city, SUPERIOR | {"due_on": "2026-12-31"}).status_code == 302
    assert Theme.objects.get().due_on.isoformat() == "2026-12-31"


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (SUPERIOR | {"agency": "yc-jyj"}, "没有为它维护专题的权限"),
        (SUPERIOR | {"due_on": "2026-02-30"}, "完成期限："),
        (SUPERIOR | {"tags": ["没有的标签"]}, "不在标签目录里"),
        (SUPERIOR | {"statement": ""}, "收录范围："),
        ({}, "机关代码："),
    ],
)
def test_one_wrong_theme_keeps_all_out_and_is_named(city: City, row: dict[str, object], sentence: str) -> None:
    answer = sent(city, SUPERIOR | {"superior_number": "JC-2026-08", "slug": "other"}, row)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Theme.objects.exists()


@pytest.mark.parametrize("content", [b"\xff\xfe", b"{}", b"[]", b"[1]", b"[" * 100_000])
def test_a_file_that_is_no_list_of_themes_is_refused_with_what_to_do(city: City, content: bytes) -> None:
    file = SimpleUploadedFile("themes.json", content)
    answer = as_(city, "shen").post("/desk/themes/receive/", {"file": file})
    assert answer.status_code == 422
    assert "数组" in answer.content.decode()


def test_a_table_is_read_line_by_line(city: City) -> None:
    head = "机关代码,部署机关,上级专题编号,批次,名称,地址名,收录范围,关键词,完成期限"
    line = "yc-zjj,省政务公开办公室,JC-2026-09,第二批,新市民安居,anju,新市民安居政策。,租赁补贴、公租房,2026-12-31"
    shen = as_(city, "shen")
    file = SimpleUploadedFile("themes.csv", f"{head}\n{line}".encode())
    found = shen.post("/desk/themes/received/import/", {"file": file})
    assert [one.word for one in found.context["report"].lines] == ["新增"]
    assert shen.post("/desk/themes/received/import/", {"ticket": found.context["ticket"]}).status_code == 302
    assert Theme.objects.get().words == ["租赁补贴", "公租房"]
    assert "JC-2026-09" in shen.get("/desk/themes/received/").content.decode()


def test_readings_and_updates_of_a_theme_are_told(city: City) -> None:
    published(city, "关于公租房申请的通知")
    released(city, made(city))
    Client().get("/themes/zhufang")
    page = Client().get("/themes/zhufang", {"n": 1}).content.decode()
    assert "浏览次数" in page
    desk = as_(city, "shen").get("/desk/themes/").content.decode()
    assert f"{timezone.localdate():%Y-%m-%d}" in desk
    assert "浏览次数" in as_(city, "shen").get("/desk/themes/report.csv").content.decode()


def test_the_shelf_narrows_and_nonsense_finds_nothing(city: City) -> None:
    assert "现在没有政策专题" in Client().get("/themes/").content.decode()
    published(city, "关于公租房申请的通知")
    released(city, made(city))
    assert "保障性住房政策" in Client().get("/themes/", {"q": "公租房", "origin": "own"}).content.decode()
    for query in ({"q": "没有"}, {"agency": "x"}, {"origin": "superior"}):
        assert "没有符合条件的专题" in Client().get("/themes/", query).content.decode()
    assert Client().get("/themes/list.json").json()[0]["专题"] == "保障性住房政策"
    assert Client().get("/themes/zhufang.json").json()[0]["版块"] == "政策文件"
    assert b"zhufang" in Client().get("/themes/list.csv").content
    assert Client().get("/themes/zhufang.exe").status_code == 404
    assert Client().get("/themes/none").status_code == 404


def test_the_interface_tells_themes_with_their_sections(city: City) -> None:
    published(city, "关于公租房申请的通知")
    released(city, made(city))
    assert Client().get("/api/v1/themes").json()["items"][0]["slug"] == "zhufang"
    (section,) = Client().get("/api/v1/themes/zhufang").json()["sections"]
    assert (section["key"], section["items"][0]["validity"]) == ("policy", "valid")
    assert Client().get("/api/v1/themes/none").status_code == 404


def test_a_withdrawn_theme_answers_gone_and_says_why(city: City) -> None:
    published(city, "关于公租房申请的通知")
    theme = released(city, made(city))
    publishing.withdraw(item=theme.item, kind="duplicate", reason="并入新市民安居专题", by=city.shen)
    answer = Client().get("/themes/zhufang")
    assert answer.status_code == 410
    assert "并入新市民安居专题" in answer.content.decode()


def test_a_theme_without_anything_new_for_long_is_called_stale(city: City) -> None:
    published(city, "关于公租房申请的通知")
    theme = released(city, made(city))
    report = queries.report_of(theme)
    assert not report.is_stale
    import dataclasses
    import datetime as dt

    later = dataclasses.replace(report, today=report.today + dt.timedelta(days=200))
    assert later.warnings == ["长时间没有更新"]


def test_the_desk_pages_open(city: City) -> None:
    published(city, "关于公租房申请的通知")
    theme = released(city, made(city))
    pages = (
        "", "report.csv", "new/", "receive/", "received/", f"{theme.pk}/", f"{theme.pk}/edit/", f"{theme.pk}/candidates/",
        f"{theme.pk}/candidates/export.csv", "received/import/",
    )  # fmt: skip
    for page in pages:
        assert as_(city, "shen").get(f"/desk/themes/{page}").status_code == 200, page
    assert as_(city, "guan").get("/desk/themes/").status_code == 403
    assert actions.gather(theme=theme, by=city.shen) == 0
