"""Which version of a law is cited, and what has become of it by the day of judgement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.engine.regulations.rules.articles import has_article, label
from gongkai.engine.regulations.rules.library import LawEntry, Library, VersionEntry
from gongkai.engine.regulations.rules.mentions import Mention
from gongkai.engine.regulations.rules.scanning import order_key
from gongkai.engine.regulations.rules.titles import edition_year
from gongkai.engine.regulations.rules.verdicts import Verdict
from gongkai.law.numbers import number_key, write_date


@dataclass(frozen=True, slots=True)
class Days:
    """`text_on`: the day of the text, whose law is what was in force then. `today`: the day on which it is judged."""

    text_on: dt.date
    today: dt.date


@dataclass(frozen=True, slots=True)
class Said:
    """A verdict in words."""

    verdict: Verdict
    message: str = ""
    suggestion: str = ""


def key_of(number: str) -> str:
    """Return the key of an order or a document number; empty when it is none."""
    return order_key(number) or number_key(number) or ""


def cited_version(
    mention: Mention, law: LawEntry, days: Days, library: Library
) -> tuple[VersionEntry | None, Said | None]:
    """Return the version that is cited: by its order, its year, else the one of the day of the text.

    Beside it stands what is wrong with the number, if it is not this law's.
    """
    for number in mention.numbers:
        if (key := key_of(number)) and (version := law.version_of_number(key)):
            return version, None
    wrong = next((said for number in mention.numbers if (said := _wrong_number(number, law, library))), None)
    year = edition_year(mention.title) or (edition_year(f"法（{mention.said}）") if mention.said else None)
    if year and wrong is None:
        of_year = [one for one in law.versions if year in {one.decided_on.year, one.effective_on.year}]
        if of_year:
            return of_year[-1], None
    if mention.newly:
        decided = [one for one in law.versions if one.decided_on <= days.text_on]
        return (decided[-1] if decided else None), wrong
    return version_of_day(law, days.text_on), wrong


def version_of_day(law: LawEntry, day: dt.date) -> VersionEntry | None:
    """Return what was in force; a law already decided, not yet in force, is meant in its first version.

    None before that: an older text must have been meant, which the library does not hold.
    """
    found = law.latest_until(day)
    if found is None and law.versions and day >= law.versions[0].decided_on:
        return law.versions[0]
    return found


def _wrong_number(number: str, law: LawEntry, library: Library) -> Said | None:
    """Say that a number is another law's. One that the library does not know may belong to a revision it does not tell of."""
    key = key_of(number)
    if not key or key in law.numbers:
        return None
    others = [one for one in library.by_number(key) if one.pk != law.pk]
    first = [one for one in others if one.versions and one.versions[0].number == key]
    if not first and not law.numbers_complete:
        return None
    right = "、".join(_spoken(one.number) for one in law.versions[-1:] if one.number)
    whose = f"，是《{first[0].title}》的" if first else ""
    return Said(
        Verdict.WRONG_NUMBER,
        f"“{number}”不是《{law.title}》的公布文号{whose}。",
        f"《{law.title}》（{right}）" if right else "请核对公布文号。",
    )


def _spoken(key: str) -> str:
    """国务院令第711号 for the key of an order; 国办发〔2019〕6号 for that of a document."""
    code, *rest = key.split(":")
    if len(rest) == 1 or not rest[0]:
        return f"{code}第{rest[-1]}号"
    return f"{code}〔{rest[0]}〕{rest[1]}号"


def standing(law: LawEntry, cited: VersionEntry | None, days: Days) -> Said | None:
    """Say what has happened to the law, or to the cited version of it, by today; None when it stands."""
    if law.repealed_on and days.today >= law.repealed_on:
        return _repealed(law, law.repealed_on)
    current = law.version_on(days.today)
    if current is None:
        begin = law.versions[0].effective_on if law.versions else None
        when = f"，自{write_date(begin)}起施行" if begin else ""
        return Said(Verdict.NOT_YET, f"《{law.title}》尚未施行{when}。", "请确认引用时已经施行。")
    if cited is not None and cited.effective_on > days.today:
        when = write_date(cited.effective_on)
        return Said(Verdict.NOT_YET, f"所引版本的《{law.title}》自{when}起施行，现在尚未施行。", "请核对引用的版本。")
    if cited is None or cited.pk != current.pk:
        message = f"《{law.title}》已修改，{since(current)}。"
        return Said(Verdict.AMENDED, message, "请对照现行版本核对所引内容和条款序号。")
    return None


def since(version: VersionEntry) -> str:
    """Say from when a version holds, or, where the library does not know that, when it was decided."""
    if version.exact:
        return f"现行版本自{write_date(version.effective_on)}起施行"
    return f"现行版本于{write_date(version.decided_on)}修改公布"


def _repealed(law: LawEntry, day: dt.date) -> Said:
    if not law.repealed_by:
        return Said(Verdict.REPEALED, f"《{law.title}》已于{write_date(day)}废止。", "请改引现行规定。")
    return Said(
        Verdict.REPEALED,
        f"《{law.title}》已于{write_date(day)}由《{law.repealed_by}》废止。",
        f"请改引《{law.repealed_by}》的相应规定。",
    )


def article(anchors: Sequence[str], law: LawEntry, cited: VersionEntry | None) -> Said | None:
    """Say which of the articles the cited version does not have; None where it has them, or its text is not known."""
    if cited is None or not cited.articles:
        return None
    missing = [one for one in anchors if not has_article(cited.articles, one)]
    if not missing:
        return None
    plain = [part for part in cited.articles.split(",") if "." not in part]
    last = plain[-1].rpartition("-")[2] if plain else ""
    total = f"正文到第{last}条为止，" if last else ""
    words = "、".join(label(one) for one in missing)
    return Said(Verdict.NO_ARTICLE, f"《{law.title}》{total}没有{words}。", "请核对条款序号。")
