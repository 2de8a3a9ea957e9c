"""Note that somebody saw personal data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gongkai.base.events.rules import Actor, Subject
from gongkai.base.organisations.queries import Acting
from gongkai.base.vault.looking import note_look

if TYPE_CHECKING:
    from gongkai.base.vault.models import Look


def look(*, subject: Subject, fields: Sequence[str], by: Acting | Actor, why: str) -> Look:
    """Write down that `by` saw these fields (their Chinese names) of the subject, and why. Raises Refused without a reason.

    Call it before the page is rendered; its label must not name a private person.
    """
    return note_look(subject=subject, fields=fields, by=by, why=why)
