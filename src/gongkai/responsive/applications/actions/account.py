"""Signing in by mail: a link is asked for, sent to who has forms here, used once, ended, forgotten."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from gongkai.base.jobs import actions as jobs
from gongkai.base.notify.rules import header_line
from gongkai.base.organisations.queries import default_site, site_for_host
from gongkai.responsive.applications.models import AccountLink
from gongkai.responsive.applications.queries.account import is_known, is_open, link_of, mark_of, token_of
from gongkai.responsive.applications.rules.account import JOB, LINK_KEPT, mail_text


@transaction.atomic
def ask_for_link(*, mailbox: str, host: str) -> AccountLink:
    """Write a request down and leave the rest to a job: known and unknown mailboxes take the same here."""
    link = AccountLink.objects.create(mark=mark_of(mailbox), mailbox=mailbox, host=host[:200])
    jobs.enqueue(kind=JOB, payload={"link": link.pk}, key=str(link.pk), once=True)
    return link


def send_link(pk: int) -> bool:
    """Send the link, if the mailbox has forms here and the link can still be used. Again for the same row: the same link."""
    link = AccountLink.objects.filter(pk=pk, sent_at=None).first()
    if link is None or not is_open(link, timezone.now()) or not is_known(link.mark):
        return False
    site = site_for_host(link.host) or default_site()
    if site is None:
        return False
    scheme = "https" if settings.SESSION_COOKIE_SECURE else "http"
    address = reverse("applications_portal:account-open", args=[token_of(link)])
    subject, body = mail_text(site=site.name, link=f"{scheme}://{site.host}{address}")
    host = site.host.partition(":")[0]
    # The same mail always bears the same id, so that a mailbox drops a second copy should one ever get out.
    headers = {"Message-ID": f"<account-link-{link.pk}@{host}>", "Auto-Submitted": "auto-generated"}
    EmailMessage(header_line(subject), body, to=[link.mailbox], headers=headers).send()
    AccountLink.objects.filter(pk=pk).update(sent_at=timezone.now())
    return True


@transaction.atomic
def use_link(token: str) -> AccountLink | None:
    """Use a link up and return it; None for one that is wrong, used or too old."""
    found = link_of(token)
    link = AccountLink.objects.select_for_update(of=("self",)).filter(pk=found.pk).first() if found else None
    if link is None or not is_open(link, timezone.now()):
        return None
    link.used_at = timezone.now()
    link.mailbox = ""  # it has served
    link.save(update_fields=["used_at", "mailbox"])
    return link


def end(link: AccountLink) -> None:
    """Sign out, in every browser that holds this link's cookie."""
    AccountLink.objects.filter(pk=link.pk, ended_at=None).update(ended_at=timezone.now())


def forget_links(now: dt.datetime) -> int:
    """Every night: nothing is kept of who asked for a link."""
    return AccountLink.objects.filter(asked_at__lt=now - LINK_KEPT).delete()[0]
