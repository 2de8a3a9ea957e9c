from __future__ import annotations

import pytest

from gongkai.doors.subscriptions import actions


@pytest.fixture(autouse=True)
def _own_index():
    """The index of this process knows what another test subscribed to."""
    actions.forget_index()
