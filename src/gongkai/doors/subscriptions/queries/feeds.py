"""The feed of a partner: what it would be sent, as it stands now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongkai.doors.subscriptions.models import Partner
from gongkai.doors.subscriptions.queries.documents import document_of
from gongkai.doors.subscriptions.queries.packages import package
from gongkai.doors.subscriptions.rules import Criteria, CriteriaRefused, meets
from gongkai.engine.publishing.queries import public_releases

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Release

ENTRIES, LOOKED_AT = 30, 300


def partner_of_feed(token: str) -> Partner | None:
    return Partner.objects.select_related("agency").filter(feed_token=token, active=True).first()


def entries_for(partner: Partner) -> list[dict[str, Any]]:
    """Return the newest things of the partner's agency and below, each with its interpretation and questions."""
    rows = public_releases().filter(agency__lineage__startswith=partner.agency.lineage)
    found = list(rows.select_related("edition", "item")[: LOOKED_AT if partner.criteria else ENTRIES])
    return [package(one, "released") for one in found if _wanted(partner, one)][:ENTRIES]


def _wanted(partner: Partner, release: Release) -> bool:
    if not partner.criteria:
        return True
    try:
        return meets(Criteria.read(partner.criteria), document_of(release))
    except CriteriaRefused:
        return True
