"""The registers of cooperation: partners, points, what was done together."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Actor, Subject
from gongkai.base.jobs import actions as jobs
from gongkai.base.organisations.queries import check
from gongkai.doors.subscriptions.actions.handing_over import PARTNER_JOB
from gongkai.doors.subscriptions.actions.subscribing import read_mail_address
from gongkai.doors.subscriptions.models import Cooperation, Handover, OfflinePoint, Partner
from gongkai.doors.subscriptions.models.partners import token
from gongkai.doors.subscriptions.permissions import MANAGE, Refused
from gongkai.doors.subscriptions.rules.webhooks import AddressRefused, read_address

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency
    from gongkai.base.organisations.queries import Acting


def _note(tag: str, kind: str, row: Any, by: Acting, **facts: object) -> None:
    subject = Subject(f"subscriptions.{kind}", str(row.pk), str(row)[:200])
    events.record(tag=tag, by=by.actor(MANAGE, row.agency), subject=subject, new=facts)


@transaction.atomic
def save_partner(
    *, agency: Agency, name: str, kind: str, by: Acting, partner: Partner | None = None, keeper: str = "",
    email: str = "", webhook_url: str = "", active: bool = True,
) -> Partner:  # fmt: skip
    """Keep a partner; the secret for signatures is made with the first address. Raises Refused, OutOfSight, NotAllowed."""
    check(by, MANAGE, agency)
    if partner is not None:
        check(by, MANAGE, partner.agency)
    row = partner or Partner()
    try:
        row.webhook_url = read_address(webhook_url) if webhook_url.strip() else ""
    except AddressRefused as error:
        raise Refused(str(error)) from error
    row.email = read_mail_address(email) if email.strip() else ""
    if not name.strip():
        raise Refused("请填写合作方名称。")
    row.agency, row.name, row.kind, row.keeper, row.active = agency, name.strip(), kind, keeper.strip(), active
    if row.webhook_url and not row.secret:
        row.secret = secrets.token_urlsafe(32)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refused("这个机关已经登记过同名的合作方。") from error
    ways = [word for word, there in (("接口", row.webhook_url), ("邮件", row.email)) if there]
    _note("subscriptions:partner:save", "partner", row, by, 方式=[*ways, "订阅源"], 在用="是" if active else "否")
    return row


@transaction.atomic
def end_mails(*, partner: Partner) -> None:
    """The partner itself, holding the link of a mail, wants no more of them; its other ways stay. Twice does nothing."""
    if not partner.email:
        return
    partner.email = ""
    partner.save(update_fields=["email"])
    partner.handovers.filter(route="mail", state="waiting").update(state="dropped")
    subject = Subject("subscriptions.partner", str(partner.pk), partner.name)
    events.record(
        tag="subscriptions:partner:end-mails",
        by=Actor("partner", partner.name),
        subject=subject,
        new={"邮件": "不再接收"},
    )


@transaction.atomic
def renew_keys(*, partner: Partner, by: Acting) -> Partner:
    """Make the old secret and the old feed address worthless."""
    check(by, MANAGE, partner.agency)
    partner.secret, partner.feed_token = secrets.token_urlsafe(32), token()
    partner.save(update_fields=["secret", "feed_token"])
    _note("subscriptions:partner:save", "partner", partner, by, 密钥="已更换")
    return partner


@transaction.atomic
def show_keys(*, partner: Partner, by: Acting) -> None:
    """Write down that somebody looked at the secret and the feed address of a partner. Raises OutOfSight, NotAllowed."""
    check(by, MANAGE, partner.agency)
    _note("subscriptions:partner:show", "partner", partner, by)


@transaction.atomic
def try_again(*, handover: Handover, by: Acting) -> None:
    """Let something that was given up be tried for another day. Raises Refused."""
    check(by, MANAGE, handover.partner.agency)
    now = timezone.now()
    again = Handover.objects.filter(pk=handover.pk, state="dead").update(
        state="waiting", next_at=now, created_at=now, tries=0
    )
    if not again:
        raise Refused("这一条已经不在失败之列，请刷新页面查看。")
    _note("subscriptions:partner:retry", "partner", handover.partner, by, 索引号=handover.item_key)
    jobs.enqueue(kind=PARTNER_JOB, payload={}, key="partners", priority=5)


@transaction.atomic
def save_point(
    *, agency: Agency, name: str, kind: str, by: Acting, point: OfflinePoint | None = None, address: str = "",
    keeper: str = "", is_open: bool = True,
) -> OfflinePoint:  # fmt: skip
    check(by, MANAGE, agency)
    if point is not None:
        check(by, MANAGE, point.agency)
    row = point or OfflinePoint()
    if not name.strip():
        raise Refused("请填写点位名称。")
    row.agency, row.name, row.kind, row.address = agency, name.strip(), kind, address.strip()
    row.keeper, row.is_open = keeper.strip(), is_open
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refused("这个机关已经登记过同名的点位。") from error
    _note("subscriptions:point:save", "point", row, by, 类别=row.get_kind_display(), 在用="是" if is_open else "否")
    return row


@transaction.atomic
def save_cooperation(*, by: Acting, record: Cooperation | None = None, **facts: Any) -> Cooperation:
    """Keep one record of coaching, demand, evaluation or agreement. Raises Refused, OutOfSight, NotAllowed."""
    check(by, MANAGE, facts["agency"])
    if record is not None:
        check(by, MANAGE, record.agency)
    check(by, MANAGE, facts["partner"].agency)
    row = record or Cooperation(person=by.person)
    for name in ("agency", "kind", "partner", "on", "ends_on", "title", "text", "people", "result", "item_key"):
        if name in facts:
            setattr(row, name, facts[name])
    if row.kind == "agreement" and row.ends_on is None:
        raise Refused("合作协议请填写截止日期。")
    if row.ends_on is not None and row.ends_on < row.on:
        raise Refused("截止日期不能早于开始日期。")
    if row.kind == "coaching" and not row.people:
        raise Refused("政策辅导请填写参加人数。")
    row.save()
    _note("subscriptions:cooperation:save", "cooperation", row, by, 种类=row.get_kind_display(), 题目=row.title)
    return row
