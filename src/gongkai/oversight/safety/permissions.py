"""Who reads what happened to a site, who works on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from gongkai.base.organisations.queries import Acting, agencies_where, check, default_site, site_model
from gongkai.base.organisations.rules import Permission
from gongkai.oversight.safety.rules import DRILL_NAMES, DRILL_TRANSITIONS, STATE_NAMES, TRANSITIONS, DrillState, State

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gongkai.base.organisations.models import Agency, Site
    from gongkai.oversight.safety.models import Drill, Incident, Measure

MANAGE = Permission.SITEWATCH_MANAGE
# Whoever supervises an agency also sees what happened to its sites.
READS = (MANAGE, Permission.EVENTS_READ)


class Refused(Exception):
    """It cannot happen now; the sentence says why and what to do."""


class Stale(Refused):
    """Somebody else changed it since the page was opened."""


def may_read(by: Acting) -> bool:
    return any(by.may_anywhere(permission) for permission in READS)


def agencies_read(by: Acting) -> set[int]:
    return {pk for permission in READS for pk in agencies_where(by, permission).values_list("pk", flat=True)}


def agencies_managed(by: Acting) -> QuerySet[Agency]:
    return agencies_where(by, MANAGE).order_by("lineage")


def sites_offered(by: Acting) -> QuerySet[Site]:
    """Return the sites on which something may be reported: own ones, and those on which an own agency's things stand."""
    own = list(agencies_managed(by))
    above = {code for agency in own for code in agency.lineage_codes()}
    wanted = Q(agency__in=[agency.pk for agency in own]) | Q(whole_tree=True, agency__code__in=above)
    return site_model().objects.filter(wanted).distinct().order_by("-is_default", "name")


def readable(by: Acting) -> Q:
    """Return the condition on incidents: own ones, and those of own sites, whoever answers for them."""
    pks = agencies_read(by)
    return Q(agency__in=pks) | Q(site__agency__in=pks)


def works_on(by: Acting, incident: Incident) -> bool:
    agencies = [incident.agency, *([incident.site.agency] if incident.site else [])]
    return any(by.may(MANAGE, agency) for agency in agencies)


def check_work(incident: Incident, by: Acting) -> None:
    """The agency of the incident works on it, the operator of the site may too. Raises OutOfSight, NotAllowed."""
    if not works_on(by, incident):
        check(by, MANAGE, incident.agency)


def check_measure(measure: Measure, by: Acting) -> None:
    if measure.incident is not None:
        check_work(measure.incident, by)
    elif measure.drill is not None:
        check(by, MANAGE, measure.drill.agency)


def check_move(incident: Incident, verb: str) -> State:
    before, after = TRANSITIONS[verb]
    if incident.state not in before:
        raise Refused(f"这个事件现在是“{STATE_NAMES[incident.state]}”，不能这样办理。请刷新页面，按最新情况办理。")
    return after


def check_drill(drill: Drill, verb: str) -> DrillState:
    before, after = DRILL_TRANSITIONS[verb]
    if drill.state not in before:
        raise Refused(f"这次演练现在是“{DRILL_NAMES[drill.state]}”，不能这样办理。请刷新页面查看最新情况。")
    return after


def check_seen(version: int, seen: int | None) -> None:
    """Raises Stale when the page was opened before the newest change; None for whoever has no page."""
    if seen is not None and seen != version:
        raise Stale("您打开页面以后，别人已经改动过。您填写的内容还在，请看过最新情况再提交。")


def reads_backups(by: Acting) -> bool:
    """The backups are those of the whole platform: its operator's business alone."""
    site = default_site()
    return site is not None and any(by.may(permission, site.agency) for permission in READS)


def manages_backups(by: Acting) -> bool:
    site = default_site()
    return site is not None and by.may(MANAGE, site.agency)
