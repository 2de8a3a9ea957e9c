"""Compilations: what is in them now, which is less than what was put in once something was withdrawn."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.db.models import Q

from gongkai.base.organisations.queries import Acting, OutOfSight, agencies_where
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing import queries as publishing
from gongkai.proactive.stock.models import Compilation, CompilationMember

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from gongkai.base.organisations.models import Site
    from gongkai.engine.publishing.models import Edition, Release

KIND = "compilation"


def compilations(by: Acting) -> QuerySet[Compilation]:
    rows = Compilation.objects.select_related("item__agency").prefetch_related("item__editions", "members")
    if by.system:
        return rows
    return rows.filter(item__agency__in=agencies_where(by, Permission.DOCUMENTS_READ).values("pk"))


def compilation(pk: int, by: Acting) -> Compilation:
    """Return a compilation. Raises OutOfSight."""
    found = compilations(by).filter(pk=pk).first()
    if found is None:
        raise OutOfSight
    return found


def working_edition(found: Compilation) -> Edition:
    edition: Edition = (
        found.item.editions.exclude(state="discarded").order_by("-number").select_related("item__agency")[0]
    )
    return edition


def chosen(found: Compilation) -> QuerySet[CompilationMember]:
    return found.members.select_related("item").order_by("order", "pk")


def public_members(found: Compilation, site: Site | None = None) -> list[tuple[str, Release]]:
    """Return chapter and release of each member that is public now, in order. What was withdrawn is not there."""
    members = list(chosen(found))
    rows = publishing.public_releases(site).filter(item__in=[one.item_id for one in members])
    standing = {
        row.item_id: row for row in rows.select_related("edition", "agency").prefetch_related("edition__files__file")
    }
    return [(one.chapter, standing[one.item_id]) for one in members if one.item_id in standing]


def members_digest(release: Release, members: Sequence[tuple[str, Release]]) -> str:
    """Return the digest of exactly what the files hold: own wording, members with order, chapter and wording."""
    parts = [release.edition.content_sha256]
    parts += [f"{chapter}\t{one.key}\t{one.edition.content_sha256}" for chapter, one in members]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def public_compilations(site: Site | None) -> QuerySet[Release]:
    return publishing.public_releases(site).filter(kind=KIND)


def compilation_of(release: Release) -> Compilation | None:
    return Compilation.objects.filter(item=release.item_id).select_related("item__agency").first()


def containing(item_pks: Sequence[int]) -> QuerySet[Compilation]:
    """Return the compilations that are public or have files, and hold one of these items or are one of them."""
    concerned = Q(members__item__in=item_pks) | Q(item__in=item_pks)
    return Compilation.objects.filter(concerned & (Q(item__release__isnull=False) | ~Q(made_digest=""))).distinct()
