"""One recipient on the page of a delivery: link and code, what happened so far, what the officer may do now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone

from gongkai.proactive.targeted import queries
from gongkai.proactive.targeted.desk.forms import ReaddressForm
from gongkai.proactive.targeted.rules import UNDER_WAY, Channel, State

if TYPE_CHECKING:
    from gongkai.base.organisations.officer import OfficerRequest
    from gongkai.proactive.targeted.models import Recipient


def recipient_row(request: OfficerRequest, recipient: Recipient, manage: bool, typed: Any = None) -> dict[str, Any]:
    delivered = recipient.delivery.state == State.DELIVERED
    link = manage and delivered and recipient.channel == Channel.LINK and recipient.revoked_at is None
    path = reverse("targeted_pages:open", args=[queries.token_of(recipient)])
    return {
        "row": recipient,
        "link": request.build_absolute_uri(path) if link else "",
        "pin": queries.pin_of(recipient) if link else "",
        "place": recipient.channel == Channel.PLACE,
        "acts": manage and delivered,
        "standing": queries.standing_of(recipient) if recipient.delivery.state != State.PREPARING else None,
        "mailings": recipient.mailings.all() if manage else [],
        "may_mail": manage and delivered and _may_mail(recipient),
        "readdressings": recipient.readdressings.all() if manage else [],
        "readdress": _readdress_form(recipient, typed) if manage and delivered else None,
        "readdress_open": typed is not None,
    }


def _readdress_form(recipient: Recipient, typed: Any) -> ReaddressForm | None:
    """Return the form that puts an address right; None for a place and after the end."""
    if recipient.channel != Channel.LINK or recipient.delivery.expires_at <= timezone.now():
        return None
    first = {"version": recipient.link_version, "address": recipient.email}
    if typed is not None:  # what was typed stays; the version is that of the page now shown
        first |= {"address": typed.get("address", ""), "reason": typed.get("reason", "")}
    return ReaddressForm(initial=first, auto_id=f"id_{recipient.pk}_%s")


def _may_mail(recipient: Recipient) -> bool:
    last = queries.last_mailing(recipient)
    closed = recipient.receipt_at is not None or recipient.revoked_at is not None
    return bool(recipient.email) and not closed and (last is None or last.state not in UNDER_WAY)
