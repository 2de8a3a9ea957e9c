"""What gazette does by itself: its three kinds on publishing's road, the comparison with the standard text, the paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from gongkai.base.jobs import actions as jobs
from gongkai.base.organisations.queries import default_site
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import Kind, Result, State, Step, accompanies, consumes, register
from gongkai.proactive.documents.rules.life import LifeEvent, tells_life
from gongkai.proactive.gazette.actions import papering, standard
from gongkai.proactive.gazette.actions.english import titled
from gongkai.proactive.gazette.models import ChannelState, EnglishIssue, Entry, Issue
from gongkai.proactive.gazette.queries.standard import notes_for_document, printed_in
from gongkai.proactive.gazette.rules import (
    APPROVE,
    ENGLISH,
    ISSUE,
    LANGUAGE,
    PROOF,
    TEXT,
    Channel,
    path_of,
    text_key,
)
from gongkai.proactive.gazette.rules import State as IssueState
from gongkai.proactive.gazette.rules.standard import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gongkai.base.jobs.rules import ClaimedJob
    from gongkai.engine.publishing.models import Edition, OutboxEntry


def _bare(edition: Edition) -> dict[str, Any]:
    return {
        "title": edition.title, "summary": "", "doc_number": "", "genre": "", "category": "", "themes": [],
        "keywords": ["政府公报"], "issuers": [edition.item.agency.name], "formed_on": None, "issued_on": None,
        "effective_on": None, "expires_on": None, "mode": edition.mode,
    }  # fmt: skip


def _issue(edition: Edition) -> Issue:
    return Issue.objects.select_related("gazette__agency", "item").get(item=edition.item_id)


def _entry(edition: Edition) -> Entry:
    return Entry.objects.select_related("issue__gazette", "issue__item", "document").get(item=edition.item_id)


def _english(edition: Edition) -> EnglishIssue:
    return EnglishIssue.objects.select_related("issue__gazette", "issue__item").get(item=edition.item_id)


# --- the issue ----------------------------------------------------------------------------------------


def issue_facts(edition: Edition) -> Mapping[str, Any]:
    """What readers and approver decide on: which texts, in which order, with which wording."""
    issue = _issue(edition)
    entries = issue.entries.order_by("order", "pk")
    return {
        "number": [issue.year, issue.number, issue.total],
        "texts": [[one.column, one.title, fingerprint(one.title, one.doc_number, one.text)] for one in entries],
    }


def issue_snapshot(edition: Edition) -> Mapping[str, Any]:
    """Say of the texts only where they stand: a title that is withdrawn later must not stay in a frozen record."""
    issue = _issue(edition)
    entries = list(issue.entries.order_by("order", "pk"))
    contents = [
        {"key": text_key(issue.item.key, place), "column": one.column} for place, one in enumerate(entries, start=1)
    ]
    day = issue.planned_on if issue.old else timezone.localdate()
    return _bare(edition) | {
        "summary": f"本期刊登{len(entries)}篇。" if entries else "",
        "gazette": issue.gazette.name, "year": issue.year, "number": issue.number, "total": issue.total,
        "old": issue.old, "contents": contents, "issued_on": day.isoformat() if day else None,
    }  # fmt: skip


def issue_defects(edition: Edition) -> Sequence[str]:
    return [] if _issue(edition).state == IssueState.RELEASED else ["公报还没有审定"]


def issue_released(edition: Edition, by: Any) -> None:
    """The portal is the first channel: it has the issue in full the moment it is public."""
    del by
    site = default_site()
    address = f"https://{site.host if site else 'localhost'}{path_of(edition.item.key)}"
    ChannelState.objects.update_or_create(
        issue=_issue(edition), channel=Channel.PORTAL, defaults={"url": address, "by": "系统", "at": timezone.now()}
    )


register(
    Kind(
        key=ISSUE,
        name="政府公报",
        required_steps=lambda edition: [PROOF, APPROVE],
        snapshot=issue_snapshot,
        path=path_of,
        reviewed=issue_facts,
        defects=issue_defects,
        released=issue_released,
    )
)


# --- its texts ----------------------------------------------------------------------------------------


def text_snapshot(edition: Edition) -> Mapping[str, Any]:
    entry = _entry(edition)
    return _bare(edition) | {
        "doc_number": entry.doc_number,
        "issuers": entry.issuer.split("、") if entry.issuer else [edition.item.agency.name],
        "formed_on": entry.formed_on.isoformat() if entry.formed_on else None,
        "issue": entry.issue.item.key, "issue_title": entry.issue.name, "column": entry.column, "place": entry.order,
        "document": entry.document.key if entry.document else "", "document_edition": entry.edition,
        "fingerprint": fingerprint(entry.title, entry.doc_number, entry.text),
    }  # fmt: skip


def text_defects(edition: Edition) -> Sequence[str]:
    """Forbid what is not the approved wording: texts go out with their issue and never alone."""
    entry = _entry(edition)
    if entry.issue.old:
        return []
    approved = publishing.reviews_of(entry.issue.item.editions.order_by("-number")[0])
    found = [] if approved.filter(step=APPROVE.key, result=Result.APPROVE).exists() else ["所在公报还没有审定"]
    if edition.html != entry.html or edition.title != entry.title:
        found.append("与审定的标准文本不一致")
    return found


def no_steps(edition: Edition) -> Sequence[Step]:
    """A text is reviewed with its issue, whose reviews bind its wording."""
    del edition
    return ()


register(
    Kind(
        key=TEXT,
        name="公报刊文",
        required_steps=no_steps,
        snapshot=text_snapshot,
        path=path_of,
        defects=text_defects,
        news=False,
        aside=True,
        reprints="document",
    )
)


@accompanies
def texts_of_issue(edition: Edition) -> Sequence[Edition]:
    """All texts become public with their issue under one timestamp, or nothing does."""
    if edition.item.kind != ISSUE:
        return ()
    entries = Entry.objects.filter(issue__item=edition.item_id, item__isnull=False).select_related("item")
    found = [entry.item.editions.filter(state=State.PREPARING).select_related("item__agency").first() for entry in entries if entry.item]  # fmt: skip
    return [one for one in found if one is not None]


# --- the English edition ------------------------------------------------------------------------------


def english_facts(edition: Edition) -> Mapping[str, Any]:
    english = _english(edition)
    return {"preface": english.preface, "texts": [[row.entry.order, row.title] for _, row in titled(english)]}


def english_snapshot(edition: Edition) -> Mapping[str, Any]:
    english = _english(edition)
    issue = english.issue
    number = issue.item.editions.filter(state=State.PUBLISHED).values_list("number", flat=True).first()
    contents = [
        {"column": column, "title": row.title, "html": row.html, "place": row.entry.order,
         "key": row.entry.item.key if row.entry.item else ""}
        for column, row in titled(english)
    ]  # fmt: skip
    return _bare(edition) | {
        "summary": english.preface[:200], "keywords": ["English"], "language": "en", "source": issue.item.key,
        "source_edition": number, "year": issue.year, "number": issue.number, "total": issue.total,
        "contents": contents, "preface": english.preface,
    }  # fmt: skip


def english_defects(edition: Edition) -> Sequence[str]:
    english = _english(edition)
    found = [] if english.texts.exists() else ["英文版没有篇目"]
    if not publishing.public_releases().filter(item=english.issue.item_id).exists():
        found.append("中文公报没有公开")
    gone = [row.title for _, row in titled(english) if row.entry.item and row.entry.item.withdrawn_at]
    return found + [f"“{title}”的中文已经撤下，请移出英文版" for title in gone]


register(
    Kind(
        key=ENGLISH,
        name="公报英文版",
        required_steps=lambda edition: [LANGUAGE],
        snapshot=english_snapshot,
        news=False,
        path=path_of,
        reviewed=english_facts,
        defects=english_defects,
    )
)


# --- what follows -------------------------------------------------------------------------------------


@consumes("gazette")
def follow(entries: Sequence[OutboxEntry]) -> None:
    """Compare what changed with the standard text; make the paper of what changed anew. Hearing twice does no harm."""
    standard.compare_documents({one.item_id for one in entries if one.kind == "document"})
    texts = {one.item_id for one in entries if one.kind == TEXT}
    for issue in Issue.objects.filter(entries__item__in=texts, state=IssueState.RELEASED).distinct():
        papering.order_paper(issue)


@jobs.handles(papering.JOB, lease_seconds=300)
def make_paper(claimed: Sequence[ClaimedJob]) -> None:
    for job in claimed:
        papering.make_paper(item_pk=job.payload["item"])


@tells_life
def printed(key: str) -> Iterator[LifeEvent]:
    """Tell on the page of a document where it is printed as standard text, and what was decided on differences."""
    entries = list(printed_in(key))
    if not entries:
        return
    for entry in entries:
        if entry.item is None:
            continue
        link = (f"{entry.issue.gazette.name}{entry.issue.brief}", path_of(entry.item.key))
        yield LifeEvent(timezone.localdate(entry.item.release.published_at), "公报刊登（标准文本）", "", (link,))
    for told in notes_for_document(key):
        yield LifeEvent(told.on, f"与公报标准文本：{told.label}", told.text, told.links)
