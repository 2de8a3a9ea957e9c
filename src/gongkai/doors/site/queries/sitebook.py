"""The site register as it stands: what each site states, what is missing, how its columns and blocks are kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from gongkai.base.organisations.queries import Acting, OutOfSight, site_model, visible_agencies
from gongkai.doors.site.models import SiteProfile
from gongkai.doors.site.rules import SiteFacts, site_defects
from gongkai.engine.publishing import queries as publishing

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gongkai.base.organisations.models import Site
    from gongkai.engine.publishing.models import Column

SAID_BY_SITE = (
    "name host sponsor address phone postal_code copyright identification_code icp_number police_number".split()
)
SAID_BY_PROFILE = (
    "purpose content_duty keeper keeper_phone security_grade security_filing checked_on column_set".split()
)


def sites_in_sight(by: Acting) -> QuerySet[Site]:
    agencies = visible_agencies(by).values("pk")
    rows = site_model().objects.filter(agency__in=agencies).select_related("agency", "profile__checked_by")
    return rows.order_by("-is_default", "name")


def site_in_sight(pk: int, by: Acting) -> Site:
    """Return the site, or raise OutOfSight (404)."""
    found = sites_in_sight(by).filter(pk=pk).first()
    if found is None:
        raise OutOfSight
    return found


def profile_of(site: Site) -> SiteProfile:
    """Return what the site states; an empty, unsaved page of the register where it stated nothing yet.

    A site that came with its profile (`sites_in_sight`) is not asked for it again.
    """
    if "profile" in site._state.fields_cache:
        known: SiteProfile | None = site._state.fields_cache["profile"]
        return known or SiteProfile(site=site)
    return SiteProfile.objects.filter(site=site).select_related("checked_by").first() or SiteProfile(site=site)


def facts_of(site: Site, profile: SiteProfile | None = None) -> SiteFacts:
    stated = profile or profile_of(site)
    top = publishing.columns_of_site(site).filter(parent=None)
    said: dict[str, Any] = {name: getattr(site, name) for name in SAID_BY_SITE}
    said |= {name: getattr(stated, name) for name in SAID_BY_PROFILE}
    return SiteFacts(**said, columns=tuple(top.values_list("name", flat=True)))


def defects_of(site: Site) -> list[str]:
    """Return what the register of this site lacks today (R250, R268)."""
    return site_defects(facts_of(site), timezone.localdate())


@dataclass(frozen=True)
class Kept:
    """How one column is kept; `problems` are sentences for its keeper, none for readers."""

    column: Column
    newest: Any
    problems: tuple[str, ...]


def columns_kept(site: Site) -> list[Kept]:
    """Return every visible column with what its keeper must do: owner, duty, rule, renewal, emptiness (R251, R252)."""
    columns = list(publishing.columns_of_site(site))
    newest = publishing.last_updates(columns)
    parents = {column.parent_id for column in columns}
    today = timezone.localdate()
    shown = []
    for column in columns:
        at = newest.get(column.pk)
        problems = []
        if at is None and column.pk not in parents:
            problems.append("没有内容。")
        elif at is not None and column.update_days:
            idle = (today - timezone.localdate(at)).days
            if idle > column.update_days:
                problems.append(f"已{idle}日没有更新，要求不超过{column.update_days}日。")
        if not column.update_duty:
            problems.append("没有写明更新要求。")
        if not publishing.rule_words(column):
            problems.append("没有写明收录范围。")
        if not column.keeper:
            problems.append("没有写明维护岗位。")
        shown.append(Kept(column, at, tuple(problems)))
    return shown
