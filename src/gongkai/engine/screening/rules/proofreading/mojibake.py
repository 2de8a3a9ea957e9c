"""Traces of a wrong encoding, of markup, and of phonetic annotation that leaked into the text (R271)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from gongkai.engine.screening.rules.findings import Finding, Severity, check
from gongkai.engine.search.rules import simplify, sounds

TONES = "āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜńňǹḿ"
_SYLLABLE = rf"[a-zü]{{0,4}}[{TONES}][a-zü]{{0,4}}"
# 锟斤拷 and 烫烫烫 are what repeated damage leaves; 涓€ and 鐨勪 are UTF-8 read as GBK; ?。ㄒ唬 is （一） cut at half a character.
BROKEN = re.compile(
    r"\ufffd+|锟斤拷(?:锟斤拷|锟|斤|拷)*|烫烫烫+|屯屯屯+|[\u00c2-\u00ef][\u0080-\u00bf](?:[\u0080-\u00ff])*"
    r"|[?？]?。?ㄒ[^\n]{1,3}[\u2500-\u257f]?[?？]?|(?<=[\u4e00-\u9fff])[\u2500-\u257f](?=[\u4e00-\u9fff?？])"
    # A Cyrillic letter alone among Chinese characters is half of two: ?qū)е聝 was 导致内.
    r"|(?:[?？](?:[（(]?[a-zāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜ]{1,6}[）)])?)?(?<![\u0400-\u04ff ])[\u0400-\u04ff](?=[\u4e00-\u9fff])[\u4e00-\u9fff][?？]?"
    r"|(?:[銆鍏鐨勪鏀垮姟涓浗€锛侟€]{4,})|â€[œ\u009d™˜“”\u201c-\u201f]?|Â(?=[\s\u00a0·])|ï»¿|ï¼[\u0080-\u00bfŒ‰ˆš]"
)
# Å«-like pairs are UTF-8 read as Latin-1; a single é or à in a foreign name is not.
INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u0080-\u009f\u200b\u2060\ufeff\ue000-\uf8ff]+")
# ⼀ looks like 一 and is found by no search: radicals and compatibility forms of the same shape.
LOOK_ALIKE = re.compile(r"[\u2e80-\u2fd5\uf900-\ufad9]+")
PHONETIC = re.compile(
    rf"[（(]\s*{_SYLLABLE}(?:[ '’]?{_SYLLABLE})*\s*[）)]"
    rf"|(?<=[\u4e00-\u9fff])\s?{_SYLLABLE}(?:[ ]{_SYLLABLE})*(?=[\s\u4e00-\u9fff，。、；：]|$)"
    r"|[（(][\u3105-\u312f˙ˊˇˋ ]+[）)]|[\u3105-\u312f]+[˙ˊˇˋ]?"
)
BARE = re.compile(r"(?<=[\u4e00-\u9fff])[（(]?([a-z]{2,6})[）)]?(?![a-zA-Z0-9.@_/-])")
THROUGHOUT = 20
LEAKED_MARKUP = re.compile(
    r"&(?:nbsp|amp|lt|gt|quot|ldquo|rdquo|mdash|middot|#[0-9]{2,5});"
    r"|</?(?:p|br|span|div|font|td|tr|table|strong|img|a|o:p)\b[^>\n]{0,80}>"
)
# Radicals that Unicode gives no plain character for.
RADICALS = {
    "⺠": "民",
    "⻓": "长",
    "⻔": "门",
    "⻅": "见",
    "⻋": "车",
    "⻢": "马",
    "⻛": "风",
    "⻚": "页",
    "⻥": "鱼",
    "⻦": "鸟",
    "⻝": "食",
}


@check("text.mojibake", as_written=True)
def mojibake(text: str) -> Iterator[Finding]:
    taken: list[tuple[int, int]] = []
    for match in BROKEN.finditer(text):
        taken.append(match.span())
        yield _finding(match, "文字编码已损坏。", "请从原稿复制这一处重新录入。", "乱码")
    for match in INVISIBLE.finditer(text):
        yield _finding(match, "有不可显示的字符。", "请删去或从原稿重新录入。", "不可见字符")
    for match in LOOK_ALIKE.finditer(text):
        plain = _plain(match.group())
        yield _finding(match, "字形相同而编码不同的字，检索不到。", plain or "请重新录入。", "异常字符")
    yield from _phonetic(text, taken)
    for match in LEAKED_MARKUP.finditer(text):
        yield _finding(match, "有残留的网页代码。", "请删去代码。", "残留代码")


def _phonetic(text: str, taken: list[tuple[int, int]]) -> Iterator[Finding]:
    """Each by itself, or where the text is full of them the first, for all; `taken` is told as damage already."""
    toned = [one for one in PHONETIC.finditer(text) if not any(start <= one.start() < end for start, end in taken)]
    found = sorted([*toned, *_bare(text)], key=re.Match.start)
    if len(found) > THROUGHOUT:
        yield _finding(
            found[0], f"全文混有注音，共{len(found)}处，从这里开始。", "请从没有注音的原稿重新录入。", "混入注音"
        )
        return
    for match in found:
        yield _finding(match, f"“{match.group().strip()}”像是混入正文的注音。", "请删去注音。", "混入注音")


def _bare(text: str) -> Iterator[re.Match[str]]:
    """Letters without tones that spell the character before them: 公gong开kai."""
    for match in BARE.finditer(text):
        before = simplify(text[match.start() - 1])
        if match.group(1) in sounds().get(before, ()):
            yield match


def _plain(written: str) -> str:
    """Return the ordinary characters, "" when one has none."""
    found = [RADICALS.get(one) or unicodedata.normalize("NFKC", one) for one in written]
    return "".join(found) if all("\u4e00" <= one <= "\u9fff" for one in found) else ""


def _finding(match: re.Match[str], message: str, suggestion: str, title: str) -> Finding:
    return Finding("text.mojibake", Severity.WARN, match.start(), match.end(), message, suggestion, title)
