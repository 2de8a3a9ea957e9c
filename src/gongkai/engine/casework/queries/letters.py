"""Questions about letters, with the person asking where a person asks."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongkai.base.organisations.queries import Acting, OutOfSight, agencies_where
from gongkai.base.organisations.rules import Permission
from gongkai.base.ui.text import cn_date
from gongkai.engine.casework import rules
from gongkai.engine.casework.models import Countersignature, Letter
from gongkai.engine.casework.papers.sheet import plain, sheet_of
from gongkai.engine.casework.permissions import check_read, readers_of
from gongkai.engine.casework.rules import KINDS, OPEN, Changed, CounterStep, Problem, State, Wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongkai.base.events.rules import Subject

# Lists do not show what is sealed, hence do not open it.
SEALED = ("variables_json", "text", "frozen_json", "void_reason", "correction_reason")


def letters(by: Acting) -> QuerySet[Letter]:
    """Return the letters that this person may read."""
    rows = Letter.objects.select_related("agency", "drafted_by").defer(*SEALED)
    if by.system:
        return rows
    wanted: dict[Permission, set[str]] = {}
    for kind in KINDS.values():
        for permission in readers_of(kind):
            wanted.setdefault(permission, set()).add(kind.key)
    seen = Q(pk__in=[])
    for permission, kinds in wanted.items():
        if by.may_anywhere(permission):
            seen |= Q(kind__in=kinds, agency__in=agencies_where(by, permission).values("pk"))
    return rows.filter(seen)


def letter(pk: int, by: Acting) -> Letter:
    """Return a letter. Raises OutOfSight, NotAllowed."""
    found = (
        Letter.objects.select_related("agency", "template", "corrects", "replaces", "drafted_by").filter(pk=pk).first()
    )
    if found is None or found.kind not in KINDS:
        raise OutOfSight
    check_read(found, by)
    return found


def letters_of(subject: Subject) -> QuerySet[Letter]:
    """Return the letters of a case, newest first; the caller asks who may read the case."""
    return Letter.objects.filter(subject_type=subject.type, subject_id=subject.id).select_related("agency")


def open_letters(by: Acting) -> QuerySet[Letter]:
    """Return what is being written, signed, or issued and not sent yet."""
    unsent = ~Exists(Letter.objects.filter(pk=OuterRef("pk"), dispatches__isnull=False))
    return letters(by).filter(Q(state__in=OPEN) | (Q(state=State.ISSUED) & unsent))


def values_of(letter: Letter) -> dict[str, str]:
    """Return what stands for the variables now, the built-in ones included."""
    agency, earlier = letter.agency, letter.corrects
    values = letter.variables | {"发文机关": agency.name, "机关电话": agency.phone, "机关地址": agency.address}
    if earlier is not None:
        title = f"《{earlier.frozen.get('title', earlier.kind_data.name)}》"
        values["更正文号"] = f"{title}（{earlier.number}）" if earlier.number else title
        values["更正日期"] = cn_date(earlier.issued_on) if earlier.issued_on else ""
        values["更正原因"] = letter.correction_reason.rstrip("。；， ")
    return values


def problems_of(letter: Letter) -> list[Problem]:
    """Return everything that keeps this letter from being signed and issued; [] once it is issued."""
    if not letter.is_open:
        return []
    return rules.problems(letter.text, letter.kind_data, values_of(letter), correcting=letter.corrects_id is not None)


def filled(letter: Letter, values: Mapping[str, str] | None = None) -> Wording:
    """Return the words of a letter that is not issued yet."""
    known = values_of(letter) if values is None else values
    return rules.fill(letter.text, letter.kind_data, known, correcting=letter.corrects_id is not None)


def sheet(letter: Letter, *, draft: bool = True) -> dict[str, Any]:
    """Return what is printed: as frozen once issued, else as it would be now."""
    if letter.frozen_json:
        return dict(letter.frozen["sheet"])
    return sheet_of(filled(letter), agency=letter.agency.name, layout=letter.kind_data.layout, draft=draft)


def wording_of(letter: Letter) -> str:
    """Return the words as plain text; those that were printed, once it is issued."""
    return plain(sheet(letter))


def digest_of(letter: Letter) -> str:
    """Return what a signature is bound to: kind, text, what stands for the variables, what it corrects."""
    known = [letter.kind, letter.agency_id, letter.text, sorted(values_of(letter).items()), letter.corrects_id]
    return hashlib.sha256(json.dumps(known, ensure_ascii=False).encode()).hexdigest()


def signatures(letter: Letter) -> dict[str, Countersignature]:
    """Return step → signature that counts: given to these very words, and not sent back since."""
    rows = letter.signatures.filter(agreed=True, lapsed=False)
    digest = digest_of(letter) if letter.is_open else ""
    return {row.step: row for row in rows if not letter.is_open or row.digest == digest}


def pending_step(letter: Letter) -> CounterStep | None:
    """Return whose turn it is, None when everybody signed (or nobody has to)."""
    if not letter.is_open:
        return None
    signed = signatures(letter)
    return next((step for step in letter.kind_data.steps if step.key not in signed), None)


def stale(letter: Letter, current_variables: Mapping[str, str]) -> list[Changed]:
    """Return which facts that the draft quotes are different now. [] once issued: what was said stands."""
    if not letter.is_open:
        return []
    return rules.changed(letter.text, letter.kind_data, letter.variables, current_variables)


def was_issued(pk: int) -> bool:
    """Whether a letter left its drafters, void or not since."""
    return Letter.objects.filter(pk=pk, issued_on__isnull=False).exists()
