"""What happens by itself: the outbox keeps registers and compilations true, the calendar ends and reminds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from gongkai.base.events.rules import Subject
from gongkai.base.jobs import actions as jobs
from gongkai.base.organisations.queries import the_system
from gongkai.base.prepared.queries import prepared
from gongkai.engine.duties import actions as duties
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import KINDS, Kind, Step, consumes, register
from gongkai.proactive.documents.rules.life import LifeEvent, tells_life
from gongkai.proactive.stock.actions import compilations, intervals, normative, plans, results
from gongkai.proactive.stock.models import Compilation, Entry, NormativeEntry, NormativeHint, Round
from gongkai.proactive.stock.queries.compilations import KIND, chosen, compilation_of
from gongkai.proactive.stock.rules import CONVERSION_DUTY, VERDICT_NAMES
from gongkai.proactive.stock.rules import Kind as RoundKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from django.db.models import QuerySet

    from gongkai.base.jobs.rules import ClaimedJob
    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Edition, OutboxEntry, Release

CALENDAR_JOB = "stock.calendar"


def _compilation(edition: Edition) -> Compilation:
    return Compilation.objects.select_related("item").get(item=edition.item_id)


def reviewed(edition: Edition) -> Mapping[str, Any]:
    found = _compilation(edition)
    return {
        "rule": found.rule,
        "theme": found.theme,
        "members": [[one.chapter, one.item.key] for one in chosen(found)],
    }


def snapshot(edition: Edition) -> Mapping[str, Any]:
    """Say nothing of the members: what is withdrawn later must not stay in a frozen record."""
    found = _compilation(edition)
    return {
        "title": edition.title,
        "summary": f"选编范围：{found.rule}",
        "doc_number": "",
        "genre": "汇编",
        "category": "文件汇编",
        "themes": [found.theme] if found.theme else [],
        "keywords": ["文件汇编"],
        "issuers": [edition.item.agency.name],
        "formed_on": None,
        "issued_on": None,
        "effective_on": None,
        "expires_on": None,
    }


def defects(edition: Edition) -> Sequence[str]:
    return [] if _compilation(edition).members.exists() else ["汇编没有篇目"]


def released(edition: Edition, by: Any) -> None:
    del by
    compilations.order_files(_compilation(edition))


register(
    Kind(
        key=KIND,
        name="文件汇编",
        required_steps=lambda edition: [Step(compilations.STEP, "汇编审核")],
        snapshot=snapshot,
        path=lambda key: f"/compilations/{key}",
        reviewed=reviewed,
        defects=defects,
        released=released,
    )
)


@dataclass(frozen=True)
class Known:
    """What stands here of a batch of items, asked once for all of them."""

    numbered: set[int]
    hinted: set[int]
    results: set[int]
    converted: dict[int, set[int]]

    @classmethod
    def of(cls, items: Sequence[int]) -> Known:
        converted: dict[int, set[int]] = {}
        rows = Entry.objects.filter(document__in=items, queued_edition__isnull=False)
        for document, edition in rows.values_list("document_id", "queued_edition"):
            converted.setdefault(document, set()).add(edition or 0)
        return cls(
            set(NormativeEntry.objects.filter(item__in=items).values_list("item_id", flat=True)),
            set(NormativeHint.objects.filter(item__in=items).values_list("item_id", flat=True)),
            set(Round.objects.filter(result__in=items).values_list("result_id", flat=True)),
            converted,
        )


@consumes("stock")
def follow(entries: Sequence[OutboxEntry]) -> None:
    """Bring registers, clocks and compilations to what is public now; hearing twice does no harm."""
    items = {entry.item_id: entry for entry in entries}
    known, by = Known.of(list(items)), the_system("stock")
    rows = publishing.public_releases().filter(item__in=list(items), kind="document")
    for release in rows.select_related("edition", "item", "agency"):
        _released(release, known, by)
    # After the registering: a result may be heard in one go with what it concludes on.
    for pk in known.results:
        results.take_effect(document_pk=pk)
    for pk in known.numbered & set(items):
        normative.settle(item=publishing.item_by_number(items[pk].key), by=by)
    compilations.follow_members(item_pks=list(items))


def _released(release: Release, known: Known, by: Acting) -> None:
    pk = release.item_id
    normative.register(release=release, by=by)
    normative.look_for_signs(release=release, known=pk in known.hinted)
    plans.file_plan(release=release, by=by)
    if release.edition.number in known.converted.get(pk, set()):
        on = timezone.localdate(release.published_at)
        duties.discharge(rule=CONVERSION_DUTY, subject=Subject("document", release.key), by=by, on=on)


@jobs.handles(compilations.JOB, lease_seconds=300)
def make_files(claimed: Sequence[ClaimedJob]) -> None:
    for job in claimed:
        compilations.make_files(item_pk=job.payload["item"])


@jobs.handles(CALENDAR_JOB, lease_seconds=600)
def run_calendar(claimed: Sequence[ClaimedJob]) -> None:
    """Lapse, remind, begin the re-examinations that are due, and mend compilations whose files are missing."""
    del claimed
    normative.follow_the_calendar()
    intervals.begin_due()
    for release in publishing.public_releases().filter(kind=KIND):
        found = compilation_of(release)
        if found is not None and not found.made_digest:
            compilations.order_files(found)


jobs.every(CALENDAR_JOB, daily_at="00:20")


@prepared("")
def _conclusions(key: str) -> QuerySet[Entry, tuple[Any, ...]]:
    public = {"round__result__item__release__isnull": False}
    found = Entry.objects.filter(
        document__item__key=key, round__kind=RoundKind.CLEANUP, approved_at__isnull=False, **public
    )
    result = [f"round__result__item__release__{name}" for name in ("title", "key", "kind")]
    return found.values_list("approved_at", "verdict", *result)


@tells_life
def cleaned_up(key: str) -> Iterator[LifeEvent]:
    """Tell what the clean-up rounds concluded on a document, once their result is public."""
    for at, verdict, title, number, kind in _conclusions(key):
        link = (title, KINDS[kind].path(number))
        yield LifeEvent(timezone.localdate(at), f"清理结论：{VERDICT_NAMES[verdict]}", "", (link,))
