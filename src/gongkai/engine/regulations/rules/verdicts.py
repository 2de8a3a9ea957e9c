"""What can be said of a citation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """VALID and OTHER need nobody; the rest wants a person. OTHER is no text of law: a form, a certificate, a plan."""

    VALID = "valid"
    AMENDED = "amended"
    REPEALED = "repealed"
    NOT_YET = "not-yet"
    UNKNOWN = "unknown"
    WRONG_TITLE = "wrong-title"
    WRONG_NUMBER = "wrong-number"
    NO_ARTICLE = "no-article"
    OTHER = "other"


VERDICT_NAMES: dict[Verdict, str] = {
    Verdict.VALID: "现行有效",
    Verdict.AMENDED: "已修改",
    Verdict.REPEALED: "已废止",
    Verdict.NOT_YET: "尚未施行",
    Verdict.UNKNOWN: "查不到",
    Verdict.WRONG_TITLE: "名称有误",
    Verdict.WRONG_NUMBER: "文号不符",
    Verdict.NO_ARTICLE: "没有此条",
    Verdict.OTHER: "不是法规文件",
}
QUIET = frozenset({Verdict.VALID, Verdict.OTHER})


@dataclass(frozen=True, slots=True)
class Citation:
    """`text[start:end]` is the citation as written; `version_id` is the version cited, of the library.

    `title` is the official one, of the law or of our own public document (then `item_key` is its index number).
    """

    start: int
    end: int
    written: str
    verdict: Verdict
    message: str = ""
    suggestion: str = ""
    title: str = ""
    law_id: int | None = None
    version_id: int | None = None
    item_key: str = ""
    articles: tuple[str, ...] = ()

    @property
    def check(self) -> str:
        """The dotted name for a finding: citation.repealed."""
        return f"citation.{self.verdict}"
