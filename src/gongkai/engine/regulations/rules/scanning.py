"""The pieces that citations are made of: titles in book marks, what stands in brackets behind them, numbers, articles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.engine.regulations.rules.articles import NUMERAL, anchor, numeral
from gongkai.law.numbers import find_numbers

LONGEST_TITLE = 160  # a mark that closes later than that was never meant to
OPEN, CLOSE = "《〈<＜", "》〉>＞"
MARKS = re.compile("[《〈<＜》〉>＞]")
BEHIND = re.compile(r"[ \t\u3000]*[（(]([^（）()]{0,80}(?:[（(][^（）()]{0,60}[）)][^（）()]{0,60}){0,3})[）)]")
ALIAS = re.compile(
    r"(?:以下|下)(?:统称|简称|合称|称)(?:为)?[：:\s]*(?P<where>[本省市国我该]{0,2})"
    r"(?:《(?P<marked>[^《》]{1,40})》|[“\"「](?P<quoted>[^”\"」]{1,40})[”\"」]|(?P<plain>[\u4e00-\u9fff]{2,20}))"
)
ORDER = re.compile(
    r"(?P<issuer>[\u4e00-\u9fff、]{2,40}?令)\s*[（(〔]?(?:(?:19|20)\d{2}年)?\s*第?\s*"
    r"(?P<serial>[0-9０-９]{1,5}|[一二三四五六七八九十百零〇]{1,6})\s*号"
)
ISSUER = re.compile(
    r"(?:中华人民共和国)?(?P<who>国务院|主席|[\u4e00-\u9fff]{0,12}?(?:部|委员会|总局|总署|人民银行|银保监会|证监会|审计署|海关总署|局|"
    r"人民政府|办公厅|办公室|军委))令$"
)
BEFORE_CODE = re.compile(r"[按依据见凭照](?=[\u4e00-\u9fff]{2})")
LEAD_IN = re.compile(
    r".*(?:根据|按照|依据|依照|参照|贯彻|落实|执行|废止|修改|以及|公布的?|发布的?|颁布的?|见|经|由|以|的|和|及|、)(?=.{2})"
)
ONE_ARTICLE = (
    rf"第\s*{NUMERAL}\s*条(?:之[一二三四五六七八九十]{{1,3}})?(?:\s*第\s*{NUMERAL}\s*款)?"
    rf"(?:\s*第\s*[（(]?\s*{NUMERAL}\s*[）)]?\s*项)?(?:\s*第\s*[（(]?\s*{NUMERAL}\s*[）)]?\s*目)?"
)
ARTICLE_LIST = re.compile(rf"{ONE_ARTICLE}(?:\s*(?:、|和|或者|或|及|以及|至|到|－|—|-|~|～)\s*(?:{ONE_ARTICLE}))*")
ARTICLE = re.compile(rf"第\s*({NUMERAL})\s*条(?:之([一二三四五六七八九十]{{1,3}}))?")
SEVERAL = re.compile(rf"第\s*((?:{NUMERAL}\s*、\s*)+{NUMERAL})\s*条")


@dataclass(frozen=True, slots=True)
class Marked:
    """A title in book marks: `text[start:end]` with the marks; `depth` 0 outside, 1 in another title."""

    start: int
    end: int
    title: str
    depth: int


@dataclass(frozen=True, slots=True)
class Behind:
    """What is said in brackets right behind a title: numbers, a short name; `end` is where the brackets end."""

    end: int
    numbers: tuple[str, ...] = ()
    alias: str = ""
    alias_in_marks: bool = False
    inside: str = ""


@dataclass(frozen=True, slots=True)
class ArticleRef:
    """A place such as 第三十七条第一款第（二）项, or several: `anchors` are the articles named."""

    start: int
    end: int
    anchors: tuple[str, ...]


def marked_titles(text: str) -> Iterator[Marked]:
    """Yield titles in book marks in order of their beginning, those inside others too; a mark that never closes is none."""
    stack: list[tuple[int, str]] = []
    found: list[Marked] = []
    for match in MARKS.finditer(text):
        mark, place = match.group(), match.start()
        if stack and place - stack[0][0] > LONGEST_TITLE:
            stack.clear()
        if mark in OPEN:
            if mark == "《" or stack:  # angle brackets alone are comparisons or tags
                stack.append((place, mark))
            continue
        kind = OPEN[CLOSE.index(mark)]
        if not any(opened == kind for _, opened in stack):
            continue
        while stack:
            begin, opened = stack.pop()
            if opened == kind:
                found += _marked(text, begin, place + 1, len(stack))
                break
    return iter(sorted(found, key=lambda one: (one.start, -one.end)))


def _marked(text: str, begin: int, end: int, depth: int) -> list[Marked]:
    title = "".join(text[begin + 1 : end - 1].split())
    inside = text[begin:end]
    fits = len(title) >= 2 and inside.count("\n") <= 2 and any("\u4e00" <= c <= "\u9fff" for c in title)
    return [Marked(begin, end, title, depth)] if fits else []


def behind(text: str, place: int) -> Behind:
    """Read up to three brackets that follow a title at once: （国务院令第711号）（以下简称《条例》）."""
    end, numbers, alias, marked, inside = place, [], "", False, []
    for _ in range(3):
        found = BEHIND.match(text, end)
        if found is None:
            break
        words = found.group(1)
        named = ALIAS.search(words)
        several = [one.number for one in numbers_in(words)]
        if not named and not several and not _is_particular(words):
            break
        end = found.end()
        inside.append(words)
        numbers += several
        if named and not alias:
            alias = (named["marked"] or named["quoted"] or named["plain"] or "").strip()
            marked = bool(named["marked"])
    return Behind(end, tuple(dict.fromkeys(numbers)), alias, marked, "".join(inside))


def _is_particular(words: str) -> bool:
    """Whether brackets tell of the text itself: its year, its revision, its day."""
    return bool(re.search(r"修订|修正|\d{4}年|试行|暂行|施行|发布|公布", words))


@dataclass(frozen=True, slots=True)
class Number:
    """A document number or an order as it stands in the text; `number` is its proper writing."""

    start: int
    end: int
    number: str
    is_order: bool


def numbers_in(text: str) -> list[Number]:
    """Return document numbers and orders in order of place."""
    return sorted([*_documents(text), *_orders(text)], key=lambda one: one.start)


def _documents(text: str) -> Iterator[Number]:
    for one in find_numbers(text):
        # 按 and 见 stand right before a code more often than they begin one.
        cut = 1 if BEFORE_CODE.match(one.number.code) else 0
        yield Number(one.start + cut, one.end, one.number.text[cut:], is_order=False)


def _orders(text: str) -> Iterator[Number]:
    for match in ORDER.finditer(text):
        written = match["issuer"]
        issuer = ISSUER.search(LEAD_IN.sub("", written))
        serial = numeral(match["serial"].translate(str.maketrans("０１２３４５６７８９", "0123456789")))
        if issuer is None or not serial:
            continue
        whole = issuer.group()
        start = match.start() + len(written) - len(whole)
        yield Number(start, match.end(), f"{issuer['who'] or ''}令第{serial}号", True)


def order_key(number: str) -> str:
    """Return the key of an order however it is written: 中华人民共和国国务院令第七百一十一号 is 国务院令:711; else empty."""
    found = next(_orders("".join(number.split())), None)
    if found is None:
        return ""
    issuer, _, serial = found.number.rpartition("令第")
    return f"{issuer}令:{serial.rstrip('号')}"


def article_refs(text: str) -> Iterator[ArticleRef]:
    """Yield the places 第X条 … of a text; 第三条至第五条 and 第三、四条 name several."""
    for match in SEVERAL.finditer(text):
        anchors = tuple(a for part in match.group(1).split("、") if (a := anchor(part)))
        yield ArticleRef(match.start(), match.end(), anchors)
    for match in ARTICLE_LIST.finditer(text):
        anchors = tuple(a for one in ARTICLE.finditer(match.group()) if (a := anchor(one.group(1), one.group(2))))
        if anchors:
            yield ArticleRef(match.start(), match.end(), anchors)
