"""Filing what became public with the superiors that want it: heard from the outbox, so nothing is forgotten or doubled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction

from gongkai.base.files.rules import to_text
from gongkai.base.organisations.queries import agency_model, default_site
from gongkai.doors.exchange.actions.recalling import tellings, try_to_take_back
from gongkai.doors.exchange.actions.sending import queue
from gongkai.doors.exchange.queries import any_superior, public_edition, superiors_for
from gongkai.doors.exchange.rules import MessageKind
from gongkai.doors.exchange.rules.comparing import Facts, text_sha256
from gongkai.engine.publishing.queries import public_releases, tombstone
from gongkai.engine.publishing.rules import KINDS, WITHDRAWAL_NAMES, WITHDRAWALS_HIDING_THE_TITLE, Topic
from gongkai.law.grounds import Attribute, Mode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.doors.exchange.models import Message, Partner
    from gongkai.engine.publishing.models import Edition, Item, OutboxEntry, Release

FILED_MODES = frozenset({Mode.FULL_TEXT.value, Mode.REDACTED.value, Mode.ABSTRACT.value, ""})
KIND_OF: dict[str, MessageKind] = {
    Topic.RELEASED: MessageKind.FILE_RELEASE,
    Topic.CORRECTED: MessageKind.FILE_CORRECTION,
}


def is_for_filing(edition: Edition) -> bool:
    """Say whether a public edition may leave for another platform: openly disclosed to everybody, nothing targeted."""
    facts = edition.snapshot or {}
    return facts.get("attribute", Attribute.PROACTIVE) == Attribute.PROACTIVE and edition.mode in FILED_MODES


def public_root() -> str:
    """Return scheme and host of the public site, "" where there is none yet. One query."""
    site = default_site()
    scheme = "https" if settings.SESSION_COOKIE_SECURE else "http"
    return f"{scheme}://{site.host}" if site else ""


def absolute(path: str) -> str:
    return public_root() + path


def facts_of(edition: Edition, key: str, kind: str, root: str) -> Facts:
    """Return what both sides compare, from what was made public, not from what stands in a draft."""
    public = edition.snapshot
    return Facts(
        index_number=key, doc_number=public["doc_number"] or "", title=public["title"],
        date=public["formed_on"] or public["issued_on"] or "", text_sha256=text_sha256(to_text(public["html"])),
        url=root + KINDS[kind].path(key),
    )  # fmt: skip


def payload_of(edition: Edition, key: str, kind: str, what: MessageKind) -> dict[str, Any]:
    public = edition.snapshot
    names = "summary genre category themes keywords issuers formed_on issued_on effective_on expires_on agency".split()
    return {
        "type": {MessageKind.FILE_RELEASE: "release", MessageKind.FILE_CORRECTION: "correction"}[what],
        "kind": kind, "edition": edition.number, "change_note": edition.change_note,
        "published_at": public.get("published_at"), **facts_of(edition, key, kind, public_root()).as_dict(),
        "metadata": {name: public.get(name) for name in names},
    }  # fmt: skip


def hear(entries: Sequence[OutboxEntry]) -> None:
    """Queue a filing for each release, correction and withdrawal. Heard twice it queues nothing new: the key stands."""
    for entry in entries:
        if entry.topic == Topic.WITHDRAWN:
            try_to_take_back(tellings(entry.key).filter(edition__lte=entry.edition_number or 0))
    if not any_superior():
        return
    for entry in entries:
        if entry.topic in KIND_OF and entry.edition_number is not None:
            _edition(entry)
        elif entry.topic == Topic.WITHDRAWN and entry.edition_number is not None:
            _withdrawal(entry)


def _superiors(agency_id: int, kind: str) -> list[Partner]:
    lineage = agency_model().objects.values_list("lineage", flat=True).get(pk=agency_id)
    return superiors_for(lineage, kind)


@transaction.atomic
def _edition(entry: OutboxEntry) -> None:
    edition = public_edition(entry.key, entry.edition_number or 0)
    if edition is None or not is_for_filing(edition):
        return
    for partner in _superiors(edition.item.agency_id, entry.kind):
        file_edition(partner, edition, KIND_OF[entry.topic])


def file_edition(partner: Partner, edition: Edition, what: MessageKind, *, again: int = 0) -> Message:
    """Queue one edition for one superior. `again` counts new filings after a decision, each a call of its own."""
    item = edition.item
    payload = payload_of(edition, item.key, item.kind, what)
    key = f"{item.key}:{edition.number}" + (f":r{again}" if again else "")
    return queue(
        partner=partner, kind=what, key=key, payload=payload, label=payload["title"], index_number=item.key,
        edition=edition.number,
    )  # fmt: skip


@transaction.atomic
def _withdrawal(entry: OutboxEntry) -> None:
    item = tombstone(entry.key)
    if item is None:
        return  # public again by now: the new edition tells
    for partner in _superiors(item.agency_id, entry.kind):
        file_withdrawal(partner, item, entry.edition_number or 0)


def file_withdrawal(partner: Partner, item: Item, edition: int, *, again: int = 0) -> Message:
    """Queue a withdrawal: the index number and why, never the title of what was taken down."""
    hidden = item.withdrawal_kind in WITHDRAWALS_HIDING_THE_TITLE
    payload = {
        "type": "withdrawal", "kind": item.kind, "index_number": item.key, "edition": edition,
        "withdrawn_at": item.withdrawn_at.isoformat(timespec="seconds") if item.withdrawn_at else None,
        "reason": "" if hidden else WITHDRAWAL_NAMES.get(item.withdrawal_kind, ""),
        "url": absolute(KINDS[item.kind].path(item.key)),
    }  # fmt: skip
    key = f"{item.key}:{edition}:withdrawn" + (f":r{again}" if again else "")
    return queue(
        partner=partner, kind=MessageKind.FILE_WITHDRAWAL, key=key, payload=payload,
        label="" if hidden else item.withdrawn_title, index_number=item.key, edition=edition,
    )  # fmt: skip


def file_again(partner: Partner, index_number: str) -> Message | None:
    """File what is public now once more, or its withdrawal; None when there is nothing of ours to file."""
    release: Release | None = public_releases().filter(key=index_number).select_related("edition__item__agency").first()
    times = partner.messages.filter(index_number=index_number, direction="out").count()
    if release is not None:
        if not is_for_filing(release.edition):
            return None
        known = partner.messages.filter(index_number=index_number, edition=release.edition.number).exists()
        what = MessageKind.FILE_CORRECTION if release.edition.number > 1 else MessageKind.FILE_RELEASE
        return file_edition(partner, release.edition, what, again=times if known else 0)
    item = tombstone(index_number)
    if item is None:
        return None
    last = item.editions.order_by("-number").values_list("number", flat=True).first() or 1
    return file_withdrawal(partner, item, last, again=times)
