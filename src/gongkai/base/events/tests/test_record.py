from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from gongkai.base.events import actions, queries, rules, triggers
from gongkai.base.events.models import AppendOnlyError, ChainHead, Event
from gongkai.base.events.tests.conftest import OFFICER, PAPER

pytestmark = pytest.mark.django_db


def test_it_keeps_who_did_what_to_which_thing_from_where(submit):
    event = Event.objects.get(seq=submit("请核", old={"state": "draft"}, new={"state": "check"}).seq)
    assert (event.actor_key, event.actor_name, event.actor_role) == ("person:12", "王丽", "政务公开专员")
    assert (event.agency_code, event.address, event.words) == ("yc-fzggw", "10.1.2.3", "提交核稿")
    assert (event.old, event.new, event.remark) == ({"state": "draft"}, {"state": "check"}, "请核")


def test_it_counts_without_gaps_and_links_each_event_to_the_one_before(submit):
    first, second = submit(), submit()
    assert (first.seq, first.prev_hash) == (1, rules.GENESIS)
    assert (second.seq, second.prev_hash) == (2, first.hash)


def test_an_unknown_tag_is_an_error_never_silence(submit):
    with pytest.raises(rules.UndeclaredTag, match="没有声明"):
        submit(tag="test:paper:burn")


def test_a_rolled_back_verb_leaves_no_event_and_no_gap(submit):
    submit()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        submit(f"lost {submit('lost too').seq / 0}")
    assert submit("kept").seq == 2
    assert queries.verify() == []


def test_it_costs_three_queries(submit, django_assert_num_queries):
    submit()
    with django_assert_num_queries(3):
        submit(old={"a": 1}, new={"a": 2})


def test_dates_decimals_and_sets_are_kept_as_text_and_verify(submit):
    event = submit(new={"due": date(2026, 3, 2), "yuan": Decimal("10.50"), "columns": {"b", "a"}, "text": "x\x00y"})
    stored = Event.objects.get(seq=event.seq).new
    assert stored == {"due": "2026-03-02", "yuan": "10.50", "columns": ["a", "b"], "text": "x\ufffdy"}
    assert queries.verify() == []


def test_a_float_is_refused_because_databases_return_it_differently(submit):
    with pytest.raises(ValueError, match="文字或整数"):
        submit(new={"rate": 0.1})


def test_an_event_cannot_be_changed_or_removed_through_its_model(submit):
    event = submit()
    event.remark = "other"
    for attempt in (event.save, event.delete, Event.objects.all().delete):
        with pytest.raises(AppendOnlyError, match="只能追加"):
            attempt()
    with pytest.raises(AppendOnlyError):
        Event.objects.update(remark="other")


@pytest.mark.parametrize("table", triggers.TABLES)
@pytest.mark.parametrize("sql", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_the_database_itself_refuses_changes(publish, table, sql):
    publish(), publish()
    column = {"events_event": "seq", "events_treehead": "size"}.get(table, "index")
    column = connection.ops.quote_name(column)
    with pytest.raises(DatabaseError, match="只能追加"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(table, column, column))


def test_it_refuses_to_go_on_behind_a_head_that_it_did_not_write(submit):
    submit()
    ChainHead.objects.update(hash="1" * 64)
    with pytest.raises(actions.ChainBroken, match="log verify"):
        submit()


def test_it_refuses_to_begin_again_when_the_head_is_gone(submit):
    submit()
    ChainHead.objects.all().delete()
    with pytest.raises(actions.ChainBroken, match="不见了"):
        submit()


def test_an_older_secret_key_stays_valid_as_a_fallback(submit, settings):
    submit(sealed={"姓名": "张三"})
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a-new-key"
    submit()
    assert queries.verify() == []
    assert queries.unseal(Event.objects.all())[1].values == {"姓名": "张三"}


def test_a_citizen_is_named_only_under_seal(submit):
    citizen = rules.Actor("citizen", "张三", address="1.2.3.4")
    event = Event.objects.get(seq=submit(by=citizen).seq)
    assert (event.actor_name, event.address) == ("公民", "")
    assert queries.unseal([event])[event.seq].values == {"操作人": "张三", "网络地址": "1.2.3.4"}


@pytest.mark.parametrize("key", ["", "Person:1", "person:", "person: 1", "张三"])
def test_an_actor_has_a_well_formed_key(key):
    with pytest.raises(ValueError, match="操作人标识"):
        rules.Actor(key, "x")


@pytest.mark.parametrize("tag", ["submit", "a:b", "a:b:c:d", "A:b:c", "a:b:c d"])
def test_a_tag_has_three_parts(tag):
    with pytest.raises(rules.TagRefused):
        rules.declare({tag: "词"})


def test_a_tag_keeps_its_words():
    rules.declare({"test:paper:submit": "提交核稿"})
    with pytest.raises(rules.TagRefused, match="提交核稿"):
        rules.declare({"test:paper:submit": "别的"})


def test_readers_find_events_by_agency_tag_actor_time_and_text(submit):
    submit("老旧小区")
    submit("其他", by=rules.Actor("system:worker", "系统"), tag="test:paper:publish")
    found = queries.events(agencies=["yc-fzggw"], tag="test:paper", actor="王", text="小区 通知")
    assert [event.seq for event in found] == [1]
    assert [event.seq for event in queries.events(tag="test")] == [2, 1]
    assert not queries.events(agencies=[]).exists()
    assert not queries.events(until=Event.objects.get(seq=1).at).exists()
    assert [event.seq for event in queries.events_of(PAPER)] == [1, 2]
    assert queries.events(actor=OFFICER.key).count() == 1
