from __future__ import annotations

import json

import pytest
from django.db import connection

from gongkai.base.events import actions, heads, queries, rules, triggers
from gongkai.base.events.models import HASHED, Event, LogEntry, TreeHead
from gongkai.base.events.queries.verify import chain

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(submit, publish):
    """Eleven events, five of them disclosed; then the triggers are dropped, as somebody with the database would."""
    for number in range(6):
        submit(f"第 {number} 次", old={"n": number}, new={"n": number + 1}, sealed={"姓名": "张三"})
    for number in range(5):
        publish(item=f"YC-2026-{number}", content=str(number).encode())
    assert queries.verify() == []
    triggers.remove(connection)


def run(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        assert cursor.rowcount != 0


def kinds(**options):
    return {(fault.part, fault.kind) for fault in queries.verify(**options)}


def tampered(table, column):
    return {"at": "2020-01-01 00:00:00", "old": '{"n": 99}', "new": '{"n": 99}', "kind": "withdrawn"}.get(
        column, {"edition": 9, "event_seq": 3, "size": 99, "seq": 3}.get(column, "f" * 32)
    )


COLUMNS = [field.column for field in Event._meta.fields if field.column != "seq"]


@pytest.mark.parametrize("column", COLUMNS)
def test_a_changed_column_of_an_event_is_found(city, column):
    run(f'UPDATE events_event SET "{column}" = %s WHERE seq = 4', tampered("event", column))
    faults = queries.verify()
    assert {4, 5} & {fault.seq for fault in faults}
    assert all(fault.message for fault in faults)


def test_every_column_of_an_event_is_hashed_or_the_hash():
    assert set(HASHED) | {"hash"} == {field.name for field in Event._meta.fields}


def test_a_renumbered_event_is_found(city):
    run("UPDATE events_event SET seq = 40 WHERE seq = 4")
    assert ("event", "missing") in kinds()


@pytest.mark.parametrize("seq", [1, 5])
def test_an_event_deleted_in_the_middle_is_found(city, seq):
    run("DELETE FROM events_event WHERE seq = %s", seq)
    fault = next(fault for fault in queries.verify() if fault.kind == "missing")
    assert (fault.seq, fault.message) == (seq, f"第 {seq} 条事件不见了")


def test_a_deleted_event_is_found_when_those_behind_move_up(city):
    run("DELETE FROM events_event WHERE seq = 5")
    for seq in range(6, 12):
        run("UPDATE events_event SET seq = %s WHERE seq = %s", seq - 1, seq)
    assert {("event", "link"), ("event", "changed"), ("head", "cut")} <= kinds()


def test_a_tail_cut_off_is_found(city):
    run("DELETE FROM events_event WHERE seq >= 10")
    assert ("head", "cut") in kinds()


def test_a_tail_cut_off_is_found_when_the_head_is_wound_back(city):
    run("DELETE FROM events_event WHERE seq >= 10")
    last = Event.objects.get(seq=9)
    run("UPDATE events_chainhead SET seq = 9, hash = %s", last.hash)
    assert ("head", "mac") in kinds()


def test_an_emptied_record_is_found(city):
    run("DELETE FROM events_event")
    assert ("head", "cut") in kinds()
    run("DELETE FROM events_chainhead")
    assert kinds()


def rehash(insert_at=None):
    """Recompute the whole chain as somebody would who knows the code but not SECRET_KEY."""
    previous = rules.GENESIS
    for row in list(chain._rows(1, None)):
        values = dict(zip(HASHED, row, strict=False)) | {"prev_hash": previous}
        values |= {"at": chain.moment_text(row[chain.AT])}
        values |= {name: values[name] and json.loads(values[name]) for name in ("old", "new")}
        previous = rules.event_hash(list(values.values()))
        run(
            "UPDATE events_event SET prev_hash = %s, hash = %s WHERE seq = %s",
            values["prev_hash"],
            previous,
            values["seq"],
        )
    run("UPDATE events_chainhead SET hash = %s, seq = (SELECT max(seq) FROM events_event)", previous)


def test_a_chain_rehashed_as_a_whole_is_found(city):
    run("UPDATE events_event SET remark = 'nothing happened' WHERE seq = 2")
    rehash()
    found = kinds()
    assert ("head", "mac") in found
    assert not {kind for part, kind in found if part == "event"}  # the chain itself looks perfect


def test_the_next_event_does_not_launder_a_rehashed_chain(city, submit):
    run("UPDATE events_event SET remark = 'nothing happened' WHERE seq = 2")
    rehash()
    with pytest.raises(actions.ChainBroken):
        submit()


COPY = ", ".join(f'"{name}"' for name in COLUMNS)


@pytest.mark.parametrize("seq", [12, 13, 0, -1])
def test_an_inserted_event_is_found(city, seq):
    run(f"INSERT INTO events_event (seq, {COPY}) SELECT {seq}, {COPY} FROM events_event WHERE seq = 3")
    assert queries.verify()


def test_a_missing_head_is_found(city):
    run("DELETE FROM events_chainhead")
    assert ("head", "missing") in kinds()


@pytest.mark.parametrize("column", ["seq", "hash", "mac", "log_size", "log_root"])
def test_a_changed_head_is_found(city, column):
    run(f"UPDATE events_chainhead SET {column} = %s", 3 if column in {"seq", "log_size"} else "a" * 64)
    assert ("head", "mac") in kinds()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="只有 SQLite 允许列中存别种类型的值")
@pytest.mark.parametrize("column", ["at", "remark", "hash", "subject_id"])
def test_nonsense_in_a_column_is_reported_and_the_walk_goes_on(city, column):
    value = "'soon'" if column == "at" else "x'ff00'"
    run(f"UPDATE events_event SET {column} = {value} WHERE seq = 4")
    run("UPDATE events_event SET remark = 'x' WHERE seq = 9")
    assert {4, 9} <= {fault.seq for fault in queries.verify()}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL 不收非 UTF-8 的文字")
def test_bytes_that_are_no_text_are_reported(city):
    run("UPDATE events_event SET remark = CAST(x'ff00' AS TEXT) WHERE seq = 4")
    assert ("event", "unreadable") in kinds()


LOG_COLUMNS = [field.column for field in LogEntry._meta.fields]


@pytest.mark.parametrize("column", LOG_COLUMNS)
def test_a_changed_column_of_a_log_entry_is_found(city, column):
    value = 77 if column == "index" else tampered("logentry", column)
    run(f'UPDATE events_logentry SET "{column}" = %s WHERE "index" = 2', value)
    assert "log" in {part for part, _ in kinds()}


@pytest.mark.parametrize("index", [0, 2, 4])
def test_a_deleted_log_entry_is_found(city, index):
    run('DELETE FROM events_logentry WHERE "index" = %s', index)
    assert ("log", "missing") in kinds()


def test_a_log_cut_off_with_its_nodes_and_heads_is_found(city):
    run('DELETE FROM events_logentry WHERE "index" >= 3')
    run('DELETE FROM events_lognode WHERE level = 2 OR "index" >= 1')
    run("DELETE FROM events_treehead WHERE size > 3")
    assert ("log", "missing") in kinds()
    run("UPDATE events_chainhead SET log_size = 3, log_root = %s", TreeHead.objects.get(size=3).root)
    assert ("head", "mac") in kinds()


@pytest.mark.parametrize(
    ("sql", "kind"),
    [
        ("UPDATE events_lognode SET hash = '{f}' WHERE level = 1 AND \"index\" = 0", "node"),
        ("DELETE FROM events_lognode WHERE level = 2", "node-missing"),
        ("UPDATE events_lognode SET level = 9 WHERE level = 2", "node-missing"),
        ("INSERT INTO events_lognode (level, \"index\", hash) VALUES (7, 0, '{f}')", "node-inserted"),
        ("UPDATE events_treehead SET root = '{f}' WHERE size = 3", "head-root"),
        ("UPDATE events_treehead SET at = '2020-01-01 00:00:00' WHERE size = 3", "head-signature"),
        ("UPDATE events_treehead SET signature = 'AAAA' WHERE size = 3", "head-signature"),
        ("DELETE FROM events_treehead WHERE size = 5", "head-missing"),
        ("UPDATE events_treehead SET size = 50 WHERE size = 5", "head-inserted"),
    ],
)
def test_tampering_with_the_tree_is_found(city, sql, kind):
    run(sql.format(f="f" * 64))
    assert ("log", kind) in kinds()


def test_an_entry_behind_the_end_is_found(city):
    names = ", ".join(f'"{name}"' for name in LOG_COLUMNS if name != "index")
    run(f'INSERT INTO events_logentry ("index", {names}) SELECT 5, {names} FROM events_logentry WHERE "index" = 2')
    assert ("log", "inserted") in kinds()


def test_a_tampered_node_is_not_laundered_by_the_next_entry(city, publish):
    run("UPDATE events_lognode SET hash = %s WHERE level = 2", "f" * 64)
    publish(item="next")
    assert kinds() == {("log", "node")}


@pytest.mark.parametrize("peaks", ["", "x", "f" * 64, f"{'f' * 64} {'f' * 64}"])
def test_a_tampered_edge_of_the_log_is_found_and_not_built_upon(city, publish, peaks):
    run("UPDATE events_chainhead SET log_peaks = %s", peaks)
    assert kinds() == {("head", "peaks")}
    with pytest.raises(actions.ChainBroken, match="右缘"):
        publish(item="next")


def test_a_subject_key_deleted_without_a_record_is_found(city):
    run("DELETE FROM events_subjectkey")
    assert ("key", "key-lost") in kinds()


@pytest.mark.parametrize("since", [0, 1, 2, 7, 9, 11, 12, 400])
def test_a_sound_record_verifies_from_anywhere(city, since):
    assert queries.verify(since) == []


def test_what_lies_before_since_is_not_walked_again(city):
    run("UPDATE events_event SET remark = 'x' WHERE seq = 2")
    assert kinds(since=2) == {("event", "changed")}
    assert kinds(since=3) == set()


def test_a_changed_entry_is_found_from_its_event_on(city):
    run("UPDATE events_logentry SET agency = 'x' WHERE \"index\" = 3")
    assert ("log", "changed") in kinds(since=9)


class TestTheCheckpointFile:
    @pytest.fixture(autouse=True)
    def _written(self, publish, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            for number in range(4):
                publish(item=f"YC-{number}")

    def test_it_holds_every_signed_head_once(self):
        sizes = [json.loads(line)["size"] for line in heads.path().read_text().splitlines()]
        assert sizes == [1, 2, 3, 4]
        assert queries.verify() == []

    def test_a_database_put_back_to_an_older_state_is_found(self):
        """Even whoever holds SECRET_KEY, or a whole backup, cannot make the file unsay what it said."""
        lines = heads.path().read_text()
        forged = json.loads(lines.splitlines()[-1]) | {"size": 5, "event_seq": 5}
        heads.path().write_text(lines + json.dumps(forged) + "\n")
        assert kinds() == {("file", "head"), ("file", "event")}

    def test_a_head_signed_otherwise_is_found(self):
        heads.path().write_text(heads.path().read_text().replace('"root":"', '"root":"00', 1))
        assert kinds() == {("file", "head")}

    def test_an_unreadable_line_is_reported(self):
        heads.path().write_text(heads.path().read_text() + "{torn")
        assert kinds() == {("file", "line")}

    def test_lines_that_were_not_written_follow_with_the_next_entry(self, publish, django_capture_on_commit_callbacks):
        lines = heads.path().read_text().splitlines(keepends=True)
        heads.path().write_text("".join(lines[:2]) + lines[2][:20])
        with django_capture_on_commit_callbacks(execute=True):
            publish(item="next")
        sizes = [head["size"] for _, head in heads.read() if head]
        assert sizes == [1, 2, 3, 4, 5]


def test_a_lost_signing_key_is_said_and_not_replaced(city, data_dir, publish):
    (data_dir / "log-key").unlink()
    assert ("log", "key-missing") in kinds()
    with pytest.raises(Exception, match="从备份恢复"):
        publish(item="next")
    assert not (data_dir / "log-key").exists()


def test_the_signing_key_is_readable_by_its_owner_only(city, data_dir):
    assert (data_dir / "log-key").stat().st_mode & 0o777 == 0o600
