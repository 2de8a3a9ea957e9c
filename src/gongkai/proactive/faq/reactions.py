"""Lists of questions as a kind of publishing and a source of answers; what follows when the policy changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from gongkai.base.jobs import actions as jobs
from gongkai.base.notify import actions as notify
from gongkai.base.notify.rules import Note
from gongkai.base.organisations.queries import the_system
from gongkai.engine.answers.rules.sources import Source
from gongkai.engine.answers.rules.sources import register as answers_from
from gongkai.engine.publishing.actions import Refused
from gongkai.engine.publishing.queries import release_by_key
from gongkai.engine.publishing.rules import Kind, Step, Topic, Withdrawal, consumes, register
from gongkai.engine.screening import queries as screening
from gongkai.proactive.faq import actions
from gongkai.proactive.faq.actions.shared import move
from gongkai.proactive.faq.models import QuestionList
from gongkai.proactive.faq.queries import edition_of, passages_of
from gongkai.proactive.faq.rules import KIND, STEPS, Status, lacking, path_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gongkai.base.jobs.rules import ClaimedJob
    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Edition, Item, OutboxEntry

PLACE = "/desk/faq/"


def _of(edition: Edition) -> QuestionList:
    return QuestionList.objects.select_related("item__agency", "policy__agency").get(item=edition.item_id)


def required_steps(edition: Edition) -> Sequence[Step]:
    del edition
    return STEPS


def defects(edition: Edition) -> Sequence[str]:
    one = _of(edition)
    found = [] if one.status == Status.READY else [f"问题清单现在是“{one.get_status_display()}”，还没有审查完"]
    if release_by_key(one.policy.key) is None:
        found.append("所解答的文件没有公开，问题清单不能先发布")
    return [*found, *lacking(one.entries), *screening.gate(edition).reasons]


def snapshot(edition: Edition) -> Mapping[str, Any]:
    """Say what is public of it. The policy is named by its key alone: the page asks what is public of it today."""
    one = _of(edition)
    document = getattr(one.policy, "document", None)
    asked = "；".join(entry["question"] for entry in one.entries[:3])
    return {
        "title": edition.title,
        "summary": f"{len(one.entries)}个问题：{asked}"[:200] if one.entries else "",
        "doc_number": "",
        "genre": "问答",
        "category": "常见问题",
        "themes": list(document.themes) if document is not None else [],
        "keywords": ["常见问题"],
        "issuers": [edition.item.agency.name],
        "entries": one.entries,
        "policy": one.policy.key,
        "policy_edition": one.of_edition,
        "formed_on": None,
        "issued_on": None,
        "effective_on": None,
        "expires_on": None,
    }


def released(edition: Edition, by: Acting) -> None:
    one = _of(edition)
    if one.status != Status.READY:
        raise Refused(f"问题清单“{edition.title}”刚刚被收回修改，请刷新页面。")
    move("publish", one, Status.PUBLISHED, by=by)


def withdrawn(item: Item, by: Acting) -> None:
    one = QuestionList.objects.select_related("item__agency").get(item=item)
    if one.status == Status.PUBLISHED:  # an edition in preparation is worked on further, and may be released again
        move("withdraw", one, Status.WITHDRAWN, by=by, remark=item.withdrawal_reason)


@consumes("faq")
def follow_policies(entries: Sequence[OutboxEntry]) -> None:
    """Withdraw what answers about a withdrawn policy; ask to look again when the policy has a new edition. Idempotent."""
    by = the_system("faq")
    latest = {entry.item_id: entry for entry in entries if entry.kind != KIND}
    rows = QuestionList.objects.filter(policy__in=list(latest), item__release__isnull=False)
    for one in rows.select_related("item__agency", "policy__agency"):
        entry = latest[one.policy_id]
        if one.policy.withdrawn_at is not None:
            kind = Withdrawal(one.policy.withdrawal_kind)
            actions.withdraw(one=one, kind=kind, reason="所解答的文件已撤下。", by=by)
        elif entry.topic == Topic.CORRECTED and (entry.edition_number or 0) > one.of_edition:
            actions.wait_for_recheck(one=one)
            _ask_to_look(one, entry.edition_number or 0)
        elif one.policy.repealed_on is not None:
            _ask_to_look(one, 0)


def _ask_to_look(one: QuestionList, edition: int) -> None:
    if one.drafter_id is None:
        return
    what = "有新版本，请核对答复" if edition else "已废止，常见问题不再用于问答，请考虑撤下"
    key = f"faq:{one.pk}:recheck:{edition}"
    title = f"所解答的文件{what}：{edition_of(one).title}"
    notify.tell_all(notes=[Note((one.drafter_id,), title, key, url=f"{PLACE}{one.pk}/", kind="faq", mail=True)])


@jobs.handles("faq.collect", lease_seconds=300)
def collect(claimed: Sequence[ClaimedJob]) -> None:
    """Note each night what was asked about the policies that have a list."""
    del claimed
    today = timezone.localdate()
    for one in QuestionList.objects.exclude(status=Status.WITHDRAWN).select_related("policy"):
        actions.collect(policy=one.policy, today=today)


jobs.every("faq.collect", daily_at="02:40")
answers_from(Source(KIND, "常见问题", passages=passages_of, bonus=0.1))
register(
    Kind(
        key=KIND,
        name="常见问题",
        required_steps=required_steps,
        snapshot=snapshot,
        path=path_of,
        reviewed=lambda edition: {"entries": _of(edition).entries},
        defects=defects,
        released=released,
        withdrawn=withdrawn,
        aside=True,
    )
)
