"""Results of contests as a kind of publishing, the box of ratings, the review of outside products, daily reminders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from gongkai.base.jobs import actions as jobs
from gongkai.engine.publishing.rules import Kind, register
from gongkai.engine.screening import queries as screening
from gongkai.oversight.outreach import actions
from gongkai.oversight.outreach.actions.contests import move
from gongkai.oversight.outreach.models import Contest
from gongkai.oversight.outreach.queries import unreviewed
from gongkai.oversight.outreach.rules import KIND, STEPS, Stage
from gongkai.proactive.interpretation.rules.beside import Box, beside, supplied

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gongkai.base.jobs.rules import ClaimedJob
    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Edition, Item


def defects(edition: Edition) -> Sequence[str]:
    contest = Contest.objects.get(item=edition.item_id)
    found = [] if contest.stage == Stage.READY else ["评选结果还没有审查完"]
    return [*found, *screening.gate(edition).reasons]


def snapshot(edition: Edition) -> Mapping[str, Any]:
    contest = Contest.objects.get(item=edition.item_id)
    return {
        "title": edition.title,
        "summary": f"{contest.year}年政策解读评选结果。",
        "doc_number": "",
        "genre": "公告",
        "category": "政策解读",
        "themes": [],
        "keywords": ["优秀解读", "评选结果"],
        "issuers": [edition.item.agency.name],
        "formed_on": None,
        "issued_on": None,
        "effective_on": None,
        "expires_on": None,
    }


def released(edition: Edition, by: Acting) -> None:
    move(Contest.objects.select_related("agency").get(item=edition.item_id), Stage.PUBLISHED, verb="publish", by=by)


def withdrawn(item: Item, by: Acting) -> None:
    contest = Contest.objects.select_related("agency").get(item=item)
    move(contest, Stage.WITHDRAWN, verb="withdraw", by=by, remark=item.withdrawal_reason)


@jobs.handles("outreach.daily", lease_seconds=300)
def daily(claimed: Sequence[ClaimedJob]) -> None:
    """Forget who rated yesterday; tell who must act."""
    del claimed
    today = timezone.localdate()
    actions.forget_votes(today=today)
    actions.remind(today=today)


jobs.every("outreach.daily", daily_at="07:40")
beside(Box("rating", "outreach/portal/_rating.html", order=80))
supplied(unreviewed)
register(
    Kind(
        key=KIND,
        name="解读评选结果",
        required_steps=lambda edition: STEPS,
        snapshot=snapshot,
        path=lambda key: f"/selections/{key}",
        defects=defects,
        released=released,
        withdrawn=withdrawn,
    )
)
