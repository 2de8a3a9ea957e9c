"""Themes behind the desk and in public."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.base.organisations.queries import Acting, OutOfSight, agency_model, visible_agencies
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import State as EditionState
from gongkai.engine.publishing.rules import Validity, validity
from gongkai.proactive.themes import rules
from gongkai.proactive.themes.models import Theme

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet

    from gongkai.base.organisations.models import Agency, Site
    from gongkai.engine.publishing.models import Edition, Release


def theme_model() -> type[Theme]:
    """Return the table, for the register; rows are changed by actions alone."""
    return Theme


def listed(by: Acting) -> QuerySet[Theme]:
    """Return the themes of the agencies in this person's sight."""
    rows = Theme.objects.select_related("item__agency", "item__release")
    return rows.filter(item__agency__in=visible_agencies(by).values("pk"))


def find(pk: int, by: Acting) -> Theme:
    """Return one theme, or raise OutOfSight (404)."""
    found = listed(by).filter(pk=pk).first()
    if found is None:
        raise OutOfSight
    return found


def agencies_listed(by: Acting) -> QuerySet[Agency]:
    return agency_model().objects.filter(pk__in=listed(by).order_by().values("item__agency"))


def agency_choices() -> QuerySet[Agency]:
    """Return the agencies that may be named in a form; the action refuses those where the person has no say."""
    return agency_model().objects.filter(abolished_on__isnull=True).order_by("lineage")


def edition_of(theme: Theme) -> Edition:
    """Return the latest edition that was not given up: the one in preparation, else the public one."""
    editions = theme.item.editions.select_related("item__agency", "author").order_by("-number")
    found: Edition = editions.exclude(state=EditionState.DISCARDED).first() or editions.get(number=1)
    return found


def public_themes(site: Site | None) -> QuerySet[Release]:
    """Return the released themes that a site shows, with their editions, the newest first."""
    rows = publishing.public_releases(site).filter(kind=rules.KIND)
    return rows.select_related("edition", "agency", "item__theme").order_by("-published_at", "-item_id")


def narrowed(releases: list[Release], wanted: dict[str, str]) -> list[Release]:
    """Return the themes that fit; nonsense finds nothing and is no error."""
    return [
        one
        for one in releases
        if wanted.get("q", "").casefold() in f"{one.title}\n{one.summary}".casefold()
        and wanted.get("agency", "") in {"", one.agency.code}
        and wanted.get("origin", "") in {"", one.item.theme.origin}
    ]


def validity_of(release: Release, on: dt.date) -> Validity:
    """Return whether a document is in force on a day."""
    return validity(
        on, effective_on=release.effective_on, expires_on=release.expires_on, repealed_on=release.repealed_on,
        amended=release.amended,
    )  # fmt: skip
