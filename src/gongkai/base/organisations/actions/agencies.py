"""Agencies and their divisions."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai.base.events import actions as events
from gongkai.base.organisations.actions.common import UnableToAppoint, subject_of
from gongkai.base.organisations.models import Agency, Division
from gongkai.base.organisations.permissions import Acting, check
from gongkai.base.organisations.rules import Permission

AGENCY_FIELDS = frozenset(
    "name short_name former_names kind credit_code number_prefixes address postal_code phone office_hours "
    "duties_text head_name order abolished_on".split()
)


@transaction.atomic
def create_agency(*, code: str, name: str, by: Acting, parent: Agency | None = None, **details: Any) -> Agency:
    """Create an agency below `parent`. Raises ValidationError for a bad or taken code or name."""
    if parent is not None:
        check(by, Permission.ORGANISATIONS_AGENCIES, parent)
    elif not by.system:
        raise UnableToAppoint("只有安装程序可以建立没有上级的机关。")
    unknown = set(details) - AGENCY_FIELDS
    if unknown:
        raise ValidationError(f"机关没有这些字段：{'、'.join(sorted(unknown))}")
    agency = Agency(code=code, name=name, parent=parent, **details)
    agency.lineage = f"{parent.lineage if parent else '/'}{code}/"
    agency.full_clean()
    agency.save()
    events.record(
        tag="organisations:agency:create",
        by=by.actor(Permission.ORGANISATIONS_AGENCIES, parent or agency),
        subject=subject_of("agency", agency, name),
        new={"code": code, "name": name, "parent": parent.code if parent else None},
    )
    return agency


@transaction.atomic
def edit_agency(*, agency: Agency, changes: dict[str, Any], by: Acting) -> Agency:
    check(by, Permission.ORGANISATIONS_AGENCIES, agency)
    allowed = {key: value for key, value in changes.items() if key in AGENCY_FIELDS}
    old = {key: getattr(agency, key) for key in allowed if getattr(agency, key) != allowed[key]}
    for key in old:
        setattr(agency, key, allowed[key])
    agency.full_clean()
    agency.save()
    if old:
        events.record(
            tag="organisations:agency:edit",
            by=by.actor(Permission.ORGANISATIONS_AGENCIES, agency),
            subject=subject_of("agency", agency, agency.name),
            old=old,
            new={key: allowed[key] for key in old},
        )
    return agency


@transaction.atomic
def create_division(*, agency: Agency, name: str, by: Acting) -> Division:
    check(by, Permission.ORGANISATIONS_AGENCIES, agency)
    division = Division(agency=agency, name=name)
    division.full_clean()
    division.save()
    events.record(
        tag="organisations:division:create",
        by=by.actor(Permission.ORGANISATIONS_AGENCIES, agency),
        subject=subject_of("agency", agency, agency.name),
        new={"division": name},
    )
    return division
