"""What a partner receives: the text, its interpretations and its questions and answers, as they are public at this moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from gongkai.doors.subscriptions.queries.links import origin, site_name
from gongkai.engine.publishing.queries import public_releases, related, tombstone
from gongkai.engine.publishing.rules import KINDS

if TYPE_CHECKING:
    from gongkai.doors.subscriptions.models import Campaign
    from gongkai.engine.publishing.models import Release

READING_VERB = "interprets"
QUESTION_KINDS = ("faq", "policy-faq", "questions")
CARRIED_VERBS = (READING_VERB, "answers")


def package(release: Release, topic: str) -> dict[str, Any]:
    """Return the three kinds of material (原文、解读、问答) as JSON; those that do not exist are empty lists."""
    forward, backward = related(release)
    beside = [one["key"] for one in (*forward, *backward) if one["key"] and one["key"] != release.key]
    others = {one.key: one for one in public_releases().select_related("edition").filter(key__in=beside)}
    reading = {one["key"] for one in backward if one["verb"] == READING_VERB}
    questions = [one for one in others.values() if _is_faq(one)]
    readings = [one for one in others.values() if one.key in reading and one not in questions]
    return {
        "topic": topic, "site": site_name(), "sent_at": timezone.localtime().isoformat(timespec="seconds"),
        "document": _told(release), "interpretations": [_told(one) for one in readings],
        "faq": [_told(one) for one in questions],
    }  # fmt: skip


def _is_faq(release: Release) -> bool:
    return release.kind in QUESTION_KINDS or "faq" in release.kind


def word_of(release: Release) -> str:
    """Return what to call a thing in a package: the text itself, an interpretation, or questions and answers."""
    forward, _ = related(release)
    if _is_faq(release):
        return "常见问题"
    return "解读" if any(one["verb"] == READING_VERB for one in forward) else "原文"


def carried_by(release: Release) -> list[int]:
    """Return the public policies in whose package this interpretation or list of questions goes along."""
    forward, _ = related(release)
    keys = [one["key"] for one in forward if one["verb"] in CARRIED_VERBS and one["key"]]
    return list(public_releases().filter(key__in=keys).values_list("item_id", flat=True))


def _told(release: Release) -> dict[str, Any]:
    kind = KINDS.get(release.kind)
    facts = release.edition.snapshot or {}
    return {
        "index_number": release.key, "kind": kind.name if kind else release.kind, "title": release.title,
        "doc_number": release.doc_number, "agency": release.agency.name, "themes": release.themes,
        "published_at": timezone.localtime(release.published_at).isoformat(timespec="seconds"),
        "url": origin() + (kind.path(release.key) if kind else "/"), "summary": release.summary,
        "html": facts.get("html", ""), "sha256": release.edition.content_sha256,
    }  # fmt: skip


def gone(campaign: Campaign) -> dict[str, Any]:
    """Return the notice of a withdrawal: which, and nothing of what it said."""
    return {
        "topic": "withdrawn", "site": site_name(), "sent_at": timezone.localtime().isoformat(timespec="seconds"),
        "index_number": campaign.item_key,
    }  # fmt: skip


def page_of(key: str) -> str:
    """Return the address of what has this index number; of something withdrawn, where it says why. Else the start page."""
    release = public_releases().filter(key=key).first()
    thing = release or tombstone(key)
    kind = KINDS.get(thing.kind) if thing is not None else None
    return kind.path(key) if kind else "/"
