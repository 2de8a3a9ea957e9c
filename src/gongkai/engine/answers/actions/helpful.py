"""Counting whether answers help. Nothing of the reader is read or kept."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from gongkai.engine.answers.models import Usefulness
from gongkai.engine.answers.rules import Wanted
from gongkai.engine.publishing.queries import release_by_key


@transaction.atomic
def count_opinion(*, key: str, wanted: str, helpful: bool) -> bool:
    """Count one opinion of answers from a public document; return False, counting nothing, for any other."""
    if wanted not in set(Wanted) or "\x00" in key or release_by_key(key) is None:
        return False
    row, _ = Usefulness.objects.get_or_create(day=timezone.localdate(), key=key, wanted=wanted)
    name = "helpful" if helpful else "unhelpful"
    Usefulness.objects.filter(pk=row.pk).update(**{name: F(name) + 1})
    return True
