"""Every sealed column and file of the installation, as the database holds them: tokens, never what is in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol, cast

from django.apps import apps
from django.db import connection, models
from django.db.models.expressions import ExpressionWrapper, F

SEALED, FINGERPRINT = "sealed", "fingerprint"


class SealedColumn(Protocol):
    """What is needed here of `fields.SealedText`, which itself needs the keys, which ask here."""

    name: str
    attname: str

    @property
    def context(self) -> str: ...

    def opened(self, token: str) -> str: ...


def as_stored(field: models.Field[Any, Any]) -> str | ExpressionWrapper[F]:
    """Return what to give to `values_list` to get a column as the database holds it: for copies that must not open it."""
    name = str(field.attname)
    is_sealed = getattr(field, "vault", "") == SEALED
    return ExpressionWrapper(F(name), models.TextField()) if is_sealed else name


@dataclass(frozen=True)
class Column:
    model: type[models.Model]
    field: SealedColumn

    @property
    def place(self) -> str:
        return f"{self.model._meta.label_lower}.{self.field.name}"

    def tokens(self) -> models.QuerySet[Any]:
        """Return the rows that hold something, with the token as `stored`."""
        stored = ExpressionWrapper(F(self.field.attname), models.TextField())
        rows = self.model._base_manager.annotate(stored=stored)
        return rows.exclude(stored="").exclude(stored=None).order_by("pk")

    def tokens_of(self, key_id: str) -> models.QuerySet[Any]:
        return self.tokens().filter(stored__startswith=f"v1.{key_id}.")


def _marked(mark: str) -> Iterator[tuple[type[models.Model], models.Field[Any, Any]]]:
    """Yield the columns of one sort of all models that have a table of their own."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            for field in model._meta.local_concrete_fields:
                if getattr(field, "vault", "") == mark:
                    yield model, field


def columns() -> list[Column]:
    return [Column(model, cast("SealedColumn", field)) for model, field in _marked(SEALED)]


def anything_sealed() -> bool:
    """Say whether the database holds anything that needs a key or the pepper; tables not yet made hold nothing."""
    tables = set(connection.introspection.table_names())
    if any(column.tokens().exists() for column in columns() if column.model._meta.db_table in tables):
        return True
    return any(
        model._base_manager.exclude(**{field.name: ""}).exists()
        for model, field in _marked(FINGERPRINT)
        if model._meta.db_table in tables
    )
