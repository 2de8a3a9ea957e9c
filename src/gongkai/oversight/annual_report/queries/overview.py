"""The list of a year: every agency in sight with what came in and what became of it, in two queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Case, CharField, Count, Q, Value, When

from gongkai.base.organisations.queries import agency_model
from gongkai.law import annual_tables as law
from gongkai.oversight.annual_report.models import Cell, Correction, Matter, Report
from gongkai.oversight.annual_report.permissions import agencies_read
from gongkai.oversight.annual_report.rules.facts import Kind

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency
    from gongkai.base.organisations.queries import Acting

SHOWN = ("new", "carried_in", "total", "carried_out")


@dataclass(frozen=True)
class Line:
    """One agency in a year; `numbers` are new, carried in, closed, carried out, with all below it."""

    agency: Agency
    report: Report | None
    numbers: dict[str, int]

    @property
    def is_nil(self) -> bool:
        return not (self.numbers["new"] or self.numbers["carried_in"])


def year_lines(by: Acting, year: int) -> list[Line]:
    agencies = list(agencies_read(by).filter(abolished_on__isnull=True).order_by("lineage"))
    reports = {one.agency_id: one for one in Report.objects.filter(year=year, agency__in=agencies)}
    own = _counted(agencies, year)
    kept = _kept([one.pk for one in reports.values() if not one.is_draft])
    lines = []
    for agency in agencies:
        report = reports.get(agency.pk)
        if report is not None and report.pk in kept:
            numbers = kept[report.pk]
        else:
            below = [counts for lineage, counts in own.items() if lineage.startswith(agency.lineage)]
            numbers = {key: sum(counts[key] for counts in below) for key in SHOWN}
        lines.append(Line(agency, report, numbers))
    return lines


def _counted(agencies: list[Agency], year: int) -> dict[str, dict[str, int]]:
    """Return counts by lineage, of all agencies at or below those given."""
    start, end = law.period_of(year)
    wanted = Q(pk__in=[])
    for one in agencies:
        wanted |= Q(lineage__startswith=one.lineage)
    lineages = dict(agency_model().objects.filter(wanted).values_list("pk", "lineage"))
    rows = (
        Matter.objects.filter(kind=Kind.APPLICATION, received_on__lte=end, closed_on__gte=start)
        .values(
            "agency_id",
            came=Case(
                When(received_on__lt=start, then=Value("carried_in")), default=Value("new"), output_field=CharField()
            ),
            went=Case(
                When(closed_on__gt=end, then=Value("carried_out")), default=Value("total"), output_field=CharField()
            ),
        )
        .annotate(number=Count("*"))
        .order_by()
    )
    found: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(SHOWN, 0))
    for row in rows:
        if lineage := lineages.get(row["agency_id"]):
            for key in (row["came"], row["went"]):
                found[lineage][key] += row["number"]
    return found


def _kept(reports: list[int]) -> dict[int, dict[str, int]]:
    """Return the same numbers of frozen reports, as they stand."""
    wanted = {"table": "3", "row__in": SHOWN, "column": law.SUM.key}
    found: dict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys(SHOWN, 0))
    for report, row, value in Cell.objects.filter(report__in=reports, **wanted).values_list("report", "row", "value"):
        found[report][row] = int(value)
    later = Correction.objects.filter(report__in=reports, **{f"cell__{key}": one for key, one in wanted.items()})
    for report, row, value in later.order_by("pk").values_list("report", "cell__row", "new"):
        found[report][row] = int(value)
    return found
