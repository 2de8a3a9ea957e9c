"""Issues at the desk: which there are, what stands in the way of one, which numbers are missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q

from gongkai.base.organisations.queries import Acting, OutOfSight, agencies_where
from gongkai.proactive.gazette.models import Divergence, Entry, Finding, Gazette, Issue
from gongkai.proactive.gazette.permissions import READS
from gongkai.proactive.gazette.queries.standard import Written, standing, whole_of
from gongkai.proactive.gazette.rules import CHANNEL_NAMES, COLUMN_NAMES, State, missing_numbers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from gongkai.engine.publishing.models import Edition


def gazette_model() -> type[Gazette]:
    return Gazette


def issue_model() -> type[Issue]:
    return Issue


def gazettes(by: Acting) -> QuerySet[Gazette]:
    """Return the gazettes whose agency this person works for."""
    rows = Gazette.objects.select_related("agency")
    if by.system:
        return rows
    mine = Q()
    for permission in READS:
        mine |= Q(agency__in=agencies_where(by, permission).values("pk"))
    return rows.filter(mine)


def issues(by: Acting) -> QuerySet[Issue]:
    rows = Issue.objects.filter(gazette__in=gazettes(by)).select_related("gazette__agency", "item")
    return rows.annotate(texts=Count("entries", distinct=True))


def issue(pk: int, by: Acting) -> Issue:
    """Return an issue. Raises OutOfSight."""
    found = issues(by).filter(pk=pk).first()
    if found is None:
        raise OutOfSight
    return found


def working_edition(one: Issue) -> Edition:
    edition: Edition = (
        one.item.editions.exclude(state="discarded").order_by("-number").select_related("item__agency")[0]
    )
    return edition


def contents_of(one: Issue) -> list[tuple[str, list[Entry]]]:
    """Return column by column what stands in the issue, in order; a column that comes again stands twice."""
    shown: list[tuple[str, list[Entry]]] = []
    for entry in one.entries.select_related("document", "item").order_by("order", "pk"):
        name = COLUMN_NAMES[entry.column]
        if not shown or shown[-1][0] != name:
            shown.append((name, []))
        shown[-1][1].append(entry)
    return shown


def open_findings(one: Issue) -> QuerySet[Finding]:
    return Finding.objects.filter(reading__issue=one, reading__round=one.round, verdict="").select_related("entry")


def gates(one: Issue) -> list[str]:
    """Return what forbids the approval, one sentence each: above all, texts that are not the document's own."""
    entries = list(one.entries.all())
    found = [] if entries else ["还没有选入篇目。"]
    waiting = open_findings(one).count()
    if waiting:
        found.append(f"还有{waiting}条校对意见没有处理。")
    site = standing([entry.document_id for entry in entries if entry.document_id])
    for place, entry in enumerate(entries, start=1):
        if not entry.text.strip():
            found.append(f"第{place}篇《{entry.title}》没有正文。")
        if entry.document_id:
            found += _against(place, entry, site.get(entry.document_id))
    return found


def _against(place: int, entry: Entry, site: Written | None) -> list[str]:
    if site is None:
        return [f"第{place}篇《{entry.title}》在网站上已经撤下，请移出本期。"]
    if site.whole != whole_of(entry):
        return [f"第{place}篇《{entry.title}》与公开的第{site.edition}版不一致，请取回现行内容后重新校对。"]
    return []


def all_numbers(gazette: Gazette) -> list[int]:
    """Return the total numbers of the issues that are released (those taken over among them)."""
    return list(gazette.issues.filter(state=State.RELEASED).values_list("total", flat=True))


def missing_here(gazette: Gazette) -> list[tuple[int, int]]:
    return missing_numbers(all_numbers(gazette))


def missing_channels(rows: Sequence[Issue]) -> dict[int, list[str]]:
    """Return for released issues of ours the names of the channels in which they are not available."""
    known: dict[int, set[str]] = {}
    for one in rows:
        known[one.pk] = {row.channel for row in one.channels.all()}
    return {
        one.pk: [name for key, name in CHANNEL_NAMES.items() if key not in known[one.pk]]
        for one in rows
        if one.state == State.RELEASED and not one.old
    }


def open_divergences(by: Acting) -> QuerySet[Divergence]:
    """Return the differences that wait for a decision, or for the site to be mended."""
    waiting = Q(verdict="") | Q(verdict="site", settled_at__isnull=True)
    rows = Divergence.objects.filter(waiting, entry__issue__gazette__in=gazettes(by), settled_at__isnull=True)
    return rows.select_related("entry__issue__gazette__agency", "entry__document", "entry__item")
