"""What the public sees: releases only, each judged by the release of the document that it rests on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import KINDS, Validity, validity
from gongkai.proactive.policy.models import PolicyItem
from gongkai.proactive.policy.rules import ITEM, PACKAGE, item_path
from gongkai.proactive.policy.rules.conditions import Answer, Node, Profile, Verdict, evaluate
from gongkai.proactive.policy.rules.periods import MATCHED, Standing, standing
from gongkai.proactive.policy.rules.trees import from_json

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from gongkai.base.organisations.models import Agency, Site
    from gongkai.engine.publishing.models import Release

ENDED = {
    Validity.REPEALED: "所依据的文件已经废止或者失效",
    Validity.EXPIRED: "所依据的文件有效期已满",
}


@dataclass(frozen=True)
class Shown:
    """A public item today. `source` is the release of its document, None when that is no longer public."""

    release: Release
    facts: dict[str, Any]
    standing: Standing
    source: Release | None
    rechecking: bool

    @property
    def key(self) -> str:
        return self.release.key

    @property
    def title(self) -> str:
        return self.release.title

    @property
    def url(self) -> str:
        return item_path(self.release.key)

    @property
    def agency(self) -> Agency:
        return self.release.agency

    @property
    def source_url(self) -> str:
        """Return the paragraph in the document; only while the document is public in the edition that was read."""
        return KINDS[self.source.kind].path(self.source.key) if self.source else ""

    @property
    def condition(self) -> Node:
        return _tree(json.dumps(self.facts["condition"], ensure_ascii=False))


@dataclass(frozen=True)
class Found:
    """One item with the answer for one profile."""

    item: Shown
    verdict: Verdict

    @property
    def answer(self) -> Answer:
        return self.verdict.answer


@lru_cache(maxsize=4_000)
def _tree(said: str) -> Node:
    """Return the tree of a condition as JSON text: the same words are read once in a process."""
    return from_json(json.loads(said))


def _ended(source: Release | None, today: dt.date) -> str:
    if source is None:
        return "所依据的文件已经不再公开"
    state = validity(
        today, effective_on=None, expires_on=source.expires_on, repealed_on=source.repealed_on, amended=source.amended
    )
    return ENDED.get(state, "")


def _shown(release: Release, source: Release | None, today: dt.date) -> Shown:
    facts = release.edition.snapshot["policy"]
    read = release.edition.snapshot["document"]["edition"]
    now = standing(facts, today, ended=_ended(source, today))
    return Shown(release, facts, now, source, source is not None and source.edition.number != read)


def _all_shown(releases: Iterable[Release], today: dt.date) -> list[Shown]:
    rows = list(releases)
    keys = {row.edition.snapshot["document"]["key"] for row in rows}
    sources = publishing.public_releases().filter(key__in=keys).select_related("edition").defer("edition__html")
    known = {one.key: one for one in sources}
    return [_shown(row, known.get(row.edition.snapshot["document"]["key"]), today) for row in rows]


def public_items(site: Site | None = None, *, today: dt.date | None = None) -> list[Shown]:
    """Return every public item of a site, newest first, also those that ended (they say so). Two queries."""
    rows = publishing.public_releases(site).filter(kind=ITEM).select_related("edition", "agency")
    return _all_shown(rows, today or timezone.localdate())


def item_at(key: str, site: Site | None = None) -> Shown | None:
    release = publishing.release_by_key(key, site)
    if release is None or release.kind != ITEM:
        return None
    return _all_shown([release], timezone.localdate())[0]


def stands_expression() -> Exists:
    """Return what is true for rows with `item_id` of documents from which items were read: it rides on another question."""
    return Exists(PolicyItem.objects.filter(document=OuterRef("item_id"), item__release__isnull=False))


def of_document(release: Release, *, today: dt.date | None = None) -> list[Shown]:
    """Return the public items that were read from a public document, those that are over last. One query."""
    read = PolicyItem.objects.filter(document=release.item_id).values("item")
    rows = publishing.public_releases().filter(kind=ITEM, item__in=read)
    now = today or timezone.localdate()
    found = [_shown(row, release, now) for row in rows.select_related("edition", "agency").order_by("item_id")]
    return sorted(found, key=lambda one: one.standing.key not in MATCHED)


def public_packages(site: Site | None = None) -> list[Release]:
    return list(publishing.public_releases(site).filter(kind=PACKAGE).select_related("edition", "agency"))


def package_at(key: str, site: Site | None = None) -> tuple[Release, list[Shown]] | None:
    """Return a public package and those of its items that are public now, in its order."""
    release = publishing.release_by_key(key, site)
    if release is None or release.kind != PACKAGE:
        return None
    members: list[str] = release.edition.snapshot["members"]
    rows = publishing.public_releases().filter(kind=ITEM, key__in=members).select_related("edition", "agency")
    shown = {one.key: one for one in _all_shown(rows, timezone.localdate())}
    return release, [shown[key] for key in members if key in shown]


def matching(audience: str, profile: Profile, items: Sequence[Shown]) -> list[Found]:
    """Return the answer for each item of this audience that has not ended or closed: yes first, then depends, then no."""
    live = [one for one in items if audience in one.facts["audiences"] and one.standing.key in MATCHED]
    found = [Found(one, evaluate(one.condition, profile)) for one in live]
    return sorted(found, key=lambda one: -one.answer)
