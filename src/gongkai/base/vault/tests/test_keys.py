"""The key folder: made once, never silently anew."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from gongkai.base.vault import keys, queries, rules
from gongkai.base.vault.models import SealedFile

from .test_column import row

pytestmark = pytest.mark.django_db

FIRST_NEED = """
import django, sys
django.setup()
from gongkai.base.vault import keys
ring = keys.ring()
print(ring.current.id, ring.pepper.hex(), len(ring.keys))
"""


def test_it_is_for_its_owner_only_and_may_stand_elsewhere(tmp_path: Path, settings: Any) -> None:
    settings.VAULT_DIR = str(tmp_path / "elsewhere" / "keys")
    row()
    place = keys.folder()
    assert place == tmp_path / "elsewhere" / "keys"
    assert place.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in place.iterdir()} == {0o600}
    assert not keys.open_to_others()
    (place / "pepper").chmod(0o644)
    assert keys.open_to_others() == [place / "pepper"]


@pytest.mark.parametrize("what", ["everything", "current", "pepper", "key"])
def test_a_missing_key_is_an_error_and_no_new_one_is_made(what: str) -> None:
    row()
    place = keys.folder()
    key_id = keys.ring().current.id
    gone = {
        "everything": [path for path in place.iterdir() if path.name != ".lock"], "current": [place / "current"], "pepper": [place / "pepper"],
        "key": [place / f"key-{key_id}"],
    }[what]  # fmt: skip
    for path in gone:
        path.unlink()
    with pytest.raises(rules.KeyMissing, match="密钥备份"), transaction.atomic():
        row("又一个")
    with pytest.raises(rules.KeyMissing, match="密钥备份"), transaction.atomic():
        SealedFile.objects.first()
    assert not any(path.exists() for path in gone)


def test_a_damaged_key_file_is_named() -> None:
    row()
    path = keys.folder() / f"key-{keys.ring().current.id}"
    path.write_text("QUJD" * 11 + "\n")
    (keys.folder() / "touched").touch()  # the folder changed: it is read again
    with pytest.raises(rules.KeyMissing):
        keys.ring()


def _first(_: int) -> str:
    ring = keys.ring()
    return f"{ring.current.id} {ring.pepper.hex()}"


@pytest.mark.slow
def test_several_processes_at_once_make_one_key(tmp_path: Path) -> None:
    env = os.environ | {
        "GONGKAI_DATA_DIR": str(tmp_path / "data"), "DJANGO_SETTINGS_MODULE": "gongkai.project.settings",
        "GONGKAI_DATABASE_URL": "",
    }  # fmt: skip
    started = [
        subprocess.Popen([sys.executable, "-c", FIRST_NEED], env=env, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    said = [process.communicate(timeout=120)[0].strip() for process in started]
    assert [process.returncode for process in started] == [0, 0, 0]
    assert len(set(said)) == 1
    assert said[0].endswith(" 1")
    assert len(list((tmp_path / "data" / "vault").glob("key-*"))) == 1


def test_many_threads_of_control_at_first_need_agree() -> None:
    # fork: the children come to the empty folder within microseconds of each other
    with multiprocessing.get_context("fork").Pool(6) as pool:
        said = pool.map(_first, range(12))
    assert len(set(said)) == 1
    assert len(list(keys.folder().glob("key-*"))) == 1


def test_a_key_made_elsewhere_is_seen_at_once() -> None:
    before = keys.ring().current.id
    key, is_new = keys.begin_rotation()
    keys.end_rotation()
    assert is_new
    assert keys.ring().current.id == key.id != before


def test_nothing_sealed_means_nothing_to_say() -> None:
    assert queries.standing() is None
    call_command("vault", "status")
    assert not keys.exists()
