"""What the portal does by itself: its two kinds of pages on publishing's road, reminders, and what leaves the disk."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from gongkai.base.files import actions as files
from gongkai.base.files.queries import PICTURE_KINDS
from gongkai.base.files.rules import FileRefused
from gongkai.base.jobs import actions as jobs
from gongkai.doors.site import actions, asking
from gongkai.doors.site.models import Piece, Repost, Topic, Translation
from gongkai.doors.site.rules import KIND_NAMES, REFERENCE, REPOST, STEPS, TOPIC, TRANSLATION, path_of
from gongkai.engine.answers.rules import Offer, offer
from gongkai.engine.publishing import actions as publishing_actions
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import Kind, State, consumes, register
from gongkai.engine.publishing.rules import Topic as Announced
from gongkai.engine.screening import queries as screening

if TYPE_CHECKING:
    from gongkai.base.jobs.rules import ClaimedJob
    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Edition


logger = logging.getLogger(__name__)


def _topic(edition: Edition) -> Topic:
    return Topic.objects.get(item=edition.item_id)


def _repost(edition: Edition) -> Repost:
    return Repost.objects.get(item=edition.item_id)


def _translation(edition: Edition) -> Translation:
    return Translation.objects.select_related("source").get(item=edition.item_id)


def _piece(edition: Edition) -> Piece:
    return {TOPIC: _topic, TRANSLATION: _translation}.get(edition.item.kind, _repost)(edition)


def _bare(edition: Edition) -> dict[str, Any]:
    return {
        "title": edition.title, "summary": "", "doc_number": "", "genre": "", "category": "", "themes": [],
        "keywords": [], "issuers": [edition.item.agency.name], "formed_on": None, "issued_on": None,
        "effective_on": None, "expires_on": None, "mode": edition.mode,
    }  # fmt: skip


def topic_snapshot(edition: Edition) -> Mapping[str, Any]:
    """Say which blocks there are, and of listed documents only conditions and index numbers: no words of theirs."""
    topic = _topic(edition)
    said = {"summary": topic.lede, "keywords": ["专题"], "slug": topic.slug, "blocks": topic.blocks}
    return _bare(edition) | said | _banner(topic)


def _banner(topic: Topic) -> dict[str, Any]:
    # Nothing where there is none: a review of a topic from before there were banners stands.
    return {"banner": topic.banner} if topic.banner else {}


def topic_facts(edition: Edition) -> dict[str, Any]:
    """Say what reviewers decide on beside wording and files."""
    topic = _topic(edition)
    return {"lede": topic.lede, "blocks": topic.blocks} | _banner(topic)


def repost_facts(edition: Edition) -> dict[str, Any]:
    repost = _repost(edition)
    return {
        "source_name": repost.source_name,
        "source_url": repost.source_url,
        "original_on": repost.original_on.isoformat(),
        "source_number": repost.doc_number,
    }


def repost_snapshot(edition: Edition) -> Mapping[str, Any]:
    repost = _repost(edition)
    said = "转载自" if repost.sort == REPOST else "刊载于"
    return _bare(edition) | repost_facts(edition) | {
        "summary": f"{said}{repost.source_name}，原文发布于{repost.original_on:%Y-%m-%d}。",
        "doc_number": repost.doc_number,
        "issuers": [repost.source_name],
        "keywords": [KIND_NAMES[repost.sort]],
        "formed_on": repost.original_on.isoformat(),
    }  # fmt: skip


def translation_facts(edition: Edition) -> dict[str, Any]:
    """Say what is translated how far: the reviewers decide on it together with the wording."""
    row = _translation(edition)
    return {"source": row.source.key, "source_edition": row.of_edition, "level": row.level, "body": row.body}


def translation_snapshot(edition: Edition) -> Mapping[str, Any]:
    row = _translation(edition)
    source = row.source.editions.get(number=row.of_edition)
    return _bare(edition) | translation_facts(edition) | {
        "summary": row.summary, "keywords": ["English"], "language": "en", "source_sha256": source.content_sha256,
    }  # fmt: skip


def _unbound(row: Translation) -> list[str]:
    """Forbid an English version of what is not public, or of a text that was corrected meanwhile."""
    standing = row.source.editions.filter(state=State.PUBLISHED).values_list("number", flat=True).first()
    if standing is None:
        return ["中文文件没有公开"]
    if standing != row.of_edition:
        return [f"中文文件已经更正为第{standing}版，请核对译文后改为对应第{standing}版"]
    return []


def defects(edition: Edition) -> Sequence[str]:
    """Forbid the release of what nobody handed in, and of what screening found and nobody decided."""
    piece = _piece(edition)
    found = [] if piece.submitted else ["尚未送审"]
    if isinstance(piece, Repost) and piece.declined_at:
        found.append("已经决定不转载")
    if isinstance(piece, Translation):
        found += _unbound(piece)
    return found + list(screening.gate(edition).reasons)


def released(edition: Edition, by: Acting) -> None:
    """Follow a release in its transaction: the columns its editor chose."""
    piece = _piece(edition)
    for column in publishing.columns_for(edition.item.agency, piece.columns):
        publishing_actions.place(item=edition.item, column=column, by=by)


register(
    Kind(
        key=TOPIC,
        name=KIND_NAMES[TOPIC],
        required_steps=lambda edition: STEPS,
        snapshot=topic_snapshot,
        path=partial(path_of, TOPIC),
        reviewed=topic_facts,
        defects=defects,
        released=released,
    )
)
register(
    Kind(
        key=TRANSLATION,
        name=KIND_NAMES[TRANSLATION],
        required_steps=lambda edition: STEPS,
        snapshot=translation_snapshot,
        news=False,
        path=partial(path_of, TRANSLATION),
        reviewed=translation_facts,
        defects=defects,
        released=released,
    )
)
for sort in (REPOST, REFERENCE):
    register(
        Kind(
            key=sort,
            name=KIND_NAMES[sort],
            required_steps=lambda edition: STEPS,
            snapshot=repost_snapshot,
            path=partial(path_of, sort),
            reviewed=repost_facts,
            defects=defects,
            released=released,
        )
    )


@consumes("site.papers")
def forget_papers(entries: Sequence[Any]) -> None:
    """Remove PDF and DOCX made of withdrawn editions; pages stopped serving them with the withdrawal itself."""
    for entry in entries:
        if entry.topic != Announced.WITHDRAWN:
            continue
        item = publishing.tombstone(entry.key)
        if item is None:
            continue
        for digest in item.editions.exclude(content_sha256="").values_list("content_sha256", flat=True):
            for paper in (Path(settings.DATA_DIR) / "cache" / "papers").glob(f"{digest}*"):
                paper.unlink(missing_ok=True)


@consumes("site.translations")
def follow_documents(entries: Sequence[Any]) -> None:
    """Take English versions down with their documents, and tell editors of corrections.

    Readers lost sight of a withdrawn document's English with the document itself.
    """
    for entry in entries:
        if entry.kind != "document":
            continue
        if entry.topic == Announced.WITHDRAWN and (item := publishing.tombstone(entry.key)) is not None:
            actions.follow_withdrawal(item)
        if entry.topic == Announced.CORRECTED and (item := publishing.item_by_number(entry.key)) is not None:
            actions.follow_correction(item)


@consumes("site.pictures")
def make_pictures(entries: Sequence[Any]) -> None:
    """Make pictures of what is public now in the sizes of web pages; take away those of what no longer is.

    A document in preparation or withheld never has any: a size is made only after the release.
    """
    items = {entry.item_id for entry in entries}
    for attached in publishing.public_files(items, PICTURE_KINDS):
        try:
            files.make_pictures(file=attached.file)
        except FileRefused as refusal:
            logger.warning("no sizes of a picture", extra={"file": attached.file_id, "why": str(refusal)})
    gone = {entry.item_id for entry in entries if entry.topic == Announced.WITHDRAWN}
    for attached in publishing.files_once_public(gone, PICTURE_KINDS) if gone else ():
        files.discard_pictures(file=attached.file)


@jobs.handles("site.remind", lease_seconds=120)
def remind(claimed: Sequence[ClaimedJob]) -> None:
    """Each morning: reposts whose term ends or ended, sites whose yearly check is due, daily counts grown old."""
    del claimed
    actions.drop_old_visits()
    actions.remind_reposts()
    actions.remind_checks()


jobs.every("site.remind", daily_at="08:40")
# What /ask offers where it knows no answer.
offer(Offer("board", "到留言板提问", "由主管机关的工作人员答复", asking.board, order=10))
offer(
    Offer(
        "application",
        "申请公开政府信息",
        "没有公开的可以申请",
        asking.application,
        order=20,
    )
)
