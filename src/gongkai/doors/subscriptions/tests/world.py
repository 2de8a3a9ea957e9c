"""A thing that becomes public by the real road without a house around it, and people who want to hear of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.core import mail
from django.utils import timezone

from gongkai.base.organisations.queries import the_system
from gongkai.doors.subscriptions import actions
from gongkai.doors.subscriptions.models import Letter, Request, Subscriber
from gongkai.doors.subscriptions.queries import request_of
from gongkai.doors.subscriptions.rules import Criteria
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.actions.outbox import deliver
from gongkai.engine.publishing.models import OutboxEntry
from gongkai.engine.publishing.rules import SNAPSHOT_KEYS, Kind, Withdrawal, register

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency
    from gongkai.engine.publishing.models import Edition, Release

CONSUMERS = ["subscriptions", "partners"]
SYSTEM = the_system("test")
FACTS: dict[str, Any] = {"themes": ["住房保障"], "audiences": ["企业"], "genre": "通知", "category": "其他文件"}
_facts: dict[str, dict[str, Any]] = {}


def _snapshot(edition: Edition) -> dict[str, Any]:
    empty = dict.fromkeys(SNAPSHOT_KEYS - {"themes", "keywords", "issuers"}, "")
    days = dict.fromkeys(("formed_on", "issued_on", "effective_on", "expires_on"))
    return {
        **empty, **days, "themes": [], "keywords": [], "issuers": [], "audiences": [], "title": edition.title,
        **_facts.get(edition.item.key, FACTS),
    }  # fmt: skip


def kind() -> Kind:
    return register(Kind("push-note", "公开消息", lambda _edition: (), _snapshot, lambda key: f"/documents/{key}"))


def public(
    agency: Agency, title: str = "关于住房租赁补贴的通知", text: str = "每户每月三百元。", **facts: Any
) -> Release:
    """Publish something; the outbox is told nobody yet."""
    kind()
    item = publishing.create_item(
        kind="push-note", agency=agency, title=title, text=text, html=f"<p>{text}</p>", by=SYSTEM
    ).item
    _facts[item.key] = FACTS | facts
    return _released(item.editions.get())


def _released(edition: Edition) -> Release:
    saved = publishing.save_edition(
        edition=edition, version=edition.version, by=SYSTEM, title=edition.title, html=edition.html, text=edition.text,
        mode="full-text",
    )  # fmt: skip
    return publishing.release(edition=saved, by=SYSTEM)


def corrected(release: Release, *, title: str, text: str = "每户每月五百元。") -> Release:
    edition = publishing.open_edition(item=release.item, note="更正金额", by=SYSTEM)
    edition.title, edition.text, edition.html = title, text, f"<p>{text}</p>"
    return _released(edition)


def withdrawn(release: Release, kind: Withdrawal = Withdrawal.ERROR) -> None:
    publishing.withdraw(item=release.item, kind=kind, reason="内容有误", by=SYSTEM)


def hear() -> None:
    """Let the outbox tell subscriptions and partners what happened, as the worker does."""
    now = timezone.now()  # where a test set the clock back, the outbox did not notice
    OutboxEntry.objects.filter(created_at__gt=now).update(created_at=now)
    deliver(names=CONSUMERS)


def confirmed(address: str = "qian@example.com", criteria: Criteria | None = None, **chosen: Any) -> Subscriber:
    """Sign up by the real road: the page's verb, the mail, the link in it."""
    wanted = criteria or Criteria.of(["租赁补贴"])
    facts = {"name": "住房", "frequency": "now"} | chosen
    actions.ask(address=address, criteria=wanted, **facts)
    request = Request.objects.order_by("-pk")[0]
    actions.send_confirmation(pk=request.pk)
    found = request_of(link(mail.outbox[-1].body, "confirm"))
    assert found is not None
    return actions.confirm(request=found)


def link(body: str, page: str) -> str:
    match = re.search(rf"/subscriptions/{page}/(\S+)", body)
    assert match, body
    return match[1]


def sent_to(subscriber: Subscriber) -> list[str]:
    """Return the mails that this subscriber was sent, without confirmations."""
    return [one.body for one in mail.outbox if one.to == [subscriber.address] and "请确认" not in one.subject]


def letters(**wanted: Any) -> list[str]:
    return list(Letter.objects.filter(**wanted).order_by("pk").values_list("state", flat=True))
