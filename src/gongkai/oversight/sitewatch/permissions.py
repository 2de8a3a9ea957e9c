"""Who reads the health of a site, who works on what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from gongkai.base.organisations.queries import Acting, OutOfSight, agencies_where, check, site_model
from gongkai.base.organisations.rules import Permission
from gongkai.oversight.sitewatch.rules import STATE_NAMES, TRANSITIONS, State

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gongkai.base.organisations.models import Site
    from gongkai.oversight.sitewatch.models import Finding

# Whoever watches the clocks of an agency also sees how its site is doing.
READS = (Permission.SITEWATCH_MANAGE, Permission.EVENTS_READ)


class Refused(Exception):
    """It cannot happen now; the sentence says why and what to do."""


def may_read(by: Acting) -> bool:
    return any(by.may_anywhere(permission) for permission in READS)


def manages(by: Acting, site: Site) -> bool:
    return by.may(Permission.SITEWATCH_MANAGE, site.agency)


def reads_whole(by: Acting, site: Site) -> bool:
    """Return whether everything found on a site may be read, and not only what concerns one's own agency."""
    return any(by.may(permission, site.agency) for permission in READS)


def sites_for(by: Acting) -> QuerySet[Site]:
    """Return the sites whose health this person may see: own ones, and those on which an own agency's things stand."""
    sites = site_model().objects.select_related("agency")
    if by.system:
        return sites
    own = [agency for permission in READS for agency in agencies_where(by, permission)]
    above = {code for agency in own for code in agency.lineage_codes()}
    return sites.filter(
        Q(agency__in={agency.pk for agency in own}) | Q(whole_tree=True, agency__code__in=above)
    ).distinct()


def findings_for(by: Acting, site: Site) -> Q:
    """Return the condition on findings of a site that is the sister of `reads_whole`."""
    if reads_whole(by, site):
        return Q(site=site)
    agencies = agencies_where(by, Permission.SITEWATCH_MANAGE)
    return Q(site=site, agency__in=agencies)


def check_work(finding: Finding, by: Acting) -> None:
    """The agency of the page repairs, the site's editor may too. Raises OutOfSight, NotAllowed."""
    if by.may(Permission.SITEWATCH_MANAGE, finding.site.agency):
        return
    if not by.sees(finding.agency) and not by.sees(finding.site.agency):
        raise OutOfSight
    check(by, Permission.SITEWATCH_MANAGE, finding.agency if by.sees(finding.agency) else finding.site.agency)


def check_move(finding: Finding, verb: str) -> State:
    before, after = TRANSITIONS[verb]
    if finding.state not in before:
        raise Refused(f"这个问题现在是“{STATE_NAMES[finding.state]}”，不能这样处理，请刷新页面查看最新情况。")
    return after
