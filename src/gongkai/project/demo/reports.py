"""Annual reports on their whole road: opened, table 二 settled and handed in, written from what was counted, frozen, published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from django.utils import timezone

from gongkai.law import annual_tables as law
from gongkai.oversight.annual_report import actions, queries
from gongkai.oversight.annual_report.queries.fees import fee_sentence
from gongkai.oversight.annual_report.rules.second import COLUMNS, Spot
from gongkai.project.demo import days
from gongkai.project.demo.report_papers import ReportLife, as_content, signed_on

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency
    from gongkai.base.organisations.queries import Acting
    from gongkai.oversight.annual_report.models import Report
    from gongkai.project.demo.founding import City
    from gongkai.project.demo.lives import Step

PERMITS, PENALTIES, FORCE, CHARGES = ((row, COLUMNS[row][0]) for row in COLUMNS if row not in law.STOCK_ROWS)
VALID = (law.NORMATIVE, law.VALID)
FIVE = (
    "一是部分政策发布后解读不够及时，群众理解政策仍有困难。二是依申请公开答复的说理还不够充分。\n"
    "下一步，坚持政策文件与解读同步起草、同步审签、同步发布；对不予公开的答复逐件由法律顾问审查。"
)
WITH_THE_OFFICE_OF_JUSTICE = "与市司法局备案登记核对，2012年印发的1件仍然有效，纸质存量还没有补录"


@dataclass(frozen=True)
class Year:
    """One report: what was handed in (许可, 处罚, 强制, 收费), and by how much 现行有效 was settled higher than counted."""

    agency: str
    year: int
    month: int
    day: int
    entered: tuple[int, int, int, str]
    more_valid: int = 0


YEARS: tuple[Year, ...] = (
    Year("yc-zjj", 2024, 1, 8, (471, 41, 2, "0")),
    Year("yc-jtj", 2024, 1, 9, (1286, 358, 12, "0"), 1),
    Year("yc-gov", 2024, 3, 10, (52318, 6120, 418, "3215.6"), 1),
    Year("yc-zjj", 2025, 1, 8, (486, 37, 1, "0")),
    Year("yc-jtj", 2025, 1, 9, (1322, 371, 9, "0"), 1),
    Year("yc-gov", 2025, 3, 10, (53044, 6387, 402, "3188.25"), 1),
)
# What has come in for the running year; the second line differs so much from last year's that somebody will ask.
RUNNING: tuple[tuple[str, tuple[int, int, int, str]], ...] = (
    ("yc-zjj", (402, 29, 1, "0")),
    ("yc-jtj", (1104, 96, 7, "0")),
    ("yc-scjg", (8120, 1204, 77, "0")),
)
ASKED_AGAIN = ("yc-fgw", "yc-jyj", "yc-wjw")


def steps(city: City, end: dt.date) -> list[Step]:
    """Return the finished reports, each in the January or March after its year, and what is collected for the running one."""
    told = [step for one in YEARS if _there(city, one.agency) for step in _road(city, one, end)]
    return [*told, (days.at(end, "collect", first=15, last=16), partial(collecting, city))]


def _road(city: City, one: Year, end: dt.date) -> list[Step]:
    """Return the way of one report: settled and frozen, then its document through the offices, then put down as public."""
    frozen_on = days.forward(dt.date(one.year + 1, one.month, one.day), 0)
    name = city.agencies[one.agency].name
    content = as_content(agency=one.agency, name=name, year=one.year, formed_on=signed_on(frozen_on))
    life = ReportLife(content, city, end)
    officer = city.who(one.agency, "openness_officer")

    def freeze() -> None:
        life.report = frozen_report(
            agency=city.agencies[one.agency], officer=officer, year=one.year, entered=one.entered,
            more_valid=one.more_valid,
        )  # fmt: skip

    def put_down() -> None:
        assert life.report is not None
        actions.publish(report=life.report, on=timezone.localdate(), url=life.address(), by=officer)

    paper = list(life.steps())
    return [
        (days.at(frozen_on, f"report-{one.agency}-{one.year}"), freeze),
        *paper,
        (paper[-1][0] + dt.timedelta(minutes=5), put_down),
    ]


def build_all(city: City) -> None:
    """Do all of it at once, in a city that stands already."""
    for one in YEARS:
        if _there(city, one.agency):
            finished(city, one)
    collecting(city)


def _there(city: City, agency: str) -> bool:
    return agency in city.agencies and (agency, "openness_officer") in city.holders


def _entered(numbers: tuple[int, int, int, str]) -> dict[Spot, Decimal]:
    spots = (PERMITS, PENALTIES, FORCE, CHARGES)
    return {spot: Decimal(str(number)) for spot, number in zip(spots, numbers, strict=True)}


def finished(city: City, one: Year) -> Report:
    on = min(dt.date(one.year + 1, one.month, one.day), timezone.localdate())
    return build_reports(
        agency=city.agencies[one.agency], officer=city.who(one.agency, "openness_officer"), year=one.year,
        published_on=on, entered=one.entered, more_valid=one.more_valid,
    )  # fmt: skip


def build_reports(
    *, agency: Agency, officer: Acting, year: int, published_on: dt.date,
    entered: tuple[int, int, int, str] = (486, 37, 1, "0"), more_valid: int = 0,
) -> Report:  # fmt: skip
    """Return the published report of a year that is over, in a city without a site for its document."""
    report = frozen_report(agency=agency, officer=officer, year=year, entered=entered, more_valid=more_valid)
    url = f"https://open.yunchuan.example/reports/{year}-{agency.code}"
    return actions.publish(report=report, on=published_on, url=url, by=officer)


def frozen_report(
    *, agency: Agency, officer: Acting, year: int, entered: tuple[int, int, int, str], more_valid: int,
) -> Report:  # fmt: skip
    """Return the settled report of a year that is over; the numbers of its text are those that were counted."""
    report = actions.open_report(agency=agency, year=year, by=officer)
    numbers, reasons = _entered(entered), {}
    if more_valid:
        numbers[VALID] = Decimal(queries.counted(report)[VALID] + more_valid)
        reasons[VALID] = WITH_THE_OFFICE_OF_JUSTICE
    actions.enter(report=report, numbers=numbers, reasons=reasons, by=officer)
    _write(report, officer)
    report.refresh_from_db()
    return actions.freeze(report=report, by=officer)


def _write(report: Report, officer: Acting) -> None:
    figures = queries.figures_of(report)
    total: Mapping[str, int] = {
        key: figures.table3[key][-1] or 0 for key in ("new", "carried_in", "total", "carried_out")
    }
    made, repealed, valid = (int(number or 0) for number in figures.table2[law.NORMATIVE])
    text = (
        f"{report.year}年，{report.agency.name}围绕群众关心的事项推进政务公开。"
        f"全年制发行政规范性文件{made}件，废止{repealed}件，现行有效行政规范性文件{valid}件。"
        f"全年新收政府信息公开申请{total['new']}件，上年结转{total['carried_in']}件，办结{total['total']}件，"
        f"结转下年度继续办理{total['carried_out']}件。"
    )
    six = fee_sentence(report.agency, report.year)
    actions.write(report=report, part_one=text, part_five=FIVE, part_six=six, by=officer)


def collecting(city: City) -> None:
    """Bring what some bureaus handed in for the running year, and ask the others."""
    year, authority = timezone.localdate().year, city.who("yc-gov", "openness_authority")
    for code, numbers in RUNNING:
        if code not in city.agencies:
            continue
        for (row, column), value in _entered(numbers).items():
            actions.bring(agency=city.agencies[code], year=year, row=row, column=column, value=value, by=authority)
    if asked := [city.agencies[code] for code in ASKED_AGAIN if code in city.agencies]:
        actions.remind(agencies=asked, year=year, by=authority)
    if _there(city, "yc-gov"):
        actions.open_report(agency=city.agencies["yc-gov"], year=year, by=city.who("yc-gov", "openness_officer"))
