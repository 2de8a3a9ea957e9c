"""What applications tell is counted at once, by the hook they offer."""

from __future__ import annotations

from gongkai.law import annual_tables as law
from gongkai.oversight.annual_report import queries, reactions
from gongkai.oversight.annual_report.models import Matter, Report
from gongkai.oversight.annual_report.tests.world import day
from gongkai.project.tests.cast import City
from gongkai.responsive.applications.rules.facts import FACT_LISTENERS, GONE_LISTENERS, Fact

YEAR = law.period_of(2025)


def told(city: City, **changes: object) -> None:
    facts = {
        "kind": "application", "subject_type": "applications.application", "subject_id": "1",
        "agency_id": city.housing.pk, "column": "natural", "row": "", "received_on": day("2025-03-01"),
        "closed_on": None, "days": None, "late": False, "label": "依申〔2025〕1号", "url": "/desk/applications/1/",
    } | changes  # fmt: skip
    for listen in FACT_LISTENERS:
        listen(Fact(**facts))  # type: ignore[arg-type]


def test_an_application_is_counted_when_it_moves_and_not_when_it_is_gone(city: City):
    told(city)
    assert queries.table3(city.housing, *YEAR)["carried_out"][-1] == 1
    told(city, row="granted", closed_on=day("2025-03-20"), days=13)
    assert queries.table3(city.housing, *YEAR)["granted"][-1] == 1
    for gone in GONE_LISTENERS:
        gone("application", "applications.application", "1")
    assert not Matter.objects.exists()


def test_what_is_decided_but_not_given_yet_is_still_open(city: City):
    told(city, row="granted")
    assert queries.table3(city.housing, *YEAR)["carried_out"][-1] == 1
    assert queries.table3(city.housing, *YEAR)["total"][-1] == 0


def test_the_nightly_job_begins_last_years_reports(city: City, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: day("2026-01-01"))
    reactions.run_open_year([])
    assert set(Report.objects.values_list("year", flat=True)) == {2025}
