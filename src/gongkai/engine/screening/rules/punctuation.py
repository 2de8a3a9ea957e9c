"""Punctuation: half-width marks between Chinese characters, marks written twice, brackets without their partner."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.engine.screening.rules.findings import Finding, Severity, check

HAN = r"\u3400-\u9fff"
HALF_WIDTH = re.compile(rf"(?<=[{HAN}》”）〕])[,;:?!](?=[{HAN}《“（〔])")
FULL_FORMS = str.maketrans(",;:?!", "，；：？！")
TWICE = re.compile(r"[，。；：、]{2,}|([！？])\1{3,}|[！？][，。；：、]+|[，；：、][！？]+")
PAIRS = {"《": "》", "“": "”", "（": "）", "〔": "〕", "「": "」", "【": "】", "‘": "’"}
CLOSERS = {close: opening for opening, close in PAIRS.items()}
BRACKET = re.compile(f"[{''.join([*PAIRS, *CLOSERS])}]")
# 1） and 一） number a list; an apostrophe is no closing quotation mark.
LIST_MARK = re.compile(r"(?:^|[\s；;，。：:、])[0-9０-９a-zA-Z一二三四五六七八九十①-⑳]{1,3}$")
LOOSE_APOSTROPHE = "’‘"


@check("text.punctuation")
def punctuation(text: str) -> Iterator[Finding]:
    for match in HALF_WIDTH.finditer(text):
        yield Finding(
            "text.punctuation", Severity.WARN, match.start(), match.end(), "中文之间用了半角标点。",
            match.group().translate(FULL_FORMS), "半角标点",
        )  # fmt: skip
    for match in TWICE.finditer(text):
        yield Finding(
            "text.punctuation", Severity.WARN, match.start(), match.end(), f"标点“{match.group()}”连用。",
            match.group()[-1], "标点重复",
        )  # fmt: skip
    yield from unbalanced(text)


def unbalanced(text: str) -> Iterator[Finding]:
    """Each kind is matched over the whole text, since a title or a quotation may run over several lines."""
    opened: dict[str, list[int]] = {opening: [] for opening in PAIRS}
    for match in BRACKET.finditer(text):
        sign, place = match.group(), match.start()
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
