"""Withdrawal: the address stays, answers 410, and says why and since when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import LogKind
from gongkai.engine.publishing.actions.items import subject
from gongkai.engine.publishing.actions.outbox import announce
from gongkai.engine.publishing.models import Edition, Item, Release
from gongkai.engine.publishing.permissions import Refused, check_can_withdraw
from gongkai.engine.publishing.rules import KINDS, WITHDRAWALS_HIDING_THE_TITLE, State, Topic, Withdrawal

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting


@transaction.atomic
def withdraw(*, item: Item, kind: Withdrawal, reason: str, by: Acting) -> Item:
    """Take every public edition of an item down at once. Raises Refused without a reason or when nothing is public."""
    item = Item.objects.select_for_update(of=("self",)).select_related("agency").get(pk=item.pk)
    check_can_withdraw(item, by, kind)
    if not reason.strip():
        raise Refused("请写明撤下原因，公众会在原地址看到。")
    public = list(item.editions.filter(state__in=[State.PUBLISHED, State.SUPERSEDED]).order_by("number"))
    if not public:
        raise Refused("这一条目没有公开内容，无需撤下。")
    latest = public[-1]
    Release.objects.filter(item=item).delete()
    Edition.objects.filter(pk__in=[edition.pk for edition in public]).update(state=State.WITHDRAWN)
    item.withdrawn_at = timezone.now()
    item.withdrawal_kind, item.withdrawal_reason = kind, reason.strip()
    item.withdrawn_title = "" if kind in WITHDRAWALS_HIDING_THE_TITLE else latest.title
    item.save()
    event = events.record(
        tag="publishing:item:withdraw",
        by=by.actor(agency=item.agency),
        subject=subject(item, latest.title),
        old={"editions": [edition.number for edition in public]},
        new={"kind": kind},
        remark=reason,
    )
    events.disclose(
        kind=LogKind.WITHDRAWN, item=item.key, edition=latest.number, agency=item.agency.code,
        content_sha256=latest.content_sha256, at=item.withdrawn_at, event=event,
    )  # fmt: skip
    announce(topic=Topic.WITHDRAWN, item=item, edition_number=latest.number, event_seq=event.seq)
    KINDS[item.kind].withdrawn(item, by)
    return item
