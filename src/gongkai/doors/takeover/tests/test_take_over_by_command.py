"""The old site as an administrator takes it over: by the command, from the folder that a crawler left."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from gongkai.doors.takeover.models import OldPage, Run
from gongkai.doors.takeover.rules import Fate, State
from gongkai.doors.takeover.tests import old_site
from gongkai.engine.publishing.models import Release
from gongkai.proactive.documents.models import Document
from gongkai.project.tests.cast import City

pytestmark = pytest.mark.django_db
SHEET = "路径,旧栏目,栏目,种类,机关\n,通知公告,department-docs,公文,\n,部门文件,部门文件,公文,云川市住房和城乡建设局\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> old_site.OldSite:
    return old_site.build(tmp_path_factory.mktemp("old"), articles=24)


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "columns.csv"
    path.write_text(SHEET, encoding="utf-8")
    return path


def take_over(folder: Path, *arguments: object) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("takeover", str(folder), "--agency", "yc-zjj", *map(str, arguments), stdout=out, stderr=err)
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_a_dry_run_tells_what_would_become_of_each_page_and_publishes_nothing(city: City, site, sheet) -> None:
    code, out, err = take_over(site.root, "--columns", sheet, "--dry-run", "--json")
    lines = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert Release.objects.count() == 0
    assert "没有公开任何内容" in err
    fates = {line["旧地址"]: line["结果"] for line in lines}
    assert len(lines) == len(site.articles) + len(site.lists) + 4
    assert all(fates[one.address] == "重复" for one in site.copies("exact"))
    assert all(fates[one.address] in {"重复", "疑似重复"} for one in site.copies("template"))
    assert all(fates[one.address] == "疑似重复" for one in site.copies("typo") + site.copies("paragraph"))
    assert all(fates[address] == "栏目页" for address in site.lists)
    assert all(fates[address] == "读不了" for address in site.unreadable)
    assert [address for address, fate in fates.items() if fate == "拦下待定"] == [site.articles[1].address]


def test_title_number_and_both_days_are_read_from_every_template(city: City, site, sheet) -> None:
    take_over(site.root, "--columns", sheet, "--dry-run")
    for one in site.originals:
        page = OldPage.objects.get(address=one.address)
        said = (page.title, page.number, page.formed_on, timezone.localtime(page.published_at).replace(tzinfo=None))
        assert said == (one.title, one.number, one.formed_on, one.published), one.style
        assert page.source == old_site.BUREAU
        assert page.old_column == old_site.COLUMNS[one.column]


def test_what_is_taken_over_is_public_at_new_addresses_with_its_old_time(city: City, site, sheet) -> None:
    take_over(site.root, "--columns", sheet)
    client = Client()
    taken = [one for one in site.originals if not one.personal]
    assert Release.objects.count() == len(taken) + 1  # and the page whose text had been decoded wrongly
    for one in taken:
        document = Document.objects.get(item__release__title=one.title)
        release = document.item.release
        assert timezone.localtime(release.published_at).replace(tzinfo=None) == one.published
        assert (document.doc_number, document.formed_on) == (one.number, one.formed_on)
        moved = client.get(one.address)
        assert (moved.status_code, moved["Location"]) == (301, f"/documents/{release.key}"), one.address
        assert client.get(moved["Location"]).status_code == 200
        assert [placed.column.slug for placed in document.item.placements.all()] == ["department-docs"]
        for line in one.paragraphs:
            assert line in release.edition.text
        assert "版权所有" not in release.edition.text
        assert "打印" not in release.edition.text


def test_inner_links_files_and_pictures_come_along(city: City, site, sheet) -> None:
    take_over(site.root, "--columns", sheet)
    client = Client()
    keys = {page.address: page.key for page in OldPage.objects.filter(fate=Fate.DONE)}
    for one in (one for one in site.originals if one.address in keys):
        release = Release.objects.get(key=keys[one.address])
        names = [attached.name for attached in release.edition.files.all()]
        assert names == (["flow.png"] if one.image else []) + [name for _, name in one.files]
        for link in one.links:
            if link in keys:
                assert f'href="/documents/{keys[link]}"' in release.edition.html
            assert f'href="{link}"' not in release.edition.html
    moved = client.get("/attach/2015/form.xlsx")
    assert moved.status_code == 301
    handed_over = client.get(moved["Location"])
    assert b"".join(handed_over.streaming_content) == old_site_file(site, "/attach/2015/form.xlsx")


def old_site_file(site: old_site.OldSite, address: str) -> bytes:
    return (site.root / old_site.HOST / address.lstrip("/")).read_bytes()


def test_copies_and_lists_lead_to_what_stands_for_them(city: City, site, sheet) -> None:
    take_over(site.root, "--columns", sheet)
    client = Client()
    keys = {page.address: page.key for page in OldPage.objects.filter(fate=Fate.DONE)}
    for one in site.copies("exact"):
        assert client.get(one.address)["Location"] == f"/documents/{keys[one.copy_of]}"
    assert client.get("/zcwj/index.html")["Location"] == "/columns/department-docs/"
    assert client.get("/zcwj/")["Location"] == "/columns/department-docs/"


def test_a_query_in_another_order_finds_the_same_page(city: City, site, sheet) -> None:
    take_over(site.root, "--columns", sheet)
    one = next(one for one in site.originals if "?" in one.address and not one.personal)
    path, _, query = one.address.partition("?")
    turned = "&".join(reversed(query.split("&")))
    client = Client()
    assert client.get(f"{path}?{turned}")["Location"] == client.get(one.address)["Location"]
    assert client.get(f"{path}?id=999999").status_code == 404


def test_a_second_run_changes_nothing(city: City, site, sheet) -> None:
    take_over(site.root, "--columns", sheet)
    before = Release.objects.count()
    code, _, err = take_over(site.root, "--columns", sheet, "--dry-run")
    assert code == 1
    assert "待接管" not in err
    assert Release.objects.count() == before
    assert OldPage.objects.filter(run=Run.objects.first(), reason__startswith="此前已接管").count() == before


def test_a_run_that_was_cut_off_goes_on_and_takes_nothing_twice(city: City, site, sheet, monkeypatch) -> None:
    from gongkai.doors.takeover.actions import committing

    monkeypatch.setattr(committing, "BATCH", 5)
    whole, calls = committing.Commit._kept, []

    def dies(self, ready):
        calls.append(len(ready))
        if len(calls) == 3:
            raise KeyboardInterrupt
        return whole(self, ready)

    monkeypatch.setattr(committing.Commit, "_kept", dies)
    with pytest.raises(KeyboardInterrupt):
        take_over(site.root, "--columns", sheet)
    assert Release.objects.count() == 10
    keys = set(Release.objects.values_list("key", flat=True))
    _, _, err = take_over(site.root, "--columns", sheet)
    assert "继续" in err
    assert Run.objects.get().state == State.DONE
    assert Release.objects.count() == len([one for one in site.originals if not one.personal]) + 1
    assert keys < set(Release.objects.values_list("key", flat=True))


def test_a_scan_that_was_cut_off_goes_on(city: City, site, sheet, monkeypatch) -> None:
    from gongkai.doors.takeover.actions import reading

    monkeypatch.setattr(reading, "BATCH", 7)
    whole = reading.Scan.row

    def dies(self, found):
        if OldPage.objects.count() == 14:
            raise KeyboardInterrupt
        return whole(self, found)

    monkeypatch.setattr(reading.Scan, "row", dies)
    with pytest.raises(KeyboardInterrupt):
        take_over(site.root, "--columns", sheet, "--dry-run")
    monkeypatch.setattr(reading.Scan, "row", whole)
    take_over(site.root, "--columns", sheet, "--dry-run")
    assert Run.objects.get().state == State.SCANNED
    assert OldPage.objects.count() == len(site.articles) + len(site.lists) + 4


def test_the_report_names_every_page(city: City, site, sheet, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    take_over(site.root, "--columns", sheet, "--dry-run", "--report", tmp_path / "report.xlsx")
    book = load_workbook(tmp_path / "report.xlsx")
    rows = list(book["逐页"].iter_rows(values_only=True))
    assert len(rows) == 1 + OldPage.objects.count()
    assert rows[0][:3] == ("旧地址", "结果", "说明")
    broken = {row[0] for row in rows[1:] if "/art/2001/gone.html" in (row[14] or "")}
    assert broken == {one.address for one in site.articles if "/art/2001/gone.html" in one.links}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("路径,栏目\n/a/,没有的栏目\n", "没有地址名或名称为“没有的栏目”的栏目"),
        ("路径,机关\n/a/,云川市不存在局\n", "没有代码或名称为“云川市不存在局”的机关"),
        ("路径,颜色\n/a/,红\n", "不认识列名“颜色”"),
        ("栏目\ndepartment-docs\n", "缺少“路径”或“旧栏目”列"),
        ("路径,种类\n/a/,视频\n", "种类“视频”目前不能接管"),
        ("路径,主题\n/a/,没有这种主题\n", "主题分类“没有这种主题”不在标签目录里"),
    ],
)
def test_a_wrong_sheet_is_refused_with_its_lines(text: str, said: str, city: City, site, tmp_path: Path) -> None:
    path = tmp_path / "wrong.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        take_over(site.root, "--columns", path)
    assert said in str(refused.value)
    assert refused.value.returncode == 2
    assert Run.objects.count() == 0


def test_a_wrong_folder_is_refused_in_words(city: City, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="不是文件夹"):
        take_over(tmp_path / "absent")
    (tmp_path / "a.css").write_text("x")
    with pytest.raises(CommandError, match="里没有网页"):
        take_over(tmp_path)
    assert Run.objects.count() == 0
