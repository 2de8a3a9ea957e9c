"""What is kept of searches, and what may not be: no person, no address, no number that could be somebody's."""

from __future__ import annotations

import re

from gongkai.base.events.rules import declare

declare(
    {
        "search:synonyms:save": "保存同义词",
        "search:synonyms:remove": "停用同义词",
        "search:promotion:save": "保存置顶结果",
        "search:promotion:remove": "停用置顶结果",
        "search:log:keep": "设定检索记录保存期",
        "search:index:rebuild": "申请重建检索库",
    }
)

SIDES: dict[str, str] = {"both": "互相替代", "query": "只在检索时替换首词", "index": "只在建库时补充"}
CARD_KINDS: dict[str, str] = {"best": "置顶结果", "card": "主题卡片"}
# Configuration of our own: a year and a month, so that one year can be set against the last.
KEEP_DAYS = 400
LEAST_DAYS, MOST_DAYS = 30, 1100
LONGEST_WORDS = 60
DEEPEST_PLACE = 1000
SEPARATORS = re.compile(r"[、,，;；\s]+")
FIGURES = re.compile(r"\d{6,}[\dxX]?")  # telephone, identity card, account
MAIL = re.compile(r"[\w.+-]+@[\w.-]+")
NAMED = re.compile(r"(?:我叫|本人姓名|姓名[:：]?)\s*[\u4e00-\u9fff]{2,4}")


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a line, each once."""
    return tuple(dict.fromkeys(word for word in SEPARATORS.split(text.strip()) if word))


def kept_words(text: str) -> str:
    """Return a query as it may be kept: in one spelling, short, with figures and addresses masked."""
    masked = NAMED.sub("＊", MAIL.sub("＊", FIGURES.sub("＊", text)))
    printable = "".join(char for char in masked if char.isprintable())
    return " ".join(printable.split()).lower()[:LONGEST_WORDS].strip()


def matches_pattern(pattern: str, query: str) -> bool:
    """Return whether a line of a promotion's patterns fits the query: whole, 开头*, or *含有*."""
    wanted, asked = " ".join(pattern.lower().split()), " ".join(query.lower().split())
    core = wanted.strip("*").strip()
    if not core or not asked:
        return False
    if wanted.startswith("*") and wanted.endswith("*"):
        return core in asked
    return asked.startswith(core) if wanted.endswith("*") else asked == core
