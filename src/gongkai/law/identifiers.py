"""Numbers with a check digit, and the codes of sites and catalogues."""

from __future__ import annotations

import re
from datetime import date, datetime

from stdnum import luhn
from stdnum.cn import ric, uscc

from gongkai.law.sources import Verdict

# GB/T 2260, first two digits: the provinces, 港澳台 (81-83 on residence permits) and 91 (abroad).
_PROVINCE_RUNS = ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83), (91, 91))
PROVINCES = frozenset(str(code) for first, last in _PROVINCE_RUNS for code in range(first, last + 1))
EARLIEST_BIRTH = 1800
# GB 11714 spreads A-Z over 10-35; GB 32100 leaves out I O S V Z.
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
BASE36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CREDIT_CODE = re.compile(r"[0-9A-HJ-NP-RTUWXY]{2}[0-9]{6}[0-9A-HJ-NP-RTUWXY]{10}")
CREDIT_CODE_HEAD = re.compile(r"[0-9A-HJ-NP-RTUWXY]{2}[0-9]{6}[0-9A-HJ-NP-RTUWXY]{10}(?![0-9A-Z])")
INDEX_WITH_CODE = re.compile(r"([0-9A-Z]{18})/((?:19|20)[0-9]{2})-([0-9]{5,8})")
INDEX_OTHER = re.compile(r"[0-9A-Za-z\u4e00-\u9fa5][0-9A-Za-z\u4e00-\u9fa5/_.\-—]{4,48}[0-9A-Za-z\u4e00-\u9fa5]")
SITE_CODE = re.compile(r"[0-9]{10}|bm[0-9]{8}")
# Issuer prefixes of bank cards met in China: UnionPay 62, Visa 4, MasterCard 51-55 and 22-27, Amex, JCB, older debit cards 9.
ISSUERS = re.compile(r"62|4|5[1-5]|2[2-7]|3[47]|35|9[0-9]")
CARD_LENGTHS = range(15, 20)
FULL_WIDTH = {ord("０") + n: str(n) for n in range(10)} | {ord("Ａ") + n: chr(ord("A") + n) for n in range(26)}
FULL_WIDTH |= {ord("ａ") + n: chr(ord("A") + n) for n in range(26)} | {ord("－"): "-", ord("　"): " "}
SEPARATORS = re.compile(r"[\s\-‐‑–—·.]+")


def compact(text: str) -> str:
    """Half-width, upper case, without blanks, dots and hyphens: how a number is compared."""
    return SEPARATORS.sub("", text.translate(FULL_WIDTH)).upper()


def judge_id_number(text: str, *, today: date | None = None) -> Verdict:
    """Whether this is a citizen's ID number (GB 11643): 18 characters, or 15 digits of the old kind.

    Checks length, province, date of birth and check digit. A 15-digit number is normalised to its 18-digit form.
    `today` rules out births in the future.
    """
    number = compact(text)
    if re.fullmatch(r"[0-9]{15}", number):
        upgraded = f"{number[:6]}19{number[6:]}"
        number = upgraded + ric.calc_check_digit(upgraded + "0")
    elif not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return _bad("身份证号码应为18位（前17位数字，末位数字或X），旧号码为15位数字。")
    if number[:2] not in PROVINCES:
        return _bad("身份证号码前两位不是省级行政区划代码。")
    try:
        born = datetime.strptime(number[6:14], "%Y%m%d").date()  # noqa: DTZ007 - a date has no time zone
    except ValueError:
        return _bad("身份证号码中的出生日期不存在。")
    if born.year < EARLIEST_BIRTH or (today is not None and born > today):
        return _bad("身份证号码中的出生日期不合理。")
    if ric.calc_check_digit(number) != number[-1]:
        return _bad("身份证号码校验码不符，请核对是否有误。")
    return Verdict(valid=True, normalised=number, reason=None)


def judge_credit_code(text: str) -> Verdict:
    """Whether this is a 统一社会信用代码 (GB 32100): form, check digit, and the GB 11714 part in places 9 to 17."""
    code = compact(text)
    if len(code) != 18:
        return _bad(f"统一社会信用代码应为18位，现为{len(code)}位。")
    if not CREDIT_CODE.fullmatch(code):
        return _bad("统一社会信用代码只用数字和大写字母（不用I、O、S、V、Z），第3至8位为数字。")
    if uscc.calc_check_digit(code[:17]) != code[17]:
        return _bad("统一社会信用代码校验码不符，请核对是否有误。")
    if not is_organisation_code(code[8:17]):
        return _bad("统一社会信用代码第9至17位（组织机构代码）校验码不符。")
    return Verdict(valid=True, normalised=code, reason=None)


def is_organisation_code(code: str) -> bool:
    """Whether a nine-character organisation code holds (GB 11714)."""
    if not re.fullmatch(r"[0-9A-Z]{8}[0-9X]", code):
        return False
    total = sum(BASE36.index(c) * weight for c, weight in zip(code[:8], ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11] == code[8]


def has_luhn_digit(text: str) -> bool:
    """Whether the last digit is a Luhn check digit. One number in ten passes by chance."""
    number = compact(text)
    return number.isascii() and number.isdigit() and bool(luhn.is_valid(number))


def looks_like_bank_card(text: str) -> bool:
    """Length, issuer prefix and check digit of a bank card. Ask for context words too before blocking a text."""
    number = compact(text)
    return len(number) in CARD_LENGTHS and ISSUERS.match(number) is not None and has_luhn_digit(number)


def judge_index_number(text: str) -> Verdict:
    """Whether this can be an index number (索引号). There is no single form; an 18-character agency code must hold."""
    number = text.strip().translate(FULL_WIDTH)
    if CREDIT_CODE_HEAD.match(number):
        agency = judge_credit_code(number[:18])
        if not agency.valid:
            return _bad(f"索引号中的机关代码有误：{agency.reason}")
        if "/" in number and not INDEX_WITH_CODE.fullmatch(number):
            return _bad("索引号应为“机关代码/年份-序号”，序号五至八位，如“11441700007280420Y/2021-00050”。")
        return Verdict(valid=True, normalised=number, reason=None)
    if not INDEX_OTHER.fullmatch(number):
        return _bad("索引号应为6至50位的字母、数字或汉字，可用斜线和连接线分段。")
    return Verdict(valid=True, normalised=number, reason=None)


def write_index_number(agency_code: str, year: int, serial: int) -> str:
    """The index number of an agency's item: credit code, year, five digits or more."""
    return f"{agency_code}/{year}-{serial:05d}"


def judge_site_code(text: str) -> Verdict:
    """Whether this is a 政府网站标识码: ten digits, or bm and eight digits for central bodies."""
    code = text.strip()
    if SITE_CODE.fullmatch(code):
        return Verdict(valid=True, normalised=code, reason=None)
    return _bad("政府网站标识码应为10位数字，或者bm加8位数字。")


def judge_publication_time(text: str) -> Verdict:
    """Whether a PubDate holds date and time; seconds are accepted, minutes are written."""
    written = text.strip()
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", written):
        return _bad("发布日期应含时间，如“2026-11-05 09:30”。")
    for form in ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"):
        try:
            moment = datetime.strptime(written, form)  # noqa: DTZ007 - the tag is local time by rule
        except ValueError:
            continue
        if moment.year <= 1970:
            return _bad("发布日期为1970年，是系统取值错误，请填写实际发布时间。")
        return Verdict(valid=True, normalised=moment.strftime("%Y-%m-%d %H:%M"), reason=None)
    return _bad("发布日期应写作“2026-11-05 09:30”。")


def _bad(reason: str) -> Verdict:
    return Verdict(valid=False, normalised=None, reason=reason)
