"""Links in letters: each is a signed word that names a row and dies with the row's nonce."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core import signing
from django.utils import timezone

from gongkai.base.organisations.queries import default_site
from gongkai.doors.subscriptions.models import Campaign, Partner, Request, Subscriber


def _signer(purpose: str) -> signing.Signer:
    return signing.Signer(sep=".", salt=f"subscriptions.{purpose}")


def signed(purpose: str, row: Request | Subscriber) -> str:
    return _signer(purpose).sign(f"{row.pk}-{row.nonce}")


def _row(token: str, purpose: str) -> tuple[int, str] | None:
    try:
        pk, _, nonce = _signer(purpose).unsign(token).partition("-")
        return int(pk), nonce
    except (signing.BadSignature, ValueError):
        return None


def request_of(token: str) -> Request | None:
    """Return what a link of a confirmation mail is about, also when it is used or too old; the action tells."""
    found = _row(token, "confirm")
    return Request.objects.filter(pk=found[0], nonce=found[1]).first() if found else None


def waiting_requests(subscriber: Subscriber) -> list[Request]:
    """Return what was chosen for this address after the one mail of the day had gone out, and is neither taken up nor old."""
    rows = Request.objects.filter(
        address_print=subscriber.address_print, channel=subscriber.channel, used_at=None, sent_at=None,
        expires_at__gt=timezone.now(),
    )  # fmt: skip
    return [one for one in rows.order_by("pk") if not one.address]


def subscriber_of(token: str, purpose: str = "manage") -> Subscriber | None:
    found = _row(token, purpose)
    return Subscriber.objects.filter(pk=found[0], nonce=found[1]).first() if found else None


def origin() -> str:
    """Return scheme and host that links in letters begin with."""
    site = default_site()
    scheme = "https" if settings.SESSION_COOKIE_SECURE else "http"
    return f"{scheme}://{site.host if site else 'gongkai.invalid'}"


def site_name() -> str:
    site = default_site()
    return site.name if site else "政府信息公开平台"


def confirm_url(request: Request) -> str:
    return f"{origin()}/subscriptions/confirm/{signed('confirm', request)}"


def code_path(request: Request | None) -> str:
    """Return where the code is typed in. Where nothing was sent the address looks the same, and no code is right."""
    mark = (
        f"{request.pk}-{request.nonce}" if request is not None else f"{secrets.randbelow(10**6)}-{secrets.token_hex(8)}"
    )
    return f"/subscriptions/code/{_signer('code').sign(mark)}"


def request_of_code(token: str) -> tuple[bool, Request | None]:
    """Return whether the address is one of ours, and what it is about; nothing for one that was made up for nobody."""
    found = _row(token, "code")
    if found is None:
        return False, None
    return True, Request.objects.exclude(channel="mail").filter(pk=found[0], nonce=found[1]).first()


def manage_path(subscriber: Subscriber) -> str:
    return f"/subscriptions/manage/{signed('manage', subscriber)}"


def stop_path(subscriber: Subscriber) -> str:
    return f"/subscriptions/unsubscribe/{signed('stop', subscriber)}"


def partner_stop_path(partner: Partner) -> str:
    """Return the address by which a partner ends its mails; new keys make it worthless."""
    return f"/subscriptions/unsubscribe/{_signer('partner').sign(f'{partner.pk}-{partner.feed_token}')}"


def partner_of_stop(token: str) -> Partner | None:
    found = _row(token, "partner")
    return Partner.objects.filter(pk=found[0], feed_token=found[1]).first() if found else None


def counted_path(campaign: Campaign) -> str:
    """Return the address that counts one opening and leads on; it knows the push, not the reader."""
    return f"/subscriptions/to/{campaign.code}"
