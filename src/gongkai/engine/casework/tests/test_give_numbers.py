"""Numbers without gaps and doubles."""

from __future__ import annotations

import pytest
from django.db import transaction

from gongkai.base.organisations.queries import NotAllowed, OutOfSight
from gongkai.engine.casework import actions, queries
from gongkai.engine.casework.models import Number, Series
from gongkai.engine.casework.tests.letters import SERIES
from gongkai.project.tests.cast import City

KEY = SERIES.key


def take(city: City, year: int = 2026) -> str:
    return actions.next_number(series=KEY, agency=city.housing, year=year, by=city.shen)


def test_numbers_count_by_agency_and_year(city: City) -> None:
    assert [take(city), take(city), take(city, 2027)] == [
        "云川住建依复〔2026〕第1号", "云川住建依复〔2026〕第2号", "云川住建依复〔2027〕第1号",
    ]  # fmt: skip
    other = actions.next_number(series=KEY, agency=city.schools, year=2026, by=city.mo)
    assert other == "依复〔2026〕第1号"
    assert [(one.last, one.year) for one in queries.series_of(city.shen)] == [(1, 2027), (2, 2026)]
    assert list(Number.objects.filter(series__agency=city.housing).values_list("given_by", flat=True)) == ["沈若川"] * 3


def test_a_number_that_was_rolled_back_was_never_taken(city: City) -> None:
    take(city)
    with transaction.atomic():
        assert take(city).endswith("第2号")
        transaction.set_rollback(True)
    assert take(city) == "云川住建依复〔2026〕第2号"
    assert Number.objects.count() == 2


def test_an_agency_writes_its_numbers_its_own_way_from_then_on(city: City) -> None:
    take(city)
    actions.arrange_series(
        series=KEY, agency=city.housing, prefix="住公开", pattern="{prefix}{year}-{n:04}", by=city.shen
    )
    assert take(city) == "住公开2026-0002"
    with pytest.raises(actions.Refused, match=r"\{n\}"):
        actions.arrange_series(series=KEY, agency=city.housing, pattern="{prefix}{year}", by=city.shen)
    with pytest.raises(OutOfSight):
        actions.arrange_series(series=KEY, agency=city.housing, prefix="x", by=city.mo)
    with pytest.raises(NotAllowed):
        actions.arrange_series(series=KEY, agency=city.housing, prefix="x", by=city.lin)


def test_a_paper_register_goes_on_upwards_only(city: City) -> None:
    actions.advance_series(series=KEY, agency=city.housing, year=2026, to=40, by=city.shen, reason="接续纸质登记簿")
    assert take(city).endswith("第41号")
    for to, why in ((41, "再"), (10, "再"), (50, " ")):
        with pytest.raises(actions.Refused):
            actions.advance_series(series=KEY, agency=city.housing, year=2026, to=to, by=city.shen, reason=why)
    assert Series.objects.get().last == 41
