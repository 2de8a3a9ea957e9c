"""Reading what a language model wrote about passages: every sentence must stand in the passage it names, or it is dropped.

Nothing a model says is believed. A sentence needs a source number, all its numbers, dates and names in that passage, most
of its words there, and no denial that the passage does not make (or the other way round). What a passage itself says to a
model is text like any other: whoever obeys it writes sentences that stand in no passage.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

MOST_SENTENCES = 6
LONGEST = 200
SAME_WORDS = 0.72  # share of a sentence's pairs of characters that must stand in its passage
MARK = re.compile(r"[\[［【(（]\s*(?:来源|段落|资料)?\s*(\d{1,2})\s*[\]］】)）]")
ENDED = re.compile(
    r"(?<=[。！？；])(?!\s*[\[［【(（]\s*(?:来源|段落|资料)?\s*\d)|(?<=[\]］】)）])(?=[^\[［【。！？；，、])|\n+"
)
DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
CHINESE_NUMBER = re.compile(
    r"[一二三四五六七八九十百千万亿两零〇]{2,}|[一二三四五六七八九十百千两](?=个|日|天|年|月|元|人|户|次|倍|周|小时|项|名|岁)"
)
NAMED = re.compile(
    r"《[^》]{2,60}》|[A-Za-z][\w.@:/-]{1,}"
    r"|[\u4e00-\u9fff]{1,8}?(?:委员会|管理局|办公室|人民政府|局|厅|银行|医院|学校|大学|公司|中心|街道办事处|法院|检察院)"
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
    """Return whether everything a sentence states stands in the passage."""
    said, read = plain(sentence), plain(passage)
    if re.search(r"[<>{}]|https?:|www\.", said):
        return False
    return _facts_stand(said, read) and _words_stand(said, read) and _same_denials(said, read)


def _facts_stand(said: str, read: str) -> bool:
    numbers = {one.replace(",", "") for one in DIGITS.findall(read)}
    if any(one.replace(",", "") not in numbers for one in DIGITS.findall(said)):
        return False
    return all(one in read for pattern in (CHINESE_NUMBER, NAMED) for one in pattern.findall(said))


def _words_stand(said: str, read: str) -> bool:
    text = re.sub(r"[^\w]", "", said)
    pairs = [text[at : at + 2] for at in range(len(text) - 1)]
    bare = re.sub(r"[^\w]", "", read)
    return bool(pairs) and sum(pair in bare for pair in pairs) / len(pairs) >= SAME_WORDS


def _same_denials(said: str, read: str) -> bool:
    """Return whether the sentence denies exactly what the nearest sentence of the passage denies."""
    nearest = max(re.split(r"[。；！？\n]", read), key=lambda one: _overlap(said, one), default="")
    return _denies(said) == _denies(nearest)


def _denies(text: str) -> int:
    count = 0
    for word in DENIALS:
        count += text.count(word)
        text = text.replace(word, "")
    return count


def _overlap(one: str, other: str) -> float:
    left = {one[at : at + 2] for at in range(len(one) - 1)}
    right = {other[at : at + 2] for at in range(len(other) - 1)}
    return len(left & right) / (len(left) or 1)
