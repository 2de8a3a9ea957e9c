from __future__ import annotations

from typing import Any

import pytest

from gongkai.base.events.rules import Subject
from gongkai.base.organisations.queries import Acting, the_system
from gongkai.base.vault import actions
from gongkai.base.vault.models import SealedFile

ID_NUMBER = "11010519491231002X"
PDF = b"%PDF-1.4\n" + b"identity " * 40
ABOUT = Subject("responsive.application", "7", "申请〔2026〕7号")


@pytest.fixture
def system(db: None) -> Acting:
    return the_system("test")


@pytest.fixture
def kept(system: Acting) -> SealedFile:
    return actions.keep_file(data=PDF, name="张三身份证.pdf", by=system, purpose="身份证明")


def stored_name(file: SealedFile) -> Any:
    """The column as the database holds it."""
    from django.db import connection

    with connection.cursor() as cursor:
        key = file.pk.hex if connection.vendor == "sqlite" else str(file.pk)
        cursor.execute("SELECT name FROM vault_sealedfile WHERE id = %s", [key])
        return cursor.fetchone()[0]


def put_raw(file: SealedFile, token: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        key = file.pk.hex if connection.vendor == "sqlite" else str(file.pk)
        cursor.execute("UPDATE vault_sealedfile SET name = %s WHERE id = %s", [token, key])
