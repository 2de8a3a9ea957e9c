"""Files: sealed on disk, looked at on the record, destroyed when their time is over."""

from __future__ import annotations

import datetime as dt
import io
import os
import time
import zipfile
from typing import Any

import pytest
from django.utils import timezone

from gongkai.base.events.queries import events
from gongkai.base.events.rules import Actor
from gongkai.base.files.rules import FileRefused
from gongkai.base.organisations.queries import Acting
from gongkai.base.vault import actions, keys, queries, rules, store
from gongkai.base.vault.models import Look, SealedFile

from .conftest import ABOUT, PDF, stored_name

pytestmark = pytest.mark.django_db


def test_bytes_and_name_lie_sealed(kept: SealedFile) -> None:
    on_disk = (store.folder() / kept.path).read_bytes()
    assert b"identity" not in on_disk
    assert b"%PDF" not in on_disk
    assert rules.is_token(stored_name(kept))
    assert (kept.media_type, kept.kind, kept.size) == ("application/pdf", "pdf", len(PDF))
    assert "张三" not in str([event.__dict__ for event in events(tag=rules.KEEP)])


def test_reading_is_a_look(kept: SealedFile, system: Acting) -> None:
    assert queries.read_file(kept, by=system, why="核对身份", subject=ABOUT) == PDF
    found = Look.objects.get()
    assert (found.subject_type, found.subject_id, found.why) == (ABOUT.type, ABOUT.id, "核对身份")
    assert found.fields == ["文件（身份证明）"]


def test_no_reason_no_bytes(kept: SealedFile, system: Acting) -> None:
    with pytest.raises(rules.Refused, match="事由"):
        queries.read_file(kept, by=system, why=" ", subject=ABOUT)
    assert not Look.objects.exists()


def workbook() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "a.pdf"),
        (b"plain text", "a.txt"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 50, "id.jpg"),
        (b"MZ" + b"0" * 90, "id.pdf"),
        (workbook(), "a.xlsx"),
    ],
)
def test_what_it_does_not_take_leaves_nothing(system: Acting, data: bytes, name: str) -> None:
    with pytest.raises(FileRefused):
        actions.keep_file(data=data, name=name, by=system, purpose="身份证明")
    assert not list(store.kept())
    assert not SealedFile.objects.exists()


def test_a_scan_that_is_too_large_is_told_the_limit(system: Acting) -> None:
    with pytest.raises(FileRefused, match="20 MB"):
        actions.keep_file(data=PDF + b"0" * rules.LARGEST_FILE, name="a.pdf", by=system, purpose="x")


def test_a_full_disk_is_a_sentence_and_leaves_no_row(system: Acting, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_fd: int) -> None:
        raise OSError(28, "No space left on device")

    keys.ring()
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(rules.Refused, match="空间不足"):
        actions.keep_file(data=PDF, name="a.pdf", by=system, purpose="x")
    assert not SealedFile.objects.exists()
    assert not list(store.kept())


def test_a_citizen_brings_a_file_without_a_name_in_the_open(db: None) -> None:
    made = actions.keep_file(data=PDF, name="a.pdf", by=Actor("citizen", "张三", address="1.2.3.4"), purpose="身份证明")
    event = events(tag=rules.KEEP).get()
    assert event.actor_name == "公民"
    assert event.subject_id == str(made.pk)


def test_bytes_of_another_file_do_not_pass(kept: SealedFile, system: Acting) -> None:
    other = actions.keep_file(data=PDF, name="b.pdf", by=system, purpose="x")
    SealedFile.objects.filter(pk=other.pk).update(sha256=kept.sha256)
    other.refresh_from_db()
    with pytest.raises(rules.Unreadable):
        queries.read_file(other, by=system, why="核对", subject=ABOUT)
    assert not Look.objects.exists()


def test_changed_bytes_are_told_from_lost_ones(kept: SealedFile, system: Acting) -> None:
    path = store.folder() / kept.path
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(rules.FileGone, match="改动"):
        queries.read_file(kept, by=system, why="核对", subject=ABOUT)
    path.unlink()
    with pytest.raises(rules.FileGone, match="备份"):
        queries.read_file(kept, by=system, why="核对", subject=ABOUT)


def test_destroying_takes_bytes_and_name_and_leaves_the_row(
    kept: SealedFile, system: Acting, django_capture_on_commit_callbacks: Any
) -> None:
    path = store.folder() / kept.path
    with django_capture_on_commit_callbacks(execute=True):
        actions.destroy_file(sealed=kept, by=system, why="申请人撤回")
        actions.destroy_file(sealed=kept, by=system, why="申请人撤回")
    assert not path.exists()
    again = SealedFile.objects.get()
    assert again.name == ""
    assert again.destroyed_at is not None
    assert events(tag=rules.DESTROY).count() == 1
    with pytest.raises(rules.FileGone, match="销毁"):
        queries.read_file(again, by=system, why="核对", subject=ABOUT)


def test_what_is_past_its_day_goes_by_itself(system: Acting, django_capture_on_commit_callbacks: Any) -> None:
    today = timezone.localdate()
    stays = actions.keep_file(data=PDF, name="a.pdf", by=system, purpose="x", kept_until=today)
    goes = actions.keep_file(data=PDF, name="b.pdf", by=system, purpose="x", kept_until=today - dt.timedelta(days=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.destroy_expired() == 1
    assert [path.name for path in store.kept()] == [stays.sha256]
    assert SealedFile.objects.get(pk=goes.pk).destroyed_at


def test_bytes_without_a_row_go_after_a_day(kept: SealedFile) -> None:
    store.put(b"one spare")
    digest = store.put(b"other spare")
    assert actions.drop_orphans() == 0
    for path in store.kept():
        os.utime(path, (time.time() - 200_000,) * 2)
    assert actions.drop_orphans() == 2
    assert [path.name for path in store.kept()] == [kept.sha256]
    assert not (store.folder() / SealedFile(sha256=digest).path).exists()


def test_a_file_held_for_a_while_is_kept_for_good_and_one_that_is_gone_stays_gone(system: Acting) -> None:
    until = timezone.localdate() + dt.timedelta(days=3)
    held = actions.keep_file(data=PDF, name="身份证.pdf", by=system, purpose="身份证明", kept_until=until)
    gone = actions.keep_file(data=PDF, name="旧件.pdf", by=system, purpose="身份证明", kept_until=until)
    actions.destroy_file(sealed=gone, by=system, why="测试")
    assert actions.keep_for_good(files=[held, gone], by=system) == 1
    held.refresh_from_db()
    gone.refresh_from_db()
    assert held.kept_until is None
    assert gone.destroyed_at is not None
    assert actions.destroy_expired(today=until + dt.timedelta(days=1)) == 0
    assert actions.keep_for_good(files=[held], by=system) == 0
