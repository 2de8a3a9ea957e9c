"""Who did it, to what, and what the public log can say about an item."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

ACTOR_KEY = re.compile(r"[a-z][a-z-]*(:[^\s:]\S*)?")
SUBJECT_TYPE = re.compile(r"[a-z][a-z0-9_.-]*")


@dataclass(frozen=True)
class Actor:
    """Who acts, exactly as it was at that moment; later renames do not reach into the record.

    `key` is "person:12", "system:worker", "partner:oa" or "citizen" (also "citizen:…"); `agency` is an agency code,
    `address` the network address the request came from. Name and address of a citizen are stored sealed.
    """

    key: str
    name: str
    role: str = ""
    agency: str = ""
    address: str = ""

    def __post_init__(self) -> None:
        if not ACTOR_KEY.fullmatch(self.key) or len(self.key) > 100:
            raise ValueError(f"操作人标识应形如 person:12、system:worker 或 citizen，现为 {self.key!r}")

    @property
    def is_citizen(self) -> bool:
        return self.key.partition(":")[0] == "citizen"


@dataclass(frozen=True)
class Subject:
    """The thing an event is about; `id` is text so that any key of any table fits."""

    type: str
    id: str
    label: str = ""

    def __post_init__(self) -> None:
        if not SUBJECT_TYPE.fullmatch(self.type) or len(self.type) > 50:
            raise ValueError(f"事件对象类型应为小写英文，现为 {self.type!r}")
        if not isinstance(self.id, str) or not 0 < len(self.id) <= 200:
            raise ValueError(f"事件对象编号应为 1 至 200 个字符的文字，现为 {self.id!r}")


class LogKind(StrEnum):
    """What happened to an item in public view."""

    PUBLISHED = "published"
    CORRECTED = "corrected"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"

    @property
    def words(self) -> str:
        return KIND_WORDS[self]


KIND_WORDS = {
    LogKind.PUBLISHED: "公开",
    LogKind.CORRECTED: "更正",
    LogKind.SUPERSEDED: "被新版本取代",
    LogKind.WITHDRAWN: "撤下",
}
