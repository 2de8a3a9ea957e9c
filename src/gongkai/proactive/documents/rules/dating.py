"""Dates and terms in a text, found as proposals with the sentence they stand in; a person decides. No Django."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

DATE = re.compile(
    r"(?:(?P<year>(?:19|20)\d{2}|[〇○零一二三四五六七八九]{4})年(?:度)?)?"
    r"(?:(?P<month>\d{1,2}|十[一二]?|[一二三四五六七八九])月(?:(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})[日号]|"
    r"(?P<part>底|末|初|上旬|中旬|下旬|中))?|(?P<quarter>第?[一二三四]季度)|(?P<edge>(?<![一二三四五六七八九十两半\d])年(?:底|末|内)|上半年|下半年))"
    r"(?!龄|子女|均)(?P<tail>之?前|以前|起|止)?"
)
YEAR_ALONE = re.compile(r"(?P<year>(?:19|20)\d{2})年(?P<edge>底|末|内)(?P<tail>前|之前)?")
SENTENCE = re.compile(r"[^。；;！？\n]+[。；;！？]?")
# A day of another paper, of a law or of the past is no step of this one.
CITED = re.compile(r"《[^》]*》|（[^（）]*(?:发布|公布|通过|修订|施行|号)[^（）]*）|〔\d{4}〕\d+号")
PARTS = {"初": 10, "上旬": 10, "中": 20, "中旬": 20, "下旬": 0, "底": 0, "末": 0, "": 0}
EDGES = {"年底": 12, "年末": 12, "底": 12, "末": 12, "内": 12, "年内": 12, "上半年": 6, "下半年": 12}
DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
BETWEEN = re.compile(r"\s*(?:[—–－~～-]+|至|到)\s*")
YEAR = re.compile(r"(?:\d{4}|[〇○零一二三四五六七八九]{4})年")
EVERY = re.compile(r"每(?:年|月|季度|季)(?:的)?$")
LONGEST_TITLE, LEAST_TITLE = 60, 4
EDGE = " 　，,。；;：:、"
LEADING = re.compile(
    r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|第[一二三四五六七八九十百]+条|\d+[.．、]|[，、：:；])\s*"
)


@dataclass(frozen=True)
class Step:
    """A proposed step: when as a day to sort by, as the text says it, what, and the sentence with its paragraph."""

    on: dt.date
    said: str
    title: str
    quote: str
    anchor: str


def steps_in(paragraphs: Iterable[tuple[str, str]], *, year: int) -> list[Step]:
    """Return the dated sentences of paragraphs (anchor, text) in the order of their days; no sentence twice a day.

    `year` is meant where a text names only the month: that of the document.
    """
    found: dict[tuple[dt.date, str], Step] = {}
    for anchor, text in paragraphs:
        known = year
        for sentence in SENTENCE.findall(text):
            for step, said_year in _steps_of(sentence.strip(), anchor, known):
                known = said_year
                found.setdefault((step.on, step.quote), step)
    return sorted(found.values(), key=lambda step: step.on)


def _steps_of(sentence: str, anchor: str, year: int) -> Iterator[tuple[Step, int]]:
    blanked = CITED.sub(lambda match: "＊" * len(match[0]), sentence)
    dates: list[tuple[int, int, dt.date, int]] = []
    for match in sorted((*DATE.finditer(blanked), *YEAR_ALONE.finditer(blanked)), key=lambda one: one.start()):
        day, said_year = day_of(match, dates[-1][3] if dates else year)
        if day is None or EVERY.search(blanked[: match.start()]):
            continue
        if dates and BETWEEN.fullmatch(blanked[dates[-1][1] : match.start()]):  # «2月—4月» is one step, over in April
            dates[-1] = (dates[-1][0], match.end(), day, said_year)
        elif not dates or dates[-1][1] <= match.start():
            dates.append((match.start(), match.end(), day, said_year))
    for place, (start, end, day, said_year) in enumerate(dates):
        following = dates[place + 1][0] if place + 1 < len(dates) else len(sentence)
        words = blanked[start:end]
        said = words if YEAR.match(words) else f"{said_year}年{words}"
        yield Step(day, said, _title(sentence, start, end, following), sentence, anchor), said_year


def day_of(match: re.Match[str], year: int) -> tuple[dt.date | None, int]:
    """Return the last day that the words can mean, and the year they mean."""
    groups = match.groupdict()
    said = _year(groups["year"]) if groups["year"] else year
    if groups.get("quarter"):
        month = ("一二三四".index(groups["quarter"].replace("第", "")[0]) + 1) * 3
    elif groups.get("edge"):
        month = EDGES[groups["edge"]]
    else:
        month = number_of(groups["month"] or "")
    if said is None or not 1 <= month <= 12:
        return None, year
    last = calendar.monthrange(said, month)[1]
    day = number_of(groups["day"]) if groups.get("day") else PARTS.get(groups.get("part") or "", 0) or last
    return (dt.date(said, month, day), said) if 1 <= day <= last else (None, year)


def _year(text: str) -> int | None:
    if text.isascii():
        return int(text)
    digits = [DIGITS.get(c) for c in text]
    return None if None in digits else int("".join(str(d) for d in digits))


def number_of(text: str) -> int:
    """Return 1 to 99 written in digits or in Chinese; 0 for anything else."""
    if text.isascii():
        return int(text) if text.isdigit() else 0
    tens, ten, ones = text.partition("十")
    if not ten:
        return DIGITS.get(text, 0)
    return (DIGITS.get(tens, 1) if tens else 1) * 10 + (DIGITS.get(ones, 0) if ones else 0)


def _title(sentence: str, start: int, end: int, following: int) -> str:
    """Return what is to be done: the clause around the day, up to the next day, without the day itself."""
    low = max(sentence.rfind(mark, 0, start) for mark in "，：:；。") + 1
    clause = _bare(LEADING.sub("", sentence[low:start]) + sentence[end:following])
    if len(clause) < LEAST_TITLE:  # «改造小区96个，11月底前完成»: what is done stands before the day
        clause = "，".join(part for part in (_bare(LEADING.sub("", sentence[:start])), clause) if part)
    return clause if len(clause) <= LONGEST_TITLE else f"{clause[: LONGEST_TITLE - 1]}…"


def _bare(words: str) -> str:
    words = LEADING.sub("", re.sub(r"（[\s—]*）?$|（\s*）", "", words.strip(EDGE))).strip(EDGE)
    return re.sub(r"^(?:在|于|自|从|至|到|截至)(?=$|，|施行|实施)|(?:在|于|自|从)$", "", words).strip(EDGE)
