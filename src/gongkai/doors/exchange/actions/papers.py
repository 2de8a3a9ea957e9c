"""The document behind a message: making it, rewriting it, adding files, sending it on, laying both wordings side by side."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from gongkai.base.files.rules import clean_html, to_text
from gongkai.base.organisations import queries as organisations
from gongkai.base.organisations.queries import the_system
from gongkai.doors.exchange.permissions import Refused
from gongkai.doors.exchange.rules.comparing import key_of_number, plain_title, text_sha256
from gongkai.engine.publishing.rules import digest
from gongkai.proactive.documents import actions as documents
from gongkai.proactive.documents import queries
from gongkai.proactive.documents.rules import ATTRIBUTE_NAMES, DEFAULT_MODE, Status, draft_defects

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency, Division
    from gongkai.base.organisations.queries import Acting
    from gongkai.doors.exchange.models import Handover, Message
    from gongkai.proactive.documents.models import Document

PARTICULARS = frozenset(
    "ground reason interpretation_plan release_channel release_audience genre category themes audiences keywords five summary "
    "joint_issuers addressees copied_to signer formed_on effective_on expires_on".split()
)
DAYS = frozenset({"formed_on", "effective_on", "expires_on"})


class UnknownField(Refused):
    """A value names something that is not registered here; `field` says where it stands."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


def paper(handover: Handover) -> Document:
    return queries.visible_to(the_system("exchange")).get(item_id=handover.item_id)


def kept(document: Document) -> str:
    """Return the digest of the wording as it stands here: when it changes, somebody wrote here."""
    edition = queries.working_edition(document)
    return digest([edition.title, edition.html])


def digest_of_papers(message: Message) -> str:
    sent = message.files.select_related("file").order_by("pk")
    return digest([message.payload["document"], [[one.name, one.file.sha256] for one in sent]])


def _agency(message: Message) -> Agency:
    code = str(message.payload["document"].get("agency") or "")
    if not code:
        return message.partner.agency
    found = organisations.agency_model().objects.filter(code=code, abolished_on__isnull=True).first()
    if found is None:
        raise UnknownField("document.agency", f"没有代码为“{code}”的机关，请核对。")
    return found


def _division(message: Message) -> Division | None:
    name = str(message.payload["document"].get("division") or "")
    if not name:
        return None
    divisions = message.partner.agency.divisions
    found = divisions.filter(name=name).first()
    if found is None:
        known = "、".join(divisions.values_list("name", flat=True)) or "（尚未登记科室）"
        raise UnknownField("document.division", f"{message.partner.agency.label}没有“{name}”这个科室，现有：{known}。")
    return found


def _particulars(message: Message) -> dict[str, Any]:
    sent = message.payload["document"]
    given = {name: sent[name] for name in PARTICULARS & set(sent) if sent[name] is not None}
    for name in DAYS & set(given):
        given[name] = dt.date.fromisoformat(given[name])
    return given


def create(message: Message, by: Acting) -> Document:
    """Begin the document. An attribute that was not stated stays open: somebody must state it (R004)."""
    sent = message.payload["document"]
    document = documents.draft(
        agency=_agency(message), drafting_agency=message.partner.agency, division=_division(message),
        title=sent["title"], html=sent.get("html") or "", mode=sent.get("mode") or DEFAULT_MODE, origin="oa",
        external_id=f"{message.partner.code}:{message.external_id}", by=by, attribute=sent.get("attribute") or "",
        **_particulars(message),
    )  # fmt: skip
    add_files(message, document, by)
    return document


def add_files(message: Message, document: Document, by: Acting) -> None:
    """Attach what came. A file of the same name is replaced; the same file again changes nothing."""
    standing = {one.name: one for one in queries.working_edition(document).files.select_related("file")}
    for one in message.files.select_related("file").order_by("pk"):
        earlier = standing.get(one.name)
        if earlier is not None and earlier.file_id == one.file_id:
            continue
        if earlier is not None:
            documents.remove_file(document=document, attached=earlier, by=by)
        documents.add_file(document=document, file=one.file, name=one.name, by=by, as_text=one.as_text)


def rewrite(message: Message, document: Document, by: Acting) -> None:
    sent, edition = message.payload.get("document"), queries.working_edition(document)
    if sent:
        stated = {"attribute": sent["attribute"]} if sent.get("attribute") else {}
        documents.save(
            document=document, version=edition.version, by=by, title=sent["title"],
            html=sent.get("html") or edition.html, mode=sent.get("mode") or edition.mode,
            **_particulars(message), **stated,
        )  # fmt: skip
    add_files(message, document, by)


def submit_if_whole(handover: Handover, by: Acting) -> bool:
    """Send the draft on when nothing is missing and every file that was promised separately has come."""
    document = paper(handover)
    edition = queries.working_edition(document)
    came = handover.partner.messages.filter(
        external_id=handover.external_id, kind="attachment", state="applied"
    ).count()  # fmt: skip
    if not handover.submit or document.status != Status.DRAFT or came < handover.awaited:
        return False
    if draft_defects(queries.facts(document, edition)):
        return False
    documents.submit(document=document, by=by)
    return True


def missing(document: Document) -> list[str]:
    """Return what keeps a draft from going on, in sentences."""
    if document.status not in {Status.DRAFT, Status.RETURNED}:
        return []
    return draft_defects(queries.facts(document, queries.working_edition(document)))


def sides(message: Message, document: Document) -> dict[str, Any]:
    """Return both wordings for the task: ours, theirs, and in which fields they differ."""
    edition, sent = queries.working_edition(document), message.payload.get("document") or {}
    theirs_text = to_text(clean_html(sent.get("html") or "")) if sent else ""
    names = [one.name for one in message.files.all()]
    ours = {
        "title": edition.title, "doc_number": document.doc_number,
        "attribute": ATTRIBUTE_NAMES.get(document.attribute, "未填"), "html": edition.text,
        "files": "、".join(edition.files.values_list("name", flat=True)),
    }  # fmt: skip
    theirs = {
        "title": sent.get("title", ""), "doc_number": sent.get("doc_number") or "",
        "attribute": ATTRIBUTE_NAMES.get(sent.get("attribute") or "", "未填"), "html": theirs_text,
        "files": "、".join(names),
    } if sent else {"files": "、".join(names)}  # fmt: skip
    differs = []
    if sent and plain_title(ours["title"]) != plain_title(theirs["title"]):
        differs.append("title")
    both = ours["doc_number"] and sent.get("doc_number")
    if both and key_of_number(ours["doc_number"]) != key_of_number(theirs["doc_number"]):
        differs.append("doc_number")
    if theirs_text and text_sha256(edition.text) != text_sha256(theirs_text):
        differs.append("html")
    return {"ours": ours, "theirs": theirs, "differs": differs}
