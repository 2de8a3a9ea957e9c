"""Which text holds for a kind in an agency: its own, else of the nearest agency above, else of the platform."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils import timezone

from gongkai.base.organisations.queries import Acting, OutOfSight, agencies_where
from gongkai.base.organisations.rules import Permission
from gongkai.engine.casework.models import Template
from gongkai.engine.casework.permissions import may_platform
from gongkai.engine.casework.rules import KINDS, kind

if TYPE_CHECKING:
    import datetime as dt

    from gongkai.base.organisations.models import Agency


def template_in_force(kind: str, agency: Agency | None, on: dt.date | None = None) -> Template | None:
    """Return the version that holds on this day (today), None while the kind's own default text does. One query."""
    day = on or timezone.localdate()
    codes = agency.lineage_codes() if agency else []
    rows = Template.objects.filter(kind=kind, valid_from__lte=day).select_related("agency")
    newest: dict[str, Template] = {}
    for row in rows.filter(Q(agency__code__in=codes) | Q(agency__isnull=True)).order_by("-version"):
        newest.setdefault(row.agency.code if row.agency else "", row)
    levels = (newest.get(code) for code in [*reversed(codes), ""])
    return next((row for row in levels if row is not None and row.text), None)


def text_in_force(key: str, agency: Agency | None, on: dt.date | None = None) -> tuple[str, Template | None]:
    """Return the text with the version it comes from."""
    found = template_in_force(key, agency, on)
    return (found.text if found else kind(key).body), found


def own_versions(key: str, agency: Agency | None) -> QuerySet[Template]:
    """Return the versions that this agency (None: the platform) itself made, newest first."""
    return Template.objects.filter(kind=key, agency=agency).select_related("made_by", "agency").order_by("-version")


def last_version(key: str, agency: Agency | None) -> int:
    newest = own_versions(key, agency).values_list("version", flat=True).first()
    return newest or 0


def template_agencies(by: Acting) -> QuerySet[Agency]:
    """Return the agencies whose texts this person may change."""
    return agencies_where(by, Permission.CASEWORK_TEMPLATES).filter(abolished_on__isnull=True)


def template_agency(code: str, by: Acting) -> Agency | None:
    """Return the agency behind a code of the address, None for "platform". Raises OutOfSight."""
    if code == "platform" and may_platform(by):
        return None
    found = template_agencies(by).filter(code=code).first()
    if found is None:
        raise OutOfSight
    return found


def overview(agency: Agency | None) -> list[dict[str, object]]:
    """Return every kind with the text that holds here and where it comes from."""
    found: list[dict[str, object]] = []
    for one in sorted(KINDS.values(), key=lambda one: one.name):
        template = template_in_force(one.key, agency)
        owner = template.agency if template else None
        source = "平台默认文本" if template is None else "平台通用文本" if owner is None else owner.label
        found.append({"kind": one, "template": template, "source": source, "own": last_version(one.key, agency)})
    return found
