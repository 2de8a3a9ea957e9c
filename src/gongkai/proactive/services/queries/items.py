"""Service items behind the desk and in public."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db.models import F, FilteredRelation, Q

from gongkai.base.organisations.queries import Acting, OutOfSight, agency_model, visible_agencies
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import State as EditionState
from gongkai.proactive.services import rules
from gongkai.proactive.services.models import ServiceItem
from gongkai.proactive.services.rules.matching import Matcher

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from gongkai.base.organisations.models import Agency, Site
    from gongkai.engine.publishing.models import Edition, Release


def item_model() -> type[ServiceItem]:
    """Return the table, for the register; rows are changed by actions alone."""
    return ServiceItem


def listed(by: Acting) -> QuerySet[ServiceItem]:
    """Return the items of the agencies in this person's sight; `in_work` is the number of an edition in preparation."""
    rows = ServiceItem.objects.select_related("item__agency", "item__release", "successor")
    in_work = FilteredRelation("item__editions", condition=Q(item__editions__state=EditionState.PREPARING))
    rows = rows.annotate(preparing=in_work, in_work=F("preparing__number"))
    return rows.filter(item__agency__in=visible_agencies(by).values("pk"))


def agencies_listed(by: Acting) -> QuerySet[Agency]:
    return agency_model().objects.filter(pk__in=listed(by).order_by().values("item__agency"))


def find(pk: int, by: Acting) -> ServiceItem:
    """Return one item, or raise OutOfSight (404)."""
    found = listed(by).filter(pk=pk).first()
    if found is None:
        raise OutOfSight
    return found


def waiting(by: Acting) -> QuerySet[ServiceItem]:
    """Return what waits to be cleared or released."""
    return listed(by).filter(item__editions__state=EditionState.PREPARING)


def edition_of(row: ServiceItem) -> Edition:
    """Return the latest edition that was not given up: the one in preparation, else the public one."""
    editions = row.item.editions.select_related("item__agency", "author").order_by("-number")
    found: Edition = editions.exclude(state=EditionState.DISCARDED).first() or editions.get(number=1)
    return found


def facts_of_row(row: ServiceItem) -> rules.Facts:
    return rules.Facts(
        code=row.code, name=row.name, other_names=tuple(row.other_names), link=row.link, channels=tuple(row.channels),
        one_stop=row.one_stop, place=row.place, phone=row.phone, audience=row.audience, summary=row.summary,
    )  # fmt: skip


def public_items(site: Site | None) -> QuerySet[Release]:
    """Return the released items that a site shows, with their editions."""
    rows = publishing.public_releases(site).filter(kind=rules.KIND)
    return rows.select_related("edition", "agency", "item__service", "item__service__successor").order_by("title")


def retired_among(keys: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return which of these items are no longer done: key → day, reason and what came after them."""
    rows = ServiceItem.objects.filter(item__key__in=list(keys), state=rules.State.RETIRED)
    names = ("item__key", "retired_on", "retired_reason", "successor__code", "successor__name")
    return {row["item__key"]: row for row in rows.values(*names)}


def matcher() -> Matcher:
    """Return what finds the items in a text: those that are done now and public, by the names they are public under.

    Asked of the database each time, built only when the names changed.
    """
    rows = ServiceItem.objects.filter(state=rules.State.ACTIVE, item__release__isnull=False)
    named = rows.order_by("pk").values_list("pk", "item__release__edition__snapshot")
    return _built(tuple((pk, name) for pk, said in named for name in (said["name"], *said["other_names"])))


@lru_cache(maxsize=4)
def _built(names: tuple[tuple[int, str], ...]) -> Matcher:
    return Matcher(names)


def links(site: Site) -> QuerySet[ServiceItem]:
    """Return the public items of a site that have a link."""
    public = publishing.public_releases(site).filter(kind=rules.KIND)
    return ServiceItem.objects.filter(~Q(link=""), item__in=public.order_by().values("item"))


def agency_choices() -> QuerySet[Agency]:
    """Return the agencies that may be named in a form; the action refuses those where the person has no say."""
    return agency_model().objects.filter(abolished_on__isnull=True).order_by("lineage")


def narrowed(releases: list[Release], wanted: dict[str, str]) -> list[Release]:
    """Return those that fit; nonsense finds nothing and is no error."""
    return [release for release in releases if _fits(release, wanted)]


def _fits(release: Release, wanted: dict[str, str]) -> bool:
    said, row = release.edition.snapshot, release.item.service
    words = wanted.get("q", "").casefold()
    named = "\n".join((said["name"], said["code"], *said["other_names"])).casefold()
    channel, audience = wanted.get("channel", ""), wanted.get("audience", "")
    fits = not channel or (said["one_stop"] if channel == "one-stop" else channel in said["channels"])
    fits = fits and (not audience or said["audience"] in {audience, rules.Audience.BOTH})
    fits = fits and wanted.get("agency", "") in {"", release.agency.code}
    return fits and wanted.get("state", "") in {"", row.state} and words in named
