"""What a text says of itself: its own number at its head, its annexes by title, its own articles."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from gongkai.engine.regulations.rules.articles import articles, label
from gongkai.engine.regulations.rules.mentions import Kind, Mention
from gongkai.engine.regulations.rules.titles import folded
from gongkai.engine.regulations.rules.verdicts import Citation, Verdict

LEAST_TITLE, LONGEST_HEADING = 5, 60
LEAST_ARTICLES = 3  # fewer, and the text is no regulation that cites itself


class Itself:
    """The text as far as its own mentions need it; read only when asked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._heads: frozenset[str] | None = None
        self._articles: frozenset[str] | None = None

    def is_own(self, mention: Mention) -> bool:
        """Whether this is a number alone on its line, as at the head of a text, or the title of what follows in it."""
        return self._is_head(mention) if mention.kind is Kind.NUMBER else self._is_part(mention.title)

    def missing_articles(self, mention: Mention) -> Iterator[Citation]:
        """本办法第X条: the article must stand in the text itself, if the text has articles at all."""
        if not mention.articles:
            return
        if self._articles is None:
            self._articles = frozenset(one.anchor for one in articles(self.text))
        missing = [one for one in mention.articles if one not in self._articles]
        if len(self._articles) >= LEAST_ARTICLES and missing:
            words = "、".join(label(one) for one in missing)
            yield self._said(mention, Verdict.NO_ARTICLE, f"本文没有{words}。", "请核对条款序号。")

    def _said(self, mention: Mention, verdict: Verdict, message: str = "", suggestion: str = "") -> Citation:
        written = self.text[mention.start : mention.end]
        return Citation(
            mention.start, mention.end, written, verdict, message, suggestion, articles=mention.articles
        )  # fmt: skip

    def _is_head(self, mention: Mention) -> bool:
        begin = self.text.rfind("\n", 0, mention.start) + 1
        end = self.text.find("\n", mention.end)
        before = self.text[begin : mention.start]
        after = self.text[mention.end : len(self.text) if end < 0 else end]
        return end >= 0 and not (before + after).strip(" \t\u3000（）()")

    def _is_part(self, title: str) -> bool:
        key = folded(title)
        if len(key) < LEAST_TITLE:
            return False
        if self._heads is None:
            lines = [
                folded(line) for line in self.text.splitlines() if 0 < len(line) <= LONGEST_HEADING and "《" not in line
            ]
            self._heads = frozenset(lines) | {one + other for one, other in pairwise(lines)}
        return key in self._heads
