"""What is public now. Everything shown to citizens starts here, from Release rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from django.db import connection
from django.db.models import BooleanField, Count, Q
from django.db.models.expressions import RawSQL

from gongkai.base.prepared.queries import prepared
from gongkai.engine.publishing.models import (
    Column,
    Edition,
    EditionFile,
    Item,
    Placement,
    PublicState,
    Redirect,
    Relation,
    Release,
)
from gongkai.engine.publishing.rules import State
from gongkai.law.numbers import number_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from gongkai.base.organisations.models import Agency, Site


def public_releases(site: Site | None = None) -> QuerySet[Release]:
    """Return what this site may show: its own agency's, the whole tree's where the site says so, or everything."""
    releases = Release.objects.select_related("agency")
    if site is None:
        return releases
    if site.whole_tree:
        return releases.filter(agency__lineage__startswith=site.agency.lineage)
    return releases.filter(agency=site.agency)


@prepared("")
def _with_edition(key: str) -> QuerySet[Release]:
    return Release.objects.select_related("edition", "item", "agency").filter(key=key).order_by()


@prepared(0)
def _files_of(edition: int) -> QuerySet[EditionFile]:
    return EditionFile.objects.select_related("file").filter(edition=edition).order_by("order")


def _shown_on(release: Release, site: Site | None) -> bool:
    """Say in Python what `public_releases` says in SQL: the agency is at hand."""
    if site is None:
        return True
    if site.whole_tree:
        return release.agency.lineage.startswith(site.agency.lineage)
    return release.agency_id == site.agency_id


def release_by_key(key: str, site: Site | None = None) -> Release | None:
    """Return the release with its edition and files at hand (two queries in all)."""
    release = next(iter(_with_edition(key)), None)
    if release is None or not _shown_on(release, site):
        return None
    files: Any = release.edition.files.all()
    files._result_cache, files._prefetch_done = _files_of(release.edition_id), True
    release.edition._prefetched_objects_cache = {"files": files}  # type: ignore[attr-defined]
    return release


NAMED_BY = ("kind", "key", "doc_number", "title", "effective_on", "issued_on", "first_published_at")
SIDES = {side: [f"{side}__release__{name}" for name in NAMED_BY] for side in ("source", "target")}


@prepared(0, 0)
def _relations(source: int, target: int) -> QuerySet[Relation, dict[str, Any]]:
    rows = Relation.objects.filter(Q(source=source) | Q(target=target)).order_by("pk")
    names = ("verb", "source", "target", "target_label", *SIDES["source"], *SIDES["target"])
    found: QuerySet[Relation, dict[str, Any]] = rows.values(*names)
    return found


def related(release: Release) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the relations that start here and those in which others name this one, each with what is public of the other.

    One query. `key` is None where the other side is not public: it must not be named.
    """
    forward: list[dict[str, Any]] = []
    backward: list[dict[str, Any]] = []
    for row in _relations(release.item_id, release.item_id):
        for here, other, found in (("source", "target", forward), ("target", "source", backward)):
            if row[here] == release.item_id:
                shown = {name: row[f"{other}__release__{name}"] for name in NAMED_BY}
                found.append({"verb": row["verb"], "target": row["target"], "label": row["target_label"]} | shown)
    return forward, [one for one in backward if one["key"]]


def releases_in_column(column: Column) -> QuerySet[Release]:
    """Return what stands in a column or in one below it, each once."""
    columns = list(Column.objects.filter(site=column.site_id).only("pk", "parent_id"))
    placed = Placement.objects.filter(column__in=_branches(columns)[column.pk])
    return Release.objects.select_related("agency").filter(item__in=placed.values("item"))


def column_counts(columns: Sequence[Column], releases: QuerySet[Release]) -> dict[int, int]:
    """Return for each column how many of the releases stand in it or below it, each counted once: two queries."""
    placed = Placement.objects.filter(item__in=releases.order_by().values("item"))
    found = dict(placed.order_by().values("column").annotate(n=Count("pk")).values_list("column", "n"))
    branches = {pk: branch for pk, branch in _branches(columns).items() if len(branch) > 1}
    if branches:
        each = {f"c{pk}": Count("item", distinct=True, filter=Q(column__in=ids)) for pk, ids in branches.items()}
        found |= {int(name.removeprefix("c")): number for name, number in placed.aggregate(**each).items()}
    return {column.pk: found.get(column.pk, 0) for column in columns}


def _branches(columns: Iterable[Column]) -> dict[int, set[int]]:
    """Return column → itself and all below it."""
    parents = {column.pk: column.parent_id for column in columns}
    found: dict[int, set[int]] = {pk: {pk} for pk in parents}
    for pk, parent in parents.items():
        above, seen = parent, {pk}
        while above in parents and above not in seen:
            found[above].add(pk)
            seen.add(above)
            above = parents[above]
    return found


def public_files(item_ids: Iterable[int], kinds: Iterable[str]) -> QuerySet[EditionFile]:
    """Return the files of these formats that belong to what is public now."""
    files = EditionFile.objects.filter(edition__release__item__in=list(item_ids), file__kind__in=list(kinds))
    return files.select_related("file")


def files_once_public(item_ids: Iterable[int], kinds: Iterable[str]) -> QuerySet[EditionFile]:
    """Return the files of these formats of withdrawn items that stand in nothing public any more."""
    files = EditionFile.objects.filter(edition__item__in=list(item_ids), file__kind__in=list(kinds))
    shown = EditionFile.objects.filter(edition__release__isnull=False).values("file")
    return files.exclude(file__in=shown).select_related("file")


def superseded_edition(key: str, number: int) -> Edition | None:
    """Return an earlier public wording of something that is still public."""
    return (
        Edition.objects.filter(item__key=key, number=number, state=State.SUPERSEDED, item__withdrawn_at__isnull=True)
        .select_related("item__agency")
        .first()
    )


def tombstone(key: str) -> Item | None:
    """Return what was withdrawn from this address, if anything."""
    return Item.objects.filter(key=key, withdrawn_at__isnull=False).select_related("agency").first()


def columns_of_site(site: Site) -> QuerySet[Column]:
    return Column.objects.filter(site=site, visible=True).select_related("agency", "parent")


def find_redirect(path: str) -> str | None:
    """Return where an old address leads, following chains; None when nowhere."""
    target = None
    for _ in range(10):
        found = Redirect.objects.filter(old_path=path).values_list("new_path", flat=True).first()
        if found is None:
            return target
        target = path = found
    return target


def public_version() -> int:
    """Return the number that rises with every change of what is public. One primary-key look-up."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT version FROM "{PublicState._meta.db_table}" WHERE id = 1')  # noqa: S608 - a constant
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def keys_taken(keys: Sequence[str]) -> set[str]:
    """Return those of these index numbers that are given out."""
    return set(Item.objects.filter(key__in=keys).values_list("key", flat=True)) if keys else set()


def keys_by_external_id(external_ids: Sequence[str]) -> dict[str, str]:
    """Return the index numbers of what was taken in under these source's numbers."""
    rows = Item.objects.filter(external_id__in=external_ids).values_list("external_id", "key")
    return {external_id: key for external_id, key in rows if external_id}


def item_by_number(written: str) -> Item | None:
    """Return the item with this index number, or the public one with this document number in any spelling."""
    text = written.strip()
    found = Item.objects.filter(key=text).first()
    if found is not None:
        return found
    key = number_key(text)
    rows = Release.objects.filter(doc_number_key=key).select_related("item") if key else ()
    # The gazette prints the number too; the document itself is meant.
    release = min(rows, key=lambda row: row.kind != "document", default=None)
    return release.item if release else None


def column_model() -> type[Column]:
    """Return the table, for the register above; rows are changed by actions alone."""
    return Column


def columns_for(agency: Agency, slugs: Sequence[str]) -> QuerySet[Column]:
    """Return the columns of these names on every site that shows the agency's things: its own and its superiors'."""
    own = Q(site__agency=agency)
    above = Q(site__whole_tree=True, site__agency__code__in=agency.lineage_codes())
    return Column.objects.filter(own | above, slug__in=slugs).select_related("site")


def with_theme(releases: QuerySet[Release], theme: str) -> QuerySet[Release]:
    """Narrow to a theme; `themes` is a JSON list, which SQLite cannot look into by Django's own lookups."""
    return _with_tag(releases, "themes", theme)


def with_audience(releases: QuerySet[Release], audience: str) -> QuerySet[Release]:
    """Narrow to what concerns an audience of the tag catalogue (服务对象)."""
    return _with_tag(releases, "audiences", audience)


def _with_tag(releases: QuerySet[Release], field: Literal["themes", "audiences"], tag: str) -> QuerySet[Release]:
    if connection.vendor == "postgresql":
        return releases.filter(**{f"{field}__contains": [tag]})
    sql = f'EXISTS (SELECT 1 FROM json_each("publishing_release"."{field}") AS one WHERE one.value = %s)'  # noqa: S608
    return releases.filter(RawSQL(sql, [tag], output_field=BooleanField()))  # noqa: S611 - a constant with a parameter
