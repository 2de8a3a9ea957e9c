"""Hits of an edition, what was decided on them, and whether it may leave."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, cast

from django.apps import apps

from gongkai.base.organisations.queries import Acting
from gongkai.engine.screening.models import Decision, ItemSalt, Statement
from gongkai.engine.screening.queries.subjects import screen_subject, subject_of
from gongkai.engine.screening.rules import Hit, Leave, hit_of, may_leave

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Edition, Item

NO_SALT = b"nothing was decided yet"


def item_in_sight(pk: int, by: Acting) -> Item | None:
    """Return the item, None when it is not there or belongs to an agency out of this person's sight."""
    model: Any = apps.get_model("publishing", "Item")
    item = cast("Item | None", model.objects.select_related("agency").filter(pk=pk).first())
    return item if item is not None and by.sees(item.agency) else None


def working_edition(item: Item) -> Edition | None:
    """Return the edition that is being worked on: the latest."""
    return item.editions.select_related("item__agency").order_by("-number").first()


def salt_of(item_id: int) -> bytes:
    """Return the key of this item's fingerprints; before the first decision nothing needs to be compared."""
    salt = ItemSalt.objects.filter(pk=item_id).values_list("salt", flat=True).first()
    return bytes.fromhex(salt) if salt else NO_SALT


def hits_of(edition: Edition) -> list[Hit]:
    """Return everything found in the edition and its files, each with how it is known again."""
    salt = salt_of(edition.item_id)
    return [hit_of(finding, salt) for finding in screen_subject(subject_of(edition))]


def decisions_of(item: Item | int) -> dict[str, Decision]:
    """Return fingerprint → the decision that counts. They hold for later editions too: same text, same place."""
    pk = item if isinstance(item, int) else item.pk
    return {row.fingerprint: row for row in Decision.objects.filter(item_id=pk, is_current=True)}


def undecided(edition: Edition) -> list[Hit]:
    """Return the hits of 须处理 and 须判断 on which nobody decided yet, each once."""
    return list(gate(edition).undecided)


def gate(edition: Edition) -> Leave:
    """Judge whether the edition may leave as far as screening goes; `.allowed`, `.reasons` (sentences). Some 100 ms."""
    decisions = {mark: row.choice for mark, row in decisions_of(edition.item_id).items()}
    return may_leave(hits_of(edition), decisions)


def wording_digest(edition: Edition) -> str:
    """Return what a statement about combinations is bound to: title, wording and files."""
    names = sorted(f"{name}\n{sha}" for name, sha in edition.files.values_list("name", "file__sha256"))
    return hashlib.sha256("\n".join([edition.title, edition.html, *names]).encode()).hexdigest()


def statement_of(edition: Edition) -> Statement | None:
    """Return the statement on combinations that was made about this very wording, if any."""
    return Statement.objects.filter(item_id=edition.item_id, digest=wording_digest(edition)).first()
