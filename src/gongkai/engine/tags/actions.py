"""Verbs of the catalogue: propose, adopt, re-tag, decide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.jobs import actions as jobs
from gongkai.base.organisations.queries import NotAllowed, OutOfSight, the_system
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.rules import Topic
from gongkai.engine.tags.models import Retag, Tag, Version
from gongkai.engine.tags.queries import choices, held, things_with
from gongkai.engine.tags.rules import HOLDERS, SCHEMES, Change, Choice, Field, Kind, NewTag, defects, plan

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting

JOB = "tags.retag"
DECIDED = {Kind.SPLIT, Kind.RETIRE}


class Refused(Exception):
    """The catalogue cannot be changed so; `problems` are sentences."""

    def __init__(self, *problems: str) -> None:
        super().__init__(" ".join(problems))
        self.problems = list(problems)


def _check(by: Acting) -> None:
    if not by.may_anywhere(Permission.TAGS_MANAGE):
        raise NotAllowed("标签目录由政务公开专员或网站编辑管理，您目前没有这个岗位。")


@transaction.atomic
def propose(*, scheme: str, lines: Sequence[NewTag], valid_from: dt.date, note: str, by: Acting) -> Version:
    """Keep a new catalogue as a draft with what it would do. Raises Refused with all defects."""
    _check(by)
    if scheme not in SCHEMES:
        raise Refused("没有这一类标签。")
    if Version.objects.filter(scheme=scheme, adopted_at__isnull=True).exists():
        raise Refused(f"{SCHEMES[scheme]}已有一份新目录草案，请先启用或放弃那一份。")
    old = choices(scheme)
    if found := defects(old, lines):
        raise Refused(*found)
    latest = Version.objects.filter(scheme=scheme).aggregate(latest=Max("number"))["latest"] or 0
    version = Version.objects.create(
        scheme=scheme,
        number=latest + 1,
        valid_from=valid_from,
        note=note.strip()[:300],
        proposed_by=by.actor().name[:60],
        lines=[_as_line(line) for line in lines],
        changes=[_as_change(change) for change in plan(old, lines)],
    )
    _record("tags:version:propose", version, by, {"lines": len(lines), "valid_from": valid_from.isoformat()}, note)
    return version


def _as_line(line: NewTag) -> dict[str, Any]:
    return {"code": line.code, "name": line.name, "parent": line.parent, "replaces": list(line.replaces)}


def _as_change(change: Change) -> dict[str, Any]:
    to = [{"code": one.code, "name": one.name} for one in change.to]
    return {"code": change.old.code, "name": change.old.name, "kind": change.kind.value, "to": to}


def _record(tag: str, version: Version, by: Acting, new: dict[str, object], remark: str = "") -> None:
    subject = Subject("tag-version", str(version.pk), str(version))
    events.record(tag=tag, by=by.actor(Permission.TAGS_MANAGE), subject=subject, new=new, remark=remark)


@transaction.atomic
def discard(*, version: Version, by: Acting) -> None:
    _check(by)
    if version.adopted_at is not None:
        raise Refused("这一版已经启用，不能放弃；需要改回时请再拟一版。")
    _record("tags:version:discard", version, by, {})
    version.delete()


@transaction.atomic
def adopt(*, version: Version, by: Acting) -> Version:
    """Put a draft in force: tags end or begin, and the job that re-tags things is on its way.

    Raises Refused when the catalogue changed since it was proposed, or its day lies ahead.
    """
    _check(by)
    version = Version.objects.select_for_update().get(pk=version.pk)
    if version.adopted_at is not None:
        raise Refused("这一版已经启用。")
    if version.valid_from > timezone.localdate():
        raise Refused(f"启用日期是{version.valid_from.isoformat()}，到那一天再启用。")
    lines = [NewTag(**line | {"replaces": tuple(line["replaces"])}) for line in version.lines]
    old = choices(version.scheme)
    changes = [_as_change(change) for change in plan(old, lines)]
    if changes != version.changes or defects(old, lines):
        raise Refused("拟定以后目录又有变动，请放弃这份草案，按现行目录重新拟定。")
    _write_tags(version, lines, old)
    version.adopted_at = timezone.now()
    version.save(update_fields=["adopted_at"])
    jobs.enqueue(kind=JOB, payload={"version": version.pk}, key=str(version.pk))
    kinds = {kind.value: sum(change["kind"] == kind for change in changes) for kind in Kind}
    _record("tags:version:adopt", version, by, {"tags": len(lines), **kinds}, version.note)
    return version


def _write_tags(version: Version, lines: Sequence[NewTag], old: Sequence[Choice]) -> None:
    kept = {(one.code, one.name, one.parent) for one in old}
    wanted = {(line.code, line.name, line.parent) for line in lines}
    _load_seed(version, old)
    ended = [one.code for one in old if (one.code, one.name, one.parent) not in wanted]
    last = version.valid_from - dt.timedelta(days=1)
    Tag.objects.filter(scheme=version.scheme, code__in=ended, valid_to__isnull=True).update(valid_to=last)
    # What began and ends on one day never stood.
    Tag.objects.filter(scheme=version.scheme, valid_to__lt=F("valid_from")).delete()
    for order, line in enumerate(lines):
        if (line.code, line.name, line.parent) in kept:
            Tag.objects.filter(scheme=version.scheme, code=line.code, valid_to__isnull=True).update(order=order)
        else:
            Tag.objects.create(
                scheme=version.scheme, code=line.code, name=line.name, parent=line.parent, order=order,
                valid_from=version.valid_from, since=version,
            )  # fmt: skip


def _load_seed(version: Version, old: Sequence[Choice]) -> None:
    """Write the catalogue that the platform came with where the database has none, so that it can end."""
    if Tag.objects.filter(scheme=version.scheme).exists():
        return
    Tag.objects.bulk_create(
        Tag(
            scheme=version.scheme,
            code=one.code,
            name=one.name,
            valid_from=dt.date(2000, 1, 1),
            since=version,
            order=order,
        )
        for order, one in enumerate(old)
    )


def retag(*, version: Version, progress: Callable[[int], None] = lambda _count: None) -> int:
    """Bring every thing that holds a changed tag to the new catalogue; return how many were changed or asked about.

    Each in a transaction of its own; what was done is not done again, so it may be cut off and run any number of times.
    """
    by, count = the_system("tags"), 0
    changed = [change for change in version.changes if change["kind"] != Kind.KEEP]
    for label, fields in HOLDERS.items():
        for field in (field for field in fields if field.scheme == version.scheme):
            by_old = {change[field.by]: change for change in changed if _matters(change, field)}
            for thing in things_with(label, field, set(by_old)):
                count += _retag_one(version, label, thing.pk, field, by_old, by)
                progress(count)
    Version.objects.filter(pk=version.pk, retagged_at__isnull=True).update(retagged_at=timezone.now())
    return count


def _matters(change: dict[str, Any], field: Field) -> bool:
    return change["kind"] in DECIDED or [one[field.by] for one in change["to"]] != [change[field.by]]


@transaction.atomic
def _retag_one(version: Version, label: str, pk: int, field: Field, by_old: dict[str, Any], by: Acting) -> bool:
    thing = _locked(label, pk)
    known = set(Retag.objects.filter(version=version, holder=label, thing=pk).values_list("old", flat=True))
    old = held(thing, field)
    new, did = list(old), False
    for tag in [tag for tag in old if tag in by_old and tag not in known]:
        change = by_old[tag]
        pending = change["kind"] in DECIDED
        # The public side follows the document it shows, so only the document is asked about.
        if not (pending and label == "publishing.Release"):
            to = [] if pending else [one[field.by] for one in change["to"]]
            _note(version, label, thing, tag, to, pending=pending)
            new = new if pending else _replaced(new, tag, to)
            did = True
    if new != old:
        _write(thing, field, new, by, "tags:item:retag", old, str(version))
    return did


def _note(version: Version, label: str, thing: Any, tag: str, to: list[str], *, pending: bool) -> None:
    title = str(getattr(thing, "title", "") or thing.item.key)
    if label != "publishing.Release":
        latest = thing.item.editions.order_by("-number").first()
        title = latest.title if latest else title
    Retag.objects.create(
        version=version, holder=label, thing=thing.pk, label=title[:300], key=thing.item.key, agency=thing.item.agency,
        old=tag, new=to, pending=pending,
    )  # fmt: skip


def _locked(label: str, pk: int) -> Any:
    model: Any = apps.get_model(label)
    return model.objects.select_for_update(of=("self",)).select_related("item__agency").get(pk=pk)


def _replaced(held_now: list[str], old: str, new: Sequence[str]) -> list[str]:
    """Put the new tags where the old one stood, none twice."""
    found: list[str] = []
    for one in held_now:
        found += list(new) if one == old else [one]
    return list(dict.fromkeys(found))


def _write(thing: Any, field: Field, new: list[str], by: Acting, tag: str, old: list[str], remark: str) -> None:
    setattr(thing, field.field, new if field.many else (new[0] if new else ""))
    thing.save(update_fields=[field.field])
    item = thing.item
    word = SCHEMES[field.scheme]
    event = events.record(
        tag=tag,
        by=by.actor(Permission.TAGS_MANAGE, item.agency),
        subject=Subject(item.kind, item.key, str(getattr(thing, "title", ""))),
        old={word: old},
        new={word: new},
        remark=remark,
    )
    if thing._meta.label == "publishing.Release":
        publishing.announce(topic=Topic.CHANGED, item=item, edition_number=None, event_seq=event.seq)


@transaction.atomic
def decide(*, retag: Retag, chosen: Sequence[str], by: Acting) -> Retag:
    """Give a thing the tags that a person chose instead of one that was split or retired, in public too.

    Raises Refused when a chosen tag does not stand, none is chosen, or somebody decided before.
    """
    retag = Retag.objects.select_for_update(of=("self",)).select_related("version", "agency").get(pk=retag.pk)
    if retag.agency is not None and not by.sees(retag.agency):
        raise OutOfSight
    _check(by)
    if not retag.pending:
        raise Refused(f"这一件已由{retag.decided_by}确定。")
    scheme = retag.version.scheme
    for label in (retag.holder, "publishing.Release"):
        field = next((one for one in HOLDERS.get(label, ()) if one.scheme == scheme), None)
        if field is None or not apps.get_model(label)._default_manager.filter(pk=retag.thing).exists():
            continue
        _apply(label, retag, field, chosen, by)
    retag.new, retag.pending, retag.decided_by = list(chosen), False, by.actor().name[:60]
    retag.at = timezone.now()
    retag.save()
    return retag


def _apply(label: str, retag: Retag, field: Field, chosen: Sequence[str], by: Acting) -> None:
    standing = {getattr(choice, field.by) for choice in choices(field.scheme)}
    if not chosen or not set(chosen) <= standing:
        raise Refused("请从现行目录中至少选择一个标签。")
    if not field.many and len(chosen) > 1:
        raise Refused("这一类标签只能选一个。")
    thing = _locked(label, retag.thing)
    old = held(thing, field)
    new = _replaced(old, retag.old, chosen)
    if new != old:
        _write(thing, field, new, by, "tags:item:decide", old, f"{retag.version}：原“{retag.old}”")


__all__ = ["JOB", "Refused", "adopt", "decide", "discard", "propose", "retag"]
