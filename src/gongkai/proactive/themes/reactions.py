"""What themes does by itself: its kind on publishing's road, and a look at everything that is released."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongkai.base.jobs import actions as jobs
from gongkai.base.organisations.queries import the_system
from gongkai.engine.answers.rules.sources import Source
from gongkai.engine.answers.rules.sources import register as answers_from
from gongkai.engine.publishing.rules import CLEAR, Kind, Topic, consumes, register
from gongkai.engine.screening import queries as screening
from gongkai.proactive.themes import actions, queries, rules
from gongkai.proactive.themes.actions.keeping import facts_of
from gongkai.proactive.themes.models import Theme

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gongkai.base.jobs.rules import ClaimedJob
    from gongkai.engine.publishing.models import Edition, OutboxEntry

GATHER = "themes.gather"


def _theme(edition: Edition) -> Theme:
    return Theme.objects.select_related("item").get(item=edition.item_id)


def _said(theme: Theme) -> dict[str, Any]:
    ordered = {"superior": theme.superior_name, "batch": theme.batch} if theme.superior_name else {}
    return {
        "lede": theme.lede,
        "statement": theme.statement,
        "slug": theme.slug,
        "integrated": theme.integrated,
    } | ordered


def snapshot(edition: Edition) -> Mapping[str, Any]:
    """Say what the theme is about; what stands in it is read from what is public of it, and goes with it."""
    theme = _theme(edition)
    return {
        "title": theme.title, "summary": theme.lede or theme.statement, "doc_number": "", "genre": "", "category": "",
        "themes": list(theme.tags), "keywords": [rules.KIND_NAME, *theme.words], "issuers": [edition.item.agency.name],
        "formed_on": None, "issued_on": None, "effective_on": None, "expires_on": None, "mode": edition.mode,
    } | _said(theme)  # fmt: skip


def defects(edition: Edition) -> Sequence[str]:
    theme = _theme(edition)
    facts = facts_of(theme)
    found = rules.defects(facts.title, theme.slug, facts.scope)
    lacks = queries.report_of(theme).lacks
    if lacks and theme.integrated:
        found.append(f"集成式发布要有政策、指南、解读和常见问题，还缺{'、'.join(lacks)}")
    elif lacks:
        found.append("专题里还没有政策文件，请先认定候选内容")
    return [*found, *screening.gate(edition).reasons]


register(
    Kind(
        key=rules.KIND,
        name=rules.KIND_NAME,
        required_steps=lambda edition: (CLEAR,),
        snapshot=snapshot,
        path=rules.path_of,
        reviewed=lambda edition: _said(_theme(edition)),
        defects=defects,
    )
)

answers_from(Source(rules.KIND, rules.KIND_NAME))


@consumes("themes")
def follow(entries: Sequence[OutboxEntry]) -> None:
    """Judge what was released, corrected or newly related, for every theme, so that the report of what is missing is live."""
    told = {
        entry.item_id for entry in entries if entry.kind in rules.SECTION_OF_KIND and entry.topic != Topic.WITHDRAWN
    }
    if told:
        actions.judge_items(told)


@jobs.handles(GATHER, lease_seconds=900)
def gather(claimed: Sequence[ClaimedJob]) -> None:
    for job in claimed:
        theme = Theme.objects.select_related("item__agency").filter(pk=job.payload["theme"]).first()
        if theme is not None:
            actions.gather(theme=theme, by=the_system("themes"))
