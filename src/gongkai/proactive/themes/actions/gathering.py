"""Looking for what belongs: once over everything when a theme is made or changed, and at every new release from then on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.base.organisations.queries import Acting, check
from gongkai.proactive.themes.actions.keeping import note
from gongkai.proactive.themes.models import Entry, Theme
from gongkai.proactive.themes.permissions import MANAGE
from gongkai.proactive.themes.queries import links_of, reach, scope_of, thing_of
from gongkai.proactive.themes.rules import Decision, section_of
from gongkai.proactive.themes.rules.judging import Judgement, judge

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gongkai.engine.publishing.models import Release

BATCH = 200


def gather(*, theme: Theme, by: Acting) -> int:
    """Judge everything public anew and return how many undecided there are now. Decisions stand; twice does no harm."""
    check(by, MANAGE, theme.item.agency)
    rows = reach(theme).select_related("edition").order_by("pk").iterator(chunk_size=BATCH)
    with transaction.atomic():
        _judged(theme, rows)
        Theme.objects.filter(pk=theme.pk).update(gathered_at=timezone.now())
        found = Entry.objects.filter(theme=theme, state=Decision.OPEN, target__release__isnull=False).count()
        note("themes:theme:gather", theme, by, new={"待认定": found})
    return found


@transaction.atomic
def judge_items(item_ids: Iterable[int]) -> int:
    """Judge what was released or changed for every theme, and return how many became candidates."""
    wanted = list(item_ids)
    found = 0
    for theme in Theme.objects.select_related("item__agency").order_by("pk"):
        found += _judged(theme, reach(theme).filter(item__in=wanted).select_related("edition"))
    return found


def _judged(theme: Theme, releases: Iterable[Release]) -> int:
    scope, links = scope_of(theme), links_of(theme)
    standing = {row.target_id: row for row in Entry.objects.filter(theme=theme)}
    new: list[Entry] = []
    for release in releases:
        said = judge(scope, thing_of(release, links.get(release.item_id, ())))
        known = standing.get(release.item_id)
        section = section_of(release.kind, release.title)
        if known is not None:
            _followed(known, said)
        elif said.is_candidate and section is not None:
            new.append(Entry(theme=theme, target_id=release.item_id, section=section, score=said.score, why=said.why))
    Entry.objects.bulk_create(new, ignore_conflicts=True, batch_size=BATCH)
    return len(new)


def _followed(row: Entry, said: Judgement) -> None:
    """Bring points and reasons up to date; an undecided thing that fits no more is no candidate any more."""
    if row.state == Decision.OPEN and not said.is_candidate:
        row.delete()
    elif (row.score, row.why) != (said.score, said.why):
        row.score, row.why = said.score, said.why
        row.save(update_fields=["score", "why"])
