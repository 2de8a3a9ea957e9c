"""What is public of interpretations: all wording comes from releases and their snapshots, never from the working tables.

Beside the wording stands one thing from there: with which edition of its policy an interpretation was found still right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from gongkai.base.ui.asked import asked_year
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import KINDS, VALIDITY_NAMES, State, Validity, validity
from gongkai.proactive.interpretation.models import Interpretation
from gongkai.proactive.interpretation.rules import FORM_NAMES, KIND, STAGE_NAMES

if TYPE_CHECKING:
    import datetime as dt

    from gongkai.base.organisations.models import Site
    from gongkai.engine.publishing.models import Edition, Release

SORTS = {"-date": "从新到旧", "date": "从旧到新", "title": "按标题"}
ORDERS = {"-date": ("-published_at", "-item_id"), "date": ("published_at", "item_id"), "title": ("title", "item_id")}


@dataclass(frozen=True)
class Policy:
    """The policy of an interpretation as it is public today. `state` says whether it is in force.

    `behind`: it has a newer edition than the one that was interpreted; `checked_on` is the day on which somebody found the
    interpretation right for that newer edition, None while nobody did.
    """

    release: Release
    url: str
    state: Validity
    behind: bool
    checked_on: dt.date | None = None

    @property
    def validity_name(self) -> str:
        return str(VALIDITY_NAMES[self.state])


def public_interpretations(site: Site | None) -> QuerySet[Release]:
    return publishing.public_releases(site).filter(kind=KIND)


def narrowed(
    releases: QuerySet[Release], *, q: str = "", form: str = "", stage: str = "", theme: str = "", agency: str = "",
    year: str = "", subtree: bool = False,
) -> QuerySet[Release]:  # fmt: skip
    """Apply the filters; nonsense finds nothing or narrows nothing, never fails."""
    for word in q.split()[:8]:
        releases = releases.filter(
            Q(title__icontains=word) | Q(summary__icontains=word) | Q(edition__text__icontains=word)
        )
    if form in FORM_NAMES:
        releases = releases.filter(edition__snapshot__form=form)
    if stage in STAGE_NAMES:
        releases = releases.filter(edition__snapshot__stage=stage)
    if theme:
        releases = publishing.with_theme(releases, theme)
    if agency:
        below = Q(agency__lineage__contains=f"/{agency}/") if subtree else Q(agency__code=agency)
        releases = releases.filter(below)
    if (only := asked_year(year)) is not None:
        releases = releases.filter(first_published_at__year=only)
    return releases


def policy_of(facts: dict[str, Any], site: Site | None, today: dt.date, *, key: str = "") -> Policy | None:
    """Return what is public here of the interpreted policy; None while it is a draft, withdrawn, or shown elsewhere.

    `key` is that of the interpretation, where it matters whether it was looked at again.
    """
    release = publishing.release_by_key(facts["policy"], site)
    if release is None:
        return None
    state = validity(
        today, effective_on=release.effective_on, expires_on=release.expires_on, repealed_on=release.repealed_on,
        amended=release.amended,
    )  # fmt: skip
    behind = release.edition.number > int(facts.get("policy_edition") or 1)
    checked_on = _checked(key, release.edition.number) if behind and key else None
    return Policy(release, KINDS[release.kind].path(release.key), state, behind, checked_on)


def _checked(key: str, edition: int) -> dt.date | None:
    rows = Interpretation.objects.filter(item__key=key, checked_edition__gte=edition)
    return rows.values_list("checked_on", flat=True).first()


def others_of(policy: Policy, but: str, site: Site | None) -> list[Release]:
    """Return the other public interpretations of the same policy, oldest first."""
    _, backward = publishing.related(policy.release)
    keys = [one["key"] for one in backward if one["verb"] == "interprets" and one["kind"] == KIND and one["key"] != but]
    return list(public_interpretations(site).filter(key__in=keys).select_related("edition").order_by("published_at"))


def public_editions(release: Release) -> list[Edition]:
    """Return every public wording, newest first."""
    editions = release.item.editions.filter(state__in=[State.PUBLISHED, State.SUPERSEDED])
    return list(editions.order_by("-number"))
