"""Signing in and out, and the second factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from gongkai.base.events import actions as events
from gongkai.base.organisations.queries import acting

if TYPE_CHECKING:
    from django_otp.plugins.otp_totp.models import TOTPDevice

    from gongkai.base.organisations.models import Person
    from gongkai.base.organisations.permissions import Acting
from gongkai.base.organisations.actions.common import subject_of


def note_session(*, person: Person, address: str, act: str) -> None:
    """Record signing in or out."""
    by = acting(person, address=address)
    events.record(tag=f"organisations:session:{act}", by=by.actor(), subject=subject_of("person", person, person.name))


@transaction.atomic
def confirm_second_factor(*, device: TOTPDevice, person: Person, by: Acting) -> None:
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    events.record(
        tag="organisations:session:second_factor", by=by.actor(), subject=subject_of("person", person, person.name)
    )
