"""What every verb here shares: the note in the record, the lock, telling who follows the case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.engine.casework.models import Dispatch, Letter
from gongkai.engine.casework.rules import FOLLOWERS, SUBJECT, Happening, Refused

if TYPE_CHECKING:
    import datetime as dt

    from gongkai.base.organisations.models import Person
    from gongkai.base.organisations.queries import Acting

GONE = "保存期限已满，这份文书的内容已经清除，不能再办理。"


def note(tag: str, letter: Letter, by: Acting, **said: Any) -> None:
    """Record without words of the letter: kind and number may stand in the open, people and addresses are sealed."""
    events.record(
        tag=f"casework:letter:{tag}", by=by.actor(letter.kind_data.permission, letter.agency),
        subject=Subject(SUBJECT, str(letter.pk), letter.number), old=said.get("old"),
        new={"文书": letter.kind_data.name} | (said.get("new") or {}), remark=said.get("remark", ""),
        sealed=said.get("sealed"),
    )  # fmt: skip


def locked(letter: Letter, *wanted: str) -> Letter:
    """Return the letter with its row locked. Raises Refused when it is in none of these states."""
    found = (
        Letter.objects.select_for_update(of=("self",))
        .select_related("agency", "template", "corrects", "replaces")
        .get(pk=letter.pk)
    )
    if found.erased_at is not None:
        raise Refused(GONE)
    if wanted and found.state not in wanted:
        raise Refused(f"这份文书现在是“{found.get_state_display()}”，不能这样办理，请刷新页面。")
    return found


def happen(
    what: str, letter: Letter, by: Acting, *, day: dt.date | None = None, dispatch: Dispatch | None = None,
    before: dt.date | None = None, reason: str = "",
) -> None:  # fmt: skip
    """Tell those who follow such cases, in this transaction: what they refuse does not happen."""
    for function in FOLLOWERS.get(letter.subject_type, []):
        function(
            Happening(
                what, letter.subject_type, letter.subject_id, letter.kind, letter.pk, dispatch.pk if dispatch else None,
                day or timezone.localdate(), by, before, reason,
            )
        )  # fmt: skip


def person_of(by: Acting) -> Person | None:
    return by.person


def name_of(by: Acting) -> str:
    return by.person.name if by.person else "系统"


def reason_of(reason: str, sentence: str) -> str:
    """Return the reason as it is kept. Raises Refused without one."""
    words = " ".join(reason.split())
    if not words:
        raise Refused(sentence)
    return words[:300]
