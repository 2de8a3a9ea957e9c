"""`gongkai backup` and `restore`: what comes back is what was there, or nothing has changed."""

from __future__ import annotations

import gzip
import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from gongkai.project.tests.conftest import Installation

pytestmark = pytest.mark.slow
NOT_DATA = {"django_migrations", "sqlite_sequence"}


def tables(folder: Path) -> dict[str, list[str]]:
    with closing(sqlite3.connect(folder / "gongkai.sqlite3")) as database:
        names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: sorted(map(repr, database.execute(f'SELECT * FROM "{name}"')))
            for name in names
            if name not in NOT_DATA
        }


def stored(folder: Path) -> dict[str, bytes]:
    root = folder / "files"
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def archive(small_city: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("backup") / "all.tar.gz"
    done = small_city.run("backup", str(target), "--with-keys")
    assert done.returncode == 0, done.stderr
    return target


@pytest.mark.parametrize("form", [(), ("--portable",)], ids=["file", "portable"])
def test_a_restored_installation_is_the_same_in_every_table_file_and_answer(
    small_city: Installation, installation: Installation, tmp_path: Path, form: tuple[str, ...]
) -> None:
    target = tmp_path / "all.tar.gz"
    assert small_city.run("backup", str(target), "--with-keys", *form).returncode == 0
    done = installation.run("restore", str(target))
    assert done.returncode == 0, done.stderr
    assert tables(installation.folder) == tables(small_city.folder)
    assert stored(installation.folder) == stored(small_city.folder)
    assert stored(small_city.folder)
    assert installation.run("log", "verify").returncode == 0
    question = ("search", "住房租赁补贴", "--json")
    was, now = (
        city.run(*question).stdout.split('"took_ms"')[0].replace(" ", "") for city in (small_city, installation)
    )
    assert now == was


def test_the_restored_event_chain_goes_on(archive: Path, installation: Installation) -> None:
    assert installation.run("restore", str(archive)).returncode == 0
    assert installation.run("createagency", "later", "后来设立的机关", "--parent", "yc-gov").returncode == 0
    assert installation.run("log", "verify").returncode == 0


def test_a_backup_is_readable_by_its_owner_only(archive: Path) -> None:
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600


def test_without_the_keys_the_key_is_not_in_it_and_restore_says_what_to_do(
    small_city: Installation, installation: Installation, tmp_path: Path
) -> None:
    target = tmp_path / "no-keys.tar.gz"
    assert small_city.run("backup", str(target)).returncode == 0
    secret = (small_city.folder / "secret-key").read_bytes()
    assert secret not in gzip.decompress(target.read_bytes())
    refused = installation.run("restore", str(target))
    assert refused.returncode == 3
    assert "secret-key" in refused.stderr
    assert not (installation.folder / "files").exists()
    shutil.copy(small_city.folder / "secret-key", installation.folder / "secret-key")
    shutil.copytree(small_city.folder / "vault", installation.folder / "vault")
    restored = installation.run("restore", str(target))
    assert restored.returncode == 0, restored.stderr


def damaged(archive: Path, to: Path) -> Path:
    """Change one byte in the middle of the unpacked stream and pack it again."""
    content = bytearray(gzip.decompress(archive.read_bytes()))
    content[len(content) // 2] ^= 0xFF
    to.write_bytes(gzip.compress(bytes(content), 1))
    return to


def test_a_damaged_archive_changes_nothing(archive: Path, small_city: Installation, tmp_path: Path) -> None:
    city = Installation(tmp_path / "city")
    shutil.copytree(small_city.folder, city.folder)
    before = tables(city.folder), stored(city.folder)
    for source in (damaged(archive, tmp_path / "bit.tar.gz"), tmp_path / "half.tar.gz", tmp_path / "none.tar.gz"):
        if source.name == "half.tar.gz":
            source.write_bytes(archive.read_bytes()[: archive.stat().st_size // 2])
        refused = city.run("restore", str(source), "--force")
        assert refused.returncode == 3, refused.stderr
        assert "Traceback" not in refused.stderr
    assert (tables(city.folder), stored(city.folder)) == before
    assert not list(city.folder.glob("restoring-*"))


def test_what_is_there_is_not_overwritten_unless_told_so(
    archive: Path, small_city: Installation, tmp_path: Path
) -> None:
    city = Installation(tmp_path / "city")
    shutil.copytree(small_city.folder, city.folder)
    assert city.run("createagency", "later", "后来设立的机关", "--parent", "yc-gov").returncode == 0
    refused = city.run("restore", str(archive))
    assert refused.returncode == 3
    assert "--force" in refused.stderr
    assert city.run("restore", str(archive), "--force").returncode == 0
    assert tables(city.folder) == tables(small_city.folder)


def test_a_lost_file_is_reported_and_the_rest_is_saved(small_city: Installation, tmp_path: Path) -> None:
    city = Installation(tmp_path / "city")
    shutil.copytree(small_city.folder, city.folder)
    next(path for path in (city.folder / "files").rglob("*") if path.is_file()).unlink()
    done = city.run("backup", str(tmp_path / "all.tar.gz"))
    assert done.returncode == 1
    assert "1 个文件" in done.stderr


def test_a_folder_that_does_not_exist_is_named(small_city: Installation, tmp_path: Path) -> None:
    refused = small_city.run("backup", str(tmp_path / "nowhere" / "all.tar.gz"))
    assert refused.returncode == 3
    assert "nowhere" in refused.stderr


def test_a_swap_that_fails_halfway_brings_everything_back(tmp_path: Path) -> None:
    from gongkai.project.ops.restore import _exchanged

    root, new = tmp_path / "data", tmp_path / "new"
    root.mkdir()
    new.mkdir()
    for name in ("one", "two"):
        (root / name).write_text("old")
        (new / name).write_text("new")
    moves = [(new / name, root / name) for name in ("one", "two", "three")]

    def fail_halfway() -> None:
        with _exchanged(root, moves):
            assert (root / "one").read_text() == "new"
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_halfway()
    assert sorted(path.name for path in root.iterdir()) == ["one", "two"]
    assert {(root / name).read_text() for name in ("one", "two")} == {"old"}
