"""What is a state secret does not stay here: a stub at most (R008)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.files import actions as files
from gongkai.base.notify import actions as notify
from gongkai.base.organisations.queries import check
from gongkai.base.organisations.rules import Permission
from gongkai.base.unsaved import actions as unsaved
from gongkai.engine.duties import actions as duties
from gongkai.engine.publishing.actions import Refused
from gongkai.proactive.documents.actions.autosave import place_of
from gongkai.proactive.documents.actions.moving import about, move, subject_of
from gongkai.proactive.documents.models import (
    Countersign,
    Document,
    Exhibit,
    FileVerdict,
    FullText,
    NormCheck,
    OpinionForm,
    RedactionMark,
    SecretStub,
)
from gongkai.proactive.documents.permissions import check_move
from gongkai.proactive.documents.rules import SEALED_TITLE, Status

if TYPE_CHECKING:
    from gongkai.base.files.queries import StoredFile
    from gongkai.base.organisations.models import Agency
    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Edition


@transaction.atomic
def register_stub(*, agency: Agency, register_number: str, kept_at: str, by: Acting) -> SecretStub:
    """Note that a secret document exists, by register number and keeper alone. No title, no content."""
    check(by, Permission.DOCUMENTS_SECRECY_REVIEW, agency)
    if not register_number.strip() or not kept_at.strip():
        raise Refused("请填写登记号和涉密载体保管部门；不要填写文件标题或内容。")
    if SecretStub.objects.filter(register_number=register_number.strip()).exists():
        raise Refused(f"登记号“{register_number}”已经登记。")
    stub = SecretStub.objects.create(
        register_number=register_number.strip(),
        agency=agency,
        kept_at=kept_at.strip(),
        registered_by=by.person,
        registered_at=timezone.now(),
    )
    events.record(
        tag="documents:document:stub",
        by=by.actor(Permission.DOCUMENTS_SECRECY_REVIEW, agency),
        subject=Subject("secret-stub", stub.register_number),
        new={"kept_at": stub.kept_at},
    )
    return stub


@transaction.atomic
def seal(*, document: Document, register_number: str, kept_at: str, by: Acting) -> SecretStub:
    """Turn a document that should never have been entered into a stub: wording, particulars and files are purged.

    Raises Refused when any edition was ever public: that is an incident for people, not a button.
    """
    check_move(document, Status.SEALED, by)
    item = document.item
    if item.editions.filter(published_at__isnull=False).exists():
        raise Refused("这份公文曾经公开。请先撤下，并按泄密事件处置程序报告，不能在此直接登记为涉密。")
    stub = register_stub(agency=item.agency, register_number=register_number, kept_at=kept_at, by=by)
    for edition in item.editions.all():
        stored = [attached.file for attached in edition.files.select_related("file")]
        edition.files.all().delete()
        stored += _forget_withheld(edition)
        item.editions.filter(pk=edition.pk).update(title=SEALED_TITLE, html="", text="", change_note="")
        for file in stored:
            files.purge_if_unused(file=file)
    stored = [material.file for material in document.materials.select_related("file")]
    document.materials.all().delete()
    for file in stored:
        files.purge_if_unused(file=file)
    OpinionForm.objects.filter(document=document).delete()
    unsaved.forget_all(place=place_of(document))
    document.attribute_changes.update(reason="")
    notify.forget(about=about(document))
    for name in ("summary", "addressees", "copied_to", "approving_meeting", "reason", "interpretation_plan"):
        setattr(document, name, "")
    document.keywords, document.themes, document.audiences, document.joint_issuers = [], [], [], []
    document.save()
    move(document, Status.SEALED, by=by, title=SEALED_TITLE, new={"register_number": register_number})
    duties.forget(subject=subject_of(document), by=by)
    return stub


def _forget_withheld(edition: Edition) -> list[StoredFile]:
    """Delete whole wording, passages and verdicts; return the files that only they still named."""
    verdicts = list(FileVerdict.objects.filter(edition=edition).select_related("original", "result"))
    FileVerdict.objects.filter(edition=edition).delete()
    FullText.objects.filter(edition=edition).delete()
    RedactionMark.objects.filter(edition=edition).delete()
    Exhibit.objects.filter(edition=edition).delete()
    NormCheck.objects.filter(edition=edition).update(answers=[], opinion="")
    Countersign.objects.filter(edition=edition).update(opinion="")
    return [file for row in verdicts for file in (row.original, row.result) if file is not None]
