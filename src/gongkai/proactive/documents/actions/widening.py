"""What was disclosed to named recipients (定点、定向公开) becomes a matter for everybody, or stays what it was (R015, R019)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.actions import Refused
from gongkai.engine.publishing.actions.release import lock
from gongkai.proactive.documents.actions.attributes import note_attribute
from gongkai.proactive.documents.actions.moving import move
from gongkai.proactive.documents.models import Document
from gongkai.proactive.documents.permissions import check_move
from gongkai.proactive.documents.queries import working_edition
from gongkai.proactive.documents.queries.serving import was_served
from gongkai.proactive.documents.rules import DEFAULT_MODE, MODE_NAMES, Status
from gongkai.proactive.documents.rules.serving import SERVE_ALL_FIRST, may_be_served

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Edition


def _locked(document: Document) -> Edition:
    """Lock edition and document, in this order as by every release."""
    edition = lock(working_edition(document))
    Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    document.refresh_from_db()
    return edition


@transaction.atomic
def widen(*, document: Document, reason: str, by: Acting) -> Document:
    """Propose that a document served to named recipients becomes public in full: it is a draft again and asks everybody.

    Number, wording and files stay; every review is made anew, and only the release itself makes anything public.
    Raises Refused unless it was served to all its recipients and nobody else moved it meanwhile.
    """
    edition = _locked(document)
    if may_be_served(document.status, edition.mode):
        raise Refused(SERVE_ALL_FIRST)
    if document.status != Status.SERVED:
        raise Refused(f"这份公文现在是“{document.get_status_display()}”，不能这样办理，请刷新页面。")
    check_move(document, Status.DRAFT, by)
    if not reason.strip():
        raise Refused("请写明为什么现在可以主动公开。")
    was = (document.attribute, edition.mode)
    publishing.new_round(edition=edition)
    edition = _write(edition, DEFAULT_MODE, edition, by)
    move(document, Status.DRAFT, by=by, title=edition.title, remark=reason, new=_modes(was[1], edition.mode))
    document.ground, document.reason = "", reason.strip()
    document.save(update_fields=["ground", "reason"])
    note_attribute(document=document, kind="changed", mode=edition.mode, by=by, was=was)
    return document


@transaction.atomic
def narrow(*, document: Document, served: Edition, reason: str, by: Acting) -> Document:
    """Give up making it public: it is again what it was, served to its recipients, in the wording that they got.

    `served` is the edition that was delivered. Raises Refused while somebody is reviewing the draft: it must be
    returned first.
    """
    edition = _locked(document)
    check_move(document, Status.SERVED, by)
    if not was_served(document):
        raise Refused("这份公文没有定向送达过，不能这样办理。")
    if not reason.strip():
        raise Refused("请写明为什么仍定向公开。")
    before = document.attribute_changes.filter(mode="targeted").order_by("at", "pk").last()
    was = (document.attribute, edition.mode)
    edition = _write(edition, "targeted", served, by)
    _same_files(edition, served, by)
    move(document, Status.SERVED, by=by, title=edition.title, remark=reason, new=_modes(was[1], edition.mode))
    if before is not None:
        document.ground, document.reason = before.ground, before.reason
        document.save(update_fields=["ground", "reason"])
    note_attribute(document=document, kind="changed", mode=edition.mode, by=by, was=was, reason=reason.strip())
    return document


def _write(edition: Edition, mode: str, source: Edition, by: Acting) -> Edition:
    return publishing.save_edition(
        edition=edition, version=edition.version, by=by, title=source.title, html=source.html, text=source.text,
        mode=mode,
    )  # fmt: skip


def _same_files(edition: Edition, served: Edition, by: Acting) -> None:
    wanted = {(one.file_id, one.name): one for one in served.files.select_related("file")}
    standing = {(one.file_id, one.name): one for one in edition.files.select_related("file")}
    for key in standing.keys() - wanted.keys():
        publishing.detach(attached=standing[key], by=by)
    for key in wanted.keys() - standing.keys():
        publishing.attach(edition=edition, file=wanted[key].file, name=wanted[key].name, by=by)


def _modes(was: str, now: str) -> dict[str, str]:
    return {"mode": MODE_NAMES.get(now, now), "was": MODE_NAMES.get(was, was)}
