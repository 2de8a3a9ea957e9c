from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model

from gongkai.base.ui.models import SavedView


@pytest.fixture
def lin(db):
    return get_user_model().objects.create(username="lin", name="林知远")


@pytest.fixture
def zhou(db):
    return get_user_model().objects.create(username="zhou", name="周以宁")


@pytest.fixture
def desk(client, lin, settings):
    client.force_login(lin, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def books(lin, zhou):
    made = [
        SavedView(person=lin if n % 2 else zhou, register="shelf-data", name=f"书{n:02}", query=f"y={n}")
        for n in range(25)
    ]
    SavedView.objects.bulk_create(made)
    return list(SavedView.objects.filter(register="shelf-data").order_by("name"))
