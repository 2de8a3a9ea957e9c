"""Interpretations as a kind of publishing; what they demand of a document; what follows when the document changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongkai.base.notify import actions as notify
from gongkai.base.notify.rules import Note
from gongkai.base.organisations.queries import the_system
from gongkai.engine.answers.rules.sources import Source
from gongkai.engine.answers.rules.sources import register as answers_from
from gongkai.engine.publishing.actions import Refused
from gongkai.engine.publishing.rules import Kind, Step, Topic, Withdrawal, accompanies, consumes, register
from gongkai.engine.screening import queries as screening
from gongkai.proactive.documents.rules.demands import Demand, demand
from gongkai.proactive.interpretation import actions
from gongkai.proactive.interpretation.actions.shared import move
from gongkai.proactive.interpretation.models import Interpretation
from gongkai.proactive.interpretation.queries import edition_of, is_ready, lacking_of, missing_for, policy_digest
from gongkai.proactive.interpretation.rules import FORM_NAMES, KIND, STAGE_NAMES, STEPS, Sort, Stage, Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Edition, Item, OutboxEntry

PLACE = "/desk/interpretation/"


def _of(edition: Edition) -> Interpretation:
    rows = Interpretation.objects.select_related("item__agency", "policy", "drafting_agency")
    return rows.get(item=edition.item_id)


def required_steps(edition: Edition) -> Sequence[Step]:
    del edition
    return STEPS


def reviewed(edition: Edition) -> Mapping[str, Any]:
    """Bind the reviews to the particulars and to the very wording of the policy that is interpreted.

    A correction of the interpretation of what is public is bound to its own wording alone.
    """
    one = _of(edition)
    names = "form stage sort layout elements facts points transcript summary reason consultation_url".split()
    bound = policy_digest(one.policy) if edition.number == 1 else ""
    return {name: getattr(one, name) for name in names} | {"policy": bound} | _held(one)


def defects(edition: Edition) -> Sequence[str]:
    one = _of(edition)
    found = [] if one.status == Status.READY else [f"解读现在是“{one.get_status_display()}”，还没有签发"]
    return [*found, *lacking_of(one, edition), *screening.gate(edition).reasons]


def snapshot(edition: Edition) -> Mapping[str, Any]:
    """Say what is public of it. The policy is named by its key alone: the page asks what is public of it today."""
    one = _of(edition)
    names = "form stage sort audience content policy_type layout elements facts points transcript summary".split()
    return {name: getattr(one, name) for name in names} | {
        "title": edition.title,
        "doc_number": "",
        "genre": "解读",
        "category": "政策解读",
        "themes": _themes(one.policy),
        "keywords": [FORM_NAMES[one.form], STAGE_NAMES[one.stage]],
        "issuers": [one.drafting_agency.name],
        "policy": one.policy.key,
        "policy_edition": one.of_edition,
        "consultation_url": one.consultation_url,
        **_held(one),
        "elements": _public_parts(one),
        "formed_on": None,
        "issued_on": None,
        "effective_on": None,
        "expires_on": None,
    }


def _public_parts(one: Interpretation) -> dict[str, Any]:
    """Return the parts without what an author told the reviewers about one that the platform did not find."""
    kept = {"present": {"state", "detected"}, "absent": {"state", "reason"}}
    return {
        part: {name: value for name, value in said.items() if name in kept.get(str(said.get("state")), ())}
        for part, said in one.elements.items()
    }


def _held(one: Interpretation) -> dict[str, str]:
    """Return when and with whom it was held, where it was: of what was signed before this was asked, nothing changes."""
    if not one.held_on and not one.speakers:
        return {}
    return {"held_on": one.held_on.isoformat() if one.held_on else "", "speakers": one.speakers}


def _themes(policy: Item) -> list[str]:
    document = getattr(policy, "document", None)
    return list(document.themes) if document is not None else []


def released(edition: Edition, by: Acting) -> None:
    """Follow the release. Whoever took it back in this very moment was faster: then nothing goes out, the document neither."""
    one = _of(edition)
    if one.status != Status.READY:
        raise Refused(f"解读“{edition.title}”刚刚被收回修改，请刷新页面。")
    move("publish", one, Status.PUBLISHED, by=by)


def withdrawn(item: Item, by: Acting) -> None:
    one = Interpretation.objects.select_related("item__agency", "drafting_agency").get(item=item)
    move("withdraw", one, Status.WITHDRAWN, by=by, remark=item.withdrawal_reason)


@accompanies
def with_their_document(edition: Edition) -> Sequence[Edition]:
    """Return what goes out with the first public edition of a document: its interpretations of the stage of release."""
    if edition.number > 1 or edition.item.kind == KIND:
        return []
    rows = Interpretation.objects.filter(
        policy=edition.item_id, stage=Stage.RELEASE, sort=Sort.FIRST, status=Status.READY
    ).select_related("item__agency", "policy")
    return [edition_of(one) for one in rows if is_ready(one)]


@consumes("interpretation")
def follow_policies(entries: Sequence[OutboxEntry]) -> None:
    """Withdraw what interprets a withdrawn policy; ask to look again at what interprets a corrected one. Idempotent."""
    by = the_system("interpretation")
    latest = {entry.item_id: entry for entry in entries if entry.kind != KIND}
    rows = Interpretation.objects.filter(policy__in=list(latest), status=Status.PUBLISHED)
    for one in rows.select_related("item__agency", "policy", "drafting_agency"):
        entry = latest[one.policy_id]
        if one.policy.withdrawn_at is not None:
            kind = Withdrawal(one.policy.withdrawal_kind)
            actions.withdraw(interpretation=one, kind=kind, reason="所解读的文件已撤下。", by=by)
        elif entry.topic == Topic.CORRECTED:
            _ask_to_look(one, entry)


def _ask_to_look(one: Interpretation, entry: OutboxEntry) -> None:
    if one.drafter_id is None or (entry.edition_number or 0) <= one.of_edition:
        return
    title = f"所解读的文件有新版本，请核对解读：{edition_of(one).title}"
    key = f"interpretation:{one.pk}:recheck:{entry.edition_number}"
    notify.tell_all(
        notes=[Note((one.drafter_id,), title, key, url=f"{PLACE}{one.pk}/", kind="interpretation", mail=True)]
    )


demand(
    Demand(
        key="interpretation",
        name="政策解读",
        missing=missing_for,
        place=lambda document: f"{PLACE}of/{document.pk}/",
    )
)
answers_from(Source(KIND, "政策解读", bonus=0.05))
register(
    Kind(
        key=KIND,
        name="政策解读",
        required_steps=required_steps,
        snapshot=snapshot,
        path=lambda key: f"/interpretations/{key}",
        reviewed=reviewed,
        defects=defects,
        released=released,
        withdrawn=withdrawn,
        aside=True,
    )
)
