"""Changing what the search knows: synonyms, what stands above the results, the wish to build the index anew."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.jobs import actions as jobs
from gongkai.base.organisations.queries import Acting
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.actions.outbox import raise_version
from gongkai.engine.search.models import Promotion, SynonymGroup
from gongkai.engine.search.permissions import check_manage
from gongkai.engine.search.rules.keeping import SIDES, words_of

REBUILD = "search.rebuild"
LONGEST_WORD = 30


class Refused(Exception):
    """The vocabulary cannot be changed so; the text is the sentence."""


@transaction.atomic
def save_synonyms(
    *, words: str, side: str, by: Acting, note: str = "", group: SynonymGroup | None = None, is_active: bool = True
) -> SynonymGroup:
    """Create or change a group. Raises NotAllowed and Refused (fewer than two words, a group that stands already)."""
    check_manage(by)
    several = words_of(words)
    if len(several) < 2:
        raise Refused("一组同义词至少要有两个词，用顿号隔开。")
    if too_long := [word for word in several if len(word) > LONGEST_WORD]:
        raise Refused(f"“{too_long[0][:LONGEST_WORD]}…”过长，每个词最多{LONGEST_WORD}个字。")
    if side not in SIDES:
        raise Refused("请选择这组词用在检索时、建库时，还是互相替代。")
    joined = "、".join(several)
    twin = SynonymGroup.objects.filter(words=joined)
    if (twin.exclude(pk=group.pk) if group else twin).exists():
        raise Refused("这组词已经有了，请修改原来的一组。")
    old = _facts(group) if group else None
    group = group or SynonymGroup()
    group.words, group.side, group.note, group.is_active = joined, side, note, is_active
    group.changed_at = timezone.now()
    group.save()
    _record("search:synonyms:save", group, old, by)
    raise_version()
    return group


@transaction.atomic
def stop_synonyms(*, group: SynonymGroup, by: Acting) -> None:
    check_manage(by)
    old = _facts(group)
    group.is_active, group.changed_at = False, timezone.now()
    group.save()
    _record("search:synonyms:remove", group, old, by)
    raise_version()


@transaction.atomic
def save_promotion(
    *,
    patterns: str,
    title: str,
    by: Acting,
    kind: str = "best",
    text: str = "",
    item_key: str = "",
    column_slug: str = "",
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
    order: int = 100,
    is_active: bool = True,
    promotion: Promotion | None = None,
) -> Promotion:
    """Create or change what stands above the results. Raises NotAllowed and Refused (nothing to point to, days reversed)."""
    check_manage(by)
    if not any(line.strip(" *") for line in patterns.splitlines()):
        raise Refused("请至少写一个检索词，每行一个。")
    if bool(item_key) == bool(column_slug):
        raise Refused("请填写索引号或栏目代码中的一项。")
    if item_key and not publishing.public_releases().filter(key=item_key).exists():
        raise Refused(f"没有索引号为“{item_key}”的已公开内容，请核对索引号。")
    if starts_on and ends_on and ends_on < starts_on:
        raise Refused("结束日期不能早于开始日期。")
    old = _facts(promotion) if promotion else None
    promotion = promotion or Promotion()
    facts: dict[str, Any] = {
        "patterns": patterns.strip(), "title": title, "kind": kind, "text": text, "item_key": item_key,
        "column_slug": column_slug, "starts_on": starts_on, "ends_on": ends_on, "order": order, "is_active": is_active,
        "changed_at": timezone.now(),
    }  # fmt: skip
    for name, value in facts.items():
        setattr(promotion, name, value)
    promotion.save()
    _record("search:promotion:save", promotion, old, by)
    raise_version()
    return promotion


@transaction.atomic
def stop_promotion(*, promotion: Promotion, by: Acting) -> None:
    check_manage(by)
    old = _facts(promotion)
    promotion.is_active, promotion.changed_at = False, timezone.now()
    promotion.save()
    _record("search:promotion:remove", promotion, old, by)
    raise_version()


@transaction.atomic
def ask_for_rebuild(*, by: Acting) -> None:
    """Have the worker build the index anew, for words that are added while building. Asked twice, it is done once."""
    check_manage(by)
    jobs.enqueue(kind=REBUILD, payload={}, key="vocabulary")
    events.record(
        tag="search:index:rebuild", by=by.actor(Permission.SEARCH_MANAGE), subject=Subject("search-index", "1")
    )


HIDDEN = {"id", "changed_at"}


def _facts(row: SynonymGroup | Promotion) -> dict[str, Any]:
    return {
        str(field.verbose_name): str(field.value_from_object(row) or "")
        for field in row._meta.concrete_fields
        if field.name not in HIDDEN
    }


def _record(tag: str, row: SynonymGroup | Promotion, old: dict[str, Any] | None, by: Acting) -> None:
    new = _facts(row)
    changed = {name: value for name, value in new.items() if old is None or old.get(name) != value}
    before = {name: old.get(name, "") for name in changed} if old else None
    kind = "search-synonyms" if isinstance(row, SynonymGroup) else "search-promotion"
    events.record(
        tag=tag, by=by.actor(Permission.SEARCH_MANAGE), subject=Subject(kind, str(row.pk)), old=before, new=changed
    )
