"""What may belong to a theme, what belongs, and what of it a site shows now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.base.organisations.queries import Acting, agency_model, visible_agencies
from gongkai.base.ui.text import cited
from gongkai.engine.publishing import queries as publishing
from gongkai.proactive.services import queries as services
from gongkai.proactive.themes.models import Entry, Theme
from gongkai.proactive.themes.rules import SECTION_NAMES, SECTION_OF_KIND, Decision, Scope
from gongkai.proactive.themes.rules.judging import Thing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from gongkai.base.organisations.models import Site
    from gongkai.engine.publishing.models import Release

LONGEST_TEXT = 100_000


def scope_of(theme: Theme) -> Scope:
    return Scope(
        statement=theme.statement, words=tuple(theme.words), tags=tuple(theme.tags), without=tuple(theme.without)
    )


def reach(theme: Theme) -> QuerySet[Release]:
    """Return the public things that may belong: everything of the tree that the theme's agency stands in.

    A theme collects across departments: the office's policy, the bureau's guide, the district's notice.
    """
    top = agency_model().objects.get(code=theme.item.agency.lineage_codes()[0])
    releases = publishing.public_releases().filter(agency__lineage__startswith=top.lineage)
    return releases.filter(kind__in=SECTION_OF_KIND)


def thing_of(release: Release, links: Iterable[str] = ()) -> Thing:
    """Return what the rules judge of a release; its edition must be at hand."""
    said = release.edition.snapshot
    return Thing(
        title=release.title, summary=release.summary, text=release.edition.text[:LONGEST_TEXT], tags=tuple(release.themes),
        keywords=tuple(said.get("keywords") or ()), links=tuple(links),
    )  # fmt: skip


def links_of(theme: Theme) -> dict[int, list[str]]:
    """Return what hangs together with a policy that belongs: publishing number → sentences. Two queries."""
    inside = Entry.objects.filter(theme=theme, state=Decision.IN, target__release__isnull=False)
    titles = dict(inside.order_by().values_list("target", "target__release__title"))
    found: dict[int, list[str]] = {}
    relations = Entry._meta.apps.get_model("publishing", "Relation")._default_manager
    for source, target in relations.filter(verb="interprets", target__in=titles).values_list("source", "target"):
        found.setdefault(source, []).append(f"解读了专题内的{cited(titles[target])}")
    for item, documents in services.bound_to(titles).items():
        found.setdefault(item, []).append(f"专题内的{cited(titles[documents[0]])}绑定了这个事项")
    return found


def candidates(theme: Theme) -> QuerySet[Entry]:
    """Return everything that was found or added and is public, undecided first, the likeliest first."""
    rows = Entry.objects.filter(theme=theme, target__release__isnull=False)
    return rows.select_related("target__release__agency")


def undecided(by: Acting) -> QuerySet[Entry]:
    """Return what is public, looks as if it belonged, and was decided by nobody (应归尽归)."""
    rows = Entry.objects.filter(state=Decision.OPEN, target__release__isnull=False)
    return rows.filter(theme__item__agency__in=visible_agencies(by).values("pk"))


def members(theme: Theme, site: Site | None) -> dict[str, list[Release]]:
    """Return what a site shows of a theme by section, in the order of the page; what was withdrawn is not there."""
    inside = Entry.objects.filter(theme=theme, state=Decision.IN)
    placed = {target: (section, order) for target, section, order in inside.values_list("target", "section", "order")}
    found: dict[str, list[Release]] = {section: [] for section in SECTION_NAMES}
    for release in publishing.public_releases(site).filter(item__in=inside.order_by().values("target")):
        found[placed[release.item_id][0]].append(release)
    for releases in found.values():
        releases.sort(key=lambda one: (placed[one.item_id][1], -one.published_at.timestamp()))
    return {section: releases for section, releases in found.items() if releases}
