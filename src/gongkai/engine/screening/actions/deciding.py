"""Recording what a person decided on a hit, and what the reviewer states about combinations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject as EventSubject
from gongkai.base.organisations.queries import Acting, check
from gongkai.base.organisations.rules import Permission
from gongkai.engine.screening.models import Decision, ItemSalt, Statement
from gongkai.engine.screening.queries.decided import NO_SALT, hits_of, wording_digest
from gongkai.engine.screening.rules import CHOICES, DECIDE, STATE, Choice, Hit, Severity, hit_of

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Edition

__all__ = ["Refused", "decide", "decide_same", "state_combination"]

LONGEST_GROUND, LONGEST_REASON, LONGEST_STATEMENT = 200, 300, 500


class Refused(Exception):
    """This cannot be decided so; the sentence says what to do."""


@transaction.atomic
def decide(
    *, edition: Edition, fingerprint: str, choice: str, by: Acting, ground: str = "", reason: str = ""
) -> Decision:
    """Record what is to happen to one hit of the edition as it stands now; the latest decision counts.

    Raises Refused when the hit is no longer there, when the choice is not open for it, or when ground or reason is
    missing; NotAllowed and OutOfSight like every verb.
    """
    hit = _found(_hits(edition, by).get(fingerprint))
    return _decided(edition, [hit], _choice(choice), by, ground.strip(), reason.strip())[0]


@transaction.atomic
def decide_same(
    *, edition: Edition, fingerprint: str, choice: str, by: Acting, ground: str = "", reason: str = ""
) -> list[Decision]:
    """Decide alike on this hit and on all with the same text under the same check, wherever they stand in the edition."""
    hits = _hits(edition, by)
    first = _found(hits.get(fingerprint))
    alike = {hit.fingerprint: hit for hit in hits.values() if hit.same == first.same and hit.finding.needs_decision}
    return _decided(edition, list(alike.values()), _choice(choice), by, ground.strip(), reason.strip())


@transaction.atomic
def state_combination(*, edition: Edition, harmless: bool, text: str, shown: Iterable[str], by: Acting) -> Statement:
    """Record the reviewer's opinion on what this wording reveals together with what is public (`shown`: index numbers)."""
    grant = check(by, Permission.SCREENING_DECIDE, edition.item.agency)
    words = text.strip()
    if not words:
        raise Refused("请写明判断的理由：看过哪些已公开的内容，合起来会不会泄露应当保护的信息。")
    actor = by.actor(Permission.SCREENING_DECIDE, edition.item.agency)
    statement = Statement.objects.create(
        item_id=edition.item_id,
        edition_number=edition.number,
        digest=wording_digest(edition),
        harmless=harmless,
        text=words[:LONGEST_STATEMENT],
        shown=list(shown),
        person=by.person,
        person_name=actor.name,
        role=actor.role,
        agency_id=grant.agency_id if grant else edition.item.agency_id,
    )
    facts = {"版次": edition.number, "汇聚后不泄露受保护的信息": harmless, "列出的已公开内容": len(statement.shown)}
    events.record(tag=STATE, by=actor, subject=_subject(edition), new=facts)
    return statement


def _hits(edition: Edition, by: Acting) -> dict[str, Hit]:
    """Return the hits under the item's own key, which is made with the first decision.

    They are also found by the mark that they had on a page opened before there was a key.
    """
    check(by, Permission.SCREENING_DECIDE, edition.item.agency)
    ItemSalt.objects.get_or_create(item_id=edition.item_id)
    hits = hits_of(edition)
    return {hit_of(hit.finding, NO_SALT).fingerprint: hit for hit in hits} | {hit.fingerprint: hit for hit in hits}


def _found(hit: Hit | None) -> Hit:
    if hit is None or not hit.finding.needs_decision:
        raise Refused("这条提示已经不在稿件里了，可能是稿件刚被修改。请刷新页面查看。")
    return hit


def _choice(choice: str) -> Choice:
    try:
        return Choice(choice)
    except ValueError as error:
        raise Refused("请选择怎样处理：删去、遮盖、依法公开、误报或保留。") from error


def _decided(edition: Edition, hits: list[Hit], choice: Choice, by: Acting, ground: str, reason: str) -> list[Decision]:
    words = CHOICES[choice]
    if any(choice not in hit.choices for hit in hits):
        raise Refused(f"“{hits[0].finding.title}”不能选“{words.name}”，请选其他处理方式。")
    if words.needs_ground and not ground:
        raise Refused("选“依法公开”的，请写明公开依据（法律名称和条款）。")
    if words.needs_reason and not reason:
        raise Refused("选“保留”的，请写明理由。")
    if any(_needs_secrecy_reviewer(hit, choice) for hit in hits):
        check(by, Permission.DOCUMENTS_SECRECY_REVIEW, edition.item.agency)
    grant = check(by, Permission.SCREENING_DECIDE, edition.item.agency)
    actor = by.actor(Permission.SCREENING_DECIDE, edition.item.agency)
    marks = [hit.fingerprint for hit in hits]
    Decision.objects.filter(item_id=edition.item_id, fingerprint__in=marks, is_current=True).update(is_current=False)
    rows = [
        Decision(
            item_id=edition.item_id, edition_number=edition.number, fingerprint=hit.fingerprint, same=hit.same,
            check_name=hit.finding.check, title=hit.finding.title[:60], severity=hit.finding.severity,
            place=hit.finding.place[:220], choice=choice, ground=ground[:LONGEST_GROUND],
            reason=reason[:LONGEST_REASON], person=by.person, person_name=actor.name, role=actor.role,
            agency_id=grant.agency_id if grant else edition.item.agency_id, at=timezone.now(),
        )
        for hit in hits
    ]  # fmt: skip
    Decision.objects.bulk_create(rows)
    # Neither the value nor its surroundings: what is being kept out of the public must not go into the record either.
    events.record_many(
        entries=[events.Entry(tag=DECIDE, by=actor, subject=_subject(edition), new=_facts(row)) for row in rows]
    )
    return rows


def _needs_secrecy_reviewer(hit: Hit, choice: Choice) -> bool:
    """Only who reviews secrecy may call a secrecy mark none."""
    secret = hit.finding.family == "secret" and hit.finding.severity is Severity.BLOCK
    return secret and choice is Choice.NO_HIT


def _facts(row: Decision) -> dict[str, object]:
    # The name of a file may itself be what was found.
    place = row.place.partition(":")[0]
    return {
        "检查项": row.check_name,
        "位置": place,
        "处理": CHOICES[Choice(row.choice)].name,
        "版次": row.edition_number,
        "标记": row.fingerprint,
    }


def _subject(edition: Edition) -> EventSubject:
    """No title: what was found may stand in it."""
    return EventSubject(edition.item.kind, edition.item.key, edition.item.key)
