"""Registering partners, and the keys they sign with."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.organisations import actions as organisations
from gongkai.base.organisations.queries import the_system
from gongkai.doors.exchange.actions.adapters import adapter_of
from gongkai.doors.exchange.actions.hosts import check_base_url
from gongkai.doors.exchange.models import Key, Partner
from gongkai.doors.exchange.permissions import MANAGE, Refused, check_manage
from gongkai.doors.exchange.rules import PartnerKind
from gongkai.doors.exchange.rules.signing import fingerprint
from gongkai.doors.exchange.sealing import seal

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency
    from gongkai.base.organisations.queries import Acting

EDITABLE = frozenset(
    "name adapter package_format base_url filed_kinds signs_answers calls_per_minute first_retry_seconds timeout_seconds active".split()
)
OVERLAP = dt.timedelta(days=7)
"""How long the old key still counts after a new one was issued, unless told otherwise."""
SECRET_BYTES = 32


def subject_of(partner: Partner) -> Subject:
    return Subject("exchange-partner", str(partner.pk), partner.name)


@transaction.atomic
def register_partner(*, code: str, name: str, kind: str, agency: Agency, by: Acting, **details: Any) -> Partner:
    """Register a partner. An office system also gets its own account among the people, without a password."""
    check_manage(agency, by)
    partner = Partner(code=code.strip(), name=name.strip(), kind=kind, agency=agency)
    _set(partner, details)
    if kind == PartnerKind.SUPERIOR and not partner.filed_kinds:
        partner.filed_kinds = ["document"]
    _clean(partner)
    if kind == PartnerKind.OA:
        system = the_system("exchange")
        person = organisations.create_person(
            username=f"exchange-{partner.code}", name=partner.name, password=None, agency=agency, by=system
        )
        organisations.appoint(
            person=person, agency=agency, role="partner", starts_on=timezone.localdate(), by=system
        )  # fmt: skip
        partner.account = person
    partner.save(force_insert=True)
    events.record(
        tag="exchange:partner:register", by=by.actor(MANAGE, agency), subject=subject_of(partner),
        new={"code": partner.code, "kind": kind, "agency": agency.code, "base_url": partner.base_url},
    )  # fmt: skip
    return partner


@transaction.atomic
def edit_partner(*, partner: Partner, changes: dict[str, Any], by: Acting) -> Partner:
    check_manage(partner.agency, by)
    partner = Partner.objects.select_for_update(of=("self",)).select_related("agency").get(pk=partner.pk)
    old = {name: getattr(partner, name) for name in changes}
    _set(partner, changes)
    _clean(partner)
    changed = {name for name in changes if getattr(partner, name) != old[name]}
    if not changed:
        return partner
    # Whatever was wrong may be mended now: what waits is tried again at once.
    partner.failures, partner.resting_until = 0, None
    partner.save()
    events.record(
        tag="exchange:partner:edit", by=by.actor(MANAGE, partner.agency), subject=subject_of(partner),
        old={name: _told(old[name]) for name in changed}, new={name: _told(getattr(partner, name)) for name in changed},
    )  # fmt: skip
    return partner


def _told(value: Any) -> Any:
    """Return a value as the record takes it: seconds with a fraction are written out."""
    return str(value) if isinstance(value, float) else value


def _set(partner: Partner, details: dict[str, Any]) -> None:
    for name, value in details.items():
        if name not in EDITABLE:
            raise Refused(f"对接系统没有“{name}”这一项。")
        setattr(partner, name, value)
    if partner.base_url:
        partner.base_url = check_base_url(partner.base_url)


def _clean(partner: Partner) -> None:
    try:
        partner.full_clean(exclude=["account"])
    except ValidationError as error:
        raise Refused("；".join("、".join(texts) for texts in error.message_dict.values())) from error
    if partner.kind == PartnerKind.SUPERIOR:
        adapter_of(partner).check(partner)


@transaction.atomic
def issue_key(*, partner: Partner, by: Acting, overlap: dt.timedelta = OVERLAP) -> tuple[Key, str]:
    """Issue a new key and return it with its secret, which is shown this once. Older keys count until `overlap` is over."""
    check_manage(partner.agency, by)
    now = timezone.now()
    secret = secrets.token_urlsafe(SECRET_BYTES)
    Partner.objects.select_for_update().get(pk=partner.pk)
    for older in partner.keys.all():
        if older.ends_at is None or older.ends_at > now + overlap:
            older.ends_at = now + overlap
            older.save(update_fields=["ends_at"])
    key_id = f"{partner.code}-{partner.keys.count() + 1}"
    key = Key.objects.create(
        partner=partner, key_id=key_id, sealed=seal(secret, bound_to=key_id), fingerprint=fingerprint(secret),
        starts_at=now,
    )  # fmt: skip
    events.record(
        tag="exchange:key:issue", by=by.actor(MANAGE, partner.agency), subject=subject_of(partner),
        new={"key": key_id, "fingerprint": key.fingerprint, "overlap_hours": round(overlap.total_seconds() / 3600)},
    )  # fmt: skip
    return key, secret


@transaction.atomic
def revoke_key(*, key: Key, reason: str, by: Acting) -> Key:
    """End a key at once (it was lost or seen). Calls signed with it are refused from this moment."""
    check_manage(key.partner.agency, by)
    if not reason.strip():
        raise Refused("请写明停用密钥的原因。")
    key.ends_at = timezone.now()
    key.save(update_fields=["ends_at"])
    events.record(
        tag="exchange:key:revoke", by=by.actor(MANAGE, key.partner.agency), subject=subject_of(key.partner),
        new={"key": key.key_id}, remark=reason.strip(),
    )  # fmt: skip
    return key
