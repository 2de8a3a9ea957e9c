"""Tables 三 and 四 of any period, agency and subtree, counted from the facts in one pass each."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When

from gongkai.base.organisations.queries import agency_model
from gongkai.base.organisations.queries import subtree as subtree_of
from gongkai.law import annual_tables as law
from gongkai.oversight.annual_report.models import Matter
from gongkai.oversight.annual_report.queries import holdings
from gongkai.oversight.annual_report.rules.facts import DISPUTES, KIND_NAMES, Kind
from gongkai.oversight.annual_report.rules.figures import Figures
from gongkai.oversight.annual_report.rules.statistics import Handling, handling
from gongkai.responsive.applications.queries.fees import fee_notices

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency

Table = dict[str, tuple[int, ...]]
PLACES = {column.key: place for place, column in enumerate(law.COLUMNS)}
ROWS = law.TABLE3[law.Form.Y2021]


def matters(agency: Agency, *, subtree: bool = True) -> QuerySet[Matter]:
    """Return the facts of an agency, with all below it; without a condition where that is everybody."""
    if not subtree:
        return Matter.objects.filter(agency=agency)
    below = subtree_of(agency)
    if below.count() == agency_model().objects.count():
        return Matter.objects.all()
    return Matter.objects.filter(agency__in=list(below.values_list("pk", flat=True)))


def table3(agency: Agency, start: dt.date, end: dt.date, *, subtree: bool = True) -> Table:
    """Return 25 rows of seven numbers. The balance holds by construction: both its sides count the same rows."""
    there = matters(agency, subtree=subtree).filter(kind=Kind.APPLICATION, received_on__lte=end, closed_on__gte=start)
    counted = there.values(
        "column",
        came=Case(When(received_on__lt=start, then=Value("carried_in")), default=Value("new"), output_field=CharField()),
        result=Case(When(closed_on__gt=end, then=Value("carried_out")), default=F("row"), output_field=CharField()),
    ).annotate(number=Count("*")).order_by()  # fmt: skip
    rows: dict[str, list[int]] = defaultdict(lambda: [0] * len(law.ALL_COLUMNS))
    for line in counted:
        ends = [line["came"], line["result"], *([] if line["result"] == "carried_out" else ["total"])]
        for key in ends:
            rows[key][PLACES[line["column"]]] += line["number"]
            rows[key][-1] += line["number"]
    return {row.key: tuple(rows[row.key]) for row in ROWS}


def table4(agency: Agency, start: dt.date, end: dt.date, *, subtree: bool = True) -> Table:
    """Return reviews and lawsuits: what was decided in the period, and what was pending at its end."""
    there = matters(agency, subtree=subtree).filter(kind__in=DISPUTES, received_on__lte=end, closed_on__gte=start)
    counted = there.values(
        "kind", result=Case(When(closed_on__gt=end, then=Value("pending")), default=F("row"), output_field=CharField())
    ).annotate(number=Count("*")).order_by()  # fmt: skip
    places = {column.key: place for place, column in enumerate(law.TABLE4_COLUMNS)}
    rows = {name: [0] * len(places) for name in law.TABLE4}
    for line in counted:
        cells = rows[law.TABLE4_KEYS[line["kind"]]]
        cells[places[line["result"]]] += line["number"]
        cells[-1] += line["number"]
    return {name: tuple(cells) for name, cells in rows.items()}


def live(agency: Agency, start: dt.date, end: dt.date, *, subtree: bool = True) -> Figures:
    return Figures(
        year=start.year,
        issuer=agency.name,
        table2=_counted(agency, start, end, subtree=subtree),
        table3=table3(agency, start, end, subtree=subtree),
        table4=table4(agency, start, end, subtree=subtree),
        fee_notices=fee_notices(agency, start, end, subtree=subtree),
    )


def _counted(agency: Agency, start: dt.date, end: dt.date, *, subtree: bool) -> dict[str, tuple[Decimal | None, ...]]:
    """Return the rows of table 二 that are counted; nothing under a form that asked for other columns."""
    if law.form_of(end.year) is not law.Form.Y2021:
        return {}
    rows = holdings.table2(agency, start, end, subtree=subtree)
    return {row: tuple(Decimal(number) for number in cells) for row, cells in rows.items()}


def cases(
    agency: Agency, start: dt.date, end: dt.date, *, row: str, column: str, subtree: bool = True
) -> QuerySet[Matter]:
    """Return the matters behind one number of table 三 or 四. `row` is a key of table 三, or a line of table 四."""
    found = matters(agency, subtree=subtree)
    kinds = {name: key for key, name in law.TABLE4_KEYS.items()}
    if row in kinds:
        return _disputes(found.filter(kind=kinds[row]), start, end, column)
    found = found.filter(kind=Kind.APPLICATION)
    if column != law.SUM.key:
        found = found.filter(column=column)
    match row:
        case "new":
            return found.filter(received_on__range=(start, end)).order_by("received_on", "pk")
        case "carried_in":
            return found.filter(received_on__lt=start, closed_on__gte=start).order_by("closed_on", "pk")
        case "carried_out":
            return found.filter(received_on__lte=end, closed_on__gt=end).order_by("closed_on", "pk")
        case "total":
            return found.filter(closed_on__range=(start, end)).order_by("closed_on", "pk")
        case _:
            return found.filter(row=row, closed_on__range=(start, end)).order_by("closed_on", "pk")


def _disputes(found: QuerySet[Matter], start: dt.date, end: dt.date, column: str) -> QuerySet[Matter]:
    found = found.filter(received_on__lte=end).order_by("closed_on", "pk")
    if column == "pending":
        return found.filter(closed_on__gt=end)
    decided = Q(closed_on__range=(start, end))
    if column == law.SUM.key:
        return found.filter(decided | Q(closed_on__gt=end))
    return found.filter(decided, row=column)


def handled(agency: Agency, start: dt.date, end: dt.date, *, subtree: bool = True) -> Handling:
    """Return days and rates of what was closed in the period."""
    closed = matters(agency, subtree=subtree).filter(kind=Kind.APPLICATION, closed_on__range=(start, end))
    lines = closed.values("days", "late", "row").annotate(number=Count("*")).order_by()
    histogram: dict[int, int] = defaultdict(int)
    results: dict[str, int] = defaultdict(int)
    late = 0
    for line in lines:
        results[line["row"]] += line["number"]
        late += line["number"] if line["late"] else 0
        if line["days"] is not None:
            histogram[line["days"]] += line["number"]
    return handling(histogram, late=late, results=results)


def kind_name(row: str) -> str:
    return row if row in law.TABLE4 else KIND_NAMES[Kind.APPLICATION]
