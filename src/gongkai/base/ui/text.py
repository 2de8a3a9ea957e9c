"""Words as Chinese readers expect them: titles that break between words, dates, sizes, marked hits. Pure functions."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import lru_cache

import rjieba
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

WEEKDAYS = "一二三四五六日"
_KINDS = "通知|公告|决定|意见|批复|报告|函|通报|解读|说明|公示"
_UNIT = re.compile(rf"(《[^《》]*(?:《[^《》]*》[^《》]*)*》(?:的(?:{_KINDS}))?)")
_NO_BREAK_BEFORE = "，。、；：？！）》」』”’…—·,.;:?!)%％〕】"
_NO_BREAK_AFTER = "（《「『“‘〔【("
_SMALL = set("的之和与及了")
_LATIN_WORD = re.compile(r"(?<![\w/.-])[A-Za-z][a-z]{2,}(?![\w/-])")
_HAN = re.compile(r"[\u3400-\u9fff]")


def _words(text: str) -> Iterator[str]:
    """Cut into pieces a line may break between: punctuation and particles stay with their neighbours."""
    piece = ""
    for word in rjieba.cut(text):
        sticks = piece and (word[0] in _NO_BREAK_BEFORE or piece[-1] in _NO_BREAK_AFTER or word in _SMALL)
        if piece and not sticks:
            yield piece
            piece = ""
        piece += word
    if piece:
        yield piece


def _join(text: str) -> str:
    return "<wbr>".join(escape(word) for word in _words(text))


@lru_cache(maxsize=4096)
def by_word(text: str) -> SafeString:
    """Escape and put <wbr> between words; a 《title》 stays one unit while the line is long enough."""
    parts = []
    for part in _UNIT.split(text):
        if part.startswith("《"):
            title, closing, tail = part.rpartition("》")  # 的通知 holds on to its title
            parts.append(f'<span class="unit">{_join(title + closing)}{escape(tail)}</span>')
        elif part:
            parts.append(_join(part))
    return mark_safe("<wbr>".join(parts))  # noqa: S308 every piece is escaped above


def inner_marks(title: str) -> str:
    """Return a title as it stands within 《》: marks inside marks are single ones (GB/T 15834)."""
    return title.translate(str.maketrans("《》", "〈〉"))


def cited(title: str) -> str:
    return f"《{inner_marks(title)}》"


def highlight(text: str, words: str) -> SafeString:
    """Escape, then mark every occurrence of the given words (separated by blanks), longest first."""
    wanted = sorted({word for word in words.split() if word}, key=len, reverse=True)
    if not wanted:
        return mark_safe(escape(text))  # noqa: S308 escaped
    pattern = re.compile("(" + "|".join(re.escape(word) for word in wanted) + ")", re.IGNORECASE)
    pieces = pattern.split(text)
    marked = (f"<mark>{escape(piece)}</mark>" if n % 2 else escape(piece) for n, piece in enumerate(pieces))
    return mark_safe("".join(marked))  # noqa: S308 every piece is escaped


def local(value: dt.date | dt.datetime) -> dt.date | dt.datetime:
    """Return an aware moment in local time; dates and naive moments stay as they are."""
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def cn_date(value: dt.date | dt.datetime) -> str:
    day = local(value)
    return f"{day.year}年{day.month}月{day.day}日"


def cn_day(value: dt.date | dt.datetime) -> str:
    day = local(value)
    return f"{day.month}月{day.day}日"


def cn_weekday(value: dt.date | dt.datetime) -> str:
    return f"星期{WEEKDAYS[local(value).weekday()]}"


def cn_datetime(value: dt.date | dt.datetime) -> str:
    """To the second, as the site standard wants for release times."""
    moment = local(value)
    return moment.strftime("%Y-%m-%d %H:%M:%S" if isinstance(moment, dt.datetime) else "%Y-%m-%d")


def iso(value: dt.date | dt.datetime) -> str:
    moment = local(value)
    return moment.isoformat(timespec="seconds") if isinstance(moment, dt.datetime) else moment.isoformat()


def working_days_left(days: int) -> str:
    """Say a number of working days in words: positive is left, nought is today, negative is late."""
    if days > 0:
        return f"剩余{days}个工作日"
    return "今日到期" if days == 0 else f"逾期{-days}个工作日"


def filesize_cn(size: float) -> str:
    """Size in the units that officers know from Windows: 1 KB = 1024 B; whole numbers from ten up."""
    amount, unit = float(size), "B"
    for larger in ("KB", "MB", "GB", "TB"):
        if amount < 1024:
            break
        amount, unit = amount / 1024, larger
    shown = f"{amount:.0f}" if amount >= 10 or unit == "B" else f"{amount:.1f}".removesuffix(".0")
    return f"{shown} {unit}"


def is_latin(value: str) -> bool:
    """Tell words in Latin letters (a title, a sentence) from Chinese and from codes and numbers: two words and no character."""
    return len(_LATIN_WORD.findall(value)) > 1 and not _HAN.search(value)


def plain(value: object) -> str:
    """Return a recorded value as an officer reads it: yes and no in words, a list with its stops, nothing as nothing."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (list, tuple)):
        return "、".join(plain(part) for part in value)
    return "" if value is None or value == {} else str(value)
