"""Targeted disclosure as a kind that publishing will never release, and its daily reminder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongkai.base.jobs import actions as jobs
from gongkai.engine.publishing.rules import Kind, consumes, register
from gongkai.proactive.targeted import actions
from gongkai.proactive.targeted.models import Delivery
from gongkai.proactive.targeted.rules import KIND, MAIL_JOB, NEVER_PUBLIC, STEPS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gongkai.base.jobs.rules import ClaimedJob
    from gongkai.engine.publishing.models import Edition, OutboxEntry


def reviewed(edition: Edition) -> Mapping[str, Any]:
    """Say to whom and until when: another recipient asks for another review."""
    delivery = Delivery.objects.get(item=edition.item_id)
    people = delivery.recipients.order_by("pk").values_list("channel", "name", "organisation", "contact")
    return {
        "recipients": [list(person) for person in people],
        "why": delivery.why,
        "expires_at": delivery.expires_at.isoformat(),
    }


def snapshot(edition: Edition) -> Mapping[str, Any]:
    return {
        "title": edition.title, "summary": "", "doc_number": "", "genre": "", "category": "", "themes": [],
        "keywords": [], "issuers": [edition.item.agency.name], "formed_on": None, "issued_on": None,
        "effective_on": None, "expires_on": None,
    }  # fmt: skip


register(
    Kind(
        key=KIND,
        name="定向公开",
        required_steps=lambda edition: STEPS,
        snapshot=snapshot,
        path=lambda key: "",  # no public address: only the link of a recipient opens it
        reviewed=reviewed,
        defects=lambda edition: [NEVER_PUBLIC],
    )
)


@consumes("targeted")
def follow(entries: Sequence[OutboxEntry]) -> None:
    """Close the deliveries of what everybody may read now."""
    actions.follow_releases(items={entry.item_id for entry in entries if entry.kind == "document"})


@jobs.handles("targeted.remind", lease_seconds=120)
def remind(claimed: Sequence[ClaimedJob]) -> None:
    del claimed
    actions.remind()
    actions.last_call()
    actions.close_given_up()


@jobs.handles(MAIL_JOB, lease_seconds=120)
def send_mails(claimed: Sequence[ClaimedJob]) -> None:
    for job in claimed:
        actions.send_mail(int(job.payload["mailing"]), last=job.is_last_attempt)


jobs.every("targeted.remind", daily_at="08:30")
