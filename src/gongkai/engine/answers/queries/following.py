"""Questions that one may go on with about a document: only those that it answers with a passage made for them."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING

from gongkai.engine.answers.queries.answering import of_one
from gongkai.engine.answers.queries.reading import passages_of
from gongkai.engine.answers.rules import Wanted, is_made_for, read

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Release

BEGINS = "什么时候开始施行？"
NEXT: tuple[tuple[Wanted, str], ...] = (
    (Wanted.CONDITIONS, "需要什么条件？"),
    (Wanted.MATERIALS, "需要什么材料？"),
    (Wanted.PROCESS, "怎么办理？"),
    (Wanted.AMOUNT, "标准是多少？"),
    (Wanted.ADDRESS, "在哪里办理？"),
    (Wanted.WHO, "由哪个部门负责？"),
    (Wanted.PHONE, "咨询电话是多少？"),
    (Wanted.TIME, BEGINS),
)


def further(release: Release, *, asked: Wanted, day: dt.date) -> list[str]:
    """Return the further questions that this document answers, without the kind that was just asked."""
    return [text for wanted, text in _answered(_Wording(release, day)) if wanted is not asked]


class _Wording:
    """One edition on one day: what the answers depend on, so that they are worked out once."""

    def __init__(self, release: Release, day: dt.date) -> None:
        self.release, self.day = release, day
        # Title and time stand for the words: the same key may be of other words where a database was put back.
        self.key = (
            release.pk, release.edition_id, release.title, release.doc_number, release.published_at,
            release.effective_on, release.repealed_on, release.expires_on, day,
        )  # fmt: skip

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Wording) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


@lru_cache(maxsize=256)
def _answered(wording: _Wording) -> tuple[tuple[Wanted, str], ...]:
    return tuple(one for one in NEXT if _is_answered(one[1], wording))


def _is_answered(text: str, wording: _Wording) -> bool:
    release = wording.release
    if text == BEGINS and release.effective_on in {None, release.issued_on, release.formed_on}:
        return False  # a notice that is in force as it is issued: nobody asks
    question = read(text)
    if text != BEGINS and not any(is_made_for(passage, question) for passage in passages_of(release)):
        return False
    answer = of_one(question, release, wording.day)
    return answer is not None and answer.known and is_made_for(answer.passages[0].passage, question)
