"""From the nil table on 1 January to the published report and what was corrected after it, by pages."""

from __future__ import annotations

import datetime as dt
import io
import json
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from gongkai.base.organisations import actions as organisations
from gongkai.base.organisations.queries import the_system
from gongkai.engine.duties.models import Duty
from gongkai.oversight.annual_report import actions, queries
from gongkai.oversight.annual_report.models import Correction, Report
from gongkai.oversight.annual_report.permissions import Refused
from gongkai.oversight.annual_report.rules import reports_in
from gongkai.oversight.annual_report.tests.papers import record
from gongkai.oversight.annual_report.tests.world import LAST, as_, counted, day, written
from gongkai.project.tests.cast import START, City

PAGE = f"/desk/reports/{LAST}/yc-zjj/"


def posted(client: Client, verb: str, report: Report, *, seen: int | None = None, **facts: Any) -> Any:
    report.refresh_from_db()
    data = {f"{verb}-{name}": value for name, value in facts.items()}
    return client.post(f"{PAGE}do/{verb}/", data | {"seen": seen or report.version})


def text(answer: Any) -> str:
    return answer.content.decode()


@pytest.mark.requirement("R247")
def test_a_year_without_applications_is_zeros_and_a_sentence_never_blanks(city: City):
    client = as_(city, "shen")
    listed = text(client.get(f"/desk/reports/?year={LAST}"))
    assert "零申请" in listed
    assert client.post(f"{PAGE}do/open/").status_code == 302
    page = text(client.get(PAGE))
    assert f"{LAST}年，本机关没有收到政府信息公开申请，也没有上年结转的申请。" in page
    assert page.count('<td class="r num">0</td>') == 25 * 7 + 15 + 6
    facts = json.loads(client.get(f"{PAGE}export.json").content)
    assert facts["table3"]["new"] == facts["table3"]["carried_out"] == [0] * 7
    assert facts["table4"]["行政复议"] == [0] * 5
    for kind in ("docx", "xlsx", "html"):
        (read,) = reports_in(f"r.{kind}", client.get(f"{PAGE}export.{kind}").content)
        assert len(read.table3) == 25
        assert {value for cells in read.table3.values() for value in cells} == {0}


@pytest.mark.requirement("R247")
def test_the_command_prints_the_nil_report_too(city: City, tmp_path: Any):
    out = io.StringIO()
    call_command("report", "annual", "--year", str(LAST), "--agency", "yc-jyj", stdout=out)
    facts = json.loads(out.getvalue())
    assert (facts["issuer"], facts["table3"]["total"]) == ("云川市教育局", [0] * 7)
    path = tmp_path / "r.docx"
    call_command("report", "annual", "--year", str(LAST), "--format", "docx", "--out", str(path), stderr=io.StringIO())
    assert reports_in("r.docx", path.read_bytes())[0].table3["new"] == (0,) * 7
    with pytest.raises(CommandError, match="没有代码为“nowhere”的机关"):
        call_command("report", "annual", "--year", str(LAST), "--agency", "nowhere")
    with pytest.raises(CommandError, match="年份应在"):
        call_command("report", "annual", "--year", "1")


@pytest.mark.requirement("R236")
def test_every_number_opens_its_cases(city: City):
    case = counted(city.housing, "2025-03-01", "2025-03-20", "partial", column="business", days=13, late=True)
    counted(city.housing, "2025-12-30")
    client = as_(city, "shen")
    page = text(client.get(PAGE))
    link = f"{PAGE}cases/3/partial/business/"
    assert f'<a href="{link}">1</a>' in page
    listed = text(client.get(link))
    assert f'<a href="{case.url}">{case.label}</a>' in listed
    assert "2025年3月20日" in listed
    assert "逾期" in listed
    rest = text(client.get(f"{PAGE}cases/3/carried_out/total/"))
    assert case.label not in rest
    assert "未办结" in rest
    assert client.get(f"{PAGE}cases/3/nothing/total/").status_code == 404
    assert client.get(f"{PAGE}cases/4/{quote('行政复议')}/pending/").status_code == 200


def test_cases_of_agencies_below_are_counted_but_shown_only_to_whom_they_concern(city: City):
    counted(city.government, "2025-03-01")
    below = counted(city.housing, "2025-03-01")
    path = f"/desk/reports/{LAST}/yc-gov/cases/3/new/total/"
    assert below.label in text(as_(city, "jian").get(path))
    assert as_(city, "shen").get(path).status_code == 404


@pytest.mark.requirement("R233", "R236")
def test_days_rates_and_their_definitions_stand_beside_last_years(city: City):
    for year, days in ((2024, 18), (2025, 10)):
        counted(city.housing, f"{year}-03-01", f"{year}-04-10", "granted", days=days)
        counted(city.housing, f"{year}-03-01", f"{year}-04-10", "d4", days=days + 2, late=year == 2024)
    page = text(as_(city, "shen").get("/desk/reports/figures/?agency=yc-zjj&start=2025-01-01&end=2025-12-31"))
    row = page[page.index("平均办理天数") :]
    assert row.index("11.0") < row.index("19.0") < row.index("-8.0")
    assert "中位数" in page
    assert "第90百分位数" in page
    rate = page[page.index(">按期率") :]
    assert rate.index("100.0") < rate.index("50.0")
    assert "公开率＝（予以公开＋部分公开）÷本期全部办理结果" in page
    assert 'cases/3/granted/natural/?start=2025-01-01&amp;end=2025-12-31">1</a>' in page
    wrong = as_(city, "shen").get("/desk/reports/figures/?start=2025-12-31&end=2025-01-01")
    assert "结束日期早于开始日期" in text(wrong)


def test_a_report_is_written_frozen_published_and_its_clock_ends(city: City):
    counted(city.housing, "2025-03-01", "2025-03-20", "granted")
    client = as_(city, "shen")
    report = written(city)
    assert posted(client, "freeze", report).status_code == 302
    report.refresh_from_db()
    assert (report.state, report.frozen_at is not None) == ("frozen", True)
    assert report.cells.filter(table="3").count() == 25 * 7
    early = posted(client, "publish", report, on="2025-06-01", url="https://open.yunchuan.example/nb/2025.html")
    assert early.status_code == 422
    assert "公布日期在统计期结束以前" in text(early)
    done = posted(client, "publish", report, on="2026-01-20", url="https://open.yunchuan.example/nb/2025.html")
    assert done.status_code == 302
    page = text(client.get(PAGE))
    assert "https://open.yunchuan.example/nb/2025.html" in page
    assert "2026年1月20日" in text(client.get(f"/desk/reports/?year={LAST}"))


def test_freezing_waits_for_what_is_missing_and_for_what_does_not_fit(city: City):
    counted(city.housing, "2025-03-01")
    client = as_(city, "shen")
    report = actions.open_report(agency=city.housing, year=LAST, by=city.shen)
    refused = posted(client, "freeze", report)
    assert refused.status_code == 422
    assert "表二还没有填报" in text(refused)
    report = written(city, part_one="全年共收到政府信息公开申请3件。")
    refused = posted(client, "freeze", report)
    assert refused.status_code == 422
    assert "正文写的是3，表三“本年新收”总计是1" in text(refused)
    running = written(city, year=2026)
    answer = client.post("/desk/reports/2026/yc-zjj/do/freeze/", {"seen": running.version})
    assert "统计期还没有结束" in text(answer)


@pytest.mark.requirement("R236")
def test_the_text_is_held_against_the_tables_while_it_is_written(city: City):
    counted(city.housing, "2025-03-01")
    report = written(city)
    client = as_(city, "shen")
    typed = {
        "part_one": "全年共收到政府信息公开申请2件，其中网上申请2件、信函申请1件。",
        "part_five": "无",
        "part_six": "无",
    }
    checked = text(client.post(f"{PAGE}text/", typed | {"check": "1", "seen": report.version}))
    assert "正文写的是2，表三“本年新收”总计是1" in checked
    assert "所列各项之和是3，总数写的是2" in checked
    report.refresh_from_db()
    assert report.part_one == "依法公开政府信息。"
    assert client.post(f"{PAGE}text/", typed | {"seen": report.version}).status_code == 302
    late = client.post(f"{PAGE}text/", typed | {"part_one": "第二个窗口", "seen": report.version})
    assert late.status_code == 409
    assert "第二个窗口" in text(late)


def test_table_two_is_filled_in_and_empty_means_zero(city: City):
    report = actions.open_report(agency=city.housing, year=LAST, by=city.shen)
    client = as_(city, "shen")
    assert client.get(f"{PAGE}table-2/").status_code == 200
    wrong = client.post(f"{PAGE}table-2/", {"c0": "-1", "seen": report.version})
    assert wrong.status_code == 422
    typed = {"c5": "12", "c9": "1.25", "seen": report.version}
    unexplained = client.post(f"{PAGE}table-2/", typed)
    assert unexplained.status_code == 422
    assert "台账是0，填的是12，请写明理由" in text(unexplained)
    assert client.post(f"{PAGE}table-2/", typed | {"r5": "司法行政部门核定"}).status_code == 302
    figures = queries.figures_of(report)
    assert figures.table2["行政规范性文件"] == (0, 0, 12)
    assert figures.table2["行政事业性收费"] == (Decimal("1.25"),)


def test_a_frozen_number_stays_and_what_came_later_stands_beside_it(city: City):
    counted(city.housing, "2025-03-01", "2025-03-20", "granted", number=1)
    counted(city.housing, "2025-03-02", "2025-03-20", "granted", number=2)
    report = actions.freeze(report=written(city), by=city.shen)
    client = as_(city, "shen")
    actions.remove(kind="application", subject_type="test.case", subject_id="2")
    assert queries.figures_of(report).table3["new"][-1] == 2
    assert "冻结以后台账有变动" in text(client.get(PAGE))
    refused = posted(client, "again", report, reason="")
    assert refused.status_code == 422
    assert posted(client, "again", report, reason="重复登记的一件已经注销").status_code == 302
    report.refresh_from_db()
    page = text(client.get(PAGE))
    assert "原2" in page
    assert "重复登记的一件已经注销" in page
    assert "冻结以后台账有变动" not in page
    assert queries.figures_of(report).table3["new"][-1] == 1
    assert report.cells.get(table="3", row="new", column="total").value == 2
    assert not queries.findings(report)


def test_numbers_are_corrected_together_and_their_sums_follow(city: City):
    counted(city.housing, "2025-03-01")
    report = actions.freeze(report=written(city), by=city.shen)
    client = as_(city, "shen")
    same = posted(client, "correct", report, place="3|new|natural", value="1", reason="无")
    assert "没有要更正的数" in text(same)
    one_sided = posted(client, "correct", report, place="3|new|natural", value="2", reason="漏计一件")
    assert one_sided.status_code == 422
    assert "把相关的数一并更正" in text(one_sided)
    assert "“自然人”一栏不平衡" in text(one_sided)
    assert "漏计一件" in text(one_sided)
    assert not Correction.objects.exists()
    both = {"place": "3|new|natural", "value": "2", "place2": "3|carried_out|natural", "value2": "2"}
    half = posted(client, "correct", report, **(both | {"value2": ""}), reason="漏计一件")
    assert "请填写更正后的数" in text(half)
    assert posted(client, "correct", report, **both, reason="漏计一件").status_code == 302
    made = {(one.cell.row, one.cell.column): (int(one.old), int(one.new)) for one in Correction.objects.all()}
    assert made == {
        ("new", "natural"): (1, 2), ("new", "total"): (1, 2), ("carried_out", "natural"): (1, 2),
        ("carried_out", "total"): (1, 2),
    }  # fmt: skip
    assert not queries.findings(report)


def test_a_sum_is_nobody_s_to_set(city: City):
    counted(city.housing, "2025-03-01")
    report = actions.freeze(report=written(city), by=city.shen)
    assert "3|new|total" not in text(as_(city, "shen").get(PAGE))
    with pytest.raises(Refused, match="总计由各分项相加得出"):
        actions.correct(report=report, changes={("3", "new", "total"): Decimal(2)}, reason="漏计", by=city.shen)


def test_a_nil_report_that_was_wrong_is_no_nil_report_any_more(city: City):
    report = actions.freeze(report=written(city), by=city.shen)
    assert "没有收到政府信息公开申请" in text(as_(city, "shen").get(PAGE))
    changes = {("3", "new", "natural"): Decimal(1), ("3", "granted", "natural"): Decimal(1)}
    actions.correct(report=report, changes=changes, reason="漏计一件", by=city.shen)
    assert "没有收到政府信息公开申请" not in text(as_(city, "shen").get(PAGE)).split("操作记录")[0]
    assert queries.figures_of(report).table3["total"][-1] == 1


def test_the_next_year_begins_with_what_was_left(city: City):
    counted(city.housing, "2025-12-20", number=1)
    report = actions.freeze(report=written(city), by=city.shen)
    after = actions.open_report(agency=city.housing, year=2026, by=city.shen)
    assert queries.figures_of(after).table3["carried_in"][-1] == 1
    assert not [one for one in queries.findings(after) if one.rule == "cross_year"]
    actions.correct(
        report=report, changes={("3", "carried_out", "natural"): Decimal(2), ("3", "new", "natural"): Decimal(2)},
        reason="笔误", by=city.shen,
    )  # fmt: skip
    assert [one.expected for one in queries.findings(after) if one.rule == "cross_year"] == [2, 2]


def test_a_parent_is_its_own_and_its_childrens_reports(city: City):
    counted(city.government, "2025-03-01")
    counted(city.housing, "2025-03-01", number=9)
    xu = city.xu
    for agency in (city.office, city.schools, city.housing):
        actions.freeze(report=written(city, agency=agency, who=xu), by=xu)
    whole = actions.freeze(report=written(city, agency=city.government, who=xu), by=xu)
    assert queries.figures_of(whole).table3["new"][-1] == 2
    assert not queries.findings(whole)
    part = Report.objects.get(agency=city.housing)
    changes = {("3", "new", "natural"): Decimal(2), ("3", "carried_out", "natural"): Decimal(2)}
    actions.correct(report=part, changes=changes, reason="漏计", by=xu)
    found = {(one.rule.value, one.row, one.column) for one in queries.findings(whole)}
    assert found == {("roll_up", row, column) for row in ("new", "carried_out") for column in ("自然人", "总计")}


def test_from_new_year_to_the_due_day_reports_and_clocks_begin_by_themselves(city: City):
    by = the_system("annual_report")
    assert actions.open_year(today=day("2026-01-01"), by=by) == 4
    assert actions.open_year(today=day("2026-01-02"), by=by) == 0
    due = dict(Duty.objects.filter(clock__in=("C9", "C10")).values_list("agency__code", "due_on"))
    assert due == {
        "yc-gov": dt.date(2026, 3, 31), "yc-office": dt.date(2026, 1, 31), "yc-zjj": dt.date(2026, 1, 31),
        "yc-jyj": dt.date(2026, 1, 31),
    }  # fmt: skip
    client = as_(city, "shen")
    assert "逾期未公布" in text(client.get(f"/desk/reports/?year={LAST}"))
    report = actions.freeze(report=written(city), by=city.shen)
    actions.publish(report=report, on=day("2026-02-01"), url="https://open.yunchuan.example/nb", by=city.shen)
    duty = Duty.objects.get(agency=city.housing, clock="C9")
    assert (duty.status, duty.done_late) == ("done", True)
    assert "逾期公布" in text(client.get(f"/desk/reports/?year={LAST}"))


def test_a_platform_installed_in_autumn_opens_nothing_that_is_long_past(city: City):
    assert actions.open_year(today=day("2026-04-01"), by=the_system("annual_report")) == 0
    assert actions.open_year(today=day("2026-02-15"), by=the_system("annual_report")) == 1


def test_a_report_from_before_the_platform_connects_the_years(city: City):
    (figures,) = reports_in("r.json", json.dumps(record() | {"year": 2024}).encode())
    report = actions.take_over(
        agency=city.housing, figures=figures, published_on=day("2025-01-20"), url="https://old.example/nb", by=city.shen
    )
    assert queries.figures_of(report).table3 == figures.table3
    assert not queries.findings(report)
    after = actions.open_report(agency=city.housing, year=LAST, by=city.shen)
    found = [one for one in queries.findings(after) if one.rule == "cross_year"]
    assert (found[0].row, found[0].expected, found[0].found) == ("carried_in", 783, 0)
    assert f"/desk/reports/{LAST - 1}/yc-zjj/cases" not in text(as_(city, "shen").get("/desk/reports/2024/yc-zjj/"))


def test_strangers_find_nothing_and_the_supervisor_reads_the_whole_tree(city: City):
    written(city)
    for path in (PAGE, f"{PAGE}export.json", f"{PAGE}cases/3/new/total/", f"{PAGE}text/"):
        assert as_(city, "mo").get(path).status_code == 404
    supervisor = as_(city, "jian")
    assert supervisor.get(PAGE).status_code == 200
    assert supervisor.post(f"{PAGE}do/freeze/").status_code == 403
    assert "住房城乡建设局" in text(supervisor.get(f"/desk/reports/?year={LAST}"))
    assert as_(city, "lin").get(f"{PAGE}text/").status_code == 403
    assert as_(city, "shen").get("/desk/reports/2018/yc-zjj/").status_code == 404


def test_a_foreign_report_is_judged_on_a_page_and_nothing_is_kept(city: City):
    wrong = record(carried_out=[783, 6, 0, 2, 25, 3, 818])
    client = as_(city, "shen")
    upload = SimpleUploadedFile("r.json", json.dumps(wrong).encode())
    page = text(client.post("/desk/reports/check/", {"file": upload}))
    assert "2处不符" in page
    assert "没有，未核对跨年衔接" in page
    before = SimpleUploadedFile("b.json", json.dumps(record() | {"year": 2024}).encode())
    page = text(
        client.post(
            "/desk/reports/check/", {"file": SimpleUploadedFile("r.json", json.dumps(wrong).encode()), "before": before}
        )
    )
    assert "已核对跨年衔接" in page
    assert "跨年衔接" in page
    bad = client.post("/desk/reports/check/", {"file": SimpleUploadedFile("r.json", b"{")})
    assert bad.status_code == 422
    assert "不是有效的 JSON" in text(bad)
    assert not Report.objects.exists()


def test_whoever_makes_the_whole_sees_each_case_of_its_numbers_and_opens_only_his_own(city: City):
    organisations.appoint(
        person=city.people["mo"], agency=city.government, role="openness_officer", starts_on=START,
        by=the_system("test"),
    )  # fmt: skip
    own, other = counted(city.government, "2025-03-01"), counted(city.housing, "2025-03-02")
    client = as_(city, "mo")
    page = text(client.get(f"/desk/reports/{LAST}/yc-gov/cases/3/new/natural/"))
    assert own.label in page
    assert other.label in page
    assert own.url in page
    assert other.url not in page
    assert "其中1件由所属机关办理" in page
    assert client.get(f"/desk/reports/{LAST}/yc-zjj/cases/3/new/natural/").status_code == 404
