"""Which help the applicants of a form need, and what was given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongkai.responsive.applications.models import ContactNote
from gongkai.responsive.applications.rules.helping import ARTICLE, GIVEN, WANTED

if TYPE_CHECKING:
    from gongkai.responsive.applications.models import Submission


@dataclass(frozen=True)
class Helping:
    """`wanted` is "" where none was asked for; `given` are the records of what officers did about it."""

    wanted: str
    given: list[ContactNote]
    article: str = ARTICLE.brief

    @property
    def is_open(self) -> bool:
        return bool(self.wanted) and not self.given


def helping_of(submission: Submission) -> Helping:
    """Return it for the whole form: who was helped with one matter was helped."""
    rows = list(ContactNote.objects.filter(application__submission=submission, way__in=[WANTED, GIVEN]).order_by("pk"))
    wanted = [one.text for one in rows if one.way == WANTED and one.text]
    return Helping("；".join(dict.fromkeys(wanted)), [one for one in rows if one.way == GIVEN])
