"""What a machine finds becomes an incident, once: found again while it is open, it is the same incident."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from gongkai.base.notify import actions as notify
from gongkai.base.organisations.queries import holders
from gongkai.oversight.safety.actions.incidents import open_incident
from gongkai.oversight.safety.actions.recording import note, put_down, save, subject_of
from gongkai.oversight.safety.models import Affected, Incident
from gongkai.oversight.safety.models.incidents import IS_WAITING
from gongkai.oversight.safety.permissions import MANAGE
from gongkai.oversight.safety.rules.incidents import MACHINE_LEVELS, MACHINE_SOURCE, Kind

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Site
    from gongkai.base.organisations.queries import Acting

BATCH = 500
SHOWN = 20  # facts in the text of an incident; all of them stand in its list


class Touched(NamedTuple):
    """A public thing that something is wrong with: of a library changed as a whole, the texts are not kept in memory."""

    item_id: int
    title: str


@dataclass(frozen=True, slots=True)
class Found:
    """`fingerprint` names the thing; `facts` say what is wrong; with `only_once` a closed incident is not opened anew."""

    fingerprint: str
    site: Site
    kind: Kind
    title: str
    facts: tuple[str, ...]
    releases: tuple[Touched, ...] = field(default=())
    only_once: bool = False


def detected(*, found: Found, by: Acting) -> tuple[Incident | None, bool]:
    """Put a finding on record and return its incident and whether that began now; None for one closed for good."""
    known = _open(found)
    if known is None and found.only_once and Incident.objects.filter(fingerprint=found.fingerprint).exists():
        return None, False
    if known is None:
        try:
            with transaction.atomic():
                return _begin(found, by), True
        except IntegrityError:  # another worker was a moment quicker
            known = _open(found)
    if known is not None:
        _again(known, found, by)
    return known, False


def _open(found: Found) -> Incident | None:
    return Incident.objects.filter(IS_WAITING, fingerprint=found.fingerprint).first()


def _begin(found: Found, by: Acting) -> Incident:
    now = timezone.now()
    detail = "；".join(found.facts[:SHOWN]) + f"。{MACHINE_SOURCE}。"
    incident = open_incident(
        agency=found.site.agency, site=found.site, account="", kind=found.kind, level=MACHINE_LEVELS[found.kind],
        title=found.title, detail=detail, detected_at=now, by=by, fingerprint=found.fingerprint, facts=found.facts,
    )  # fmt: skip
    _touch(incident, found)
    people = holders(MANAGE, incident.agency)
    notify.tell(
        people=people, title=f"自动检查发现安全问题：{incident.title}", key=f"safety:incident:{incident.pk}",
        body=detail[:500], url=reverse("safety:incident", args=[incident.pk]), kind="safety",
        about=f"{subject_of(incident).type}:{incident.pk}", mail=True,
    )  # fmt: skip
    return incident


@transaction.atomic
def _again(incident: Incident, found: Found, by: Acting) -> None:
    incident = (
        Incident.objects.select_for_update(of=("self",)).select_related("agency", "site__agency").get(pk=incident.pk)
    )
    incident.seen_at = timezone.now()
    known = set(incident.facts)
    new = [one for one in found.facts if one not in known]
    if not new:
        incident.save(update_fields=["seen_at"])
        return
    incident.facts = [*incident.facts, *new]
    _touch(incident, found)
    put_down(incident, "find", at=incident.seen_at, text="；".join(new[:SHOWN]), by=by)
    save(incident, "facts", "seen_at")
    note("find", incident, by, "；".join(new))


def _touch(incident: Incident, found: Found) -> None:
    known = set(Affected.objects.filter(incident=incident).values_list("item_id", flat=True))
    rows = [Affected(incident=incident, item_id=one.item_id, title=one.title) for one in found.releases]
    Affected.objects.bulk_create(
        [row for row in rows if row.item_id not in known], batch_size=BATCH, ignore_conflicts=True
    )
