"""Three pairs of moments: document and interpretation drafted, signed, released (三同步, R164)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongkai.engine.publishing.rules import Result
from gongkai.proactive.interpretation.models import Interpretation, Plan
from gongkai.proactive.interpretation.queries import neighbours
from gongkai.proactive.interpretation.rules import Sort, Stage, Status
from gongkai.proactive.interpretation.rules.scope import LABELS, Labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gongkai.engine.publishing.models import Item


TOGETHER = 60.0  # seconds within which two entries belong to one act of one person


@dataclass(frozen=True)
class Moments:
    drafted: dt.datetime | None = None
    signed: dt.datetime | None = None
    released: dt.datetime | None = None


@dataclass(frozen=True)
class Pair:
    """One synchronisation: its name and the two moments; `apart` is how long the interpretation came after (negative: before)."""

    name: str
    document: dt.datetime | None
    interpretation: dt.datetime | None

    @property
    def apart(self) -> dt.timedelta | None:
        return self.interpretation - self.document if self.document and self.interpretation else None

    @property
    def words(self) -> str:
        if self.apart is None:
            return "还没有完成"
        seconds = self.apart.total_seconds()
        if not seconds:
            return "同一时刻"
        if abs(seconds) < TOGETHER:
            return "同步，相差不到1分钟"
        return f"解读{'晚' if seconds > 0 else '早'}{_long(abs(seconds))}"


def _long(seconds: float) -> str:
    size, name = next(
        (size, name) for size, name in ((86400, "天"), (3600, "小时"), (TOGETHER, "分钟")) if seconds >= size
    )
    return f"{int(seconds // size)}{name}"


def pairs(labels: Labels, document: Moments, interpretation: Moments) -> list[Pair]:
    return [
        Pair(labels.drafting, document.drafted, interpretation.drafted),
        Pair(labels.signing, document.signed, interpretation.signed),
        Pair(labels.releasing, document.released, interpretation.released),
    ]


def moments_of(items: Sequence[Item]) -> dict[int, Moments]:
    """Return when the first edition of each was begun, signed and released. Two queries for any number."""
    keys = [item.pk for item in items]
    signed: dict[int, dt.datetime] = dict(
        neighbours.reviews()
        .filter(edition__item__in=keys, edition__number=1, step="sign", result=Result.APPROVE)
        .order_by("at")
        .values_list("edition__item", "at")
    )
    released = dict(neighbours.editions().filter(item__in=keys, number=1).values_list("item", "published_at"))
    return {item.pk: Moments(item.created_at, signed.get(item.pk), released.get(item.pk)) for item in items}


def together(policies: Iterable[int]) -> dict[int, Interpretation]:
    """Return for each policy the first interpretation that goes out with it, given-up ones left out."""
    rows = Interpretation.objects.filter(policy__in=list(policies), stage=Stage.RELEASE, sort=Sort.FIRST)
    rows = rows.exclude(status=Status.ABANDONED).select_related("item").order_by("-item")
    return {one.policy_id: one for one in rows}


def synchronisations(policies: Sequence[Item]) -> dict[int, list[Pair]]:
    """Return the three pairs of each policy, under the words its plan chose."""
    labels = dict(Plan.objects.filter(policy__in=[item.pk for item in policies]).values_list("policy", "labels"))
    first = together([item.pk for item in policies])
    moments = moments_of([*policies, *(one.item for one in first.values())])
    found = {}
    for item in policies:
        one = first.get(item.pk)
        other = moments[one.pk] if one else Moments()
        found[item.pk] = pairs(LABELS[labels.get(item.pk, "publish")], moments[item.pk], other)
    return found
