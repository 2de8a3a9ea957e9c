"""Attachments of an edition that is not public in full: each is open, replaced by a redacted file, or withheld."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.files import actions as files
from gongkai.base.files import rules as file_rules
from gongkai.base.files.rules import FileRefused
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.actions import Refused
from gongkai.proactive.documents.actions.moving import subject_of
from gongkai.proactive.documents.actions.redacting import PERMISSION, check_reason
from gongkai.proactive.documents.models import Document, FileVerdict
from gongkai.proactive.documents.permissions import agency_for, check_permission
from gongkai.proactive.documents.queries import working_edition
from gongkai.proactive.documents.queries.redaction import marks_of, text_of
from gongkai.proactive.documents.rules import FILE_VERDICTS, Status
from gongkai.proactive.documents.rules.redaction import GENERATED, SHORT, survivors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.base.files.queries import StoredFile
    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Edition, EditionFile


def _open(document: Document, by: Acting) -> Edition:
    if document.status not in {Status.DRAFT, Status.RETURNED}:
        raise Refused("稿件已送审，不能改动附件的公开方式；如需改动请由审查人退回。")
    check_permission(document, PERMISSION, by)
    edition = working_edition(document)
    if edition.mode not in GENERATED:
        raise Refused("这份公文全文公开，附件随正文公开，不需要逐个决定。")
    return edition


@transaction.atomic
def decide_file(
    *,
    document: Document,
    attached: EditionFile,
    verdict: str,
    reason: str,
    by: Acting,
    ground: str = "",
    passages: Sequence[str] = (),
) -> FileVerdict:
    """Decide how one attachment goes public (R006).

    `redacted` strikes out every passage marked in the text and those given besides, and puts the verified result in
    the place of the original, which stays linked and never leaves. Raises Refused when a file that would be open holds
    marked words, when nothing was struck out, or when the result did not pass the verification.
    """
    edition = _open(document, by)
    if verdict not in FILE_VERDICTS:
        raise Refused("请选择附件如何公开。")
    extra = [one.strip() for one in passages if one.strip()]
    marked = [mark.words for mark in marks_of(edition) if not mark.here_only]
    if verdict == "open":
        if not reason.strip():
            raise Refused("请写明附件可以原样公开的理由。")
        _check_open(attached, marked)
    else:
        reason = check_reason(ground, reason, [*marked, *extra])
    result, proof = _struck(attached.file, [*marked, *extra], ground, by) if verdict == "redacted" else (None, {})
    row = FileVerdict.objects.create(
        edition=edition, original=attached.file, name=attached.name, role=attached.role, verdict=verdict, result=result,
        result_name=_public_name(attached.name, result), passages=extra, proof=proof,
        ground="" if verdict == "open" else ground, reason=reason.strip(), by=by.person, by_name=by.actor().name,
        at=timezone.now(),
    )  # fmt: skip
    if verdict != "open":
        # Not publishing.detach: its line in the record would name the file, and names tell, too.
        attached.delete()
    if result is not None:
        publishing.attach(edition=edition, file=result, name=row.result_name, by=by, role="attachment")
    _note(document, edition, by, row)
    return row


def _check_open(attached: EditionFile, words: Sequence[str]) -> None:
    try:
        files.extract_stored(file=attached.file)
    except FileRefused as error:
        raise Refused(f"“{attached.name}”打不开，不能原样公开：{error}") from error
    if survivors(words, {"": f"{attached.name}\n{text_of(attached.file)}"}):
        raise Refused(f"“{attached.name}”里还有已标注删减的文字，请选择删减后公开或不公开。")


def _struck(file: StoredFile, words: Sequence[str], ground: str, by: Acting) -> tuple[StoredFile, dict[str, Any]]:
    if not words:
        raise Refused("还没有要删减的文字：请先在正文中标注，或在这里逐行填写附件中要删减的文字。")
    passages = [file_rules.Passage(text=word, ground=SHORT.get(ground, ground)) for word in dict.fromkeys(words)]
    try:
        result, report = files.redact(file=file, passages=passages, by=by.actor().name)
        files.extract_stored(file=result)
    except FileRefused as error:
        raise Refused(f"附件没有通过删减：{error}") from error
    if not report.found:
        raise Refused("附件里没有找到要删减的文字。确认无需删减的，请选择原样公开。")
    return result, {
        "count": report.count,
        "places": [place for found in report.found for place in found.places],
        "missing": len(report.missing),
        "notices": list(report.notices),
        "sha256": result.sha256,
    }


def _public_name(name: str, result: StoredFile | None) -> str:
    if result is None:
        return ""
    return file_rules.safe_name(result.name if "删减版" in result.name else f"{name}（删减版）")


def _note(document: Document, edition: Edition, by: Acting, row: FileVerdict) -> None:
    events.record(
        tag="documents:redaction:file",
        by=by.actor(PERMISSION, agency_for(document, PERMISSION)),
        subject=subject_of(document, edition.title),
        new={"verdict": FILE_VERDICTS[row.verdict], "sha256": row.original.sha256},
        remark=row.reason,
    )


@transaction.atomic
def reopen_file(*, document: Document, verdict: FileVerdict, by: Acting) -> None:
    """Take a verdict back: the original returns to the draft, to be decided upon again."""
    edition = _open(document, by)
    if verdict.edition_id != edition.pk:
        raise Refused("这是以前版本的决定，不能撤回。")
    if verdict.result_id is not None:
        edition.files.filter(file=verdict.result_id).delete()
    row, standing = verdict, edition.files.filter(file=verdict.original_id).exists()
    original, name, role = row.original, row.name, row.role
    row.delete()
    if not standing:
        publishing.attach(edition=edition, file=original, name=name, by=by, role=role)
