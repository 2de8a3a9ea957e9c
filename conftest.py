"""Shared by all tests: no network beyond this machine, and the cast (see gongkai.project.tests.cast)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_socket import socket_allow_hosts

# How long an example takes says how busy the machine is, nothing of the code.
hypothesis_settings.register_profile("gongkai", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("gongkai")


def pytest_configure() -> None:
    """Passwords of the cast are not worth Argon2's time: hundreds of tests make ten people each."""
    from django.conf import settings

    # Argon2 stays known: the demo city is built by the command, as everybody builds it.
    settings.PASSWORD_HASHERS = [
        f"django.contrib.auth.hashers.{name}" for name in ("MD5PasswordHasher", "Argon2PasswordHasher")
    ]


pytest_plugins = ["gongkai.project.tests.cast", "gongkai.project.tests.prepared"]


@pytest.fixture(autouse=True)
def _stay_on_this_machine() -> None:
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture(autouse=True)
def _own_data(settings: Any, tmp_path: Path) -> None:
    """Each test has its own signed tree heads, index and tally: what another published or read is none of its history."""
    from gongkai.doors.site.rules import TALLY

    TALLY.clear()
    settings.DATA_DIR = tmp_path
    settings.SEARCH_DIR = tmp_path / "index"
