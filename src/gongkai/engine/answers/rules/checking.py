"""Reading what a language model wrote about passages: every sentence must stand in the passage it names, or it is dropped.

Nothing a model says is believed. It may choose, shorten and put in order what the passages say; a sentence in words of its
own is dropped, since no rule here could tell a paraphrase from a lie. What a passage itself says to a model is text like
any other: whoever obeys it writes sentences that stand in no passage.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

MOST_SENTENCES = 6
LONGEST = 200
MARK = re.compile(r"[\[［【(（]\s*(?:来源|段落|资料)?\s*(\d{1,2})\s*[\]］】)）]")
ENDED = re.compile(
    r"(?<=[。！？；])(?!\s*[\[［【(（]\s*(?:来源|段落|资料)?\s*\d)|(?<=[\]］】)）])(?=[^\[［【。！？；，、])|\n+"
)
DENIALS = (
    "不得",
    "不予",
    "不能",
    "不可",
    "不需",
    "无需",
    "无须",
    "不用",
    "禁止",
    "不再",
    "免于",
    "除外",
    "未",
    "没有",
    "不",
)
ORDERS = re.compile(
    r"忽略.{0,12}(?:指令|提示|要求|规则|内容)|无视.{0,12}(?:指令|提示|要求|规则)|(?:ignore|disregard).{0,40}(?:instruction|prompt|above|previous)"
    r"|system\s*prompt|系统提示|你(?:现在)?是.{0,8}(?:助手|模型|机器人)|作为.{0,6}(?:AI|人工智能|语言模型)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Said:
    """One sentence that holds, and the number (from 1) of the passage it stands in."""

    text: str
    source: int


def speaks_to_a_model(text: str) -> bool:
    """Return whether a passage gives orders to whoever reads it; such a one is never sent to a model."""
    return bool(ORDERS.search(text))


def plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()


def held(written: str, passages: Sequence[str]) -> tuple[Said, ...]:
    """Return the sentences of a model's answer that stand in their passages, in order."""
    found: list[Said] = []
    for piece in ENDED.split(written[:4_000]):
        marks = [int(number) for number in MARK.findall(piece)]
        text = MARK.sub("", piece).strip(" \t　-•*·")
        if not marks or not 4 <= len(text) <= LONGEST:
            continue
        source = next((one for one in marks if 1 <= one <= len(passages) and stands(text, passages[one - 1])), 0)
        if source:
            found.append(Said(text if text[-1] in "。！？；" else f"{text}。", source))
    return tuple(dict.fromkeys(found))[:MOST_SENTENCES]


def stands(sentence: str, passage: str) -> bool:
    """Return whether a sentence stands in the passage: as one of its sentences, from which words were only left out.

    Each clause is made of pieces of one clause of that sentence in their order and to its end, the next clause of the next
    one: so that no number, subject or condition comes to stand with another. What the clause denies, it denies.
    """
    if re.search(r"[<>{}]|https?:|www\.", sentence):
        return False
    said = _clauses(plain(sentence))
    return bool(said) and any(_told(said, _clauses(one)) for one in SENTENCE.split(plain_lines(passage)) if one)


SENTENCE = re.compile(r"[。；;！!？?\n]")
CLAUSE = re.compile(r"[，,：:]")
# A thousands mark parts no clause.
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")
GLUE = frozenset("的了即则也都是")  # may be put in: they state nothing
NUMERAL = frozenset("0123456789.%一二三四五六七八九十百千万亿两零〇")
TURNS = frozenset("不未非无免反")  # before a word they make its contrary
SHORTEST_PIECE = 2


def plain_lines(text: str) -> str:
    """As `plain`, with the ends of lines kept: a line is a sentence of its own."""
    return "\n".join(plain(one) for one in text.splitlines())


def _clauses(text: str) -> list[str]:
    bare = (re.sub(r"[^\w%.]", "", one).strip(".") for one in CLAUSE.split(THOUSANDS.sub("", text)))
    return [one for one in bare if one]


def _told(said: Sequence[str], read: Sequence[str]) -> bool:
    """Return whether the clauses follow one another as those of the sentence that was read do."""
    for first in range(len(read)):
        places = {first}
        for clause in said:
            here = {place for place in places if place < len(read) and _made_of(clause, read[place])}
            places = here | {place + 1 for place in here}
            if not here:
                break
        else:
            return True
    return False


def _made_of(clause: str, whole: str) -> bool:
    """Return whether a clause is pieces of the whole, in order and up to its end, and denies as much."""
    if _denies(clause) != _denies(whole) or len(clause) > len(whole) + len(clause) // 4 + 1:
        return False
    common = _common(clause, whole)
    # reached[i]: where in the whole a reading of the first i characters of the clause may end.
    reached: list[set[int]] = [{0}, *(set() for _ in clause)]
    for at in range(1, len(clause) + 1):
        if clause[at - 1] in GLUE:
            reached[at] |= reached[at - 1]
        for end in range(SHORTEST_PIECE, len(whole) + 1):
            for length in range(SHORTEST_PIECE, common[at][end] + 1):
                begin = end - length
                if _is_piece(whole, begin, end) and any(one <= begin for one in reached[at - length]):
                    reached[at].add(end)
                    break
    return len(whole) in reached[-1]


def _common(one: str, other: str) -> list[list[int]]:
    """Return for every pair of places how many characters before them are the same."""
    found = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for left, first in enumerate(one, start=1):
        for right, second in enumerate(other, start=1):
            if first == second:
                found[left][right] = found[left - 1][right - 1] + 1
    return found


def _is_piece(whole: str, begin: int, end: int) -> bool:
    """Return whether nothing is cut in two: no number, no word and what turns it into its contrary."""
    before, after = whole[begin - 1] if begin else "", whole[end] if end < len(whole) else ""
    if before in TURNS and before:
        return False
    cut_front = before in NUMERAL and whole[begin] in NUMERAL
    return not (cut_front or (after in NUMERAL and whole[end - 1] in NUMERAL))


def _denies(text: str) -> int:
    count = 0
    for word in DENIALS:
        count += text.count(word)
        text = text.replace(word, "")
    return count
