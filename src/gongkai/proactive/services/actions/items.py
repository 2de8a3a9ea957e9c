"""An item from the register to the public: register, change, clear, release; no longer done, done again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db import transaction

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.organisations.queries import Acting, check
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.actions import Refused
from gongkai.engine.publishing.rules import State as EditionState
from gongkai.engine.publishing.rules import Topic
from gongkai.law.grounds import Mode
from gongkai.proactive.services import rules
from gongkai.proactive.services.models import ServiceItem
from gongkai.proactive.services.permissions import CLEARING, MANAGE
from gongkai.proactive.services.queries import edition_of, facts_of_row

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency
    from gongkai.engine.publishing.models import Edition, Release, Review

WORDS = {
    "name": "名称", "other_names": "又称", "summary": "说明", "link": "链接", "one_stop": "一网通办", "channels": "办理渠道",
    "place": "办理地点", "phone": "咨询电话", "audience": "服务对象",
}  # fmt: skip
NEEDS_NO_NOTE = "修改事项信息"


def subject_of(row: ServiceItem) -> Subject:
    return Subject(rules.KIND, str(row.pk), row.name)


def note(tag: str, row: ServiceItem, by: Acting, **facts: Any) -> Any:
    return events.record(tag=tag, by=by.actor(agency=row.item.agency), subject=subject_of(row), **facts)


def _check(facts: rules.Facts) -> None:
    found = rules.defects(facts)
    if found:
        raise Refused("".join(found))


@transaction.atomic
def register_item(*, agency: Agency, facts: rules.Facts, by: Acting) -> ServiceItem:
    """Register an item; it is public only once cleared and released. Raises Refused, NotAllowed, OutOfSight."""
    check(by, MANAGE, agency)
    _check(facts)
    if ServiceItem.objects.filter(code=facts.code).exists():
        raise Refused(f"事项编码“{facts.code}”已经登记，请在清单里修改。")
    key = rules.item_key(agency.code, facts.code)
    edition = publishing.create_item(kind=rules.KIND, agency=agency, title=facts.name, key=key, by=by, quiet=True)
    said = {name: _plain(getattr(facts, name)) for name in ("code", *WORDS)}
    row = ServiceItem.objects.create(item=edition.item, **said)
    _write(edition, facts, by)
    note("services:item:register", row, by, new={"编码": facts.code} | _shown(facts))
    return row


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _shown(facts: rules.Facts) -> dict[str, str]:
    """Return what the record says of an item, in words."""
    said = {WORDS[name]: str(getattr(facts, name)) for name in ("name", "summary", "link", "place", "phone")}
    said[WORDS["other_names"]] = "、".join(facts.other_names)
    said[WORDS["one_stop"]] = "是" if facts.one_stop else "否"
    said[WORDS["channels"]] = "、".join(rules.CHANNEL_NAMES[one] for one in facts.channels)
    said[WORDS["audience"]] = rules.AUDIENCE_NAMES[facts.audience]
    return {word: value for word, value in said.items() if value}


def _write(edition: Edition, facts: rules.Facts, by: Acting) -> None:
    publishing.save_edition(
        edition=edition, version=edition.version, by=by, title=facts.name, html=rules.wording(facts),
        text=rules.plain(facts), mode=Mode.FULL_TEXT,
    )  # fmt: skip


@transaction.atomic
def edit(*, row: ServiceItem, changes: Mapping[str, Any], by: Acting, reason: str = "") -> bool:
    """Change an item and return whether anything changed. A public one gets a new edition, cleared and released again.

    Raises Refused, NotAllowed, OutOfSight.
    """
    check(by, MANAGE, row.item.agency)
    row = ServiceItem.objects.select_for_update(of=("self",)).select_related("item__agency").get(pk=row.pk)
    old = facts_of_row(row)
    new = replace(old, **{name: value for name, value in changes.items() if name in WORDS})
    if new == old:
        return False
    _check(new)
    edition = edition_of(row)
    if edition.state != EditionState.PREPARING:
        edition = publishing.open_edition(item=row.item, note=reason.strip() or NEEDS_NO_NOTE, by=by)
    for name in WORDS:
        setattr(row, name, _plain(getattr(new, name)))
    if new.link != old.link:
        row.link_standing, row.link_since, row.link_seen_at, row.link_reason = rules.Standing.UNKNOWN, None, None, ""
    row.save()
    _write(edition, new, by)
    before, after = _shown(old), _shown(new)
    changed = {word for word in before | after if before.get(word) != after.get(word)}
    note(
        "services:item:edit", row, by, remark=reason.strip(),
        old={word: before.get(word) for word in sorted(changed)}, new={word: after.get(word) for word in sorted(changed)},
    )  # fmt: skip
    return True


def clear(*, row: ServiceItem, answers: Mapping[str, Any], by: Acting, opinion: str = "", seen: str = "") -> Review:
    """Clear it for the public; somebody else than who wrote it. Raises Refused, NotAllowed."""
    return publishing.clear(
        edition=edition_of(row), permission=CLEARING, answers=answers, by=by, opinion=opinion, seen=seen
    )


def send_back(*, row: ServiceItem, opinion: str, by: Acting) -> Review:
    """Return it with the cause; what was cleared before is asked again."""
    return publishing.return_uncleared(edition=edition_of(row), permission=CLEARING, opinion=opinion, by=by)


def release(*, row: ServiceItem, by: Acting) -> Release:
    """Release what was cleared. Raises NotReady, Refused, NotAllowed."""
    return publishing.release_cleared(edition=edition_of(row), by=by)


@transaction.atomic
def retire(
    *, row: ServiceItem, reason: str, on: dt.date, by: Acting, successor: ServiceItem | None = None
) -> ServiceItem:
    """Say that an item is no longer done. Its page and its links stay and say so, at once and without a new edition."""
    check(by, MANAGE, row.item.agency)
    row = ServiceItem.objects.select_for_update(of=("self",)).select_related("item__agency").get(pk=row.pk)
    if row.is_retired:
        raise Refused("这个事项已经停办。")
    if not reason.strip():
        raise Refused("请写明停办原因，公众会在事项页面看到。")
    if successor is not None and (successor.pk == row.pk or successor.is_retired):
        raise Refused("接续事项应是另一个正在办理的事项。")
    row.state, row.retired_on, row.retired_reason = rules.State.RETIRED, on, reason.strip()
    row.successor = successor
    row.save()
    event = note(
        "services:item:retire", row, by, remark=reason.strip(),
        new={"停办日期": on.isoformat(), "接续事项": successor.name if successor else None},
    )  # fmt: skip
    tell(row, event.seq)
    return row


@transaction.atomic
def restore(*, row: ServiceItem, reason: str, by: Acting) -> ServiceItem:
    check(by, MANAGE, row.item.agency)
    row = ServiceItem.objects.select_for_update(of=("self",)).select_related("item__agency").get(pk=row.pk)
    if not row.is_retired:
        raise Refused("这个事项正在办理，无需恢复。")
    if not reason.strip():
        raise Refused("请写明恢复办理的原因。")
    row.state, row.retired_on, row.retired_reason, row.successor = rules.State.ACTIVE, None, "", None
    row.save()
    event = note("services:item:restore", row, by, remark=reason.strip())
    tell(row, event.seq)
    return row


def tell(row: ServiceItem, event_seq: int | None) -> None:
    """Announce that what stands beside a public item changed: kept pages are void, consumers hear of it."""
    publishing.announce(topic=Topic.CHANGED, item=row.item, edition_number=None, event_seq=event_seq)


def may_release(by: Acting, agency: Agency) -> bool:
    return by.may(Permission.PUBLISHING_RELEASE, agency)
