"""Punctuation by GB/T 15834-2011: half-width marks, marks written twice, marks out of place, brackets without their partner."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from gongkai.engine.screening.rules.findings import Finding, Severity, check

HAN = r"\u3400-\u9fff"
HALF_WIDTH = re.compile(rf"(?<=[{HAN}》”）〕])[,;:?!](?=[{HAN}《“（〔])|(?<=[{HAN}》”）])[,;:](?=[\s]*$)", re.MULTILINE)
HALF_STOP = re.compile(rf"(?<=[{HAN}》”）])\.(?=[{HAN}《“]|\s*$)", re.MULTILINE)
FULL_FORMS = str.maketrans(",;:?!.", "，；：？！。")
TWICE = re.compile(
    r"[，。；：、]{2,}|([！？])\1{3,}|[！？][，。；：、]+|[，；：、][！？]+|[，。；：、](?:[ \u3000][，。；：、])+"
)
# 3.2.2: no mark between titles or quotations that stand side by side, unless something comes between.
PAUSE = re.compile(r"(?<=》)、(?=《)|(?<=”)、(?=“)")
STOP_INSIDE = re.compile(r"[（(][^（()）\n]{1,30}([。；，])[）)](?=[。；，])")
SPACED = re.compile(rf"(?<=[{HAN}])[ ]+(?=[，。；：、！？）》”])|(?<=[（《“])[ ]+(?=[{HAN}])")
MIXED = re.compile(r"\([^()（）\n]{1,60}）|（[^()（）\n]{1,60}\)")
STRAIGHT_QUOTES = re.compile(rf'"([^"\n“”]{{1,60}}[{HAN}][^"\n“”]{{0,60}})"')
DOTS = re.compile(rf"(?<=[{HAN}，])(?:\.{{3,}}|。{{3,}}|…(?!…)(?<!……))(?=[{HAN}”）]|$)", re.MULTILINE)
AND_SO_ON = re.compile(r"……等|等等?……")
LEADING = re.compile(r"^[ \t\u3000]*([，。；：、！？）》”])", re.MULTILINE)
PAIRS = {"《": "》", "“": "”", "（": "）", "〔": "〕", "「": "」", "【": "】", "‘": "’"}
CLOSERS = {close: opening for opening, close in PAIRS.items()}
BRACKET = re.compile(f"[{''.join([*PAIRS, *CLOSERS])}]")
# 1） and 一） number a list; an apostrophe is no closing quotation mark.
LIST_MARK = re.compile(r"(?:^|[\s；;，,。：:、])[0-9０-９a-zA-Z一二三四五六七八九十①-⑳]{1,3}$")
LOOSE_APOSTROPHE = "’‘"
# A text that has half-width marks throughout is told so once, at the first place.
THROUGHOUT, OFTEN = 20, 5


@check("text.punctuation")
def punctuation(text: str) -> Iterator[Finding]:
    yield from half_width(text)
    for match in TWICE.finditer(text):
        if match.group() not in {"。。。", "。。。。。。"}:
            yield _finding(match, f"标点“{match.group()}”连用。", match.group()[-1], "标点重复")
    pauses = list(PAUSE.finditer(text))
    for match in pauses[: 1 if len(pauses) > OFTEN else OFTEN]:
        neighbours = "书名号" if text[match.start() - 1] == "》" else "引号"
        often = f"，全文共{len(pauses)}处" if len(pauses) > OFTEN else ""
        message = f"并列的{neighbours}之间不用顿号（GB/T 15834）{often}。"
        yield _finding(match, message, "请删去顿号。", "多用顿号", Severity.INFO)
    for match in STOP_INSIDE.finditer(text):
        message = f"括号里的“{match.group(1)}”多余，括号外已有标点。"
        yield Finding(
            "text.punctuation", Severity.WARN, match.start(1), match.end(1), message, "请删去括号里的标点。", "标点多余"
        )
    yield from _misplaced(text)
    mixed = list(MIXED.finditer(text))
    for match in mixed:
        if not (match.group()[-1] == "）" and _is_list_mark(text, match.end() - 1)):
            proper = f"（{match.group()[1:-1]}）"
            yield _finding(match, "括号一半是全角，一半是半角。", proper, "括号不成对")
    skip = {place for match in mixed for place in (match.start(), match.end() - 1)}
    yield from unbalanced(text, skip=skip)


def half_width(text: str) -> Iterator[Finding]:
    found = sorted([*HALF_WIDTH.finditer(text), *HALF_STOP.finditer(text)], key=re.Match.start)
    if len(found) > THROUGHOUT:
        message = f"全文多用半角标点，共{len(found)}处，从这里开始。"
        yield _finding(found[0], message, found[0].group().translate(FULL_FORMS), "半角标点")
        return
    for match in found:
        yield _finding(match, "中文之间用了半角标点。", match.group().translate(FULL_FORMS), "半角标点")


def _misplaced(text: str) -> Iterator[Finding]:
    for match in SPACED.finditer(text):
        yield _finding(match, "标点旁边有多余的空格。", "请删去空格。", "多余空格", Severity.INFO)
    for match in STRAIGHT_QUOTES.finditer(text):
        yield _finding(match, "中文里用了直引号。", f"“{match.group(1)}”", "直引号", Severity.INFO)
    for match in DOTS.finditer(text):
        yield _finding(match, "省略号应为六个点。", "……", "省略号", Severity.INFO)
    for match in AND_SO_ON.finditer(text):
        yield _finding(match, "省略号与“等”只用一个。", "等", "省略号", Severity.INFO)
    for match in LEADING.finditer(text):
        if match.group(1) not in "”》）" or match.start() == 0:
            yield Finding(
                "text.punctuation", Severity.WARN, match.start(1), match.end(1), f"“{match.group(1)}”不能出现在一行的开头。",
                "请移到上一行末尾，或补上缺的文字。", "标点错位",
            )  # fmt: skip


def unbalanced(text: str, *, skip: Collection[int] = ()) -> Iterator[Finding]:
    """Each kind is matched over the whole text, since a title or a quotation may run over several lines."""
    opened: dict[str, list[int]] = {opening: [] for opening in PAIRS}
    for match in BRACKET.finditer(text):
        sign, place = match.group(), match.start()
        if place in skip:
            continue
        if sign in PAIRS:
            # A quotation of several paragraphs repeats its opening mark at the head of each.
            repeated = sign == "“" and opened[sign] and text[:place].rstrip(" \t\u3000")[-1:] in {"\n", ""}
            if not repeated:
                opened[sign].append(place)
            continue
        if opened[CLOSERS[sign]]:
            opened[CLOSERS[sign]].pop()
        elif not _is_list_mark(text, place) and sign not in LOOSE_APOSTROPHE:
            yield _lonely(place, sign, CLOSERS[sign])
    for opening, places in opened.items():
        if opening not in LOOSE_APOSTROPHE:
            for place in places:
                yield _lonely(place, opening, PAIRS[opening])


def _is_list_mark(text: str, place: int) -> bool:
    return text[place] == "）" and LIST_MARK.search(text[max(0, place - 5) : place]) is not None


def _lonely(place: int, sign: str, partner: str) -> Finding:
    return Finding(
        "text.punctuation", Severity.WARN, place, place + 1, f"“{sign}”没有与之配对的“{partner}”。",
        f"请补上“{partner}”或删去“{sign}”。", "括号引号不成对",
    )  # fmt: skip


def _finding(
    match: re.Match[str], message: str, suggestion: str, title: str, severity: Severity = Severity.WARN
) -> Finding:
    return Finding("text.punctuation", severity, match.start(), match.end(), message, suggestion, title)
