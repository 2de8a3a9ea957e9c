"""Issue: the letter gets its number, its words are frozen, its papers are made once and kept."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from gongkai.base.events.rules import Subject
from gongkai.base.ui.text import cn_date
from gongkai.base.vault import actions as vault
from gongkai.engine.casework import queries
from gongkai.engine.casework.actions.countersigning import MOVED, check_complete
from gongkai.engine.casework.actions.numbering import next_number
from gongkai.engine.casework.actions.shared import happen, locked, note, person_of, reason_of
from gongkai.engine.casework.models import Letter, Paper
from gongkai.engine.casework.papers.pdf import pdf
from gongkai.engine.casework.papers.sheet import sheet_of
from gongkai.engine.casework.papers.word import docx_bytes
from gongkai.engine.casework.permissions import check_write
from gongkai.engine.casework.rules import SUBJECT, DispatchState, PaperKind, Refused, Stale, State

if TYPE_CHECKING:
    import datetime as dt

    from gongkai.base.organisations.queries import Acting


@transaction.atomic
def issue(*, letter: Letter, by: Acting, on: dt.date | None = None, seen: str = "") -> Letter:
    """Issue a letter. After this nothing of it changes, whatever becomes of template and facts.

    Raises Refused for signatures that miss, open variables, missing clauses, a day to come or before it was drafted.
    """
    check_write(letter, by)
    found = locked(letter, State.DRAFT, State.COUNTERSIGNING)
    if seen and seen != queries.digest_of(found):
        raise Stale(MOVED)
    waiting = queries.pending_step(found)
    if waiting is not None:
        raise Refused(f"还缺“{waiting.name}”，会签齐全后才能签发。")
    check_complete(found)
    day = _day(found, on)
    if found.kind_data.series:
        subject = Subject(SUBJECT, str(found.pk))
        found.number = next_number(
            series=found.kind_data.series, agency=found.agency, year=day.year, by=by, subject=subject
        )
    _freeze(found, by, day)
    note("issue", found, by, new={"文号": found.number, "签发日期": day.isoformat()})
    happen("issued", found, by, day=day)
    return found


def _day(letter: Letter, on: dt.date | None) -> dt.date:
    today = timezone.localdate()
    day = on or today
    if day > today or day < timezone.localdate(letter.created_at):
        raise Refused("签发日期不能晚于今天，也不能早于起草之日。")
    return day


def _freeze(letter: Letter, by: Acting, day: dt.date) -> None:
    values = queries.values_of(letter) | {"发文字号": letter.number, "发文日期": cn_date(day)}
    sheet = sheet_of(
        queries.filled(letter, values), agency=letter.agency.name, number=letter.number, date=cn_date(day),
        layout=letter.kind_data.layout,
    )  # fmt: skip
    letter.frozen = _facts(letter, sheet, values)
    letter.state, letter.issued_on, letter.issued_at = State.ISSUED, day, timezone.now()
    letter.issued_by, letter.revision = person_of(by), letter.revision + 1
    printed = pdf(sheet)
    letter.content_sha256 = hashlib.sha256(printed).hexdigest()
    letter.save()
    for kind, content in ((PaperKind.PDF, printed), (PaperKind.DOCX, docx_bytes(sheet))):
        kept = vault.keep_file(data=content, name=f"文书{letter.pk}.{kind}", by=by, purpose="文书")
        digest = hashlib.sha256(content).hexdigest()
        Paper.objects.create(letter=letter, kind=kind, file=kept, size=len(content), sha256=digest)


def _facts(letter: Letter, sheet: dict[str, Any], values: dict[str, str]) -> dict[str, Any]:
    """Return everything that was printed and who stood behind it."""
    signed = queries.signatures(letter)
    return {
        "title": sheet["title"],
        "sheet": sheet,
        "values": values,
        "text": letter.text,
        "template": letter.template.version if letter.template else 0,
        "clauses": {key: clause.text for key, clause in letter.kind_data.clauses.items()},
        "signers": [[row.step, row.person_name, row.at.isoformat()] for row in signed.values()],
    }


@transaction.atomic
def void(*, letter: Letter, reason: str, by: Acting) -> Letter:
    """Drop a draft, or declare an issued letter void: its number stays used, its papers stay readable."""
    check_write(letter, by)
    found = locked(letter, State.DRAFT, State.COUNTERSIGNING, State.ISSUED)
    why = reason_of(reason, "请写明作废的原因。")
    found.state, found.void_reason, found.voided_at = State.VOID, why, timezone.now()
    found.save(update_fields=["state", "void_reason", "voided_at"])
    # What was arranged and has not left does not leave any more.
    found.dispatches.filter(state=DispatchState.PREPARED).update(
        state=DispatchState.SETTLED, settled_remark="文书已作废"
    )
    note("void", found, by, sealed={"原因": why}, new={"文号": found.number})
    happen("voided", found, by)
    return found
