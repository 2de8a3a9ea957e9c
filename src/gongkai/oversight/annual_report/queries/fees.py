"""What the ledger of fees says of a year: judged beside row o2, and offered as the sentence of part six."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from gongkai.law import annual_tables as law
from gongkai.oversight.annual_report.rules.checks import NOTHING
from gongkai.oversight.annual_report.rules.reports import Source
from gongkai.responsive.applications.queries.fees import fee_notices, fees_collected

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongkai.base.organisations.models import Agency
    from gongkai.oversight.annual_report.models import Report
    from gongkai.oversight.annual_report.rules.figures import Number

COLLECTED = "fee_collected_yuan"


def fee_sentence(agency: Agency, year: int) -> str:
    """Return what part six says of fees, with the number of matters and the sum."""
    start, end = law.period_of(year)
    paid, told = fees_collected(agency, start, end), fee_notices(agency, start, end)
    if not told and not paid.matters:
        return "本年度没有收取信息处理费。"
    return f"本年度发出信息处理费收费通知{told}件，{paid.matters}件申请缴费，共收取信息处理费{paid.yuan}元。"


def told_of_fees(report: Report) -> int | None:
    """Return the notices of a report's year, None where its numbers came from before the platform: nobody knows here."""
    if not report.is_draft and not report.cells.filter(table="3", source=Source.LIVE).exists():
        return None
    return fee_notices(report.agency, *law.period_of(report.year))


def ledger_of(report: Report) -> Decimal | None:
    """Return what the ledger says was collected in a report's year; None as with `told_of_fees`."""
    if told_of_fees(report) is None:
        return None
    return Decimal(fees_collected(report.agency, *law.period_of(report.year)).yuan)


def with_fees(said: Mapping[str, Number], report: Report) -> Mapping[str, Number]:
    """Return the numbers of the text, with the sum of the ledger where part six says that there is nothing to tell."""
    if COLLECTED in said or report.part_six.strip() not in NOTHING - {""}:
        return said
    paid = fees_collected(report.agency, *law.period_of(report.year))
    return {**said, COLLECTED: Decimal(paid.yuan)} if paid.yuan else said
