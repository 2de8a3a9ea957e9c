"""Questions about deliveries, always with the person asking; and what stands behind a link."""

from __future__ import annotations

import hashlib
import hmac
import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core import signing
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from gongkai.base.organisations.queries import Acting, OutOfSight, agencies_where
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing import queries as publishing
from gongkai.proactive.targeted.models import Delivery, Recipient
from gongkai.proactive.targeted.rules import PIN_DIGITS, Channel, State

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Edition

READERS = (Permission.TARGETED_DISCLOSE, Permission.DOCUMENTS_SECRECY_REVIEW, Permission.DOCUMENTS_SIGN)


def signer() -> signing.Signer:
    return signing.Signer(salt="gongkai.targeted.link", sep=".")


def deliveries(by: Acting) -> QuerySet[Delivery]:
    """Return what this person may see: only those who deliver, review or sign in that agency."""
    rows = Delivery.objects.select_related("item__agency", "delivered_by")
    if not by.system:
        seen = Q(pk__in=[])
        for permission in READERS:
            seen |= Q(item__agency__in=agencies_where(by, permission).values("pk"))
        rows = rows.filter(seen)
    return rows.annotate(
        people=Count("recipients"), read=Count("recipients", filter=Q(recipients__receipt_at__isnull=False))
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
    )
    reached = Recipient.objects.filter(delivery__in=rows.filter(delivered_at__isnull=False).values("pk"))
    counted |= reached.aggregate(recipients=Count("pk"), read=Count("pk", filter=Q(receipt_at__isnull=False)))
    return counted


def unread(now: Any) -> QuerySet[Recipient]:
    """Return who has not signed for what is still open to them."""
    return Recipient.objects.filter(
        delivery__state=State.DELIVERED, delivery__expires_at__gt=now, receipt_at__isnull=True, revoked_at__isnull=True
    ).select_related("delivery__item__agency")
