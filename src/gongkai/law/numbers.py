"""Document numbers (发文字号), orders (令), and the written date of GB/T 9704-2012."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.law.sources import Verdict

PROPER = re.compile(r"[\u4e00-\u9fa5]{2,20}〔(?:19|20)[0-9]{2}〕[1-9][0-9]{0,4}号")
PROPER_ORDER = re.compile(r"[\u4e00-\u9fa5]{1,28}令第(?:[1-9][0-9]{0,4}|[一二三四五六七八九十百〇零]{1,8})号")
LOOSE = re.compile(r"([\u4e00-\u9fa5]{2,20}?)〔([0-9]{1,6})年?〕(第?)([0-9]{1,6})(号?)")
LOOSE_ORDER = re.compile(r"([\u4e00-\u9fa5]{1,28}令)〔?(第?)([0-9]{1,6}|[一二三四五六七八九十百〇零]{1,8})(号?)〕?")
SLOPPY_IN_TEXT = re.compile(
    r"[\u4e00-\u9fa5]{2,20}\s*[〔\[(（［【﹝]\s*[0-9０-９]{4}\s*年?\s*[〕\])）］】﹞]\s*第?\s*[0-9０-９]{1,5}\s*[号號]",
)
# Words that may stand right before a code. 和, 与, 及 only after 号: they also begin place names (和政县, 呼和浩特).
LEAD_IN = re.compile(
    r"^.*(?:根据|按照|依据|依照|参照|贯彻|落实|执行|印发|转发|废止|修改|以及|文号|号[和与及或])(?=.)",
)
CONJUNCTION_AFTER_TITLE = re.compile(r"(?<=[》）)号號])[和与及或]")

BLANKS = re.compile(r"[\s\u3000\u00a0\u200b\u200c\u200d\ufeff]+")
OPENING, CLOSING = "[(（［【﹝", "])）］】﹞"
SAME_MEANING = str.maketrans(
    {
        **dict.fromkeys(OPENING, "〔"),
        **dict.fromkeys(CLOSING, "〕"),
        **dict(zip("０１２３４５６７８９", "0123456789", strict=True)),
    },
)
BRACKET_STYLES = ("〔〕", "[]", "()", "（）", "［］", "【】")
LONGEST = 60

NUMERALS = {"〇": 0, "零": 0, **{c: n for n, c in enumerate("一二三四五六七八九", start=1)}}


class NumberKind(StrEnum):
    DOCUMENT = "发文字号"
    ORDER = "令"


class NumberRefused(ValueError):
    """The text is no document number, not even a sloppy one; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """Agency code, year and running number; an order has no year and its code ends in 令."""

    kind: NumberKind
    code: str
    year: int | None
    serial: int

    @property
    def text(self) -> str:
        """The one proper way to write it."""
        if self.kind is NumberKind.ORDER:
            return f"{self.code}第{self.serial}号"
        return f"{self.code}〔{self.year}〕{self.serial}号"

    @property
    def key(self) -> str:
        """Equal for all ways of writing the same number: for uniqueness and search."""
        return f"{self.code}:{self.year or ''}:{self.serial}"

    def variants(self) -> tuple[str, ...]:
        """The ways the number is met in real texts, the proper one first."""
        if self.kind is NumberKind.ORDER:
            return (self.text, f"{self.code}{self.serial}号", f"{self.code}第 {self.serial} 号")
        written = [f"{self.code}{b[0]}{self.year}{b[1]}{self.serial}号" for b in BRACKET_STYLES]
        spaced = [f"{self.code}{b[0]}{self.year}{b[1]} {self.serial} 号" for b in BRACKET_STYLES]
        return (*written, *spaced, f"{self.code}〔{self.year}〕第{self.serial}号")


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """A number inside a longer text: `text[start:end]` is how it is written there."""

    start: int
    end: int
    number: DocumentNumber


def parse_number(text: str) -> DocumentNumber:
    """Read a number however sloppily it is written. Raises NumberRefused when it cannot be one."""
    plain = _plain(text)
    if found := LOOSE.fullmatch(plain):
        code, year, _, serial, _ = found.groups()
        if not re.fullmatch(r"(?:19|20)[0-9]{2}", year):
            raise NumberRefused(f"年份“{year}”应写全四位，如〔2017〕。")
        return _with_serial(NumberKind.DOCUMENT, code, int(year), int(serial))
    if found := LOOSE_ORDER.fullmatch(plain):
        code, _, serial, _ = found.groups()
        return _with_serial(NumberKind.ORDER, code, None, _integer(serial))
    raise NumberRefused(_why_not(plain))


def judge_number(text: str) -> Verdict:
    """Whether `text` is written as GB/T 9704-2012 asks: agency code, full year in 〔〕, number without zeros, 号.

    Blanks around the number are forgiven, blanks inside are not.
    """
    written = text.strip()
    try:
        number = parse_number(text)
    except NumberRefused as refusal:
        return Verdict(valid=False, normalised=None, reason=str(refusal))
    if PROPER.fullmatch(written) or PROPER_ORDER.fullmatch(written):
        return Verdict(valid=True, normalised=number.text, reason=None)
    reasons = "；".join(_faults(written, number.kind)) or "写法不规范"
    return Verdict(valid=False, normalised=number.text, reason=f"{reasons}。应写作“{number.text}”。")


def normalise_number(text: str) -> str | None:
    """The proper way to write the number, None when `text` is none."""
    return judge_number(text).normalised


def number_key(text: str) -> str | None:
    """The key under which all ways of writing this number meet; None when `text` is no number."""
    try:
        return parse_number(text).key
    except NumberRefused:
        return None


def find_numbers(text: str) -> Iterator[FoundNumber]:
    """The document numbers cited in a text, however written. Words such as 根据 before the code are left out."""
    for match in SLOPPY_IN_TEXT.finditer(text):
        written = match.group()
        opening = min(written.index(c) for c in "〔" + OPENING if c in written)
        lead_in = LEAD_IN.match(written[:opening])
        start = match.start() + (lead_in.end() if lead_in and opening - lead_in.end() >= 2 else 0)
        start += 1 if CONJUNCTION_AFTER_TITLE.match(text, start) else 0
        try:
            yield FoundNumber(start, match.end(), parse_number(text[start : match.end()]))
        except NumberRefused:
            continue


def judge_document_date(text: str) -> Verdict:
    """Whether a date of signing is written as GB/T 9704-2012 7.3.5.4 asks: 2026年11月5日, no leading zeros."""
    written = text.strip()
    plain = _plain(written)
    found = re.fullmatch(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日", plain)
    chinese = re.fullmatch(
        r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日", plain
    )
    if not found and not chinese:
        return Verdict(valid=False, normalised=None, reason="成文日期应写作“2026年11月5日”。")
    try:
        parts = found.groups() if found else _arabic(*chinese.groups()) if chinese else ()
        proper = write_date(date(*(int(part) for part in parts)))
    except ValueError:
        return Verdict(valid=False, normalised=None, reason=f"“{written}”这一天不存在。")
    if written == proper:
        return Verdict(valid=True, normalised=proper, reason=None)
    fault = "成文日期用阿拉伯数字" if chinese else "成文日期的月、日不编虚位（不加0），数字用半角"
    return Verdict(valid=False, normalised=proper, reason=f"{fault}，应写作“{proper}”。")


def write_date(day: date) -> str:
    """2026年11月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _plain(text: str) -> str:
    plain = BLANKS.sub("", text[: LONGEST * 2]).translate(SAME_MEANING)
    return f"{plain[:-1]}号" if plain.endswith("號") else plain


def _with_serial(kind: NumberKind, code: str, year: int | None, serial: int) -> DocumentNumber:
    if not 1 <= serial <= 99999:
        raise NumberRefused("顺序号应从1编起，最多五位。")
    return DocumentNumber(kind, code, year, serial)


def _why_not(plain: str) -> str:
    if not plain:
        return "没有写文号。"
    if "〔" not in plain or "〕" not in plain:
        return "不是发文字号：缺少六角括号括入的年份，应如“国办发〔2017〕47号”；命令应如“上海市人民政府令第35号”。"
    if not re.match(r"[\u4e00-\u9fa5]{2,20}〔", plain):
        return "不是发文字号：机关代字应是二至二十个汉字。"
    return "不是发文字号：年份后应是顺序号和“号”字，应如“国办发〔2017〕47号”。"


def _faults(written: str, kind: NumberKind) -> Iterator[str]:
    if BLANKS.search(written):
        yield "中间有空格"
    if re.search("[０-９]", written):
        yield "数字用了全角"
    if kind is NumberKind.DOCUMENT and any(c in written for c in OPENING + CLOSING):
        yield "年份应用六角括号〔〕括入"
    plain = _plain(written)
    if "〕第" in plain:
        yield "顺序号前不加“第”"
    if kind is NumberKind.ORDER and "令第" not in plain:
        yield "命令的编号前应有“第”"
    if re.search(r"[〕第令]0", plain):
        yield "顺序号不编虚位（不加0）"
    if "年〕" in plain:
        yield "括号内只写年份数字，不写“年”"
    if written.endswith("號"):
        yield "“號”应写作“号”"
    if not plain.endswith("号"):
        yield "末尾缺少“号”字" if kind is NumberKind.DOCUMENT else "写法不规范"


def _integer(text: str) -> int:
    """An Arabic or Chinese numeral up to 999; orders of the President are numbered in Chinese."""
    if text.isdecimal():
        return int(text)
    total = digit = 0
    for c in text:
        if c in "十百":
            total += (digit or 1) * (10 if c == "十" else 100)
            digit = 0
        else:
            digit = NUMERALS[c]
    return total + digit


def _arabic(year: str, month: str, day: str) -> tuple[str, str, str]:
    digits = "".join(str(NUMERALS.get(c, 0)) for c in year)
    return digits, str(_integer(month)), str(_integer(day))
