"""The record of looks, and emptying a row."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from gongkai.base.events.queries import events
from gongkai.base.events.rules import Actor
from gongkai.base.organisations.queries import Acting
from gongkai.base.vault import actions, queries, rules
from gongkai.base.vault.models import Look

from .conftest import ABOUT
from .test_column import row

pytestmark = pytest.mark.django_db


@pytest.fixture
def seen(system: Acting) -> Look:
    return actions.look(subject=ABOUT, fields=["姓名", "证件号"], by=system, why="办理答复")


def test_a_look_says_who_what_and_why(seen: Look) -> None:
    found = queries.looks_at(ABOUT).get()
    assert (found.person_key, found.fields, found.why) == ("system:test", ["姓名", "证件号"], "办理答复")


def test_a_look_without_reason_or_content_is_refused(system: Acting) -> None:
    with pytest.raises(rules.Refused, match="事由"):
        actions.look(subject=ABOUT, fields=["姓名"], by=system, why="")
    with pytest.raises(rules.Refused, match="哪些内容"):
        actions.look(subject=ABOUT, fields=[], by=system, why="办理")


def test_nobody_changes_or_removes_one(seen: Look) -> None:
    for attempt in (
        seen.save,
        seen.delete,
        Look.objects.all().delete,
        lambda: Look.objects.update(why="x"),
        lambda: Look.objects.bulk_update([seen], ["why"]),
    ):
        with pytest.raises(rules.Refused, match="只能追加"):
            attempt()


@pytest.mark.parametrize("statement", ["UPDATE vault_look SET why = 'x'", "DELETE FROM vault_look"])
def test_nor_does_somebody_who_comes_by_sql(seen: Look, statement: str) -> None:
    with pytest.raises(DatabaseError, match="只能追加"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Look.objects.get().why == "办理答复"


@pytest.mark.django_db(transaction=True)
def test_flush_after_a_test_still_works(seen: Look) -> None:
    """The end of this test is the proof: `flush` empties the table."""
    assert Look.objects.count() == 1


def test_a_citizen_is_not_named(db: None) -> None:
    made = actions.look(subject=ABOUT, fields=["姓名"], by=Actor("citizen", "张三", address="1.2.3.4"), why="本人查看")
    assert (made.person_name, made.address) == ("公民", "")


def test_blanking_empties_the_column_and_says_so_without_the_value(system: Acting) -> None:
    made = row("张三")
    actions.blank(instance=made, fields=["name"], by=system, why="保存期满")
    made.refresh_from_db()
    assert made.name == ""
    event = events(tag=rules.BLANK).get()
    assert event.new == {"fields": ["文件名"]}
    assert event.remark == "保存期满"


def test_other_columns_are_not_blanked(system: Acting) -> None:
    with pytest.raises(rules.Refused, match="purpose"):
        actions.blank(instance=row(), fields=["name", "purpose"], by=system)
    with pytest.raises(rules.Refused):
        actions.blank(instance=row(), fields=[], by=system)
