"""Collecting what survives, place by place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from gongkai.base.files.redaction.model import Survivor

from .forms import Secret, fold

DEEPEST = 6


@dataclass
class Report:
    """`left` is how many unpacked bytes may still be looked at: a bomb is unreadable, and so a survivor."""

    secrets: Sequence[Secret]
    left: int
    survivors: dict[Survivor, None] = field(default_factory=dict)

    def add(self, secret: str, where: str, how: str) -> None:
        self.survivors[Survivor(secret, where, how)] = None

    def unreadable(self, where: str, why: str) -> None:
        self.add("", where, why)

    def spend(self, size: int, where: str) -> bool:
        self.left -= size
        if self.left < 0:
            self.unreadable(where, "解开后过大")
            return False
        return True

    def text(self, text: str, where: str, how: str = "文字", *, remains: bool = True) -> None:
        """Look through one running text (a paragraph, a property, a page)."""
        plain = fold(text)
        for secret in self.secrets:
            if secret.within(plain):
                self.add(secret.text, where, how)
        if remains and any(secret.number for secret in self.secrets):
            self._remains(text, where)

    def blocks(self, blocks: Sequence[str], where: str, how: str = "文字") -> None:
        """Look through texts that follow one another: long secrets may run over their borders, short ones may not."""
        every = fold("".join(blocks))
        for secret in self.secrets:
            if secret.within(every) and (secret.spanning or any(secret.within(fold(block)) for block in blocks)):
                self.add(secret.text, where, how)
        if any(secret.number for secret in self.secrets):
            self._remains("\n".join(blocks), where)

    def _remains(self, text: str, where: str) -> None:
        lowered = text.lower()
        for secret in self.secrets:
            if rest := secret.remains(lowered):
                self.add(secret.text, where, f"残留号码片段 {rest}")

    def data(self, data: bytes, where: str, how: str = "原始字节") -> None:
        for secret in self.secrets:
            for form, codec in secret.encoded:
                if form in data:
                    self.add(secret.text, where, f"{how}，{codec}")
                    break
