"""Compiling: choose members among what is public, have the whole reviewed by another person, publish, keep it true."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.files.rules import clean_html, to_text
from gongkai.base.jobs import actions as jobs
from gongkai.base.organisations.queries import check
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing import queries as published
from gongkai.engine.publishing.actions import Refused
from gongkai.engine.publishing.rules import Result, State
from gongkai.proactive.stock.actions import binding
from gongkai.proactive.stock.models import Compilation, CompilationMember
from gongkai.proactive.stock.queries.compilations import (
    KIND,
    compilation_of,
    containing,
    members_digest,
    public_members,
    working_edition,
)

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency
    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Edition, Release

JOB = "stock.compile"
STEP = "compile"
MOST_MEMBERS = 500


def subject_of(compilation: Compilation, title: str = "") -> Subject:
    return Subject(KIND, compilation.item.key, title)


@transaction.atomic
def draft_compilation(
    *,
    agency: Agency,
    title: str,
    rule: str,
    by: Acting,
    theme: str = "",
    foreword: str = "",
    members: Sequence[tuple[str, str]] = (),
) -> Compilation:
    """Begin a compilation. `rule` tells readers how members were chosen; `members` are (chapter, index number)."""
    check(by, Permission.DOCUMENTS_DRAFT, agency)
    if not title.strip() or not rule.strip():
        raise Refused("请填写汇编名称和选编范围。")
    html = clean_html(foreword)
    edition = publishing.create_item(
        kind=KIND, agency=agency, title=title.strip(), by=by, html=html, text=to_text(html), quiet=True
    )
    edition.mode = "full-text"
    edition.save(update_fields=["mode"])
    compilation = Compilation.objects.create(item=edition.item, theme=theme, rule=rule.strip()[:200])
    count = _set_members(compilation, members)
    events.record(
        tag="stock:compilation:draft",
        by=by.actor(Permission.DOCUMENTS_DRAFT, agency),
        subject=subject_of(compilation, title),
        new={"选编范围": rule, "篇目": count},
    )
    return compilation


def _set_members(compilation: Compilation, members: Sequence[tuple[str, str]]) -> int:
    if len(members) > MOST_MEMBERS:
        raise Refused(f"一部汇编最多收入{MOST_MEMBERS}件，请缩小范围或者分册。")
    keys = [key for _, key in members]
    standing = {row.key: row for row in published.public_releases().filter(key__in=keys, kind="document")}
    missing = [key for key in keys if key not in standing]
    if missing:
        raise Refused(f"只能收入已经公开的公文，以下索引号不在公文库中：{'、'.join(missing[:5])}。")
    if len(set(keys)) < len(keys):
        raise Refused("有重复的篇目，请检查。")
    compilation.members.all().delete()
    CompilationMember.objects.bulk_create(
        [
            CompilationMember(compilation=compilation, item_id=standing[key].item_id, chapter=chapter[:60], order=place)
            for place, (chapter, key) in enumerate(members, start=1)
        ]
    )
    return len(members)


@transaction.atomic
def set_members(*, compilation: Compilation, members: Sequence[tuple[str, str]], by: Acting) -> Compilation:
    """Choose anew, before publication; reviews of the old choice then count no more."""
    check(by, Permission.DOCUMENTS_DRAFT, compilation.item.agency)
    if working_edition(compilation).state != State.PREPARING:
        raise Refused("汇编已经公布。要调整篇目，请先开始新的一版。")
    count = _set_members(compilation, members)
    events.record(
        tag="stock:compilation:edit",
        by=by.actor(Permission.DOCUMENTS_DRAFT, compilation.item.agency),
        subject=subject_of(compilation),
        new={"篇目": count},
    )
    return compilation


@transaction.atomic
def new_edition(*, compilation: Compilation, note: str, by: Acting) -> Edition:
    """Begin the next edition of a public compilation, to add or reorder members."""
    check(by, Permission.DOCUMENTS_DRAFT, compilation.item.agency)
    return publishing.open_edition(item=compilation.item, note=note, by=by)


@transaction.atomic
def review_compilation(*, compilation: Compilation, agree: bool, by: Acting, opinion: str = "", seen: str = "") -> Any:
    """The one review of a compilation: choice, order and foreword. Never by the one who compiled it."""
    grant = check(by, Permission.DOCUMENTS_CHECK, compilation.item.agency)
    edition = working_edition(compilation)
    if agree and not compilation.members.exists():
        raise Refused("汇编还没有篇目，请先选编。")
    review = publishing.decide(
        edition=edition, step=STEP, result=Result.APPROVE if agree else Result.RETURN, by=by, grant=grant,
        opinion=opinion, checks={}, seen=seen,
    )  # fmt: skip
    if not agree:
        publishing.new_round(edition=edition)
    return review


@transaction.atomic
def publish_compilation(*, compilation: Compilation, by: Acting) -> Release:
    """Publish; the files are made by a job at once."""
    check(by, Permission.PUBLISHING_RELEASE, compilation.item.agency)
    return publishing.release(edition=working_edition(compilation), by=by)


def order_files(compilation: Compilation) -> None:
    """Have the files made anew, in the caller's transaction; asking twice makes them once."""
    jobs.enqueue(kind=JOB, payload={"item": compilation.pk}, key=f"compile:{compilation.pk}")


def follow_members(*, item_pks: Sequence[int]) -> int:
    """Throw the files away in which one of these items stands, and order new ones; return how many compilations."""
    count = 0
    for compilation in containing(item_pks):
        release = published.public_releases().filter(item=compilation.pk).select_related("edition").first()
        if release and compilation.made_digest == members_digest(release, public_members(compilation)):
            continue
        if compilation.made_digest:
            binding.discard(compilation.made_digest)
        Compilation.objects.filter(pk=compilation.pk).update(made_digest="", progress=0)
        if release:
            order_files(compilation)
        count += 1
    return count


def make_files(*, item_pk: int) -> str:
    """Make PDF and ZIP of a public compilation, telling how far it is; return their digest, nothing when not public."""
    release = published.public_releases().filter(item=item_pk).select_related("edition", "agency").first()
    compilation = compilation_of(release) if release else None
    if release is None or compilation is None:
        return ""
    rows = Compilation.objects.filter(pk=compilation.pk)
    old = compilation.made_digest

    def tell(percent: int) -> None:
        rows.update(progress=percent)

    digest = binding.bind(compilation, release, tell)
    rows.update(made_digest=digest, made_at=timezone.now(), progress=100, failure="")
    publishing.void_pages()  # its page offers the files now
    if old and old != digest:
        binding.discard(old)
    return digest
