"""How items stand to one another, and what that does to their validity."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.engine.publishing.actions.items import subject
from gongkai.engine.publishing.actions.outbox import announce
from gongkai.engine.publishing.models import Item, Relation, Release
from gongkai.engine.publishing.permissions import Refused
from gongkai.engine.publishing.rules import ENDING_VERBS, LAPSING_VERB, VERBS, Topic

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting


@transaction.atomic
def relate(*, source: Item, verb: str, by: Acting, target: Item | None = None, label: str = "") -> Relation:
    """Say how `source` stands to `target`, or to something outside the library named by `label`."""
    if verb not in VERBS:
        raise Refused("请选择关联方式。")
    if target is not None and target.pk == source.pk:
        raise Refused("不能与自身建立关联。")
    if target is None and not label.strip():
        raise Refused("请选择关联的文件，或填写库外文件的名称和文号。")
    relation, made = Relation.objects.get_or_create(source=source, verb=verb, target=target, target_label=label.strip())
    if made:
        events.record(
            tag="publishing:relation:add",
            by=by.actor(agency=source.agency),
            subject=subject(source),
            new={"verb": VERBS[verb].forward, "target": target.key if target else label},
        )
        public = Release.objects.filter(item=source).first()
        if public is not None:
            # Said afterwards of something public already: the effect follows at once, from its own day of effect.
            day = public.effective_on or timezone.localtime(public.first_published_at).date()
            apply_effects(source, on=day.isoformat())
            announce(topic=Topic.CHANGED, item=source, edition_number=None, event_seq=None)
    return relation


@transaction.atomic
def unrelate(*, relation: Relation, by: Acting) -> None:
    if Release.objects.filter(item=relation.source).exists() and relation.verb in {*ENDING_VERBS, LAPSING_VERB}:
        raise Refused("已公布的废止、宣布失效、替代关系不能直接取消，请通过更正发布说明。")
    source = relation.source
    events.record(
        tag="publishing:relation:remove",
        by=by.actor(agency=source.agency),
        subject=subject(source),
        old={"verb": relation.verb, "target": relation.target.key if relation.target else relation.target_label},
    )
    relation.delete()


def last_day(expires_on: dt.date | None, lapsed_on: dt.date | None) -> dt.date | None:
    """Return the last day of force of a text that says one itself, or was declared lapsed from a day on, or both."""
    ends = [day for day in (expires_on, lapsed_on and lapsed_on - dt.timedelta(days=1)) if day]
    return min(ends, default=None)


def apply_effects(source: Item, *, on: str) -> None:
    """When `source` becomes public, end or mark what it repeals, replaces or amends. `on` is an ISO day."""
    day = dt.date.fromisoformat(on)
    relations = source.relations.filter(target__isnull=False).select_related("target")
    for relation in relations:
        target = relation.target
        if target is None:
            continue
        if relation.verb in ENDING_VERBS and target.repealed_on != day:
            target.repealed_on = day
        elif relation.verb == LAPSING_VERB and target.lapsed_on is None:
            target.lapsed_on = day
        elif relation.verb == "amends" and target.amended_on is None:
            target.amended_on = day
        elif relation.verb not in {"answers", "interprets", "implements", "attaches", "based_on", "forwards"}:
            continue
        target.save(update_fields=["repealed_on", "lapsed_on", "amended_on"])
        public = Release.objects.filter(item=target).first()
        if public is None:
            continue
        changed = Release.objects.filter(item=target).update(
            repealed_on=target.repealed_on, amended=target.amended_on is not None,
            expires_on=last_day(public.expires_on, target.lapsed_on),
        )  # fmt: skip
        if changed:
            announce(topic=Topic.CHANGED, item=target, edition_number=None, event_seq=None, wake=False)
