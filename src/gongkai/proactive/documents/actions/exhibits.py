"""Exhibits: attached while the draft is in hand, compared by the verifier where passages are withheld, never published alone."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.organisations.queries import check
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing.actions import Refused
from gongkai.engine.publishing.rules import State, listing
from gongkai.proactive.documents.actions.moving import subject_of
from gongkai.proactive.documents.actions.redacting import check_not_own_marks
from gongkai.proactive.documents.models import Document, Exhibit, MapSheet
from gongkai.proactive.documents.permissions import agency_for, check_permission
from gongkai.proactive.documents.queries import working_edition
from gongkai.proactive.documents.queries.exhibits import public_exhibits, seen_digest
from gongkai.proactive.documents.rules import Status
from gongkai.proactive.documents.rules.exhibits import (
    KINDS,
    LONGEST_ALT,
    MOST_EXHIBITS,
    PLACES,
    defects,
    head_defects,
)
from gongkai.proactive.documents.rules.outlines import BadMap, read_map
from gongkai.proactive.documents.rules.redaction import GENERATED

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency
    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Edition


def _open(document: Document, by: Acting) -> Edition:
    """Return the edition in hand. Raises Refused once the draft is under review, as for files."""
    if document.status not in {Status.DRAFT, Status.RETURNED}:
        raise Refused("稿件已送审，不能改动图示；如需改动请由审查人退回。已公开的，请先办理更正。")
    check_permission(document, Permission.DOCUMENTS_DRAFT, by)
    edition = working_edition(document)
    if edition.state != State.PREPARING:
        raise Refused("这一版已不在编辑中，不能改动图示。")
    return edition


def _check(facts: dict[str, Any]) -> None:
    wrong = [*head_defects(facts), *defects(str(facts["kind"]), facts["data"])]
    if facts["kind"] not in KINDS or facts["place"] not in PLACES:
        wrong.append("请选择图示种类和位置")
    if len(str(facts["alt"])) > LONGEST_ALT:
        wrong.append(f"替代文字最多{LONGEST_ALT}个字")
    if wrong:
        raise Refused(listing(wrong))


def _facts(kind: str, title: str, source: str, alt: str, place: str, data: dict[str, Any]) -> dict[str, Any]:
    facts = {"kind": kind, "title": title.strip(), "source": source.strip(), "alt": alt.strip(), "place": place}
    return {**facts, "data": data}


@transaction.atomic
def attach_exhibit(
    *, document: Document, kind: str, title: str, source: str, alt: str, data: dict[str, Any], by: Acting,
    place: str = "below",
) -> Exhibit:  # fmt: skip
    """Attach an exhibit to the edition in hand. Raises Refused with everything that is missing, alternative text too."""
    edition = _open(document, by)
    facts = _facts(kind, title, source, alt, place, data)
    _check(facts)
    if Exhibit.objects.filter(edition=edition).count() >= MOST_EXHIBITS:
        raise Refused(f"一份公文最多{MOST_EXHIBITS}个图示，请先移除不需要的。")
    exhibit = Exhibit.objects.create(
        edition=edition, order=Exhibit.objects.filter(edition=edition).count() + 1, by=by.person,
        by_name=by.actor().name, at=timezone.now(), **facts,
    )  # fmt: skip
    _note("attach", document, edition, exhibit, by)
    return exhibit


@transaction.atomic
def change_exhibit(
    *, document: Document, exhibit: Exhibit, title: str, source: str, alt: str, data: dict[str, Any], by: Acting,
    place: str = "below",
) -> Exhibit:  # fmt: skip
    """Write an exhibit anew. What the verifier said of it before no longer counts."""
    edition = _own(document, exhibit, by)
    facts = _facts(exhibit.kind, title, source, alt, place, data)
    _check(facts)
    for name, value in facts.items():
        setattr(exhibit, name, value)
    exhibit.verdict, exhibit.verdict_digest, exhibit.verdict_by_name = "", "", ""
    exhibit.verdict_by, exhibit.verdict_at = None, None
    exhibit.save()
    _note("change", document, edition, exhibit, by)
    return exhibit


@transaction.atomic
def remove_exhibit(*, document: Document, exhibit: Exhibit, by: Acting) -> None:
    edition = _own(document, exhibit, by)
    _note("remove", document, edition, exhibit, by)
    exhibit.delete()


def _own(document: Document, exhibit: Exhibit, by: Acting) -> Edition:
    edition = _open(document, by)
    if exhibit.edition_id != edition.pk:
        raise Refused("这个图示属于以前的版本，不能改动。")
    return edition


def _note(verb: str, document: Document, edition: Edition, exhibit: Exhibit, by: Acting) -> None:
    # A page that somebody opened before shows other exhibits: its form must not pass for the present state.
    type(edition).objects.filter(pk=edition.pk).update(version=F("version") + 1, saved_at=timezone.now())
    said = {"kind": KINDS[exhibit.kind], "title": exhibit.title}
    events.record(
        tag=f"documents:exhibit:{verb}",
        by=by.actor(Permission.DOCUMENTS_DRAFT, document.drafting_agency),
        subject=subject_of(document, edition.title),
        old=said if verb == "remove" else None,
        new=None if verb == "remove" else said,
    )


@transaction.atomic
def verify_exhibit(*, document: Document, exhibit: Exhibit, verdict: str, by: Acting) -> Exhibit:
    """Say, in the secrecy review, whether an exhibit shows nothing beyond the public wording («open») or stays back.

    The word holds for this exhibit beside this wording; a change of either takes it away. Nobody verifies what they
    drafted, attached or marked themselves. Raises Refused.
    """
    if document.status != Status.SECRECY_REVIEW:
        raise Refused("图示在保密审查环节对照公开稿确认，现在不在这个环节。")
    check_permission(document, Permission.DOCUMENTS_SECRECY_REVIEW, by)
    edition = working_edition(document)
    if edition.mode not in GENERATED or exhibit.edition_id != edition.pk:
        raise Refused("只有删减后公开、摘要公开的公文才需要对照确认图示。")
    if verdict not in {"open", "withheld"}:
        raise Refused("请选择“随文公开”或者“不公开”。")
    if by.person is not None and by.person.pk in {edition.author_id, exhibit.by_id}:
        raise Refused("稿件或者图示由您制作，请由其他同志确认。")
    check_not_own_marks(edition, by)
    exhibit.verdict, exhibit.verdict_digest = verdict, seen_digest(exhibit, edition)
    exhibit.verdict_by, exhibit.verdict_by_name, exhibit.verdict_at = by.person, by.actor().name, timezone.now()
    exhibit.save()
    permission = Permission.DOCUMENTS_SECRECY_REVIEW
    events.record(
        tag="documents:exhibit:verify",
        by=by.actor(permission, agency_for(document, permission)),
        subject=subject_of(document, edition.title),
        new={"title": exhibit.title, "verdict": exhibit.get_verdict_display()},
    )
    return exhibit


def note_public(*, edition: Edition) -> None:
    """Mark, within a release, which exhibits went public with the edition; the report counts them."""
    shown = [one.pk for one in public_exhibits(edition)]
    Exhibit.objects.filter(edition=edition).update(public=False)
    Exhibit.objects.filter(pk__in=shown).update(public=True)


@transaction.atomic
def upload_map(*, agency: Agency, data: bytes, filename: str, source: str, by: Acting) -> MapSheet:
    """Replace the outlines on which maps of this agency and those below are drawn (GeoJSON or SVG).

    Maps attached before keep the outlines that were reviewed with them. Raises Refused with what is wrong in the file.
    """
    check(by, Permission.PUBLISHING_COLUMNS, agency)
    if not source.strip():
        raise Refused("请写明底图来源和审图号；对外公开的地图须符合地图管理规定。")
    try:
        areas, box = read_map(data, filename)
    except BadMap as error:
        raise Refused(str(error)) from error
    sheet = MapSheet.objects.create(
        agency=agency, source=source.strip()[:200], areas=areas, box=list(box),
        sha256=hashlib.sha256(data).hexdigest(), by_name=by.actor().name, at=timezone.now(),
    )  # fmt: skip
    events.record(
        tag="documents:map:upload",
        by=by.actor(Permission.PUBLISHING_COLUMNS, agency),
        subject=Subject("agency", agency.code, agency.name),
        new={"sha256": sheet.sha256, "areas": [area["name"] for area in areas], "source": sheet.source},
    )
    return sheet
