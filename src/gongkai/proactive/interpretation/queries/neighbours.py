"""Rows of neighbouring packages, reached through the relations of our own tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongkai.proactive.interpretation.models import Interpretation

if TYPE_CHECKING:
    from django.db.models import Manager, QuerySet

    from gongkai.engine.publishing.models import Edition, Relation, Release, Review
    from gongkai.proactive.documents.models import Document


def _manager(*path: str) -> Any:
    model: Any = Interpretation
    for name in ("item", *path):
        model = model._meta.get_field(name).related_model
    manager: Manager[Any] = model._default_manager
    return manager


def editions() -> QuerySet[Edition]:
    found: QuerySet[Edition] = _manager("editions").all()
    return found


def releases() -> QuerySet[Release]:
    found: QuerySet[Release] = _manager("release").all()
    return found


def reviews() -> QuerySet[Review]:
    found: QuerySet[Review] = _manager("editions", "reviews").all()
    return found


def relations() -> QuerySet[Relation]:
    found: QuerySet[Relation] = _manager("relations").all()
    return found


def documents() -> QuerySet[Document]:
    found: QuerySet[Document] = _manager("document").all()
    return found
