"""Documents as a kind of publishing: what reviews they need, what goes public, what follows a release."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongkai.base.jobs import actions as jobs
from gongkai.base.notify import actions as notify
from gongkai.base.notify.rules import Note
from gongkai.engine.duties import actions as duties
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing import queries
from gongkai.engine.publishing.rules import Kind, Step, Topic, consumes, register
from gongkai.engine.search.rules import tells
from gongkai.law.grounds import Attribute, Mode
from gongkai.proactive.documents import actions, rules
from gongkai.proactive.documents.actions.exhibits import note_public
from gongkai.proactive.documents.actions.moving import about, move, subject_of
from gongkai.proactive.documents.actions.reviewing_redaction import follow_review
from gongkai.proactive.documents.models import Document
from gongkai.proactive.documents.queries import exhibits, facts, issuers, redaction
from gongkai.proactive.documents.queries.gates import stopping
from gongkai.proactive.documents.rules import Status
from gongkai.proactive.documents.rules.exhibits import words_of
from gongkai.proactive.documents.rules.library import entry_defects
from gongkai.proactive.documents.rules.reviews import REVIEW_DUTY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gongkai.base.jobs.rules import ClaimedJob
    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Edition, Item, OutboxEntry


def _document(edition: Edition) -> Document:
    item = edition.item
    if item._meta.get_field("document").is_cached(item):  # a batch in hand needs no look-up for each
        known: Document = item.document
        return known
    return Document.objects.select_related("item__agency", "drafting_agency", "division").get(item_id=edition.item_id)


@tells
def words_of_exhibits(facts: Mapping[str, Any]) -> str:
    """Return what the public exhibits of a document say: titles, what they show in words, labels and cells."""
    return "\n".join(words_of(one) for one in facts.get("exhibits", ()))


def required_steps(edition: Edition) -> Sequence[Step]:
    document = _document(edition)
    return rules.required_steps(document.attribute, edition.mode)


def reviewed(edition: Edition) -> Mapping[str, Any]:
    document = _document(edition)
    names = (
        "attribute ground reason interpretation_plan release_channel release_audience genre category themes audiences five "
        "summary joint_issuers addressees copied_to approving_meeting effective_on expires_on sensitive "
        "timing_assessment"
    ).split()
    known = {name: getattr(document, name) for name in names}
    plain = {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in known.items()}
    return plain | redaction.reviewed(edition) | exhibits.reviewed_exhibits(edition)


def defects(edition: Edition) -> Sequence[str]:
    document = _document(edition)
    known = facts(document, edition)
    if document.status == Status.PUBLISHED:  # public elsewhere already: its text was judged there, not here
        return rules.library_defects(known)
    found = entry_defects(known)
    if edition.mode == Mode.TARGETED:
        found.append("定点、定向公开的公文不上网公开，请在“定向公开”中办理")
    if document.attribute != "proactive":
        found.append(f"公开属性是“{document.get_attribute_display()}”，不能公开发布")
    if document.issued_on is None:
        found = [*(one for one in found if one != "缺少印发日期"), "尚未印发"]
    reviews = [review for review in edition.reviews.all() if review.step == rules.OFFICE.key]
    chosen = next((review for review in reviews if review.round == edition.round), None)
    if chosen is not None and chosen.checks.get("mode") != edition.mode:
        found.append("公开方式与核稿时选定的不一致")
    found += [one for one in stopping("publish", document, edition) if one not in found]
    return found


def snapshot(edition: Edition) -> Mapping[str, Any]:
    document = _document(edition)

    def day(name: str) -> str | None:
        value = getattr(document, name)
        return value.isoformat() if value else None

    return {
        "title": edition.title,
        "summary": document.summary,
        "doc_number": document.doc_number,
        "genre": document.genre,
        "category": document.category,
        "themes": document.themes,
        "audiences": document.audiences,
        "keywords": document.keywords,
        "five": document.five,
        "issuers": issuers(document),
        "drafted_by": document.drafting_agency.name,
        "addressees": document.addressees,
        "copied_to": document.copied_to,
        "approving_meeting": document.approving_meeting,
        "formed_on": day("formed_on"),
        "issued_on": day("issued_on"),
        "effective_on": day("effective_on"),
        "expires_on": day("expires_on"),
        "attribute": document.attribute,
        "mode": edition.mode,
        "note": document.note or Attribute(document.attribute).note.strip("（）"),
    } | exhibits.snapshot_of(edition)


def released(edition: Edition, by: Acting) -> None:
    """Follow a release in its transaction: columns, exhibits, status, discharged duty."""
    document = _document(edition)
    note_public(edition=edition)
    columns = queries.columns_for(document.item.agency, document.wanted_columns)
    for column in columns:
        # What a site editor placed elsewhere stays there; a correction only adds what is missing.
        publishing.place(item=document.item, column=column, by=by)
    if document.status == Status.PUBLISHED:
        return
    event = move(document, Status.PUBLISHED, by=by, title=edition.title, new={"edition": edition.number})
    duties.discharge(rule=rules.PUBLICATION_DUTY, subject=subject_of(document), event_seq=event.seq, by=by)
    follow_review(document, edition, by, event.seq)


def withdrawn(item: Item, by: Acting) -> None:
    document = Document.objects.select_related("item__agency", "drafting_agency").get(item=item)
    duties.cancel(rule=REVIEW_DUTY, subject=subject_of(document), reason="公文已撤下", by=by)
    if document.status == Status.PUBLISHED and item.withdrawal_kind != "attribute":
        move(document, Status.WITHDRAWN, by=by, title=item.withdrawn_title, remark=item.withdrawal_reason)


@jobs.handles("documents.countersign")
def remind_countersigners(claimed: Sequence[ClaimedJob]) -> None:
    del claimed
    actions.remind_countersigners()


jobs.every("documents.countersign", daily_at="08:40")


@consumes("documents-tell")
def tell_drafters(entries: Sequence[OutboxEntry]) -> None:
    """Tell each drafter once that the document is public; heard twice, it stays one message and one mail."""
    keys = {entry.key: entry for entry in entries if entry.kind == "document" and entry.topic in TOLD}
    documents = Document.objects.filter(item__key__in=keys, drafter__isnull=False, item__release__isnull=False)
    documents = documents.select_related("drafter", "item__release")
    notes = []
    for document in documents:
        entry = keys[document.item.key]
        if document.drafter is not None and document.status == Status.PUBLISHED:
            notes.append(
                Note(
                    (document.drafter.pk,),
                    f"已公开：{document.item.release.title}",
                    f"released:{entry.key}:{entry.edition_number}",
                    url=f"/desk/documents/{document.pk}/",
                    kind="documents",
                    about=about(document),
                    mail=True,
                )
            )
    notify.tell_all(notes=notes)


TOLD = {Topic.RELEASED, Topic.CORRECTED}
DOCUMENT = register(
    Kind(
        key="document",
        name="公文",
        required_steps=required_steps,
        snapshot=snapshot,
        path=lambda key: f"/documents/{key}",
        reviewed=reviewed,
        defects=defects,
        columns=lambda edition: _document(edition).wanted_columns,
        released=released,
        withdrawn=withdrawn,
    )
)
