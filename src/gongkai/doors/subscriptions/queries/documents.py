"""What a release is to the matcher, and what can be chosen from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.base.organisations.queries import agency_model
from gongkai.doors.subscriptions.rules import FACETS, Criteria, Document
from gongkai.engine.publishing.queries import column_model, public_releases
from gongkai.engine.publishing.rules import KINDS
from gongkai.engine.tags import queries as tags

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency, Site
    from gongkai.engine.publishing.models import Column, Release

GOVERNMENT = "government"
Choice = tuple[str, str]


def document_of(release: Release) -> Document:
    """Return text and facets; a superior of the agency and of the columns counts as well as they themselves."""
    facts = release.edition.snapshot or {}
    above = release.agency.lineage_codes()
    facets = {("agency", code) for code in above}
    facets |= {("region", code) for code in _governments(above)}
    facets |= {("theme", theme) for theme in release.themes}
    facets |= {("audience", audience) for audience in release.audiences}
    facets |= {("column", slug) for slug in _columns(release)}
    facets |= {("kind", release.kind), ("genre", release.genre), ("category", release.category)}
    words = "\n".join(str(word) for word in facts.get("keywords", ()))
    return Document.of(release.title, release.doc_number, release.summary, words, release.edition.text, facets=facets)


def _governments(codes: list[str]) -> list[str]:
    rows = agency_model().objects.filter(code__in=codes, kind=GOVERNMENT)
    return list(rows.values_list("code", flat=True))


def _columns(release: Release) -> set[str]:
    placed = {placement.column for placement in release.item.placements.select_related("column")}
    found = {column.slug for column in placed}
    waiting = {column.parent_id for column in placed if column.parent_id}
    seen: set[int] = set()
    while waiting:
        seen |= waiting
        above: list[Column] = list(column_model().objects.filter(pk__in=waiting))
        found |= {column.slug for column in above}
        waiting = {column.parent_id for column in above if column.parent_id} - seen
    return found


def release_of(item_id: int) -> Release | None:
    return public_releases().select_related("edition", "agency", "item").filter(item_id=item_id).first()


def choices(site: Site | None) -> dict[str, list[Choice]]:
    """Return what a form offers for each facet: key and words."""
    agencies = _agencies(site)
    columns = column_model().objects.filter(visible=True)
    if site is not None:
        columns = columns.filter(site=site)
    kinds = dict.fromkeys(public_releases(site).order_by().values_list("kind", flat=True).distinct())
    return {
        "theme": [(name, name) for name in tags.names("theme")],
        "audience": [(name, name) for name in tags.names("audience")],
        "agency": [(one.code, one.name) for one in agencies],
        "region": [(one.code, one.name.removesuffix("人民政府")) for one in agencies if one.kind == GOVERNMENT],
        "column": [(one.slug, one.name) for one in columns],
        "kind": [(key, KINDS[key].name) for key in kinds if key in KINDS],
    }


def _agencies(site: Site | None) -> list[Agency]:
    rows = agency_model().objects.filter(abolished_on=None).order_by("order", "code")
    if site is not None:
        rows = rows.filter(lineage__startswith=site.agency.lineage)
    return list(rows)


def in_words(criteria: Criteria) -> list[str]:
    """Return criteria as a person reads them: «主题：住房保障、教育» and so on."""
    said = [f"含词语：{'、'.join(criteria.words)}"] if criteria.words else []
    for name, values in criteria.any_of:
        said.append(f"{FACETS[name]}：{'、'.join(_names(name, values))}")
    if criteria.without:
        said.append(f"不含：{'、'.join(criteria.without)}")
    return said


def _names(facet: str, values: tuple[str, ...]) -> list[str]:
    known: dict[str, str] = {}
    if facet in {"agency", "region"}:
        known = dict(agency_model().objects.filter(code__in=values).values_list("code", "name"))
    elif facet == "column":
        known = dict(column_model().objects.filter(slug__in=values).values_list("slug", "name"))
    elif facet == "kind":
        known = {key: KINDS[key].name for key in values if key in KINDS}
    return [known.get(value, value) for value in values]
