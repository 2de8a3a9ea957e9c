"""Two people at the same moment: real parallel transactions on PostgreSQL."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from gongkai.base.events import queries as events
from gongkai.engine.casework import actions
from gongkai.engine.casework.models import Dispatch, Letter, Number, Series
from gongkai.engine.casework.tests.letters import SERIES, drafted, note, signed
from gongkai.project.tests.cast import City, at_once, build_city

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db: None) -> City:
    del transactional_db
    if connection.vendor != "postgresql":
        pytest.skip("需要PostgreSQL：SQLite只有一个写事务，测不出真正的并发")
    return build_city()


def test_numbers_taken_at_once_have_no_gap_and_no_double(world: City) -> None:
    shen, housing = world.shen, world.housing

    def take(fail: bool) -> Callable[[], object]:
        def run() -> object:
            with transaction.atomic():
                number = actions.next_number(series=SERIES.key, agency=housing, year=2026, by=shen)
                if fail:
                    raise RuntimeError
                return number

        return run

    fails = [random.Random(seed).random() < 0.3 for seed in range(16)]
    results = at_once(*(take(fail) for fail in fails))
    taken = [one for one in results if isinstance(one, str)]
    assert sum(isinstance(one, RuntimeError) for one in results) == sum(fails)
    assert sorted(Number.objects.values_list("n", flat=True)) == list(range(1, len(taken) + 1))
    assert len(set(taken)) == len(taken) == Series.objects.get().last


def test_issued_twice_at_once_one_number_is_taken(world: City) -> None:
    letter = signed(world, drafted(world))
    shen = world.shen
    results = at_once(*(lambda: actions.issue(letter=Letter.objects.get(pk=letter.pk), by=shen) for _ in range(3)))
    assert [type(one) for one in results].count(actions.Refused) == 2
    assert Number.objects.count() == 1
    assert events.verify() == []


def test_revised_in_two_tabs_at_once_one_wins(world: City) -> None:
    letter = drafted(world)
    shen = world.shen
    results = at_once(
        *(
            lambda words=words: actions.revise(letter=letter, by=shen, seen=1, variables={"说明": words})
            for words in ("甲", "乙")
        )
    )
    assert [type(one) for one in results].count(actions.Stale) == 1
    assert Letter.objects.get(pk=letter.pk).revision == 2


def test_posted_twice_at_once_it_is_recorded_once(world: City) -> None:
    letter = note(world)
    sent = actions.dispatch(letter=letter, route="post", address="云川市 苏未央", by=world.shen)
    shen, housing, day = world.shen, world.housing, letter.issued_on
    results = at_once(
        lambda: actions.post_many(rows=[(sent.pk, "EA000000001CN")], on=day, by=shen, agency=housing),
        lambda: actions.record_posted(
            dispatch=Dispatch.objects.get(pk=sent.pk), on=day, tracking="EA000000002CN", by=shen
        ),
    )
    assert sum(isinstance(one, actions.Refused) for one in results) == 1
    assert Dispatch.objects.get(pk=sent.pk).state == "sent"
