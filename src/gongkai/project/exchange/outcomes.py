"""What became of one record."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

Result = Literal["imported", "duplicate", "rejected"]
WORDS: dict[str, str] = {"imported": "导入", "duplicate": "重复", "rejected": "未导入"}


@dataclass(frozen=True)
class Outcome:
    """`place` is file and line, `id` the record's own id, `key` what it is called here; `reason` is a sentence."""

    place: str
    id: str
    result: Result
    title: str = ""
    key: str = ""
    field: str = ""
    reason: str = ""

    def as_json(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value or name in {"place", "id", "result"}}

    def as_line(self) -> str:
        what = self.title or self.id or "（无编号）"
        match self.result:
            case "imported":
                return f"{self.place}：导入 {what} → {self.key}"
            case "duplicate":
                return f"{self.place}：{what} 与 {self.key} 重复。{self.reason}"
        return f"{self.place}：{what} 未导入，{self.reason}"


class Rejected(Exception):
    """A record cannot be imported; `field` names the culprit, the sentence says what is wrong with it."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field

    @property
    def sentence(self) -> str:
        return f"{self.field}：{self}" if self.field else str(self)
