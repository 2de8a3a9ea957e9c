"""Topics and reposts behind the desk, and those that a site shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.http import Http404

from gongkai.base.organisations.queries import Acting, OutOfSight, visible_agencies
from gongkai.base.organisations.rules import Permission
from gongkai.doors.site.models import Piece, Repost, Topic
from gongkai.doors.site.rules import REFERENCE, REPOST, TOPIC
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import State, not_news

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gongkai.base.organisations.models import Site
    from gongkai.engine.publishing.models import Edition, Release

P = TypeVar("P", bound=Piece)
# Who opens the desk pages of topics and reposts: whoever drafts, checks, clears or releases them.
READERS = (
    Permission.PUBLISHING_COLUMNS,
    Permission.DOCUMENTS_CHECK,
    Permission.DOCUMENTS_SECRECY_REVIEW,
    Permission.PUBLISHING_RELEASE,
)


def edition_of(piece: Piece) -> Edition:
    """Return the latest edition that was not given up: the one in preparation, else the public one."""
    editions = piece.item.editions.select_related("item__agency", "author").order_by("-number")
    found: Edition = editions.exclude(state=State.DISCARDED).first() or editions.get(number=1)
    return found


def public_edition(piece: Piece) -> Edition | None:
    found: Edition | None = piece.item.editions.filter(state=State.PUBLISHED).first()
    return found


def visible(model: type[P], by: Acting) -> QuerySet[P]:
    """Return those of the agencies in this person's sight."""
    rows: QuerySet[P] = model._default_manager.select_related("item__agency")
    return rows.filter(item__agency__in=visible_agencies(by).values("pk"))


def find(model: type[P], pk: int, by: Acting) -> P:
    """Return one of them, or raise OutOfSight (404)."""
    found = visible(model, by).filter(pk=pk).first()
    if found is None:
        raise OutOfSight
    return found


def headlines(releases: QuerySet[Release]) -> QuerySet[Release]:
    """Leave out what is a line of something else or an entry of a register (see `Kind.news`)."""
    return releases.exclude(kind__in=not_news())


def topics_of(site: Site) -> QuerySet[Release]:
    """Return the public topics of a site in the editors' order, newest first within it."""
    return publishing.public_releases(site).filter(kind=TOPIC).order_by("item__topic__order", "-published_at")


def reposts_of(site: Site, sort: str) -> QuerySet[Release]:
    """Return the public reposts (or references) of a site, newest original first."""
    rows = publishing.public_releases(site).filter(kind=REFERENCE if sort == REFERENCE else REPOST)
    return rows.select_related("item__repost", "edition").order_by("-item__repost__original_on", "-published_at")


def in_site(agency: Any, site: Site) -> bool:
    """Return whether this site may show this agency: the sister of `public_releases(site)`."""
    if site.whole_tree:
        return str(agency.lineage).startswith(site.agency.lineage)
    return bool(agency.pk == site.agency_id)


def release_here(site: Site, key: str, kinds: tuple[str, ...]) -> tuple[Release | None, Any]:
    """Return (release, None) of an address of this site, or (None, the item that was withdrawn there). Raises Http404."""
    release = publishing.release_by_key(key, site)
    if release is not None and release.kind in kinds:
        return release, None
    item = publishing.tombstone(key)
    if item is not None and item.kind in kinds and in_site(item.agency, site):
        return None, item
    raise Http404


def topic_key_of(slug: str) -> str | None:
    """Return the index number of the topic at this address."""
    return Topic.objects.filter(slug=slug).values_list("item__key", flat=True).first()


def waiting_reposts(by: Acting) -> QuerySet[Repost]:
    """Return registered reposts that are not public and not declined, the soonest due first."""
    rows = visible(Repost, by).filter(sort=REPOST, declined_at__isnull=True, item__release__isnull=True)
    return rows.exclude(item__withdrawn_at__isnull=False).order_by("due_at", "received_at")
