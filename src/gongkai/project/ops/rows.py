"""The database as lines of JSON, independent of its make: one object a row, table after table.

Written and read column by column below the models' own habits (`auto_now`, defaults), so that a row comes back as it was.
"""

from __future__ import annotations

import base64
import datetime as dt
import decimal
import json
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction

from gongkai.base.events import triggers
from gongkai.base.vault.fields import SealedText, as_stored
from gongkai.project.ops.progress import Report

BATCH = 500


def tables() -> list[type[models.Model]]:
    """Return every model with a table of its own, link tables included."""
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model._meta.managed and not model._meta.proxy]


def counts() -> dict[str, int]:
    return {model._meta.db_table: model._base_manager.count() for model in tables()}


def dump(target: Path, report: Report) -> None:
    """Write every row. On PostgreSQL all tables are read as of one moment."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        with target.open("w", encoding="utf-8") as out:
            wanted = tables()
            for place, model in enumerate(wanted, start=1):
                for line in _lines(model):
                    out.write(line + "\n")
                report("读取数据库", place, len(wanted))


def _lines(model: type[models.Model]) -> Iterator[str]:
    fields = [field for field in model._meta.concrete_fields if not field.generated]  # those the database makes again
    yield json.dumps({"table": model._meta.label_lower, "columns": [field.attname for field in fields]})
    # What is sealed stays sealed: the dump opens nothing and needs no keys.
    rows = model._base_manager.order_by("pk").values_list(*map(as_stored, fields))
    for row in rows.iterator(chunk_size=BATCH):
        yield json.dumps([_plain(value) for value in row], ensure_ascii=False)


def _plain(value: Any) -> Any:
    match value:
        case dt.datetime() | dt.date() | dt.time():
            return value.isoformat()
        case decimal.Decimal() | uuid.UUID():
            return str(value)
        case bytes() | memoryview():
            return base64.b64encode(bytes(value)).decode()
        case dt.timedelta():
            return value.total_seconds()
    return value


def load(source: Path, report: Report) -> None:
    """Fill a migrated database with the rows of a dump, replacing what the migrations put there. All or nothing."""
    triggers.remove(connection)
    try:
        with transaction.atomic(), connection.constraint_checks_disabled():
            _empty()
            _fill(source, report)
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), tables()):
                cursor.execute(statement)
        connection.check_constraints()
    finally:
        triggers.install(connection)


def _empty() -> None:
    with connection.cursor() as cursor:
        for model in tables():
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608 - names of our tables


def _fill(source: Path, report: Report) -> None:
    model: type[models.Model] | None = None
    columns: list[str] = []
    batch: list[list[Any]] = []
    done = 0
    with source.open(encoding="utf-8") as lines:
        for line in lines:
            found = json.loads(line)
            if isinstance(found, list):
                batch.append(found)
            if batch and (len(batch) == BATCH or isinstance(found, dict)):
                _insert(model, columns, batch)
                done += len(batch)
                batch = []
                report("写入数据库", done, 0)
            if isinstance(found, dict):
                model, columns = apps.get_model(found["table"]), found["columns"]
    if batch:
        _insert(model, columns, batch)


def _insert(model: type[models.Model] | None, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    assert model is not None
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    fields = [by_name[name] for name in columns]
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({names}) VALUES ({marks})",  # noqa: S608 - names of our tables and columns
            [[_ready(field, value) for field, value in zip(fields, row, strict=True)] for row in rows],
        )


def _ready(field: models.Field[Any, Any], value: Any) -> Any:
    if isinstance(field, SealedText):
        return value
    if isinstance(field, models.BinaryField) and value is not None:
        value = base64.b64decode(value)
    elif isinstance(field, models.DurationField) and value is not None:
        value = dt.timedelta(seconds=value)
    elif not isinstance(field, (models.JSONField, models.ForeignKey)):
        value = field.to_python(value)
    return field.get_db_prep_save(value, connection)
