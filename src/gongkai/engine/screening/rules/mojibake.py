"""Traces of a wrong encoding, of markup, and of phonetic annotation that leaked into the text (R271)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.engine.screening.rules.findings import Finding, Severity, check

TONES = "āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜńňǹḿ"
_SYLLABLE = rf"[a-zü]{{0,4}}[{TONES}][a-zü]{{0,4}}"
BROKEN = re.compile(
    r"\ufffd+|锟斤拷(?:锟斤拷|锟|斤|拷)*|烫烫烫+|屯屯屯+|[\u00c2-\u00ef][\u0080-\u00bf](?:[\u0080-\u00ff])*"
)
# Å«-like pairs are UTF-8 read as Latin-1; a single é or à in a foreign name is not.
INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ue000-\uf8ff]+")
PHONETIC = re.compile(
    rf"[（(]\s*{_SYLLABLE}(?:[ '’]?{_SYLLABLE})*\s*[）)]"
    rf"|(?<=[\u4e00-\u9fff])\s?{_SYLLABLE}(?:[ ]{_SYLLABLE})*(?=[\s\u4e00-\u9fff，。、；：]|$)"
    r"|[（(][\u3105-\u312f˙ˊˇˋ ]+[）)]|[\u3105-\u312f]+[˙ˊˇˋ]?"
)
LEAKED_MARKUP = re.compile(
    r"&(?:nbsp|amp|lt|gt|quot|ldquo|rdquo|mdash|#[0-9]{2,5});|</?(?:p|br|span|div|font|td|tr)\b[^>]{0,80}>"
)


@check("text.mojibake")
def mojibake(text: str) -> Iterator[Finding]:
    for match in BROKEN.finditer(text):
        yield _finding(match, Severity.WARN, "文字编码已损坏。", "请从原稿复制这一处重新录入。", "乱码")
    for match in INVISIBLE.finditer(text):
        yield _finding(match, Severity.WARN, "有不可显示的字符。", "请删去或从原稿重新录入。", "不可见字符")
    for match in PHONETIC.finditer(text):
        yield _finding(
            match, Severity.WARN, f"“{match.group().strip()}”像是混入正文的注音。", "请删去注音。", "混入注音"
        )
    for match in LEAKED_MARKUP.finditer(text):
        yield _finding(match, Severity.WARN, "有残留的网页代码。", "请删去代码。", "残留代码")


def _finding(match: re.Match[str], severity: Severity, message: str, suggestion: str, title: str) -> Finding:
    return Finding("text.mojibake", severity, match.start(), match.end(), message, suggestion, title)
