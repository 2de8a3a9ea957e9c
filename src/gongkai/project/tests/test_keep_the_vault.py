"""Backup, restore and its rehearsal with personal data: sealed it travels, and without its keys that is said."""

from __future__ import annotations

import gzip
import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from gongkai.project.tests.conftest import Installation

pytestmark = pytest.mark.slow
SECRET = "云川市民张某某110105194912310"
SEAL = f"""
import django; django.setup()
from gongkai.base.organisations.queries import the_system
from gongkai.base.vault import actions
data = b"%PDF-1.4 " + {SECRET!r}.encode() * 20
actions.keep_file(data=data, name={SECRET!r} + ".pdf", by=the_system("test"), purpose="身份证明")
"""


@pytest.fixture(scope="module")
def city(migrated_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An installation with nothing but one sealed file."""
    made = Installation(tmp_path_factory.mktemp("vault") / "city")
    shutil.copytree(migrated_folder, made.folder)
    env = made.environment() | {"DJANGO_SETTINGS_MODULE": "gongkai.project.settings"}
    subprocess.run([sys.executable, "-c", SEAL], env=env, check=True)
    assert (made.folder / "vault" / "current").exists()
    return made


def token(folder: Path) -> str:
    with closing(sqlite3.connect(folder / "gongkai.sqlite3")) as database:
        return str(next(database.execute("SELECT name FROM vault_sealedfile"))[0])


@pytest.mark.parametrize("form", [(), ("--portable",)], ids=["file", "portable"])
def test_with_its_keys_everything_opens_again(
    city: Installation, installation: Installation, tmp_path: Path, form: tuple[str, ...]
) -> None:
    target = tmp_path / "all.tar.gz"
    assert city.run("backup", str(target), "--with-keys", *form).returncode == 0
    assert SECRET.encode() not in gzip.decompress(target.read_bytes())
    done = installation.run("restore", str(target))
    assert done.returncode == 0, done.stderr
    assert token(installation.folder) == token(city.folder)  # copied as it is, not opened
    checked = installation.run("vault", "check")
    assert checked.returncode == 0, checked.stdout
    assert "没有发现问题" in checked.stdout
    assert (installation.folder / "vault").stat().st_mode & 0o777 == 0o700


def test_without_its_keys_all_else_comes_back_and_the_missing_key_is_named(
    city: Installation, installation: Installation, tmp_path: Path
) -> None:
    target = tmp_path / "no-keys.tar.gz"
    made = city.run("backup", str(target))
    assert made.returncode == 0
    assert "个人信息的密钥也没有装入" in made.stderr
    content = gzip.decompress(target.read_bytes())
    for path in (city.folder / "vault").iterdir():
        assert path.name in {".lock", "current"} or path.read_bytes().strip() not in content
    installation.folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(city.folder / "secret-key", installation.folder / "secret-key")
    done = installation.run("restore", str(target))
    assert done.returncode == 1
    assert "密钥" in done.stderr
    assert "已恢复" in done.stderr
    refused = installation.run("vault", "status")
    assert refused.returncode == 3
    assert "不要另造" in refused.stderr
    assert not list((installation.folder / "vault").glob("key-*"))
    shutil.copytree(city.folder / "vault", installation.folder / "vault", dirs_exist_ok=True)
    assert installation.run("vault", "check").returncode == 0


def test_the_rehearsal_opens_what_is_sealed_and_fails_when_the_keys_are_gone(
    city: Installation, tmp_path: Path
) -> None:
    target = tmp_path / "all.tar.gz"
    assert city.run("backup", str(target)).returncode == 0
    done = city.run("testrestore", str(target))
    assert done.returncode == 0, done.stderr
    other = Installation(tmp_path / "city")
    shutil.copytree(city.folder, other.folder)
    shutil.rmtree(other.folder / "vault")
    failed = other.run("testrestore", str(target))
    assert failed.returncode == 3
    assert "密钥" in failed.stderr
    found = json.loads(other.run("doctor", "--json").stdout)
    assert "个人信息密钥" in json.dumps(found, ensure_ascii=False)
