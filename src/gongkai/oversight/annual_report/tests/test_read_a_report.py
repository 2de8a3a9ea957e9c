"""Published reports in the shapes that offices give them, read by the command as a partner runs it."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from gongkai.oversight.annual_report.queries.papers import TYPES, Paper, as_paper
from gongkai.oversight.annual_report.rules import figures_of_record, reports_in
from gongkai.oversight.annual_report.tests.papers import A2, A3, A4, TEXT, page, record

pytestmark = pytest.mark.django_db  # the platform may know the year before


def checked(*files: Path, as_json: bool = True) -> tuple[int, Any, str]:
    """Return exit status, standard output (read as JSON) and standard error."""
    out, err, status = io.StringIO(), io.StringIO(), 0
    try:
        call_command("report", "check", *map(str, files), *(["--json"] if as_json else []), stdout=out, stderr=err)
    except SystemExit as left:
        status = int(left.code or 0)
    return status, json.loads(out.getvalue()) if as_json else out.getvalue(), err.getvalue()


def written(folder: Path, name: str, data: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


WRITINGS = {
    "plain": str,
    "full-width": lambda value: "".join(chr(ord(digit) + 0xFEE0) for digit in str(value)),
    "thousands": lambda value: f"{value:,}",
    "spaced": lambda value: f"&nbsp;{value} \n",
}


@pytest.mark.parametrize("shell", ["plain", "layout", "loose"])
@pytest.mark.parametrize("writing", WRITINGS)
def test_a_web_page_is_read_however_its_tables_are_built(shell: str, writing: str):
    (figures,) = reports_in("nb.html", page(WRITINGS[writing], shell=shell).encode())
    assert {key: list(values) for key, values in figures.table3.items()} == A3
    assert {key: list(values) for key, values in figures.table4.items()} == A4
    assert {key: list(map(int, values)) for key, values in figures.table2.items()} == A2
    assert (figures.issuer, figures.year) == ("云川市", 2025)
    assert figures.said == {
        "received": 14069, "carried_out": 819, "reviews": 790, "lawsuits": 212, "published": 1150}  # fmt: skip


@pytest.mark.parametrize("kind", ["html", "docx", "xlsx", "pdf"])
def test_what_we_write_ourselves_is_read_again_from_every_format(kind: str):
    paper = Paper("云川市人民政府2025年政府信息公开工作年度报告", {"1": TEXT, "6": "无"}, figures_of_record(record()))
    (figures,) = reports_in(f"report.{kind}", as_paper(paper, kind))
    assert {key: list(values) for key, values in figures.table3.items()} == A3
    assert {key: list(values) for key, values in figures.table4.items()} == A4
    assert {key: list(map(int, values)) for key, values in figures.table2.items()} == A2
    assert (figures.issuer, figures.year) == ("云川市人民政府", 2025)  # so that the year before is found
    if kind != "xlsx":
        assert (figures.said["received"], figures.part_six) == (14069, "无")


def test_plain_text_with_tabs_is_read():
    lines = ["云川市2025年政府信息公开工作年度报告", TEXT]
    names = {
        "new": "一、本年新收政府信息公开申请数量",
        "granted": "（一）予以公开",
        "o3": "3.其他",
        "total": "（七）总计",
    }
    lines += ["\t".join([names[key], *map(str, A3[key])]) for key in names]
    (figures,) = reports_in("nb.txt", "\n".join(lines).encode("gb18030"))
    assert {key: list(values) for key, values in figures.table3.items()} == {key: A3[key] for key in names}


@pytest.mark.requirement("R236")
def test_the_command_names_rule_row_column_expected_and_found(tmp_path: Path):
    wrong = A3 | {"carried_out": [783, 6, 0, 2, 25, 3, 818]}
    text = TEXT.replace("申请14069件", "申请14096件").replace("1000条", "1100条")
    status, found, said = checked(written(tmp_path, "nb.html", page(text=text, t3=wrong)))
    assert status == 1
    assert [set(one) for one in found] == [{"rule", "row", "column", "expected", "found"}] * len(found)
    assert [(one["rule"], one["expected"], one["found"]) for one in found] == [
        ("row_sum", 819, 818), ("balance", 14629, 14628), ("narrative_vs_table", 14069, 14096),
        ("narrative_vs_table", 818, 819), ("narrative_sum", 1250, 1150),
    ]  # fmt: skip
    assert "一件申请只计一种办理结果" in said
    assert len(said.splitlines()) == len(found)


def test_a_sound_report_ends_well_and_says_so(tmp_path: Path):
    path = written(tmp_path, "nb.json", json.dumps(record(), ensure_ascii=False))
    assert checked(path) == (0, [], "")
    assert "未发现问题" in checked(path, as_json=False)[1]


def test_two_years_are_held_against_each_other(tmp_path: Path):
    now = record(carried_in=[536, 6, 0, 1, 18, 0, 561]) | {"year": 2026}
    files = [written(tmp_path, f"{year}.json", json.dumps(one)) for year, one in ((2025, record()), (2026, now))]
    status, found, _ = checked(*files)
    assert status == 1
    assert {(one["rule"], one["column"], one["expected"], one["found"]) for one in found if one["rule"] == "cross_year"} == {
        ("cross_year", "自然人", 783, 536), ("cross_year", "商业企业", 6, 6), ("cross_year", "社会公益组织", 2, 1),
        ("cross_year", "法律服务机构", 25, 18), ("cross_year", "其他", 3, 0), ("cross_year", "总计", 819, 561),
        ("cross_year", "现行有效件数", 3765, 4185), ("cross_year", "现行有效件数", 72, 74),
    } - {("cross_year", "商业企业", 6, 6)}  # fmt: skip
    assert {one["year"] for one in found} == {2026}


def test_slashes_and_blanks_are_named_cell_by_cell(tmp_path: Path):
    status, found, said = checked(written(tmp_path, "nb.html", page(lambda value: str(value) if value else "/")))
    assert status == 1
    assert ("number", "n3", "商业企业", 0, "/") in [tuple(one.values()) for one in found]
    assert "应填数字；没有的填0" in said
    _, blank, _ = checked(written(tmp_path, "nb.html", page(lambda value: str(value) if value else "")))
    assert {one["rule"] for one in blank} == {"blank"}


@pytest.mark.parametrize(
    ("name", "data", "status", "sentence"),
    [
        ("r.json", "{", 3, "不是有效的 JSON"),
        ("r.json", '{"table3": {"x": [1]}}', 3, "没有“x”这一行"),
        ("r.json", '{"table3": {"new": [1, 2]}}', 3, "应有7个数"),
        ("r.json", '{"table3": []}', 3, "table3 应为对象"),
        ("r.html", "<p>今天天气好</p>", 3, "没有读到年度报告的表格"),
        ("r.docx", b"PK\x03\x04broken", 3, "r.docx"),
        ("", "", 2, "没有这个文件"),
    ],
)
def test_what_cannot_be_judged_says_why(tmp_path: Path, name: str, data: Any, status: int, sentence: str):
    path = written(tmp_path, name, data) if name else tmp_path / "none.json"
    with pytest.raises(CommandError, match=sentence) as refused:
        checked(path)
    assert refused.value.returncode == status


def test_every_format_of_export_has_its_type():
    assert set(TYPES) == {"json", "xlsx", "docx", "html", "pdf"}
