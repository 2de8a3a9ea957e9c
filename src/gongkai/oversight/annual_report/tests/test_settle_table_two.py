"""Counted numbers set otherwise with a reason, frozen, corrected; the others handed in, imported, asked for."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from gongkai.base.notify.models import Message
from gongkai.base.organisations import actions as organisations
from gongkai.law import annual_tables as law
from gongkai.oversight.annual_report import actions, queries
from gongkai.oversight.annual_report.models import Cell, Report
from gongkai.oversight.annual_report.rules import reports_in
from gongkai.oversight.annual_report.tests.texts import SYSTEM, text
from gongkai.oversight.annual_report.tests.world import LAST, as_, day, written
from gongkai.project.tests.cast import City

PAGE = f"/desk/reports/{LAST}/yc-zjj/"
IMPORT = "/desk/reports/entered/import/"
COLLECT = "/desk/reports/collect/"
VALID = (law.NORMATIVE, law.VALID)


def shown(answer: Any) -> str:
    return answer.content.decode()


def settled(city: City, value: int = 22) -> Report:
    """Return a draft of the housing bureau in which one more is in force than is counted."""
    report = written(city)
    return actions.enter(
        report=report, numbers={VALID: Decimal(value)}, reasons={VALID: "司法局备案登记另有一件"}, by=city.shen
    )


def test_another_number_needs_a_reason_and_both_stand_with_who_and_when(city: City):
    text(city.housing, "2025-02-01")
    report = actions.open_report(agency=city.housing, year=LAST, by=city.shen)
    with pytest.raises(actions.Refused, match="按台账是1，填的是2，请写明不同的理由"):
        actions.enter(report=report, numbers={VALID: Decimal(2)}, by=city.shen)
    client = as_(city, "shen")
    assert '">1</a>' in shown(client.get(f"{PAGE}table-2/"))
    typed = {"c5": "2", "seen": report.version}
    refused = client.post(f"{PAGE}table-2/", typed)
    assert refused.status_code == 422
    assert "请写明理由" in shown(refused)
    assert 'value="2"' in shown(refused)
    assert client.post(f"{PAGE}table-2/", typed | {"r5": "另有一件在司法局备案"}).status_code == 302
    page = shown(client.get(PAGE))
    assert "台账1</span>" in page
    assert "另有一件在司法局备案" in page
    assert "沈若川" in page
    facts = json.loads(client.get(f"{PAGE}export.json").content)
    assert facts["table2"][law.NORMATIVE] == [1, 0, 2]
    assert [(one["counted"], one["value"], one["by"]) for one in facts["table2_settled"]] == [(1, 2.0, "沈若川")]
    (read,) = reports_in("r.json", client.get(f"{PAGE}export.json").content)
    assert read.table2[law.NORMATIVE] == (1, 0, 2)
    report.refresh_from_db()
    assert client.post(f"{PAGE}table-2/", {"c5": "", "seen": report.version}).status_code == 302
    assert queries.figures_of(report).table2[law.NORMATIVE] == (1, 0, 1)


def test_a_draft_follows_the_texts_and_a_frozen_report_keeps_what_it_said(city: City):
    text(city.housing, "2025-02-01")
    report = written(city)
    text(city.housing, "2025-03-01")
    assert queries.figures_of(report).table2[law.NORMATIVE] == (2, 0, 2)
    report = actions.freeze(report=report, by=city.shen)
    text(city.housing, "2025-04-01")  # found in a cupboard afterwards
    assert queries.figures_of(report).table2[law.NORMATIVE] == (2, 0, 2)
    client = as_(city, "shen")
    page = shown(client.get(PAGE))
    assert "冻结以后台账有变动" in page
    assert "现3" in page
    again = {"again-reason": "补录一件", "seen": report.version}
    assert client.post(f"{PAGE}do/again/", again).status_code == 302
    report.refresh_from_db()
    assert queries.figures_of(report).table2[law.NORMATIVE] == (3, 0, 3)
    assert report.cells.get(table="2", row=VALID[0], column=VALID[1]).value == 2
    page = shown(client.get(PAGE))
    assert "原2" in page
    assert "补录一件" in page
    assert "冻结以后台账有变动" not in page


def test_freezing_keeps_what_was_counted_beside_what_was_set(city: City):
    text(city.housing, "2025-02-01")
    report = actions.freeze(report=settled(city), by=city.shen)
    text(city.housing, "2024-02-01")
    (one,) = queries.settled(report, {})
    assert (one.counted, one.value, one.who) == (1, 22, "沈若川")
    assert ("2", *VALID) not in queries.moved(report)  # what was set stays as it was set
    assert queries.figures_of(report).table2[law.NORMATIVE] == (1, 0, 22)
    assert "台账1</span>" in shown(as_(city, "shen").get(PAGE))


def test_last_years_reported_number_stands_beside_what_is_counted_for_it(city: City):
    text(city.housing, "2024-02-01")
    with_last = written(city, year=LAST - 1)
    actions.freeze(report=with_last, by=city.shen)
    text(city.housing, "2023-02-01")  # entered after last year's report
    (_, balance) = queries.balances(city.housing, *law.period_of(LAST))
    assert (balance.before, balance.reported, balance.gap, balance.added) == (2, 1, 1, 1)
    page = shown(as_(city, "shen").get(PAGE))
    assert "1，比台账少1件；上年报告冻结以后登记1件" in page
    report = written(city)
    found = [one for one in queries.findings(report) if one.row == law.NORMATIVE]
    assert [(one.rule.value, one.expected, one.found, one.hard) for one in found] == [("cross_year", 1, 2, False)]


def test_freezing_waits_until_every_entered_row_is_there(city: City):
    report = actions.open_report(agency=city.housing, year=LAST, by=city.shen)
    actions.bring(
        agency=city.housing, year=LAST, row="行政许可", column="本年处理决定数量", value=Decimal(3), by=city.shen
    )
    assert "表二还没有填报：行政处罚、行政强制、行政事业性收费，没有的填0" in queries.missing(report)


LINES = "统计年度,机关代码,信息内容,项目,数\n"


def sent(client: Client, lines: str) -> Any:
    return client.post(IMPORT, {"file": SimpleUploadedFile("t.csv", (LINES + lines).encode())})


def ticket_of(page: str) -> str:
    return page.split('name="ticket" value="', 1)[1].split('"', 1)[0]


def test_a_file_is_reported_line_by_line_and_nothing_is_kept_by_halves(city: City):
    client = as_(city, "xu")
    bad = shown(
        sent(
            client,
            "2025,yc-zjj,行政许可,,12\n2025,yc-none,行政许可,,1\n2025,yc-jyj,规章,,1\n2025,yc-jyj,行政处罚,,1.5\n"
            "2025,yc-zjj,行政许可,本年处理决定数量,13\n2025,yc-jyj,道路,,1\n2025,yc-jyj,行政处罚,件数,1\n",
        )
    )
    for sentence in ("没有代码为“yc-none”的机关", "“规章”按台账计数，不能导入", "件数应为整数", "出现了两次", "没有“道路”这一行",
                     "没有“件数”这一列", "一行也没有写入"):  # fmt: skip
        assert sentence in bad
    assert not Cell.objects.exists()
    checked = shown(sent(client, "2025,yc-zjj,行政许可,,12\n2025,yc-jyj,行政事业性收费,,1.25\n"))
    assert "核对通过，还没有写入" in checked
    assert not Cell.objects.exists()
    assert client.post(IMPORT, {"ticket": ticket_of(checked)}).status_code == 302
    kept = Cell.objects.values_list("report__agency__code", "row", "value", "source", "person_name")
    assert set(kept) == {
        ("yc-zjj", "行政许可", 12, "imported", "许明朗"), ("yc-jyj", "行政事业性收费", Decimal("1.25"), "imported", "许明朗"),
    }  # fmt: skip
    assert client.get("/desk/reports/entered/import/template.xlsx").content[:2] == b"PK"
    exported = b"".join(client.get("/desk/reports/entered/export.csv").streaming_content).decode()
    assert "yc-zjj" in exported
    assert "更新，原12" in shown(sent(client, "2025,yc-zjj,行政许可,,15\n"))


def test_a_number_far_from_last_years_is_asked_about(city: City):
    last = written(city, year=LAST - 1)
    last = actions.enter(report=last, numbers={("行政处罚", "本年处理决定数量"): Decimal(100)}, by=city.shen)
    actions.freeze(report=last, by=city.shen)
    client = as_(city, "xu")
    assert "上年100，相差较大，请核对" in shown(sent(client, "2025,yc-zjj,行政处罚,,400\n"))
    assert "相差较大" not in shown(sent(client, "2025,yc-zjj,行政处罚,,120\n"))
    frozen = shown(sent(client, "2024,yc-zjj,行政处罚,,120\n"))
    assert "现在是“已冻结”" in frozen


def test_only_ones_own_agencies_are_imported(city: City):
    refused = shown(sent(as_(city, "shen"), "2025,yc-jyj,行政许可,,1\n"))
    assert "您没有为它编制年度报告的权限" in refused
    assert as_(city, "jian").get(IMPORT).status_code == 403


@pytest.mark.requirement("R247")
def test_the_superior_sees_who_has_not_entered_and_reminds(city: City):
    written(city)  # the housing bureau entered zeros
    client = as_(city, "xu")
    page = shown(client.get(f"{COLLECT}?year={LAST}"))
    assert "3个机关还没有填完" in page
    assert 'value="yc-jyj"' in page
    assert 'value="yc-zjj"' not in page
    told = client.post(f"{COLLECT}?year={LAST}", {"agency": ["yc-jyj", "yc-zjj"]}, follow=True)
    assert "已提醒1个机关：市教育局" in shown(told)
    message = Message.objects.get(person=city.people["mo"])
    assert message.title == f"请填报{LAST}年年度报告表二：行政许可、行政处罚、行政强制、行政事业性收费"
    assert as_(city, "mo").get(message.url).status_code == 200
    client.post(f"{COLLECT}?year={LAST}", {"agency": ["yc-jyj"]})
    assert Message.objects.filter(person=city.people["mo"]).count() == 1
    today = timezone.localdate()
    assert f"{today.year}年{today.month}月{today.day}日" in shown(client.get(f"{COLLECT}?year={LAST}"))
    nobody = client.post(f"{COLLECT}?year={LAST}", {"agency": ["yc-gov"]}, follow=True)
    assert "没有编制年度报告的人员" in shown(nobody)
    assert "请先勾选" in shown(client.post(f"{COLLECT}?year={LAST}", follow=True))


def test_a_reader_sees_the_list_and_may_not_remind(city: City):
    client = as_(city, "jian")
    page = shown(client.get(f"{COLLECT}?year={LAST}"))
    assert "提醒勾选的机关" not in page
    assert "请先勾选" in shown(client.post(f"{COLLECT}?year={LAST}", {"agency": ["yc-jyj"]}, follow=True))
    assert not Report.objects.exists()


def test_the_sum_of_those_below_and_what_is_published_stand_beside_the_field(city: City):
    spot = ("行政处罚", "本年处理决定数量")
    part = written(city, agency=city.housing, who=city.xu)
    actions.enter(report=part, numbers={spot: Decimal(37)}, by=city.xu)
    actions.open_report(agency=city.government, year=LAST, by=city.xu)
    text(city.housing, "2025-05-01", "云川住建罚〔2025〕3号行政处罚决定书", genre="决定", category="其他文件")
    page = shown(as_(city, "xu").get(f"/desk/reports/{LAST}/yc-gov/table-2/"))
    assert '<td class="r num">37</td>' in page
    assert "本平台公开的行政处罚决定1件" in page
    listed = as_(city, "xu").get("/desk/reports/decisions/?agency=yc-gov&row=行政处罚&start=2025-01-01&end=2025-12-31")
    assert "云川住建罚〔2025〕3号行政处罚决定书" in shown(listed)


def test_a_whole_smaller_than_its_parts_is_told(city: City):
    spot = ("行政处罚", "本年处理决定数量")
    actions.enter(report=written(city, who=city.xu), numbers={spot: Decimal(37)}, by=city.xu)
    whole = actions.enter(
        report=written(city, agency=city.government, who=city.xu), numbers={spot: Decimal(30)}, by=city.xu
    )
    (found,) = queries.findings(whole)
    assert (found.rule.value, found.row, found.expected, found.found, found.hard) == (
        "roll_up",
        "行政处罚",
        37,
        30,
        False,
    )
    assert not queries.findings(actions.enter(report=whole, numbers={spot: Decimal(40)}, by=city.xu))


def test_the_list_of_agencies_asks_the_same_queries_however_many_there_are(
    city: City, django_assert_max_num_queries: Any
):
    client = as_(city, "xu")
    written(city)
    actions.freeze(report=written(city, year=LAST - 1), by=city.shen)
    client.get(f"{COLLECT}?year={LAST}")
    with django_assert_max_num_queries(60) as few:
        client.get(f"{COLLECT}?year={LAST}")
    for at in range(12):
        agency = organisations.create_agency(
            code=f"yc-x{at}", name=f"云川市第{at}局", parent=city.government, by=SYSTEM
        )
        actions.freeze(report=written(city, year=LAST - 1, agency=agency, who=city.xu), by=city.xu)
        written(city, agency=agency, who=city.xu)
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(f"{COLLECT}?year={LAST}")


def test_a_report_of_the_form_of_2019_is_entered_as_before(city: City):
    report = actions.open_report(agency=city.housing, year=2020, by=city.shen)
    text(city.housing, "2020-02-01")
    assert queries.counted(report) == {}
    assert queries.live(city.housing, dt.date(2020, 1, 1), day("2020-12-31")).table2 == {}


def test_a_report_frozen_before_anything_was_counted_says_what_it_said(city: City):
    text(city.housing, "2024-02-01")
    last = actions.freeze(report=written(city, year=LAST - 1), by=city.shen)
    last.cells.filter(table="2").update(source="entered", counted=None, reason="", value=21)  # as it was kept then
    assert queries.figures_of(last).table2[law.NORMATIVE] == (21, 21, 21)
    assert not queries.settled(last, {})
    assert not queries.moved(last)
    (_, balance) = queries.balances(city.housing, *law.period_of(LAST))
    assert (balance.reported, balance.before, balance.settled) == (21, 1, 0)
    assert "比台账多20件" in shown(as_(city, "shen").get(PAGE))
