import errno
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.db.models import ProtectedError
from django.utils import timezone

from gongkai.base.files import actions, queries, store
from gongkai.base.files.models import ExtractedText, StoredFile
from gongkai.base.files.rules import EmptyFile, FileRefused, MalformedFile, StorageFull, TooLarge
from gongkai.base.files.tests.samples import word

pytestmark = pytest.mark.django_db
NOTICE = "关于开展工作的通知"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "files")},
        },
    }
    storages._storages.clear()
    yield tmp_path / "files"
    storages._storages.clear()


def keep(data=None, name="通知.docx"):
    return actions.store(data=word(NOTICE) if data is None else data, filename=name, by="沈若川")


def all_files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_bytes_stand_under_their_hash_and_are_the_original(folder):
    data = word(NOTICE)
    file = keep(data)
    assert (folder / file.sha256[:2] / file.sha256[2:4] / file.sha256).read_bytes() == data
    assert queries.read_bytes(file) == data
    assert (file.kind, file.size, file.name, file.stored_by) == ("docx", len(data), "通知.docx", "沈若川")


def test_the_same_content_is_kept_once(folder):
    data = word(NOTICE)
    assert keep(data) == keep(data, "副本.docx")
    assert len(all_files(folder)) == 1


def test_a_path_is_taken_as_well_as_bytes(tmp_path):
    path = tmp_path / "a.bin"
    path.write_bytes(word(NOTICE))
    assert keep(path).size == path.stat().st_size


def test_what_is_refused_leaves_nothing(folder):
    for data in (b"", b"MZ\x90"):
        with pytest.raises(FileRefused):
            keep(data)
    assert not StoredFile.objects.exists()
    assert not folder.exists()


def test_the_limit_is_a_setting(settings):
    settings.MAX_UPLOAD_BYTES = 100
    with pytest.raises(TooLarge):
        keep()


def test_a_full_disk_is_told_and_leaves_nothing(folder, monkeypatch):
    def full(_file):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(store, "flush", full)
    with pytest.raises(StorageFull, match="磁盘空间不足"):
        keep()
    assert not all_files(folder)
    assert not StoredFile.objects.exists()
    monkeypatch.undo()
    assert keep().pk


def test_damage_and_loss_are_found(folder):
    good, bad, lost = keep(word("甲")), keep(word("乙")), keep(word("丙"))
    assert not list(queries.verify_store())
    (folder / bad.path).chmod(0o600)
    (folder / bad.path).write_bytes(b"x")
    (folder / lost.path).unlink()
    assert {(item.sha256, item.problem) for item in queries.verify_store()} == {
        (bad.sha256, "文件内容已被改动或损坏"),
        (lost.sha256, "文件内容丢失"),
    }
    assert good.sha256 not in {item.sha256 for item in queries.verify_store()}
    with pytest.raises(FileRefused, match="备份"):
        queries.open_file(lost)


def test_storing_again_heals_a_lost_file(folder):
    data = word(NOTICE)
    file = keep(data)
    (folder / file.path).unlink()
    keep(data)
    assert not list(queries.verify_store())


def test_a_file_is_read_once(monkeypatch):
    file = keep(word(NOTICE, "一、总体要求"))
    first = actions.extract_stored(file=file)
    assert first.html == "<p>关于开展工作的通知</p><h2>一、总体要求</h2>"
    assert queries.extracted_of(file) == first
    monkeypatch.setattr("gongkai.base.files.actions.keep.extract", lambda *_: pytest.fail("read twice"))
    assert actions.extract_stored(file=file).pk == first.pk


def test_findings_come_back_from_the_database():
    extracted = actions.extract_stored(file=keep())
    assert [item.kind for item in queries.hidden_in(extracted)][:1] == ["metadata"]


def test_a_new_extractor_reads_again(monkeypatch):
    file = keep()
    ExtractedText.objects.filter(pk=actions.extract_stored(file=file).pk).update(version=0, title="旧")
    assert actions.extract_stored(file=file).title != "旧"
    assert ExtractedText.objects.count() == 1


def test_a_file_that_cannot_be_read_stays_stored():
    file = keep(b"%PDF-1.7 broken", "坏.pdf")
    with pytest.raises(MalformedFile):
        actions.extract_stored(file=file)
    assert queries.read_bytes(file) == b"%PDF-1.7 broken"


def test_an_empty_upload_is_called_empty():
    with pytest.raises(EmptyFile):
        keep(b"")


def test_file_names_lose_folders_and_control_characters():
    assert keep(name="C:\\私人\\..\\通\u202e知.docx").name == "通知.docx"


def test_a_purged_file_is_gone_with_text_and_bytes(folder, django_capture_on_commit_callbacks):
    file = keep()
    actions.extract_stored(file=file)
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.purge_if_unused(file=file)
    assert not StoredFile.objects.exists()
    assert not ExtractedText.objects.exists()
    assert not all_files(folder)


def test_a_file_in_use_is_not_purged(folder, monkeypatch):
    def protected(self):
        raise ProtectedError("attached to an edition", {self})

    file = keep()
    monkeypatch.setattr(StoredFile, "delete", protected)
    assert not actions.purge_if_unused(file=file)
    assert len(all_files(folder)) == 1


def test_bytes_without_a_row_are_dropped_after_a_day(folder):
    kept = keep()
    spare = folder / "ab" / "cd" / ("abcd" + "0" * 60)
    spare.parent.mkdir(parents=True)
    spare.write_bytes(b"x")
    assert actions.drop_orphan_bytes() == 0
    assert actions.drop_orphan_bytes(now=timezone.now() + timedelta(days=2)) == 1
    assert all_files(folder) == [folder / kept.path]
