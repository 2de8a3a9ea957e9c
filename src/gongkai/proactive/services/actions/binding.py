"""Deciding on a mention: bind the policy to the item, or say with a reason why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.organisations.queries import Acting, NotAllowed, check
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing import queries as released
from gongkai.engine.publishing.actions import Refused
from gongkai.engine.publishing.rules import Topic
from gongkai.proactive.services.models import Binding, ServiceItem
from gongkai.proactive.services.permissions import BINDING
from gongkai.proactive.services.queries.bindings import DOCUMENT, text_of
from gongkai.proactive.services.queries.items import matcher
from gongkai.proactive.services.rules import Bond

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Edition, Item

LONGEST_REASON = 300


def check_may_bind(document: Item, by: Acting) -> None:
    """Raises OutOfSight, NotAllowed."""
    if not any(by.may(one, document.agency) for one in BINDING):
        check(by, BINDING[0], document.agency)
        raise NotAllowed("您没有绑定办事事项的权限。")


@transaction.atomic
def bind(*, edition: Edition, service: ServiceItem, by: Acting) -> Binding:
    """Lead from a policy to an item. What its text does not name may be bound too. Raises Refused, NotAllowed, OutOfSight."""
    check_may_bind(edition.item, by)
    if service.is_retired:
        raise Refused(f"“{service.name}”已经停办，不能绑定；请绑定接续的事项，或者写明不绑定的理由。")
    if getattr(service.item, "release", None) is None:
        raise Refused(f"“{service.name}”还没有公开，请先在办事事项里核对并发布。")
    return _decided(edition, service, Bond.BOUND, "", by)


@transaction.atomic
def decline(*, edition: Edition, service: ServiceItem, reason: str, by: Acting) -> Binding:
    """Say why a policy need not lead to an item that it mentions. Raises Refused, NotAllowed, OutOfSight."""
    check_may_bind(edition.item, by)
    if not reason.strip():
        raise Refused("请写明不绑定的理由，例如“只是引用名称，本文件没有相应的办理内容”。")
    return _decided(edition, service, Bond.DECLINED, reason.strip()[:LONGEST_REASON], by)


def _decided(edition: Edition, service: ServiceItem, state: Bond, reason: str, by: Acting) -> Binding:
    document = edition.item
    if document.kind != DOCUMENT:
        raise Refused("只有文件可以绑定办事事项。")
    mention = matcher().offered(text_of(edition)).get(service.pk)
    row, _ = Binding.objects.select_for_update().get_or_create(document=document, service=service)
    if row.state == state and row.reason == reason:
        return row
    old = row.get_state_display()
    row.state, row.reason = state, reason
    row.decided_by, row.decided_at = by.person.name if by.person else "系统", timezone.now()
    if mention is not None:
        row.words, row.quote = mention.name[:100], mention.quote[:300]
    row.save()
    event = events.record(
        tag="services:binding:bind" if state is Bond.BOUND else "services:binding:decline",
        by=by.actor(agency=document.agency), subject=Subject(document.kind, document.key, edition.title),
        old={"状态": old}, new={"事项": service.name, "编码": service.code, "状态": row.get_state_display()}, remark=reason,
    )  # fmt: skip
    if released.release_by_key(document.key) is not None:
        publishing.announce(topic=Topic.CHANGED, item=document, edition_number=None, event_seq=event.seq)
    return row
