"""Questions about deliveries, always with the person asking; and what stands behind a link."""

from __future__ import annotations

import hashlib
import hmac
import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core import signing
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from gongkai.base.organisations.queries import Acting, OutOfSight, agencies_where, default_site, holders
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import KINDS
from gongkai.proactive.targeted.models import Delivery, Mailing, Recipient, Widening
from gongkai.proactive.targeted.rules import (
    PIN_DIGITS,
    SETTLED,
    Channel,
    MailState,
    Purpose,
    Standing,
    State,
    standing,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from gongkai.base.organisations.models import Agency, Division, Person
    from gongkai.engine.publishing.models import Edition

READERS = (Permission.TARGETED_DISCLOSE, Permission.DOCUMENTS_SECRECY_REVIEW, Permission.DOCUMENTS_SIGN)


def signer() -> signing.Signer:
    return signing.Signer(salt="gongkai.targeted.link", sep=".")


def deliveries(by: Acting) -> QuerySet[Delivery]:
    """Return what this person may see: only those who deliver, review or sign in that agency."""
    rows = Delivery.objects.select_related("item__agency", "delivered_by", "document__item__agency")
    if not by.system:
        seen = Q(pk__in=[])
        for permission in READERS:
            seen |= Q(item__agency__in=agencies_where(by, permission).values("pk"))
        rows = rows.filter(seen)
    return rows.annotate(
        widening=Exists(Widening.objects.filter(delivery=OuterRef("pk"), closed_at__isnull=True)),
        people=Count("recipients"),
        read=Count("recipients", filter=Q(recipients__receipt_at__isnull=False)),
    ).order_by("-created_at", "-pk")


def delivery(pk: int, by: Acting) -> Delivery:
    """Return a delivery. Raises OutOfSight."""
    found = deliveries(by).filter(pk=pk).first()
    if found is None:
        raise OutOfSight
    return found


def edition_of(found: Delivery) -> Edition:
    edition: Edition = found.item.editions.select_related("item__agency", "author").order_by("-number")[0]
    return edition


def deliveries_of(documents: Collection[int]) -> list[Delivery]:
    """Return the deliveries that one of these documents makes public: of the document itself, or drafted from them."""
    rows = Delivery.objects.filter(state__in=[State.DELIVERED, State.WITHDRAWN])
    open_ = Widening.objects.filter(closed_at__isnull=True, document__in=documents).values("delivery")
    return list(rows.filter(Q(document__in=documents) | Q(pk__in=open_)).prefetch_related("widenings"))


def leading_to(found: Delivery, documents: Collection[int]) -> int:
    """Return which of these documents this delivery belongs to."""
    ways: list[int | None] = [
        found.document_id,
        *(one.document_id for one in found.widenings.all() if one.closed_at is None),
    ]
    return next(pk for pk in ways if pk is not None and pk in documents)


def public_path(found: Delivery) -> str:
    """Return the public page on which everybody reads this now, "" while only recipients may.

    Asked of the releases themselves, so that a link leads on from the very moment of the release. Once public, the
    address stays: should the document be taken down later, its page says why.
    """
    if found.state == State.PUBLIC and found.public_document is not None:
        return _path(found.public_document.item.key)
    proposed = found.widenings.filter(closed_at__isnull=True).values("document")
    if found.state == State.PREPARING:
        return ""
    rows = publishing.public_releases().filter(Q(item=found.document_id) | Q(item__in=proposed), kind="document")
    key = rows.values_list("key", flat=True).first()
    return _path(key) if key else ""


def _path(key: str) -> str:
    return KINDS["document"].path(key)


def widenings_of(found: Delivery) -> list[Widening]:
    """Return every proposal to make it public, newest first."""
    return list(found.widenings.select_related("document__item", "by").order_by("-pk"))


def drafters(found: Delivery) -> list[Person]:
    return sorted(holders(Permission.DOCUMENTS_DRAFT, found.item.agency), key=lambda one: one.name)


def division_of(drafter: Acting, agency: Agency) -> Division | None:
    """Return the division for which this person drafts, None for one of no division."""
    grant = drafter.grant_for(Permission.DOCUMENTS_DRAFT, agency)
    if grant is None or grant.division_id is None:
        return None
    return agency.divisions.filter(pk=grant.division_id).first()


def missing_reviews(found: Delivery) -> list[str]:
    return [step.name for step in publishing.missing_steps(edition_of(found))]


def token_of(recipient: Recipient) -> str:
    return signer().sign(f"{recipient.public_id.hex}-{recipient.link_version}")


def pin_of(recipient: Recipient) -> str:
    """Return the code that the recipient is told by another way than the link; a new link has a new code."""
    said = f"{recipient.public_id.hex}:{recipient.link_version}"
    keyed = hmac.new(settings.SECRET_KEY.encode(), f"gongkai.targeted.pin:{said}".encode(), hashlib.sha256)
    return str(int(keyed.hexdigest(), 16) % 10**PIN_DIGITS).zfill(PIN_DIGITS)


def recipient_by_token(token: str) -> tuple[Recipient, int] | None:
    """Return the recipient of a genuine link and the version it was signed for; None for anything else."""
    try:
        name, _, version = signer().unsign(token).rpartition("-")
        key = uuid.UUID(hex=name)
    except (signing.BadSignature, ValueError):
        return None
    found = Recipient.objects.select_related("delivery__item__agency").filter(public_id=key).first()
    return (found, int(version)) if found and version.isdecimal() and found.channel == Channel.LINK else None


def link_of(recipient: Recipient) -> str:
    """Return the address that goes into mails and letters: that of the public site."""
    site = default_site()
    scheme = "https" if settings.SESSION_COOKIE_SECURE else "http"
    path = reverse("targeted_pages:open", args=[token_of(recipient)])
    return f"{scheme}://{site.host}{path}" if site else path


def last_mailing(recipient: Recipient) -> Mailing | None:
    """Return the last mail with the link that is valid now."""
    found = [one for one in recipient.mailings.all() if one.link_version == recipient.link_version]
    return found[-1] if found else None


def to_be_mailed(found: Delivery) -> list[Recipient]:
    """Return who has an address and a link that no mail took, or is taking, to them."""
    rows = found.recipients.filter(
        channel=Channel.LINK, revoked_at__isnull=True, receipt_at__isnull=True, posted_at__isnull=True
    ).prefetch_related("mailings")
    return [one for one in rows if one.email and ((last := last_mailing(one)) is None or last.state not in SETTLED)]


def wants_last_call(recipient: Recipient) -> bool:
    """Return whether this link went out by mail and nobody was reminded of its end yet."""
    sent = [one for one in recipient.mailings.all() if one.link_version == recipient.link_version]
    told = any(one.purpose == Purpose.LAST_CALL for one in sent)
    return bool(recipient.email) and not told and any(one.state == MailState.SENT for one in sent)


def unserved(found: Delivery) -> list[Recipient]:
    """Return whom nothing has reached: no receipt, no mail sent, no letter handed over, nothing put up."""
    rows = found.recipients.filter(revoked_at__isnull=True, receipt_at__isnull=True, posted_at__isnull=True)
    return [
        one
        for one in rows.prefetch_related("mailings")
        if not any(
            mail.state == MailState.SENT and mail.link_version == one.link_version for mail in one.mailings.all()
        )
    ]


def standing_of(recipient: Recipient) -> Standing:
    last = last_mailing(recipient)
    return standing(
        channel=recipient.channel, revoked=recipient.revoked_at is not None, receipt=recipient.receipt_at is not None,
        visited=recipient.visited_at is not None, posted=recipient.posted_at is not None,
        mail=last.state if last else "", mail_note=last.reason if last else "",
    )  # fmt: skip


def file_of(found: Delivery, pk: int) -> Any | None:
    """Return an attached file of a delivery."""
    return edition_of(found).files.select_related("file").filter(pk=pk).first()


def statistics(by: Acting) -> dict[str, int]:
    now = timezone.now()
    # A fresh queryset: counting over the annotated one would count recipients several times.
    rows = Delivery.objects.filter(pk__in=deliveries(by).values("pk"))
    counted: dict[str, int] = rows.aggregate(
        preparing=Count("pk", filter=Q(state=State.PREPARING)),
        running=Count("pk", filter=Q(state=State.DELIVERED, expires_at__gt=now)),
        expired=Count("pk", filter=Q(state=State.DELIVERED, expires_at__lte=now)),
        withdrawn=Count("pk", filter=Q(state=State.WITHDRAWN)),
        public=Count("pk", filter=Q(state=State.PUBLIC)),
    )
    reached = Recipient.objects.filter(delivery__in=rows.filter(delivered_at__isnull=False).values("pk"))
    counted |= reached.aggregate(recipients=Count("pk"), read=Count("pk", filter=Q(receipt_at__isnull=False)))
    return counted


def unread(now: Any) -> QuerySet[Recipient]:
    """Return who has not signed for what is still open to them."""
    return Recipient.objects.filter(
        delivery__state=State.DELIVERED, delivery__expires_at__gt=now, receipt_at__isnull=True, revoked_at__isnull=True
    ).select_related("delivery__item__agency", "delivery__document__item__agency")
