"""Questions about single laws: the version of a day, what stands beside what, who cites."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max, Q, QuerySet
from django.http import Http404

from gongkai.base.ui.diff import compare
from gongkai.engine.publishing.queries import public_releases
from gongkai.engine.regulations.models import CitedLaw, Law, Version
from gongkai.engine.regulations.rules import RANKS, articles, title_key

if TYPE_CHECKING:
    from gongkai.base.ui.diff import Row
    from gongkai.engine.publishing.models import Release


def laws() -> QuerySet[Law]:
    """Return all laws with the number of public pages that cite them (`cited`)."""
    return Law.objects.annotate(
        cited=Count("citations__item", distinct=True), version_count=Count("versions", distinct=True)
    )


def law_model() -> type[Law]:
    """Return the table, for the register of the desk; rows are changed by actions alone."""
    return Law


def law(pk: int) -> Law:
    """Raises Http404."""
    found = Law.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def law_by_title(title: str) -> Law | None:
    return Law.objects.filter(key=title_key(title)).first()


def version_on(law: Law, day: dt.date) -> Version | None:
    """Return the version in force on the day; None before the first, and from the day of repeal on."""
    if law.repealed_on and day >= law.repealed_on:
        return None
    return law.versions.filter(effective_on__lte=day).order_by("-effective_on").first()


def versions(law: Law) -> list[Version]:
    """Return the versions, newest first."""
    return list(law.versions.order_by("-effective_on"))


def status_on(law: Law, day: dt.date) -> str:
    """Return the key of the badge: in_force, repealed, future."""
    if law.repealed_on and day >= law.repealed_on:
        return "repealed"
    return "in_force" if version_on(law, day) else "future"


def status_filter(status: str, day: dt.date) -> Q:
    """Return the condition of a status in a list."""
    repealed = Q(repealed_on__isnull=False, repealed_on__lte=day)
    match status:
        case "repealed":
            return repealed
        case "future":
            return ~repealed & Q(promulgated_on__gt=day)
        case _:
            return ~repealed & Q(promulgated_on__lte=day)


def paragraphs(version: Version) -> list[str]:
    """Return one paragraph an article (第X条 …), or the lines of a text without articles."""
    found = articles(version.text)
    if found:
        return [f"{one.label}　{' '.join(one.text.split())}" for one in found]
    return [line.strip() for line in version.text.splitlines() if line.strip()]


def beside(old: Version, new: Version) -> list[Row]:
    """Return what is different, article by article."""
    return compare(paragraphs(old), paragraphs(new))


def cited_by(law: Law) -> QuerySet[CitedLaw]:
    return CitedLaw.objects.filter(law=law).select_related("version", "item").order_by("-carried", "item_id")


def citing_pages(law: Law, limit: int = 200) -> list[tuple[CitedLaw, Release]]:
    """Return the public pages that cite the law, newest first. Two queries."""
    cited = {(row.item_id, row.carried): row for row in CitedLaw.objects.filter(law=law).select_related("version")}
    items = {item for item, _ in cited}
    releases = {row.item_id: row for row in public_releases().filter(item_id__in=items)}
    rows = [(row, releases[item]) for (item, _), row in cited.items() if item in releases]
    rows.sort(key=lambda pair: pair[1].published_at, reverse=True)
    return rows[:limit]


def laws_cited_by(item_id: int) -> QuerySet[CitedLaw]:
    """Return what a public page cites, for its own page."""
    return CitedLaw.objects.filter(item_id=item_id).select_related("law", "version").order_by("-times", "law__title")


def figures() -> dict[str, Any]:
    """Return what the head of the list says: laws by rank, versions, the latest import."""
    by_rank = dict(Law.objects.values_list("rank").annotate(n=Count("pk")))
    return {
        "laws": sum(by_rank.values()),
        "by_rank": [(RANKS[rank], by_rank[rank]) for rank in RANKS if rank in by_rank],
        "versions": Version.objects.count(),
        "latest": Law.objects.aggregate(at=Max("added_at"))["at"],
    }
