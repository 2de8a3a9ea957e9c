"""The verbs of targeted disclosure. There is none that makes anything public."""

from __future__ import annotations

import datetime as dt
import hmac
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.html import escape

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Actor, Subject
from gongkai.base.files.rules import clean_html, to_text
from gongkai.base.notify import actions as notify
from gongkai.base.organisations.queries import check, holders
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing import queries as published
from gongkai.engine.publishing.actions import Refused
from gongkai.engine.publishing.rules import Result, digest, listing
from gongkai.proactive.targeted import queries
from gongkai.proactive.targeted.models import Delivery, Opening, Recipient
from gongkai.proactive.targeted.permissions import check_manage, check_open, check_review
from gongkai.proactive.targeted.rules import (
    KIND,
    MOST_RECIPIENTS,
    UNREAD_DAYS,
    Channel,
    Line,
    State,
    delivery_defects,
)

if TYPE_CHECKING:
    from gongkai.base.files.queries import StoredFile
    from gongkai.base.organisations.models import Agency
    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import EditionFile, Review

__all__ = [
    "Refused",
    "attach",
    "deliver",
    "draft",
    "edit",
    "open_link",
    "post",
    "record_receipt",
    "reissue",
    "remind",
    "review",
    "revoke",
    "withdraw",
]
PERMISSION = Permission.TARGETED_DISCLOSE


def subject_of(delivery: Delivery) -> Subject:
    return Subject(KIND, delivery.item.key)


def _note(tag: str, delivery: Delivery, by: Acting, **said: Any) -> None:
    """Record without title and names in the open: who got what is sealed under the delivery's own key."""
    events.record(
        tag=f"targeted:{tag}", by=by.actor(PERMISSION, delivery.item.agency), subject=subject_of(delivery),
        new=said.get("new"), remark=said.get("remark", ""), sealed=said.get("sealed"),
    )  # fmt: skip


def _html(text: str) -> str:
    return clean_html("".join(f"<p>{escape(line.strip())}</p>" for line in text.splitlines() if line.strip()))


def _locked(delivery: Delivery, *wanted: State) -> Delivery:
    found = Delivery.objects.select_for_update(of=("self",)).select_related("item__agency").get(pk=delivery.pk)
    if found.state not in wanted:
        raise Refused(f"这件定向公开现在是“{found.get_state_display()}”，不能这样办理，请刷新页面。")
    return found


@transaction.atomic
def draft(
    *, agency: Agency, title: str, text: str, why: str, expires_at: dt.datetime, lines: Sequence[Line], by: Acting
) -> Delivery:
    """Begin a delivery: content, why it concerns only some, to whom, until when."""
    check(by, PERMISSION, agency)
    if not title.strip():
        raise Refused("请填写标题。")
    html = _html(text)
    edition = publishing.create_item(
        kind=KIND, agency=agency, title=title.strip(), by=by, html=html, text=to_text(html), quiet=True
    )
    edition.mode = "targeted"
    edition.save(update_fields=["mode"])
    delivery = Delivery.objects.create(item=edition.item, why=why.strip(), expires_at=expires_at)
    _set_recipients(delivery, lines)
    _note("delivery:draft", delivery, by, new={"对象": len(lines)}, sealed={"标题": title.strip()})
    return delivery


def _set_recipients(delivery: Delivery, lines: Sequence[Line]) -> None:
    if len(lines) > MOST_RECIPIENTS:
        raise Refused(f"对象超过{MOST_RECIPIENTS}个。面向这么多人的内容，请考虑主动公开。")
    delivery.recipients.all().delete()
    Recipient.objects.bulk_create(
        [
            Recipient(
                delivery=delivery, channel=line.channel, name=line.name, organisation=line.organisation,
                contact=line.contact,
            )
            for line in lines
        ]
    )  # fmt: skip


@transaction.atomic
def edit(
    *,
    delivery: Delivery,
    version: int,
    title: str,
    text: str,
    why: str,
    expires_at: dt.datetime,
    lines: Sequence[Line],
    by: Acting,
) -> Delivery:
    """Change what is not delivered yet; reviews of what was seen before then count no more. Raises Stale."""
    check_manage(delivery, by)
    delivery = _locked(delivery, State.PREPARING)
    html = _html(text)
    publishing.save_edition(
        edition=queries.edition_of(delivery), version=version, by=by, title=title.strip(), html=html,
        text=to_text(html), mode="targeted",
    )  # fmt: skip
    delivery.why, delivery.expires_at = why.strip(), expires_at
    delivery.save(update_fields=["why", "expires_at"])
    _set_recipients(delivery, lines)
    # Whoever reviewed the former wording may review the new one: a new round asks everybody again.
    publishing.new_round(edition=queries.edition_of(delivery))
    _note("delivery:edit", delivery, by, new={"对象": len(lines)})
    return delivery


@transaction.atomic
def attach(*, delivery: Delivery, file: StoredFile, name: str, by: Acting) -> EditionFile:
    check_manage(delivery, by)
    delivery = _locked(delivery, State.PREPARING)
    return publishing.attach(edition=queries.edition_of(delivery), file=file, name=name, by=by)


@transaction.atomic
def review(
    *,
    delivery: Delivery,
    step: str,
    agree: bool,
    by: Acting,
    opinion: str = "",
    checks: Mapping[str, str] | None = None,
    seen: str = "",
) -> Review:
    """One decision of one step on one delivery, recipients included; see `publishing.decide` for what is refused."""
    grant = check_review(delivery, step, by)
    delivery = _locked(delivery, State.PREPARING)
    edition = queries.edition_of(delivery)
    made = publishing.decide(
        edition=edition, step=step, result=Result.APPROVE if agree else Result.RETURN, by=by, grant=grant,
        opinion=opinion, checks=checks or {}, seen=seen,
    )  # fmt: skip
    if not agree:
        publishing.new_round(edition=edition)
    return made


@transaction.atomic
def deliver(*, delivery: Delivery, by: Acting) -> Delivery:
    """Freeze the content and open the links. Raises Refused with all that is missing."""
    check_manage(delivery, by)
    delivery = _locked(delivery, State.PREPARING)
    edition = queries.edition_of(delivery)
    facts = {
        "title": edition.title,
        "text": edition.text.strip() or edition.files.exists(),
        "why": delivery.why,
        "recipients": delivery.recipients.exists(),
        "expired": delivery.expires_at <= timezone.now(),
    }
    defects = delivery_defects(facts, queries.missing_reviews(delivery))
    if defects:
        raise Refused("还不能送达：" + listing(defects))
    delivery.snapshot = published.public_snapshot(edition)
    delivery.content_sha256 = digest(delivery.snapshot)
    delivery.state, delivery.delivered_at, delivery.delivered_by = State.DELIVERED, timezone.now(), by.person
    delivery.save()
    names = "、".join(delivery.recipients.values_list("name", flat=True))
    _note(
        "delivery:deliver", delivery, by, sealed={"对象": names},
        new={"sha256": delivery.content_sha256, "到期": delivery.expires_at.isoformat()},
    )  # fmt: skip
    return delivery


@transaction.atomic
def withdraw(*, delivery: Delivery, reason: str, by: Acting) -> Delivery:
    """Close every link at once; whoever opens one reads the reason."""
    check_manage(delivery, by)
    delivery = _locked(delivery, State.DELIVERED)
    if not reason.strip():
        raise Refused("请写明撤回原因，收件人打开链接时会看到。")
    delivery.state, delivery.withdrawn_at = State.WITHDRAWN, timezone.now()
    delivery.withdrawn_reason = reason.strip()[:300]
    delivery.save(update_fields=["state", "withdrawn_at", "withdrawn_reason"])
    _note("delivery:withdraw", delivery, by, remark=delivery.withdrawn_reason)
    return delivery


@transaction.atomic
def revoke(*, recipient: Recipient, by: Acting) -> Recipient:
    check_manage(recipient.delivery, by)
    Recipient.objects.filter(pk=recipient.pk).update(revoked_at=timezone.now())
    recipient.refresh_from_db()
    _note("recipient:revoke", recipient.delivery, by, sealed={"对象": recipient.name})
    return recipient


@transaction.atomic
def reissue(*, recipient: Recipient, by: Acting) -> Recipient:
    """Give a new link and a new code; the old link opens nothing from now on."""
    check_manage(recipient.delivery, by)
    _locked(recipient.delivery, State.DELIVERED)
    Recipient.objects.filter(pk=recipient.pk).update(link_version=F("link_version") + 1, revoked_at=None, failures=0)
    recipient.refresh_from_db()
    _note("recipient:reissue", recipient.delivery, by, sealed={"对象": recipient.name})
    return recipient


@transaction.atomic
def post(*, recipient: Recipient, by: Acting) -> Recipient:
    """Note that the paper hangs or lies at its place."""
    check_manage(recipient.delivery, by)
    _locked(recipient.delivery, State.DELIVERED)
    if recipient.channel != Channel.PLACE:
        raise Refused("只有现场地点需要登记放置。")
    recipient.posted_at = timezone.now()
    recipient.save(update_fields=["posted_at"])
    _note("recipient:post", recipient.delivery, by, sealed={"地点": recipient.name})
    return recipient


@transaction.atomic
def record_receipt(*, recipient: Recipient, name: str, address: str, by: Acting) -> Recipient:
    """Note who signed at a window or board; one receipt a recipient."""
    check_manage(recipient.delivery, by)
    _locked(recipient.delivery, State.DELIVERED)
    if not name.strip():
        raise Refused("请填写签收人姓名。")
    if recipient.receipt_at is not None:
        raise Refused("已经有签收记录，不能重复登记。")
    _sign(recipient, name, address)
    _note("recipient:receipt", recipient.delivery, by, sealed={"签收人": name, "地点": address})
    return recipient


def _sign(recipient: Recipient, name: str, address: str) -> None:
    recipient.receipt_at, recipient.receipt_name = timezone.now(), name.strip()[:60]
    recipient.receipt_address = address[:100]
    recipient.save(update_fields=["receipt_at", "receipt_name", "receipt_address"])


def open_link(*, recipient: Recipient, version: int, pin: str, name: str, address: str, what: str = "正文") -> Delivery:
    """Open the content for a recipient: counts, signs the receipt the first time. Raises Closed, or Refused."""
    with transaction.atomic():
        recipient = (
            Recipient.objects.select_for_update(of=("self",))
            .select_related("delivery__item__agency")
            .get(pk=recipient.pk)
        )
        check_open(recipient, version)
        right = hmac.compare_digest(pin.strip().encode(), queries.pin_of(recipient).encode())
        if not right:
            Recipient.objects.filter(pk=recipient.pk).update(failures=F("failures") + 1)
        elif not name.strip() and recipient.receipt_at is None:
            raise Refused("请填写签收人姓名。")
        else:
            _opened(recipient, name, address, what)
    # The failed try is kept, so the refusal comes after the transaction.
    if not right:
        raise Refused("提取码不正确，请核对后重新输入。连续输错五次，链接将被锁定。")
    return recipient.delivery


def _opened(recipient: Recipient, name: str, address: str, what: str) -> None:
    Opening.objects.create(recipient=recipient, address=address[:60], what=what[:200])
    Recipient.objects.filter(pk=recipient.pk).update(opened=F("opened") + 1, failures=0)
    if recipient.receipt_at is None:
        _sign(recipient, name, address)
        events.record(
            tag="targeted:recipient:receipt",
            by=Actor(f"recipient:{recipient.pk}", "接收对象", "定向公开接收对象", "", ""),
            subject=subject_of(recipient.delivery),
            sealed={"签收人": name, "网络地址": address},
        )


def remind(*, now: dt.datetime | None = None) -> int:
    """Tell officers whose deliveries lie unread; once every few days until they expire. Return how many were told."""
    moment = now or timezone.now()
    told = 0
    waiting: dict[int, list[Recipient]] = {}
    for recipient in queries.unread(moment):
        waiting.setdefault(recipient.delivery_id, []).append(recipient)
    for recipients in waiting.values():
        delivery = recipients[0].delivery
        days = (moment - (delivery.delivered_at or moment)).days
        if days < UNREAD_DAYS:
            continue
        told += notify.tell(
            people=holders(PERMISSION, delivery.item.agency), title=f"定向公开有{len(recipients)}个对象未签收",
            key=f"targeted-unread:{delivery.pk}:{days // UNREAD_DAYS}", url=f"/desk/targeted/{delivery.pk}/",
            kind="targeted", about=f"{KIND}:{delivery.pk}",
        )  # fmt: skip
    return told
