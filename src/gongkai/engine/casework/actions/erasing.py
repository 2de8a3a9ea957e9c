"""When personal data has served its time: the words and papers of letters go, number, kind, days and digests stay."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.vault import actions as vault
from gongkai.engine.casework.actions.shared import note
from gongkai.engine.casework.models import Countersignature, Letter
from gongkai.engine.casework.rules import SUBJECT

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting

OF_A_LETTER = ("variables_json", "text", "frozen_json", "void_reason", "correction_reason")
OF_A_DISPATCH = ("address", "signed_by", "returned_reason", "settled_remark")


@transaction.atomic
def erase_letters(*, subject: Subject, why: str, by: Acting) -> int:
    """Take what names people out of every letter of a case; return how many letters. A second time changes nothing.

    The caller says that the case is over and its time of keeping too. What was sealed in the record of each letter
    becomes unreadable with it; the papers are destroyed, their digests stay to prove a copy that somebody holds.
    """
    rows = Letter.objects.select_for_update(of=("self",)).select_related("agency", "template", "corrects")
    found = list(rows.filter(subject_type=subject.type, subject_id=subject.id, erased_at=None).order_by("pk"))
    for letter in found:
        _erase(letter, why, by)
    return len(found)


def _erase(letter: Letter, why: str, by: Acting) -> None:
    for dispatch in letter.dispatches.select_related("proof"):
        proof, dispatch.proof = dispatch.proof, None
        dispatch.link = ""
        dispatch.save(update_fields=["proof", "link"])
        if proof is not None:
            vault.destroy_file(sealed=proof, by=by, why=why)
        type(dispatch)._base_manager.filter(pk=dispatch.pk).update(**dict.fromkeys(OF_A_DISPATCH, ""))
    for paper in letter.papers.select_related("file"):
        vault.destroy_file(sealed=paper.file, by=by, why=why)
    Countersignature.objects.filter(letter=letter).update(remark="")
    Letter.objects.filter(pk=letter.pk).update(**dict.fromkeys(OF_A_LETTER, ""), erased_at=timezone.now())
    note("erase", letter, by, remark=why)
    with suppress(events.NothingToShred):
        about = Subject(SUBJECT, str(letter.pk), letter.number)
        events.shred(subject=about, by=by.actor(letter.kind_data.permission, letter.agency), remark=why)
