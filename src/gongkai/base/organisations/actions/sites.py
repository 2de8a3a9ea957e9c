"""Public sites."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from gongkai.base.events import actions as events
from gongkai.base.organisations.actions.common import subject_of
from gongkai.base.organisations.models import Agency, Site
from gongkai.base.organisations.permissions import Acting, check
from gongkai.base.organisations.rules import Permission


@transaction.atomic
def create_site(*, host: str, name: str, agency: Agency, by: Acting, **details: Any) -> Site:
    check(by, Permission.ORGANISATIONS_AGENCIES, agency)
    site = Site(host=host.lower(), name=name, agency=agency, **details)
    site.full_clean()
    site.save()
    events.record(
        tag="organisations:site:create",
        by=by.actor(Permission.ORGANISATIONS_AGENCIES, agency),
        subject=subject_of("site", site, name),
        new={"host": host, "agency": agency.code},
    )
    return site


SITE_FIELDS = frozenset(
    "name tagline whole_tree theme identification_code sponsor organiser address postal_code phone icp_number "
    "police_number copyright offline_help".split()
)


@transaction.atomic
def edit_site(*, site: Site, changes: dict[str, Any], by: Acting) -> Site:
    standing = Site.objects.select_related("agency").get(pk=site.pk)
    check(by, Permission.ORGANISATIONS_AGENCIES, standing.agency)
    wanted = {key: value for key, value in changes.items() if key in SITE_FIELDS}
    old = {key: getattr(standing, key) for key, value in wanted.items() if getattr(standing, key) != value}
    for key in old:
        setattr(standing, key, wanted[key])
    standing.full_clean()
    standing.save()
    if old:
        events.record(
            tag="organisations:site:edit",
            by=by.actor(Permission.ORGANISATIONS_AGENCIES, standing.agency),
            subject=subject_of("site", standing, standing.name),
            old=old,
            new={key: wanted[key] for key in old},
        )
    return standing
