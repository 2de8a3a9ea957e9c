"""What stands in the catalogue on a day, and who holds tags that do not."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils import timezone

from gongkai.base.organisations.queries import visible_agencies
from gongkai.engine.tags.models import Retag, Tag, Version
from gongkai.engine.tags.rules import HOLDERS, SCHEMES, Choice, Field, seed

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting


def choices(scheme: str, *, on: dt.date | None = None) -> list[Choice]:
    """Return the tags of a scheme that stand on a day (today), in the order of the catalogue.

    A database whose catalogue was never loaded has the one that the platform comes with.
    """
    day = on or timezone.localdate()
    rows = Tag.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), scheme=scheme, valid_from__lte=day)
    found = [Choice(*row) for row in rows.order_by("order", "code").values_list("code", "name", "parent")]
    if not found and not Tag.objects.filter(scheme=scheme).exists():
        return list(seed().get(scheme, ()))
    return found


def names(scheme: str, *, on: dt.date | None = None) -> list[str]:
    return [choice.name for choice in choices(scheme, on=on)]


def problems(scheme: str, written: Sequence[str], *, on: dt.date | None = None, by: str = "name") -> list[str]:
    """Return a sentence for each tag that the catalogue does not have on that day, naming what took its place."""
    standing = {getattr(choice, by) for choice in choices(scheme, on=on)}
    return [_sentence(scheme, one, by) for one in dict.fromkeys(written) if one not in standing]


def _sentence(scheme: str, one: str, by: str) -> str:
    word = SCHEMES[scheme]
    ended = Tag.objects.filter(**{"scheme": scheme, by: one, "valid_to__isnull": False}).order_by("-valid_to").first()
    if ended is None or ended.valid_to is None:
        return f"{word}“{one}”不在标签目录里，请从目录中选择。"
    after = successors(scheme, ended.code)
    hint = f"请改用{'、'.join(f'“{name}”' for name in after)}。" if after else "请从现行目录中另选。"
    last = ended.valid_to
    return f"{word}“{one}”已于{last.year}年{last.month}月{last.day}日停用，{hint}"


def successors(scheme: str, code: str) -> list[str]:
    """Return the names that the latest change of this tag leads to."""
    for version in Version.objects.filter(scheme=scheme, adopted_at__isnull=False).order_by("-number"):
        for change in version.changes:
            if change["code"] == code and change["kind"] != "keep":
                return [one["name"] for one in change["to"]]
    return []


def tags() -> QuerySet[Tag]:
    return Tag.objects.select_related("since")


def versions() -> QuerySet[Version]:
    return Version.objects.all()


def version_of(pk: int) -> Version | None:
    return Version.objects.filter(pk=pk).first()


def pending(by: Acting) -> QuerySet[Retag]:
    """Return what waits for a person's choice and belongs to an agency this person sees."""
    return Retag.objects.filter(pending=True, agency__in=visible_agencies(by)).select_related("version", "agency")


@dataclass(frozen=True)
class Unmapped:
    """A tag that things hold though it does not stand in the catalogue."""

    scheme: str
    name: str
    holder: str
    count: int
    example: str


def held(thing: Any, field: Field) -> list[str]:
    value = getattr(thing, field.field)
    return [str(one) for one in value] if field.many else [str(value)] if value else []


def things_with(label: str, field: Field, wanted: set[str] | None = None, chunk: int = 500) -> Iterator[Any]:
    """Yield rows that hold one of these tags (any tag when None), by rising key: bounded memory, and one can go on."""
    model: Any = apps.get_model(label)
    last = 0
    while batch := list(model.objects.filter(pk__gt=last).select_related("item__agency").order_by("pk")[:chunk]):
        yield from (one for one in batch if held(one, field) and (wanted is None or wanted & set(held(one, field))))
        last = batch[-1].pk


def unmapped(*, on: dt.date | None = None) -> list[Unmapped]:
    """Return every tag in use that the catalogue does not have, with how many things hold it."""
    found: list[Unmapped] = []
    for label, fields in HOLDERS.items():
        if label == "publishing.Release":
            continue  # the public side of the same things
        for field in fields:
            standing = {getattr(choice, field.by) for choice in choices(field.scheme, on=on)}
            counts: Counter[str] = Counter()
            examples: dict[str, str] = {}
            for thing in things_with(label, field):
                for one in set(held(thing, field)) - standing:
                    counts[one] += 1
                    examples.setdefault(one, thing.item.key)
            found += [Unmapped(field.scheme, one, label, n, examples[one]) for one, n in counts.most_common()]
    return found
