"""The tables of the year from the real verbs of applications, end to end."""

from __future__ import annotations

import datetime as dt
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from pdfminer.high_level import extract_text

from gongkai.base.organisations.queries import the_system
from gongkai.engine.casework import actions as casework
from gongkai.law import annual_tables as law
from gongkai.law.replies import Row
from gongkai.oversight.annual_report import actions as reports
from gongkai.oversight.annual_report import queries
from gongkai.oversight.annual_report.rules import Rule, judge
from gongkai.oversight.annual_report.tests.world import as_, written
from gongkai.project.tests.cast import City
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.models import Application
from gongkai.responsive.applications.rules.forms import Matter
from gongkai.responsive.applications.tests.world import COMPANY, QIAN, at_work, fresh, handed_in, on_day, staff

pytestmark = pytest.mark.django_db
LAST, THIS = law.period_of(2025), law.period_of(2026)
SYSTEM = the_system("test")
REVIEW = law.TABLE4_KEYS["review"]
ENDED, NOT_HELD = law.ROW_OF_REPLY[Row.OTHER], law.ROW_OF_REPLY[Row.NOT_HELD]


@pytest.fixture
def town(city: City) -> City:
    return staff(city)


def given(town: City, application: Application, day: str) -> None:
    """Give it, and post the answer on this day: that is the day on which it is closed."""
    with on_day(day) as today:
        actions.decide(application=fresh(application), code="R2", where="随本答复书邮寄", by=town.jing)
        letter = actions.issue(application=fresh(application), by=town.jing)
        sent = casework.dispatch(letter=letter, route="post", by=town.jing, address=QIAN.address)
        casework.record_posted(dispatch=sent, on=today, tracking=f"XA{application.pk:011}", by=town.jing)


@pytest.mark.requirement("R233", "R236")
def test_a_year_of_cases_is_in_the_tables_and_new_years_midnight_divides_them(town: City) -> None:
    with on_day("2025-12-08") as day:
        first, second = at_work(town, on=day), at_work(town, on=day)
        three = at_work(town, on=day, party=COMPANY)
        actions.split(application=three, matters=[Matter("甲"), Matter("乙"), Matter("丙")], by=town.jing)
        back = handed_in(town, on=day)
    with on_day("2025-12-15"):
        actions.withdraw(application=back, reason="", by=town.jing)
    given(town, first, "2025-12-31")
    given(town, second, "2026-01-01")
    year = queries.table3(town.housing, *LAST)
    assert (year["new"], year["carried_in"][-1]) == ((3, 3, 0, 0, 0, 0, 6), 0)
    assert (year["granted"][-1], year[ENDED][-1]) == (1, 1)
    assert (year["total"][-1], year["carried_out"]) == (2, (1, 3, 0, 0, 0, 0, 4))
    following = queries.table3(town.housing, *THIS)
    assert following["carried_in"] == year["carried_out"]
    assert (following["granted"][-1], following["total"][-1], following["carried_out"][-1]) == (1, 1, 3)
    assert judge(queries.live(town.housing, *LAST)) == []
    assert judge(queries.live(town.housing, *THIS), queries.live(town.housing, *LAST)) == []
    # Each number opens its cases, each case its page at the desk.
    for row in ("new", "granted", "total", "carried_out"):
        found = queries.cases(town.housing, *LAST, row=row, column="total")
        assert found.count() == year[row][-1], row
    with on_day("2026-01-05"):
        page = as_(town, "jing").get(queries.cases(town.housing, *LAST, row="granted", column="natural").get().url)
    assert page.status_code == 200


def test_a_correction_in_a_frozen_year_shows_beside_the_number(town: City) -> None:
    with on_day("2025-11-03") as day:
        case = at_work(town, on=day)
    given(town, case, "2025-11-10")
    report = reports.freeze(report=written(town), by=town.shen)
    actions.correct_outcome(application=fresh(case), code="R1", reason="应为已主动公开", by=town.zheng)
    assert queries.moved(report) == {}  # the same row: nothing moves
    actions.correct_outcome(application=fresh(case), code="R6", reason="应为没有该信息", by=town.zheng)
    assert {place[1] for place in queries.moved(report)} == {"granted", NOT_HELD}
    assert queries.figures_of(report).table3["granted"][-1] == 1  # frozen
    reports.take_again(report=report, reason="复核更正", by=town.shen)
    assert queries.figures_of(report).table3["granted"][-1] == 0
    assert queries.corrected(report)
    assert [one.hard for one in queries.findings(report)] == []


def test_a_review_that_puts_right_is_in_table_four(town: City) -> None:
    with on_day("2025-10-13") as day:
        case = at_work(town, on=day)
    given(town, case, "2025-10-20")
    with on_day("2025-11-03") as day:
        filed = actions.file_challenge(
            agency=town.housing, kind="review", body="云川市人民政府", claims="撤销答复", filed_on=day,
            application=fresh(case), by=SYSTEM,
        )  # fmt: skip
    assert queries.table4(town.housing, *LAST)[REVIEW][-1] == 1
    with on_day("2026-01-12") as day:
        actions.decide_challenge(challenge=filed, result="upheld", on=day, text="维持", by=SYSTEM)
    before, after = queries.table4(town.housing, *LAST)[REVIEW], queries.table4(town.housing, *THIS)[REVIEW]
    assert (sum(before[:-2]), before[-2], before[-1]) == (0, 1, 1)
    assert (after[0], after[-1]) == (1, 1)


@pytest.mark.requirement("R240")
def test_fees_are_counted_for_row_and_part_six(town: City) -> None:
    with on_day("2025-09-01") as day:
        paid, unpaid = at_work(town, on=day), at_work(town, on=day, party=COMPANY)
        for one in (paid, unpaid):
            actions.charge(application=one, method="按量", pages=40, how_to_pay="到银行", by=town.jing)
            actions.fee_reached(application=fresh(one), on=day, by=town.jing)
    with on_day("2025-09-03"):
        yuan = fresh(paid).fee.yuan
        actions.pay(application=fresh(paid), yuan=yuan, by=town.jing)
    assert queries.live(town.housing, *LAST).fee_notices == 2
    assert queries.live(town.housing, *THIS).fee_notices == 0
    assert f"共收取信息处理费{yuan}元" in queries.fee_sentence(town.housing, 2025)
    assert queries.fee_sentence(town.housing, 2026) == "本年度没有收取信息处理费。"
    silent, told = written(town, part_six="无。"), queries.fee_sentence(town.housing, 2025)
    assert [one.rule.value for one in queries.findings(silent)] == ["fee_text"]
    assert queries.findings(written(town, part_six=told)) == []


@pytest.mark.requirement("R247")
def test_a_year_without_applications_is_reported_as_nil(town: City) -> None:
    out = StringIO()
    call_command("report", "annual", agency="yc-zjj", year=2025, format="json", stdout=out)
    said = json.loads(out.getvalue())
    assert queries.is_nil(queries.live(town.housing, *LAST))
    assert {number for row in queries.table3(town.housing, *LAST).values() for number in row} == {0}
    assert said["year"] == 2025


def test_a_merged_form_is_ended_otherwise_and_undone_it_is_under_way_again(town: City) -> None:
    with on_day("2026-03-02") as day:
        first, second = at_work(town, on=day), at_work(town, on=day)
        actions.merge(application=second, into=first, reason="同日两次提交", by=town.jing)
        year = queries.table3(town.housing, *THIS)
        assert (year["new"][-1], year[ENDED][-1], year["total"][-1], year["carried_out"][-1]) == (2, 1, 1, 1)
        actions.unmerge(application=fresh(second), reason="内容不同", by=town.jing)
    year = queries.table3(town.housing, *THIS)
    assert (year["new"][-1], year[ENDED][-1], year["carried_out"][-1]) == (2, 0, 2)
    assert judge(queries.live(town.housing, *THIS)) == []


def charged_and_paid(town: City) -> int:
    """The eleventh form of a month costs; return the sum."""
    for _ in range(10):
        handed_in(town, on=dt.date(2026, 3, 2))
    one = at_work(town, on=dt.date(2026, 3, 2))
    actions.charge(application=one, method="按件", how_to_pay="缴入国库", by=town.jing)
    actions.fee_reached(application=fresh(one), on=dt.date(2026, 3, 2), by=town.jing)
    fee = fresh(one).fee
    actions.pay(application=fresh(one), yuan=fee.yuan, on=dt.date(2026, 3, 2), by=town.jing)
    return int(fee.yuan)


def test_the_sum_of_fees_in_the_text_is_held_against_the_ledger(town: City) -> None:
    with on_day("2026-03-02"):
        yuan = charged_and_paid(town)
        report = reports.open_report(agency=town.housing, year=2026, by=town.shen)

    def found(text: str) -> list[tuple[str, bool]]:
        report.part_six = text
        return [(one.message, one.hard) for one in queries.findings(report) if one.rule == Rule.FEE_LEDGER]

    assert found(f"本年度收取信息处理费{yuan}元。") == []
    assert found("本年度没有其他事项需要说明的情况。")[0][1]
    less = found("本年度收取信息处理费1元。")
    assert less[0][1]
    assert f"台账为{yuan}元" in less[0][0]
    more = found(f"本年度收取信息处理费{yuan + 100}元。")
    assert not more[0][1]
    assert found("") == []


@pytest.mark.requirement("R236")
def test_the_report_comes_as_pdf_by_command_and_page(town: City, tmp_path: Path, client: Client) -> None:
    path = tmp_path / "report.pdf"
    call_command("report", "annual", "--year", "2026", "--agency", "yc-zjj", "--format", "pdf", "--out", str(path))
    words = extract_text(str(path))
    assert "三、收到和处理政府信息公开申请情况" in words
    assert "结转下年度继续办理" in words.replace("\n", "")
    client.force_login(town.people["shen"])
    answer = client.get("/desk/reports/2026/yc-zjj/export.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


@pytest.mark.requirement("R233")
def test_cases_past_their_day_stand_beside_the_share_of_those_in_time(town: City) -> None:
    with on_day("2026-03-02") as day:
        done, forgotten = at_work(town, on=day), at_work(town, on=day)
    given(town, done, "2026-03-10")
    with on_day("2026-05-20"):
        client = as_(town, "shen")
        page = client.get("/desk/reports/figures/", {"agency": "yc-zjj", "start": "2026-01-01", "end": "2026-05-20"})
        html = page.content.decode()
        shares = {row["name"]: row["now"] for row in page.context["rows"]}
        assert (shares["按期率"], shares["逾期未办结"], shares["按期率（计入逾期未办结）"]) == (100.0, 1, 50.0)
        address = "/desk/applications/?status=pending&amp;late=1&amp;agency=yc-zjj"
        assert f'<a href="{address}">1</a>' in html
        listed = client.get(address.replace("&amp;", "&")).content.decode()
        assert forgotten.number in listed
        assert done.number not in listed
        # of a period that is over nothing is said: what was overdue then is not on record
        past = client.get("/desk/reports/figures/", {"agency": "yc-zjj", "start": "2026-01-01", "end": "2026-04-30"})
        assert "逾期未办结" not in past.content.decode()
        # who supervises reads the number; the cases are not theirs
        above = as_(town, "jian").get("/desk/reports/figures/", {"agency": "yc-zjj", "end": "2026-05-20"})
        assert "逾期未办结" in above.content.decode()
