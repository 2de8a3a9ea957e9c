"""Writing many rows that are in hand: `bulk_update` costs more than reading and judging the pages together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import connection

from gongkai.doors.takeover.models import OldPage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Field


def save_pages(pages: Iterable[OldPage], names: Sequence[str]) -> None:
    """Write these fields of rows that exist, by one prepared statement, in the caller's transaction."""
    fields: list[Field[Any, Any]] = [field for field in OldPage._meta.concrete_fields if field.name in names]
    quoted = connection.ops.quote_name
    changes = ", ".join(f"{quoted(str(field.column))} = %s" for field in fields)
    rows = [
        [*(field.get_db_prep_save(getattr(page, field.attname), connection) for field in fields), page.pk]
        for page in pages
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(f"UPDATE {quoted(OldPage._meta.db_table)} SET {changes} WHERE id = %s", rows)  # noqa: S608 - names of our own columns
