"""The numbers in the text of a report: what was received, and wholes that are taken apart (“其中”). No Django.

Careful rather than complete: a number goes in only where the sentence says what it counts. A list after “其中” is taken
to make up the whole when it makes more than the whole, or when it misses it by little (then a person looks at it);
otherwise it is an excerpt.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from gongkai.oversight.annual_report.rules.figures import Number, Sum

UNITS = "人次|万元|元|件|条|期|篇|份|起|宗|场次|场|项"
NEAR = Decimal("0.1")  # a list that misses its whole by less looks like one that should make it up
LIST = 3
_N = r"(?P<n>\d+)\s*(?:件|起|宗|份)"
_AMOUNT = re.compile(rf"(?P<n>\d+(?:\.\d+)?)(?P<vague>万?[余多]?)(?P<unit>{UNITS})")
_COMPARED = re.compile(r"(增加|减少|增长|下降|同比|环比|较上年|比上年|上年度?同期|较去年|比去年)[^，；、。]{0,12}$")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_NESTED = re.compile(r"（[^（）]*）")
_HEAD = re.compile(rf"(?P<n>\d+(?:\.\d+)?)(?P<unit>{UNITS})[^，。；（）\d]{{0,8}}（(?P<list>[^（）]*)）")
_NO_RESULT = r"(?<!纠正)(?<!败诉)(?<!维持)(?<!撤销)(?<!审结)(?<!办结)(?<!未经)"
_APPLICATIONS = re.compile(r"申请")
_SAID: dict[str, re.Pattern[str]] = {
    "received": re.compile(
        rf"(?P<verb>收到|受理|接收|新收|收办|收到和处理)(?:[^，。；\d]{{0,24}}申请[^，。；\d]{{0,8}}{_N}"
        rf"|[^，。；\d]{{0,8}}{_N.replace('<n>', '<m>')}[^，。；\d]{{0,10}}申请)"
    ),
    "processed": re.compile(rf"(?<!应)(?:办结|答复)[^，。；、\d率]{{0,12}}{_N}"),
    "carried_in": re.compile(rf"上年度?结转[^，。；、\d]{{0,14}}{_N}"),
    "carried_out": re.compile(rf"转(?:至|入|到)?(?:下一?年度?|次年|\d{{4}}年)[^，。；、\d]{{0,8}}{_N}"),
    "予以公开": re.compile(rf"予以公开(?:的)?[为有共]?{_N}"),
    "部分公开": re.compile(rf"部分公开(?:的)?[为有共]?{_N}"),
    "不予公开": re.compile(rf"不予公开(?:的)?[为有共]?{_N}"),
    "无法提供": re.compile(rf"无法提供(?:的)?[为有共]?{_N}"),
    "不予处理": re.compile(rf"不予处理(?:的)?[为有共]?{_N}"),
    "其他处理": re.compile(rf"其他处理(?:（[^（）]*）)?(?:的)?[为有共]?{_N}"),
}
_ANYWHERE: dict[str, re.Pattern[str]] = {
    "reviews": re.compile(rf"{_NO_RESULT}行政复议(?:案件|申请)?[^，。；、\d和及与或]{{0,6}}{_N}"),
    "lawsuits": re.compile(
        rf"{_NO_RESULT}(?<!复议、)(?<!复议和)(?<!复议及)(?<!复议与)行政诉讼(?:案件)?[^，。；、\d]{{0,6}}{_N}"
    ),
    "valid_docs": re.compile(rf"现行有效的?行政规范性文件[^，。；\d]{{0,6}}{_N}"),
    "published": re.compile(r"主动公开[^，。；\d]{0,12}信息[^，。；\d]{0,6}(?P<n>\d+)条"),
    "fee_collected_yuan": re.compile(r"信息处理费[^，。；\d件]{0,6}(?P<n>\d+(?:\.\d+)?)元"),
}
_PART_SIX = re.compile(r"六、\s*其他需要报告的事项[：:。\s]*(?P<text>.*)\Z", re.DOTALL)


@dataclass(frozen=True)
class Said:
    """What a text says; `handled`: what it calls received includes what came over from the year before."""

    numbers: dict[str, Number]
    handled: bool
    sums: tuple[Sum, ...]
    part_six: str | None


def read_text(text: str) -> Said:
    plain = _THOUSANDS.sub("", unicodedata.normalize("NFKC", text))
    plain = plain.replace("(", "（").replace(")", "）").replace(",", "，").replace(";", "；").replace(":", "：")
    numbers, handled = _numbers(plain)
    six = _PART_SIX.search(plain)
    return Said(numbers, handled, tuple(_all_sums(plain)), six["text"].strip() if six else None)


def _sentences(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[。！？\n]+", text) if part.strip()]


def _numbers(text: str) -> tuple[dict[str, Number], bool]:
    found: dict[str, Number] = {}
    handled = False
    for sentence in _sentences(text):
        before = sentence.partition("其中")[0]
        if _APPLICATIONS.search(sentence):
            for key, pattern in _SAID.items():
                # What was received is a whole; the others may stand in the list after it.
                match = pattern.search(before if key == "received" else sentence)
                if match and key not in found and not _COMPARED.search(sentence[: match.start("n")]):
                    found[key] = int(match["n"] or match["m"]) if key == "received" else int(match["n"])
                    handled = handled or (key == "received" and match["verb"] in {"收办", "收到和处理"})
        for key, pattern in _ANYWHERE.items():
            match = pattern.search(sentence)
            if match and key not in found and not _COMPARED.search(sentence[: match.start("n")]):
                found[key] = Decimal(match["n"]) if "." in match["n"] else int(match["n"])
    return found, handled


def _all_sums(text: str) -> Iterator[Sum]:
    """Yield every whole with its list: after “其中”, and in brackets behind the number."""
    seen: set[tuple[Number, tuple[Number, ...]]] = set()
    for one in (*_bracketed(text), *_among(text)):
        key = (one.total, one.parts)
        if key not in seen:
            seen.add(key)
            yield one


def _amounts(text: str) -> list[tuple[Decimal, str, int]]:
    return [
        (Decimal(match["n"]), match["unit"], match.start())
        for match in _AMOUNT.finditer(text)
        if not match["vague"] and not _COMPARED.search(text[: match.start()])
    ]


def _bracketed(text: str) -> Iterator[Sum]:
    for match in _HEAD.finditer(text):
        parts = tuple(value for value, unit, _ in _amounts(match["list"]) if unit == match["unit"])
        yield from _judged(Decimal(match["n"]), parts, text[max(0, match.start() - 12) : match.end("unit")])


def _among(text: str) -> Iterator[Sum]:
    """“其中” may open a sentence of its own; the whole then stands in the one before."""
    paragraphs = text.splitlines()
    for paragraph in paragraphs:
        bare = _NESTED.sub("", paragraph)
        sentences = bare.split("。")
        for place, sentence in enumerate(sentences):
            head, word, rest = sentence.partition("其中")
            if not word:
                continue
            head = head if re.search(r"\d", head) or not place else f"{sentences[place - 1]}{head}"
            yield from _listed(head, rest)


def _listed(head: str, rest: str) -> Iterator[Sum]:
    rest = rest.partition("其中")[0]  # a list within the list is not judged
    totals: dict[str, tuple[Decimal, int]] = {unit: (value, at) for value, unit, at in _amounts(head)}
    for unit, (total, at) in totals.items():
        lists = [tuple(value for value, own, _ in _amounts(piece) if own == unit) for piece in rest.split("；")]
        long = [parts for parts in lists if len(parts) > 1]
        if not long or any(len(parts) == 1 for parts in lists):
            long = [tuple(value for parts in lists for value in parts)]
        for parts in long:
            yield from _judged(total, parts, head[max(0, at - 12) :])


def _judged(total: Decimal, parts: tuple[Decimal, ...], what: str) -> Iterator[Sum]:
    if len(parts) < 2:
        return
    missing = total - sum(parts)
    what = what.strip("，。；、：（ ")
    if missing <= 0:
        yield Sum(what, total, parts)
    elif len(parts) >= LIST and missing <= total * NEAR:
        yield Sum(what, total, parts, sure=False)
