"""How plain an interpretation reads: each measure with its limit and where the limit comes from, and no score (R167).

A finding says where, what and how else to say it. The words compared stand in jargon.toml.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from gongkai.proactive.interpretation.rules.copying import names_of, quotations


@dataclass(frozen=True)
class PlainLimits:
    """From which size on a finding is made. Whoever operates may set others."""

    sentence: int = 60  # characters of one sentence
    long_share: float = 0.20  # share of sentences longer than that
    longest: int = 100
    paragraph: int = 200
    de: int = 3  # 的 in one clause, one hanging on the other
    jargon: float = 5.0  # words of offices on a thousand characters
    nominal: float = 3.0  # 进行…, 予以… on a thousand characters
    source: str = "本平台默认"


LIMITS = PlainLimits()
KIND_WORDS = {
    "sentence": "长句",
    "paragraph": "长段",
    "jargon": "公文用语",
    "nominal": "绕弯的说法",
    "de": "“的”字太多",
    "passive": "被动句",
    "abbreviation": "没有写明的简称",
    "number": "没有单位的数",
    "negation": "双重否定",
}


@dataclass(frozen=True)
class Finding:
    """Places are those of the text as given, end excluded."""

    start: int
    end: int
    kind: str
    text: str
    message: str
    suggestion: str

    @property
    def word(self) -> str:
        return KIND_WORDS[self.kind]


@dataclass(frozen=True)
class Measure:
    """`value` beside `limit`; `good` says whether it keeps it. `shown` is the value as people read it."""

    key: str
    name: str
    value: float
    limit: float
    shown: str
    shown_limit: str
    source: str

    @property
    def good(self) -> bool:
        return self.value <= self.limit


@dataclass(frozen=True)
class Plainness:
    measures: list[Measure]
    findings: list[Finding]
    characters: int
    sentences: int


_BLOCK = re.compile(r"</?(?:p|div|li|ul|ol|h[1-6]|tr|td|th|table|blockquote|section|br)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<!--[^<>]*-->|</?[A-Za-z][^<>]*>|&(?:nbsp|amp|lt|gt|quot|#\d{1,6});")
_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]*[”’」』）]?")
_COUNTED = re.compile(r"[\w%％]")
_DE_WORDS = re.compile(r"目的|的确|的话|标的|似的|有的|别的")
_DE = re.compile(r"(?:[^，。；：、！？,;:!?\s的“”‘’《》（）()]{1,10}的){3,}")
_SKIPPED = "\x00"  # stands in the place of what is not judged
_FORMS = "进行|予以|加以|给予|作出|做出"
_NATURAL = frozenset("给予补贴 给予补助 给予奖励 给予资助 作出安排 做出安排 作出说明 做出说明".split())
_PASSIVE = re.compile(
    r"(?<![棉羽毛丝线夏冬盖植])被(?:依法|有关部门|主管部门)?(?:认定|列为|列入|纳入|取消|责令|处罚|处以|撤销|收回|追回|评为|授予|要求|视为|终止|暂停|吊销|注销|驳回)"
)
_LATIN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2,6}(?![A-Za-z0-9])")
_MOST_SHORT = 30  # different ones in a text; who has more does not need all of them told
_LATIN_KNOWN = frozenset("APP WIFI PDF ATM IC ID QQ SIM VIP AI TV KTV CT".split())
_NUMBER = re.compile(
    r"(?P<cue>标准|金额|费用|补贴|补助|奖励|最高|最低|不超过|不低于|不少于|收入|面积|发放|罚款|价格|额度)"
    r"(?:共|约|为|是|达到?|到|至|在|由|[:：])?(?P<number>\d[\d,]*(?:\.\d+)?)(?=以下|以上|以内|左右|[，。；、）！？\s]|$)"
)
_NEGATION = re.compile(r"不得不|不能不|不应不|不可不|并非不|不无(?=[一-龥])")


@dataclass(frozen=True)
class _Words:
    terms: dict[str, str]
    abbreviations: dict[str, str]
    term: re.Pattern[str]
    nominal: re.Pattern[str]
    campaign: re.Pattern[str]


@cache
def _words() -> _Words:
    told = tomllib.loads(files(__package__).joinpath("jargon.toml").read_text(encoding="utf-8"))
    terms, verbs = told["terms"], "|".join(told["verbs"]["words"].split())
    longest = sorted(terms, key=len, reverse=True)
    return _Words(
        terms,
        told["abbreviations"],
        re.compile("|".join(map(re.escape, longest))),
        re.compile(
            rf"(?:{_FORMS})(?:了)?(?P<how>全面|严格|统一|重点|集中|及时|定期|适当|认真|全程|现场)?(?:的|地)?(?P<verb>{verbs})(?!工作者|人员|单位|机构|中|费|表)"
        ),
        re.compile(rf"开展(?P<what>(?:[一-龥]{{0,4}}?)(?:{verbs})(?:{verbs})?)(?:专项)?(?:工作|行动)"),
    )


def jargon() -> dict[str, str]:
    """Return the list of words of offices with what to say instead."""
    return dict(_words().terms)


def measure(text: str, limits: PlainLimits = LIMITS, *, title: str = "") -> Plainness:
    """Judge a draft (plain text or HTML). Titles in 《》, the policy's name and marked quotations of it are left alone."""
    seen = _seen(text, names_of(title))
    sentences = [match.span() for match in _SENTENCE.finditer(seen) if _length(match.group())]
    lengths = [_length(seen[start:end]) for start, end in sentences]
    found = [*_long(text, seen, sentences, limits), *_worded(text, seen), *_unexplained(text, seen)]
    found += [*_built(text, seen, limits)]
    ordered = sorted(_apart(found), key=lambda one: (one.start, one.end))
    characters = sum(lengths)
    paragraphs = [_length(line) for line in seen.split("\n") if _length(line)]
    return Plainness(_measures(lengths, paragraphs, ordered, characters, limits), ordered, characters, len(lengths))


def grouped(findings: Sequence[Finding]) -> list[tuple[Finding, int]]:
    """Return each finding once, with how often the same words were found: for lists that people read."""
    times = Counter((one.kind, one.text) for one in findings)
    first: dict[tuple[str, str], Finding] = {}
    for one in findings:
        first.setdefault((one.kind, one.text), one)
    return [(one, times[key]) for key, one in first.items()]


def _seen(text: str, names: Sequence[str]) -> str:
    """Return the text at the same places, without markup and with what is not judged made unreadable."""
    told = _BLOCK.sub(lambda match: "\n" * len(match.group()), text)
    told = _TAG.sub(lambda match: " " * len(match.group()), told)
    letters = list(told)
    for start, end in quotations(text, names):
        letters[start:end] = _SKIPPED * (end - start)
    return "".join(letters)


def _length(text: str) -> int:
    return len(_COUNTED.findall(text))


def _long(text: str, seen: str, sentences: Sequence[tuple[int, int]], limits: PlainLimits) -> Iterator[Finding]:
    for start, end in sentences:
        size = _length(seen[start:end])
        if size > limits.sentence:
            message = f"这句话有{size}个字，超过{limits.sentence}个字，一口气读不完。"
            begin = start + len(seen[start:end]) - len(seen[start:end].lstrip())
            yield Finding(begin, end, "sentence", text[begin:end], message, "拆成几句，一句只说一件事。")
    place = 0
    for line in seen.split("\n"):
        size = _length(line)
        if size > limits.paragraph:
            message = f"这一段有{size}个字，超过{limits.paragraph}个字。"
            yield Finding(
                place,
                place + len(line),
                "paragraph",
                text[place : place + len(line)],
                message,
                "分成几段，或改成逐条列出。",
            )
        place += len(line) + 1


def _worded(text: str, seen: str) -> Iterator[Finding]:
    words = _words()
    for match in words.term.finditer(seen):
        plain = words.terms[match.group()]
        yield _finding(match, text, "jargon", f"“{match.group()}”是公文用语，很多人听不懂。", f"可以说“{plain}”")
    for match in words.nominal.finditer(seen):
        if match.group() not in _NATURAL:
            said = f"{match['how'] or ''}{match['verb']}"
            yield _finding(match, text, "nominal", f"“{match.group()}”绕了一个弯。", f"直接说“{said}”")
    for match in words.campaign.finditer(seen):
        yield _finding(match, text, "nominal", f"“{match.group()}”绕了一个弯。", f"直接说“{match['what']}”")


def _unexplained(text: str, seen: str) -> Iterator[Finding]:
    told: set[str] = set()
    for short, meaning in _words().abbreviations.items():
        place = seen.find(short)
        if place >= 0 and not _explained(text, short):
            message = f"“{short}”是简称，第一次出现时要写明。"
            yield Finding(place, place + len(short), "abbreviation", short, message, f"写成“{meaning}（简称{short}）”")
    for match in _LATIN.finditer(seen):
        short = match.group()
        if len(told) < _MOST_SHORT and short not in _LATIN_KNOWN | told and not _explained(text, short):
            told.add(short)
            yield _finding(match, text, "abbreviation", f"“{short}”没有写明是什么。", f"先写中文名称，再写（{short}）")
    for match in _NUMBER.finditer(seen):
        start, end = match.span("number")
        yield Finding(
            start,
            end,
            "number",
            text[start:end],
            f"“{text[start:end]}”后面没有单位。",
            "写明单位，例如元、平方米、个工作日",
        )


def _explained(text: str, short: str) -> bool:
    word = re.escape(short)
    pattern = rf"(?:简称|下称|称为|英文)[：:]?\s*[“「]?{word}|[（(][“「]?{word}[”」]?[）)]|{word}\s*[（(][^）)]{{4,}}|{word}”?(?:是指|指的是|就是|即|为)|所谓[“「]?{word}"
    return re.search(pattern, text) is not None


def _built(text: str, seen: str, limits: PlainLimits) -> Iterator[Finding]:
    hidden = _DE_WORDS.sub(lambda match: "〇" * len(match.group()), seen)
    for match in _DE.finditer(hidden):
        count = match.group().count("的")
        if count >= limits.de:
            yield _finding(match, text, "de", f"一口气用了{count}个“的”。", "拆成两句，或去掉可以省的“的”")
    for match in _PASSIVE.finditer(seen):
        yield _finding(match, text, "passive", f"“{match.group()}”没有说清是谁做的。", "把做这件事的单位放在前面")
    for match in _NEGATION.finditer(seen):
        yield _finding(match, text, "negation", f"“{match.group()}”要想一想才明白。", "换成肯定的说法")


def _finding(match: re.Match[str], text: str, kind: str, message: str, suggestion: str) -> Finding:
    return Finding(match.start(), match.end(), kind, text[match.start() : match.end()], message, suggestion)


def _apart(found: Sequence[Finding]) -> Iterator[Finding]:
    """Leave out a word of offices inside another finding about the same words."""
    wider = [one for one in found if one.kind in {"nominal", "passive", "abbreviation"}]
    for one in found:
        inside = one.kind == "jargon" and any(other.start < one.end and one.start < other.end for other in wider)
        if not inside:
            yield one


def _measures(
    lengths: Sequence[int], paragraphs: Sequence[int], found: Sequence[Finding], characters: int, limits: PlainLimits
) -> list[Measure]:
    counted = {kind: sum(one.kind == kind for one in found) for kind in KIND_WORDS}
    thousand = max(characters, 1000) / 1000  # in a short text one word is not a flood
    average = sum(lengths) / len(lengths) if lengths else 0.0
    share = sum(size > limits.sentence for size in lengths) / len(lengths) if lengths else 0.0
    longest, paragraph = max(lengths, default=0), max(paragraphs, default=0)

    def row(key: str, name: str, value: float, limit: float, shown: str, shown_limit: str) -> Measure:
        return Measure(key, name, value, limit, shown, shown_limit, limits.source)

    rows = [
        row("average", "句子平均长度", average, limits.sentence, f"{average:.0f}字", f"不超过{limits.sentence}字"),
        row("longest", "最长的句子", longest, limits.longest, f"{longest}字", f"不超过{limits.longest}字"),
        row("long_share", "长句占比", share, limits.long_share, f"{share:.0%}", f"不超过{limits.long_share:.0%}"),
        row("paragraph", "最长的段落", paragraph, limits.paragraph, f"{paragraph}字", f"不超过{limits.paragraph}字"),
    ]
    for key, limit in (("jargon", limits.jargon), ("nominal", limits.nominal)):
        value = counted[key] / thousand
        rows.append(row(key, KIND_WORDS[key], value, limit, f"{counted[key]}处", f"每千字不超过{limit:g}处"))
    for key in ("de", "passive", "abbreviation", "number", "negation"):
        rows.append(row(key, KIND_WORDS[key], counted[key], 0, f"{counted[key]}处", "没有"))
    return rows
