"""The examples of docs/exchange.md, taken from the page and run against the real platform."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.partners.conftest import World

PAGE = Path(__file__).resolve().parents[2] / "docs" / "exchange.md"


def example(language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return str(found)


def run(world: World, command: list[str]) -> str:
    given = {"PLATFORM": world.url, "KEY": world.office.key.key_id, "SECRET": world.office.key.secret}
    done = subprocess.run(
        command, env=world.environment | given, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.requirement("R027")
def test_the_python_example_hands_a_document_over(world: World) -> None:
    assert run(world, [sys.executable, "-c", example("python")]).split() == ["applied", "draft"]


@pytest.mark.skipif(not (shutil.which("curl") and shutil.which("openssl")), reason="没有 curl 或 openssl")
def test_the_curl_example_withdraws_it(world: World) -> None:
    assert '"kind": "withdrawal"' in run(world, ["sh", "-c", example("sh")])
