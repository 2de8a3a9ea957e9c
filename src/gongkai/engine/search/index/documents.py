"""What the index is told about one thing that has been released."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import Any

VALIDITIES = ("valid", "not-yet", "amended", "expired", "repealed")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SearchDocument:
    """One released thing, complete: the index keeps no memory of earlier versions of the same key.

    `key` is the raw text id, for example "document:123", by which it is replaced and deleted; `external_id` the id it was
    imported under. `agency` and `ancestors` are agency codes, nearest superior first; `agency_names` the full, short and
    former names, the first of which is shown. `also` are words under which it is found although it does not hold them.
    `attachments_text` is found too, with less weight. `popularity` is a number of readings; it only breaks near-ties.
    `anchors` names, for each line of the body, the place on the page. `aside` is what speaks about another text or prints
    it again: it comes after the text itself.
    """

    key: str
    title: str
    body: str = ""
    external_id: str = ""
    kind: str = ""
    doc_number: str = ""
    genre: str = ""
    category: str = ""
    agency: str = ""
    agency_names: tuple[str, ...] = ()
    ancestors: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    site: str = ""
    year: int | None = None
    date: dt.date | None = None
    published_at: dt.datetime | None = None
    validity: str = "valid"
    url: str = ""
    attachments_text: str = ""
    popularity: int = 0
    anchors: tuple[str, ...] = ()
    aside: bool = False

    def __post_init__(self) -> None:
        if not self.key:
            raise ValueError("检索文档缺少 key，无法写入检索库。")
        if self.validity not in VALIDITIES:
            raise ValueError(f"有效性只能是 {'、'.join(VALIDITIES)}，现为 {self.validity!r}。")
        for name in (
            "agency_names",
            "ancestors",
            "issuers",
            "themes",
            "audiences",
            "columns",
            "keywords",
            "also",
            "anchors",
        ):
            value = getattr(self, name)
            if isinstance(value, str):
                raise TypeError(f"{name} 应为若干文本的序列，现为一个文本：{value!r}。")
            object.__setattr__(self, name, tuple(value))

    def as_json(self) -> dict[str, Any]:
        values = dataclasses.asdict(self)
        values["date"] = self.date.isoformat() if self.date else None
        values["published_at"] = self.published_at.isoformat() if self.published_at else None
        return values

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> SearchDocument:
        read = dict(values)
        if read.get("date"):
            read["date"] = dt.date.fromisoformat(read["date"])
        if read.get("published_at"):
            read["published_at"] = dt.datetime.fromisoformat(read["published_at"])
        return cls(**read)
