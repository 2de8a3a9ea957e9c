"""What readers said of interpretations: aggregated, of what is still public."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Sum

from gongkai.engine.publishing.queries import public_releases
from gongkai.oversight.outreach.models import Answered, Rating
from gongkai.oversight.outreach.rules import QUESTIONS, STARS, WORST_SHARE
from gongkai.proactive.interpretation.rules import KIND

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gongkai.base.organisations.models import Agency
    from gongkai.engine.publishing.models import Release


@dataclass(frozen=True)
class Rated:
    """One interpretation with the votes it got in the time asked for."""

    release: Release
    votes: int
    mean: float

    @property
    def low(self) -> bool:
        return self.mean < WORST_SHARE


def rated(*, agencies: QuerySet[Agency], since: dt.date, until: dt.date) -> list[Rated]:
    """Return the rated interpretations of these agencies, the worst first: that is where to write better."""
    rows = Rating.objects.filter(day__range=(since, until)).order_by().values("key", "stars").annotate(n=Sum("count"))
    counted: dict[str, dict[int, int]] = defaultdict(dict)
    for row in rows:
        counted[row["key"]][row["stars"]] = row["n"]
    known = public_releases().filter(kind=KIND, agency__in=agencies, key__in=list(counted))
    found = [Rated(one, *_mean(counted[one.key])) for one in known]
    return sorted(found, key=lambda one: (one.mean, -one.votes))


def _mean(stars: dict[int, int]) -> tuple[int, float]:
    votes = sum(stars.values())
    return votes, round(sum(star * count for star, count in stars.items()) / votes, 2) if votes else 0.0


def ratings_of(key: str) -> dict[str, object]:
    """Return what was said of one interpretation so far: stars, and the survey in words."""
    stars = {
        row["stars"]: row["n"]
        for row in Rating.objects.filter(key=key).order_by().values("stars").annotate(n=Sum("count"))
    }
    answered = {
        (row["question"], row["choice"]): row["n"]
        for row in Answered.objects.filter(key=key).order_by().values("question", "choice").annotate(n=Sum("count"))
    }
    votes, mean = _mean(stars)
    return {
        "votes": votes,
        "mean": mean,
        "stars": [(name, stars.get(number, 0)) for number, name in STARS.items()],
        "questions": [
            (asked, [(word, answered.get((question, choice), 0)) for choice, word in choices.items()])
            for question, (asked, choices) in QUESTIONS.items()
        ],
    }
