"""Reads: partners, their keys, messages, tasks, runs and figures."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Max, Q, QuerySet
from django.utils import timezone

from gongkai.base.organisations.queries import OutOfSight, agencies_where, the_system
from gongkai.doors.exchange.models import Key, Message, Partner, Run, Task
from gongkai.doors.exchange.permissions import MANAGE
from gongkai.doors.exchange.rules import NEVER_FILED, Decision, Direction, MessageKind, PartnerKind, State, TaskKind
from gongkai.doors.exchange.sealing import unseal
from gongkai.engine.publishing.queries import release_by_key, superseded_edition
from gongkai.proactive.documents import queries as documents
from gongkai.proactive.documents.queries.holds import gone_on_at
from gongkai.proactive.documents.rules import Status

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Edition


def partners(by: Acting) -> QuerySet[Partner]:
    return Partner.objects.filter(agency__in=agencies_where(by, MANAGE)).select_related("agency")


def partner(pk: int, by: Acting) -> Partner:
    """Return a partner. Raises OutOfSight for other agencies'."""
    found = partners(by).filter(pk=pk).first()
    if found is None:
        raise OutOfSight
    return found


def messages(by: Acting) -> QuerySet[Message]:
    return Message.objects.filter(partner__in=partners(by)).select_related("partner__agency").defer("payload", "answer")


def message(pk: int, by: Acting) -> Message:
    found = Message.objects.filter(partner__in=partners(by), pk=pk).select_related("partner__agency").first()
    if found is None:
        raise OutOfSight
    return found


def tasks(by: Acting) -> QuerySet[Task]:
    visible = agencies_where(by, MANAGE)
    return Task.objects.filter(Q(agency__in=visible) | Q(partner__agency__in=visible)).select_related(
        "partner", "agency", "owner"
    )


def task(pk: int, by: Acting) -> Task:
    found = tasks(by).filter(pk=pk).first()
    if found is None:
        raise OutOfSight
    return found


def runs(by: Acting) -> QuerySet[Run]:
    return Run.objects.filter(partner__in=partners(by)).select_related("partner__agency")


def run(pk: int, by: Acting) -> Run:
    found = runs(by).filter(pk=pk).first()
    if found is None:
        raise OutOfSight
    return found


def open_tasks(by: Acting) -> QuerySet[Task]:
    return tasks(by).filter(decided_at__isnull=True)


def valid_keys(partner: Partner, now: dt.datetime | None = None) -> QuerySet[Key]:
    """Return the keys that count now, newest first."""
    moment = now or timezone.now()
    return partner.keys.filter(starts_at__lte=moment).filter(Q(ends_at__isnull=True) | Q(ends_at__gt=moment))


def secret_of(key: Key) -> str:
    return unseal(key.sealed, bound_to=key.key_id)


def signing_key(partner: Partner) -> tuple[str, str] | None:
    """Return id and secret of the newest valid key, or None when there is none."""
    key = valid_keys(partner).first()
    return (key.key_id, secret_of(key)) if key else None


def valid_secrets(partner: Partner) -> list[str]:
    """Return the secrets that count now: two while one key replaces the other."""
    return [secret_of(key) for key in valid_keys(partner)]


def recalled(index_number: str) -> bool:
    """Say whether the office that sent this document has called it back and nobody has decided that it goes on.

    The task's own decision counts, and so does that of whoever signs, made on the document's page after the recall.
    """
    calls = Task.objects.filter(kind=TaskKind.RECALL, index_number=index_number)
    gone_on = gone_on_at(index_number)
    if gone_on is not None:
        calls = calls.filter(opened_at__gt=gone_on)
    return calls.filter(Q(decided_at__isnull=True) | Q(decision=Decision.STOP)).exists()


def waits_for_the_signer(index_number: str) -> bool:
    """Say whether a called-back document stands signed or issued, where only whoever signs may let it stop or go on."""
    held = documents.visible_to(the_system("exchange")).filter(
        item__key=index_number, status__in=(Status.SIGNED, Status.ISSUED)
    )
    return recalled(index_number) and held.exists()


def any_superior() -> bool:
    """Return whether there is anybody to file with: the question of every release on a platform without a superior."""
    return Partner.objects.filter(kind=PartnerKind.SUPERIOR, active=True).exists()


def superiors_for(agency_lineage: str, kind: str) -> list[Partner]:
    """Return the active superiors that want things of this kind from an agency at this place in the tree."""
    if kind in NEVER_FILED:
        return []
    found = Partner.objects.filter(kind=PartnerKind.SUPERIOR, active=True).select_related("agency")
    return [one for one in found if kind in one.filed_kinds and agency_lineage.startswith(one.agency.lineage)]


def counts(by: Acting, *, since: dt.date, until: dt.date) -> list[dict[str, Any]]:
    """Return one row a partner: what came and went, what is done, waits or failed, and how long it took (R027)."""

    def within(**wanted: Any) -> Q:
        return Q(messages__created_at__date__gte=since, messages__created_at__date__lte=until, **wanted)

    def number(**wanted: Any) -> Count:
        return Count("messages", filter=within(**wanted))

    out = {"messages__direction": Direction.OUT}
    took = ExpressionWrapper(F("messages__done_at") - F("messages__created_at"), output_field=DurationField())
    done = within(messages__state=State.ACKNOWLEDGED, **out)
    rows = partners(by).annotate(
        came=number(messages__direction=Direction.IN),
        applied=number(messages__direction=Direction.IN, messages__state=State.APPLIED),
        parked=number(messages__state=State.PARKED),
        conflicts=number(messages__state=State.CONFLICT),
        went=number(**out),
        acknowledged=number(messages__state=State.ACKNOWLEDGED),
        waiting=number(messages__state__in=[State.QUEUED, State.SENT, State.HELD], **out),
        rejected=number(messages__state=State.REJECTED),
        dead=number(messages__state=State.DEAD),
        repeated=Count("messages", filter=within(messages__tries__gt=1, **out)),
        mean=Avg(took, filter=done), slowest=Max(took, filter=done),
    )  # fmt: skip
    return [{"partner": row, "mean": _seconds(row.mean), "slowest": _seconds(row.slowest)} for row in rows]


def _seconds(took: dt.timedelta | None) -> float | None:
    return round(took.total_seconds(), 1) if took is not None else None


def public_edition(key: str, number: int) -> Edition | None:
    """Return an edition that is or was public while its item still is; what was taken down is not filed any more."""
    release = release_by_key(key)
    if release is not None and release.edition.number == number:
        return release.edition
    return superseded_edition(key, number)


def filed(partner: Partner, index_number: str, edition: int, kind: MessageKind) -> Message | None:
    return partner.messages.filter(
        direction=Direction.OUT, index_number=index_number, edition=edition, kind=kind
    ).first()  # fmt: skip
