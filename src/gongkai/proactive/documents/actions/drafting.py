"""Drafting: by upload or in the editor, with attribute, mode, interpretation plan and release requirements together."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.files import actions as files
from gongkai.base.files.rules import FileRefused, clean_html, to_text
from gongkai.base.organisations.queries import check
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.actions import Refused
from gongkai.engine.publishing.rules import listing
from gongkai.proactive.documents.actions.attributes import note_attribute
from gongkai.proactive.documents.actions.autosave import forget_typed
from gongkai.proactive.documents.actions.moving import move, subject_of
from gongkai.proactive.documents.actions.redacting import wording_for
from gongkai.proactive.documents.models import Document
from gongkai.proactive.documents.permissions import check_move, check_permission
from gongkai.proactive.documents.queries import facts, is_public, working_edition
from gongkai.proactive.documents.queries.gates import demanded
from gongkai.proactive.documents.queries.serving import was_served
from gongkai.proactive.documents.queries.tagging import tag_problems
from gongkai.proactive.documents.rules import DEFAULT_ATTRIBUTE, DEFAULT_MODE, Status, draft_defects
from gongkai.proactive.documents.rules.heads import body_of
from gongkai.proactive.documents.rules.serving import NOT_ABANDONED

if TYPE_CHECKING:
    from gongkai.base.files.queries import ExtractedText, StoredFile
    from gongkai.base.organisations.models import Agency, Division
    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Edition, EditionFile

PARTICULARS = frozenset(
    "attribute ground reason next_review_on interpretation_plan release_channel release_audience release_wanted_on "
    "sensitive timing_assessment genre category themes audiences keywords five summary joint_issuers addressees copied_to "
    "approving_meeting signer note formed_on effective_on expires_on wanted_columns".split()
)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def apply_particulars(document: Document, particulars: dict[str, Any], *, old_paper: bool = False) -> dict[str, Any]:
    """Set the given fields; return what they were. Raises Refused for a field that a draft does not have.

    An old paper that is taken over keeps the tags of its day; the catalogue's page lists what it does not know.
    """
    old = {}
    for name, value in particulars.items():
        if name not in PARTICULARS:
            raise Refused(f"公文没有“{name}”这一项。")
        if getattr(document, name) != value:
            old[name] = _plain(getattr(document, name))
            setattr(document, name, value)
    try:
        document.clean_fields(exclude=["status_since", "division", "drafter", "item", "drafting_agency"])
    except ValidationError as error:
        sentences = "；".join(f"{name}：{'、'.join(texts)}" for name, texts in error.message_dict.items())
        raise Refused(f"以下内容请修改：{sentences}") from error
    if not old_paper and (wrong := tag_problems(document, only=old)):
        raise Refused("".join(wrong))
    return old


@transaction.atomic
def draft(
    *,
    agency: Agency,
    title: str,
    by: Acting,
    drafting_agency: Agency | None = None,
    division: Division | None = None,
    html: str = "",
    mode: str = DEFAULT_MODE,
    origin: str = "drafted",
    external_id: str | None = None,
    kept_at: str = "",
    **particulars: Any,
) -> Document:
    """Begin a document. Openness is the default: full proactive disclosure until somebody gives a reason (R005)."""
    drafter_agency = drafting_agency or agency
    check(by, Permission.DOCUMENTS_DRAFT, drafter_agency)
    if not title.strip():
        raise Refused("请填写标题。")
    clean = clean_html(html)
    edition = publishing.create_item(
        kind="document", agency=agency, title=title.strip(), by=by, html=clean, text=to_text(clean),
        origin=origin, external_id=external_id, kept_at=kept_at, quiet=True,
    )  # fmt: skip
    document = Document(
        item=edition.item,
        status=Status.DRAFT,
        status_since=timezone.now(),
        drafting_agency=drafter_agency,
        division=division,
        drafter=by.person,
    )
    document.attribute = DEFAULT_ATTRIBUTE
    apply_particulars(document, particulars)
    document.save(force_insert=True)
    edition.mode = mode
    edition.html = wording_for(edition=edition, html=clean, mode=mode, summary=document.summary)
    edition.text = to_text(edition.html)
    edition.save(update_fields=["mode", "html", "text"])
    note_attribute(document=document, kind="proposed", mode=mode, by=by)
    events.record(
        tag="documents:document:draft",
        by=by.actor(Permission.DOCUMENTS_DRAFT, drafter_agency),
        subject=subject_of(document, edition.title),
        new={"agency": agency.code, "attribute": document.attribute, "mode": mode, "origin": origin},
    )
    return document


@transaction.atomic
def save(
    *,
    document: Document,
    version: int,
    by: Acting,
    title: str,
    html: str,
    mode: str,
    **particulars: Any,
) -> Edition:
    """Write draft and particulars together; all or nothing. Raises Stale when another save came in between."""
    if document.status not in {Status.DRAFT, Status.RETURNED}:
        raise Refused("稿件已送审，不能直接修改；如需修改请由审查人退回。")
    check_permission(document, Permission.DOCUMENTS_DRAFT, by)
    if not title.strip():
        raise Refused("请填写标题。")
    edition = working_edition(document)
    was = (document.attribute, edition.mode)
    old = apply_particulars(document, particulars)
    public = wording_for(edition=edition, html=clean_html(html), mode=mode, summary=document.summary)
    edition = publishing.save_edition(
        edition=edition, version=version, by=by, title=title.strip(), html=public, text=to_text(public), mode=mode,
    )  # fmt: skip
    if was != (document.attribute, mode):
        note_attribute(document=document, kind="drafting", mode=mode, by=by, was=was)
    forget_typed(document=document, by=by)
    if old:
        document.save()
        events.record(
            tag="documents:document:save",
            by=by.actor(Permission.DOCUMENTS_DRAFT, document.drafting_agency),
            subject=subject_of(document, edition.title),
            old=old,
            new={name: _plain(getattr(document, name)) for name in old},
        )
    return edition


def _read(file: StoredFile) -> ExtractedText | None:
    """Read a file at once, so that the check before release knows what it says; None for one that cannot be read."""
    try:
        return files.extract_stored(file=file)
    except FileRefused:
        return None  # the check tells that nobody could read it, and asks a person to look


@transaction.atomic
def add_file(*, document: Document, file: StoredFile, name: str, by: Acting, as_text: bool = False) -> EditionFile:
    """Attach a stored file; with `as_text` its extracted text also becomes the wording of the draft.

    Raises Refused when the file has no text that could become the wording (a scan), and says so.
    """
    if document.status not in {Status.DRAFT, Status.RETURNED}:
        raise Refused("稿件已送审，不能再加附件；如需补充请由审查人退回。")
    check_permission(document, Permission.DOCUMENTS_DRAFT, by)
    edition = working_edition(document)
    attached = publishing.attach(
        edition=edition, file=file, name=name, by=by, role="official" if as_text else "attachment"
    )
    extracted = _read(file)
    if as_text:
        extracted = extracted or files.extract_stored(file=file)
        if not extracted.text.strip():
            raise Refused("这个文件里没有可提取的文字（可能是扫描件），请上传可编辑的版本，或在编辑框中录入正文。")
        edition.refresh_from_db()
        whole = body_of(extracted.html, extracted.title or edition.title).html
        html = wording_for(edition=edition, html=whole, mode=edition.mode, summary=document.summary)
        publishing.save_edition(
            edition=edition, version=edition.version, by=by, title=edition.title, html=html, text=to_text(html),
            mode=edition.mode,
        )  # fmt: skip
    return attached


@transaction.atomic
def remove_file(*, document: Document, attached: EditionFile, by: Acting) -> None:
    if document.status not in {Status.DRAFT, Status.RETURNED}:
        raise Refused("稿件已送审，不能移除附件。")
    check_permission(document, Permission.DOCUMENTS_DRAFT, by)
    publishing.detach(attached=attached, by=by)


@transaction.atomic
def submit(*, document: Document, by: Acting) -> Document:
    """Send a draft to the head of division. Raises Refused with everything that is missing, attribute first."""
    check_move(document, Status.HEAD_REVIEW, by)
    edition = working_edition(document)
    defects = [*draft_defects(facts(document, edition)), *demanded("submit", document, edition)]
    if defects:
        raise Refused("还不能送审：" + listing(defects))
    if document.status == Status.RETURNED:
        publishing.new_round(edition=edition)
    move(document, Status.HEAD_REVIEW, by=by, title=edition.title)
    return document


@transaction.atomic
def drop_correction(*, document: Document, reason: str, by: Acting) -> Document:
    """Give a correction up: only the edition in preparation goes, the document is public as before. Raises Refused."""
    check_move(document, Status.PUBLISHED, by)
    if not is_public(document):
        raise Refused("这份公文没有公开的版本，请用“终止办理”。")
    if not reason.strip():
        raise Refused("请写明放弃更正的原因。")
    edition = working_edition(document)
    publishing.discard(edition=edition, by=by, reason=reason)
    move(document, Status.PUBLISHED, by=by, title=edition.title, remark=reason)
    return document


@transaction.atomic
def abandon(*, document: Document, reason: str, by: Acting) -> Document:
    """Stop working on a draft. What is already public stays public, and its document with it: see drop_correction."""
    check_move(document, Status.ABANDONED, by)
    if is_public(document):
        return drop_correction(document=document, reason=reason, by=by)
    if not reason.strip():
        raise Refused("请写明终止办理的原因。")
    if was_served(document):
        raise Refused(NOT_ABANDONED)
    edition = working_edition(document)
    publishing.discard(edition=edition, by=by, reason=reason)
    move(document, Status.ABANDONED, by=by, title=edition.title, remark=reason)
    return document
