"""What policy items do by themselves: two kinds on publishing's road, following documents, the calendar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from gongkai.base.jobs import actions as jobs
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import Kind, Topic, consumes, register
from gongkai.proactive.documents.rules.beside import Beside, beside
from gongkai.proactive.interpretation.rules.beside import Benefit, benefiting
from gongkai.proactive.policy import actions, queries
from gongkai.proactive.policy.models import PolicyItem, PolicyPackage
from gongkai.proactive.policy.queries.places import known_places
from gongkai.proactive.policy.rules import CONFIRM, ITEM, KIND_NAMES, PACKAGE, item_path, package_path
from gongkai.proactive.policy.rules.amounts import amount_words
from gongkai.proactive.policy.rules.extraction.proposals import BENEFIT_KINDS
from gongkai.proactive.policy.rules.facts import AUDIENCE_NAMES
from gongkai.proactive.policy.rules.items import condition_words, lacking
from gongkai.proactive.policy.rules.periods import MATCHED, told_period
from gongkai.proactive.policy.rules.places import PLACES

if TYPE_CHECKING:
    from gongkai.base.jobs.rules import ClaimedJob
    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Edition, Item, OutboxEntry, Release

CALENDAR_JOB = "policy.calendar"
PLACES.come_from(known_places)


def _row(edition: Edition) -> PolicyItem:
    return PolicyItem.objects.select_related("document").get(item=edition.item_id)


def _package(edition: Edition) -> PolicyPackage:
    return PolicyPackage.objects.get(item=edition.item_id)


def _bare(edition: Edition) -> dict[str, Any]:
    return {
        "title": edition.title, "summary": "", "doc_number": "", "genre": "", "category": "", "themes": [], "keywords": [],
        "issuers": [edition.item.agency.name], "formed_on": None, "issued_on": None, "effective_on": None, "expires_on": None,
        "audiences": [],
    }  # fmt: skip


def item_facts(edition: Edition) -> dict[str, Any]:
    row = _row(edition)
    return {"policy": row.facts, "document": {"key": row.document.key, "edition": row.document_edition}}


def item_snapshot(edition: Edition) -> Mapping[str, Any]:
    """Say the whole structure; of the document only its number and edition, so that its withdrawal is seen at once."""
    row = _row(edition)
    source = publishing.release_by_key(row.document.key)
    facts = row.facts
    figures = amount_words(facts)
    return _bare(edition) | item_facts(edition) | {
        "summary": (f"{facts['who']}：" if facts["who"] else "") + (figures or facts["benefit"])[:300],
        "themes": source.themes if source else [],
        "keywords": ["政策事项", BENEFIT_KINDS[facts["benefit_kind"]]],
        "effective_on": facts["valid_from"] or None, "expires_on": facts["valid_until"] or None,
        "audiences": [AUDIENCE_NAMES[one] for one in facts["audiences"]],
    }  # fmt: skip


@benefiting
def benefits(document_key: str) -> list[Benefit]:
    """Return the public items of a document in the words of a visual reading."""
    found = []
    for one in queries.items_of_document(document_key):
        facts = one.facts
        steps = tuple((str(step["who"]), str(step["gives"])) for step in facts["tiers"])
        who = facts["who"] or condition_words(facts)
        found.append(Benefit(one.title, who, amount_words(facts), steps, facts["apply"]))
    return found


def item_defects(edition: Edition) -> Sequence[str]:
    row = _row(edition)
    source = publishing.release_by_key(row.document.key)
    found = [] if row.submitted else ["还没有确认送发布"]
    if source is None:
        return [*found, "所依据的文件没有公开"]
    if source.edition.number != row.document_edition:
        found.append(f"所依据的文件已是第{source.edition.number}版，请对照新版本核对并重新确认")
    return found + lacking(edition.title, row.facts)


def item_released(edition: Edition, by: Acting) -> None:
    del by
    actions.keep_periods(key=edition.item.key)


def item_withdrawn(item: Item, by: Acting) -> None:
    del by
    actions.end_periods(key=item.key)


def package_facts(edition: Edition) -> dict[str, Any]:
    row = _package(edition)
    return {"audience": row.audience, "intro": row.intro, "members": row.members}


def package_snapshot(edition: Edition) -> Mapping[str, Any]:
    """Name the items by their numbers alone: what is withdrawn later must not stay in a frozen record."""
    row = _package(edition)
    return _bare(edition) | package_facts(edition) | {
        "summary": row.intro[:300], "keywords": ["政策服务包"], "audiences": [AUDIENCE_NAMES[row.audience]],
    }  # fmt: skip


def package_defects(edition: Edition) -> Sequence[str]:
    row = _package(edition)
    found = [] if row.submitted else ["还没有确认送发布"]
    return found if row.members else [*found, "服务包里还没有事项"]


register(
    Kind(
        key=ITEM, name=KIND_NAMES[ITEM], required_steps=lambda edition: [CONFIRM], snapshot=item_snapshot, path=item_path,
        reviewed=item_facts, defects=item_defects, released=item_released, withdrawn=item_withdrawn, news=False,
    )
)  # fmt: skip
register(
    Kind(
        key=PACKAGE, name=KIND_NAMES[PACKAGE], required_steps=lambda edition: [CONFIRM], snapshot=package_snapshot,
        path=package_path, reviewed=package_facts, defects=package_defects,
    )
)  # fmt: skip


@consumes("policy")
def follow(entries: Sequence[OutboxEntry]) -> None:
    """Scan what is new, take items down with their documents, ask for another look after a correction."""
    documents = {entry.item_id: entry for entry in entries if entry.kind == "document"}
    if not documents:
        return
    actions.scan_documents(items=documents)
    actions.follow_withdrawals(documents=[pk for pk, entry in documents.items() if entry.topic == Topic.WITHDRAWN])
    actions.follow_corrections(documents=[pk for pk, entry in documents.items() if entry.topic == Topic.CORRECTED])


@jobs.handles(CALENDAR_JOB, lease_seconds=600)
def run_calendar(claimed: Sequence[ClaimedJob]) -> None:
    """Each night: the application periods of the day, and whatever ended with its document while nobody looked."""
    del claimed
    actions.keep_periods()


jobs.every(CALENDAR_JOB, daily_at="00:40")


def _box(release: Release) -> Mapping[str, Any]:
    items = [
        {
            "title": one.title, "url": one.url, "who": one.facts["who"], "figures": amount_words(one.facts),
            "period": told_period(one.facts, one.standing), "state": one.standing.name, "over": one.standing.key not in MATCHED,
        }
        for one in queries.of_document(release)
    ]  # fmt: skip
    return {"items": items, "matches": any(not one["over"] for one in items)} if items else {}


beside(
    Beside(
        key="policy",
        stands=queries.stands_expression,
        facts=_box,
        template="policy/portal/_beside.html",
        order=40,
        explained=True,
    )
)
