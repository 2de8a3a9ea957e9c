"""From draft to public for topics and reposts: the same road for both, and the only one that publishing has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.notify import actions as notify
from gongkai.base.notify.rules import Note
from gongkai.base.organisations.queries import Acting, check, holders
from gongkai.base.organisations.rules import Permission
from gongkai.doors.site.models import Piece, Repost, Topic, Translation
from gongkai.doors.site.queries.pieces import edition_of, public_edition
from gongkai.doors.site.rules import KIND_NAMES, REPOST
from gongkai.doors.site.rules.flow import DESKS, DRAFTING, REVIEWERS, STEPS
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing import queries
from gongkai.engine.publishing.actions import Refused
from gongkai.engine.publishing.rules import Result, State, Withdrawal

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Edition, Release, Review


def note(tag: str, piece: Piece, by: Acting, **facts: Any) -> None:
    edition = edition_of(piece)
    events.record(
        tag=tag,
        by=by.actor(agency=piece.item.agency),
        subject=Subject(piece.item.kind, piece.item.key, edition.title),
        **facts,
    )


def check_drafting(piece: Piece, by: Acting) -> Edition:
    """Return the edition that may be changed now. Raises NotAllowed, or Refused while it lies with the reviewers."""
    check(by, DRAFTING, piece.item.agency)
    edition = edition_of(piece)
    if edition.state != State.PREPARING:
        raise Refused("没有正在编辑的版本。已经发布的，请先点“修改”，开始新的版本。")
    if piece.submitted:
        raise Refused("已经送审，不能修改。需要改动的，请审核人退回。")
    return edition


@transaction.atomic
def submit(*, piece: Piece, by: Acting) -> None:
    """Hand over to the reviewers. Raises Refused with everything that is still missing."""
    edition = check_drafting(piece, by)
    missing = _lacking(piece, edition)
    if missing:
        raise Refused("还不能送审：" + "；".join(missing) + "。")
    _set_submitted(piece, value=True)
    note("site:piece:submit", piece, by)
    _tell_next(piece, edition)


def _lacking(piece: Piece, edition: Edition) -> list[str]:
    if isinstance(piece, Topic):
        return ([] if piece.blocks else ["专题还没有版块"]) + ([] if piece.lede else ["没有写导语"])
    if isinstance(piece, Repost):
        if piece.declined_at:
            return ["已经决定不转载"]
        return ["没有填写正文"] if piece.sort == REPOST and not edition.text.strip() else []
    if isinstance(piece, Translation):
        return lacking_in_english(piece)
    return []


def lacking_in_english(translation: Translation) -> list[str]:
    """Return what this level of English still lacks."""
    found = [] if translation.level == "title" or translation.summary else ["没有写英文摘要"]
    return found + (["没有填写译文"] if translation.level == "full" and not translation.body.strip() else [])


def _set_submitted(piece: Piece, *, value: bool) -> None:
    type(piece)._default_manager.filter(pk=piece.pk).update(submitted=value)
    piece.submitted = value


@transaction.atomic
def approve(
    *,
    piece: Piece,
    step: str,
    by: Acting,
    opinion: str = "",
    checks: Mapping[str, Any] | None = None,
    seen: str = "",
) -> Review:
    """Record one approval of one step; the steps go in their order. Raises Refused, AlreadyReviewed, NotAllowed."""
    edition = _with_reviewers(piece)
    grant = check(by, REVIEWERS[step], piece.item.agency)
    missing = [one.key for one in queries.missing_steps(edition)]
    if missing and step in missing and missing[0] != step:
        name = next(one.name for one in STEPS if one.key == missing[0])
        raise Refused(f"请先完成“{name}”。")
    review = publishing.decide(
        edition=edition, step=step, result=Result.APPROVE, by=by, grant=grant, opinion=opinion, checks=checks, seen=seen
    )
    _tell_next(piece, edition)
    return review


def _tell_next(piece: Piece, edition: Edition) -> None:
    """Tell whoever can take the next step that it is their turn: these pages are not opened every day."""
    missing = queries.missing_steps(edition)
    permission = REVIEWERS[missing[0].key] if missing else Permission.PUBLISHING_RELEASE
    word = missing[0].name if missing else "发布"
    people = tuple(one.pk for one in holders(permission, piece.item.agency) if one.pk != edition.author_id)
    _tell(piece, edition, people, f"待{word}", word)


def _tell(piece: Piece, edition: Edition, people: tuple[int, ...], said: str, occasion: str) -> None:
    if people:
        title = f"{said}：{KIND_NAMES[piece.item.kind]}“{edition.title}”"
        key = f"piece:{piece.pk}:{edition.number}:{edition.round}:{occasion}"
        url = f"/desk/site/{DESKS[piece.item.kind]}/{piece.pk}/"
        notify.tell_all(notes=[Note(people, title, key, url=url, kind="site", mail=True)])


@transaction.atomic
def send_back(*, piece: Piece, step: str, opinion: str, by: Acting) -> None:
    """Return to the editor with the cause; every step is asked again afterwards."""
    edition = _with_reviewers(piece)
    grant = check(by, REVIEWERS[step], piece.item.agency)
    if not opinion.strip():
        raise Refused("退回时请写明原因，便于编辑修改。")
    if step in {one.key for one in queries.missing_steps(edition)}:
        publishing.decide(edition=edition, step=step, result=Result.RETURN, by=by, grant=grant, opinion=opinion)
    if edition.author_id is not None:
        _tell(piece, edition, (edition.author_id,), "已退回", "退回")
    publishing.new_round(edition=edition)
    _set_submitted(piece, value=False)
    note("site:piece:return", piece, by, remark=opinion.strip())


def _with_reviewers(piece: Piece) -> Edition:
    edition = edition_of(piece)
    if not piece.submitted or edition.state != State.PREPARING:
        raise Refused("现在不在审核中，请刷新页面。")
    return edition


@transaction.atomic
def publish(*, piece: Piece, by: Acting) -> Release:
    """Release what the reviewers approved: the one road of publishing, which asks for everything once more."""
    if not piece.submitted:
        raise Refused("还没有送审。")
    return publishing.release(edition=edition_of(piece), by=by)


@transaction.atomic
def schedule(*, piece: Piece, at: dt.datetime, by: Acting) -> Edition:
    if not piece.submitted:
        raise Refused("还没有送审。")
    return publishing.schedule(edition=edition_of(piece), at=at, by=by)


@transaction.atomic
def unschedule(*, piece: Piece, by: Acting) -> Edition:
    return publishing.unschedule(edition=edition_of(piece), by=by)


@transaction.atomic
def open_next(*, piece: Piece, reason: str, by: Acting) -> Edition:
    """Begin a new edition of what is public; readers see the reason as note of change."""
    check(by, DRAFTING, piece.item.agency)
    edition = publishing.open_edition(item=piece.item, note=reason, by=by)
    _set_submitted(piece, value=False)
    return edition


@transaction.atomic
def discard(*, piece: Piece, reason: str, by: Acting) -> None:
    """Give up the edition in preparation; what is public stays, and the working copy is what it says again."""
    check(by, DRAFTING, piece.item.agency)
    if not reason.strip():
        raise Refused("请写明放弃的原因。")
    publishing.discard(edition=edition_of(piece), by=by, reason=reason.strip())
    _as_public(piece, public_edition(piece))
    _set_submitted(piece, value=False)


def _as_public(piece: Piece, public: Edition | None) -> None:
    if public is None:
        return
    said = public.snapshot
    if isinstance(piece, Topic):
        piece.lede, piece.blocks, piece.banner = said["summary"], said["blocks"], said.get("banner", {})
        piece.save(update_fields=["lede", "blocks", "banner"])
    if isinstance(piece, Translation):
        piece.summary, piece.body = said["summary"], said["body"]
        piece.level, piece.of_edition = said["level"], said["source_edition"]
        piece.save(update_fields=["summary", "body", "level", "of_edition"])


@transaction.atomic
def withdraw(*, piece: Piece, kind: Withdrawal, reason: str, by: Acting) -> None:
    check(by, Permission.PUBLISHING_WITHDRAW, piece.item.agency)
    publishing.withdraw(item=piece.item, kind=kind, reason=reason, by=by)
