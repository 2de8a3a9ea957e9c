"""Redaction: passages are marked with a ground each, and the public wording is generated from them, never edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.html import escape

from gongkai.base.events import actions as events
from gongkai.base.files.rules import to_text
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.actions import Refused
from gongkai.law.grounds import Mode
from gongkai.proactive.documents.actions.moving import subject_of
from gongkai.proactive.documents.models import Document, Exhibit, FileVerdict, FullText, RedactionMark
from gongkai.proactive.documents.permissions import agency_for, check_permission
from gongkai.proactive.documents.queries import working_edition
from gongkai.proactive.documents.queries.redaction import marks_of, paragraphs, whole
from gongkai.proactive.documents.rules import Status
from gongkai.proactive.documents.rules.redaction import (
    GENERATED,
    LEAST_CHARACTERS,
    REDACTION_GROUNDS,
    NotFound,
    Passage,
    digest_of,
    locate,
    paragraphs_of,
    plain,
    redacted,
)
from gongkai.proactive.documents.rules.reviews import REVIEW_MONTHS, REVIEW_SOURCE, latest_review

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Edition

ABSTRACT_NOTE = "（本件摘要公开。需要全文的，可以依法提出申请。）"
PERMISSION = Permission.DOCUMENTS_REDACT


def wording_for(*, edition: Edition, html: str, mode: str, summary: str) -> str:
    """Keep the whole wording apart where the mode asks for it, and return what the edition itself may hold.

    Marks move with their paragraphs; one whose paragraph changed is stale and withholds nothing until it is set again.
    """
    if mode not in GENERATED:
        FullText.objects.filter(edition=edition).delete()
        return html
    FullText.objects.update_or_create(edition=edition, defaults={"html": html, "text": to_text(html)})
    if mode == Mode.ABSTRACT:
        lines = [*summary.splitlines(), ABSTRACT_NOTE]
        return "".join(f"<p>{escape(line.strip())}</p>" for line in lines if line.strip())
    _follow(marks_of(edition), paragraphs_of(html))
    return redacted(html, _passages(edition))


def _follow(marks: Sequence[RedactionMark], texts: Sequence[str]) -> None:
    """Give each mark the new number of its paragraph; of several equal paragraphs the nearest."""
    places: dict[str, list[int]] = {}
    for number, text in enumerate(texts, start=1):
        places.setdefault(digest_of(text), []).append(number)
    for mark in marks:
        found = places.get(mark.digest, [])
        mark.stale = not found
        if found:
            mark.paragraph = min(found, key=lambda number, old=mark.paragraph: abs(number - old))  # type: ignore[misc]
        mark.save(update_fields=["paragraph", "stale"])


def _passages(edition: Edition) -> list[Passage]:
    return [Passage(m.paragraph, m.start, m.end, m.ground) for m in marks_of(edition) if not m.stale]


def _open(document: Document, by: Acting) -> Edition:
    if document.status not in {Status.DRAFT, Status.RETURNED}:
        raise Refused("稿件已送审，不能改动删减标注；如需改动请由审查人退回。")
    check_permission(document, PERMISSION, by)
    edition = working_edition(document)
    if edition.mode != Mode.REDACTED:
        raise Refused("公开方式不是“删减后公开”。请先在修改稿件页选择“删减后公开”并保存。")
    if not FullText.objects.filter(edition=edition).exists():
        FullText.objects.create(edition=edition, html=edition.html, text=edition.text)
    return edition


def check_reason(ground: str, reason: str, words: Sequence[str]) -> str:
    """Return the reason without blanks around. Raises Refused when ground or reason is missing, or it tells the words."""
    if ground not in REDACTION_GROUNDS:
        raise Refused("请选择理由种类。涉及国家秘密的内容不得存入本平台，请由保密审查员登记为涉密。")
    if not reason.strip():
        raise Refused("请写明删减的理由。")
    said = plain(reason)
    if any(len(plain(word)) >= LEAST_CHARACTERS and plain(word) in said for word in words):
        raise Refused("理由会留在办理记录里，请不要把要删减的文字写进理由。")
    return reason.strip()


@transaction.atomic
def mark(
    *,
    document: Document,
    passages: Sequence[tuple[int, str, int | None]],
    ground: str,
    reason: str,
    by: Acting,
    everywhere: bool = False,
    here_only: bool = False,
) -> list[RedactionMark]:
    """Mark passages, each (paragraph from 1, exact words or "" for all of it, start or None), with one ground.

    `everywhere` also marks the same words in all other paragraphs. Raises Refused when a paragraph or the words are
    not there. The record names paragraphs and grounds, never the words.
    """
    edition = _open(document, by)
    texts = paragraphs(edition)
    spans = _spans(texts, passages)
    words = [texts[number - 1][start:end] for number, start, end in spans]
    reason = check_reason(ground, reason, words)
    if everywhere:
        spans |= _elsewhere(texts, words)
    made = []
    for number, start, end in sorted(spans - _standing(edition)):
        made.append(
            RedactionMark.objects.create(
                edition=edition, paragraph=number, start=start, end=end, words=texts[number - 1][start:end],
                digest=digest_of(texts[number - 1]), ground=ground, reason=reason, here_only=here_only,
                by=by.person, by_name=by.actor().name, at=timezone.now(),
            )
        )  # fmt: skip
    if not made:
        raise Refused("这些文字已经标注过了。")
    _regenerate(edition, by)
    _note("mark", document, edition, by, made)
    return made


def _spans(texts: Sequence[str], passages: Sequence[tuple[int, str, int | None]]) -> set[tuple[int, int, int]]:
    if not passages:
        raise Refused("请选中要删减的文字，或填写段落号和原文。")
    found: set[tuple[int, int, int]] = set()
    for number, words, start in passages:
        if not 1 <= number <= len(texts):
            raise Refused(f"没有第{number}段，全文共{len(texts)}段。")
        try:
            found |= {(number, *span) for span in locate(texts[number - 1], words, start)}
        except NotFound as error:
            raise Refused(f"第{number}段：{error}") from error
    return found


def _elsewhere(texts: Sequence[str], words: Sequence[str]) -> set[tuple[int, int, int]]:
    found: set[tuple[int, int, int]] = set()
    for number, text in enumerate(texts, start=1):
        for word in words:
            try:
                found |= {(number, *span) for span in locate(text, word)}
            except NotFound:
                continue
    return found


def _standing(edition: Edition) -> set[tuple[int, int, int]]:
    return {(m.paragraph, m.start, m.end) for m in marks_of(edition) if not m.stale}


def _regenerate(edition: Edition, by: Acting) -> None:
    html = redacted(whole(edition).html, _passages(edition))
    publishing.save_edition(
        edition=edition, version=edition.version, by=by, title=edition.title, html=html, text=to_text(html),
        mode=edition.mode,
    )  # fmt: skip


def _note(verb: str, document: Document, edition: Edition, by: Acting, marks: Sequence[RedactionMark]) -> None:
    said = [f"第{m.paragraph}段，{REDACTION_GROUNDS.get(m.ground, m.ground)}" for m in marks]
    events.record(
        tag=f"documents:redaction:{verb}",
        by=by.actor(PERMISSION, agency_for(document, PERMISSION)),
        subject=subject_of(document, edition.title),
        **({"new": {"passages": said}} if verb == "mark" else {"old": {"passages": said}}),
        remark=marks[0].reason if verb == "mark" else "",
    )


@transaction.atomic
def unmark(*, document: Document, marks: Sequence[int], by: Acting) -> None:
    """Take marks back, by their numbers; the words then stand in the public wording again."""
    edition = _open(document, by)
    found = list(RedactionMark.objects.filter(edition=edition, pk__in=marks))
    if not found:
        raise Refused("这些标注已经不在了，请刷新页面。")
    _note("unmark", document, edition, by, found)
    RedactionMark.objects.filter(pk__in=[one.pk for one in found]).delete()
    _regenerate(edition, by)


@transaction.atomic
def set_review_day(*, document: Document, on: dt.date, by: Acting) -> None:
    """Say when it is judged anew whether all can be public. Raises Refused for a day that is not to come."""
    edition = _open(document, by)
    today = timezone.localdate()
    if not today < on <= latest_review(today):
        raise Refused(f"复核日期要在今天之后、{REVIEW_MONTHS}个月以内（{REVIEW_SOURCE}）。")
    old = document.next_review_on
    document.next_review_on = on
    document.save(update_fields=["next_review_on"])
    events.record(
        tag="documents:document:save",
        by=by.actor(PERMISSION, agency_for(document, PERMISSION)),
        subject=subject_of(document, edition.title),
        old={"next_review_on": old.isoformat() if old else None},
        new={"next_review_on": on.isoformat()},
    )


def carry(source: Edition, target: Edition) -> None:
    """Give a new edition the whole wording, marks, verdicts and exhibits of the one it was copied from.

    Exhibits come without the verifier's word: it was given for the other edition.
    """
    Exhibit.objects.filter(edition=target).delete()
    for exhibit in Exhibit.objects.filter(edition=source):
        exhibit.pk, exhibit.edition, exhibit.public = None, target, False
        exhibit.verdict, exhibit.verdict_digest, exhibit.verdict_by_name = "", "", ""
        exhibit.verdict_by, exhibit.verdict_at, exhibit._state.adding = None, None, True
        exhibit.save(force_insert=True)
    FullText.objects.filter(edition=target).delete()
    RedactionMark.objects.filter(edition=target).delete()
    FileVerdict.objects.filter(edition=target).delete()
    for model in (FullText, RedactionMark, FileVerdict):
        for row in model._default_manager.filter(edition=source):
            row.pk = None
            row._state.adding = True
            row.edition = target
            row.save(force_insert=True)


def check_not_own_marks(edition: Edition, by: Acting) -> None:
    """Whoever marked what is withheld cannot also review it. Raises Refused."""
    if by.person is not None and RedactionMark.objects.filter(edition=edition, by=by.person).exists():
        raise Refused("本稿的删减内容由您标注，请由其他同志审查。")
