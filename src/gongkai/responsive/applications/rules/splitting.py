"""One application, one matter: where a text asks for several things, propose the parts. A proposal only. No Django."""

from __future__ import annotations

import re

# 1. / 1、 / （一） / ① / 一、 at the beginning of a line, or behind a stop in a running text.
_MARK = r"(?:[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）]|[①②③④⑤⑥⑦⑧⑨⑩]|[一二三四五六七八九十]{1,3}、|\d{1,2}[、)）]|\d{1,2}[.．](?!\d))"
_ITEM = re.compile(rf"(?:(?<=^)|(?<=[\n；;。：:]))\s*{_MARK}\s*")
_TITLE = re.compile(r"《[^《》]{2,80}》")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年(?:度)?")
_JOIN = r"(?:以及|及其|及|和|与|、|，|,|；|;)"
_YEARS = re.compile(
    rf"(?<![\d])((?:19|20)\d{{2}})\s*年?(?:度)?(?:\s*{_JOIN}\s*((?:19|20)\d{{2}})\s*年?(?:度)?)+", re.UNICODE
)
_DIGITS = re.compile(r"(?:19|20)\d{2}")
_SPAN = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年?\s*(?:至|到|—|-|~|～)\s*((?:19|20)\d{2})\s*年")
# Words after which a thing that one can ask for ends: both sides of 以及 must be such a thing, or it is one thing.
_THING = re.compile(
    r"(?:文件|报告|合同|协议|方案|规划|计划|清单|名单|台账|明细|预算|决算|批复|决定|通知|公告|意见|纪要|记录|标准|数据|情况|金额|材料|图纸|许可证|证书|办法|评估|结果|信息|表|图|目录|档案|说明|凭证|发票|票据|名册|资料|规定|文本|请示|函|协议书|通知书|决定书|承诺书|报告书|说明书)$"
)
_ALSO = re.compile(r"(?:以及|；|;|，并且?|，同时|，还有|和)")
LEAST = 2  # characters of a part that names something
LONGEST_LINE = 60  # characters of a line that names a thing: what is longer tells something
LONGEST_SPAN = 6  # years: a longer span is a period of one thing, not several things


def parts(text: str) -> tuple[str, ...]:
    """Return the things that a text asks for, each as a line that stands by itself; () where it asks for one.

    Numbered lines first, then several titles 《》, several years of one thing, things joined by 以及, ； or 和.
    """
    text = text.strip()
    for rule in (_numbered, _titles, _years, _lines, _joined):
        found = rule(text)
        if len(found) > 1:
            return found
    return ()


def _clean(pieces: list[str]) -> tuple[str, ...]:
    named = (piece.strip(" \t\r\n　。；;，,、") for piece in pieces)
    return tuple(dict.fromkeys(piece for piece in named if len(piece) >= LEAST))


def _numbered(text: str) -> tuple[str, ...]:
    """Return what stands behind the marks; words before the first mark are said of all and left to the reader."""
    marks = list(_ITEM.finditer(text))
    if len(marks) < LEAST:
        return ()
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    return _clean([text[mark.end() : end] for mark, end in zip(marks, ends, strict=True)])


def _titles(text: str) -> tuple[str, ...]:
    """Return several documents, each by its title. A title inside a sentence about another one counts as well."""
    return _clean(_TITLE.findall(text))


def _years(text: str) -> tuple[str, ...]:
    """Return the same thing of several years: 2023年、2024年和2025年预算 are three."""
    found = _YEARS.search(text)
    if found is not None:
        years = _DIGITS.findall(found[0])
    else:
        span = _SPAN.search(text)
        if span is None or not 0 < int(span[2]) - int(span[1]) < LONGEST_SPAN:
            return ()
        found, years = span, [str(year) for year in range(int(span[1]), int(span[2]) + 1)]
    before, after = text[: found.start()], text[found.end() :]
    after = re.sub(r"^(?:度|间|期间)", "", after)
    return _clean([f"{before}{year}年{after}" for year in dict.fromkeys(years)])


def _lines(text: str) -> tuple[str, ...]:
    """Return short lines of which two or more name a thing; a text in paragraphs is one.

    Any other line stays with the one before it; those before the first thing are said of all and left to the reader.
    """
    lines = [line.strip(" \t\r　。；;，,、") for line in text.splitlines()]
    lines = [line for line in lines if line]
    if any(len(line) > LONGEST_LINE or "。" in line for line in lines):
        return ()
    found: list[str] = []
    for line in lines:
        if _THING.search(line):
            found.append(line)
        elif found:
            found[-1] += f"，{line}"
    return _clean(found)


def _joined(text: str) -> tuple[str, ...]:
    """Return things joined in a sentence, when each side names a document or a table."""
    pieces = [piece.strip(" 。；;，,") for piece in _ALSO.split(text.replace("\n", "；"))]
    pieces = [piece for piece in pieces if piece]
    if len(pieces) < LEAST or not all(_THING.search(piece) for piece in pieces):
        return ()
    return _clean(pieces)
