"""The cast's city, and a short way to facts."""

from __future__ import annotations

import pytest

from gongkai.project.tests.cast import City, build_city


@pytest.fixture
def city(db: None) -> City:
    return build_city()
