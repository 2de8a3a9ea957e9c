"""A record of a file as a law: fields checked and named when wrong, versions read out of its history, what it repeals."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gongkai.engine.regulations.rules.articles import articles, digest, ranges
from gongkai.engine.regulations.rules.scanning import marked_titles, numbers_in, order_key
from gongkai.engine.regulations.rules.titles import EDITION, folded, title_key
from gongkai.law.numbers import number_key

RANKS: dict[str, str] = {
    "law": "法律",
    "admin_regulation": "行政法规",
    "local_regulation": "地方性法规",
    "department_rule": "部门规章",
    "judicial_interpretation": "司法解释",
    "normative_document": "规范性文件",
}
RANK_OF_KIND = {"national_law": "law", "law": "law", "local_rule": "local_regulation", "rule": "department_rule"}
DAY = re.compile(r"((?:19|20)[0-9]{2})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
LONGEST_TITLE, LONGEST_TEXT, MOST_ARTICLES = 300, 3_000_000, 3000
AMENDING = re.compile(r"修订|修正|修改")
BEGINNING = re.compile(r"通过|公布|批准|发布|颁布|签署")
REPEALING = re.compile(r"(?:同时|予以|一并|即行)废止")
REPEALS_WITHIN = 6000  # characters from the end, where final provisions stand
ADOPTED, PROMULGATED = re.compile(r"会议|通过"), re.compile(r"公布|发布|颁布|批准|公告")
SOON = dt.timedelta(days=200)  # between the adoption of a text and its promulgation
NO_TITLE_OF_A_LAW = re.compile(r"^第[一二三四五六七八九十]+(?:编|章|分编|部分)")


class RecordRefused(ValueError):
    """The record is no law that could be kept; the message says why, in Chinese. `field` names the culprit."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, slots=True)
class VersionRecord:
    """One state of a law. Without `text` only its days are known. `exact` tells that the day of force was stated."""

    decided_on: dt.date
    effective_on: dt.date
    exact: bool
    note: str = ""
    number: str = ""
    text: str = ""
    digest: str = ""
    articles: str = ""


@dataclass(frozen=True, slots=True)
class LawRecord:
    """A law as one record tells of it: its versions in order, the last of them with the text of the record."""

    external_id: str
    title: str
    key: str
    rank: str
    issuer: str
    number: str
    url: str
    versions: tuple[VersionRecord, ...]
    names: tuple[str, ...]
    repeals: tuple[str, ...]
    repealed_on: dt.date | None
    repealed_by: str

    @property
    def carried(self) -> VersionRecord:
        """The version whose text the record brings."""
        return self.versions[-1]


def read_record(data: Mapping[str, Any]) -> LawRecord:
    """Check a record in the shape of `gongkai import`. Raises RecordRefused."""
    title = _title(_text(data, "title"))
    extra = data.get("extra") if isinstance(data.get("extra"), dict) else {}
    text = _text(data, "text")
    if len(text) > LONGEST_TEXT:
        raise RecordRefused("text（正文）", f"超过{LONGEST_TEXT:,}个字符，请核对是否串行。")
    versions = tuple(_versions(data, dict(extra or {}), text, title))
    names = [_text(data, "title"), *_listed(extra, "short_names"), *_listed(extra, "names")]
    return LawRecord(
        external_id=_text(data, "id")[:120],
        title=title,
        key=title_key(title),
        rank=_rank(_text(data, "kind"), title),
        issuer=_text(data, "issuer")[:100],
        number=_text(data, "doc_number")[:200],
        url=_text(data, "url")[:500],
        versions=versions,
        names=tuple(dict.fromkeys(name for name in names if name and name != title)),
        repeals=tuple(repeals(text, title)),
        repealed_on=_day(extra, "repealed_on"),
        repealed_by=_text(extra or {}, "repealed_by")[:300],
    )


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name)
    if value is None:
        return ""
    if not isinstance(value, str | int | float):
        raise RecordRefused(name, "应为文字。")
    return str(value).replace("\x00", "").strip()


def _listed(data: object, name: str) -> list[str]:
    value = data.get(name) if isinstance(data, dict) else None
    return [str(one).strip() for one in value if str(one).strip()] if isinstance(value, list) else []


def _title(written: str) -> str:
    title = "".join(written.split()) if written else ""
    if not title:
        raise RecordRefused("title（标题）", "没有写明法规名称。")
    if len(title) > LONGEST_TITLE:
        raise RecordRefused("title（标题）", f"超过{LONGEST_TITLE}个字符，请核对是否串行。")
    if NO_TITLE_OF_A_LAW.match(title) or len(title_key(title)) < 2:
        raise RecordRefused("title（标题）", f"“{title[:30]}”是法规的一部分，不是法规名称。")
    plain = title.translate(str.maketrans("()", "（）"))
    return EDITION.sub("", plain) or plain


def _rank(kind: str, title: str) -> str:
    named = RANK_OF_KIND.get(kind, kind)
    if named in RANKS:
        return named
    by_name = next((key for key, name in RANKS.items() if name == kind), "")
    if by_name:
        return by_name
    return "law" if title.endswith(("法", "法典")) else "normative_document"


def _day(data: object, name: str) -> dt.date | None:
    written = data.get(name) if isinstance(data, dict) else None
    return day_of(str(written), name) if written else None


def day_of(written: str, field: str) -> dt.date:
    """Read 2019-05-15 or 2019年5月15日. Raises RecordRefused."""
    found = DAY.match(unicodedata.normalize("NFKC", "".join(written.split())))
    try:
        day = dt.date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        day = None
    if day is None:
        raise RecordRefused(field, f"“{written[:30]}”不是存在的日期，应写作2019-05-15。")
    return day


@dataclass(frozen=True, slots=True)
class _Event:
    day: dt.date
    text: str
    amends: bool


def _events(extra: Mapping[str, Any]) -> list[_Event]:
    """Read the history that stands under a title: when it was adopted and each time it was revised."""
    found: dict[dt.date, _Event] = {}
    events = extra.get("events")
    for one in events if isinstance(events, list) else ():
        if not isinstance(one, dict) or not one.get("date"):
            continue
        words = str(one.get("text") or one.get("type") or "")
        amends = bool(AMENDING.search(words)) or one.get("type") in {"修订", "修正"}
        if not amends and not BEGINNING.search(words):
            continue
        day = day_of(str(one["date"]), "extra.events")
        if day not in found or (found[day].amends and not amends):
            found[day] = _Event(day, words, amends)
    return _settled(sorted(found.values(), key=lambda event: event.day))


def _settled(events: Sequence[_Event]) -> list[_Event]:
    """Take adoption and the promulgation or approval that follows for one decision, of the later day."""
    settled: list[_Event] = []
    for event in events:
        last = settled[-1] if settled else None
        soon = last is not None and event.day - last.day <= SOON and ADOPTED.search(last.text)
        follows = soon and (not event.amends or "批准" in event.text)
        if last is not None and follows and PROMULGATED.search(event.text):
            settled[-1] = _Event(event.day, f"{last.text}；{event.text}", last.amends)
        else:
            settled.append(event)
    return settled


def _decided(data: Mapping[str, Any], extra: Mapping[str, Any]) -> list[_Event]:
    """Return one entry a version, the first adoption and each revision, in order of day."""
    events = _events(extra)
    begun = [one for one in events if not one.amends]
    first = [begun[0]] if begun else []
    revisions = [one for one in events if one.amends and (not first or one.day > first[0].day)]
    versions = first + revisions
    promulgated = _day(extra, "promulgated") or (_day(data, "date") if data.get("date") else None)
    if not first and promulgated and (not versions or promulgated < versions[0].day):
        versions = [_Event(promulgated, "公布", amends=False), *versions]
    stated = _day(extra, "version_date")
    if stated and not any(one.day == stated for one in versions):
        versions = [one for one in versions if one.day < stated] + [_Event(stated, "", amends=bool(versions))]
    elif stated:
        versions = [one for one in versions if one.day <= stated]
    return versions


def _versions(data: Mapping[str, Any], extra: Mapping[str, Any], text: str, title: str) -> Iterator[VersionRecord]:
    """Yield the versions. A stated day of force belongs to the last decision before it; the others begin when decided."""
    effective = _day(extra, "effective") or (_day(data, "effective_on") if data.get("effective_on") else None)
    decided = _decided(data, extra)
    if not decided:
        if effective is None:
            raise RecordRefused("date（日期）", f"《{title[:40]}》没有公布日期也没有施行日期，无法判断何时有效。")
        decided = [_Event(effective, "", amends=False)]
    holder = max((n for n, one in enumerate(decided) if effective and one.day <= effective), default=0)
    numbers = [order_key(one.text) for one in decided]
    listed = [order_key(part) or number_key(part) or "" for part in re.split("[；;]", _text(data, "doc_number"))]
    if not any(numbers) and any(listed):
        numbers = [*listed[:1], *numbers[1:]] if len(listed) == 1 else numbers
    last = len(decided) - 1
    for place, one in enumerate(decided):
        begins = effective if effective and place == holder and effective >= one.day else one.day
        note = _note(one)
        if place < last:
            yield VersionRecord(one.day, begins, begins != one.day, note, numbers[place])
        else:
            several = articles(text)
            short = ranges(a.anchor for a in several) or ("" if text else _counted(extra))
            seal = digest(text, several) if text else ""
            yield VersionRecord(one.day, begins, begins == effective, note, numbers[place], text, seal, short)


def _counted(extra: Mapping[str, Any]) -> str:
    """Return the numbers of the articles where a record without a text says how many there are."""
    count = extra.get("articles")
    return f"1-{count}" if isinstance(count, int) and 1 < count < MOST_ARTICLES else ""


def _note(event: _Event) -> str:
    found = re.search(r"第[一二三四五六七八九十]+次(?:修订|修正)", event.text)
    if found:
        return found.group()
    return ("修正" if "修正" in event.text else "修订") if event.amends else "公布"


def known_numbers(record: LawRecord) -> frozenset[str]:
    """Return the keys of all orders and document numbers that the record connects with the law."""
    keys = {one.number for one in record.versions}
    keys |= {order_key(part) or number_key(part) or "" for part in re.split("[；;]", record.number)}
    keys |= {order_key(one.number) or number_key(one.number) or "" for one in numbers_in(record.number)}
    return frozenset(keys - {""})


def repeals(text: str, title: str) -> Iterator[str]:
    """Yield the titles that a law repeals when it comes into force: …《X条例》同时废止."""
    own = title_key(title)
    tail = text[-REPEALS_WITHIN:]
    for word in REPEALING.finditer(tail):
        begin = max(tail.rfind(mark, 0, word.start()) for mark in "。\n") + 1
        for one in marked_titles(tail[begin : word.start()]):
            if one.depth == 0 and title_key(one.title) != own and len(folded(one.title)) >= 4:
                yield one.title
