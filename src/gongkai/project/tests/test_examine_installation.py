"""`gongkai doctor`: finds what is wrong and says what to do."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from gongkai.project.tests.conftest import Installation

pytestmark = pytest.mark.slow


@pytest.fixture
def city(small_city: Installation, tmp_path: Path) -> Installation:
    shutil.copytree(small_city.folder, tmp_path / "city")
    return Installation(tmp_path / "city")


def levels(installation: Installation) -> dict[str, tuple[str, str]]:
    found = json.loads(installation.run("doctor", "--json").stdout)
    return {check["name"]: (check["level"], check["found"]) for check in found["checks"]}


def test_a_sound_city_has_nothing_bad(city: Installation) -> None:
    done = city.run("doctor")
    assert done.returncode == 0, done.stdout
    assert "✗" not in done.stdout
    assert "检索库" in done.stdout


def test_it_finds_a_lost_file_an_open_key_and_a_lost_index(city: Installation) -> None:
    for path in [path for path in (city.folder / "files").rglob("*") if path.is_file()]:
        path.write_bytes(b"changed")
    (city.folder / "secret-key").chmod(0o644)
    shutil.rmtree(city.folder / "index")
    found = levels(city)
    assert {found[name][0] for name in ("文件库", "系统密钥")} == {"bad"}
    assert found["检索库"][0] == "warn"
    assert city.run("doctor").returncode == 1


def test_reindex_brings_a_lost_index_back(city: Installation) -> None:
    shutil.rmtree(city.folder / "index")
    assert city.run("reindex").returncode == 0
    assert levels(city)["检索库"][0] == "ok"
    assert json.loads(city.run("search", "住房租赁补贴", "--json").stdout)["total"] >= 3


def test_it_finds_debugging_left_on(city: Installation) -> None:
    assert "✗ 调试模式" in city.run("doctor", extra={"GONGKAI_DEBUG": "1"}).stdout


def test_it_tells_an_empty_installation_what_to_do_first(migrated: Installation) -> None:
    found = levels(migrated)
    assert found["默认网站"][0] == "bad"
    assert found["事件链"][0] == "ok"
