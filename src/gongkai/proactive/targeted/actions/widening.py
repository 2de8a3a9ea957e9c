"""What named recipients got becomes public, on the ordinary road of documents, or stays what it is. Nothing is released here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.base.events.rules import Subject
from gongkai.base.notify import actions as notify
from gongkai.base.organisations.queries import acting, holders, the_system
from gongkai.base.organisations.rules import Permission
from gongkai.engine.duties import actions as duties
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.actions import Refused
from gongkai.proactive.documents import actions as documents
from gongkai.proactive.documents.queries import working_edition
from gongkai.proactive.targeted import queries
from gongkai.proactive.targeted.actions.mailing import name_of
from gongkai.proactive.targeted.actions.shared import locked, note
from gongkai.proactive.targeted.models import Delivery, Widening
from gongkai.proactive.targeted.permissions import check_manage
from gongkai.proactive.targeted.rules import KIND, WIDENING_DUTY, Outcome, State, was_given_up

if TYPE_CHECKING:
    from collections.abc import Collection

    from gongkai.base.organisations.models import Person
    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Release
    from gongkai.proactive.documents.models import Document


@transaction.atomic
def widen(*, delivery: Delivery, reason: str, by: Acting, drafter: Person | None = None, seen: str = "") -> Widening:
    """Propose that the content becomes public; the document then passes every review before anybody sees it.

    A delivered document is a draft again under its number (`documents.widen`). What was written for the delivery
    alone becomes a new draft of `drafter`, who answers for its wording from now on. Until the release recipients read
    what they got. `seen` is the state on the officer's page. Raises Refused, also when somebody proposed it before.
    """
    check_manage(delivery, by)
    # A document stays a document when its delivery was withdrawn; what has no document is gone with it.
    wanted = (State.DELIVERED, State.WITHDRAWN) if delivery.document_id else (State.DELIVERED,)
    delivery = locked(delivery, *wanted)
    if seen and seen != delivery.state:
        raise Refused(f"您打开页面之后，这件定向公开变成了“{delivery.get_state_display()}”，请刷新页面再决定。")
    if not reason.strip():
        raise Refused("请写明为什么现在可以主动公开。")
    _close_given_up(delivery)
    if delivery.widenings.filter(closed_at__isnull=True).exists():
        raise Refused("已经提出转为主动公开，正在办理，请刷新页面。")
    if delivery.document is not None:
        document = documents.widen(document=delivery.document, reason=reason, by=by)
    else:
        document = _drafted(delivery, reason, drafter, by)
    try:
        with transaction.atomic():
            made = Widening.objects.create(
                delivery=delivery, document=document, reason=reason.strip()[:300], by=by.person,
                by_name=name_of(by)[:40],
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused("已经提出转为主动公开，正在办理，请刷新页面。") from error
    note("delivery:widen", delivery, by, remark=made.reason, new={"公文": document.item.key})
    _start_clock(document, by)
    _tell(document)
    return made


def _drafted(delivery: Delivery, reason: str, drafter: Person | None, by: Acting) -> Document:
    """Begin a document with the delivered wording and files. Its author is the drafter, who therefore cannot review it."""
    agency, system = delivery.item.agency, the_system("targeted")
    if drafter is None or drafter not in holders(Permission.DOCUMENTS_DRAFT, agency):
        raise Refused("请选择由谁拟稿。")
    source = queries.edition_of(delivery)
    document = documents.draft(
        agency=agency, title=source.title, by=system, html=source.html, reason=reason.strip(),
        division=queries.division_of(acting(drafter), agency),
    )  # fmt: skip
    edition = working_edition(document)
    edition.author = drafter
    edition.save(update_fields=["author"])
    documents.assign_drafter(document=document, person=drafter, by=by)
    for one in source.files.select_related("file"):
        documents.add_file(document=document, file=one.file, name=one.name, by=system)
    return document


def _subject(document: Document) -> Subject:
    return Subject("document", document.item.key, working_edition(document).title)


def _start_clock(document: Document, by: Acting) -> None:
    """What changed into something to be public has its days from the day of the change (条例第二十六条)."""
    subject = _subject(document)
    duties.open_duty(
        rule=WIDENING_DUTY, subject=subject, agency=document.item.agency, division=document.division,
        title=subject.label, reference=document.doc_number, url=f"/desk/documents/{document.pk}/",
        opened_on=timezone.localdate(), by=by,
    )  # fmt: skip


def _tell(document: Document) -> None:
    if document.drafter is not None:
        notify.tell(
            people=[document.drafter], title="有一件定向公开的材料要转为主动公开，请送审",
            key=f"targeted-widen:{document.pk}:{document.status_since:%Y%m%d%H%M%S}",
            url=f"/desk/documents/{document.pk}/", kind=KIND, about=f"document:{document.pk}",
        )  # fmt: skip


@transaction.atomic
def keep(*, delivery: Delivery, reason: str, by: Acting) -> Widening:
    """Give up the proposal: the document is again served to its recipients alone, a draft of its own is ended.

    Raises Refused while somebody reviews the draft (it must be returned first), and when it is public already.
    """
    check_manage(delivery, by)
    delivery = locked(delivery, State.DELIVERED, State.WITHDRAWN)
    standing = delivery.widenings.select_related("document__item__agency").filter(closed_at__isnull=True).first()
    if standing is None:
        raise Refused("没有正在办理的转为主动公开，请刷新页面。")
    if was_given_up(standing.document.status):
        pass  # there is nothing left to take back
    elif delivery.document is not None:
        documents.narrow(
            document=delivery.document, served=queries.edition_of(delivery), reason=reason, by=by
        )  # fmt: skip
    else:
        documents.abandon(document=standing.document, reason=reason, by=by)
    _keep(standing, reason, by)
    return standing


def _keep(standing: Widening, reason: str, by: Acting) -> None:
    _close(standing, Outcome.KEPT, reason)
    words = f"仍定向公开：{standing.note}"
    duties.cancel(rule=WIDENING_DUTY, subject=_subject(standing.document), reason=words, by=by)
    note("delivery:keep", standing.delivery, by, remark=standing.note)


def close_given_up() -> int:
    """Close the proposals whose document ended on its own road; return how many. Daily, and before a new proposal."""
    standing = Widening.objects.filter(closed_at__isnull=True).values("delivery")
    return sum(_close_given_up(one) for one in Delivery.objects.filter(pk__in=standing))


@transaction.atomic
def _close_given_up(delivery: Delivery) -> int:
    rows = delivery.widenings.select_for_update(of=("self",)).select_related("document__item__agency")
    ended = [one for one in rows.filter(closed_at__isnull=True) if was_given_up(one.document.status)]
    for one in ended:
        _keep(one, f"公文{one.document.get_status_display()}", the_system("targeted"))
    return len(ended)


def _close(standing: Widening, outcome: Outcome, words: str = "") -> None:
    standing.closed_at, standing.outcome, standing.note = timezone.now(), outcome, words.strip()[:300]
    standing.save(update_fields=["closed_at", "outcome", "note"])


def follow_releases(*, items: Collection[int]) -> int:
    """Close the deliveries of what is public now; heard twice, nothing more happens. Return how many were closed.

    It matters not by which road the document became public: then everybody may read it, its recipients as well.
    """
    released = {row.item_id: row for row in publishing.public_releases().filter(item__in=items, kind="document")}
    concerned = queries.deliveries_of(released)
    return sum(_made_public(one, released[queries.leading_to(one, released)]) for one in concerned)


@transaction.atomic
def _made_public(delivery: Delivery, release: Release) -> bool:
    delivery = Delivery.objects.select_for_update(of=("self",)).select_related("item__agency").get(pk=delivery.pk)
    for standing in delivery.widenings.filter(closed_at__isnull=True, document=release.item_id):
        _close(standing, Outcome.PUBLIC)
        duties.discharge(
            rule=WIDENING_DUTY, subject=Subject("document", release.key), by=the_system("targeted"),
            on=timezone.localdate(release.published_at),
        )  # fmt: skip
    if delivery.state != State.DELIVERED:  # what was withdrawn stays so, with its reason
        return False
    delivery.state, delivery.public_at = State.PUBLIC, release.first_published_at
    delivery.public_document_id = release.item_id
    delivery.save(update_fields=["state", "public_at", "public_document"])
    note("delivery:public", delivery, the_system("targeted"), new={"公文": release.key})
    return True
