"""A sealed column: plain in Python, a token in the database, and nothing to search in."""

from __future__ import annotations

import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.core.management import call_command
from django.db import connection
from django.db.migrations.writer import MigrationWriter
from django.utils import timezone

from gongkai.base.vault import keys, queries, rules
from gongkai.base.vault.fields import Fingerprint, SealedText
from gongkai.base.vault.models import SealedFile

from .conftest import ID_NUMBER, put_raw, stored_name

pytestmark = pytest.mark.django_db


def row(name: str = ID_NUMBER) -> SealedFile:
    """A row whose bytes are not wanted here."""
    return SealedFile.objects.create(
        name=name, size=1, media_type="application/pdf", kind="pdf", purpose="身份证明", sha256="0" * 64,
        destroyed_at=timezone.now(),
    )  # fmt: skip


def test_it_is_plain_in_python_and_a_token_in_the_database() -> None:
    made = row()
    assert rules.is_token(stored_name(made))
    assert SealedFile.objects.get(pk=made.pk).name == ID_NUMBER
    assert list(SealedFile.objects.values_list("name", flat=True)) == [ID_NUMBER]


def test_update_and_bulk_writing_seal_as_well() -> None:
    made = row()
    SealedFile.objects.filter(pk=made.pk).update(name="李四")
    assert rules.is_token(stored_name(made))
    made.name = "王五"
    SealedFile.objects.bulk_update([made], ["name"])
    assert rules.is_token(stored_name(made))
    assert SealedFile.objects.get(pk=made.pk).name == "王五"
    many = SealedFile.objects.bulk_create([SealedFile(name="赵六", size=1, purpose="x", sha256="1" * 64)])
    assert rules.is_token(stored_name(many[0]))


def test_an_empty_string_stays_empty_and_makes_no_key() -> None:
    made = row("")
    assert stored_name(made) == ""
    assert not keys.exists()


@pytest.mark.parametrize(
    "lookup", ["name", "name__icontains", "name__in", "name__startswith", "name__gt", "name__regex"]
)
def test_searching_in_it_is_refused_with_the_way_out(lookup: str) -> None:
    with pytest.raises(FieldError, match="指纹"):
        SealedFile.objects.filter(**{lookup: ["x"] if lookup.endswith("in") else "x"}).first()


def test_whether_it_is_null_may_be_asked() -> None:
    row()
    assert SealedFile.objects.filter(name__isnull=False).count() == 1


def test_a_token_of_another_column_does_not_open() -> None:
    made = row()
    put_raw(made, rules.seal(b"secret", key=keys.ring().current, context="responsive.application.name"))
    with pytest.raises(rules.Unreadable, match=r"vault\.sealedfile\.name"):
        SealedFile.objects.get(pk=made.pk)
    assert [place.broken for place in queries.places() if place.name == "vault.sealedfile.name"] == [(str(made.pk),)]


def test_plain_text_smuggled_into_the_column_is_noticed() -> None:
    made = row()
    put_raw(made, "张三")
    with pytest.raises(rules.Unreadable, match="vault check"):
        SealedFile.objects.get(pk=made.pk)


def test_neither_repr_nor_dumpdata_shows_it(capsys: pytest.CaptureFixture[str]) -> None:
    made = row()
    assert ID_NUMBER not in repr(made)
    for form in ("json", "xml"):
        out = io.StringIO()
        call_command("dumpdata", "vault", format=form, stdout=out)
        assert ID_NUMBER not in out.getvalue()
        assert "v1." in out.getvalue()
    assert ID_NUMBER not in capsys.readouterr().out


def test_what_dumpdata_wrote_can_be_loaded(tmp_path: Path) -> None:
    made = row()
    dump = tmp_path / "dump.json"
    call_command("dumpdata", "vault.sealedfile", output=str(dump), verbosity=0)
    SealedFile.objects.all().delete()
    call_command("loaddata", str(dump), verbosity=0)
    assert SealedFile.objects.get(pk=made.pk).name == ID_NUMBER
    assert json.loads(dump.read_text())[0]["fields"]["name"].startswith("v1.")


def test_a_token_typed_by_somebody_is_not_opened_for_them() -> None:
    made = row()
    copied = stored_name(made)
    typed = SealedFile(name=copied, size=1, media_type="x", kind="pdf", purpose="x", sha256="1" * 64)
    typed.full_clean()
    assert typed.name == copied
    typed.save()
    assert SealedFile.objects.get(pk=typed.pk).name == copied


def test_migrations_know_the_field() -> None:
    field = SealedText("姓名", blank=True, context="old.place.name")
    text, imports = MigrationWriter.serialize(field)
    assert "context='old.place.name'" in text
    assert imports == {"import gongkai.base.vault.fields"}
    assert Fingerprint().deconstruct()[3]["max_length"] == 64
    assert field.context == "old.place.name"


def test_a_fingerprint_finds_equals_without_opening() -> None:
    assert queries.fingerprint_of("11010519491231002x", "id") == queries.fingerprint_of(ID_NUMBER, "id")
    assert queries.fingerprint_of(ID_NUMBER, "id") != queries.fingerprint_of(ID_NUMBER, "phone")
    assert queries.fingerprint_of("", "id") == ""


@pytest.mark.django_db(transaction=True)
def test_the_bytes_of_the_database_file_do_not_hold_it(tmp_path: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("a file only with SQLite")
    made = row()
    made.name = "31011519900307412X"
    made.save()
    connection.close()
    name: Any = connection.settings_dict["NAME"]
    with closing(sqlite3.connect(name)) as live, closing(sqlite3.connect(tmp_path / "copy.sqlite3")) as copy:
        live.backup(copy)
    files = [Path(name), Path(f"{name}-wal"), tmp_path / "copy.sqlite3"]
    found = b"".join(path.read_bytes() for path in files if path.exists())
    assert b"v1." in found
    assert ID_NUMBER.encode() not in found
    assert b"31011519900307412X" not in found
