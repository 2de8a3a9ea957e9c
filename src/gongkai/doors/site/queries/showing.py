"""How a release is shown in a list, on public pages and in the preview of one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from gongkai.base.ui.text import cn_day
from gongkai.doors.site.rules import FROM, REFERENCE, REPOST
from gongkai.engine.publishing.rules import KINDS, Validity, validity

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Release

BADGES: dict[Validity, str] = {
    Validity.VALID: "in_force",
    Validity.NOT_YET: "future",
    Validity.AMENDED: "amended",
    Validity.EXPIRED: "expired",
    Validity.REPEALED: "repealed",
}
# What only tells of a fact is neither in force nor out of force, unless it says so itself.
FACTUAL_GENRES = frozenset({"公告", "公示", "通报", "报告", "会议纪要", "函"})
FACTUAL_CATEGORIES = frozenset({"财政信息", "通知公告", "人事信息"})
# Texts that may be in force or not; an interpretation, an issue of the gazette, a topic are pages about texts or of record.
KINDS_IN_FORCE = frozenset({"document", "compilation"})


def validity_of(release: Release, on: dt.date) -> Validity:
    return validity(
        on,
        effective_on=release.effective_on,
        expires_on=release.expires_on,
        repealed_on=release.repealed_on,
        amended=release.amended,
    )


def address(release: Release) -> str:
    return KINDS[release.kind].path(release.key)


def tells_of_a_fact(release: Release) -> bool:
    undated = release.effective_on is None and release.expires_on is None
    fact = release.genre in FACTUAL_GENRES or release.category in FACTUAL_CATEGORIES
    return undated and (fact or release.kind not in KINDS_IN_FORCE)


def doc_item(release: Release, today: dt.date | None = None, **more: Any) -> dict[str, Any]:
    """Return one line of a list: title, validity, number, agency, dates, in the order that readers know."""
    day = today or timezone.localdate()
    state = validity_of(release, day)
    factual = state is Validity.VALID and tells_of_a_fact(release)
    label = ""
    if state is Validity.NOT_YET and release.effective_on is not None:
        label = f"{cn_day(release.effective_on)}起施行"
        if release.effective_on.year != day.year:
            label = f"{release.effective_on.year}年{label}"
    formed = "原文发布" if release.kind in {REPOST, REFERENCE} else "成文"
    dates = [{"name": formed, "date": release.formed_on}] if release.formed_on else []
    dates.append({"name": "公布", "date": timezone.localdate(release.published_at)})
    return {
        "title": release.title,
        "url": address(release),
        "validity": "" if factual else BADGES[state],
        "validity_label": label,
        "kind": release.category
        if release.category in FACTUAL_CATEGORIES
        else release.genre or KINDS[release.kind].name,
        "doc_number": release.doc_number,
        "agency": release.agency.label,
        "dates": dates,
    } | more


def doc_items(releases: Iterable[Release]) -> list[dict[str, Any]]:
    today = timezone.localdate()
    return [doc_item(release, today) for release in releases]


def came_by(items: Iterable[dict[str, Any]], source: str) -> list[dict[str, Any]]:
    """Return list lines whose links say which block they stand in, so that its effect can be measured (R264)."""
    return [item | {"url": f"{item['url']}?{FROM}={source}"} for item in items]


def link_lines(releases: Iterable[Release], source: str) -> list[dict[str, str]]:
    """Return a narrow list of links for a rail, each saying which block it stands in."""
    return [{"label": release.title, "url": f"{address(release)}?{FROM}={source}"} for release in releases]
