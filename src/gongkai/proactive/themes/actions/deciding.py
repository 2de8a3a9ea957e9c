"""Deciding on a candidate, once: it belongs, or it does not and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from gongkai.base.organisations.queries import Acting, check
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing import queries as released
from gongkai.engine.publishing.actions import Refused
from gongkai.engine.publishing.rules import Topic
from gongkai.proactive.themes.actions.keeping import note
from gongkai.proactive.themes.models import Entry, Theme
from gongkai.proactive.themes.permissions import MANAGE
from gongkai.proactive.themes.queries import links_of, reach, scope_of, thing_of
from gongkai.proactive.themes.rules import DECISION_NAMES, LONGEST_QUERY, SECTION_NAMES, Decision, section_of
from gongkai.proactive.themes.rules.judging import judge

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongkai.engine.publishing.models import Release

LONGEST_REASON = 300


@transaction.atomic
def include(*, entry: Entry, by: Acting, section: str = "", reason: str = "") -> Entry:
    """Say that it belongs; it stands on the page at once. Raises Refused when it was decided before, NotAllowed."""
    if section and section not in SECTION_NAMES:
        raise Refused("请从列表中选择版块。")
    return _decided(entry, Decision.IN, reason, by, section=section)


@transaction.atomic
def exclude(*, entry: Entry, reason: str, by: Acting) -> Entry:
    """Say that it does not belong, and why. Raises Refused when it was decided before, NotAllowed."""
    if not reason.strip():
        raise Refused("请写明不归入的理由，例如“只在附件里提到，内容与专题无关”。")
    return _decided(entry, Decision.OUT, reason, by)


def _decided(entry: Entry, state: Decision, reason: str, by: Acting, section: str = "") -> Entry:
    check(by, MANAGE, entry.theme.item.agency)
    entry = _locked(entry)
    if entry.state != Decision.OPEN:
        at = timezone.localtime(entry.decided_at) if entry.decided_at else None
        when = f"{at:%Y-%m-%d %H:%M}" if at else ""
        raise Refused(
            f"{entry.decided_by}已在{when}认定“{DECISION_NAMES[entry.state]}”。需要改变的，请写明原因后重新认定。"
        )
    entry.state, entry.reason = state.value, reason.strip()[:LONGEST_REASON]
    entry.section = section or entry.section
    entry.decided_by, entry.decided_at = by.person.name if by.person else "系统", timezone.now()
    entry.save()
    _told("themes:entry:include" if state is Decision.IN else "themes:entry:exclude", entry, by)
    return entry


@transaction.atomic
def reconsider(*, entry: Entry, reason: str, by: Acting) -> Entry:
    """Open a decision again, with the reason; until it is decided anew the thing is missing."""
    check(by, MANAGE, entry.theme.item.agency)
    entry = _locked(entry)
    if entry.state == Decision.OPEN:
        raise Refused("这一件还没有认定。")
    if not reason.strip():
        raise Refused("请写明为什么要重新认定。")
    old = DECISION_NAMES[entry.state]
    entry.state, entry.reason, entry.decided_by, entry.decided_at = Decision.OPEN.value, "", "", None
    entry.save()
    _told("themes:entry:reconsider", entry, by, old={"认定": old}, remark=reason.strip())
    return entry


@transaction.atomic
def add(*, theme: Theme, number: str, by: Acting) -> Entry:
    """Put a public thing that the rules did not find on the list, by index number or document number. Raises Refused."""
    check(by, MANAGE, theme.item.agency)
    item = released.item_by_number(number)
    found = reach(theme).select_related("edition").filter(item=item.pk).first() if item else None
    if found is None:
        raise Refused(f"没有找到已公开的“{number.strip()[:LONGEST_QUERY]}”，请核对索引号或者发文字号。")
    return _listed(theme, found)


def _listed(theme: Theme, release: Release) -> Entry:
    said = judge(scope_of(theme), thing_of(release, links_of(theme).get(release.item_id, ())))
    section = section_of(release.kind, release.title)
    if section is None:
        raise Refused("这类内容不能归入专题。")
    facts: Mapping[str, Any] = {"section": section.value, "score": said.score, "why": [*said.why, "由人工添加"]}
    entry, _ = Entry.objects.get_or_create(theme=theme, target_id=release.item_id, defaults=facts)
    return entry


@transaction.atomic
def arrange(*, entry: Entry, section: str, order: int, by: Acting) -> Entry:
    """Move a member to a section and a place in it; smaller numbers stand first."""
    check(by, MANAGE, entry.theme.item.agency)
    entry = _locked(entry)
    if section not in SECTION_NAMES or entry.state != Decision.IN:
        raise Refused("只有已归入的内容可以调整版块，请刷新页面。")
    if (entry.section, entry.order) != (section, order):
        entry.section, entry.order = section, order
        entry.save(update_fields=["section", "order"])
        _told("themes:theme:edit", entry, by)
    return entry


def _locked(entry: Entry) -> Entry:
    rows = Entry.objects.select_for_update(of=("self",)).select_related("theme__item__agency", "target__release")
    return rows.get(pk=entry.pk)


def _told(tag: str, entry: Entry, by: Acting, **facts: Any) -> None:
    """Record it, and where the theme is public tell readers' caches and consumers that what stands beside it changed."""
    release = getattr(entry.target, "release", None)
    new = {"内容": release.title if release else "", "索引号": entry.target.key, "版块": SECTION_NAMES[entry.section]}
    event = note(tag, entry.theme, by, **({"new": new, "remark": entry.reason} | facts))
    if released.release_by_key(entry.theme.item.key) is not None:
        publishing.announce(topic=Topic.CHANGED, item=entry.theme.item, edition_number=None, event_seq=event.seq)
