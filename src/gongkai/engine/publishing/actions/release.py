"""Release: the one place where something becomes public."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import LogKind, Subject
from gongkai.base.jobs import actions as jobs
from gongkai.base.organisations.queries import Acting, the_system
from gongkai.base.ui.text import cited
from gongkai.engine.publishing.actions.items import subject
from gongkai.engine.publishing.actions.outbox import announce
from gongkai.engine.publishing.actions.relations import apply_effects, last_day
from gongkai.engine.publishing.models import Edition, Redirect, Release
from gongkai.engine.publishing.permissions import Refused, check_can_release, check_transition
from gongkai.engine.publishing.queries import companions, missing_steps, public_snapshot
from gongkai.engine.publishing.rules import KINDS, State, Topic, digest, listing
from gongkai.law.numbers import number_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class NotReady(Refused):
    """Reviews or particulars are missing; `defects` lists them for the screen."""

    def __init__(self, defects: Sequence[str]) -> None:
        super().__init__("还不能发布：" + listing(defects))
        self.defects = list(defects)


def lock(edition: Edition) -> Edition:
    # The row lock makes two releases of one edition wait for each other; the second then finds it published.
    return Edition.objects.select_for_update(of=("self",)).select_related("item__agency").get(pk=edition.pk)


def _check_ready(edition: Edition) -> None:
    """Raise NotReady with what this edition lacks and what those lack that go out with it, these by their titles."""
    defects = _missing(edition)
    for other in companions(edition):
        defects += [f"{cited(other.title)}{one}" for one in _missing(other)]
    if defects:
        raise NotReady(defects)


def _missing(edition: Edition) -> list[str]:
    found = [f"缺“{step.name}”" for step in missing_steps(edition)]
    found += KINDS[edition.item.kind].defects(edition)
    if not edition.mode:
        found.append("尚未确定公开方式")
    return found


def released_facts(edition: Edition, first: dt.datetime) -> dict[str, Any]:
    """Return what the release of this edition says beside its item, from the snapshot alone."""
    facts = edition.snapshot
    item = edition.item
    said: str | None = facts["expires_on"]
    return {
        "edition": edition,
        "kind": item.kind,
        "key": item.key,
        "external_id": item.external_id or "",
        "agency": item.agency,
        "title": facts["title"],
        "summary": facts["summary"],
        "doc_number": facts["doc_number"],
        "doc_number_key": number_key(facts["doc_number"]) or "",
        "genre": facts["genre"],
        "category": facts["category"],
        "themes": facts["themes"],
        "audiences": facts.get("audiences", []),  # not every kind is for somebody in particular
        "formed_on": facts["formed_on"],
        "issued_on": facts["issued_on"],
        "effective_on": facts["effective_on"],
        "expires_on": last_day(dt.date.fromisoformat(said) if said else None, item.lapsed_on),
        "repealed_on": item.repealed_on,
        "amended": item.amended_on is not None,
        "first_published_at": first,
        "published_at": edition.published_at or first,
    }


def take_shape(edition: Edition, at: dt.datetime) -> None:
    """Set, without saving, what makes an edition a public one: time, snapshot, digest, state."""
    edition.published_at = at
    edition.snapshot = public_snapshot(edition)
    edition.content_sha256 = digest(edition.snapshot)
    edition.state = State.PUBLISHED
    edition.release_at = None


def effects_day(edition: Edition) -> str:
    """Return the ISO day on which what a public edition repeals or amends ends or changes."""
    assert edition.published_at is not None
    return str(edition.snapshot["effective_on"] or edition.published_at.astimezone().date().isoformat())


def _publish(edition: Edition, *, by: Acting, at: dt.datetime, wake: bool) -> Release:
    item = edition.item
    earlier = item.editions.filter(state=State.PUBLISHED).first()
    first = Edition.objects.filter(item=item, published_at__isnull=False).order_by("published_at").first()
    if earlier is not None:
        Edition.objects.filter(pk=earlier.pk).update(state=State.SUPERSEDED)
    take_shape(edition, at)
    edition.save(update_fields=["published_at", "snapshot", "content_sha256", "state", "release_at"])
    if item.withdrawn_at is not None:
        item.withdrawn_at, item.withdrawal_kind, item.withdrawal_reason, item.withdrawn_title = None, "", "", ""
        item.save()
    facts = released_facts(edition, first.published_at if first and first.published_at else at)
    release, _ = Release.objects.update_or_create(item=item, defaults=facts)
    topic = Topic.CORRECTED if earlier is not None else Topic.RELEASED
    event = events.record(
        tag=f"publishing:edition:{'correct' if earlier is not None else 'release'}",
        by=by.actor(agency=item.agency),
        subject=subject(item, edition.title),
        old={"edition": earlier.number, "sha256": earlier.content_sha256} if earlier else None,
        new={"edition": edition.number, "sha256": edition.content_sha256, "at": at.isoformat()},
        remark=edition.change_note,
    )
    if earlier is not None:
        events.disclose(
            kind=LogKind.SUPERSEDED, item=item.key, edition=earlier.number, agency=item.agency.code,
            content_sha256=earlier.content_sha256, at=at, event=event,
        )  # fmt: skip
    events.disclose(
        kind=LogKind.CORRECTED if earlier is not None else LogKind.PUBLISHED, item=item.key, edition=edition.number,
        agency=item.agency.code, content_sha256=edition.content_sha256, at=at, event=event,
    )  # fmt: skip
    apply_effects(item, on=effects_day(edition))
    announce(topic=topic, item=item, edition_number=edition.number, event_seq=event.seq, wake=wake)
    KINDS[item.kind].released(edition, by)
    return release


@transaction.atomic
def release(*, edition: Edition, by: Acting, wake: bool = True) -> Release:
    """Publish now, together with what belongs to it, under one timestamp: all of them or none.

    Raises NotReady with the list of what is missing, Refused when it is no longer in preparation.
    """
    edition = lock(edition)
    check_can_release(edition.item, by)
    check_transition(edition, State.PUBLISHED)
    _check_ready(edition)
    return _publish_together(edition, by=by, wake=wake)


def _publish_together(edition: Edition, *, by: Acting, wake: bool) -> Release:
    at = timezone.now()
    for other in companions(edition):
        one = lock(other)
        check_transition(one, State.PUBLISHED)
        _publish(one, by=by, at=at, wake=False)
    return _publish(edition, by=by, at=at, wake=wake)


@transaction.atomic
def schedule(*, edition: Edition, at: dt.datetime, by: Acting) -> Edition:
    """Publish at a time to come. Everything is checked now and once more when the time comes."""
    edition = lock(edition)
    check_can_release(edition.item, by)
    check_transition(edition, State.SCHEDULED)
    if at <= timezone.now():
        raise Refused("定时发布的时间已经过去，请另选时间，或直接发布。")
    _check_ready(edition)
    Edition.objects.filter(pk=edition.pk).update(state=State.SCHEDULED, release_at=at)
    edition.refresh_from_db()
    events.record(
        tag="publishing:edition:schedule",
        by=by.actor(agency=edition.item.agency),
        subject=subject(edition.item, edition.title),
        new={"release_at": at.isoformat()},
    )
    jobs.enqueue(kind="publishing.release_due", payload={}, key=f"release:{edition.pk}:{at.isoformat()}", run_at=at)
    return edition


@transaction.atomic
def unschedule(*, edition: Edition, by: Acting) -> Edition:
    edition = lock(edition)
    check_can_release(edition.item, by)
    check_transition(edition, State.PREPARING)
    Edition.objects.filter(pk=edition.pk).update(state=State.PREPARING, release_at=None)
    edition.refresh_from_db()
    events.record(
        tag="publishing:edition:unschedule",
        by=by.actor(agency=edition.item.agency),
        subject=subject(edition.item, edition.title),
    )
    return edition


def release_due(*, now: dt.datetime | None = None) -> int:
    """Publish every scheduled edition whose time has come, each in a transaction of its own; return how many.

    One that may not go out keeps no other waiting. Raises NotReady at the end, so that the job shows as failed.
    """
    moment = now or timezone.now()
    by = the_system("scheduled-release")
    count, held = 0, []
    for edition in Edition.objects.filter(state=State.SCHEDULED, release_at__lte=moment).order_by("release_at"):
        try:
            count += _publish_scheduled(edition, by)
        except NotReady as refusal:
            held += [f"{cited(edition.title)}{one}" for one in refusal.defects]
    if held:
        raise NotReady(held)
    return count


@transaction.atomic
def _publish_scheduled(edition: Edition, by: Acting) -> bool:
    locked = lock(edition)
    if locked.state != State.SCHEDULED:
        return False
    _check_ready(locked)
    _publish_together(locked, by=by, wake=True)
    return True


@transaction.atomic
def add_redirect(*, old_path: str, new_path: str, by: Acting) -> Redirect:
    """Send an old address to a new one for ever. Raises Refused when it would point in a circle."""
    if not old_path.startswith("/") or not new_path.startswith("/"):
        raise Refused("地址须以 / 开头，不含域名。")
    seen, step = {old_path}, new_path
    while step not in seen:
        seen.add(step)
        following = Redirect.objects.filter(old_path=step).first()
        if following is None:
            break
        step = following.new_path
    else:
        raise Refused("这个跳转会绕成一圈，请检查新地址。")
    redirect, _ = Redirect.objects.update_or_create(old_path=old_path, defaults={"new_path": new_path})
    events.record_many(entries=[_redirected(redirect, by)])
    return redirect


@transaction.atomic
def add_redirects(*, pairs: Mapping[str, str], by: Acting) -> int:
    """Send many old addresses to new ones; whatever leads somewhere already keeps its target. Return how many were added.

    Raises Refused, and adds none, when a new address is itself an old one: those are for `add_redirect`, which looks for
    circles.
    """
    if any(not path.startswith("/") for pair in pairs.items() for path in pair):
        raise Refused("地址须以 / 开头，不含域名。")
    if (
        any(new in pairs for new in pairs.values())
        or Redirect.objects.filter(old_path__in=set(pairs.values())).exists()
    ):
        raise Refused("有的新地址本身又是要跳转的旧地址，请逐个添加。")
    standing = set(Redirect.objects.filter(old_path__in=list(pairs)).values_list("old_path", flat=True))
    rows = [Redirect(old_path=old, new_path=new) for old, new in pairs.items() if old not in standing]
    Redirect.objects.bulk_create(rows)
    events.record_many(entries=[_redirected(row, by) for row in rows])
    return len(rows)


def _redirected(redirect: Redirect, by: Acting) -> events.Entry:
    return events.Entry(
        tag="publishing:redirect:add",
        by=by.actor(),
        subject=Subject("address", redirect.old_path),
        new={"new_path": redirect.new_path},
    )
