"""Numbers of headings and items: left out, given twice, mixed up, wrongly marked (GB/T 9704-2012, 7.3.3; GB/T 15834-2011)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.engine.screening.rules.findings import Finding, Severity, check
from gongkai.engine.screening.rules.proofreading.numerals import CIRCLED, chinese, number_of
from gongkai.engine.screening.rules.proofreading.places import lines

_HAN_NUMBER = "[一二三四五六七八九十百零〇]{1,7}"


@dataclass(frozen=True, slots=True)
class Style:
    """How one level is written. A level begins anew below every heading of a lower `level`."""

    name: str
    level: int
    pattern: re.Pattern[str]
    form: str  # {} is the number

    def written(self, number: int) -> str:
        if self.form == "{}":
            return CIRCLED[number - 1] if 0 < number <= len(CIRCLED) else str(number)
        return self.form.format(number if "0-9" in self.pattern.pattern else chinese(number))


# 条 runs through the whole document, whatever chapters there are.
STYLES = (
    Style("编", 0, re.compile(rf"第({_HAN_NUMBER})编(?=[\s\u3000]|$)"), "第{}编"),
    Style("章", 1, re.compile(rf"第({_HAN_NUMBER})章(?=[\s\u3000]|$)"), "第{}章"),
    Style("节", 2, re.compile(rf"第({_HAN_NUMBER})节(?=[\s\u3000]|$)"), "第{}节"),
    Style("条", 3, re.compile(rf"第({_HAN_NUMBER})条(?=[\s\u3000])"), "第{}条"),
    Style("一、", 4, re.compile(rf"({_HAN_NUMBER})、"), "{}、"),
    Style("（一）", 5, re.compile(rf"[（(]({_HAN_NUMBER})[）)]"), "（{}）"),
    Style("1.", 6, re.compile(r"([0-9０-９]{1,2})[.．、](?![0-9０-９])"), "{}."),
    Style("（1）", 7, re.compile(r"[（(]([0-9０-９]{1,2})[）)](?![0-9])"), "（{}）"),
    Style("①", 8, re.compile(f"([{CIRCLED}])"), "{}"),
)
MARKED = re.compile(r"[第一二三四五六七八九十百（(0-9０-９①-⑳]")
TABLE_OF_CONTENTS = re.compile(r"目[\s\u3000]*[录次]$|[.…·]{3,}\s*[0-9]+$")
# （四）、（五）项所列人员 speaks of items, it does not begin one.
REFERENCE = re.compile(
    r"[（(][一二三四五六七八九十0-9]{1,3}[）)](?:[、和至到或与-][（(第]|[项款类条])|第[^章节条]{1,7}条(?:[、和至]|第|规定)"
)
TAIL = 30
SPOILT_MARK = re.compile(
    r"(?:([（(][一二三四五六七八九十0-9]{1,3}[）)])、|([一二三四五六七八九十]{1,3})[，,.．])(?=[\u4e00-\u9fff])"
)
INLINE = re.compile(r"(?:(?<=[。；，：;,:\s”）])|^)([一二三四五六七八九十]{1,3})是(?!否|非)")
ANNOUNCED = re.compile(
    r"(?:以下|如下|下列)([二三四五六七八九十两]{1,2}|[0-9]{1,2})(?:个)?(?:方面|项|点|条|类|种)(?!以上)[\u4e00-\u9fff]{0,12}[：:]"
)


class _Counter:
    """What number may come next on each level."""

    def __init__(self) -> None:
        self.last: dict[str, int] = {}  # since the last heading above
        self.running: dict[str, int] = {}  # through the whole text: （一）…（二十） below one heading after the other
        self.open_level = -1

    def allowed(self, style: Style) -> int | None:
        """Return the number expected, None when nothing is known."""
        if style.name in self.last:
            return self.last[style.name] + 1
        return 1 if self.running.get(style.name) else None

    def take(self, style: Style, number: int) -> None:
        self.last[style.name] = self.running[style.name] = number
        for other in STYLES:
            if other.level > style.level and other.name != "条":
                self.last.pop(other.name, None)
        self.open_level = style.level


@check("text.numbering")
def numbering(text: str) -> Iterator[Finding]:
    counter = _Counter()
    contents = False
    for start, line in lines(text):
        if TABLE_OF_CONTENTS.search(line, max(0, len(line) - TAIL)):
            contents = True
        if MARKED.match(line) and not REFERENCE.match(line) and "|" not in line and "\t" not in line:
            spoilt = SPOILT_MARK.match(line)
            if spoilt:
                yield _spoilt(start, spoilt)
            yield from _next(counter, start, line, contents=contents)
        if "是" in line:
            yield from _inline(start, line)


def _next(counter: _Counter, start: int, line: str, *, contents: bool) -> Iterator[Finding]:
    for style in STYLES:
        match = style.pattern.match(line)
        if match is None:
            continue
        number = number_of(match.group(1))
        if number is None or number == 0:
            return
        expected = counter.allowed(style)
        fits = number in {1, expected, counter.running.get(style.name, 0) + 1} or expected is None
        # The list of contents counts through once, the text after it again: chapters and sections may go back.
        if not fits and not (contents and style.level < 3):
            yield _out_of_order(start, match, style, number, expected or 1)
        counter.take(style, number)
        return


def _out_of_order(start: int, match: re.Match[str], style: Style, number: int, expected: int) -> Finding:
    here, proper = match.group(), style.written(expected)
    if number == expected - 1:
        message = f"序号“{here}”与前面重复，应为“{proper}”。"
    elif number > expected:
        message = f"序号不连续：“{here}”之前缺“{proper}”。"
    else:
        message = f"序号“{here}”次序不对，应为“{proper}”。"
    return Finding(
        "text.numbering", Severity.WARN, start + match.start(), start + match.end(), message, proper, "序号有误"
    )


def _spoilt(start: int, match: re.Match[str]) -> Finding:
    proper = match.group(1) or f"{match.group(2)}、"
    message = "带括号的序号之后不加顿号。" if match.group(1) else "汉字序号之后应用顿号。"
    return Finding(
        "text.numbering", Severity.WARN, start + match.start(), start + match.end(), message, proper, "序号标点"
    )


def _inline(start: int, line: str) -> Iterator[Finding]:
    """一是…二是… in a paragraph; a new 一是 opens a list inside the list, any open list may go on."""
    open_lists: list[int] = []
    announced = [(match, number_of(match.group(1))) for match in ANNOUNCED.finditer(line)]
    highest = 0
    for match in INLINE.finditer(line):
        number = number_of(match.group(1)) or 0
        while open_lists and number != 1 and open_lists[-1] + 1 != number and open_lists[-1] + 1 != number - 1:
            if not any(one + 1 == number for one in open_lists[:-1]):
                break
            open_lists.pop()
        highest = max(highest, number)
        if number == 1:
            open_lists.append(1)
            continue
        if open_lists and open_lists[-1] + 1 != number:
            expected = f"{chinese(open_lists[-1] + 1)}是"
            yield Finding(
                "text.numbering", Severity.WARN, start + match.start(1), start + match.end(),
                f"“{match.group()}”与前面接不上，应为“{expected}”。", expected, "序号有误",
            )  # fmt: skip
        if open_lists:
            open_lists[-1] = number
    if len(announced) == 1 and highest > 1 and announced[0][1] not in {None, highest}:
        match = announced[0][0]
        first = INLINE.search(line, match.end())
        if first is None or first.start() > match.end() + 3 or line.count("一是") > 1:
            return
        yield Finding(
            "text.numbering", Severity.JUDGE, start + match.start(), start + match.end(),
            f"这里说有{match.group(1)}项，后面列了{chinese(highest)}项。", "请核对项数。", "项数不符",
        )  # fmt: skip
