"""Many at once: the same record as one by one, for a few statements."""

from __future__ import annotations

import hashlib
import json

import pytest
from django.db import IntegrityError, connection, transaction

from gongkai.base.events import actions, heads, queries, rules, triggers
from gongkai.base.events.models import AppendOnlyError, Event, LogEntry, TreeHead
from gongkai.base.events.tests.conftest import OFFICER, PAPER, RELEASED

pytestmark = pytest.mark.django_db


def entry(number=0, **changes):
    subject = rules.Subject("item", f"YC-{number}", f"通知之{number}")
    values = {"tag": "test:paper:publish", "by": OFFICER, "subject": subject, "new": {"number": number}}
    return actions.Entry(**values | changes)


def disclosure(event, **changes):
    content = hashlib.sha256(event.subject_id.encode()).hexdigest()
    values = {"kind": rules.LogKind.PUBLISHED, "item": event.subject_id, "edition": 1}
    values |= {"agency": "yc-fzggw", "content_sha256": content, "at": RELEASED, "event": event}
    return actions.Disclosure(**values | changes)


def publish_many(numbers):
    happened = actions.record_many(entries=[entry(number) for number in numbers])
    return actions.disclose_many(disclosures=[disclosure(event) for event in happened])


def test_events_of_a_batch_are_linked_like_any_others(submit):
    submit()
    batch = actions.record_many(entries=[entry(number) for number in range(30)])
    last = submit()
    assert [event.seq for event in batch] == list(range(2, 32))
    assert (last.seq, last.prev_hash) == (32, batch[-1].hash)
    assert [event.subject_id for event in Event.objects.filter(seq__in=range(2, 32))] == [f"YC-{n}" for n in range(30)]
    assert queries.verify() == []


def test_a_batch_costs_no_more_queries_than_one(submit, django_assert_num_queries):
    submit()
    with django_assert_num_queries(3):
        actions.record_many(entries=[entry(number) for number in range(20)])


def test_one_unknown_tag_keeps_the_whole_batch_out(submit):
    with pytest.raises(rules.UndeclaredTag):
        actions.record_many(entries=[entry(1), entry(2, tag="test:paper:burn")])
    assert not Event.objects.exists()


def test_an_empty_batch_does_nothing():
    assert actions.record_many(entries=[]) == []
    assert actions.disclose_many(disclosures=[]) == []


def test_personal_data_of_one_subject_is_sealed_under_one_key():
    sealed = [entry(subject=PAPER, sealed={"姓名": name}) for name in ("张三", "李四")]
    happened = actions.record_many(entries=sealed)
    assert [one.values for one in queries.unseal(happened).values()] == [{"姓名": "张三"}, {"姓名": "李四"}]
    assert queries.verify() == []


def test_one_signed_head_covers_the_whole_batch(publish):
    publish(item="first")
    publish_many(range(10))
    assert list(TreeHead.objects.values_list("size", flat=True)) == [1, 11]
    for item in ("first", "YC-0", "YC-6", "YC-9"):
        assert rules.check_proof(json.loads(json.dumps(queries.proof(item))), queries.public_key())
    assert queries.verify() == []


def test_the_log_of_today_continues_every_head_that_was_signed(publish):
    for size in range(1, 6):
        publish_many(range(size * 10, size * 10 + size))
    publish(item="last")
    for first in TreeHead.objects.values_list("size", flat=True):
        document = queries.consistency(first)
        assert rules.merkle.consistency_holds(
            first=first,
            second=16,
            first_root=bytes.fromhex(document["first"]["tree_head"]["root"]),
            second_root=bytes.fromhex(document["second"]["tree_head"]["root"]),
            path=[bytes.fromhex(step) for step in document["path"]],
        )
    with pytest.raises(queries.NotInLog, match="2 条"):
        queries.consistency(2)


@pytest.mark.parametrize("since", [0, 2, 5, 9, 14])
def test_a_record_of_batches_verifies_from_anywhere(publish, since):
    publish_many(range(6)), publish(), publish_many(range(10, 16))
    assert queries.verify(since) == []


def test_disclosing_a_batch_costs_as_many_queries_as_one(publish, django_assert_max_num_queries):
    publish()
    happened = actions.record_many(entries=[entry(number) for number in range(20)])
    with django_assert_max_num_queries(5):
        actions.disclose_many(disclosures=[disclosure(event) for event in happened])


def test_a_batch_with_a_line_that_cannot_be_checked_is_refused_as_a_whole():
    happened = actions.record_many(entries=[entry(1), entry(2)])
    with pytest.raises(actions.DisclosureRefused):
        actions.disclose_many(disclosures=[disclosure(happened[0]), disclosure(happened[1], content_sha256="a")])
    assert not LogEntry.objects.exists()


def kinds_after(sql):
    triggers.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(sql)
        assert cursor.rowcount > 0
    return {(fault.part, fault.kind) for fault in queries.verify()}


@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        ("UPDATE events_logentry SET agency = 'x' WHERE \"index\" = 2", ("log", "changed")),
        ('DELETE FROM events_logentry WHERE "index" = 2', ("log", "missing")),
        ('DELETE FROM events_lognode WHERE level = 1 AND "index" = 0', ("log", "node-missing")),
        ("DELETE FROM events_treehead WHERE size = 6", ("log", "head-missing")),
        ("UPDATE events_treehead SET size = 5 WHERE size = 6", ("log", "head-root")),
        ("UPDATE events_treehead SET at = '2020-01-01 00:00:00' WHERE size = 6", ("log", "head-signature")),
        ("UPDATE events_event SET remark = 'x' WHERE seq = 3", ("event", "changed")),
    ],
)  # fmt: skip
def test_tampering_inside_a_batch_is_found(sql, fault):
    publish_many(range(6))
    assert fault in kinds_after(sql)


def test_a_head_taken_from_between_two_batches_is_missed_by_the_checkpoint_file(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        publish_many(range(3))
    with django_capture_on_commit_callbacks(execute=True):
        publish_many(range(10, 13))
    assert [head["size"] for _, head in heads.read() if head] == [3, 6]
    assert queries.verify() == []
    assert kinds_after("DELETE FROM events_treehead WHERE size = 3") == {("file", "head")}


@pytest.mark.parametrize("option", [{"ignore_conflicts": True}, {"update_conflicts": True}])
def test_rows_are_never_inserted_over_others(submit, option):
    with pytest.raises(AppendOnlyError):
        Event.objects.bulk_create([submit()], **option)


def test_an_event_is_never_inserted_twice(submit):
    event = submit()
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.bulk_create([event])
