"""The query classifier: number, title, agency, place, date, article, question, service. Pure Python, never raises.

It only ever proposes: what it narrows can be taken back by the reader (`literal` names the kinds to be left alone), and
the search looks again without it when it finds nothing.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Callable, Collection

from gongkai.engine.search.index import analysis, numerals
from gongkai.engine.search.index.folding import spell
from gongkai.engine.search.index.leaning import Leaning
from gongkai.engine.search.index.parser import MOST_CHARACTERS, NUMBER, is_number
from gongkai.engine.search.rules import dates
from gongkai.engine.search.rules.meanings import Meaning, Understood
from gongkai.engine.search.rules.names import Directory, Place

TITLE = re.compile(r"《(?P<title>[^《》]{2,80})》")
LITERAL = re.compile(r'["“「『][^"“”」『』]*["”」』]|(?<!\S)-\S+|(?<!\S)NOT\s+\S+')
ARTICLE = re.compile(
    r"第(?P<number>[一二三四五六七八九十百千零〇两]{1,7}|\d{1,4})条(?P<more>之[一二三四五六七八九十]{1,3})?(?P<clause>第?[一二三四五六七八九十\d]{1,3}款)?"
)
# What makes a query a question; what is left out of a question before it is searched.
ASKING = re.compile(
    r"[?？]|怎么|怎样|如何|什么|哪[里个些儿]|多少|几[个天年岁]|多久|多长时间|吗(?=$|\W)|呢(?=$|\W)|能不能|能否|是否|可不可以|可以吗|"
    r"谁(?:来|负责)|请问|想问|咨询一下|为何|为什么"
)
POLITE = re.compile(
    r"请问一下|请问|想咨询一下|咨询一下|想咨询|想问一下|想问|你好|您好|我想知道|想知道|想了解|麻烦问一下|打扰了|谢谢|"
    r"[?？!！。，,；;：:]+"
)
SERVICE = re.compile(
    r"怎么办(?!法)|办理|如何申请|怎么申请|申请条件|申领|补办|换领|领取|代办|预约|在哪办|去哪办|办事|材料清单|所需材料|需要什么材料|流程"
)
SERVICE_TITLES = ("指南", "办事", "流程", "须知", "申请", "一次性告知")
ENDED = re.compile(r"(?:已经?)?(?:被?废止|失效|停止执行)了?的?(?:文件)?|旧版的?|历史版本")
# What is left of "近三个月的文件" beside the date: it asks for everything of that time.
ANYTHING = re.compile(
    r"(?:的|都|有|了|新|最新|新出|新发|哪些|什么|所有|全部|发布|发|公布|出台|印发|制定|下发|文件|政策|信息|内容|[?？，,。\s])+"
)
SENTENCE_UNITS = 14  # one part longer than this is a sentence, asked or not
# Points beside those of a sentence that holds all the words (sentences.HIGHEST): enough to lift, not to decide alone.
YEAR_WEIGHT, TITLE_WEIGHT, AGENCY_WEIGHT, PLACE_WEIGHT, SERVICE_WEIGHT, ENDED_WEIGHT = (
    60.0,
    300.0,
    150.0,
    300.0,
    40.0,
    150.0,
)


@dataclasses.dataclass
class _Reading:
    """The text while it is read; what is understood is blanked out of `open`, what is used up out of `rest`."""

    open: str
    rest: str
    meanings: list[Meaning] = dataclasses.field(default_factory=list)
    article: str = ""
    literal: frozenset[str] = frozenset()

    def close(self, start: int, end: int, *, used: bool = False) -> None:
        blank = "\0" * (end - start)
        self.open = self.open[:start] + blank + self.open[end:]
        if used:
            self.rest = self.rest[:start] + blank + self.rest[end:]


def understand(text: str, directory: Directory, today: dt.date, literal: Collection[str] = ()) -> Understood:
    """Return what the words mean. `literal` are kinds of meaning that the reader has taken back."""
    spelled = spell(text[:MOST_CHARACTERS]).replace("\0", " ")
    reading = _Reading(spelled, spelled, literal=frozenset(literal))
    for match in LITERAL.finditer(spelled):
        reading.close(*match.span())
    for kind, step in _STEPS:
        if kind not in literal or kind == "agency":
            step(reading, directory, today)
    rest = " ".join(reading.rest.replace("\0", " ").split())
    if not analysis.units(rest):
        return _alone(spelled, reading)
    limits = tuple(one for one in reading.meanings if one.kind in {"date", "agency"} and one.narrows)
    if limits and ANYTHING.fullmatch(rest):
        return Understood(typed=spelled, rest="", meanings=limits)
    return Understood(typed=spelled, rest=rest, meanings=tuple(reading.meanings), article=reading.article)


def _alone(spelled: str, reading: _Reading) -> Understood:
    """Nothing but a name or a date was typed: it is searched as it stands, and a date narrows all the same."""
    kinds = {meaning.kind for meaning in reading.meanings}
    if kinds == {"date"}:
        return Understood(typed=spelled, rest="", meanings=tuple(reading.meanings))
    meanings = tuple(
        dataclasses.replace(
            one, leanings=tuple(dataclasses.replace(leaning, required=False) for leaning in one.leanings)
        )
        for one in reading.meanings
        if one.kind != "date"
    ) + tuple(one for one in reading.meanings if one.kind == "date")
    keep = [one.text for one in reading.meanings if one.kind != "date"]
    return Understood(typed=spelled, rest=" ".join(keep) or spelled, meanings=meanings, article=reading.article)


def _numbers(reading: _Reading, _directory: Directory, _today: dt.date) -> None:
    for match in NUMBER.finditer(reading.open):
        if "\0" not in match[0] and is_number(match):
            reading.meanings.append(Meaning(kind="number", text=match[0].strip(), label=f"文号：{match[0].strip()}"))
            reading.close(*match.span())


def _titles(reading: _Reading, _directory: Directory, _today: dt.date) -> None:
    for match in TITLE.finditer(reading.open):
        title = match["title"].strip()
        leaning = Leaning(titles=(title,), weight=TITLE_WEIGHT)
        reading.meanings.append(
            Meaning(kind="title", text=match[0], label=f"文件名：《{title}》", value=title, leanings=(leaning,))
        )
        reading.close(*match.span())


def _dates(reading: _Reading, _directory: Directory, today: dt.date) -> None:
    for span in dates.spans(reading.open, today):
        typed = reading.open[span.start : span.end].strip()
        titles: tuple[str, ...] = ()
        if span.year:
            titles = (f"{span.year}年", *numerals.variants(f"{span.year}年"))
        leanings = [Leaning(date_from=span.first, date_to=span.last, titles=titles, required=True)]
        if titles:
            leanings.append(Leaning(titles=titles, weight=YEAR_WEIGHT))
        label = typed if span.year is None or str(span.year) in typed else f"{typed}（{span.year}年）"
        reading.meanings.append(Meaning(kind="date", text=typed, label=label, leanings=tuple(leanings)))
        reading.close(span.start, span.end, used=True)


def _names(reading: _Reading, directory: Directory, _today: dt.date) -> None:
    for start, end, name in directory.find(reading.open):
        place = directory.places.get(name)
        bodies = directory.agencies.get(name, ())
        if ("agency" if place is None else "place") in reading.literal:
            continue
        if place is not None:
            reading.meanings.append(_placed(name, place))
        elif bodies:
            exact = tuple(body.code for body in bodies)
            shown = bodies[0].short_name or bodies[0].name if len(bodies) == 1 else name
            limit = Leaning(agencies=exact, issuers=tuple(body.name for body in bodies), titles=(name,), required=True)
            own = Leaning(agencies=exact, weight=AGENCY_WEIGHT)
            reading.meanings.append(
                Meaning(kind="agency", text=name, label=shown, value=exact[0], leanings=(limit, own))
            )
        reading.close(start, end, used=True)


def _placed(name: str, place: Place) -> Meaning:
    """Return here and above: the place's own, what names it, and what its superiors and their departments say for all."""
    own = Leaning(below=(place.code,), titles=(place.name,), weight=PLACE_WEIGHT)
    nearest = Leaning(agencies=place.above[:1], weight=PLACE_WEIGHT / 4)
    if not place.above:  # the whole area of the platform: everything is here
        return Meaning(kind="place", text=name, label=place.name, value=place.code, leanings=())
    limit = Leaning(below=(place.code,), agencies=(*place.above, *place.around), mentions=(place.name,), required=True)
    return Meaning(
        kind="place", text=name, label=f"{place.name}及上级", value=place.code, leanings=(limit, own, nearest)
    )


def _articles(reading: _Reading, _directory: Directory, _today: dt.date) -> None:
    match = ARTICLE.search(reading.open)
    if match is None:
        return
    number = dates.number(match["number"]) if match["number"].isdigit() else numerals.to_arabic(match["number"])
    if not number or number > numerals.LARGEST:
        return
    article = f"第{numerals.to_chinese(number)}条{match['more'] or ''}"
    reading.article = article
    reading.meanings.append(Meaning(kind="article", text=match[0], label=f"条款：{article}", value=article))
    start, end = match.span()
    # 条例第十三条 is no phrase of any text: the article stands at the head of its own paragraph.
    length = match.start("clause") - start if match["clause"] else end - start
    reading.rest = f"{reading.rest[:start]} {match[0][:length]} {reading.rest[end:]}"
    reading.open = f"{reading.open[:start]} {chr(0) * length} {reading.open[end:]}"


def _asked(reading: _Reading, _directory: Directory, _today: dt.date) -> None:
    plain = reading.open.replace("\0", " ")
    longest = max((len(analysis.units(part)) for part in plain.split()), default=0)
    if ASKING.search(plain) or longest >= SENTENCE_UNITS:
        reading.meanings.append(Meaning(kind="question", text=plain.strip(), label="按问题查找"))
        for match in POLITE.finditer(reading.open):
            reading.rest = reading.rest[: match.start()] + " " * len(match[0]) + reading.rest[match.end() :]


def _services(reading: _Reading, _directory: Directory, _today: dt.date) -> None:
    if match := SERVICE.search(reading.open):
        leaning = Leaning(genres=("办事指南",), titles=SERVICE_TITLES, weight=SERVICE_WEIGHT)
        reading.meanings.append(Meaning(kind="service", text=match[0], label="办事内容优先", leanings=(leaning,)))


def _ended(reading: _Reading, _directory: Directory, _today: dt.date) -> None:
    if match := ENDED.search(reading.open):
        ended = ("repealed", "expired")
        limit = Leaning(validity=ended, titles=("废止", "失效"), required=True)
        leanings = (limit, Leaning(validity=ended, weight=ENDED_WEIGHT))
        reading.meanings.append(Meaning(kind="ended", text=match[0], label="已废止、失效", leanings=leanings))
        reading.close(*match.span(), used=True)


_Step = Callable[[_Reading, Directory, dt.date], None]
_STEPS: tuple[tuple[str, _Step], ...] = (
    ("number", _numbers),
    ("title", _titles),
    ("date", _dates),
    ("agency", _names),
    ("question", _asked),
    ("service", _services),
    ("ended", _ended),
    ("article", _articles),  # last: it moves the places of what follows
)
