"""Words for things that have none in the code: settings and screens in English. Kept complete by a test."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("words.toml")


@cache
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def screen_words() -> dict[str, str]:
    return _words()["screens"]


def setting_words() -> dict[str, str]:
    return _words()["settings"]
