"""Writing a letter: what stands for the variables is kept as drafted, not looked up again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from gongkai.base.organisations.queries import check
from gongkai.engine.casework import queries
from gongkai.engine.casework.actions.shared import locked, note, person_of, reason_of
from gongkai.engine.casework.actions.templating import cleaned_text
from gongkai.engine.casework.models import Letter
from gongkai.engine.casework.permissions import check_write
from gongkai.engine.casework.rules import (
    CORRECTION_KEY,
    KINDS,
    MOST_TEXT,
    MOST_VALUE,
    LetterKind,
    Refused,
    Stale,
    State,
    cleaned,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongkai.base.events.rules import Subject
    from gongkai.base.organisations.models import Agency, Division
    from gongkai.base.organisations.queries import Acting

TWO_TABS = "这份文书刚被修改过（可能在另一个页面或者由别人修改）。您输入的内容还在页面上，请核对后再保存。"


@transaction.atomic
def draft(
    *, kind: str, subject: Subject, agency: Agency, variables: Mapping[str, str], by: Acting, text: str | None = None,
    replaces: Letter | None = None, division: Division | None = None,
) -> Letter:  # fmt: skip
    """Begin a letter with the text that holds in this agency today. Open variables are no hindrance yet.

    `division` is whose head signs, where the kind has a step for the head of a division.

    Raises Refused for an unknown kind or variable, NotAllowed and OutOfSight.
    """
    if kind not in KINDS:
        raise Refused("没有这个文书种类。")
    check(by, KINDS[kind].permission, agency)
    if replaces is not None and (replaces.agency_id != agency.pk or replaces.is_open):
        raise Refused("只能代替本机关已签发或者已作废的文书。")
    words, template = queries.text_in_force(kind, agency)
    made = Letter(
        kind=kind, agency=agency, subject_type=subject.type, subject_id=subject.id, template=template,
        drafted_by=person_of(by), replaces=replaces, division=division,
    )  # fmt: skip
    made.variables = checked(KINDS[kind], variables)
    made.text = words if text is None else _text(text)
    made.save()
    note("draft", made, by, new={"模板": template.version if template else "默认文本"})
    return made


def checked(kind: LetterKind, variables: Mapping[str, str]) -> dict[str, str]:
    """Return values as they are kept. Raises Refused for what the kind does not know, or what is too long."""
    unknown = [name for name in variables if name not in kind.variables]
    if unknown:
        raise Refused(f"“{kind.name}”没有这些变量：{'、'.join(unknown)}。")
    values = {name: cleaned(value) for name, value in variables.items()}
    long = [name for name, value in values.items() if len(value) > MOST_VALUE]
    if long:
        raise Refused(f"“{'”“'.join(long)}”超过{MOST_VALUE}字，请缩短或者改作附件。")
    return values


def _text(text: str) -> str:
    words = cleaned_text(text)
    if len(words) > MOST_TEXT:
        raise Refused(f"正文超过{MOST_TEXT}字，请缩短或者改作附件。")
    return words


@transaction.atomic
def revise(
    *, letter: Letter, by: Acting, seen: int, text: str | None = None, variables: Mapping[str, str] | None = None
) -> Letter:
    """Change text or variables of a draft; variables not named stay. `seen` is the revision the page was opened with.

    Raises Stale in the second tab, Refused once it is being signed (it has to be sent back first).
    """
    check_write(letter, by)
    found = locked(letter)
    if found.state == State.COUNTERSIGNING:
        raise Refused("这份文书正在会签，修改会使已有的签署失效。请先退回，再修改。")
    locked(found, State.DRAFT)
    if found.revision != seen:
        raise Stale(TWO_TABS)
    changed: list[str] = []
    if variables is not None:
        before, after = found.variables, found.variables | checked(found.kind_data, variables)
        changed += [name for name in after if after[name] != before.get(name, "")]
        found.variables = after
    if text is not None and _text(text) != found.text:
        found.text = _text(text)
        changed.append("正文")
    if not changed:
        return found
    found.revision += 1
    found.save(update_fields=["variables_json", "text", "revision"])
    note("revise", found, by, new={"改动": changed, "次数": found.revision})
    return found


@transaction.atomic
def correct(
    *, letter: Letter, reason: str, by: Acting, variables: Mapping[str, str] | None = None, text: str | None = None
) -> Letter:
    """Begin a letter that corrects an issued one and says so first. The old one stays as it is, and readable."""
    check_write(letter, by)
    old = locked(letter, State.ISSUED)
    why = reason_of(reason, "请写明更正原因。")
    under_way = old.corrected_by.filter(state__in=[State.DRAFT, State.COUNTERSIGNING]).first()
    if under_way is not None:
        raise Refused("这份文书的更正已经在起草，请继续办理那一份。")
    clause = f"[[条款:{CORRECTION_KEY}]]"
    words = _text(old.text if text is None else text)
    made = Letter(
        kind=old.kind, agency=old.agency, subject_type=old.subject_type, subject_id=old.subject_id, corrects=old,
        correction_reason=why, template=old.template, drafted_by=person_of(by), division=old.division,
    )  # fmt: skip
    made.variables = old.variables | checked(old.kind_data, variables or {})
    made.text = words if clause in words else f"{clause}\n{words}"
    made.save()
    note("correct", made, by, new={"更正": old.number or str(old.pk)})
    return made
